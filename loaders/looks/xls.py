"""The likeness of an .xls or .et (BIFF8): the records walked once more, for looks, blanks, formulas and comments."""

from __future__ import annotations

from collections.abc import Iterator
from struct import iter_unpack, unpack_from

from loaders.formats import biff, xls_notes
from loaders.formats.xls import WORKBOOK
from loaders.guard import Inspection
from loaders.looks.parts import Columns, Entry, Fault, Likeness, Page, Place, Stored, Style
from loaders.looks.xls_formula import SHARED, formula_text
from loaders.looks.xls_styles import Styles

_BLANK, _MULBLANK, _DEFAULT_WIDTH, _DEFAULT_HEIGHT = 0x201, 0xBE, 0x55, 0x225
_WINDOW, _PANE, _SHARED = 0x23E, 0x41, 0x4BC
_HIDDEN_ROW, _HIDDEN_COLUMN, _USUAL_HEIGHT, _FROZEN = 0x20, 0x01, 0x8000, 0x08
_SETUP, _PORTRAIT, _NO_PRINTER = 0xA1, 0x02, 0x04
_OPTIONS, _FITS_PAGE = 0x81, 0x0100
_LAST_COLUMN = 256
_A_TEXT, _A_TRUTH, _AN_ERROR, _NOTHING = range(4)  # what a formula came to


def likeness(inspection: Inspection) -> Likeness:
    """Of a workbook `formats.xls` can read. Raises StructError or IndexError for what does not hold together."""
    assert inspection.compound is not None
    stream = inspection.compound.read(WORKBOOK)
    styles, sheets, from_1904, strings = Styles(), list[tuple[str, bool, int]](), False, _Strings()
    for kind, data in biff.records(stream, 0):
        if kind == biff.BOUNDSHEET:
            at, visibility, sheet_kind = unpack_from("<IBB", data)
            if sheet_kind == 0:
                sheets.append((biff.text(data, 6, wide_length=False), visibility == 0, at))
        elif kind == biff.DATEMODE:
            from_1904 = data[:1] == b"\x01"
        elif not strings.takes(kind, data):
            styles.add(kind, data)
    styles.settle()
    texts = strings.texts(styles.fonts)
    walks = [_Walk(Page(name, is_shown), styles, texts) for name, is_shown, _ in sheets]
    for walk, (_, _, at) in zip(walks, sheets, strict=True):
        walk.through(biff.records(stream, at))
    is_calculated = any(walk.has_results for walk in walks)
    return Likeness([walk.settled(is_calculated) for walk in walks], styles.usual, from_1904)


class _Strings:
    """The texts all sheets share, over one record and those that continue it."""

    def __init__(self) -> None:
        self._pieces, self._count, self._is_open = list[bytes](), 0, False

    def takes(self, kind: int, data: bytes) -> bool:
        if kind == biff.SST:
            self._count, self._pieces = unpack_from("<4xI", data)[0], [data[8:]]
        elif not (kind == biff.CONTINUE and self._is_open):
            self._is_open = False
            return False
        else:
            self._pieces.append(data)
        self._is_open = True
        return True

    def texts(self, fonts: biff.Fonts) -> list[str]:
        return list(biff.texts(self._pieces, self._count, fonts=fonts))


