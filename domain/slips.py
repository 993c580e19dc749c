"""The supervision slips (督办) that runs of months behind propose. Rule: docs/method.md, "Months in a row"."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from domain.history import Run
from domain.judging import Judged
from domain.period import Period
from domain.plan import Indicator


@dataclass(frozen=True)
class SlipProposal:
    """A supervision slip (督办) that a run of months behind asks for. Nothing is stored by proposing it."""

    indicator: Indicator
    department_id: str  # the lead; where the plan names none, whoever reports
    period: Period
    run: Run
    is_new: bool  # the run has reached the limit this very month


def slip_proposal(judged: Judged, period: Period) -> SlipProposal | None:
    """The slip that the run up to `period` asks for; None while it is shorter than the limit of the month."""
    run, indicator = judged.run(period), judged.at(period).indicator
    limit = judged.at(period).thresholds.run_months
    if run.months < limit or run.since is None:
        return None
    return SlipProposal(
        indicator=indicator,
        department_id=indicator.lead or indicator.reporter,
        period=period,
        run=run,
        is_new=run.months == limit and not run.is_silent,
    )


def proposed_slips(judged: Iterable[Judged], period: Period) -> tuple[SlipProposal, ...]:
    """Every slip the month asks for, the longest run first."""
    found = (slip_proposal(each, period) for each in judged)
    return tuple(sorted((slip for slip in found if slip), key=lambda slip: -slip.run.months))
