"""An amount of an indicator with the decimals it is written with, the same wherever it is told.

The plan may fix them, for a unit or an indicator. Otherwise they are as many as the plan's own figures have, and enough
to tell a thousandth of the way from baseline to target, so that value, due and target do not look alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from domain.path import ends
from domain.plan import Indicator
from domain.relations import SHARES

_FINEST = 9
_OF_THE_WAY = 1000


@dataclass(frozen=True)
class Amount:
    """A value on the judged scale. `is_fixed`: always with so many decimals, else with no more."""

    value: Fraction
    decimals: int
    is_fixed: bool = False


def amount(value: Fraction | Decimal | int, indicator: Indicator) -> Amount:
    if indicator.decimals is not None:
        return Amount(Fraction(value), indicator.decimals, is_fixed=True)
    return Amount(Fraction(value), decimals(indicator))


@lru_cache(maxsize=1024)
def decimals(indicator: Indicator) -> int:
    """The most decimals an amount of `indicator` is written with."""
    if indicator.decimals is not None:
        return indicator.decimals
    if indicator.unit_is_whole and indicator.kind not in SHARES:
        return 1  # of what is due, and of means
    stated = (indicator.baseline, indicator.target, *(stone.value for stone in indicator.path))
    low, high = ends(indicator)
    way = abs(high - low) / _OF_THE_WAY
    told = next((n for n in range(1, _FINEST) if not way or way * 10**n >= 1), _FINEST)
    return min(max(told, *map(_decimals_of, stated)), _FINEST)


def _decimals_of(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
