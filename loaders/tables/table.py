"""One table of a sheet: its header, which rows carry data, and what is labelled above it.

Found by `layout`, divided by `parts`; what a cell is worth is for `cells`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from domain.period import Period
from domain.problem import Problem
from loaders import headers
from loaders.names import Names
from loaders.sheet import Cell, CellKind, Sheet
from loaders.tables.header import FIGURES, Header, is_figure
from loaders.tables.labels import Block, Labelled, labelled, labels_in, titles, value_beside
from loaders.tables.scopes import WHOLE, Scope

_ORDINAL = re.compile(
    r"\(?(?:[甲乙丙丁戊己庚辛壬癸]|[一二三四五六七八九十]{1,3}|[A-Za-z]|[0-9]{1,2}|[\u2460-\u2473])\)?(?:=.*)?|[-—–―－/]+"
)


@dataclass(eq=False)
class Table:
    """A header with the numbers of the rows below it that carry data, and what is labelled above it.

    `sheet` is the sheet as it is read, `page` as it lies; they differ where a table was turned.
    """

    sheet: Sheet
    header: Header
    names: Names
    page: Sheet
    above: range  # the rows of the page between the table before, or the top, and the table
    rows: list[int] = field(default_factory=list[int])
    totals: list[int] = field(default_factory=list[int])
    others: list[int] = field(default_factory=list[int])  # notes, footers, chapter titles
    turned_from: range = range(0)  # the rows of the page it was turned from
    scope: Scope = WHOLE  # of a part: the region or indicator its columns are limited to
    period: Period | None = None  # of a part: its month, where the table has several
    limited_at: str = ""  # of a part: where that is said
    parts: list[Table] = field(default_factory=list["Table"])  # itself, or one for each month, region or indicator
    found: list[Problem] = field(default_factory=list[Problem])  # why it could not be divided, or what parts lack
    meaning: str | None = None  # what bare columns count: "month", "cumulative", or None while that is open
    has_months: bool = False  # several of them side by side
    gives_totals_elsewhere: bool = False  # the totals of its months stand in a table of their own
    dated: tuple[int | None, int, str] | None = None  # the one month its headings name: year, month and cell

    def row(self, row: int) -> Sequence[Cell]:
        """The filled cells of a row that are this table's."""
        cells, reach = self.sheet.row(row), self.header.reach
        return cells if reach.start == 1 and not self._is_beside else [c for c in cells if c.column in reach]

    @property
    def _is_beside(self) -> bool:
        return self.header.reach.stop <= self.sheet.last_column

    def cell(self, row: int, role: str) -> Cell | None:
        """The cell of `role` in `row`; identities may stand in a cell merged over several rows."""
        column = self.header.columns.get(role)
        if column is None:
            return None
        own = self.sheet.at(row, column)
        return own if own is not None or is_figure(role) else self.sheet.above_in_merge(row, column)

    def address(self, row: int, *roles: str) -> str:
        """Where the cell of the first of `roles` that has a column stands, filled or not; column A when none has."""
        if self.scope.item and {"name", "code"} & set(roles):
            return self.limited_at
        columns = (self.header.columns[role] for role in roles if role in self.header.columns)
        return self.sheet.address(row, next(columns, self.header.reach.start))

    def text(self, row: int, role: str) -> str:
        if self.scope.item and role in ("name", "code"):
            return self.scope.item if (role == "code") is bool(self.names.coded(self.scope.item)) else ""
        cell = self.cell(row, role)
        own = cell.raw.strip() if cell else ""
        return self._whole_name(row, own) if role == "name" and own else own

    def _whole_name(self, row: int, own: str) -> str:
        """A name with the first half of it that stands in a column before it, where only both are a name."""
        whole = self.text(row, "name_over") + own
        return whole if not self.names.means(own) and self.names.means(whole) else own

    def filled(self, role: str) -> bool:
        """Whether the column of `role` says anything in any row."""
        if role not in self._filled:
            self._filled[role] = any(self.text(row, role) for row in self.rows)
        return self._filled[role]

    @cached_property
    def _filled(self) -> dict[str, bool]:
        return {}  # asked row by row

    def says(self, row: int) -> bool:
        """Whether a row says anything of a part; of a whole table every row does."""
        columns = (column for role, column in self.header.columns.items() if is_figure(role))
        return self.scope == WHOLE or any(self.sheet.at(row, column) for column in columns)

    def since_last_sum(self, row: int) -> list[int]:
        """The rows above a sum that no sum before it can hold."""
        at = bisect_left(self.totals, row)
        last = self.totals[at - 1] if at else 0
        return self.rows[bisect_left(self.rows, last) : bisect_left(self.rows, row)]

    def counts(self, column: int) -> bool:
        """Whether any row has a number in `column`, kept as a text or not."""
        cells = (cell for row in self.rows if (cell := self.sheet.at(row, column)))
        return any(cell.kind is CellKind.NUMBER or headers.compact(cell.raw)[:1].isdigit() for cell in cells)

    @property
    def is_by_month(self) -> bool:
        """Whether all it says is of the months its headings name."""
        return self.has_months and all(part.period for part in self.parts)

    @property
    def gives_months_only(self) -> bool:
        """Whether it has the figures of a month without any total, as a part may, or as totals stand elsewhere."""
        roles = set(self.header.columns)
        may_lack_totals = self.period or self.scope.region or self.gives_totals_elsewhere
        return bool(may_lack_totals) and "month" in roles and not roles & {"cumulative", "reached", "state"}

    @cached_property
    def inside(self) -> frozenset[int]:
        """The rows of the page that hold its data."""
        return frozenset(self.turned_from or self.rows)

    @property
    def stray(self) -> list[Cell]:
        """Figures beside or below the table in rows that are none of it; values of labels are no figures."""
        found: list[Cell] = []
        for row in self.others:
            cells = self.row(row)
            named = [value_beside(self.sheet, cell) for cell in cells if labels_in(cell.raw)]
            if not is_numbering(cells):
                found += [cell for cell in cells if cell.kind is CellKind.NUMBER and cell not in named]
        return found

    @property
    def last_row(self) -> int:
        """The last row of the page that is surely the table's."""
        return max(self.inside, default=self.header.last_row)

    @cached_property
    def block(self) -> Block:
        """What is labelled above the table; where tables stand side by side, above this one first."""
        whole = labelled(self.page, self.above)
        if self.turned_from or (self.header.reach.start == 1 and not self._is_beside):
            return whole
        own = labelled(self.page, self.above, self.header.reach)
        return own if self.header.reach.start > 1 else {**whole, **own}

    @cached_property
    def titles(self) -> list[Labelled]:
        """The texts above the table that are no labels."""
        is_beside = self.header.reach.start > 1 and not self.turned_from
        return titles(self.page, self.above, self.header.reach if is_beside else None)

    @cached_property
    def unit(self) -> str:
        """The unit stated above the table for all of it, 「单位：万人次」; "" where there is none."""
        text = self.block["unit"].text if "unit" in self.block else ""
        return "" if self.names.department(text) else text

    @cached_property
    def units_around(self) -> Sequence[tuple[str, str]]:
        """Every unit stated for all of the table, with its cell: by a label, behind a title, in the sheet's name."""
        found = [(self.unit, self.block["unit"].cell)] if self.unit else []
        behind = [(text, title.cell) for title in self.titles for text in headers.remarks(title.text)]
        behind += [(text, "") for text in headers.remarks(self.page.name)]
        return [*found, *(each for each in behind if self.names.is_unit(each[0]))]

    @cached_property
    def row_units(self) -> frozenset[str]:
        """Every unit that a row has for itself."""
        own = (self.text(row, "unit") or self.unit_of_name(row) for row in self.rows)
        return frozenset(map(self.names.one_unit, own))

    @cached_property
    def header_units(self) -> Mapping[str, str]:
        """The unit written behind or under a figure's heading, 「累计完成（人次）」, by role."""
        found: dict[str, str] = {}
        for role, heading in self.header.headings.items():
            texts = [*heading.remarks, heading.cell.raw, *heading.over]
            unit = next((text for text in texts if self.names.is_unit(text)), None) if role in FIGURES else None
            if unit:
                found[role] = unit
        return found

    @property
    def rows_have_units(self) -> bool:
        """Whether every row has its unit behind its name or its figures: 「某培训（人次）」, 「320人次」."""
        return bool(self.rows) and all(self.unit_of_name(row) or self._is_behind_figures(row) for row in self.rows)

    def unit_of_name(self, row: int) -> str:
        """The unit in brackets behind the name of a row."""
        remarks = headers.remarks(self.text(row, "name"))
        return next((remark for remark in remarks if self.names.is_unit(remark)), "")

    def _is_behind_figures(self, row: int) -> bool:
        cells = [cell for role in FIGURES if (cell := self.cell(row, role))]
        texts = [headers.compact(cell.raw).lstrip("0123456789.,") for cell in cells]
        return bool(texts) and all(map(self.names.is_unit, texts))


def is_numbering(cells: Sequence[Cell]) -> bool:
    """Whether a row under the header only numbers the columns: 甲, 乙, 1, 2, 3=1+2; 「栏次」 may open it."""
    texts = [headers.compact(cell.raw) for cell in cells]
    numbers = [text for text in texts if text not in headers.listed("rows", "numbering")]
    return len(texts) >= 3 and bool(numbers) and all(map(_ORDINAL.fullmatch, numbers))
