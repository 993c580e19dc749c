"""What is to be known of a sheet beside the values of its cells; found by each reader in its own way."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class SheetMarks:
    """Positions are (row, column), both from 1.

    `area` is (first row, first column, last row, last column) of the cells that hold something; None for an empty
    sheet. `far` is a cell beyond the last row or column a sheet can have.
    """

    errors: dict[tuple[int, int], str] = field(default_factory=dict[tuple[int, int], str])
    uncalculated: dict[tuple[int, int], str] = field(default_factory=dict[tuple[int, int], str])
    percent: set[tuple[int, int]] = field(default_factory=set[tuple[int, int]])
    struck: set[tuple[int, int]] = field(default_factory=set[tuple[int, int]])
    hidden_rows: set[int] = field(default_factory=set[int])
    hidden_columns: set[int] = field(default_factory=set[int])
    area: tuple[int, int, int, int] | None = None
    far: str = ""
