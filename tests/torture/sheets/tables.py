"""The tables of a department: columns in an order of its own, headings in one row or two, a line for each item."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from random import Random
from typing import Any

from domain.plan import Indicator
from loaders import headers
from tests.torture.sheets import wordings
from tests.torture.sheets.paper import Page, Spot
from tests.torture.sheets.truth import Month
from tests.torture.sheets.wordings import heading

Line = dict[str, Spot]
"""The cells of a row by the role of their column."""


@dataclass(frozen=True)
class Column:
    role: str
    title: str
    above: str = ""  # group title over it and its neighbours that have the same


def monthly(rng: Random, page: Page, row: int, left: int, month: Month, unit: str) -> int:
    """The table of totals."""
    chances = {"seq": 0.6, "clause": 0.2, "target": 0.5, "deadline": 0.2, "previous": 0.5, "month": 0.85, "rate": 0.3,
               "progress": 0.4, "problems": 0.3, "next_steps": 0.3, "remark": 0.4, "code": 0.5}  # fmt: skip
    order = ["seq", "code", "clause", "name", "unit", "target", "deadline", "previous", "month", "cumulative", "rate",
             "progress", "problems", "next_steps", "remark"]  # fmt: skip
    roles = [role for role in order if rng.random() < chances.get(role, 1)]
    units = {i.unit for i in month.counted}
    in_heading = not unit and len(units) == 1 and rng.random() < 0.15
    if unit or in_heading:
        roles.remove("unit")
    columns = _grouped(rng, [Column(role, heading(rng, role)) for role in shuffled(rng, roles)])
    if in_heading:
        behind = f"（{units.pop()}）"
        columns = [
            Column(c.role, c.title + behind if c.role in ("previous", "month", "cumulative") else c.title, c.above)
            for c in columns
        ]
    lines: list[Line] = []
    for number, indicator in enumerate(month.counted, 1):
        line = identity(rng, indicator) | figures(month, indicator) | {"seq": Spot(number, "seq", "seq", indicator.id)}
        if indicator.id in month.before:
            before = stored(
                Decimal(0) if indicator.resets_yearly and month.period.month == 1 else month.before[indicator.id]
            )
            line["previous"] = Spot(before, "previous", "previous", indicator.id)
        done = month.figures[indicator.id, None, "cumulative"]
        line["rate"] = Spot(f"{round(done / indicator.target * 100, 1)}%", "rate", "rate", indicator.id)
        if indicator.baseline:
            del line["rate"]
        for role in ("progress", "problems", "next_steps", "remark"):
            line[role] = Spot(rng.choice(wordings.SAID), "said", role, indicator.id)
        lines.append(line)
    return table(rng, page, row, left, columns, lines)


def regions(rng: Random, page: Page, row: int, left: int, month: Month, unit: str) -> int:
    """A column for every region."""
    plan = month.plan
    names = {f"region:{region.id}": wordings.region(rng, plan, region.id) for region in plan.regions}
    roles = ["seq"] * (rng.random() < 0.4) + ["code"] * (rng.random() < 0.5) + ["name", "unit"]
    columns = [Column(role, heading(rng, role)) for role in roles] + [
        Column(role, name) for role, name in names.items()
    ]
    columns += [Column("total", heading(rng, "total"))] * (rng.random() < 0.6)
    lines: list[Line] = []
    for number, indicator in enumerate(month.by_region, 1):
        line = identity(rng, indicator) | {"seq": Spot(number, "seq", "seq", indicator.id)}
        for region in plan.regions:
            value = month.figures[indicator.id, region.id, "cumulative"]
            role = f"region:{region.id}"
            line[role] = Spot(
                stored(value), "figure", role, indicator.id, key_of(month, indicator, region.id, "cumulative")
            )
        line["total"] = Spot(stored(month.figures[indicator.id, None, "cumulative"]), "total", "total", indicator.id)
        lines.append(line)
    return table(rng, page, row, left, columns, lines)


def shares(rng: Random, page: Page, row: int, left: int, month: Month, unit: str) -> int:
    """Groups and those who got there."""
    with_codes = rng.random() < 0.5
    roles = ["seq"] * (rng.random() < 0.5) + ["code"] * with_codes + ["name", "reached", "denominator"]
    columns = [Column(role, heading(rng, role)) for role in shuffled(rng, roles)]
    lines = [
        share(rng, month, i, with_codes=True) | {"seq": Spot(n, "seq", "seq", i.id)}
        for n, i in enumerate(month.shares, 1)
    ]
    return table(rng, page, row, left, columns, lines)


def tasks(rng: Random, page: Page, row: int, left: int, month: Month, unit: str) -> int:
    roles = (
        ["seq"] * (rng.random() < 0.5)
        + ["task_code"] * (rng.random() < 0.6)
        + ["task_name", "state", "done_on", "evidence", "remark"]
    )
    titles, lines = headers.task_state_titles(), list[Line]()
    for number, task in enumerate(month.tasks, 1):
        key = (month.department_id, str(month.period), task.id, None, "state")
        lines.append({
            "seq": Spot(number, "seq", "seq", task.id),
            "task_code": Spot(task.id, "identity", "task_code", task.id),
            "task_name": Spot(task.name.zh, "identity", "task_name", task.id),
            "state": Spot(titles[month.states[task.id]], "state", "state", task.id, key),
            "remark": Spot(rng.choice(wordings.SAID), "said", "remark", task.id),
        })  # fmt: skip
    return table(rng, page, row, left, [Column(role, heading(rng, role)) for role in roles], lines)


def shuffled(rng: Random, roles: Sequence[str]) -> list[str]:
    """Mostly in their usual order."""
    return rng.sample(roles, len(roles)) if rng.random() < 0.3 else list(roles)


def _grouped(rng: Random, columns: list[Column]) -> list[Column]:
    """Perhaps with titles over the figures that belong together."""
    style = rng.choices(["none", "neutral", "by figure"], (6, 2, 2))[0]
    if style == "none":
        return columns
    if style == "neutral":
        title = rng.choice(wordings.NEUTRAL)
        return [
            Column(c.role, c.title, title if c.role in ("previous", "month", "cumulative") else "") for c in columns
        ]
    found: list[Column] = []
    for column in columns:
        if column.role in wordings.GROUPS:
            above = rng.choice(wordings.GROUPS[column.role])
            found.append(Column(column.role, rng.choice(["完成", "完成数", "实际完成"]), above))
        else:
            found.append(column)
    return found


def table(rng: Random, page: Page, row: int, left: int, columns: Sequence[Column], lines: Sequence[Line]) -> int:
    """Headings in one row or two, and the lines below; the row after the last."""
    is_stepped = any(column.above for column in columns)
    for at, column in enumerate(columns, left):
        if not is_stepped or column.above:
            page.put(row + is_stepped, at, Spot(column.title, "heading", column.role))
        else:
            page.put(row, at, Spot(column.title, "heading", column.role))
            page.merges += [(row, at, row + 1, at)] if rng.random() < 0.8 else []
    at = 0
    while at < len(columns):
        end = at
        while end + 1 < len(columns) and columns[end + 1].above == columns[at].above:
            end += 1
        if columns[at].above:
            page.put(row, left + at, Spot(columns[at].above, "group", columns[at].role))
            page.merges += [(row, left + at, row, left + end)] if end > at else []
        at = end + 1
    row += 1 + is_stepped
    for line in lines:
        for at, column in enumerate(columns, left):
            if column.role in line:
                page.put(row, at, line[column.role])
        row += 1
    return row


def identity(rng: Random, indicator: Indicator, *, with_codes: bool = True) -> Line:
    named = {
        "name": Spot(indicator.name.zh, "identity", "name", indicator.id),
        "unit": Spot(indicator.unit, "unit", "unit", indicator.id),
        "target": Spot(stored(indicator.target), "target", "target", indicator.id),
        "deadline": Spot(f"{indicator.deadline.year}年底", "said", "deadline", indicator.id),
        "clause": Spot(indicator.clause, "said", "clause", indicator.id),
    }
    return named | ({"code": Spot(indicator.id, "identity", "code", indicator.id)} if with_codes else {})


def figures(month: Month, indicator: Indicator) -> Line:
    return {
        aspect: Spot(
            stored(month.figures[indicator.id, None, aspect]),
            "figure",
            aspect,
            indicator.id,
            key_of(month, indicator, None, aspect),
        )
        for aspect in ("month", "cumulative")
    }


def share(rng: Random, month: Month, indicator: Indicator, *, with_codes: bool) -> Line:
    figures = {
        role: Spot(
            stored(month.figures[indicator.id, None, aspect]),
            "figure",
            role,
            indicator.id,
            key_of(month, indicator, None, aspect),
        )
        for role, aspect in (("reached", "cumulative"), ("denominator", "denominator"))
    }
    return identity(rng, indicator, with_codes=with_codes) | figures


def key_of(
    month: Month, indicator: Indicator, region_id: str | None, aspect: str
) -> tuple[str, str, str, str | None, str]:
    return month.department_id, str(month.period), indicator.id, region_id, aspect


def stored(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def label(page: Page, row: int, labels: Sequence[str], value: Any, rng: Random, part: str) -> int:
    page.put(row, 1, Spot(rng.choice(labels) + rng.choice(["", "："]), "label", part))
    page.put(row, 2, Spot(value, part, part))
    return row + 1
