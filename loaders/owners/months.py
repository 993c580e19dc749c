"""Which month a sheet or a row is of: what its labels, titles and name say, and what to say where they do not agree."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from domain.period import Period
from domain.plan import Plan
from loaders import cells, headers
from loaders.inquiry import Inquiry
from loaders.owners.in_doubt import day_labelled, days_beside, other_months, several_months
from loaders.owners.owner import Expected, Owner
from loaders.sheet import Cell, Sheet
from loaders.tables.labels import Block, Labelled
from loaders.tables.table import Table
from loaders.tables.titles import month_of, month_of_sheet, month_of_title
from loaders.values.dates_in_doubt import month_beside_day
from loaders.values.dates_in_text import About, DayInText


@dataclass(frozen=True)
class MonthReader:
    """Gives a month, or None after telling why not. `stated_at`: sheet and cell in which each month was read first."""

    plan: Plan
    expected: Expected
    today: date
    inquiry: Inquiry
    stated_at: dict[Period, tuple[str, str]] = field(default_factory=dict[Period, tuple[str, str]])

    def of_table(self, table: Table, block: Block, before: Period | None) -> Period | None:
        """The month of a whole table; None also where its rows or parts each have their own."""
        sheet, texts = table.sheet, table.titles
        if table.is_by_month:
            return None
        if "period" in block:
            return self.stated(sheet, block["period"].value, block["period"].cell)
        if "period" in table.header.columns:
            return None
        if self._in(texts):
            return self._in_title(sheet, texts)
        if table.dated and table.dated[0]:
            year, month, cell = table.dated
            return self.stated(sheet, f"{year}年{month}月", cell)
        if of_sheet := month_of_sheet(table):
            return self.stated(sheet, of_sheet, "")
        if before is not None:
            return before
        if of_title := month_of_title(table):
            year, month, cell = of_title
            year = year or (self.expected.period.year if self.expected.period else None)
            return self.stated(sheet, f"{year}年{month}月" if year else f"{month}月", cell)
        return self._by_days(sheet, days_beside(texts, block))

    def stated(self, sheet: Sheet, value: Cell | str, cell: str) -> Period | None:
        """By what stands in a cell made for it."""
        read = cells.read_period(value, newest=self._newest_month)
        period, was_told = self.inquiry.settled(read, sheet.name, cell)
        if period is None:
            if not was_told:
                self.inquiry.tell("C30", sheet.name, cell, example=self._newest_month)
            return None
        if not self.plan.start <= period <= self.plan.end:
            self.inquiry.tell("C14", sheet.name, cell, period=period, first=self.plan.start, last=self.plan.end)
        elif period.last_day >= self.today:
            self.inquiry.tell("C13", sheet.name, cell, period=period)
        elif self.expected.period and period != self.expected.period:
            self.inquiry.tell("C15", sheet.name, cell, period=period, expected=self.expected.period)
        self.stated_at.setdefault(period, (sheet.name, cell))
        return period

    @property
    def _newest_month(self) -> Period:
        """The newest month of the plan that is over: the example of a month in messages."""
        return max(self.plan.start, min(Period.of(self.today) + -1, self.plan.end))

    def _in_title(self, sheet: Sheet, texts: Sequence[Labelled]) -> Period | None:
        """The one month that titles name; which of several, a person says."""
        named = self._in(texts)
        month, cell = next(iter(named.items()))
        if len(named) == 1:
            return self.stated(sheet, month, cell)
        read = [month for text in named if (month := cells.read_period(text).value)]
        return self._which(read, sheet, cell)

    def _in(self, texts: Sequence[Labelled], *, by_days: bool = True) -> dict[str, str]:
        """The months that titles name, with their cells; the plan's own span is not one of them.

        One that is told by no more than its last day counts `by_days`, and where no other is named: it may be a day of
        filling in.
        """
        bounds = {f"{end.year}年{end.month}月" for end in (self.plan.start, self.plan.end)}
        named = {month: text.cell for text in texts for month in cells.months_in(text.text, by_days=False)}
        if by_days and not named:
            named = {month: text.cell for text in texts for month in cells.months_in(text.text)}
        return {month: cell for month, cell in named.items() if month not in bounds} or named

    def _by_days(self, sheet: Sheet, days: Iterable[tuple[DayInText, Labelled]]) -> Period | None:
        """The month of a table that names none: the one up to whose end it counts, else the one expected; else, where
        some other day stands beside it, a person is asked.
        """
        told = list(days)
        counted = next((place for day, place in told if day.about is About.COUNT and day.ends_its_month), None)
        if counted:
            return self.stated(sheet, counted.value, counted.cell)
        if self.expected.period is not None:
            return self.expected.period
        newest = self._newest_month
        if not told:
            self.inquiry.tell("C30", sheet.name, example=newest)
            return None
        day, place = max(told, key=lambda each: each[0].day)
        read = month_beside_day(day.day, newest, {"raw": place.text, "example": newest})
        chosen, _ = self.inquiry.settled(read, sheet.name, place.cell)
        return chosen and self.stated(sheet, f"{chosen.year}年{chosen.month}月", place.cell)

    def _which(self, read: Sequence[Period], sheet: Sheet, cell: str) -> Period | None:
        """The month a person says counts where several are named."""
        chosen = self.inquiry.ask(several_months(read), sheet.name, cell)
        return chosen and self.stated(sheet, f"{chosen.year}年{chosen.month}月", cell)

    def agreed(self, table: Table, owner: Owner, below: Block) -> Owner:
        """Other months in the titles, the sheet's name or between the rows of a table that belongs to one month.

        The owner comes back with the month a person chose, where they were asked.
        """
        period, sheet = owner.period, table.page
        if period is None or table.is_by_month:
            return owner
        if "period" in table.header.columns:
            self._agreed_with_rows(table, period)
            return owner
        for other, cell in other_months(table, period, below):
            period = self._which((period, other), sheet, cell) or period
        months = self._in(table.titles, by_days=False) | dict.fromkeys(cells.months_in(sheet.name), "")
        for month, cell in months.items():
            read = cells.read_period(month).value
            if read and read not in (period, self.plan.start, self.plan.end):
                self.inquiry.tell("C36", sheet.name, cell, raw=month, period=period)
        self._days_agree(table, period, below)
        if headers.is_month_heading(sheet.name) and not cells.months_in(sheet.name):
            read = cells.read_period(f"{period.year}年{sheet.name}").value
            if read and read != period:
                self.inquiry.tell("C36", sheet.name, "", raw=sheet.name, period=period)
        return replace(owner, period=period)

    def _days_agree(self, table: Table, period: Period, below: Block) -> None:
        """Days beside a table of a known month that are before it had begun, or end no month though counted up to."""
        labelled = (
            {key: value for key, value in block.items() if key == "filled_on"} for block in (table.block, below)
        )
        for day, place in days_beside(table.titles, *labelled):
            is_counted = day.about is About.COUNT
            if (is_counted and day.ends_its_month) or not (is_counted or day.is_alone):
                continue  # told as a month, or of some paper that is spoken of
            if day.day < period.first_day or (is_counted and Period.of(day.day) != period):
                self.inquiry.tell("C36", table.page.name, place.cell, raw=day.raw, period=period)
            elif is_counted:
                self.inquiry.tell("C16", table.page.name, place.cell, day=day.day)

    def _agreed_with_rows(self, table: Table, period: Period) -> None:
        """A month above a table of which none of its rows is: the rows count."""
        of_rows = (cells.read_period(month_of(table, row)).value for row in table.rows)
        first = next(of_rows, None)
        if first and first != period and period not in of_rows and "period" in table.block:
            at = table.block["period"]
            self.inquiry.tell("C36", table.page.name, at.cell, raw=at.text, period=first)

    def cut_off(self, sheet: Sheet, block: Block, owners: Sequence[Owner]) -> None:
        """The day up to which was counted: to be the last of a month, and of one reported that can be."""
        if "cut_off" not in block or not block["cut_off"].text:
            return
        value = block["cut_off"]
        day = day_labelled(value, About.COUNT)
        if day is None:
            read = cells.read_date(value.value, self._newest_month)
            day, _ = self.inquiry.settled(read, sheet.name, value.cell)
        can_be = (self.plan.start, self._newest_month)
        periods = {owner.period for owner in owners if owner.period and can_be[0] <= owner.period <= can_be[1]}
        if day and periods and Period.of(day) not in periods:
            self.inquiry.tell("C36", sheet.name, value.cell, raw=f"{day.year}年{day.month}月", period=max(periods))
        elif day and day != Period.of(day).last_day:
            self.inquiry.tell("C16", sheet.name, value.cell, day=day)
