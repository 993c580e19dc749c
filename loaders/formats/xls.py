"""An .xls or .et (BIFF8) → its sheets. One walk over the records finds which row each is of; values are made later."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from struct import Struct, unpack_from
from struct import error as StructError  # noqa: N812 - its name there says nothing

from domain.problem_codes import problem
from loaders.formats import biff
from loaders.formats.grid import Late, Line, Lines, laid_out
from loaders.formats.sizes import is_low, is_narrow
from loaders.formats.xls_notes import KINDS, Notes
from loaders.formats.xls_row import A_NUMBER, NOTHING, Book, result, values
from loaders.guard import Inspection
from loaders.limits import Damaged, Limits, Unreadable, too_wide
from loaders.sheet import Aside, Merge, Sheet, Workbook, address_of

WORKBOOK = "workbook"  # the stream that holds it
_LAST_COLUMN = 255
_HIDDEN_ROW, _HIDDEN_COLUMN, _USUAL_HEIGHT, _SHOWS_ZEROS = 0x20, 0x01, 0x8000, 0x10
_ROW_UNITS, _COLUMN_UNITS = 20, 256  # parts of a point, of a character
_PLACE = Struct("<HH").unpack_from


def read(inspection: Inspection, limits: Limits) -> Workbook:
    """Raises Unreadable for what is refused."""
    assert inspection.compound is not None
    if WORKBOOK not in inspection.compound.streams:
        raise Unreadable(problem("A40", version="5.0/95"))
    stream = inspection.compound.read(WORKBOOK)
    try:
        book = _globals(stream)
        walks = _walked(book, stream, limits)
        is_calculated = any(walk.has_results for walk in walks)
        return Workbook(tuple(walk.sheet(is_calculated=is_calculated) for walk in walks))
    except (StructError, IndexError, OverflowError) as error:
        raise Damaged from error


def _check_version(stream: bytes) -> None:
    version, substream = unpack_from("<HH", stream, 4)
    if version == biff.BIFF5 and substream == biff.WORKBOOK:
        raise Unreadable(problem("A40", version="5.0/95"))
    if version != biff.BIFF8 or substream != biff.WORKBOOK:
        raise Damaged("no BIFF8 workbook")


def _globals(stream: bytes) -> Book:
    _check_version(stream)
    book, shared, count, before = Book(), list[bytes](), 0, 0
    for kind, data in biff.records(stream, 0):
        if kind == biff.FILEPASS:
            raise Unreadable(problem("A09"))
        if kind == biff.BOUNDSHEET:
            at, visibility, sheet_kind = unpack_from("<IBB", data)
            if sheet_kind == biff.MACRO_SHEET:
                raise Unreadable(problem("A13", real=".xls"))
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
    book.strings.extend(biff.texts(shared, count, fonts=book.styles.fonts))
    return book


def _walked(book: Book, stream: bytes, limits: Limits) -> list[_Walk]:
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
    """One worksheet being read. Rows and columns count from 0 in the file, from 1 in the sheet."""

    def __init__(self, book: Book, name: str, is_shown: bool) -> None:
        self._book = book
        self._name, self._is_shown = name, is_shown
        self._stream = b""
        self._rows: dict[int, list[biff.Record]] = {}
        self._widths: dict[int, int] = {}
        self._figures: set[int] = set()  # rows with a figure, so surely not blank
        self._odd: set[int] = set()  # rows in which something may not hold together: looked at at once
        self._merges: list[Merge] = []
        self._hidden_rows: set[int] = set()
        self._hidden_columns: set[int] = set()
        self._notes = Notes()
        self._zeros: list[tuple[int, int]] = []  # formulas that came to 0, if they were calculated at all
        self._hides_zeros = False
        self.is_uncalculated = False  # it says so itself
        self._is_calculated = True
        self.has_results = False

    @property
    def size(self) -> tuple[int, int]:
        """Rows and columns from A1 to the last cell."""
        return max(self._rows, default=-1) + 1, max(self._widths.values(), default=0)

    def through(self, stream: bytes, at: int) -> int:
        """Look at every record; the bytes they take."""
        if unpack_from("<H2xHH", stream, at) != (biff.BOF, biff.BIFF8, biff.WORKSHEET):
            raise Damaged("no sheet")
        self._stream = stream
        began, row = at, 0
        for record in biff.places(stream, at):
            kind, start, at = record
            if kind in _CELLS:
                row, column = _PLACE(stream, start)
                self._cell(record, row, column + (at - start) // 6 - 2 if kind == biff.MULRK else column)
            elif kind == biff.STRING:
                self._rows.setdefault(row, []).append(record)
                self._odd.add(row)
            else:
                self._around(kind, stream[start:at])
        return at - began

    def _cell(self, record: biff.Record, row: int, last: int) -> None:
        kind, start, end = record
        if last > _LAST_COLUMN:
            raise Damaged("a column that cannot be")
        if row not in self._widths:
            self._rows[row], self._widths[row] = self._rows.get(row, []), 0
        self._rows[row].append(record)
        if last >= self._widths[row]:
            self._widths[row] = last + 1
        if kind in _FIGURES:
            self._figures.add(row)
        came_to = A_NUMBER
        if kind == biff.FORMULA:
            came_to = result(self._stream, start)
            self.has_results = self.has_results or came_to != NOTHING
            if not any(self._stream[start + 6 : start + 14]):
                self._zeros.append((row + 1, last + 1))
        if came_to != A_NUMBER or not biff.is_sound(kind, end - start):
            self._odd.add(row)

    def _around(self, kind: int, data: bytes) -> None:
        """What is said of rows, columns and merges."""
        if kind == biff.ROW:
            row, height, flags = unpack_from("<H4xH4xH", data)
            if flags & _HIDDEN_ROW or (not height & _USUAL_HEIGHT and is_low(height / _ROW_UNITS)):
                self._hidden_rows.add(row + 1)
        elif kind == biff.COLINFO:
            first, last, width, flags = unpack_from("<HHH2xH", data)
            if flags & _HIDDEN_COLUMN or is_narrow(width / _COLUMN_UNITS):
                self._hidden_columns.update(range(first + 1, min(last, _LAST_COLUMN) + 2))
        elif kind == biff.MERGES:
            self._merges += biff.merges(data)
        elif kind == biff.WINDOW:
            self._hides_zeros = not unpack_from("<H", data)[0] & _SHOWS_ZEROS
        elif kind == biff.UNCALCULATED:
            self.is_uncalculated = True
        elif kind in KINDS:
            with suppress(StructError, Damaged):  # without its comments a sheet is still a sheet
                self._notes.add(kind, data)

    def sheet(self, *, is_calculated: bool) -> Sheet:
        """Where no formula of the whole book has a result, none was ever calculated, and blank is not their result."""
        self._is_calculated = is_calculated
        lines = [self._line(row) for row in range(self.size[0])]
        merges, hidden = tuple(self._merges), (self._hidden_rows, self._hidden_columns)
        comments = {address_of(*at): text for at, (_, text) in self._notes.found().items()}
        unsure = frozenset(address_of(*at) for at in self._zeros if self.is_uncalculated)
        aside = Aside(comments, unsure, self._hides_zeros)
        return laid_out(self._name, self._is_shown, Lines(lines), merges, *hidden, aside)

    def _line(self, row: int) -> Line:
        records: Sequence[biff.Record] = self._rows.get(row, ())
        making = partial(values, self._book, self._stream, records, is_calculated=self._is_calculated)
        return Late(self._widths[row], making) if row in self._figures and row not in self._odd else making()


_CELLS = frozenset(
    (biff.LABELSST, biff.RK, biff.MULRK, biff.NUMBER, biff.FORMULA, biff.BOOLERR, biff.LABEL, biff.RSTRING)
)
_FIGURES = frozenset((biff.RK, biff.MULRK, biff.NUMBER))
