"""Forecasts made in the past and held against what came: how often the 80 % interval held the truth.

On the invented figures of the sample plan, month by month withheld, and on series drawn from known laws.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from random import Random
from statistics import NormalDist

from domain.forecast import INTERVAL, outlook
from domain.gains import gains
from domain.ledger import Ledger
from domain.observation import Observation, Recorded, Source
from domain.period import Period, months
from domain.plan import Plan
from loaders import targets_file
from sample_data.invent import invent
from tests.support.plans import sent

ROOT = Path(__file__).parents[2]
WIDTH = NormalDist().inv_cdf((1 + INTERVAL) / 2)
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
    return Ledger(1, tuple(sorted(submissions.values(), key=lambda entry: entry.period)), recorded)


def sample_series(last: Period) -> list[list[Fraction]]:
    """The monthly gains of every number of the sample that ever moved."""
    ledger, plan = ledger_of_sample(last), sample_plan()
    every = ([gain for _, gain in gains(number, ledger, last, date(2030, 1, 1))] for number in plan.numbers)
    return [added for added in every if any(added)]


def held(added: Sequence[Fraction], known: int, ahead: int) -> bool | None:
    """Whether the interval made after `known` months held what the next `ahead` added; None where none was made."""
    if not any(added[:known]):
        return None
    last = START + (known - 1)
    seen = outlook(added[:known], last, months(last + 1, last + ahead))
    return abs(float(sum(added[known : known + ahead]) - seen.added)) <= WIDTH * seen.spread + 1e-9


def coverage(every: Sequence[Sequence[Fraction]], origins: Sequence[int], ahead: int) -> tuple[int, int]:
    """How many intervals held, and how many were made."""
    outcomes = [held(added, known, ahead) for added in every for known in origins if known + ahead <= len(added)]
    made = [outcome for outcome in outcomes if outcome is not None]
    return sum(made), len(made)


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
