"""An indicator's lights over the months: runs behind, and what was made good later.

Rule: docs/method.md, "Months in a row". It goes by lights that were given elsewhere: `domain.judging`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from domain.period import Period
from domain.status import LAGGING, SILENT, Status


@dataclass(frozen=True)
class MonthLight:
    """One month of an indicator. `run` counts the months behind in a row up to it.

    `made_good` (补齐) is the first later month that was no longer behind; None where it was not behind, or still is.
    """

    period: Period
    status: Status
    run: int
    made_good: Period | None = None


@dataclass(frozen=True)
class Run:
    """Months behind in a row. `since` is the first of them; `is_silent`: the last month looked at says nothing.

    `is_whole`: it reaches back to the first month judged, so that how long it really lasts is not known.
    """

    months: int
    since: Period | None
    is_silent: bool = False
    is_whole: bool = False


def run_after(run: Run, period: Period, status: Status, first: Period) -> Run:
    """A run, one month on. A silent month neither adds to it nor ends it. `first` is the first month judged."""
    if status in SILENT:
        return replace(run, is_silent=True)
    if status not in LAGGING:
        return Run(0, None)
    since = run.since or period
    return Run(run.months + 1, since, is_whole=since == first)


def made_good(lights: Iterable[MonthLight]) -> tuple[MonthLight, ...]:
    """The same months, oldest first, those behind marked with the month that made them good."""
    marked: list[MonthLight] = []
    good: Period | None = None
    for light in reversed(tuple(lights)):
        if light.status in LAGGING:
            marked.append(replace(light, made_good=good))
            continue
        marked.append(light)
        if light.status not in SILENT:
            good = light.period
    return tuple(reversed(marked))
