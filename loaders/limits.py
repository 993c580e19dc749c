"""How much a file may ask for, and the ways a file is refused. Each deployment sets its own limits."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from domain.problem import Problem
from domain.problem_codes import problem

MEGABYTE = 1024 * 1024
LONGEST_TEXT = 32_767  # characters a cell can hold
SEARCHED = 500  # rows without a table, in which one of any kind, or what a cover says, is looked for
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384


@dataclass(frozen=True)
class Limits:
    """How much a file may ask for. Honest sheets pack well, so what counts is the unpacked size, not its ratio."""

    file_bytes: int = 10 * MEGABYTE
    unpacked_bytes: int = 200 * MEGABYTE
    parts: int = 2_000
    cells: int = 10_000_000  # rows × columns of the filled area, all sheets together: it may be held densely


USUAL = Limits()


class Unreadable(Exception):
    """Why a file cannot be read: it is refused with `problem`."""

    def __init__(self, found: Problem) -> None:
        super().__init__(found.code)
        self.problem = found


class Damaged(Unreadable):
    """The inside of a file does not hold together."""

    def __init__(self, *about: object) -> None:
        super().__init__(problem("A10"))
        self.args = about


def too_large(size: int, limit: int) -> Problem:
    """The refusal of a file of `size` bytes."""
    tenths = -(-size * 10 // MEGABYTE)  # rounded up, so that it never reads as within the limit
    return problem("A12", size=Decimal(tenths) / 10, limit=Decimal(limit) / MEGABYTE)


def too_wide(sheet: str, cell: str, rows: int, columns: int) -> Problem:
    """The refusal of a sheet whose filled area reaches too far; `cell` is its last."""
    return problem("A31", sheet, cell, rows=rows, columns=columns)
