"""A formula of an .xls as text: its tokens stand in the order they are worked out in, each with its number.

Only what common sheets are made of is told; any other token makes the whole formula one that cannot be told.
"""

from __future__ import annotations

from struct import error as StructError  # noqa: N812 - its name there says nothing
from struct import unpack_from

from loaders.formats import biff
from loaders.limits import Damaged
from loaders.sheet import column_letter

SHARED = b"\x01"  # the one token of a formula that stands elsewhere
_BETWEEN = dict(zip(range(0x03, 0x0F), ("+", "-", "*", "/", "^", "&", "<", "<=", "=", ">=", ">", "<>"), strict=True))
_NONE, _TEXT, _ASIDE, _TRUTH, _WHOLE, _NUMBER = 0x16, 0x17, 0x19, 0x1D, 0x1E, 0x1F
_FIXED, _VARIABLE, _CELL, _AREA, _CELL_BESIDE, _AREA_BESIDE = 0x21, 0x22, 0x24, 0x25, 0x2C, 0x2D
_AROUND = {0x12: "+{}", 0x13: "-{}", 0x14: "{}%", 0x15: "({})"}
_CHOICE, _SUM = 0x04, 0x10  # kinds of asides
FUNCTIONS = {
    0: ("COUNT", None), 1: ("IF", None), 2: ("ISNA", 1), 3: ("ISERROR", 1), 4: ("SUM", None), 5: ("AVERAGE", None),
    6: ("MIN", None), 7: ("MAX", None), 10: ("NA", 0), 24: ("ABS", 1), 25: ("INT", 1), 27: ("ROUND", 2),
    31: ("MID", 3), 32: ("LEN", 1), 36: ("AND", None), 37: ("OR", None), 38: ("NOT", 1), 39: ("MOD", 2),
    48: ("TEXT", 2), 65: ("DATE", 3), 67: ("DAY", 1), 68: ("MONTH", 1), 69: ("YEAR", 1), 102: ("VLOOKUP", None),
    115: ("LEFT", None), 116: ("RIGHT", None), 127: ("ISTEXT", 1),
    128: ("ISNUMBER", 1), 129: ("ISBLANK", 1), 169: ("COUNTA", None), 183: ("PRODUCT", None),
    212: ("ROUNDUP", 2), 213: ("ROUNDDOWN", 2), 221: ("TODAY", 0), 228: ("SUMPRODUCT", None),
    336: ("CONCATENATE", None), 344: ("SUBTOTAL", None), 345: ("SUMIF", None), 346: ("COUNTIF", 2),
}  # fmt: skip
_RELATIVE_ROW, _RELATIVE_COLUMN = 0x8000, 0x4000


class _Untold(Exception):
    """A token not known here."""


def formula_text(tokens: bytes, at: tuple[int, int]) -> str:
    """Without "="; "" where it cannot be told. `at` is the cell, which shared formulas count from."""
    stack: list[str] = []
    place = 0
    try:
        while place < len(tokens):
            place += _token(tokens, place, stack, at)
    except (_Untold, StructError, IndexError, Damaged):
        return ""
    return stack[0] if len(stack) == 1 else ""


def _token(tokens: bytes, place: int, stack: list[str], at: tuple[int, int]) -> int:
    """Take one token in; the bytes it takes."""
    kind = tokens[place]
    base = (kind & 0x1F) | 0x20 if kind >= 0x20 else kind  # of what it points at there are three kinds, written alike
    if base in _BETWEEN:
        right = stack.pop()
        stack.append(f"{stack.pop()}{_BETWEEN[base]}{right}")
        return 1
    if base in _AROUND:
        stack.append(_AROUND[base].format(stack.pop()))
        return 1
    if base in (_NONE, _TRUTH, _WHOLE, _NUMBER, _TEXT):
        return _constant(tokens, place, base, stack)
    if base == _ASIDE:
        about = tokens[place + 1]
        if about & _CHOICE:
            raise _Untold
        if about & _SUM:
            stack.append(f"SUM({stack.pop()})")
        return 4
    if base in (_FIXED, _VARIABLE):
        return _function(tokens, place, base, stack)
    if base in (_CELL, _CELL_BESIDE):
        row, column = unpack_from("<HH", tokens, place + 1)
        stack.append(_reference(row, column, at if base == _CELL_BESIDE else None))
        return 5
    if base in (_AREA, _AREA_BESIDE):
        top, bottom, left, right_column = unpack_from("<4H", tokens, place + 1)
        beside = at if base == _AREA_BESIDE else None
        stack.append(f"{_reference(top, left, beside)}:{_reference(bottom, right_column, beside)}")
        return 9
    raise _Untold


def _constant(tokens: bytes, place: int, base: int, stack: list[str]) -> int:
    if base == _NONE:
        stack.append("")
        return 1
    if base == _TRUTH:
        stack.append("TRUE" if tokens[place + 1] else "FALSE")
        return 2
    if base == _WHOLE:
        stack.append(str(unpack_from("<H", tokens, place + 1)[0]))
        return 3
    if base == _NUMBER:
        stack.append(repr(unpack_from("<d", tokens, place + 1)[0]).upper())
        return 9
    text = biff.text(tokens, place + 1, wide_length=False)
    stack.append('"' + text.replace('"', '""') + '"')
    is_wide = tokens[place + 2] & 1
    return 3 + tokens[place + 1] * (2 if is_wide else 1)


def _function(tokens: bytes, place: int, base: int, stack: list[str]) -> int:
    if base == _FIXED:
        name, count = FUNCTIONS.get(unpack_from("<H", tokens, place + 1)[0], ("", None))
        length = 3
    else:
        count, number = unpack_from("<BH", tokens, place + 1)
        name, count = FUNCTIONS.get(number & 0x7FFF, ("", None))[0], count & 0x7F
        length = 4
    if not name or count is None or len(stack) < count:
        raise _Untold
    given = stack[len(stack) - count :]
    del stack[len(stack) - count :]
    stack.append(f"{name}({','.join(given)})")
    return length


def _reference(row: int, column: int, beside: tuple[int, int] | None) -> str:
    """Two bits of the column say whether row and column go along when the formula is copied."""
    goes_down, goes_across = column & _RELATIVE_ROW, column & _RELATIVE_COLUMN
    column &= 0xFF
    if beside and goes_down:
        row = (beside[0] - 1 + row) & 0xFFFF
    if beside and goes_across:
        column = (beside[1] - 1 + column) & 0xFF
    return f"{'' if goes_across else '$'}{column_letter(column + 1)}{'' if goes_down else '$'}{row + 1}"
