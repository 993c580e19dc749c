"""An .ods → its sheets: one walk over content.xml gives values and marks together.

Rows written the way nearly every program writes them are taken out of it by patterns first (`ods_rows`); the walk finds
a mark in their place. Repeated rows and columns, which stand in the file once, are counted before they are laid out: a
few bytes can claim a sheet full of figures.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from domain.problem_codes import problem
from loaders.formats.book_xml import has_endless_text, parse_xml
from loaders.formats.ods_cells import count, read_cell
from loaders.formats.ods_names import DRAW, NUMBER, OFFICE, STYLE, TABLE, TEXT, namespace_parser
from loaders.formats.ods_page import COLUMNS, ROW, ROWS, Page
from loaders.formats.ods_rows import MARK, UsualRows
from loaders.formats.ods_styles import Styles, read_styles
from loaders.formats.rich_text import Run, told
from loaders.guard import Inspection
from loaders.limits import Limits, Unreadable
from loaders.sheet import Sheet, Workbook

_SHEET = f"{TABLE}table"
_CELLS = (f"{TABLE}table-cell", f"{TABLE}covered-table-cell")
_SETTINGS = "settings.xml"
_ZEROS_HIDDEN = re.compile(rb'"ShowZeroValues"[^<>]*>false<')
_PARAGRAPH, _SPAN = f"{TEXT}p", f"{TEXT}span"
_COMMENT = f"{OFFICE}annotation"
_PLAIN, _NEW_LINE = Run(""), Run("\n")
_ASIDE = frozenset(  # what holds tables or texts that are not the sheet's own
    f"{space}{name}"
    for space, name in (
        (TEXT, "ruby-text"), (TEXT, "note"), (OFFICE, "annotation"), (OFFICE, "forms"), (TABLE, "shapes"),
        (TABLE, "tracked-changes"),
        (TABLE, "dde-links"), (TABLE, "content-validations"), (TABLE, "scenario"),
    )
)  # fmt: skip


def read(inspection: Inspection, limits: Limits) -> Workbook:
    """Raises Unreadable for what is refused."""
    archive = inspection.archive
    assert archive is not None
    styles = read_styles(archive)
    xml = archive.read("content.xml")
    if has_endless_text(xml):
        raise Unreadable(problem("A39"))
    settings = archive.read(_SETTINGS) if _SETTINGS in archive.parts else b""
    walk = _Walk(styles, limits.cells, hides_zeros=bool(_ZEROS_HIDDEN.search(settings)))
    parser = namespace_parser()
    parser.EndElementHandler = walk.end
    parser.CharacterDataHandler = walk.text
    parse_xml(walk.usual.taken_out(xml), walk.start, parser)
    return Workbook(tuple(walk.sheets))


class _Walk:
    def __init__(self, styles: Styles, room: int, *, hides_zeros: bool) -> None:
        self.sheets: list[Sheet] = []
        self._styles = styles
        self._hides_zeros = hides_zeros
        self._room = room  # cells that may still be laid out
        self._aside = 0  # how deep in something passed over
        self._page: Page | None = None
        self._cell: dict[str, str] | None = None
        self._paragraphs: list[list[Run]] = []
        self._spans: list[Run] = []  # the looks of those the text is in
        self._in_text = False
        self._note: list[str] | None = None  # the comment of the open cell, while it is read
        self._is_note_text = False
        self.usual = UsualRows()

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if self._aside:
            self._aside += 1
            self._is_note_text = self._note is not None and tag.startswith(TEXT)
        elif tag in _CELLS:
            self._cell, self._paragraphs = attributes, []
        elif tag == _PARAGRAPH:
            self._paragraphs.append([])
            self._in_text = self._cell is not None
        elif tag in _ASIDE or tag.startswith(DRAW):
            self._aside = 1
            self._note = [] if tag == _COMMENT else None
        elif tag.startswith(TEXT):
            self._in_between(tag, attributes)
        elif tag == _SHEET:
            self._page = Page(attributes, self._styles)
        elif self._page and tag == MARK:
            self._rows(self._page, attributes)
        elif self._page:
            self._page.start(tag, attributes)
        elif tag.startswith((STYLE, NUMBER)):
            self._styles.start(tag, attributes)

    def _rows(self, page: Page, attributes: dict[str, str]) -> None:
        """Those taken out where now stands a mark."""
        for row in self.usual.rows(attributes):
            page.add_usual(row, self._room)

    def end(self, tag: str) -> None:
        if self._aside:
            self._aside -= 1
            self._is_note_text = self._is_note_text and tag.startswith(TEXT)
            if self._note and not self._aside and self._page:
                self._page.comment("".join(self._note))
        elif tag == _PARAGRAPH:
            self._in_text = False
            self._spans.clear()
        elif tag == _SPAN and self._spans:
            self._spans.pop()
        elif self._page is None:
            self._styles.numbers.end(tag)
        elif tag in _CELLS and self._cell is not None:
            shown = _joined(self._paragraphs) if self._paragraphs else None
            self._page.add(read_cell(self._cell, shown))
            self._cell = None
        elif tag == ROW:
            self._page.end_row(self._room)
        elif tag in (ROWS, COLUMNS):
            self._page.end_group()
        elif tag == _SHEET:
            self._room -= self._page.area
            self.sheets.append(self._page.sheet(hides_zeros=self._hides_zeros))
            self._page = None

    def text(self, written: str) -> None:
        if self._in_text and not self._aside:
            self._write(written)
        elif self._is_note_text and self._note is not None:
            self._note.append(written)
        elif self._page is None:
            self._styles.numbers.text(written)

    def _in_between(self, tag: str, attributes: dict[str, str]) -> None:
        """Spaces and breaks are tags of their own."""
        if not self._in_text:
            return
        if tag == _SPAN:
            self._spans.append(self._styles.run(attributes.get(f"{TEXT}style-name", "")))
        elif tag == f"{TEXT}s":
            self._write(" " * min(count(attributes.get(f"{TEXT}c")), 1_000))
        elif tag in (f"{TEXT}tab", f"{TEXT}line-break"):
            self._write("\t" if tag.endswith("tab") else "\n")

    def _write(self, text: str) -> None:
        look = self._spans[-1] if self._spans else _PLAIN
        self._paragraphs[-1].append(look._replace(text=text))


def _joined(paragraphs: Sequence[Sequence[Run]]) -> str:
    return told([run for each in paragraphs for run in (_NEW_LINE, *each)][1:])
