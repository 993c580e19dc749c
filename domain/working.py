"""The working behind a light, step by step, with the figures filled in: what a reader can check by hand.

Steps are keys and facts; the sentences stand in wording/judging.toml under [working]. Shares are given in percent.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from domain.amount import amount
from domain.assessment import Assessment, Status
from domain.path import sense, starts_again
from domain.plan import Aim, Basis, Indicator, Kind, Name

Step = tuple[str, Mapping[str, object]]
_PERCENT = 100
_AMOUNTS = (
    "baseline", "target", "value", "expected", "size", "shortfall", "remaining", "needed", "left", "over", "monthly",
)  # fmt: skip
_OWN_READING = (Basis.IMPLIED, Basis.INFERRED, Basis.ASSUMED)  # what the plan does not say in so many words


def working(assessment: Assessment) -> tuple[Step, ...]:
    """What went in, the formulas with their numbers, and the limits used, in reading order.

    Without a value it stops at what the plan asks for.
    """
    return tuple((step, _told(facts, assessment.indicator)) for step, facts in _steps(assessment))


def _told(facts: Mapping[str, object], indicator: Indicator) -> Mapping[str, object]:
    """Amounts are told with the decimals of their indicator."""
    return {key: amount(value, indicator) if key in _AMOUNTS else value for key, value in facts.items()}  # type: ignore[arg-type]


def _steps(judged: Assessment) -> Iterator[Step]:
    if judged.indicator.is_cap:
        yield from _of_limit(judged)
        return
    yield "aim", {"baseline": judged.baseline, "target": judged.target, "unit": unit(judged)}
    if judged.indicator.baseline_basis in _OWN_READING and not starts_again(judged.indicator):
        yield f"baseline_{judged.indicator.baseline_basis}", {"baseline": judged.baseline, "unit": unit(judged)}
    yield _path_step(judged)
    if judged.value is None:
        return
    yield "value", {"value": judged.value, "unit": unit(judged), "period": judged.period}
    if not judged.is_compared:
        yield "back_filled", {}
        return
    if judged.progress_share is None:
        yield "kept", {"value": judged.value, "target": judged.target}
        yield from _verdict(judged)
        return
    yield (
        "progress",
        {
            "value": judged.value,
            "baseline": judged.baseline,
            "target": judged.target,
            "progress": judged.progress_share * _PERCENT,
        },
    )
    yield from _comparison(judged)
    yield from _remainder(judged)
    yield from _limits(judged)
    yield from _verdict(judged)


def _of_limit(judged: Assessment) -> Iterator[Step]:
    """The same of a limit: how much of it may be used by then, how much is, and what is left."""
    yield "limit", {"target": judged.target, "unit": unit(judged)}
    yield _limit_step(judged)
    if judged.value is None:
        return
    yield "value", {"value": judged.value, "unit": unit(judged), "period": judged.period}
    if judged.progress_share is not None and judged.gap is not None:
        shares = {"progress": judged.progress_share * _PERCENT, "plan": judged.plan_share * _PERCENT}
        yield "limit_used", {"value": judged.value, "target": judged.target, **shares}
        yield "limit_gap", {**shares, "gap": judged.gap * _PERCENT}
    left = judged.target - judged.value
    if judged.shortfall and left >= 0:
        yield "limit_strained", {"over": judged.shortfall, "expected": judged.expected, "unit": unit(judged)}
    if left < 0:
        yield "limit_exceeded", {"over": -left, "target": judged.target, "unit": unit(judged)}
    elif left and judged.indicator.kind is Kind.FLOW and judged.months_left:
        facts = {"left": left, "months": judged.months_left, "unit": unit(judged)}
        yield "limit_left_monthly", {**facts, "monthly": left / judged.months_left}
    else:
        yield "limit_left", {"left": left, "unit": unit(judged)}
    yield from _verdict(judged)


def _limit_step(judged: Assessment) -> Step:
    indicator = judged.indicator
    facts = {"period": judged.period, "plan": judged.plan_share * _PERCENT}
    facts |= {"expected": judged.expected, "unit": unit(judged)}
    if judged.target <= 0 or (indicator.kind is not Kind.FLOW and not indicator.path):
        return "limit_throughout", facts
    if not judged.path_is_fallback:
        return "limit_milestones", facts
    return "limit_year" if starts_again(indicator) else "limit_line", facts


def _path_step(judged: Assessment) -> Step:
    facts = {
        "period": judged.period,
        "line": judged.line_share * _PERCENT,
        "plan": judged.plan_share * _PERCENT,
        "expected": judged.expected,
        "unit": unit(judged),
        "size": abs(judged.target - judged.baseline),
    }
    if (judged.target - judged.baseline) * sense(judged.indicator) <= 0:
        return "path_kept", facts
    if judged.indicator.kind is Kind.RECURRING:
        return "path_editions", facts
    if judged.plan_share != judged.line_share:
        return "path_steps", facts
    if starts_again(judged.indicator) and judged.path_is_fallback:
        return "path_year", facts
    if judged.indicator.season:
        return "path_season", facts
    return "path_line" if judged.path_is_fallback else "path_milestones", facts


def _comparison(judged: Assessment) -> Iterator[Step]:
    assert judged.progress_share is not None
    assert judged.gap is not None
    shares = {"progress": judged.progress_share * _PERCENT, "plan": judged.plan_share * _PERCENT}
    if judged.ratio is None:
        yield "nothing_due", {}
    else:
        yield "ratio", {**shares, "ratio": judged.ratio * _PERCENT}
    yield "gap", {**shares, "gap": judged.gap * _PERCENT}
    if judged.shortfall:
        yield (
            _aimed("shortfall", judged),
            {"shortfall": judged.shortfall, "expected": judged.expected, "unit": unit(judged)},
        )
    months = judged.months_behind or Fraction(0)
    if months:
        yield "months_behind" if months > 0 else "months_ahead", {"months": abs(months)}


def _remainder(judged: Assessment) -> Iterator[Step]:
    if judged.needed_per_month and judged.remaining is not None:
        yield (
            _aimed("needed", judged),
            {
                "remaining": judged.remaining,
                "months": judged.months_left,
                "needed": judged.needed_per_month,
                "unit": unit(judged),
            },
        )
    elif judged.remaining and judged.status is not Status.MET:
        yield _aimed("no_time_left", judged), {"remaining": judged.remaining, "unit": unit(judged)}


def _limits(judged: Assessment) -> Iterator[Step]:
    limits = judged.thresholds
    yield (
        "thresholds",
        {
            "valid_from": limits.valid_from,
            "ahead": limits.ahead * _PERCENT,
            "on_track": limits.on_track * _PERCENT,
            "behind": limits.behind * _PERCENT,
            "too_early": limits.too_early * _PERCENT,
        },
    )


def _verdict(judged: Assessment) -> Iterator[Step]:
    """What would have made it better, and what people decided about it."""
    if judged.next_light and judged.next_value is not None:
        yield _aimed(f"next_{judged.next_light}", judged), {"value": judged.next_value, "unit": unit(judged)}
    if judged.dispute:
        yield "disputed", {"reason": judged.dispute.reason, "author": judged.dispute.author}
    if judged.override:
        given = judged.override
        yield "overridden", {"reason": given.reason, "author": given.author, "expires_on": given.expires_on}


def _aimed(step: str, judged: Assessment) -> str:
    """What is told in other words of a number that is to fall."""
    return f"{step}_{judged.indicator.aim}" if judged.indicator.aim is Aim.FALL else step


def unit(judged: Assessment) -> Name:
    """The unit of the judged scale: percent for shares of a group, else its own."""
    is_share = judged.indicator.kind in (Kind.PER_CAPITA, Kind.RATIO)
    return Name("%", "%") if is_share else judged.indicator.unit_name
