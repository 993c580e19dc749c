"""Forecasts made in the past and held against what came: how often the 80 % interval held the truth.

On real series, on the invented figures of the sample plan, and on series drawn from known laws.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from itertools import product
from math import log
from pathlib import Path
from random import Random

from domain.gains import gains
from domain.ledger import Ledger
from domain.observation import Observation, Recorded, Source
from domain.period import Period, months
from domain.plan import Plan
from domain.projection import INTERVAL, Odds, TrackRecord, misses, project
from loaders import targets_file
from sample_data.invent import invent
from tests.support.ledgers import ledger_with
from tests.support.plans import sent

ROOT = Path(__file__).parents[2]
REAL = ROOT / "tests" / "fixtures" / "series" / "monthly.json"
AHEAD = (6, 12, 18)  # months
START = Period(2021, 1)
SEASON = tuple(map(Decimal, (5, 4, 9, 13, 15, 17, 9, 7, 6, 6, 5, 4)))  # percent of a year
RUNS = 60


@cache
def sample_plan() -> Plan:
    plan = targets_file.read(ROOT / "targets.toml").plan
    assert plan is not None
    return plan


@cache
def sample_figures(last: Period) -> tuple[Observation, ...]:
    """Every figure the sample sheets hold, the city's and the regions', up to `last`."""
    return tuple(
        Observation(indicator, region, month, aspect, value, Source("", "", str(value)))  # type: ignore[arg-type]
        for (indicator, region, aspect), series in invent(sample_plan(), last).items()
        for month, value in series.items()
    )


def ledger_of_sample(last: Period) -> Ledger:
    plan = sample_plan()
    reporters = {indicator.id: indicator.reporter for indicator in plan.indicators}
    submissions = {
        (reporter, month): sent(reporter, month) for reporter in reporters.values() for month in months(START, last)
    }
    recorded = tuple(
        Recorded(seen, submissions[reporters[seen.indicator_id], seen.period]) for seen in sample_figures(last)
    )
    return ledger_with(recorded, sorted(submissions.values(), key=lambda entry: entry.period))


def sample_series(last: Period) -> list[list[Fraction]]:
    """The monthly gains of every number of the sample that ever moved."""
    ledger, plan = ledger_of_sample(last), sample_plan()
    every = ([gain for _, gain in gains(number, ledger, last, date(2030, 1, 1))] for number in plan.numbers)
    return [added for added in every if any(added)]


@dataclass(frozen=True)
class Case:
    """A forecast made in the past: what it said of the sum to come, with the ends of its interval, and what came."""

    kind: str
    known: int
    middle: float
    spread: float
    odds: Odds
    came: float
    as_last_year: float  # the sum to come, were it at the pace of the last twelve months
    scale: float  # the size of such a sum, for comparing series

    @property
    def low(self) -> float:
        return self.middle - self.odds.half_width * self.spread

    @property
    def high(self) -> float:
        return self.middle + self.odds.half_width * self.spread

    @property
    def is_held(self) -> bool:
        return self.low - 1e-9 <= self.came <= self.high + 1e-9

    @property
    def score(self) -> float:
        return self.scored(self.low, self.high)

    def scored(self, low: float, high: float) -> float:
        """The interval score of 80 % intervals: width, and ten times what the truth lies outside; less is better."""
        outside = max(0.0, low - self.came, self.came - high)
        return (high - low + 2 / (1 - INTERVAL) * outside) / self.scale

    @property
    def error(self) -> float:
        """How far the truth lay from the middle, as a share of the size of the sum."""
        return abs(self.came - self.middle) / self.scale


@dataclass(frozen=True)
class Window:
    """A stretch of a real series: what was known, and the sum of what came next."""

    series: str
    place: int  # among the windows of its series
    gains: Sequence[float]
    ahead: int
    came: float

    @property
    def kind(self) -> str:
        """Whether the last year known outgrew the year before it by more than three per cent, or shrank by as much."""
        last, before = sum(self.gains[-12:]), sum(self.gains[-24:-12])
        change = log(last / before) if last > 0 and before > 0 else 0.0
        return "growing" if change > 0.03 else "shrinking" if change < -0.03 else "level"


@cache
def real_windows(known: int, ahead: int) -> tuple[Window, ...]:
    """Of each series some six windows of `known` months and `ahead` to come."""
    found: list[Window] = []
    for name, series in json.loads(REAL.read_text(encoding="utf-8")).items():
        last = len(series) - known - ahead
        for place, start in enumerate(range(0, last + 1, max(1, last // 6 + 1))):
            middle = start + known
            window = Window(name, place, series[start:middle], ahead, sum(series[middle : middle + ahead]))
            found.append(window)
    return tuple(found)


def real_cases() -> Iterator[Case]:
    """Every window forecast; the plan it stands in consists of it and of the windows of the other series."""
    for known, ahead in product((30, 42), (6, 18)):
        windows = real_windows(known, ahead)
        missed = [misses(window.gains) for window in windows]
        for place, window in enumerate(windows):
            others = {
                f"{other.series}:{other.place}": found
                for other, found in zip(windows, missed, strict=True)
                if other.series != window.series
            }
            record = TrackRecord({"": missed[place], **others})
            yield case(window.kind, window.gains, ahead, window.came, record.odds(""))


def case(kind: str, gains: Sequence[float], ahead: int, came: float, odds: Odds) -> Case:
    fitted = project([float(gain) for gain in gains])
    scale = sum(map(abs, gains)) / len(gains) * ahead
    middle, spread = fitted.added(range(1, ahead + 1)), fitted.spread(ahead)
    return Case(kind, len(gains), middle, spread, odds, came, fitted.latest * ahead / 12, scale)


def coverage(every: Sequence[Sequence[Fraction]], origins: Sequence[int]) -> dict[int, list[bool]]:
    """Whether intervals held, by months ahead; at each origin a series knows how the others fared by then."""
    outcomes: dict[int, list[bool]] = {ahead: [] for ahead in AHEAD}
    for known in origins:
        series = {str(at): [float(gain) for gain in added] for at, added in enumerate(every) if any(added[:known])}
        record = TrackRecord.of({key: added[:known] for key, added in series.items()})
        for key, added in series.items():
            odds = record.odds(key)
            for ahead in (ahead for ahead in AHEAD if known + ahead <= len(added)):
                came = sum(added[known : known + ahead])
                outcomes[ahead].append(case("", added[:known], ahead, came, odds).is_held)
    return outcomes


def simulated(law: str, length: int) -> Iterator[list[Fraction]]:
    """Series drawn from one law, in whole things."""
    draw = LAWS[law]
    for number in range(RUNS):
        random = Random(f"{law}:{number}")
        yield [Fraction(max(0, round(amount))) for amount in draw(random, length)]


def _even(random: Random, length: int) -> list[float]:
    return [100 * random.lognormvariate(0, 0.25) for _ in range(length)]


def _seasonal(random: Random, length: int) -> list[float]:
    return [12 * int(SEASON[at % 12]) * random.lognormvariate(0, 0.2) for at in range(length)]


def _growing(random: Random, length: int) -> list[float]:
    yearly = random.uniform(0.9, 1.15)
    return [amount * yearly ** (at / 12) for at, amount in enumerate(_seasonal(random, length))]


def _drifting(random: Random, length: int) -> list[float]:
    levels = [1.0]
    while len(levels) <= length // 12:
        levels.append(levels[-1] * random.lognormvariate(0, 0.15))
    return [amount * levels[at // 12] for at, amount in enumerate(_seasonal(random, length))]


def _few(random: Random, length: int) -> list[float]:
    """Single things, half a dozen a year."""
    return [float(sum(random.random() < 0.125 for _ in range(4))) for _ in range(length)]


def _in_bursts(random: Random, length: int) -> list[float]:
    return [random.uniform(300, 1000) if random.random() < 0.15 else 0.0 for _ in range(length)]


LAWS: dict[str, Callable[[Random, int], list[float]]] = {
    "even": _even,
    "seasonal": _seasonal,
    "growing or shrinking": _growing,
    "drifting from year to year": _drifting,
    "a few things a year": _few,
    "in bursts": _in_bursts,
}
