"""One tortured sheet after the other: drawn, spoilt, written, read, judged. Everything follows from the seed."""

from __future__ import annotations

import traceback
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import combinations
from random import Random

from domain.observation import Draft
from loaders import headers, submission
from tests.torture.sheets import (  # noqa: F401 - they enter the lists
    grave_figures,
    grave_headings,
    grave_names,
    grave_numbers,
    grave_rows,
    mild_names,
    mild_numbers,
    mild_rows,
    mild_sheets,
)
from tests.torture.sheets.across import lying, months_across
from tests.torture.sheets.clean import clean
from tests.torture.sheets.filled import filled
from tests.torture.sheets.hand import ALL, GRAVE, MILD, Effect, Hand
from tests.torture.sheets.paper import Key, Paper
from tests.torture.sheets.truth import Case
from tests.torture.sheets.verdict import GOOD, Outcome, Verdict, judge
from tests.torture.sheets.writing import shown, written

EVERY = 12
OTHERS = {7: months_across, 8: lying, 11: filled}  # of so many sheets these; all else are upright tables of their own


@dataclass(frozen=True)
class Trial:
    """A seed and the distortions done to its clean sheet, in order. Those with no place on the sheet leave it alone."""

    seed: int
    distortions: tuple[str, ...]

    def __str__(self) -> str:
        return " ".join([str(self.seed), *self.distortions])


@dataclass
class Sheet:
    """A spoilt sheet with what it said before and what was done to it."""

    paper: Paper
    case: Case
    truth: dict[Key, Decimal | str]
    effects: list[Effect] = field(default_factory=list[Effect])
    done: list[str] = field(default_factory=list[str])

    def read(self) -> tuple[Draft, ...]:
        content = written(self.paper)
        return submission.read(self.paper.name, content, self.case.plan, today=self.case.today, ledger=self.case.ledger)

    def shown(self) -> str:
        return "\n".join(
            [f"written by {self.paper.by}, ledger: {bool(self.case.ledger)}", *map(shown, self.paper.pages)]
        )


def trial(seed: int) -> Trial:
    """The distortions of a seed: mostly harmless ones, in half of all sheets with one or two that are not."""
    rng = Random(f"{seed}:trial")
    count = rng.randint(1, 5)
    graves = min(count, rng.choice([0, 0, 1, 1, 2]))
    chosen = rng.sample(MILD, count - graves) + rng.sample(GRAVE, graves)
    rng.shuffle(chosen)
    return Trial(seed, tuple(chosen))


def sheet(given: Trial) -> Sheet:
    make = OTHERS.get(given.seed % EVERY, clean)
    paper, case = make(Random(f"{given.seed}:clean"))
    states = {title: state for state, title in headers.task_state_titles().items()}
    truth: dict[Key, Decimal | str] = {
        spot.key: states[spot.value] if spot.part == "state" else spot.number()
        for _, spot in paper.everything()
        if spot.key
    }
    made = Sheet(paper, case, truth)
    for name in given.distortions:
        effect = None if paper.is_final else ALL[name](Hand(paper, case, Random(f"{given.seed}:{name}")))
        if effect:
            made.effects.append(effect)
            made.done.append(name)
    return made


def outcome(given: Trial) -> tuple[Verdict, Sheet]:
    made = sheet(given)
    try:
        drafts = made.read()
    except Exception:  # noqa: BLE001 - any exception is a finding
        return Verdict(Outcome.CRASHED, traceback.format_exc()), made
    return judge(made.paper, made.truth, made.effects, drafts), made


def smallest(given: Trial) -> tuple[Trial, Verdict]:
    """The fewest distortions of a trial that still come to no good."""
    trials = (
        Trial(given.seed, some) for n in range(len(given.distortions)) for some in combinations(given.distortions, n)
    )
    found = ((fewer, outcome(fewer)[0]) for fewer in (*trials, given))
    return next(each for each in found if each[1].outcome not in GOOD)


@dataclass
class Totals:
    sheets: int = 0
    distortions: Counter[str] = field(default_factory=Counter[str])
    outcomes: Counter[str] = field(default_factory=Counter[str])
    failures: list[tuple[str, str, str]] = field(default_factory=list[tuple[str, str, str]])

    def add(self, other: Totals) -> None:
        self.sheets += other.sheets
        self.distortions += other.distortions
        self.outcomes += other.outcomes
        self.failures += other.failures


def run(seeds: Sequence[int]) -> Totals:
    """The totals over `seeds`; each failure with its smallest trial."""
    totals = Totals()
    for seed in seeds:
        given = trial(seed)
        verdict, made = outcome(given)
        totals.sheets += 1
        totals.distortions.update(made.done)
        totals.outcomes[verdict.outcome] += 1
        if verdict.outcome not in GOOD:
            least, verdict = smallest(given)
            totals.failures.append((verdict.outcome, str(least), verdict.why))
    return totals
