"""Every figure of a report worked out once more, from the plan file and the ledger's cells, by the second program."""

from __future__ import annotations

import datetime as dt
import re
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cached_property
from math import ceil, floor
from pathlib import Path
from typing import Any

import pandas as pd

from reports.document import Figure
from tests.support.ledgers import recorded
from tests.support.other_hand import BEHIND, judged_values, lights, numbers, path
from views.position import Position

_NUMBER = re.compile(r"[+−-]?[\d,]*\.?\d+")


class Recount:
    """The month of a position, with nothing of `domain` but the cells it was given."""

    def __init__(self, position: Position, plan_file: Path) -> None:
        self._position = position
        self._plan, entries = numbers(plan_file)
        self._plan_file = plan_file
        self._entries = {entry["id"]: entry for entry in entries}
        self._month: Any = pd.Period(str(position.period), freq="M")
        self._every = pd.period_range(self._plan["plan"]["start"], self._plan["plan"]["end"], freq="M")
        self._clauses = {
            entry["id"]: measure for measure in self._plan["measures"] for entry in measure.get("indicators", ())
        }

    def agrees(self, figure: Figure) -> bool:
        """Whether a figure says what is worked out here, rounded half up as far as it is written."""
        (written,) = _NUMBER.findall(figure.text)
        exact = self.of(figure)
        percent = "%" in figure.text or figure.key == "points"
        kind = self._entries.get(figure.about.indicator, {}).get("kind")
        is_amount = figure.key in ("value", "target", "baseline", "short", "needed")
        exact = exact * 100 if percent and not (is_amount and kind in ("per_capita", "ratio")) else exact
        said = Decimal(written.replace(",", "").replace("−", "-"))
        decimals = Decimal(1).scaleb(min(0, int(said.as_tuple().exponent)))
        return said == (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(decimals, ROUND_HALF_UP)

    def of(self, figure: Figure) -> Fraction:
        """The exact figure; shares are of 1. Raises KeyError for one that this program does not know."""
        about, key = figure.about, figure.key
        if key in ("count", "count_share"):
            among = [each for each in self._lights if self._is_meant(each, figure)]
            found = [each for each in among if not about.statuses or self._lights[each] in about.statuses]
            return Fraction(len(found), len(among) if key == "count_share" else 1)
        if key == "elapsed":
            return Fraction((self._month - self._every[0]).n + 1, len(self._every))
        if key.startswith("limit_"):
            return Fraction(str(self._plan["thresholds"][0][key.removeprefix("limit_")]))
        if key.startswith("reports"):
            return Fraction(self._reports[key])
        if key == "rank":
            return Fraction(self._ranks[about.department])
        if about.region:
            return self._value(about.indicator, about.region)
        return self._facts(about.indicator)[key]

    def _is_meant(self, indicator: str, figure: Figure) -> bool:
        about, clause = figure.about, self._clauses[indicator]
        if about.department:
            return self._lead(indicator) == about.department
        return not about.group or clause["group"] == about.group

    def _lead(self, indicator: str) -> str:
        entry, clause = self._entries[indicator], self._clauses[indicator]
        name = entry.get("lead", clause.get("lead"))
        bodies = self._position.plan.departments
        return next((each.id for each in bodies if name in (each.id, each.short, each.name.zh, *each.aliases)), "")

    def _value(self, indicator: str, region: str | None = None) -> Fraction:
        (found,) = (
            entry.observation.value
            for entry in recorded(self._position.ledger)
            if (entry.observation.indicator_id, entry.observation.region_id) == (indicator, region)
            and entry.observation.aspect == "cumulative"
            and entry.observation.period == self._position.period
        )
        return Fraction(found)

    @cached_property
    def _figures(self) -> pd.DataFrame:
        rows = [
            (seen.indicator_id, str(seen.period), str(seen.aspect), seen.value)
            for entry in recorded(self._position.ledger)
            if (seen := entry.observation).region_id is None
        ]
        return pd.DataFrame(rows, columns=["indicator", "month", "aspect", "value"])

    @cached_property
    def _lights(self) -> dict[str, str]:
        found = lights(self._plan_file, self._figures, self._position.today)
        of_month = found[found.month == str(self._month)]
        return dict(zip(of_month.indicator, of_month.light, strict=True))

    def _facts(self, indicator: str) -> dict[str, Fraction]:
        entry, (limits,), at = self._entries[indicator], self._plan["thresholds"], (self._month - self._every[0]).n
        own = self._figures[self._figures.indicator == indicator]
        table = own.pivot_table(index="month", columns="aspect", values="value", aggfunc="first")
        table.index = pd.PeriodIndex(table.index, freq="M")
        value = judged_values(entry, table.reindex(self._every))[at]
        line, size, steps = path(entry, self._plan, self._every, limits)
        baseline = Fraction(0) if entry["kind"] in ("per_capita", "recurring") else Fraction(str(entry["baseline"]))
        due = Fraction(floor(line[at] * size)) if steps else line[at] * size
        found = {"target": baseline + size, "baseline": baseline, "planned": due / size}
        if value is not None:
            is_yearly = entry.get("resets_yearly") and entry["kind"] != "recurring"
            months = 12 - self._month.month if is_yearly else len(self._every) - at - 1
            left = max(Fraction(0), baseline + size - value) / months
            found |= {"value": value, "share": (value - baseline) / size, "points": (value - baseline - due) / size}
            found |= {"short": max(Fraction(0), baseline + due - value)}
            found |= {"needed": Fraction(ceil(left)) if left >= 10 else left}
        return found

    @cached_property
    def _reports(self) -> dict[str, int]:
        """The month's reports by their first day, against the due day, which no day off moved."""
        due = dt.date((self._month + 1).year, (self._month + 1).month, self._plan["plan"]["due_day"])
        assert due.weekday() < 5
        own = [entry for entry in self._position.ledger.history if entry.period == self._position.period]
        first: dict[str, Any] = {}
        for entry in own:
            _ = first.setdefault(entry.department_id, entry.submitted_at + dt.timedelta(hours=8))
        in_time = sum(moment.date() <= due for moment in first.values())
        owing = len(self._position.plan.reporters)
        return {
            "reports": owing,
            "reports_on_time": in_time,
            "reports_late": len(first) - in_time,
            "reports_missing": owing - len(first),
            "reports_corrected": len({entry.department_id for entry in own if entry.sequence > 1}),
        }

    @cached_property
    def _ranks(self) -> dict[str, int]:
        """Rank 1 is the department with the least share behind, then with the least wide gap."""
        led: dict[str, list[str]] = {}
        for indicator in self._lights:
            if lead := self._lead(indicator):
                led.setdefault(lead, []).append(indicator)
        marks = {}
        for department, own in led.items():
            judged = [each for each in own if self._lights[each] != "not_reported"]
            if Fraction(len(judged), len(own)) < Fraction(str(self._plan["thresholds"][0]["coverage"])):
                continue
            behind = Fraction(sum(self._lights[each] in BEHIND for each in judged), len(judged))
            marks[department] = (behind, -min(self._facts(each)["points"] for each in judged))
        return {name: 1 + sum(other < own for other in marks.values()) for name, own in marks.items()}
