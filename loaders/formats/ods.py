"""An .ods → its sheets: one walk over content.xml gives values and marks together.

Repeated rows and columns, which stand in the file once, are counted before they are laid out: a few bytes can claim a
sheet full of figures.
"""

from __future__ import annotations

from domain.problem_codes import problem
from loaders.formats.book_xml import has_endless_text, parse_xml
from loaders.formats.ods_styles import DRAW, OFFICE, STYLE, TABLE, TEXT, Styles, namespace_parser, read_styles
from loaders.formats.ods_values import is_percent, value
from loaders.grid import Lines, Marked, Raw, laid_out
from loaders.guard import Inspection
from loaders.limits import LAST_COLUMN, LAST_ROW, Limits, Unreadable, too_wide
from loaders.sheet import Merge, Sheet, Workbook, address_of

_SHEET, _ROW, _COLUMN, _ROWS = (f"{TABLE}{name}" for name in ("table", "table-row", "table-column", "table-row-group"))
_CELLS = (f"{TABLE}table-cell", f"{TABLE}covered-table-cell")
_REPEATED, _ROWS_SPANNED, _COLUMNS_SPANNED = (
    f"{TABLE}number-{name}" for name in ("columns-repeated", "rows-spanned", "columns-spanned")
)
_PARAGRAPH = f"{TEXT}p"
_HIDDEN = ("collapse", "filter")
_ASIDE = frozenset(  # what holds tables or texts that are not the sheet's own
    f"{space}{name}"
    for space, name in (
        (OFFICE, "annotation"), (OFFICE, "forms"), (TABLE, "shapes"), (TABLE, "tracked-changes"),
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
    walk = _Walk(styles, limits.cells)
    parser = namespace_parser()
    parser.EndElementHandler = walk.end
    parser.CharacterDataHandler = walk.text
    parse_xml(xml, walk.start, parser)
    return Workbook(tuple(walk.sheets))


class _Walk:
    def __init__(self, styles: Styles, room: int) -> None:
        self.sheets: list[Sheet] = []
        self._styles = styles
        self._room = room  # cells that may still be laid out
        self._aside = 0  # how deep in something passed over
        self._page: _Page | None = None
        self._cell: dict[str, str] | None = None
        self._paragraphs: list[list[str]] = []
        self._in_text = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if self._aside:
            self._aside += 1
        elif tag in _CELLS:
            self._cell, self._paragraphs = attributes, []
        elif tag == _PARAGRAPH:
            self._paragraphs.append([])
            self._in_text = self._cell is not None
        elif tag in _ASIDE or tag.startswith(DRAW):
            self._aside = 1
        elif tag.startswith(TEXT):
            self._in_between(tag, attributes)
        elif tag == _SHEET:
            self._page = _Page(attributes, self._styles)
        elif self._page:
            self._page.start(tag, attributes)
        elif tag.startswith(STYLE):
            self._styles.start(tag, attributes)

    def end(self, tag: str) -> None:
        if self._aside:
            self._aside -= 1
        elif tag == _PARAGRAPH:
            self._in_text = False
        elif self._page is None:
            pass
        elif tag in _CELLS and self._cell is not None:
            shown = "\n".join(map("".join, self._paragraphs)) if self._paragraphs else None
            self._page.add(self._cell, shown)
            self._cell = None
        elif tag == _ROW:
            self._page.end_row(self._room)
        elif tag == _ROWS:
            self._page.end_group()
        elif tag == _SHEET:
            self._room -= self._page.area
            self.sheets.append(self._page.sheet())
            self._page = None

    def text(self, written: str) -> None:
        if self._in_text and not self._aside:
            self._paragraphs[-1].append(written)

    def _in_between(self, tag: str, attributes: dict[str, str]) -> None:
        """Spaces and breaks are tags of their own."""
        if not self._in_text:
            return
        if tag == f"{TEXT}s":
            self._paragraphs[-1].append(" " * min(_count(attributes.get(f"{TEXT}c")), 1_000))
        elif tag in (f"{TEXT}tab", f"{TEXT}line-break"):
            self._paragraphs[-1].append("\t" if tag.endswith("tab") else "\n")


class _Page:
    """One sheet being laid out. Rows and columns count from 1."""

    def __init__(self, attributes: dict[str, str], styles: Styles) -> None:
        self._styles = styles
        self._name = attributes.get(f"{TABLE}name", "")
        self._is_shown = attributes.get(f"{TABLE}style-name", "") not in styles.hidden_tables
        self._lines: list[list[Raw]] = []
        self._width = 0
        self._hidden_columns: set[int] = set()
        self._merges: list[Merge] = []
        self._column_styles: list[tuple[int, str]] = []  # last column, style
        self._hidden_rows: list[tuple[int, int]] = []
        self._hidden_groups: list[bool] = []
        self._columns = 0
        self._row, self._rows, self._row_style = 1, 1, ""  # first row, how often it repeats
        self._column = 1
        self._line: list[Raw] = []

    @property
    def area(self) -> int:
        return len(self._lines) * self._width

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == _ROW:
            self._rows = _count(attributes.get(f"{TABLE}number-rows-repeated"))
            self._row_style = attributes.get(f"{TABLE}default-cell-style-name", "")
            self._column, self._line = 1, []
            if attributes.get(f"{TABLE}visibility") in _HIDDEN or any(self._hidden_groups):
                self._hidden_rows.append((self._row, self._row + self._rows - 1))
        elif tag == _COLUMN:
            first = self._columns + 1
            self._columns += _count(attributes.get(_REPEATED))
            self._column_styles.append((self._columns, attributes.get(f"{TABLE}default-cell-style-name", "")))
            if attributes.get(f"{TABLE}visibility") in _HIDDEN:
                self._hidden_columns.update(range(first, min(self._columns, LAST_COLUMN) + 1))
        elif tag == _ROWS:
            self._hidden_groups.append(attributes.get(f"{TABLE}display") == "false")

    def end_group(self) -> None:
        self._hidden_groups.pop()

    def add(self, attributes: dict[str, str], shown: str | None) -> None:
        """The next cell of the row, as often as it repeats."""
        first = self._column
        self._column += _count(attributes[_REPEATED]) if _REPEATED in attributes else 1
        if _ROWS_SPANNED in attributes or _COLUMNS_SPANNED in attributes:
            self._merge(attributes, first)
        found, fault = value(attributes, shown)
        if found == "":
            return
        if self._column - 1 > LAST_COLUMN or self._row > LAST_ROW:
            raise Unreadable(too_wide(self._name, address_of(self._row, first), self._row, self._column - 1))
        if len(self._line) < first - 1:
            self._line += [""] * (first - 1 - len(self._line))
        percent = is_percent(attributes)
        for column in range(first, self._column):
            struck = self._styles.strikes and self._is_struck(attributes, column)
            told = Marked(found, fault, percent, struck) if fault or percent or struck else found
            self._line.append(told)

    def _is_struck(self, attributes: dict[str, str], column: int) -> bool:
        style = attributes.get(f"{TABLE}style-name") or self._row_style or self._column_style(column)
        return self._styles.is_struck(style)

    def _column_style(self, column: int) -> str:
        return next((style for last, style in self._column_styles if column <= last), "")

    def _merge(self, attributes: dict[str, str], column: int) -> None:
        rows = min(_count(attributes.get(_ROWS_SPANNED)), LAST_ROW)
        columns = min(_count(attributes.get(_COLUMNS_SPANNED)), LAST_COLUMN)
        if rows * columns > 1:
            self._merges.append((self._row, column, self._row + rows - 1, column + columns - 1))

    def end_row(self, room: int) -> None:
        """Lay the row out as often as it repeats. Raises Unreadable before there is no more room."""
        if self._line:
            last = self._row + self._rows - 1
            self._width = max(self._width, len(self._line))
            if last > LAST_ROW or last * self._width > room:
                raise Unreadable(too_wide(self._name, address_of(last, self._width), last, self._width))
            self._lines += [[]] * (self._row - 1 - len(self._lines))
            self._lines += [self._line] * self._rows
        self._row += self._rows

    def sheet(self) -> Sheet:
        bottom = len(self._lines)
        hidden = {row for first, last in self._hidden_rows for row in range(first, min(last, bottom) + 1)}
        lines = Lines(self._lines)
        return laid_out(self._name, self._is_shown, lines, tuple(self._merges), hidden, self._hidden_columns)


def _count(written: str | None) -> int:
    """How often something repeats: once, unless it says otherwise."""
    return int(written) if written and len(written) < 10 and written.isdecimal() and int(written) else 1
