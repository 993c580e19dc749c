"""Everything behind one light as a record for JSON: working, limits, path, outlook, gap, methods and cells."""

from __future__ import annotations

from dataclasses import fields
from fractions import Fraction
from typing import Any

from domain.assessment import Assessment
from domain.gap import Split
from domain.methods import verdicts
from domain.period import Period
from domain.plan import Indicator, Plan, Thresholds
from domain.progress import working
from views import outlook
from views.listings import number, source_listing
from views.position import Position
from wording import Words

Row = dict[str, Any]


def explanation(position: Position, indicator_id: str, words: Words) -> Row:
    """The value of one indicator, how it was judged, and the cells it came from."""
    judged = position.of(indicator_id)
    return {
        "indicator": indicator_id,
        "period": str(position.period),
        "value": number(judged.value),
        "status": judged.status.value,
        "reason": judged.reason,
        "working": [words(f"working.{key}", **facts) for key, facts in working(judged)],
        "thresholds": thresholds_listing(judged.thresholds),
        "next": _next(judged),
        "baseline_basis": judged.indicator.baseline_basis.value,
        "path_is_fallback": judged.path_is_fallback,
        "path": _path(judged),
        "splits": _splits(position.plan, judged.indicator),
        "outlook": _outlook(position, judged),
        "history": _history(position, judged),
        "gap": {by: _split(split) for by, split in outlook.gap_splits(position, judged).items()},
        "methods": _methods(judged),
        "sources": [source_listing(position.plan, entry) for entry in position.sources(indicator_id)],
    }


def thresholds_listing(thresholds: Thresholds) -> Row:
    """The limits in force, as the plan file states them."""
    limits = [each.name for each in fields(thresholds) if each.name != "valid_from"]
    return {"valid_from": str(thresholds.valid_from)} | {
        name: number(Fraction(getattr(thresholds, name))) for name in limits
    }


def _next(judged: Assessment) -> Row | None:
    """The least value that would have earned the next better light."""
    if judged.next_light is None:
        return None
    return {"status": judged.next_light.value, "value": number(judged.next_value)}


def _path(judged: Assessment) -> list[Row]:
    """The points of the plan path; `assumed` ones neither the plan nor a letter states."""
    path = judged.path
    size = path.target - path.baseline
    return [
        {
            "period": str(path.origin + point.months),
            "value": number(path.baseline + point.share * size),
            "basis": point.basis.value,
            "assumed": point.is_assumption,
        }
        for point in path.points
    ]


def _splits(plan: Plan, indicator: Indicator) -> list[Row]:
    """How the plan divides the number, as far as it does: amounts to add, percent of a year, shares of 1."""
    parts = indicator.parts_basis.value
    found = {
        "year_parts": (parts, {str(year): part for year, part in sorted(indicator.year_parts)}),
        "region_parts": (parts, {plan.region(region).name.zh: part for region, part in indicator.region_parts}),
        "season": (indicator.season_basis.value, {str(n): share for n, share in enumerate(indicator.season, 1)}),
        "lead_shares": (None, {plan.department(who).name.zh: share for who, share in indicator.lead_shares}),
    }
    return [
        {"by": by, "basis": basis, "parts": {name: number(part) for name, part in amounts.items()}}
        for by, (basis, amounts) in found.items()
        if amounts
    ]


def _outlook(position: Position, judged: Assessment) -> Row:
    seen, race = outlook.forecast(position, judged), outlook.catch_up(position, judged)
    return {
        "deadline": str(seen.deadline),
        "ground": seen.ground.value,
        "months_known": seen.history,
        "forecast": number(seen.value),
        "forecast_low": number(seen.low),
        "forecast_high": number(seen.high),
        "chance": number(seen.chance),
        "width_from": seen.tried.value if seen.tried else None,
        "needed_per_month": number(race.needed),
        "best_three_months": number(race.best),
        "catch_up": number(race.factor),
        "last_month_to_start": _month(race.last_month),
        "reachable": race.is_reachable,
    }


def _history(position: Position, judged: Assessment) -> list[Row]:
    return [
        {
            "period": str(light.period),
            "status": light.status.value,
            "consecutive": light.run,
            "made_good": _month(light.made_good),
        }
        for light in outlook.lights(position, judged)
    ]


def _split(split: Split) -> Row:
    return {
        "whole": number(split.whole),
        "by": split.shares.value if split.shares else None,
        "parts": {part.key: number(part.amount) for part in split.parts},
    }


def _methods(judged: Assessment) -> list[Row]:
    return [
        {
            "method": verdict.method.value,
            "figure": number(verdict.figure),
            "status": verdict.status.value if verdict.status else None,
        }
        for verdict in verdicts(judged)
    ]


def _month(period: Period | None) -> str | None:
    return str(period) if period else None
