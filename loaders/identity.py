"""Whose, which month's, which region's and which item's a sheet or a row is, and what to say when that is in doubt."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from domain.period import Period
from domain.plan import Indicator, Plan, Task
from domain.problem import Problem
from domain.problem_codes import problem
from loaders import cells, headers
from loaders.layout import Labelled, Table, TableKind, labels, titles_above
from loaders.names import Names
from loaders.workbook import Cell, Sheet

FOOTER = ("reporter", "reviewer", "phone")


@dataclass(frozen=True)
class Expected:
    """What the person at the upload page, or the command line, says about a file; None where nothing was said."""

    department_id: str | None = None
    period: Period | None = None


@dataclass(frozen=True)
class Owner:
    """Whose a sheet or row is. None: not said, or said in a way that cannot be read (and then reported)."""

    department_id: str | None = None
    period: Period | None = None


@dataclass
class Identity:
    """Reads identities for one file. Findings gather in `found`; the same text is told of once, not row by row."""

    plan: Plan
    names: Names
    expected: Expected
    today: date
    found: list[Problem] = field(default_factory=list[Problem])
    _told: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])

    def owner_of_sheet(self, sheet: Sheet, tables: list[Table], before: Owner) -> Owner:
        """Whose a sheet is by its heading block and title; what it does not say it takes from the sheet `before`."""
        block = labels(sheet, tables)
        self._cut_off(sheet, block)
        self._footer(sheet, block)
        department_id, period = before.department_id, before.period
        if "department" in block:
            department_id = self.department(sheet, block["department"].text, block["department"].cell)
        elif department_id is None and "department" not in tables[0].header.columns:
            department_id = self._department_in_title(sheet, tables)
        if "period" in block:
            period = self.period(sheet, block["period"].value, block["period"].cell)
        elif period is None and "period" not in tables[0].header.columns:
            period = self._period_in_title(sheet, tables)
        return Owner(department_id, period)

    def owner_of_row(self, table: Table, row: int, sheet_owner: Owner) -> Owner:
        """Whose a row is: by its own columns where the table has them, else the sheet's."""
        department, period = table.cell(row, "department"), table.cell(row, "period")
        has_department, has_period = bool(table.text(row, "department")), bool(table.text(row, "period"))
        return Owner(
            self.department(table.sheet, department.raw, department.address)
            if department and has_department
            else sheet_owner.department_id,
            self.period(table.sheet, period, period.address) if period and has_period else sheet_owner.period,
        )

    def department(self, sheet: Sheet, raw: str, cell: str) -> str | None:
        if not raw.strip():
            self._tell("C04", sheet.name, cell)
            return None
        department = self.names.department(raw)
        if department is None:
            self._tell("C02", sheet.name, cell, raw=raw.strip())
            return None
        expected_id = self.expected.department_id
        if expected_id and department.id != expected_id:
            expected = self.plan.department(expected_id).name
            self._tell("C03", sheet.name, cell, department=department.name, expected=expected)
        elif headers.compact(raw) != headers.compact(department.name.zh):
            self._tell("C01", sheet.name, cell, raw=raw.strip(), department=department.name)
        return department.id

    def period(self, sheet: Sheet, value: Cell | str, cell: str) -> Period | None:
        read = cells.read_period(value, example=self.plan.start)
        for finding in read.findings:
            self._tell(finding.code, sheet.name, cell, **finding.facts)
        if read.value is None:
            return None
        if not self.plan.start <= read.value <= self.plan.end:
            self._tell("C14", sheet.name, cell, period=read.value, first=self.plan.start, last=self.plan.end)
        elif read.value.last_day >= self.today:
            self._tell("C13", sheet.name, cell, period=read.value)
        elif self.expected.period and read.value != self.expected.period:
            self._tell("C15", sheet.name, cell, period=read.value, expected=self.expected.period)
        return read.value

    def _department_in_title(self, sheet: Sheet, tables: list[Table]) -> str | None:
        named = {
            department.id: (department, title)
            for title in titles_above(sheet, tables)
            for department in self.names.departments_in(title.text)
        }
        if len(named) == 1:
            department, title = next(iter(named.values()))
            return self.department(sheet, department.name.zh, title.cell)
        if self.expected.department_id is None:
            self._tell("C31", sheet.name)
        return self.expected.department_id

    def _period_in_title(self, sheet: Sheet, tables: list[Table]) -> Period | None:
        named = {month: title for title in titles_above(sheet, tables) for month in cells.months_in(title.text)}
        if len(named) == 1:
            month, title = next(iter(named.items()))
            return self.period(sheet, month, title.cell)
        if len(named) > 1:
            first = next(iter(named.values()))
            self._tell("C33", sheet.name, first.cell, periods=tuple(named))
        elif self.expected.period is None:
            self._tell("C30", sheet.name, example=self.plan.start)
        return self.expected.period if not named else None

    def region(self, table: Table, row: int) -> tuple[bool, str | None]:
        """(readable, region id); the whole city is (True, None)."""
        raw = table.text(row, "region")
        if not raw or "total" in (headers.row_opening(raw), headers.column(raw)):
            return True, None
        region = self.names.region(raw)
        if region is None:
            self._tell("D34", table.sheet.name, table.address(row, "region"), raw=raw)
        return region is not None, region.id if region else None

    def item(self, table: Table, row: int, department_id: str | None) -> tuple[Indicator | Task | None, list[Problem]]:
        """The indicator or task a row is about: by its code, else by its name among the department's own."""
        code_role, name_role = ("task_code", "task_name") if table.header.kind is TableKind.TASKS else ("code", "name")
        code, name = table.text(row, code_role), table.text(row, name_role)
        item, found = (
            self._by_code(table, row, code_role, name) if code else self._by_name(table, row, name_role, department_id)
        )
        if item and not code and code_role in table.header.columns:
            found.append(problem("D02", table.sheet.name, table.address(row, code_role), indicator=item.id))
        if item and department_id and item.reporter != department_id:
            facts = {
                "indicator": item.id,
                "expected": self.plan.department(item.reporter).name,
                "department": self.plan.department(department_id).name,
            }
            found.append(problem("D06", table.sheet.name, f"A{row}", row=str(row), **facts))
            return None, found
        return item, found

    def _by_code(self, table: Table, row: int, role: str, name: str) -> tuple[Indicator | Task | None, list[Problem]]:
        raw, cell = table.text(row, role), table.address(row, role)
        item = self.names.coded(raw)
        if item is None:
            return None, [problem("D04", table.sheet.name, cell, raw=raw)]
        others = [other for other in self.names.named(name) if not self._same(other, item)] if name else []
        if others and not any(self._same(other, item) for other in self.names.named(name)):
            facts = {"indicator": item.id, "raw": name, "expected": item.name}
            return None, [problem("D35", table.sheet.name, cell, **facts)]
        return item, []

    def _by_name(
        self, table: Table, row: int, role: str, department_id: str | None
    ) -> tuple[Indicator | Task | None, list[Problem]]:
        name, sheet = table.text(row, role), table.sheet.name
        if not name:
            figure = next((cell for r in table.header.columns if (cell := table.cell(row, r)) and r != "seq"), None)
            facts = {"row": str(row), "raw": figure.raw if figure else ""}
            return None, [problem("D33", sheet, figure.address if figure else f"A{row}", **facts)]
        cell = table.address(row, role)
        wanted = Task if table.header.kind is TableKind.TASKS else Indicator
        called = [item for item in self.names.named(name) if isinstance(item, wanted)]
        own = [item for item in called if item.reporter == department_id] or called
        if own and all(self._same(item, own[0]) for item in own):
            return own[0], []
        if own:
            return None, [problem("D39", sheet, cell, raw=name, candidates=tuple(item.id for item in own))]
        pool = [i for i in (*self.plan.indicators, *self.plan.tasks) if isinstance(i, wanted)]
        near = self.names.near(name, [i for i in pool if i.reporter == department_id] or pool)
        if near:
            return None, [problem("D31", sheet, cell, raw=name, suggestion=near.name)]
        return None, [problem("D37", sheet, cell, raw=name)]

    def _same(self, one: Indicator | Task, other: Indicator | Task) -> bool:
        series = [self.plan.series(i.id).id if isinstance(i, Indicator) else i.id for i in (one, other)]
        return series[0] == series[1]

    def _cut_off(self, sheet: Sheet, block: dict[str, Labelled]) -> None:
        if "cut_off" not in block or not block["cut_off"].text:
            return
        value = block["cut_off"]
        read = cells.read_date(value.value)
        for finding in read.findings:
            self._tell(finding.code, sheet.name, value.cell, **finding.facts)
        if read.value and read.value != Period.of(read.value).last_day:
            self._tell("C16", sheet.name, value.cell, day=read.value)

    def _footer(self, sheet: Sheet, block: dict[str, Labelled]) -> None:
        blank = [key for key in FOOTER if key in block and not block[key].text]
        if blank:
            fields = tuple(headers.title("labels", key) for key in blank)
            self._tell("C19", sheet.name, block[blank[0]].cell, fields=fields)

    def _tell(self, code: str, sheet: str, cell: str = "", **facts: object) -> None:
        key = (code, str(facts.get("raw", facts)))
        if key not in self._told:
            self._told.add(key)
            self.found.append(problem(code, sheet, cell, **facts))  # type: ignore[arg-type]
