"""An .xls or .et (BIFF8) → its sheets: values and marks in one walk over the records."""

from __future__ import annotations

from dataclasses import dataclass, field
from struct import error as StructError  # noqa: N812 - its name there says nothing
from struct import iter_unpack, unpack_from

from domain.problem_codes import problem
from loaders.formats import biff
from loaders.formats.number_format import Shown, moment
from loaders.grid import Lines, Marked, Plain, Raw, laid_out, marked
from loaders.guard import Inspection
from loaders.limits import Damaged, Limits, Unreadable, too_wide
from loaders.sheet import CellKind, Merge, Sheet, Workbook, address_of

_LAST_COLUMN = 255
_HIDDEN_ROW, _HIDDEN_COLUMN = 0x20, 0x01
_A_TEXT, _A_TRUTH, _AN_ERROR, _NOTHING, _A_NUMBER = range(5)  # what a formula came to; the first four as in the file
_EMPTY_TEXT = b"\x17\x00"  # "" among the tokens of a formula


@dataclass
class _Book:
    """What all sheets share."""

    styles: biff.CellStyles = field(default_factory=biff.CellStyles)
    strings: list[str] = field(default_factory=list[str])
    from_1904: bool = False
    sheets: list[tuple[str, bool, int]] = field(default_factory=list[tuple[str, bool, int]])  # name, shown, where


def read(inspection: Inspection, limits: Limits) -> Workbook:
    """Raises Unreadable for what is refused."""
    assert inspection.compound is not None
    if "Workbook" not in inspection.compound.streams:
        raise Unreadable(problem("A30", real="Excel 5.0/95"))
    stream = inspection.compound.read("Workbook")
    try:
        book = _globals(stream)
        walks = _walked(book, stream, limits)
    except (StructError, IndexError, OverflowError) as error:
        raise Damaged from error
    is_calculated = any(walk.has_results for walk in walks)
    return Workbook(tuple(walk.sheet(is_calculated=is_calculated) for walk in walks))


def _globals(stream: bytes) -> _Book:
    version, substream = unpack_from("<HH", stream, 4)
    if version != biff.BIFF8 or substream != biff.WORKBOOK:
        raise Damaged("no BIFF8 workbook")
    book, shared, count, before = _Book(), list[bytes](), 0, 0
    for kind, data in biff.records(stream, 0):
        if kind == biff.FILEPASS:
            raise Unreadable(problem("A09"))
        if kind == biff.BOUNDSHEET:
            at, visibility, sheet_kind = unpack_from("<IBB", data)
            if sheet_kind == biff.MACRO_SHEET:
                raise Unreadable(problem("A13"))
            if sheet_kind == 0:
                book.sheets.append((biff.text(data, 6, wide_length=False), visibility == 0, at))
        elif kind == biff.SST:
            count, shared = unpack_from("<4xI", data)[0], [data[8:]]
        elif kind == biff.CONTINUE and before in (biff.SST, biff.CONTINUE) and shared:
            shared.append(data)
        elif kind == biff.DATEMODE:
            book.from_1904 = data[:1] == b"\x01"
        else:
            book.styles.add(kind, data)
        before = kind
    book.styles.settle()
    book.strings.extend(biff.texts(shared, count))
    return book


def _walked(book: _Book, stream: bytes, limits: Limits) -> list[_Walk]:
    walks: list[_Walk] = []
    cells = read = 0
    for name, is_shown, at in book.sheets:
        walk = _Walk(book, name, is_shown)
        read += walk.through(stream, at)
        if read > len(stream):
            raise Damaged("one sheet in another")
        rows, columns = walk.size
        cells += rows * columns
        if cells > limits.cells:
            raise Unreadable(too_wide(name, address_of(rows, columns), rows, columns))
        walks.append(walk)
    return walks


