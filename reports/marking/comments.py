"""Comments of a sheet: what people wrote stays, ours are added below it, and ours of an earlier time are taken out.

A comment lives in two parts: its text in the comments, its frame in an old drawing format (VML) that spreadsheet
programs still ask for. That one need not be well-formed XML, so it is only ever cut and added to.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from loaders.sheet import column_letter
from reports.marking.listing import lines_of
from reports.marking.sheet import Place, place
from reports.marking.xml_text import Node, in_text, parse, text_of, written

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
FRAMES_MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
NO_COMMENTS = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<comments xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    b"<authors></authors><commentList></commentList></comments>"
)
_NAMESPACES = {
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "x": "urn:schemas-microsoft-com:office:excel",
}
NO_FRAMES = (
    b'<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    b'xmlns:x="urn:schemas-microsoft-com:office:excel">'
    b'<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout>'
    b'<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    b'<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype></xml>'
)
_FRAME = (
    '<v:shape{declared} id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;'
    'margin-left:80pt;margin-top:5pt;width:200pt;height:80pt;z-index:1;visibility:hidden" '
    'fillcolor="#ffffe1" o:insetmode="auto">'
    '<v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
    '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
    "<x:Anchor>{left}, 12, {top}, 4, {right}, 0, {bottom}, 4</x:Anchor><x:AutoFill>False</x:AutoFill>"
    "<x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)
_SHAPE = re.compile(rb"<v:shape\b(?!type).*?</v:shape>", re.DOTALL)
_ROW, _COLUMN = re.compile(rb"<x:Row>\s*(\d+)\s*</x:Row>"), re.compile(rb"<x:Column>\s*(\d+)\s*</x:Column>")
_SHAPE_NUMBER = re.compile(rb"_x0000_s(\d+)")
_ROOM, _SIZE = 290, 13  # px across a frame, and of a letter in it


@dataclass(frozen=True)
class Comments:
    """The two parts of a sheet's comments."""

    texts: bytes
    frames: bytes


def commented(
    found: Comments, notes: Mapping[Place, str], signs: Sequence[str], widths: Mapping[int, float]
) -> Comments:
    """`found` with a comment for each of `notes`. The first of `signs` opens ours; any of them tells an earlier one.

    `widths` of columns, in characters, let a frame be as wide as its text needs. Comments of a discussion (with
    answers) are left alone, since a spreadsheet program shows the discussion instead of what stands here.
    """
    root = parse(found.texts)
    authors, listed = root.first("authors"), root.first("commentList")
    if authors is None or listed is None:
        return found
    dropped = {at for node in listed.all("comment") if (at := _without_ours(found.texts, node, signs))}
    kept = {at: node for node in listed.all("comment") if not node.is_removed and (at := _place(node))}
    names = [text_of(found.texts, node) for node in authors.all("author")]
    name, p = signs[0].strip("[]【】"), root.prefix
    author = names.index(name) if name in names else len(names)
    if author == len(names):
        authors.added += f"<{p}author>{in_text(name)}</{p}author>".encode()
    for at, text in sorted(notes.items()):
        ours = f"{signs[0]}\n{text}"
        if at not in kept:
            opened = f'<{p}comment ref="{column_letter(at[1])}{at[0]}" authorId="{author}"><{p}text>'
            listed.added += f"{opened}{_run(p, ours)}</{p}text></{p}comment>".encode()
        elif not names[int(kept[at].attributes.get("authorId", "0"))].startswith("tc="):
            _append(found.texts, kept[at], _run(p, f"\n{ours}"))
    new = {at: text for at, text in sorted(notes.items()) if at not in kept}
    return Comments(written(found.texts, root), framed(found.frames, dropped, new, widths))


def _run(prefix: str, text: str) -> str:
    return f'<{prefix}r><{prefix}t xml:space="preserve">{in_text(text)}</{prefix}t></{prefix}r>'


def _place(node: Node) -> Place | None:
    return place(node.attributes.get("ref", ""))


def _without_ours(xml: bytes, comment: Node, signs: Sequence[str]) -> Place | None:
    """Cut out of a comment all from our sign on; its place if nothing remains, and then it is removed."""
    texts = [node for node in comment.within() if node.name == "t"]
    before = ""
    for number, node in enumerate(texts):
        text = text_of(xml, node)
        begins = min((at for sign in signs if (at := text.find(sign)) >= 0), default=-1)
        if begins >= 0:
            before += text[:begins]
            node.content = in_text(text[:begins].rstrip("\n")).encode()
            for later in texts[number + 1 :]:
                later.content = b""
            comment.is_removed = not before.strip()
            return _place(comment) if comment.is_removed else None
        before += text
    return None


def _append(xml: bytes, comment: Node, run: str) -> None:
    """Add a run to somebody's comment; plain text must become a run for that."""
    text = comment.first("text")
    if text is None:
        return
    bare = text.first("t")
    if bare:
        inside = bare.content if bare.content is not None else xml[bare.inner : bare.inner_end]
        opened, closed = _run(comment.prefix, "|").encode().split(b"|")
        bare.is_removed, bare.before = True, opened + inside + closed
    phonetic = next((node for node in text.children if node.name in ("rPh", "phoneticPr")), None)
    if phonetic:
        phonetic.before += run.encode()
    else:
        text.added += run.encode()


def framed(frames: bytes, dropped: set[Place], new: Mapping[Place, str], widths: Mapping[int, float]) -> bytes:
    """The drawing without the frames of `dropped` and with one for each of `new`."""

    def kept(match: re.Match[bytes]) -> bytes:
        row, column = _ROW.search(match[0]), _COLUMN.search(match[0])
        is_dropped = row and column and (int(row[1]) + 1, int(column[1]) + 1) in dropped
        return b"" if is_dropped else match[0]

    frames = _SHAPE.sub(kept, frames)
    number = max((int(found[1]) for found in _SHAPE_NUMBER.finditer(frames)), default=1024)
    unknown = [prefix for prefix in _NAMESPACES if f"xmlns:{prefix}=".encode() not in frames]
    declared = "".join(f' xmlns:{prefix}="{_NAMESPACES[prefix]}"' for prefix in unknown)
    shapes = [_frame(at, text, number + n, widths, declared) for n, (at, text) in enumerate(new.items(), 1)]
    body, end, rest = frames.rpartition(b"</xml>")
    return body + "".join(shapes).encode() + end + rest


def _frame(at: Place, text: str, number: int, widths: Mapping[int, float], declared: str) -> str:
    """A frame beside its cell, about as wide as a line of text should be and as high as the text needs."""
    row, column = at[0] - 1, at[1] - 1
    right, room = column + 1, 0.0
    while room < _ROOM and right < 16_384:
        room += widths.get(right + 1, 9.0) * 7 + 5
        right += 1
    lines = 1 + lines_of(text, min(room, 2 * _ROOM) * 0.95, _SIZE)
    top = max(row - 1, 0)
    edges = {"left": column + 1, "right": right, "top": top, "bottom": top + lines + 1}
    return _FRAME.format(declared=declared, number=number, row=row, column=column, **edges)
