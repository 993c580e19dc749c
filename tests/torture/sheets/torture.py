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
from loaders import submission
from tests.torture.sheets import (  # noqa: F401 - they enter the lists
    days,
    grave_headings,
    grave_looks,
    grave_names,
    grave_numbers,
    grave_rows,
    grave_sights,
    grave_tables,
    mild_furniture,
    mild_names,
    mild_numbers,
    mild_rows,
    mild_sheets,
    mild_tables,
    slips,
    slips_of_sheets,
)
from tests.torture.sheets.across import lying, months_across
from tests.torture.sheets.clean import clean, several
from tests.torture.sheets.filled import filled
from tests.torture.sheets.hand import ALL, GRAVE, MILD, SLIPS, Effect, Hand
from tests.torture.sheets.paper import Key, Paper
from tests.torture.sheets.truth import Case
from tests.torture.sheets.verdict import GOOD, Outcome, Verdict, judge
from tests.torture.sheets.writing import shown, written

EVERY = 12
OTHERS = {2: several, 7: months_across, 8: lying, 11: filled}  # one in twelve each; all else are tables of their own


@dataclass(frozen=True)
class Trial:
    """A seed and the distortions done to its clean sheet, in order. Those with no place on the sheet leave it alone."""

    seed: int
    distortions: tuple[str, ...]

    def __str__(self) -> str:
        return " ".join([str(self.seed), *(self.distortions or ("clean",))])

    @classmethod
    def of(cls, text: str) -> Trial:
        """What `str` made of one; a bare seed is the trial drawn for it."""
        seed, *names = text.split()
        return cls(int(seed), tuple(name for name in names if name != "clean")) if names else trial(int(seed))


@dataclass
class Sheet:
    """A spoilt sheet with what it said before and what was done to it."""

    paper: Paper
    case: Case
    truth: dict[Key, Decimal | str]
    effects: list[Effect] = field(default_factory=list[Effect])
    done: list[str] = field(default_factory=list[str])

    def read(self) -> tuple[Draft, ...]:
        case = self.case
        return submission.read(self.paper.name, written(self.paper), case.plan, today=case.today, ledger=case.ledger)

    def judged(self, drafts: Sequence[Draft]) -> Verdict:
        return judge(self.case.plan, self.paper, self.truth, self.effects, drafts)

    def spoil(self, name: str, seed: int) -> bool:
        """Do one distortion; False where it finds no place, and then nothing is changed."""
        if self.paper.is_final:
            return False
        mark = self.paper.mark()
        effect = ALL[name](Hand(self.paper, self.case, Random(f"{seed}:{name}")))
        if effect is None:
            self.paper.back_to(mark)
            return False
        self.effects.append(effect)
        self.done.append(name)
        return True

    def shown(self) -> str:
        return "\n".join(
            [f"written by {self.paper.by}, ledger: {bool(self.case.ledger)}", *map(shown, self.paper.pages)]
        )


def trial(seed: int) -> Trial:
    """The distortions of a seed: mostly harmless ones, in half of all sheets with one or two that are not.

    Those that find no place on the sheet are passed over, so that the ones that seldom do get their turn.
    """
    rng = Random(f"{seed}:trial")
    count = rng.randint(1, 5)
    graves = min(count, rng.choice([0, 0, 1, 1, 2]))
    kinds = [MILD] * (count - graves) + [rng.choice([GRAVE, SLIPS]) for _ in range(graves)]
    rng.shuffle(kinds)
    made = sheet(Trial(seed, ()))
    for kind in kinds:
        some = rng.sample(kind, len(kind))
        next((name for name in some if name not in made.done and made.spoil(name, seed)), None)
    return Trial(seed, tuple(made.done))


def sheet(given: Trial) -> Sheet:
    make = OTHERS.get(given.seed % EVERY, clean)
    paper, case = make(Random(f"{given.seed}:clean"))
    truth = {spot.key: case.said(spot.key) for _, spot in paper.everything() if spot.key}
    made = Sheet(paper, case, truth)
    for name in given.distortions:
        made.spoil(name, given.seed)
    return made


def outcome(given: Trial) -> tuple[Verdict, Sheet]:
    made = sheet(given)
    try:
        drafts = made.read()
    except Exception:  # noqa: BLE001 - any exception is a finding
        return Verdict(Outcome.CRASHED, traceback.format_exc()), made
    return made.judged(drafts), made


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
