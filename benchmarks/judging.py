"""What judging costs, beside a fixed piece of exact arithmetic done in the same run: `make bench`.

The invented figures of all 60 months are judged as the product does: what the lights of a number rest on is gathered,
then all its months are judged in one pass. Then what is already judged is asked for again, and one sheet is accepted.
Processor time wanders less than the clock on a shared machine, its ratio to the reference of the same round least.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from domain.judging import grounds, judge
from domain.ledger import Ledger
from domain.observation import Observation
from domain.period import Period
from domain.plan import Plan
from service.kept import Kept
from tests.support.backtest import ledger_of_sample, sample_plan
from tests.support.ledgers import saying
from views.position import Knowledge

TODAY = date(2026, 2, 1)
LAST = Period(2025, 12)
TOUCHED = 8  # figures of a usual sheet
ROUNDS = 7


def reference() -> Fraction:
    """Four thousand steps of the arithmetic that judging is made of."""
    total = Fraction(0)
    for n in range(4000):
        total = (total + Fraction(n, 60)) % 12
    return total


def with_a_sheet(ledger: Ledger, plan: Plan) -> Ledger:
    """The same with other figures of the last month for some numbers."""
    touched = {number.id for number in plan.numbers[:TOUCHED]}

    def told(seen: Observation) -> Observation:
        is_touched = seen.indicator_id in touched and seen.period == LAST
        return replace(seen, value=seen.value + 1) if is_touched else seen

    return saying(ledger, told)


def seconds(run: Callable[[], object]) -> float:
    began = time.process_time()
    run()
    return time.process_time() - began


def one_round(plan: Plan, ledger: Ledger, sheet: Ledger) -> dict[str, float]:
    """Seconds of each piece of work."""
    kept = Kept(60_000)

    def lights(known: Ledger) -> object:
        return Knowledge(plan, known, TODAY, kept=kept).position(LAST).assessments

    found = [(number, grounds(number, plan, ledger, TODAY)) for number in plan.numbers]
    return {
        "reference": seconds(reference),
        "gathering what all numbers rest on": seconds(
            lambda: [grounds(number, plan, ledger, TODAY) for number in plan.numbers]
        ),
        "judging all numbers, all months": seconds(lambda: [judge(number, plan, on) for number, on in found]),
        "all lights, judged before": (lights(ledger), seconds(lambda: lights(ledger)))[1],
        f"all lights after a sheet with {TOUCHED} of them": seconds(lambda: lights(sheet)),
    }


def main() -> None:
    plan, ledger = sample_plan(), ledger_of_sample(LAST)
    sheet = with_a_sheet(ledger, plan)
    for known in (ledger, sheet):
        known.values("")  # the figures by series, made once for a ledger
    rounds = [one_round(plan, ledger, sheet) for _ in range(ROUNDS)]
    print(f"{len(plan.numbers)} numbers, {len(plan.numbers) * 60} months, {ROUNDS} rounds")
    print(f"{'':40}{'ms':>8}{'× reference':>14}{'least–most':>16}")
    for name in rounds[0]:
        ratios = sorted(each[name] / each["reference"] for each in rounds)
        spread = f"{ratios[0]:.2f}–{ratios[-1]:.2f}"
        print(f"{name:40}{1000 * median(each[name] for each in rounds):>8.1f}{median(ratios):>14.2f}{spread:>16}")


if __name__ == "__main__":
    main()
