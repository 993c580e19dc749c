"""Invented figures for every number of a plan, month by month: uneven over the year, split exactly by region.

Nothing here is real. Each indicator draws from its own seeded stream, so one more in the plan leaves the others alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import pairwise
from random import Random

from domain.observation import Aspect
from domain.path import edition_years, ends, plan_path
from domain.period import Period, months
from domain.plan import Indicator, Kind, Plan
from loaders.row_figures import SHARES

SEED = 20240708
Key = tuple[str, str | None, Aspect]
Series = dict[Period, int]
Figures = dict[Key, Series]
"""Indicator, region (None: the whole city) and aspect → month → total."""

_SEASON = (5, 4, 9, 13, 15, 17, 9, 7, 6, 6, 5, 4)  # percent of a year: quarters of 18, 45, 22 and 15
_YEARS = (0.80, 0.95, 1.10, 1.05, 1.10)  # a slow start
# How far along the path the last month stands, by mood.
_PACES = {"ahead": (1.12, 1.22), "on_track": (1.03, 1.07), "behind": (0.84, 0.95), "far_behind": (0.52, 0.74)}
_MOODS_OF_LEADS = ("behind", "on_track", "on_track", "far_behind", "ahead", "behind", "far_behind", "ahead")
_MOODS_OF_LARGEST = (
    "on_track", "ahead", "behind", "on_track", "met", "behind", "on_track", "far_behind", "ahead", "on_track",
)  # fmt: skip
_GROWS_WITH = 0.98  # of those newly counted; the rest left again
_LARGEST_GROUP_OF_PERSONS = 60


def invent(plan: Plan, last: Period) -> Figures:
    """Totals of every number up to `last`, as its reporter would know them."""
    figures: Figures = {}
    for indicator, mood in _moods(plan).items():
        figures |= _figures(plan.indicator(indicator), mood, plan, last)
    for stock, flow in _growing_together(plan):
        counted = figures[flow.id, None, Aspect.CUMULATIVE]
        baseline = int(stock.baseline)
        figures[stock.id, None, Aspect.CUMULATIVE] = {
            period: baseline + int(total * _GROWS_WITH) for period, total in counted.items()
        }
    return figures


def month_figure(indicator: Indicator, region: str | None, totals: Mapping[Period, int], period: Period) -> int:
    """What was added in `period`. The first month of the city's level counts from its baseline."""
    restarts = indicator.resets_yearly and period.month == 1
    start = 0 if region else int(indicator.baseline)
    return totals[period] - (0 if restarts else totals.get(period + -1, start))


def _random(*about: object) -> Random:
    return Random(":".join(map(str, (SEED, *about))))


def _moods(plan: Plan) -> dict[str, str]:
    """The largest reporter is a mixture; every other has one mood for all it leads."""
    largest = max(plan.reporters, key=lambda department: len(plan.reported_by(department.id)))
    others = [department for department in plan.reporters if department is not largest]
    moods = {
        indicator.id: _MOODS_OF_LEADS[place % len(_MOODS_OF_LEADS)]
        for place, department in enumerate(others)
        for indicator in plan.reported_by(department.id)
    }
    for place, indicator in enumerate(plan.reported_by(largest.id)):
        moods[indicator.id] = _MOODS_OF_LARGEST[place % len(_MOODS_OF_LARGEST)]
    return moods


def _growing_together(plan: Plan) -> list[tuple[Indicator, Indicator]]:
    """Levels that are to grow by just what a flow of the same clause and unit counts."""
    return [
        (stock, flow)
        for stock in plan.numbers
        for flow in plan.numbers
        if (stock.kind, flow.kind) == (Kind.STOCK, Kind.FLOW)
        and stock.baseline > 0
        and (stock.clause, stock.unit, stock.start) == (flow.clause, flow.unit, flow.start)
        and stock.target - stock.baseline == flow.target
    ]


def _figures(indicator: Indicator, mood: str, plan: Plan, last: Period) -> Figures:
    key = (indicator.id, None, Aspect.CUMULATIVE)
    if indicator.kind is Kind.RECURRING:
        return {key: _editions(indicator, last)}
    if indicator.kind in SHARES:
        reached, group = _reached(indicator, mood, plan, last)
        return {key: reached, (indicator.id, None, Aspect.DENOMINATOR): group}
    totals = _totals(indicator, mood, plan, last)
    return {key: totals} | (_by_region(indicator, totals, plan) if indicator.by_region else {})


