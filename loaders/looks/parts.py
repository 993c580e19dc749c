"""What the likeness of a workbook is made of, whatever format it was read from. Rows and columns count from 1."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from loaders.sheet import Merge

Place = tuple[int, int]


class Fault(str):
    """An error standing in a cell: "#REF!"."""

    __slots__ = ()


Stored = str | float | bool | Fault | None


class Line(NamedTuple):
    """One side of a cell: the kind of line, by the name .xlsx gives it, and its colour RRGGBB, "" for automatic."""

    kind: str = ""
    colour: str = ""


@dataclass(frozen=True)
class Style:
    """How a cell is shown. Colours are RRGGBB, "" for automatic; alignments by the names .xlsx gives them.

    `number_format` is a format code, or the number of one that files name by number alone.
    """

    font: str = ""
    size: float = 0  # points; 0 where the file does not say
    is_bold: bool = False
    is_italic: bool = False
    is_underlined: bool = False
    is_struck: bool = False
    ink: str = ""
    fill: str = ""
    pattern: str = "solid"  # of the fill, by the name .xlsx gives it
    ground: str = ""  # the second colour of a pattern
    horizontal: str = ""
    vertical: str = ""
    is_wrapped: bool = False
    indent: int = 0
    rotation: int = 0
    lines: tuple[Line, Line, Line, Line] = (Line(), Line(), Line(), Line())  # left, right, top, bottom
    number_format: str | int = 0


PLAIN = Style()


class Entry(NamedTuple):
    """A cell: its value as stored (days and times as serial numbers) and its style.

    `formula` is the text of its formula without "=", "" where it has one that cannot be told, None for a plain value.
    A formula with the value None was never calculated.
    """

    value: Stored
    style: Style = PLAIN
    formula: str | None = None


@dataclass
class Columns:
    """Columns of one width, in characters of the usual font; 0 where the file does not say."""

    first: int
    last: int
    width: float = 0
    is_hidden: bool = False
    style: Style = PLAIN


@dataclass
class Page:
    """One sheet. `frozen` are the rows and columns that stay in sight, `heights` are in points.

    Printed it lies broadside if `is_landscape`, and is made to fit a page's width if `fits_page`.
    """

    name: str
    is_shown: bool = True
    cells: dict[Place, Entry] = field(default_factory=dict[Place, Entry])
    columns: list[Columns] = field(default_factory=list[Columns])
    heights: dict[int, float] = field(default_factory=dict[int, float])
    hidden_rows: set[int] = field(default_factory=set[int])
    merges: list[Merge] = field(default_factory=list[Merge])
    comments: dict[Place, tuple[str, str]] = field(default_factory=dict[Place, tuple[str, str]])  # author, text
    frozen: tuple[int, int] = (0, 0)
    is_landscape: bool = False
    fits_page: bool = False
    width: float = 0  # of columns not named, in characters
    height: float = 0  # of rows not named, in points

    @property
    def reach(self) -> Place:
        """The last row and the last column that hold something."""
        filled = [at for at, entry in self.cells.items() if entry.value not in (None, "") or entry.formula is not None]
        return max((row for row, _ in filled), default=0), max((column for _, column in filled), default=0)


@dataclass
class Likeness:
    """A workbook. `usual` is the style of cells that have none of their own."""

    pages: list[Page] = field(default_factory=list[Page])
    usual: Style = PLAIN
    from_1904: bool = False