class _Walk:
    """One worksheet being read. Rows and columns count from 0 in the file, from 1 in the marks."""

    def __init__(self, book: _Book, name: str, is_shown: bool) -> None:
        self._book = book
        self._name, self._is_shown = name, is_shown
        self._lines: list[list[Raw]] = []
        self._width = 0
        self._merges: list[Merge] = []
        self._hidden_rows: set[int] = set()
        self._hidden_columns: set[int] = set()
        self._blank_formulas: list[tuple[int, int]] = []  # without a result, though not made to have none
        self._awaited: tuple[int, int, int] | None = None  # a formula whose text comes in the next record
        self.has_results = False

    @property
    def size(self) -> tuple[int, int]:
        """Rows and columns from A1 to the last cell."""
        return len(self._lines), self._width

    def through(self, stream: bytes, at: int) -> int:
        """Read every record; the bytes they take."""
        if unpack_from("<H2xHH", stream, at) != (biff.BOF, biff.BIFF8, biff.WORKSHEET):
            raise Damaged("no sheet")
        taken = 0
        for kind, data in biff.records(stream, at):
            taken += 4 + len(data)
            if kind in _CELLS:
                self._cell(kind, data)
            elif kind == biff.MULRK:
                row, first = unpack_from("<HH", data)
                for place, (style, coded) in enumerate(iter_unpack("<HI", data[4:-2]), first):
                    self._number(row, place, style, biff.rk_number(coded))
            elif kind == biff.STRING and self._awaited:
                self._put(*self._awaited, biff.text(data, 0))
                self._awaited = None
            else:
                self._around(kind, data)
        return taken

    def _around(self, kind: int, data: bytes) -> None:
        """What is said of rows, columns and merges."""
        if kind == biff.ROW:
            row, flags = unpack_from("<H10xH", data)
            if flags & _HIDDEN_ROW:
                self._hidden_rows.add(row + 1)
        elif kind == biff.COLINFO:
            first, last, flags = unpack_from("<HH4xH", data)
            if flags & _HIDDEN_COLUMN:
                self._hidden_columns.update(range(first + 1, min(last, _LAST_COLUMN) + 2))
        elif kind == biff.MERGES:
            self._merges += biff.merges(data)

    def _cell(self, kind: int, data: bytes) -> None:
        row, column, style = unpack_from("<HHH", data)
        if kind == biff.LABELSST:
            self._put(row, column, style, self._book.strings[unpack_from("<I", data, 6)[0]])
        elif kind == biff.RK:
            self._number(row, column, style, biff.rk_number(unpack_from("<I", data, 6)[0]))
        elif kind == biff.NUMBER:
            self._number(row, column, style, unpack_from("<d", data, 6)[0])
        elif kind == biff.FORMULA:
            self._formula(row, column, style, data)
        elif kind == biff.BOOLERR:
            self._truth_or_error(row, column, style, data[6], is_error=data[7] != 0)
        else:
            self._put(row, column, style, biff.text(data, 6))

    def _formula(self, row: int, column: int, style: int, data: bytes) -> None:
        self._awaited = None
        result = data[6] if data[12:14] == b"\xff\xff" else _A_NUMBER
        self.has_results = self.has_results or result != _NOTHING
        if result == _A_NUMBER:
            self._number(row, column, style, unpack_from("<d", data, 6)[0])
        elif result == _A_TEXT:
            self._awaited = row, column, style
        elif result in (_A_TRUTH, _AN_ERROR):
            self._truth_or_error(row, column, style, data[8], is_error=result == _AN_ERROR)
        elif _EMPTY_TEXT not in data[22:]:
            self._blank_formulas.append((row, column))

    def _truth_or_error(self, row: int, column: int, style: int, value: int, *, is_error: bool) -> None:
        known = biff.ERRORS.get(value, "#N/A")
        if is_error:
            self._set(row, column, Marked(known, CellKind.ERROR, is_struck=self._book.styles.struck[style]))
        else:
            self._put(row, column, style, value != 0)

    def _number(self, row: int, column: int, style: int, value: float) -> None:
        shown = self._book.styles.shown[style]
        if shown in (Shown.DATE, Shown.DURATION):
            self._put(row, column, style, moment(value, shown, from_1904=self._book.from_1904))
        else:
            self._put(row, column, style, value, is_percent=shown is Shown.PERCENT)

    def _put(self, row: int, column: int, style: int, value: Plain, *, is_percent: bool = False) -> None:
        self._set(row, column, marked(value, is_percent=is_percent, is_struck=self._book.styles.struck[style]))

    def _set(self, row: int, column: int, value: Raw) -> None:
        if column > _LAST_COLUMN:
            raise Damaged("a column that cannot be")
        while len(self._lines) <= row:
            self._lines.append([])
        line = self._lines[row]
        if len(line) <= column:
            line.extend([""] * (column + 1 - len(line)))
            self._width = max(self._width, column + 1)
        line[column] = value

    def sheet(self, *, is_calculated: bool) -> Sheet:
        """Where no formula of the whole book has a result, none was ever calculated, and blank is not their result."""
        if not is_calculated:
            for row, column in self._blank_formulas:
                self._set(row, column, Marked("=…", CellKind.UNCALCULATED))
        merges, hidden = tuple(self._merges), (self._hidden_rows, self._hidden_columns)
        return laid_out(self._name, self._is_shown, Lines(self._lines), merges, *hidden)


_CELLS = frozenset((biff.LABELSST, biff.RK, biff.NUMBER, biff.FORMULA, biff.BOOLERR, biff.LABEL, biff.RSTRING))
