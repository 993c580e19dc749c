"""An XML part as a tree that remembers where each element stands, so that changes leave every other byte as it was.

What is to be changed is for others. ElementTree would rename prefixes, which spreadsheet programs take for damage.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from xml.parsers import expat
from xml.sax.saxutils import escape, unescape

from loaders.limits import Damaged

_START_TAG = re.compile(rb"<(?:[^\"'>]|\"[^\"]*\"|'[^']*')*>")
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_IN_ATTRIBUTE = {'"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}

Keep = Callable[[int, str, dict[str, str]], bool]


@dataclass(eq=False)
class Node:
    """An element. To change it, set `attributes`, `before` (written ahead of it), `added` (at its end), `content`, …"""

    tag: str
    attributes: dict[str, str]
    start: int
    inner: int  # where its content begins; its end for one written <a/>
    inner_end: int = 0
    end: int = 0
    children: list[Node] = field(default_factory=list["Node"])
    before: bytes = b""
    added: bytes = b""
    content: bytes | None = None  # in place of all that stood inside
    is_removed: bool = False
    _as_found: dict[str, str] = field(default_factory=dict[str, str])

    def __post_init__(self) -> None:
        self._as_found = dict(self.attributes)

    @property
    def name(self) -> str:
        return self.tag.rpartition(":")[2]

    @property
    def prefix(self) -> str:
        """What its neighbours' tags begin with: "x:" or nothing."""
        return self.tag[: -len(self.name)]

    @property
    def is_retagged(self) -> bool:
        return self.attributes != self._as_found

    def all(self, name: str) -> list[Node]:
        return [child for child in self.children if child.name == name]

    def first(self, name: str) -> Node | None:
        return next((child for child in self.children if child.name == name), None)

    def within(self) -> Iterator[Node]:
        """All elements below this one, in the order they stand in."""
        for child in self.children:
            yield child
            yield from child.within()


def _all(*_: object) -> bool:
    return True


def parse(xml: bytes, keep: Keep = _all) -> Node:
    """The tree of the elements that `keep(depth, local name, attributes)` asks for; the root has depth 0.

    Elements not kept stay in the text untouched, and their kept children belong to the nearest kept element above.
    Raises Damaged for what is no XML.
    """
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    open_elements: list[Node | None] = []
    kept: list[Node] = []
    roots: list[Node] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        depth = len(open_elements)
        node = None
        if depth == 0 or keep(depth, tag.rpartition(":")[2], attributes):
            at = parser.CurrentByteIndex
            opening = _START_TAG.match(xml, at)
            assert opening is not None  # expat has just read it
            node = Node(tag, attributes, at, opening.end())
            (kept[-1].children if kept else roots).append(node)
            kept.append(node)
        open_elements.append(node)

    def end(_: str) -> None:
        node = open_elements.pop()
        if node:
            kept.pop()
            at = parser.CurrentByteIndex
            is_empty = xml[node.inner - 2 : node.inner] == b"/>"
            node.inner_end = node.inner if is_empty else at
            node.end = node.inner if is_empty else xml.index(b">", at) + 1

    parser.StartElementHandler, parser.EndElementHandler = start, end
    try:
        parser.Parse(xml, True)
    except expat.ExpatError as error:
        raise Damaged from error
    return roots[0]


def written(xml: bytes, root: Node) -> bytes:
    """`xml` with the changes made to its tree."""
    pieces = [xml[: root.start], *_pieces(xml, root), xml[root.end :]]
    return b"".join(pieces)


def inside(xml: bytes, node: Node) -> bytes:
    """What stands between an element's tags."""
    return xml[node.inner : node.inner_end]


def text_of(xml: bytes, node: Node) -> str:
    """The text of an element that holds nothing but text."""
    return unescape(inside(xml, node).decode("utf-8"), {"&quot;": '"', "&apos;": "'", "&#10;": "\n", "&#13;": "\r"})


def outer(xml: bytes, node: Node) -> bytes:
    """An element as it would be written now, tags and all."""
    return b"".join(_pieces(xml, node))


def _pieces(xml: bytes, node: Node) -> Iterator[bytes]:
    yield node.before
    if node.is_removed:
        return
    was_empty = node.inner == node.end
    opens_up = was_empty and (node.added or node.content)
    if node.is_retagged or opens_up:
        tag = node.tag + "".join(f' {key}="{in_attribute(value)}"' for key, value in node.attributes.items())
        yield f"<{tag}{'/' if was_empty and not opens_up else ''}>".encode()
    else:
        yield xml[node.start : node.inner]
    if node.content is not None:
        yield node.content
    else:
        at = node.inner
        for child in node.children:
            yield xml[at : child.start]
            yield from _pieces(xml, child)
            at = child.end
        yield xml[at : node.inner_end]
    yield node.added
    yield f"</{node.tag}>".encode() if opens_up else xml[node.inner_end : node.end]


def in_text(text: str) -> str:
    """`text` as it may stand between tags; characters XML has no place for are left out."""
    return escape(_NOT_XML.sub("", text))


def in_attribute(text: str) -> str:
    return escape(_NOT_XML.sub("", text), _IN_ATTRIBUTE)
