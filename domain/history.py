"""An indicator's lights over the months: runs behind, what was made good later, and the slips a run proposes.

Rule: docs/method.md, "Months in a row". It reads lights that `domain.progress` gave; nothing it proposes is stored.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from domain.ledger import Ledger
from domain.period import Period, months
from domain.plan import Indicator, Plan
from domain.progress import assess
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


@dataclass(frozen=True)
class SlipProposal:
    """A supervision slip (督办) that a run of months behind asks for. Nothing is stored by proposing it."""

    indicator: Indicator
    department_id: str  # the lead; where the plan names none, whoever reports
    period: Period
    run: Run
    is_new: bool  # the run has reached the limit this very month


def light_history(
    indicator: Indicator, plan: Plan, ledger: Ledger, period: Period, today: date
) -> tuple[MonthLight, ...]:
    """Every month from the indicator's start up to `period`, oldest first, as known now."""
    lights: list[MonthLight] = []
    run = 0
    for month in months(indicator.start, period):
        status = assess(indicator, plan, ledger, month, today).status
        run = run_after(run, status)
        lights.append(MonthLight(month, status, run))
    return tuple(_made_good(lights))


def run_after(run: int, status: Status) -> int:
    """A run of `run` months, one month on. A silent month neither adds to it nor ends it."""
    if status in SILENT:
        return run
    return run + 1 if status in LAGGING else 0


def run_of(indicator: Indicator, plan: Plan, ledger: Ledger, period: Period, today: date) -> Run:
    """The months in a row, up to `period`, at behind or worse."""
    lights = list(_back_to_good(indicator, plan, ledger, period, today))
    behind = [month for month, status in lights if status in LAGGING]
    since = behind[-1] if behind else None
    is_silent = bool(lights) and lights[0][1] in SILENT
    return Run(len(behind), since, is_silent, is_whole=since == max(indicator.start, plan.judging_start))


def consecutive(indicator: Indicator, plan: Plan, ledger: Ledger, period: Period, today: date) -> int:
    """How many months in a row, up to `period`, were at behind or worse."""
    return run_of(indicator, plan, ledger, period, today).months


def slip_proposal(indicator: Indicator, plan: Plan, ledger: Ledger, period: Period, today: date) -> SlipProposal | None:
    """The slip that the run up to `period` asks for; None while it is shorter than the limit of the month."""
    limit = plan.thresholds_at(period).run_months
    run = run_of(indicator, plan, ledger, period, today)
    if run.months < limit or run.since is None:
        return None
    return SlipProposal(
        indicator=indicator,
        department_id=indicator.lead or indicator.reporter,
        period=period,
        run=run,
        is_new=run.months == limit and not run.is_silent,
    )


def proposed_slips(plan: Plan, ledger: Ledger, period: Period, today: date) -> tuple[SlipProposal, ...]:
    """Every slip the month asks for, the longest run first."""
    found = (slip_proposal(indicator, plan, ledger, period, today) for indicator in plan.numbers)
    return tuple(sorted((slip for slip in found if slip), key=lambda slip: -slip.run.months))


def _back_to_good(
    indicator: Indicator, plan: Plan, ledger: Ledger, period: Period, today: date
) -> Iterator[tuple[Period, Status]]:
    """The lights of the months before `period` and of itself, newest first, up to one that ends a run."""
    month = period
    while month >= indicator.start:
        status = assess(indicator, plan, ledger, month, today).status
        if status not in SILENT and status not in LAGGING:
            return
        yield month, status
        month = month + -1


def _made_good(lights: Sequence[MonthLight]) -> Iterator[MonthLight]:
    """The same months, those behind marked with the month that made them good."""
    marked: list[MonthLight] = []
    good: Period | None = None
    for light in reversed(lights):
        if light.status in LAGGING:
            marked.append(replace(light, made_good=good))
            continue
        marked.append(light)
        if light.status not in SILENT:
            good = light.period
    return reversed(marked)
