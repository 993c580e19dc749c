"""One sheet of an .ods being laid out, row by row. Rows and columns count from 1."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from loaders.formats.grid import Late, Line, Lines, Raw, laid_out, line_width, struck
from loaders.formats.number_words import as_seen
from loaders.formats.ods_cells import OdsCell, count
from loaders.formats.ods_names import TABLE
from loaders.formats.ods_rows import UsualRow
from loaders.formats.ods_styles import Styles
from loaders.limits import LAST_COLUMN, LAST_ROW, Unreadable, too_wide
from loaders.sheet import Aside, Merge, Sheet, address_of

ROW, COLUMN, ROWS, COLUMNS = (
    f"{TABLE}{name}" for name in ("table-row", "table-column", "table-row-group", "table-column-group")
)
_HIDDEN = ("collapse", "filter")
_ROWS_REPEATED, _COLUMNS_REPEATED = (f"{TABLE}number-{name}-repeated" for name in ("rows", "columns"))
_CELL_STYLE = f"{TABLE}default-cell-style-name"


class Page:
    def __init__(self, attributes: dict[str, str], styles: Styles) -> None:
        self._styles = styles
        self._name = attributes.get(f"{TABLE}name", "")
        self._is_shown = attributes.get(f"{TABLE}style-name", "") not in styles.hidden_tables
        self._lines: list[Line] = []
        self._width = 0
        self._hidden_columns: set[int] = set()
        self._merges: list[Merge] = []
        self._column_styles: list[tuple[int, str]] = []  # last column, style
        self._hidden_rows: list[tuple[int, int]] = []
        self._hidden_groups: list[bool] = []
        self._comments: dict[str, str] = {}
        self._columns = 0
        self._row, self._rows, self._row_style = 1, 1, ""  # first row, how often it repeats
        self._column = 1
        self._cells: list[OdsCell] = []

    @property
    def area(self) -> int:
        return len(self._lines) * self._width

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == ROW:
            self._rows = count(attributes.get(_ROWS_REPEATED))
            self._row_style = attributes.get(_CELL_STYLE, "")
            self._column, self._cells = 1, []
            if self._is_hidden(attributes, self._styles.hidden_rows):
                self._hidden_rows.append((self._row, self._row + self._rows - 1))
        elif tag == COLUMN:
            first = self._columns + 1
            self._columns += count(attributes.get(_COLUMNS_REPEATED))
            self._column_styles.append((self._columns, attributes.get(_CELL_STYLE, "")))
            if self._is_hidden(attributes, self._styles.hidden_columns):
                self._hidden_columns.update(range(first, min(self._columns, LAST_COLUMN) + 1))
        elif tag in (ROWS, COLUMNS):
            self._hidden_groups.append(attributes.get(f"{TABLE}display") == "false")

    def _is_hidden(self, attributes: dict[str, str], styles: set[str]) -> bool:
        """Whether rows or columns are, by themselves, by the group they are in, or by being too small."""
        is_small = attributes.get(f"{TABLE}style-name", "") in styles
        return is_small or attributes.get(f"{TABLE}visibility") in _HIDDEN or any(self._hidden_groups)

    def end_group(self) -> None:
        self._hidden_groups.pop()

    def add(self, cell: OdsCell) -> None:
        """The next cell of the open row, as often as it repeats."""
        first = self._column
        self._column += cell.times
        if cell.rows * cell.columns > 1:
            self._merges.append((self._row, first, self._row + cell.rows - 1, first + cell.columns - 1))
        if cell.stored != "":
            self._within(self._column - 1)
        self._cells.append(cell)

    def end_row(self, room: int) -> None:
        """Lay the open row out as often as it repeats. Raises Unreadable before there is no more room."""
        self._lay(self._values(self._row_style, self._cells), room)

    def add_usual(self, row: UsualRow, room: int) -> None:
        """A row as a whole, as often as it repeats."""
        self.start(ROW, row.attributes)
        if row.width:
            self._within(row.width)
            self._lay(Late(row.width, partial(self._values_of, self._row_style, row)), room)
            return
        for cell in row.cells():
            self.add(cell)
        self.end_row(room)

    def _within(self, column: int) -> None:
        if column > LAST_COLUMN or self._row > LAST_ROW:
            raise Unreadable(too_wide(self._name, address_of(self._row, column), self._row, column))

    def _lay(self, line: Line, room: int) -> None:
        if width := line_width(line):
            last = self._row + self._rows - 1
            self._width = max(self._width, width)
            if last > LAST_ROW or last * self._width > room:
                raise Unreadable(too_wide(self._name, address_of(last, self._width), last, self._width))
            self._lines += [[]] * (self._row - 1 - len(self._lines))
            self._lines += [line] * self._rows
        self._row += self._rows

    def _values_of(self, row_style: str, row: UsualRow) -> list[Raw]:
        return self._values(row_style, row.cells())

    def _values(self, row_style: str, cells: Iterable[OdsCell]) -> list[Raw]:
        """Of a row, blanks as "", to the last that is none."""
        values: list[Raw] = []
        column = 1
        for cell in cells:
            if cell.stored != "":
                values += [""] * (column - 1 - len(values))
                if self._styles.strikes or self._styles.dresses:
                    values += [self._as_seen(cell, at, row_style) for at in range(column, column + cell.times)]
                else:
                    values += [cell.stored] * cell.times
            column += cell.times
        return values

    def _as_seen(self, cell: OdsCell, column: int, row_style: str) -> Raw:
        style = cell.style or row_style or self._column_style(column)
        code = self._styles.code(style) if self._styles.dresses else ""
        found = as_seen(cell.stored, code) if code else cell.stored
        return struck(found) if self._styles.strikes and self._styles.is_struck(style) else found

    def _column_style(self, column: int) -> str:
        return next((style for last, style in self._column_styles if column <= last), "")

    def comment(self, text: str) -> None:
        """What is written beside the next cell of the open row."""
        self._comments[address_of(self._row, self._column)] = text

    def sheet(self, *, hides_zeros: bool) -> Sheet:
        bottom = len(self._lines)
        hidden = {row for first, last in self._hidden_rows for row in range(first, min(last, bottom) + 1)}
        lines = Lines(self._lines)
        aside = Aside(self._comments, hides_zeros=hides_zeros)
        return laid_out(self._name, self._is_shown, lines, tuple(self._merges), hidden, self._hidden_columns, aside)
