"""Whose, which month's and which region's a table or a row is, and what to say when that is in doubt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from domain.period import Period
from domain.plan import Department, Plan, Region
from domain.problem import Fact, Problem
from domain.problem_codes import problem
from loaders import cells, headers
from loaders.answers import Answers
from loaders.findings import Doubt, T
from loaders.identity_in_doubt import (
    another_in_title,
    other_months,
    several_months,
    titled,
    unknown_department,
    unknown_region,
)
from loaders.labels import Block, Labelled, labelled
from loaders.names import Names
from loaders.table import Table
from loaders.titles import month_of, month_of_sheet
from loaders.workbook import Cell, Sheet

FOOTER = ("reporter", "reviewer", "phone")


@dataclass(frozen=True)
class Expected:
    """What the person at the upload page, or the command line, says about a file; None where nothing was said."""

    department_id: str | None = None
    period: Period | None = None


ANYBODY = Expected()


@dataclass(frozen=True)
class Owner:
    """Whose a sheet or row is. None: not said, or said in a way that cannot be read (and then reported)."""

    department_id: str | None = None
    period: Period | None = None

    @property
    def is_known(self) -> bool:
        return self.department_id is not None and self.period is not None


@dataclass
class Identity:
    """Reads identities for one file. Findings gather in `found`; the same text is told of once, not row by row."""

    plan: Plan
    names: Names
    expected: Expected
    today: date
    answers: Answers = field(default_factory=Answers)
    found: list[Problem] = field(default_factory=list[Problem])
    stated_at: dict[Owner, tuple[str, str]] = field(default_factory=dict[Owner, tuple[str, str]])
    """Sheet and cell in which the month of an owner was read first."""
    _told: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])

    def owners(self, sheet: Sheet, tables: Sequence[Table], before: Owner) -> list[Owner]:
        """Whose each table of a sheet is. What a table does not say it takes from the one before, or sheet before."""
        inside = {row for table in tables for row in table.inside}
        below = labelled(sheet, range(max(table.last_row for table in tables) + 1, sheet.last_row + 1))
        around = labelled(sheet, (row for row in range(1, sheet.last_row + 1) if row not in inside))
        self._cut_off(sheet, around)
        self._footer(sheet, around)
        owners: list[Owner] = []
        for table in tables:
            block = table.block if owners else {**below, **table.block}
            before = self._contradictions(table, self._owner(table, block, before), below)
            owners.append(before)
        return owners

    def on_cover(self, sheet: Sheet) -> Owner:
        """Whose a file is as a sheet without a table says it, in words that leave no doubt."""
        block = labelled(sheet, range(1, sheet.last_row + 1))
        department = self.names.department(block["department"].text) if "department" in block else None
        period = cells.read_period(block["period"].value).value if "period" in block else None
        return Owner(department and department.id, period)

    def _owner(self, table: Table, block: Block, before: Owner) -> Owner:
        columns, texts = table.header.columns, table.titles
        department_id, period = before.department_id, before.period
        at = next((block[key] for key in ("department", "unit") if key in block and self._is_body(key, block)), None)
        if at:
            department_id = self._agreed(table.sheet, self.department(table.sheet, at.text, at.cell), texts)
        elif "department" in columns:
            department_id = None
        elif department_id is None or any(self.names.departments_in(text.text) for text in texts):
            department_id = self._department_in_title(table.sheet, texts)
        if table.is_by_month:
            period = None
        elif "period" in block:
            period = self.period(table.sheet, block["period"].value, block["period"].cell)
        elif "period" in columns:
            period = None
        elif table.dated and table.dated[0] and not self._months_in(texts):
            year, month, cell = table.dated
            period = self.period(table.sheet, f"{year}年{month}月", cell)
        elif (of_sheet := month_of_sheet(table)) and not self._months_in(texts):
            period = self.period(table.sheet, of_sheet, "")
        elif period is None or self._months_in(texts):
            period = self._period_in_title(table.sheet, texts)
        return Owner(department_id, period)

    def _is_body(self, key: str, block: Block) -> bool:
        """Whether a label says whose the table is; 「单位：」 may also be followed by a unit of measure."""
        return key == "department" or self.names.department(block[key].text) is not None

    def owner_of_row(self, table: Table, row: int, table_owner: Owner) -> Owner:
        """Whose a row is: by its own columns where the table has them, else the table's."""
        department_id, period = table_owner.department_id, table_owner.period
        columns, sheet = table.header.columns, table.sheet
        if "department" in columns and (table.text(row, "department") or department_id is None):
            department_id = self.department(sheet, table.text(row, "department"), table.address(row, "department"))
        if "period" in columns and (table.text(row, "period") or period is None):
            period = self.period(sheet, month_of(table, row), table.address(row, "period"))
        return Owner(department_id, period)

    def owner_of_part(self, part: Table, owner: Owner) -> Owner:
        """Whose a part of a table is: of a month of its own where the table has several side by side."""
        if part.period is None:
            return owner
        written = f"{part.period.year}年{part.period.month}月"
        return Owner(owner.department_id, self.period(part.sheet, written, part.limited_at))

    def department(self, sheet: Sheet, raw: str, cell: str) -> str | None:
        if not raw.strip():
            self._tell("C04", sheet.name, cell)
            return None
        department = self.names.department(raw) or self._near_department(sheet, raw.strip(), cell)
        if department is None:
            return None
        expected_id = self.expected.department_id
        if expected_id and department.id != expected_id:
            expected = self.plan.department(expected_id).name
            self._tell("C03", sheet.name, cell, department=department.name, expected=expected)
        elif self.names.department(raw) and headers.compact(raw) not in (
            headers.compact(text) for text in (department.name.zh, department.name.en)
        ):
            self._tell("C01", sheet.name, cell, raw=raw.strip(), department=department.name)
        return department.id

    def _agreed(self, sheet: Sheet, department_id: str | None, texts: Sequence[Labelled]) -> str | None:
        """The department of a sheet whose title may name another; who coordinates the plan may stand in any title."""
        named = titled(texts, self.names)
        if department_id is None or department_id in named or len(named) != 1:
            return department_id
        title, text = next(iter(named.values()))
        if title.id == self.plan.coordinating_office:
            return department_id
        doubt = another_in_title(self.plan.department(department_id), title)
        department = self._ask(doubt, sheet.name, text.cell)
        return department.id if department else None

    def _near_department(self, sheet: Sheet, raw: str, cell: str) -> Department | None:
        """The department a person says is meant by a spelling nobody knows."""
        if near := self.names.near_departments(raw):
            return self._ask(unknown_department(raw, near), sheet.name, cell)
        self._tell("C02", sheet.name, cell, raw=raw)
        return None

    def period(self, sheet: Sheet, value: Cell | str, cell: str) -> Period | None:
        read = cells.read_period(value, newest=self._newest_month)
        period, found = self.answers.settled(read, sheet.name, cell)
        for each in found:
            self._add(each)
        if period is None:
            if not found:
                self._tell("C30", sheet.name, cell, example=self._newest_month)
            return None
        if not self.plan.start <= period <= self.plan.end:
            self._tell("C14", sheet.name, cell, period=period, first=self.plan.start, last=self.plan.end)
        elif period.last_day >= self.today:
            self._tell("C13", sheet.name, cell, period=period)
        elif self.expected.period and period != self.expected.period:
            self._tell("C15", sheet.name, cell, period=period, expected=self.expected.period)
        self.stated_at.setdefault(Owner(None, period), (sheet.name, cell))
        return period

    @property
    def _newest_month(self) -> Period:
        """The newest month of the plan that is over: the example of a month in messages."""
        return max(self.plan.start, min(Period.of(self.today) + -1, self.plan.end))

    def _department_in_title(self, sheet: Sheet, texts: Sequence[Labelled]) -> str | None:
        named = {body.id: (body, text) for text in texts for body in self.names.departments_in(text.text)}
        if len(named) == 1:
            department, text = next(iter(named.values()))
            if not self.names.stands_alone(text.text, department):
                chosen = self._ask(unknown_department(text.text, [department]), sheet.name, text.cell)
                return chosen.id if chosen else None
            return self.department(sheet, department.name.zh, text.cell)
        if self.expected.department_id is None:
            self._tell("C31", sheet.name)
        return self.expected.department_id

    def _period_in_title(self, sheet: Sheet, texts: Sequence[Labelled]) -> Period | None:
        named = self._months_in(texts)
        if len(named) == 1:
            month, cell = next(iter(named.items()))
            return self.period(sheet, month, cell)
        if len(named) > 1:
            read = [month for text in named if (month := cells.read_period(text).value)]
            return self._which(read, sheet, next(iter(named.values())))
        if self.expected.period is None:
            self._tell("C30", sheet.name, example=self._newest_month)
        return self.expected.period

    def _months_in(self, texts: Sequence[Labelled]) -> dict[str, str]:
        """The months named in titles with their cells; the plan's own span is not one of them."""
        bounds = {f"{end.year}年{end.month}月" for end in (self.plan.start, self.plan.end)}
        named = {month: text.cell for text in texts for month in cells.months_in(text.text)}
        return {month: cell for month, cell in named.items() if month not in bounds} or named

    def _which(self, read: Sequence[Period], sheet: Sheet, cell: str) -> Period | None:
        """The month a person says counts where several are named."""
        chosen = self._ask(several_months(read), sheet.name, cell)
        return chosen and self.period(sheet, f"{chosen.year}年{chosen.month}月", cell)

    def _contradictions(self, table: Table, owner: Owner, below: Block) -> Owner:
        """Other months in the titles, the sheet's name or between the rows of a table that belongs to one month.

        The owner comes back with the month a person chose, where they were asked.
        """
        period, sheet = owner.period, table.page
        if period is None or "period" in table.header.columns or table.is_by_month:
            return owner
        for other, cell in other_months(table, period, below):
            period = self._which((period, other), sheet, cell) or period
        months = self._months_in(table.titles) | dict.fromkeys(cells.months_in(sheet.name), "")
        for month, cell in months.items():
            read = cells.read_period(month).value
            if read and read not in (period, self.plan.start, self.plan.end):
                self._tell("C36", sheet.name, cell, raw=month, period=period)
        if headers.is_month_heading(sheet.name) and not cells.months_in(sheet.name):
            read = cells.read_period(f"{period.year}年{sheet.name}").value
            if read and read != period:
                self._tell("C36", sheet.name, "", raw=sheet.name, period=period)
        return replace(owner, period=period)

    def region(self, table: Table, row: int) -> tuple[bool, str | None]:
        """(readable, region id); the whole city, or blank, is (True, None)."""
        if table.scope.region:
            return True, table.scope.region
        raw = table.text(row, "region")
        if not raw or "total" in (headers.row_opening(raw), headers.column(raw)):
            return True, None
        region = self.names.region(raw) or self._near_region(table, row, raw)
        return region is not None, region.id if region else None

    def _near_region(self, table: Table, row: int, raw: str) -> Region | None:
        """The region a person says is meant by a spelling nobody knows."""
        sheet, cell = table.sheet.name, table.address(row, "region")
        if near := self.names.near_regions(raw):
            return self._ask(unknown_region(raw, near), sheet, cell)
        self._tell("D34", sheet, cell, raw=raw)
        return None

    def _cut_off(self, sheet: Sheet, block: Block) -> None:
        if "cut_off" not in block or not block["cut_off"].text:
            return
        value = block["cut_off"]
        read = cells.read_date(value.value, self._newest_month)
        day, found = self.answers.settled(read, sheet.name, value.cell)
        for each in found:
            self._add(each)
        if day and day != Period.of(day).last_day:
            self._tell("C16", sheet.name, value.cell, day=day)

    def _footer(self, sheet: Sheet, block: Block) -> None:
        blank = [key for key in FOOTER if key in block and not block[key].text]
        if blank:
            fields = tuple(headers.title("labels", key) for key in blank)
            self._tell("C19", sheet.name, block[blank[0]].cell, fields=fields)

    def _ask(self, doubt: Doubt[T], sheet: str, cell: str, **facts: Fact) -> T | None:
        """The value of the reading chosen; the question, or the choice, is told of once."""
        value, found = self.answers.settle(doubt, sheet, cell, **facts)
        self._add(found)
        return value

    def _tell(self, code: str, sheet: str, cell: str = "", **facts: Fact) -> None:
        self._add(problem(code, sheet, cell, **facts))

    def _add(self, found: Problem) -> None:
        key = (found.code, found.question.key if found.question else str(found.facts.get("raw", found.facts)))
        if key not in self._told:
            self._told.add(key)
            self.found.append(found)