def _pace(mood: str, random: Random) -> float:
    return random.uniform(*_PACES.get(mood, _PACES["ahead"]))


def _totals(indicator: Indicator, mood: str, plan: Plan, last: Period) -> Series:
    random = _random(indicator.id)
    baseline, target = (int(end) for end in ends(indicator))
    path = plan_path(indicator, plan, last)
    due = path.due_share(last) * (target - baseline)
    if mood == "met":
        reached = target - baseline
    elif path.steps:  # a handful of things: one more or less already changes the light
        few = int(due)
        moved = {"ahead": few + 2, "on_track": few, "behind": few - 1, "far_behind": few // 3}[mood]
        reached = min(max(moved, 0), target - baseline)
    else:
        reached = round(due * Fraction(_pace(mood, random)).limit_denominator(1000))
    tilt = random.uniform(0.88, 1.12)
    weights = [
        _SEASON[period.month - 1]
        * _YEARS[min(period.year - indicator.start.year, len(_YEARS) - 1)]
        * tilt ** (period.year - indicator.start.year)
        * random.uniform(0.85, 1.15)
        for period in months(indicator.start, last)
    ]
    whole, so_far, totals = sum(weights), 0.0, Series()
    for period, weight in zip(months(indicator.start, last), weights, strict=True):
        so_far += weight
        totals[period] = baseline + (reached if period == last else int(reached * so_far / whole))
    return totals


def _editions(indicator: Indicator, last: Period) -> Series:
    random = _random(indicator.id)
    held = [Period(year, random.choice((9, 10, 11))) for year in edition_years(indicator)]
    return {
        period: sum(
            edition <= period and (not indicator.resets_yearly or edition.year == period.year) for edition in held
        )
        for period in months(indicator.start, last)
    }


def _reached(indicator: Indicator, mood: str, plan: Plan, last: Period) -> tuple[Series, Series]:
    """How many have reached the number, and how many there are. Those counted in one clause are the same group."""
    random, group_random = _random(indicator.id), _random("group", indicator.clause, indicator.kind)
    pace = _pace(mood, random)
    is_large = indicator.kind is Kind.RATIO
    end = group_random.randint(38_000, 46_000) if is_large else _LARGEST_GROUP_OF_PERSONS
    every = months(indicator.start, last)
    group = {
        period: int(end * (0.65 + 0.35 * place / len(every)) + group_random.random())
        for place, period in enumerate(every, start=1)
    }
    for earlier, later in pairwise(every):
        group[later] = max(group[later], group[earlier])
    reached = Series()
    for period in every:
        share = pace * float(plan_path(indicator, plan, period).line_share(period))
        count = min(group[period], int(group[period] * share))
        restarts = indicator.resets_yearly and period.month == 1
        reached[period] = count if restarts else max(count, reached.get(period + -1, 0))
    return reached, group


def _by_region(indicator: Indicator, totals: Series, plan: Plan) -> Figures:
    """Each month's figure shared out so that every region stays near its weight, never falls, and all add up."""
    weights = {
        region.id: (0.4 if region.is_city_level else _random("region", region.id).uniform(0.6, 1.8))
        * _random(indicator.id, region.id).uniform(0.8, 1.2)
        for region in plan.regions
    }
    whole = sum(weights.values())
    shares = {region: weight / whole for region, weight in weights.items()}
    parts = dict.fromkeys(shares, 0)
    figures: Figures = {(indicator.id, region, Aspect.CUMULATIVE): {} for region in shares}
    for period, total in totals.items():
        wanting = {region: max(total * share - parts[region], 0.0) for region, share in shares.items()}
        for region, part in _shared_out(total - sum(parts.values()), wanting).items():
            parts[region] += part
            figures[indicator.id, region, Aspect.CUMULATIVE][period] = parts[region]
    return figures


def _shared_out(amount: int, wanting: Mapping[str, float]) -> dict[str, int]:
    """`amount` in whole parts in proportion to `wanting`; what rounding leaves goes to the largest remainders."""
    whole = sum(wanting.values()) or 1.0
    exact = {region: amount * want / whole for region, want in wanting.items()}
    parts = {region: int(part) for region, part in exact.items()}
    by_remainder = sorted(parts, key=lambda region: exact[region] - parts[region], reverse=True)
    for region in by_remainder[: amount - sum(parts.values())]:
        parts[region] += 1
    return parts
