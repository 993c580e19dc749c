"""Whose, which month's and which region's a table or a row is, from what `departments` and `months` read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from domain.plan import Plan, Region
from loaders import cells, headers
from loaders.inquiry import Inquiry
from loaders.limits import SEARCHED
from loaders.names import Names
from loaders.owners.departments import DepartmentReader
from loaders.owners.in_doubt import unknown_region, whole_or_own
from loaders.owners.months import MonthReader
from loaders.owners.owner import Expected, Owner
from loaders.sheet import Sheet
from loaders.tables.labels import Block, Labelled, labelled
from loaders.tables.signatures import stamps
from loaders.tables.table import Table
from loaders.tables.titles import month_of

FOOTER = ("reporter", "reviewer", "phone")


@dataclass(frozen=True)
class Identity:
    """Reads identities for one file; what it finds gathers in `inquiry`."""

    plan: Plan
    names: Names
    expected: Expected
    today: date
    inquiry: Inquiry

    @cached_property
    def _departments(self) -> DepartmentReader:
        return DepartmentReader(self.plan, self.names, self.expected, self.inquiry)

    @cached_property
    def months(self) -> MonthReader:
        return MonthReader(self.plan, self.expected, self.today, self.inquiry)

    def owners(self, sheet: Sheet, tables: Sequence[Table], before: Owner, whose: str | None = None) -> list[Owner]:
        """Whose each table of a sheet is. What a table does not say it takes from the one before, or sheet before.

        `whose` the sheet is, is known from having read it before; the rules of that department serve.
        """
        self.inquiry.whose = whose
        inside = {row for table in tables for row in table.inside}
        rows_below = range(max(table.last_row for table in tables) + 1, sheet.last_row + 1)
        below, signed = labelled(sheet, rows_below), stamps(sheet, rows_below, self.names)
        around = labelled(sheet, (row for row in range(1, sheet.last_row + 1) if row not in inside))
        self._footer(sheet, around)
        owners: list[Owner] = []
        for table in tables:
            block = table.block if owners else {**below, **table.block}
            own = signed if table is tables[-1] else []
            before = self.months.agreed(table, self._owner(table, block, before, own), below)
            owners.append(before)
        self.months.cut_off(sheet, around, owners)
        return owners

    def on_cover(self, sheet: Sheet) -> tuple[Owner, str]:
        """Whose a file is as a sheet without a table says it beyond doubt, and where it says the month."""
        block = labelled(sheet, range(1, min(sheet.last_row, SEARCHED) + 1))
        department = self.names.department(block["department"].text) if "department" in block else None
        period = cells.read_period(block["period"].value).value if "period" in block else None
        return Owner(department and department.id, period), block["period"].cell if period else ""

    def _owner(self, table: Table, block: Block, before: Owner, signed: Sequence[Labelled]) -> Owner:
        texts = table.titles
        is_said, department_id = self._departments.labelled(table.sheet, block, texts, signed)
        if not is_said and "department" not in table.header.columns:
            is_in_title = any(self.names.departments_in(text.text) for text in texts)
            is_from_before = before.department_id is not None and not is_in_title
            department_id = (
                before.department_id if is_from_before else self._departments.in_title(table.sheet, texts, signed)
            )
        self.inquiry.whose = department_id or self.inquiry.whose
        return Owner(department_id, self.months.of_table(table, block, before.period))

    def owner_of_row(self, table: Table, row: int, table_owner: Owner) -> Owner:
        """Whose a row is: by its own columns where the table has them, else the table's."""
        department_id, period = table_owner.department_id, table_owner.period
        columns, sheet = table.header.columns, table.sheet
        if "department" in columns and (table.text(row, "department") or department_id is None):
            department_id = self._departments.named(
                sheet, table.text(row, "department"), table.address(row, "department")
            )
        self.inquiry.whose = department_id
        if "period" in columns and (table.text(row, "period") or period is None):
            period = self.months.stated(sheet, month_of(table, row), table.address(row, "period"))
        return Owner(department_id, period)

    def owner_of_part(self, part: Table, owner: Owner) -> Owner:
        """Whose a part of a table is: of a month of its own where the table has several side by side."""
        if part.period is None:
            return owner
        written = f"{part.period.year}年{part.period.month}月"
        return Owner(owner.department_id, self.months.stated(part.sheet, written, part.limited_at))

    def region(self, table: Table, row: int) -> tuple[bool, str | None]:
        """(readable, region id); the whole city, or blank, is (True, None)."""
        if table.scope.region:
            return True, table.scope.region
        raw = table.text(row, "region")
        is_sum = "total" in (headers.row_opening(raw), headers.column(raw)) or self.names.is_city(headers.sum_of(raw))
        if not raw or is_sum:
            return True, None
        if self.names.is_city(raw):
            chosen = self.inquiry.ask(whole_or_own(raw, self.plan), table.sheet.name, table.address(row, "region"))
            return chosen is not None, chosen or None
        region = self.names.region(raw) or self._near_region(table, row, raw)
        return region is not None, region.id if region else None

    def _near_region(self, table: Table, row: int, raw: str) -> Region | None:
        """The region a person says is meant by a spelling nobody knows."""
        sheet, cell = table.sheet.name, table.address(row, "region")
        if near := self.names.near_regions(raw):
            return self.inquiry.ask(unknown_region(raw, near), sheet, cell)
        self.inquiry.tell("D34", sheet, cell, raw=raw)
        return None

    def _footer(self, sheet: Sheet, block: Block) -> None:
        blank = [key for key in FOOTER if key in block and not block[key].text]
        if blank:
            fields = tuple(headers.title("labels", key) for key in blank)
            self.inquiry.tell("C19", sheet.name, block[blank[0]].cell, fields=fields)