class _Walk:
    def __init__(self, page: Page, styles: Styles, texts: list[str]) -> None:
        self._page, self._styles, self._texts = page, styles, texts
        self._awaited: tuple[Place, Style, str] | None = None  # a formula whose text comes in a later record
        self._shared: dict[Place, bytes] = {}  # formulas of several cells, by the first of them
        self._sharing: dict[Place, Place] = {}
        self._is_frozen = False
        self._valueless: list[Place] = []
        self._notes = xls_notes.Notes()
        self.has_results = False

    def through(self, records: Iterator[tuple[int, bytes]]) -> None:
        for kind, data in records:
            if kind in _CELLS:
                self._cell(kind, data)
            elif kind in (biff.MULRK, _MULBLANK):
                row, first = unpack_from("<HH", data)
                for column, (style, *coded) in enumerate(
                    iter_unpack("<HI" if kind == biff.MULRK else "<H", data[4:-2]), first
                ):
                    self._put(row, column, style, biff.rk_number(coded[0]) if coded else None)
            elif kind == biff.STRING and self._awaited:
                at, style, formula = self._awaited
                self._page.cells[at] = Entry(biff.text(data, 0), style, formula)
                self._awaited = None
            elif kind in xls_notes.KINDS:
                self._notes.add(kind, data)
            else:
                self._around(kind, data)

    def _cell(self, kind: int, data: bytes) -> None:
        row, column, style = unpack_from("<HHH", data)
        if kind == _BLANK:
            self._put(row, column, style, None)
        elif kind == biff.LABELSST:
            self._put(row, column, style, self._texts[unpack_from("<I", data, 6)[0]])
        elif kind == biff.RK:
            self._put(row, column, style, biff.rk_number(unpack_from("<I", data, 6)[0]))
        elif kind == biff.NUMBER:
            self._put(row, column, style, unpack_from("<d", data, 6)[0])
        elif kind == biff.FORMULA:
            self._formula(row, column, style, data)
        elif kind == biff.BOOLERR:
            self._put(row, column, style, _truth_or_error(data[6], is_error=data[7] != 0))
        else:
            self._put(row, column, style, biff.text(data, 6))

    def _formula(self, row: int, column: int, style: int, data: bytes) -> None:
        self._awaited = None
        at, looks = (row + 1, column + 1), self._styles.of(style)
        tokens = data[22 : 22 + unpack_from("<H", data, 20)[0]]
        formula = formula_text(tokens, at)
        if tokens[:1] == SHARED:
            first_row, first_column = unpack_from("<HH", tokens, 1)
            self._sharing[at] = first_row + 1, first_column + 1
        is_number = data[12:14] != b"\xff\xff"
        result = data[6]
        self.has_results = self.has_results or is_number or result != _NOTHING
        if is_number:
            self._page.cells[at] = Entry(unpack_from("<d", data, 6)[0], looks, formula)
        elif result == _A_TEXT:
            self._awaited = at, looks, formula
        elif result in (_A_TRUTH, _AN_ERROR):
            value = _truth_or_error(data[8], is_error=result == _AN_ERROR)
            self._page.cells[at] = Entry(value, looks, formula)
        else:
            self._page.cells[at] = Entry("", looks, formula)
            self._valueless.append(at)

    def _put(self, row: int, column: int, style: int, value: Stored) -> None:
        self._page.cells[row + 1, column + 1] = Entry(value, self._styles.of(style))

    def _around(self, kind: int, data: bytes) -> None:
        page = self._page
        if kind == biff.ROW:
            row, height, flags = unpack_from("<H4xH4xH", data)
            if flags & _HIDDEN_ROW:
                page.hidden_rows.add(row + 1)
            if not height & _USUAL_HEIGHT and height:
                page.heights[row + 1] = height / 20
        elif kind == biff.COLINFO:
            first, last, width, style, flags = unpack_from("<5H", data)
            hidden, looks = bool(flags & _HIDDEN_COLUMN), self._styles.of(style)
            page.columns.append(Columns(first + 1, min(last + 1, _LAST_COLUMN), width / 256, hidden, looks))
        elif kind == _DEFAULT_WIDTH:
            page.width = unpack_from("<H", data)[0] + 5 / 7
        elif kind == _DEFAULT_HEIGHT:
            page.height = unpack_from("<2xH", data)[0] / 20
        elif kind == biff.MERGES:
            page.merges += biff.merges(data)
        elif kind == _SHARED:
            row, column = unpack_from("<H2xB", data)
            self._shared[row + 1, column + 1] = data[10 : 10 + unpack_from("<H", data, 8)[0]]
        else:
            self._view(kind, data)

    def _view(self, kind: int, data: bytes) -> None:
        if kind == _SETUP:
            self._page.is_landscape = not unpack_from("<H", data, 10)[0] & (_PORTRAIT | _NO_PRINTER)
        elif kind == _OPTIONS:
            self._page.fits_page = bool(unpack_from("<H", data)[0] & _FITS_PAGE)
        elif kind == _WINDOW:
            self._is_frozen = bool(unpack_from("<H", data)[0] & _FROZEN)
        elif kind == _PANE and self._is_frozen:
            across, down = unpack_from("<HH", data)
            self._page.frozen = down, across

    def settled(self, is_calculated: bool) -> Page:
        """Where no formula of the whole book has a result, none was ever calculated, and blank is not their result."""
        for at in [] if is_calculated else self._valueless:
            self._page.cells[at] = self._page.cells[at]._replace(value=None)
        for at, first in self._sharing.items():
            formula = formula_text(self._shared.get(first, b""), at)
            self._page.cells[at] = self._page.cells[at]._replace(formula=formula)
        self._page.comments = self._notes.found()
        return self._page


def _truth_or_error(value: int, *, is_error: bool) -> Stored:
    return Fault(biff.ERRORS.get(value, "#N/A")) if is_error else value != 0


_CELLS = frozenset((_BLANK, biff.LABELSST, biff.RK, biff.NUMBER, biff.FORMULA, biff.BOOLERR, biff.LABEL, biff.RSTRING))
