"""Can what is missing still be made up: the pace needed against the best ever reached. Rule: docs/method.md, "Pace"."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil

from domain.assessment import Assessment
from domain.gains import gains
from domain.ledger import Ledger
from domain.path import sense
from domain.period import Period

WINDOW = 3  # months the best pace is taken over


@dataclass(frozen=True)
class CatchUp:
    """Paces are per month, on the judged scale, positive towards the target; None where unknown.

    `factor` is needed ÷ best: above 1 asks for more than was ever done. `last_month` is the last month that may pass
    without anything added, if from then on the best pace is kept to the deadline; None once met or out of reach.
    """

    needed: Fraction | None
    best: Fraction | None
    factor: Fraction | None
    last_month: Period | None
    is_reachable: bool | None


def catch_up(judged: Assessment, ledger: Ledger, today: date) -> CatchUp:
    """What the rest of the way asks for; nothing of a limit."""
    if judged.indicator.is_cap:
        return CatchUp(None, None, None, None, is_reachable=None)
    needed = judged.needed_per_month
    best = best_pace(judged, ledger, today)
    if needed == 0:
        return CatchUp(needed, best, Fraction(0), None, is_reachable=True)
    if not needed or judged.remaining is None or best is None:
        return CatchUp(needed, best, None, None, is_reachable=None)
    if best <= 0:
        return CatchUp(needed, best, None, None, is_reachable=False)
    spare = judged.path.end - judged.period - ceil(judged.remaining / best)
    return CatchUp(needed, best, needed / best, judged.period + spare if spare >= 0 else None, spare >= 0)


def best_pace(judged: Assessment, ledger: Ledger, today: date) -> Fraction | None:
    """The best mean of three months in a row up to the month judged; None with fewer than three."""
    added = [gain for _, gain in gains(judged.indicator, ledger, judged.period, today)]
    means = [sum(added[at : at + WINDOW], Fraction(0)) / WINDOW for at in range(len(added) - WINDOW + 1)]
    return max((mean * sense(judged.indicator) for mean in means), default=None)
