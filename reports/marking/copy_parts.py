"""A likeness written as .xlsx, part by part. Whether it reads as its original is asked in `marking.copy`."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from io import BytesIO
from itertools import groupby

from loaders.limits import LAST_COLUMN
from loaders.looks.parts import Entry, Fault, Likeness, Page
from loaders.sheet import address_of
from reports.marking import comments
from reports.marking.copy_styles import StyleSheet
from reports.marking.package import packed_entry
from reports.marking.xml_text import in_attribute, in_text

_DECLARED = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_LONGEST_NAME = 31
_HIDDEN = ' state="hidden"'


@dataclass(frozen=True)
class Copy:
    """`names` gives for each sheet of the original its name in the copy; `untold` the cells whose formula was lost."""

    content: bytes
    names: dict[str, str]
    untold: tuple[tuple[str, str], ...]  # sheet and cell


def written(likeness: Likeness) -> Copy:
    """The copy, with what had to be given up."""
    styles = StyleSheet(likeness.usual)
    names = _names([page.name for page in likeness.pages])
    parts: dict[str, bytes] = {}
    for number, page in enumerate(likeness.pages, 1):
        parts[f"xl/worksheets/sheet{number}.xml"] = _sheet(page, styles).encode()
        if page.comments:
            texts, frames = _comments(page)
            parts[f"xl/comments{number}.xml"] = texts
            parts[f"xl/drawings/vmlDrawing{number}.vml"] = frames
            parts[f"xl/worksheets/_rels/sheet{number}.xml.rels"] = _relationships(
                [
                    ("rId1", "vmlDrawing", f"/xl/drawings/vmlDrawing{number}.vml"),
                    ("rId2", "comments", f"/xl/comments{number}.xml"),
                ]
            )
    parts["xl/styles.xml"] = styles.written()
    count = len(likeness.pages)
    links = [(f"rId{n}", "worksheet", f"/xl/worksheets/sheet{n}.xml") for n in range(1, count + 1)]
    parts["xl/_rels/workbook.xml.rels"] = _relationships([*links, (f"rId{count + 1}", "styles", "/xl/styles.xml")])
    parts["xl/workbook.xml"] = _book(likeness, names)
    parts["_rels/.rels"] = _relationships([("rId1", "officeDocument", "/xl/workbook.xml")])
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as out:
        for name, part in {"[Content_Types].xml": _types(parts), **parts}.items():
            out.writestr(packed_entry(name), part)
    untold = tuple(
        (page.name, address_of(*at))
        for page in likeness.pages
        for at, each in sorted(page.cells.items())
        if each.formula == ""
    )
    return Copy(stream.getvalue(), names, untold)


def _names(given: list[str]) -> dict[str, str]:
    """Names .xlsx can take: no longer than it allows, without its signs for places, and no two alike."""
    taken: set[str] = set()
    made: dict[str, str] = {}
    for name in given:
        bare = _NOT_IN_NAMES.sub("_", name).strip("'")[:_LONGEST_NAME] or "_"
        spare = (f"{bare[: _LONGEST_NAME - 4]}({n})" for n in range(2, 1000))
        while bare.lower() in taken:
            bare = next(spare)
        taken.add(bare.lower())
        made[name] = bare
    return made


def _book(likeness: Likeness, names: dict[str, str]) -> bytes:
    sheets = "".join(
        f'<sheet name="{in_attribute(names[page.name])}" sheetId="{n}"{_HIDDEN * (not page.is_shown)} r:id="rId{n}"/>'
        for n, page in enumerate(likeness.pages, 1)
    )
    dates = '<workbookPr date1904="1"/>' if likeness.from_1904 else ""
    views = '<bookViews><workbookView firstSheet="0" activeTab="0"/></bookViews>'
    tag = f'<workbook xmlns="{_MAIN}" xmlns:r="{_LINKS}">'
    return f"{_DECLARED}{tag}{dates}{views}<sheets>{sheets}</sheets></workbook>".encode()


def _sheet(page: Page, styles: StyleSheet) -> str:
    rows = {row: list(cells) for row, cells in groupby(sorted(page.cells.items()), lambda each: each[0][0])}
    numbers = sorted({*rows, *page.heights, *page.hidden_rows})
    data = "".join(
        _row(page, row, "".join(_cell(at, each, styles) for at, each in rows.get(row, ()))) for row in numbers
    )
    usual = f' defaultColWidth="{page.width:g}"' if page.width else ""
    view = f'<sheetViews><sheetView workbookViewId="0">{_pane(page)}</sheetView></sheetViews>'
    form = f'<sheetFormatPr{usual} defaultRowHeight="{page.height or 15:g}"/>'
    merges = "".join(f'<mergeCell ref="{address_of(*each[:2])}:{address_of(*each[2:])}"/>' for each in page.merges)
    merges = f'<mergeCells count="{len(page.merges)}">{merges}</mergeCells>' if merges else ""
    notes = '<legacyDrawing r:id="rId1"/>' if page.comments else ""
    head = '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>' * page.fits_page
    tag = f'<worksheet xmlns="{_MAIN}" xmlns:r="{_LINKS}">'
    return (
        f"{_DECLARED}{tag}{head}{view}{form}{_columns(page, styles)}<sheetData>{data}</sheetData>"
        f"{merges}{_printed(page)}{notes}</worksheet>"
    )


def _printed(page: Page) -> str:
    if not (page.fits_page or page.is_landscape):
        return ""
    fits, turned = ' fitToHeight="0"' * page.fits_page, ' orientation="landscape"' * page.is_landscape
    return f'<pageSetup paperSize="9"{fits}{turned}/>'


def _pane(page: Page) -> str:
    down, across = page.frozen
    if not (down or across):
        return ""
    pane = "bottomRight" if down and across else "bottomLeft" if down else "topRight"
    splits = f' xSplit="{across}"' * bool(across) + f' ySplit="{down}"' * bool(down)
    return f'<pane{splits} topLeftCell="{address_of(down + 1, across + 1)}" activePane="{pane}" state="frozen"/>'


def _columns(page: Page, styles: StyleSheet) -> str:
    written, last = "", 0
    for each in sorted(page.columns, key=lambda each: each.first):
        first, end = max(each.first, last + 1), min(each.last, LAST_COLUMN)
        if first > end:
            continue
        width = each.width or page.width or 9
        hidden = ' hidden="1"' if each.is_hidden else ""
        style = styles.number(each.style)
        written += f'<col min="{first}" max="{end}" width="{width:g}" style="{style}"{hidden} customWidth="1"/>'
        last = end
    return f"<cols>{written}</cols>" if written else ""


def _row(page: Page, row: int, cells: str) -> str:
    height = f' ht="{page.heights[row]:g}" customHeight="1"' if row in page.heights else ""
    hidden = ' hidden="1"' if row in page.hidden_rows else ""
    return f'<row r="{row}"{height}{hidden}>{cells}</row>'


def _cell(at: tuple[int, int], entry: Entry, styles: StyleSheet) -> str:
    """A text stays a text, so that nothing in it can run as a formula."""
    opened = f'<c r="{address_of(*at)}" s="{styles.number(entry.style)}"'
    formula = f"<f>{in_text(entry.formula)}</f>" if entry.formula else ""
    value = entry.value
    if value is None or (value == "" and not formula):
        return f"{opened}>{formula}</c>" if formula else f"{opened}/>"
    if isinstance(value, Fault):
        return f'{opened} t="e">{formula}<v>{value}</v></c>'
    if isinstance(value, bool):
        return f'{opened} t="b">{formula}<v>{int(value)}</v></c>'
    if isinstance(value, str):
        text = _escaped(value)
        if formula:
            return f'{opened} t="str">{formula}<v>{text}</v></c>'
        return f'{opened} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
    return f"{opened}>{formula}<v>{_number(value)}</v></c>"


def _escaped(text: str) -> str:
    return in_text(text).replace("\r", "&#13;")


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)


def _comments(page: Page) -> tuple[bytes, bytes]:
    authors = list(dict.fromkeys(author for author, _ in page.comments.values()))
    listed = "".join(
        f'<comment ref="{address_of(*at)}" authorId="{authors.index(author)}">'
        f'<text><t xml:space="preserve">{in_text(text)}</t></text></comment>'
        for at, (author, text) in sorted(page.comments.items())
    )
    named = "".join(f"<author>{in_text(author)}</author>" for author in authors)
    texts = (
        f'{_DECLARED}<comments xmlns="{_MAIN}"><authors>{named}</authors><commentList>{listed}</commentList></comments>'
    )
    widths = {column: each.width or 9 for each in page.columns for column in range(each.first, min(each.last, 300) + 1)}
    notes = {at: text for at, (_, text) in sorted(page.comments.items())}
    return texts.encode(), comments.framed(comments.NO_FRAMES, set(), notes, widths)


def _relationships(links: list[tuple[str, str, str]]) -> bytes:
    listed = "".join(f'<Relationship Id="{id}" Type="{_LINKS}/{kind}" Target="{to}"/>' for id, kind, to in links)
    return f'{_DECLARED}<Relationships xmlns="{_PACKAGE}/relationships">{listed}</Relationships>'.encode()


def _types(parts: dict[str, bytes]) -> bytes:
    kinds = {"xl/workbook.xml": "sheet.main", "xl/styles.xml": "styles"}
    listed = "".join(
        f'<Override PartName="/{name}" ContentType="{_KIND}.{kind}+xml"/>'
        for name in parts
        if (kind := kinds.get(name) or _kind(name))
    )
    usual = "".join(
        f'<Default Extension="{end}" ContentType="{kind}"/>'
        for end, kind in (
            ("rels", "application/vnd.openxmlformats-package.relationships+xml"),
            ("xml", "application/xml"),
            ("vml", comments.FRAMES_MEDIA_TYPE),
        )
    )
    return f'{_DECLARED}<Types xmlns="{_PACKAGE}/content-types">{usual}{listed}</Types>'.encode()


def _kind(name: str) -> str:
    return (
        "worksheet" if name.startswith("xl/worksheets/sheet") else "comments" if name.startswith("xl/comments") else ""
    )
