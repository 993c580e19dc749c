"""Do the words of a sheet go with its figures: a lag explained, a state that is true, a condition confirmed."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from domain.case import BEHIND, Case, at
from domain.observation import Observation, Topic
from domain.pace import meets, pace, use
from domain.path import plan_path
from domain.period import Period
from domain.plan import Indicator, Kind
from domain.problem import Fact, Problem
from domain.problem_codes import problem
from domain.status import LAGGING

_COUNTED = (Kind.FLOW, Kind.STOCK)
_DONE = "done"
_ONE_DECIMAL = Decimal("0.1")


def unexplained_lag(case: Case) -> Iterable[Problem]:
    """Whatever is behind its path needs its problems and next steps. Back-filled months are past explaining.

    A table of the department's own that has no columns for them is taken, with a reason for all of it.
    """
    if case.period < case.plan.reporting_start:
        return
    said = {(words.indicator_id, words.topic) for words in case.draft.narratives}
    wordless: list[str] = []
    for indicator, total in case.cities():
        lag = _points_behind(case, indicator, total)
        if lag is None or {(indicator.id, Topic.PROBLEMS), (indicator.id, Topic.NEXT_STEPS)} <= said:
            continue
        place = case.stated.reasons_at.get(indicator.id)
        if place:
            source, row = place
            yield at(source, "F07", row=row, indicator=indicator.id, points=lag)
        else:
            wordless.append(indicator.id)
    if wordless:
        yield problem("F33", indicators=tuple(wordless))


def states(case: Case) -> Iterable[Problem]:
    """Done means that the target is reached, and behind that it is not."""
    for indicator_id, (state, source) in case.stated.states.items():
        indicator, total = case.plan.indicator(indicator_id), case.city(indicator_id)
        if total is None or indicator.kind not in _COUNTED or indicator.is_cap:
            continue
        reached = meets(indicator, Fraction(total.value), case.plan.thresholds_at(case.period))
        facts: dict[str, Fact] = {"raw": source.raw.strip(), "value": total.value, "target": indicator.target}
        if state == _DONE and not reached:
            yield at(source, "X22", indicator=indicator_id, unit=indicator.unit_name, **facts)
        elif state == BEHIND and reached:
            yield at(source, "X35", indicator=indicator_id, unit=indicator.unit_name, **facts)


def conditions(case: Case) -> Iterable[Problem]:
    """What counts only under a condition needs the condition said when more of it is reported."""
    if case.period < case.plan.reporting_start:
        return
    for indicator, total in case.cities():
        condition, before = indicator.condition, case.before(indicator)
        if condition is None or total.value <= (before or 0):
            continue
        said = " ".join(words.text for words in case.draft.narratives if words.indicator_id == indicator.id)
        if condition.zh not in said and condition.en.lower() not in said.lower():
            facts: dict[str, Fact] = {"name": indicator.name, "value": total.value, "before": before or Decimal(0)}
            yield at(total, "X33", indicator=indicator.id, condition=condition, **facts)


def _points_behind(case: Case, indicator: Indicator, total: Observation) -> Decimal | None:
    """How many percentage points a lagging number is below its path; None for one that does not lag."""
    if indicator.kind not in _COUNTED:
        return None
    value, thresholds = Fraction(total.value), case.plan.thresholds_at(case.period)
    path = plan_path(indicator, case.plan, case.period)
    done = path.share_of(value)
    if done is None:
        return None
    if indicator.is_cap:
        lags = use(path, value, case.period, thresholds)[0] in LAGGING
        return _points(done - path.due_share(case.period)) if lags else None
    if meets(indicator, value, thresholds):
        return None
    gap = path.due_share(case.period) - done
    is_over = case.period >= Period.of(indicator.deadline)
    if gap <= 0 or not (is_over or pace(path, value, case.period, thresholds)[0] in LAGGING):
        return None
    return _points(gap)


def _points(share: Fraction) -> Decimal:
    return (Decimal(share.numerator) / share.denominator * 100).quantize(_ONE_DECIMAL, ROUND_HALF_UP)
