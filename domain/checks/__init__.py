"""Is a department-month whole, and does it agree with itself, with other numbers and with what was known before.

Every rule is one small function `(case) -> problems` in the module of what it looks at; `RULES` lists them all, in the
order in which their findings are told. Whether a cell is readable at all was settled before, in `loaders`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from domain.case import Case
from domain.checks import between, change, first, plausible, sums, whole, words
from domain.problem import Problem
from domain.problem_codes import problem
from domain.reporting import due_date

Rule = Callable[[Case], Iterable[Problem]]

RULES: tuple[Rule, ...] = (
    whole.locked,
    whole.missing_rows,
    whole.correction,
    whole.later_months,
    whole.month_before,
    whole.gap,
    whole.restart,
    sums.blank_months,
    sums.totals,
    sums.altered_totals,
    sums.region_sums,
    sums.region_totals,
    sums.rates,
    change.falling_totals,
    change.not_restarted,
    change.slips_of_scale,
    change.surges,
    change.unchanged,
    change.repeated_months,
    first.sizes,
    first.scale,
    between.parts,
    between.persons_and_certified,
    between.growth,
    between.groups,
    between.needs,
    between.zones,
    between.partners,
    plausible.over_target,
    plausible.editions,
    plausible.same_figures,
    plausible.round_figures,
    words.unexplained_lag,
    words.states,
    words.conditions,
)


def check(case: Case) -> list[Problem]:
    """Everything the rules find in one department-month. The very file that was sent last already changes nothing."""
    newest = case.submission(case.period)
    if newest and newest.sha256 == case.draft.sha256:
        return [problem("G01", day=case.day(newest))]
    return [found for rule in RULES for found in rule(case)]


def late(case: Case, today: date) -> list[Problem]:
    """The note that a first report comes after its due date. Only for what can otherwise be accepted."""
    due = due_date(case.plan, case.period)
    counts = case.ledger is not None and case.period >= case.plan.reporting_start
    if counts and today > due and not case.submission(case.period):
        return [problem("G05", day=today, due=due)]
    return []
