"""The monthly workbook of one department, ready to be filled in; or filled in already, for samples and tests.

Decides what stands where and which cells may be typed into; `layout` finds it again by the same words, those of
`headers.toml`. It must not know what was reported: last month's totals are handed in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from domain.observation import Aspect, Topic
from domain.path import ends, plan_path, share_of_time
from domain.period import Period
from domain.plan import Department, Indicator, Kind, Plan, Task
from loaders import headers, template_columns
from loaders.names import counted
from loaders.row_figures import SHARES
from loaders.tables import edition
from loaders.tables.header import REGION
from loaders.template_filling import Filling
from loaders.template_sheet import FIRST_ROW, Book, Cell, FormSheet
from wording import Words

_DEPARTMENTS, _STATES = 0, 1  # columns of the hidden sheet of choices


def is_asked(plan: Plan, department: Department, period: Period) -> bool:
    """Whether the plan wants anything of a department for `period`; of one that it does not there is no form."""
    numbers = (indicator for indicator in plan.reported_by(department.id) if indicator.start <= period)
    return any(numbers) or bool(plan.tasks_of(department.id))


def write(
    plan: Plan,
    department: Department,
    period: Period,
    previous: Mapping[str, Decimal],
    today: date,
    values: Filling | None = None,
) -> bytes:
    """The workbook of `department` for `period`. `previous`: the totals of the report before; unknown ones stay blank.

    The same arguments give the same bytes; `today` is written into the file as the day of its making.
    """
    book = Book(Words("zh"), made_on=today)
    form = _Form(plan, department, period, previous, values or Filling(), book)
    own = [indicator for indicator in plan.reported_by(department.id) if indicator.start <= period]
    counted = [indicator for indicator in own if indicator.kind not in SHARES]
    form.monthly(counted)
    form.regions([indicator for indicator in counted if indicator.by_region])
    form.per_capita([indicator for indicator in own if indicator.kind in SHARES])
    form.tasks(plan.tasks_of(department.id))
    form.guide()
    return book.content()


@dataclass(frozen=True)
class _Form:
    """One workbook in the making. A sheet without rows is left out."""

    plan: Plan
    department: Department
    period: Period
    previous: Mapping[str, Decimal]
    values: Filling
    book: Book

    def monthly(self, rows: Sequence[Indicator]) -> None:
        if not rows:
            return
        sheet = self._sheet("monthly")
        for row, indicator in enumerate(rows, start=FIRST_ROW):
            numeric = self._numeric(indicator)
            said = {topic.value: (self.values.words.get((indicator.id, topic)), "input") for topic in Topic}
            figures: dict[str, Cell] = {
                "previous": (_number(self._previous(indicator)), numeric),
                "month": (_number(self._figure(indicator, Aspect.MONTH)), f"input_{numeric}"),
                "cumulative": (_number(self._figure(indicator)), f"input_{numeric}"),
                "plan_rate": (self._plan_rate(indicator), "share"),
            }
            sheet.row(row, self._identity(row, indicator) | figures | said)
            self._rate(sheet, row, indicator)
            whole = numeric == "whole"
            sheet.only_numbers(row, ["month"], whole=whole, may_fall=indicator.kind is Kind.STOCK)
            sheet.only_numbers(row, ["cumulative"], whole=whole)
        self._sign(sheet, len(rows))

    def regions(self, rows: Sequence[Indicator]) -> None:
        if not rows:
            return
        sheet = self._sheet("regions")
        columns = {f"{REGION}{region.id}": region.id for region in self.plan.regions}
        letters = [sheet.letter(column) for column in columns]
        for row, indicator in enumerate(rows, start=FIRST_ROW):
            numeric = self._numeric(indicator)
            parts = {column: self._figure(indicator, region=region) for column, region in columns.items()}
            filled: dict[str, Cell] = {column: (_number(part), f"input_{numeric}") for column, part in parts.items()}
            identity = self._identity(row, indicator)
            sheet.row(row, {role: cell for role, cell in identity.items() if role in sheet.columns} | filled)
            total = sum(part for part in parts.values() if part is not None)
            sheet.formula(row, "total", f"=SUM({letters[0]}{row}:{letters[-1]}{row})", numeric, float(total))
            sheet.only_numbers(row, list(columns), whole=numeric == "whole")
        self._sign(sheet, len(rows))

    def per_capita(self, rows: Sequence[Indicator]) -> None:
        if not rows:
            return
        of_heads = any(indicator.kind is Kind.PER_CAPITA for indicator in rows)
        name = headers.title("sheets", "per_capita") if of_heads else headers.second_title("sheets", "per_capita")
        sheet = self._sheet("per_capita", name)
        for row, indicator in enumerate(rows, start=FIRST_ROW):
            reached, group = self._figure(indicator), self._figure(indicator, Aspect.DENOMINATOR)
            whole = self.plan.counted_whole(indicator)
            style = "input_whole" if whole else "input_decimal"
            counts: dict[str, Cell] = {"reached": (_number(reached), style), "denominator": (_number(group), style)}
            sheet.row(row, self._identity(row, indicator) | counts)
            share = float(reached / group) if group and reached is not None else None
            sheet.formula(row, "share", f'=IF(N(I{row})>0,H{row}/I{row},"")', "share", share)
            sheet.only_numbers(row, ["reached", "denominator"], whole=whole)
        self._sign(sheet, len(rows))

    def tasks(self, rows: Sequence[Task]) -> None:
        if not rows:
            return
        sheet = self._sheet("tasks")
        states = headers.task_state_titles()
        for row, task in enumerate(rows, start=FIRST_ROW):
            said = self.values.tasks.get(task.id)
            entry: dict[str, Cell] = {
                "seq": (row - FIRST_ROW + 1, "centre"),
                "task_code": (task.id, "centre"),
                "clause": (task.clause, "centre"),
                "task_name": (task.name.zh, "text"),
                "deadline": (self._deadline(task), "centre"),
                "state": (states[said.state] if said else None, "input_centre"),
                "done_on": (said.done_on if said else None, "input_date"),
                "evidence": (said.evidence if said else None, "input"),
                "progress": (said.text if said else None, "input"),
                "remark": (None, "input"),
            }
            sheet.row(row, entry)
            sheet.only_choices(row, sheet.columns["state"], _STATES, len(self.plan.task_states))
            sheet.only_dates(row, "done_on", self.period.last_day)
        self._sign(sheet, len(rows))

    def guide(self) -> None:
        facts: dict[str, object] = {"due_day": self.plan.due_day, "since": self.plan.start}
        text = self.book.words("template.guide", **facts, **self._now())
        self.book.guide(self._title(headers.title("sheets", "guide")), text)
        states = headers.task_state_titles()
        departments = [department.name.zh for department in self.plan.departments]
        self.book.choices([departments, [states[state] for state in self.plan.task_states]])

    def _now(self) -> dict[str, str]:
        """What this report's time and the one before it are called."""
        rhythm = "month" if self.plan.is_monthly else "period"
        return {key: self.book.words(f"template.{key}_{rhythm}") for key in ("now", "before")}

    def _sheet(self, key: str, name: str = "") -> FormSheet:
        name = name or headers.title("sheets", key)
        titles, widths = template_columns.titles(key, self.plan), template_columns.widths(key, self.plan)
        sheet = FormSheet(self.book, name, titles, widths)
        hint = self.book.words(f"template.hint_{key}", since=self.plan.start, **self._now())
        period, cut_off = self.book.words.month(self.period), self.period.last_day.isoformat()
        sheet.block(self._title(name), hint, self.department.name.zh, period, cut_off)
        sheet.only_choices(2, 1, _DEPARTMENTS, len(self.plan.departments))
        return sheet

    def _sign(self, sheet: FormSheet, rows: int) -> None:
        signed = (self.values.reporter, self.values.reviewer, self.values.phone)
        sheet.signatures(FIRST_ROW + rows + 1, *signed, edition.CURRENT)

    def _title(self, sheet: str) -> str:
        words, mark = self.book.words, self.values.mark
        if mark:
            return words("template.title_marked", document=self.plan.document, sheet=sheet, mark=mark)
        return words("template.title", document=self.plan.document, sheet=sheet)

    def _identity(self, row: int, indicator: Indicator) -> dict[str, Cell]:
        return {
            "seq": (row - FIRST_ROW + 1, "centre"),
            "code": (indicator.id, "centre"),
            "clause": (indicator.clause, "centre"),
            "name": (indicator.name.zh + self._remark(indicator), "text"),
            "unit": (indicator.unit, "centre"),
            "target": (_number(indicator.target), self._numeric(indicator)),
            "deadline": (self._deadline(indicator), "centre"),
        }

    def _remark(self, indicator: Indicator) -> str:
        """What is easily miscounted is said right behind the name; readers of the sheet set brackets aside."""
        if indicator.kind in SHARES:
            return counted(indicator)
        if indicator.resets_yearly:
            return self.book.words("template.resets_yearly")
        return self.book.words("template.level") if indicator.kind is Kind.STOCK else ""

    def _deadline(self, item: Indicator | Task) -> str:
        return self.book.words.month(Period.of(item.deadline))

    def _numeric(self, indicator: Indicator) -> str:
        return "whole" if self.plan.unit(indicator.unit).whole else "decimal"

    def _figure(
        self, indicator: Indicator, aspect: Aspect = Aspect.CUMULATIVE, region: str | None = None
    ) -> Decimal | None:
        return self.values.figures.get((indicator.id, region, aspect))

    def _previous(self, indicator: Indicator) -> Decimal | None:
        restarts = indicator.resets_yearly and self.plan.reported_before(self.period).year < self.period.year
        return Decimal(0) if restarts else self.previous.get(indicator.id)

    def _rate(self, sheet: FormSheet, row: int, indicator: Indicator) -> None:
        """How much of the way from baseline to target is done: the increment counts, not the level."""
        low, high = (Decimal(0), indicator.target) if _counts_one_year(indicator) else map(_decimal, ends(indicator))
        if low == high:
            return
        done = self._figure(indicator)
        aim = f"F{row}" if high == indicator.target else str(_number(high))
        formula = f'=IF(ISNUMBER(J{row}),(J{row}-{_number(low)})/({aim}-{_number(low)}),"")'
        sheet.formula(row, "rate", formula, "share", None if done is None else float((done - low) / (high - low)))

    def _plan_rate(self, indicator: Indicator) -> float:
        if _counts_one_year(indicator):
            year = self.period.year
            return float(share_of_time(Period(year, 1), Period(year, 12), self.period))
        return float(plan_path(indicator, self.plan, self.period).line_share(self.period))


def _counts_one_year(indicator: Indicator) -> bool:
    """Whether the sheet shows this year's editions only, though they are judged added up over the years."""
    return indicator.kind is Kind.RECURRING and indicator.resets_yearly


def _decimal(exact: Any) -> Decimal:
    return Decimal(exact.numerator) / exact.denominator


def _number(amount: Decimal | None) -> int | float | None:
    """As spreadsheets hold it."""
    if amount is None:
        return None
    return int(amount) if amount == amount.to_integral_value() else float(amount)
