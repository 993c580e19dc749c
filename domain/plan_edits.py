"""What an edited plan says otherwise about months that are over, so that their lights turn though nobody reported anew.

A threshold or target changed in place counts for every month there was. That is meant where the plan itself was
revised; where it is to count from now on only, a dated entry of its own says so. It must not know files or ledgers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from itertools import groupby

from domain.period import Period, months
from domain.plan import Indicator, Plan, Thresholds
from domain.problem import Fact

OF_PLAN = ("start", "end", "judged_from", "reports_from", "due_day")
OF_NUMBER = (
    "kind", "target", "comparator", "direction", "baseline", "start", "deadline", "path", "season", "year_parts",
    "resets_yearly", "every_years", "first_year", "same_as",
)  # fmt: skip
"""What the lights of an indicator rest on."""


@dataclass(frozen=True)
class Edit:
    """One thing that is no longer what it was. The sentence for each code is `plan_edit.<code>` in `wording`."""

    code: str
    facts: Mapping[str, Fact]


def edits(before: Plan, after: Plan, last: Period) -> tuple[Edit, ...]:
    """Everything by which `after` judges the months up to `last` otherwise than `before` did."""
    return (*_thresholds(before, after, last), *_general(before, after), *_numbers(before, after))


def _thresholds(before: Plan, after: Plan, last: Period) -> Iterator[Edit]:
    """Those of each month there was, told once for months in a row."""
    over = months(max(before.judging_start, after.judging_start), min(last, before.end, after.end))
    pairs = [(before.thresholds_at(month), after.thresholds_at(month)) for month in over]
    for name in (each.name for each in fields(Thresholds) if each.name != "valid_from"):
        values = [(getattr(old, name), getattr(new, name)) for old, new in pairs]
        for (old, new), run in groupby(zip(values, over, strict=True), key=lambda pair: pair[0]):
            among = [month for _, month in run]
            if old != new:
                facts: dict[str, Fact] = {"name": name, "before": _written(old), "after": _written(new)}
                yield Edit("threshold", facts | {"first": among[0], "last": among[-1], "next": str(last + 1)})


def _general(before: Plan, after: Plan) -> Iterator[Edit]:
    for name in OF_PLAN:
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            yield Edit("general", {"name": name, "before": _written(old), "after": _written(new)})


def _numbers(before: Plan, after: Plan) -> Iterator[Edit]:
    """The indicators of the plan that was, where their lights rest on something else now or they are gone."""
    known = {indicator.id: indicator for indicator in after.indicators}
    for old in before.indicators:
        if old.id in known:
            yield from _number(old, known[old.id])
        else:
            yield Edit("number_gone", {"indicator": old.id, "title": old.name})


def _number(before: Indicator, after: Indicator) -> Iterator[Edit]:
    for name in OF_NUMBER:
        old, new = getattr(before, name), getattr(after, name)
        if old == new:
            continue
        facts: dict[str, Fact] = {"indicator": after.id, "title": after.name, "name": name}
        if isinstance(old, tuple):  # a path, a season: too long to be told
            yield Edit("number_list", facts)
        else:
            yield Edit("number", facts | {"before": _written(old), "after": _written(new)})


def _written(value: object) -> str:
    """A value as the plan file has it."""
    return f"{value:f}" if isinstance(value, Decimal) else "—" if value is None else str(value)
