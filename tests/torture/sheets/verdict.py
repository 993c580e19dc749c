"""Was a sheet read right, or refused at the right cell? What came out beside what was known and what was done.

The judge knows the truth, what each distortion says it did, and where its cells stand now; of the reader it sees drafts
alone. Another fault, or a word about another cell, is never a good answer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from domain.observation import Draft, Observation, TaskState
from domain.plan import Plan
from domain.problem import Problem, Severity
from tests.torture.sheets.hand import Effect, Harm
from tests.torture.sheets.paper import Key, Paper

Place = tuple[str, str]
FEW_ROWS = 4  # an effect on more rows than these is one on columns, and explains nothing of single rows


class Outcome(StrEnum):
    ACCEPTED_RIGHT = "accepted right"
    REFUSED_RIGHT = "refused right"
    UNDETECTABLE = "undetectable"  # wrong, and neither the file nor what was known could show it
    WRONG_AND_SILENT = "wrong and silent"
    RIGHT_BUT_REFUSED = "right but refused"
    WRONG_CELL = "refused at the wrong cell"
    CRASHED = "crashed"


GOOD = (Outcome.ACCEPTED_RIGHT, Outcome.REFUSED_RIGHT, Outcome.UNDETECTABLE)


@dataclass(frozen=True)
class Verdict:
    outcome: Outcome
    why: str = ""


@dataclass
class _Bench:
    """What the judge has before it: where every cell stands now, and of which each effect speaks."""

    plan: Plan
    paper: Paper
    effects: Sequence[Effect]
    truth: Mapping[Key, Decimal | str]
    drafts: Sequence[Draft]
    stands: dict[int, Place] = field(default_factory=dict[int, Place])
    places: list[set[Place]] = field(default_factory=list[set[Place]])

    def __post_init__(self) -> None:
        self.stands = {
            id(spot): (page.name, page.at(*at)) for page in self.paper.pages for at, spot in page.spots.items()
        }
        self.places = [{self.stands[id(s)] for s in effect.spots if id(s) in self.stands} for effect in self.effects]

    @property
    def told(self) -> list[Problem]:
        return [problem for draft in self.drafts for problem in draft.problems]

    @property
    def warned(self) -> list[Problem]:
        return [problem for problem in self.told if problem.severity is not Severity.NOTE]

    def answers(self, problem: Problem, number: int) -> bool:
        """Whether a problem speaks of what an effect did: at its cells, by naming what it is about, or of all of it."""
        effect, places = self.effects[number], self.places[number]
        if (problem.sheet, problem.cell) in places:
            return True
        if (problem.code[0] == "X" or problem.code == "D07") and self._named(problem) & effect.items:
            return effect.harm is not Harm.NONE  # of figures that disagree nobody can know which is wrong
        if problem.code not in effect.codes or not (places or not effect.items):
            return False
        return not problem.sheet or (_is_near(problem, places) if problem.cell else problem.sheet in dict(places))

    def explains(self, problem: Problem, number: int) -> bool:
        """Whether an effect may be the cause of a problem: it answers it, or stands in the same row."""
        if self.answers(problem, number):
            return True
        if self.effects[number].harm is Harm.NONE:
            return False
        rows = {(sheet, _row(cell)) for sheet, cell in self.places[number]}
        is_in_row = len(rows) <= FEW_ROWS and (problem.sheet, _row(problem.cell)) in rows
        return is_in_row or bool(self._named(problem) & self.effects[number].items)

    def _named(self, problem: Problem) -> set[str]:
        """The items a problem is about, by their codes or names."""
        facts = [each for fact in problem.facts.values() for each in (fact if isinstance(fact, tuple) else (fact,))]
        entries = (*self.plan.indicators, *self.plan.tasks)
        return {entry.id for entry in entries if entry.id in facts or entry.name in facts}


def _is_near(problem: Problem, places: set[Place]) -> bool:
    """Whether a problem stands in the column of one of these cells, or in its row: headings take two."""
    row, column = _row(problem.cell), _column(problem.cell)
    here = [cell for sheet, cell in places if sheet == problem.sheet]
    return any(abs(int(_row(cell)) - int(row)) <= 1 or _column(cell) == column for cell in here)


def _column(cell: str) -> str:
    return cell.rstrip("0123456789")


def _row(cell: str) -> str:
    return cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")


def judge(
    plan: Plan,
    paper: Paper,
    truth: Mapping[Key, Decimal | str],
    effects: Sequence[Effect],
    drafts: Sequence[Draft],
) -> Verdict:
    """`truth` is what the clean sheet said."""
    bench = _Bench(plan, paper, effects, truth, drafts)
    errors = [problem for problem in bench.told if problem.is_error]
    return _refused(bench, errors) if errors else _accepted(bench)


def _refused(bench: _Bench, errors: Sequence[Problem]) -> Verdict:
    effects = bench.effects
    if all(effect.harm is Harm.NONE for effect in effects):
        return Verdict(Outcome.RIGHT_BUT_REFUSED, _said(errors))
    unexplained = [e for e in errors if not any(bench.explains(e, n) for n in range(len(effects)))]
    if unexplained:
        return Verdict(Outcome.WRONG_CELL, f"not caused by anything done: {_said(unexplained)}")
    for number, effect in enumerate(effects):
        if effect.harm in (Harm.NONE, Harm.EITHER, Harm.UNSEEN) or _is_out_of_sight(bench, errors, number):
            continue
        if not any(bench.answers(problem, number) for problem in bench.told):
            return Verdict(Outcome.WRONG_CELL, f"nothing said of {sorted(bench.places[number])[:6]}: {_said(errors)}")
    return Verdict(Outcome.REFUSED_RIGHT)


def _is_out_of_sight(bench: _Bench, errors: Sequence[Problem], number: int) -> bool:
    """Whether something else that was told keeps an effect from being looked at: its table, its row, its month."""
    effect, places = bench.effects[number], bench.places[number]
    sheets, rows = {sheet for sheet, _ in places}, {(sheet, _row(cell)) for sheet, cell in places}
    shows_beside_others = effect.harm is Harm.SLIP or any(code[0] == "X" for code in effect.codes)
    if shows_beside_others and any(error.code[0] in "ABCD" for error in errors):
        return True  # figures are held against each other once all of them are there
    whole = [error for error in errors if error.code[0] in "ABC" or error.code == "D34"]  # of headings and whole sheets
    if any(not error.sheet or error.sheet in sheets or not sheets for error in whole):
        return True
    rowless = [error for error in errors if error.code[0] == "D"]  # whose rows are not read further
    if rows and rows <= {(error.sheet, _row(error.cell)) for error in rowless}:
        return True
    unread = {i for n, e in enumerate(bench.effects) for i in e.items if any(bench.answers(r, n) for r in rowless)}
    return bool(effect.items) and effect.items <= unread


def _accepted(bench: _Bench) -> Verdict:
    for number, effect in enumerate(bench.effects):
        if effect.harm is Harm.DOUBT:
            return Verdict(
                Outcome.WRONG_AND_SILENT, f"accepted in spite of doubt at {sorted(bench.places[number])[:3]}"
            )
        if effect.harm in (Harm.TOLD, Harm.ELSEWHERE) and not any(bench.answers(p, number) for p in bench.warned):
            return Verdict(Outcome.WRONG_AND_SILENT, f"no warning at {sorted(bench.places[number])[:3]}")
    spots = {spot.key: spot for _, spot in bench.paper.everything() if spot.key}
    got, unseen = seen_in(bench.drafts), False
    for key in {*got, *bench.truth}:
        seen = got.get(key)
        value, place = (_value(seen), _place(seen)) if seen else (None, None)
        stands = bench.stands[id(spots[key])] if key in spots else None
        if seen and value == bench.truth.get(key):
            if place != stands or seen.source.raw != spots[key].raw:
                said = f"{key}: {seen.source.raw!r} is said to stand at {place}, not {stands}"
                return Verdict(Outcome.WRONG_AND_SILENT, said)
        elif any(key in effect.keys for effect in bench.effects if effect.harm is Harm.UNSEEN):
            unseen = True
        elif not _is_told(bench, key, {stands, place}, is_gone=seen is None):
            return Verdict(Outcome.WRONG_AND_SILENT, f"{key}: {bench.truth.get(key)} was read as {value} at {place}")
    return Verdict(Outcome.UNDETECTABLE if unseen else Outcome.ACCEPTED_RIGHT)


def _is_told(bench: _Bench, key: Key, places: set[Place | None], *, is_gone: bool) -> bool:
    """Whether a figure that is not the truth was spoilt, and the clerk is warned where it stands or was read from."""
    for number, effect in enumerate(bench.effects):
        if key not in effect.keys:
            continue
        if is_gone and (effect.harm in (Harm.NONE, Harm.EITHER) or any(bench.answers(p, number) for p in bench.told)):
            return True
        if any((problem.sheet, problem.cell) in places for problem in bench.warned):
            return True
        if effect.harm is Harm.ELSEWHERE:
            return True  # of which the clerk was warned, or it would not have come so far
    return False


def seen_in(drafts: Sequence[Draft]) -> dict[Key, Observation | TaskState]:
    """Every figure and state read."""
    found: dict[Key, Observation | TaskState] = {}
    for draft in drafts:
        whose = (draft.department_id or "", str(draft.period))
        for seen in draft.observations:
            found[*whose, seen.indicator_id, seen.region_id, seen.aspect.value] = seen
        for state in draft.task_states:
            found[*whose, state.task_id, None, "state"] = state
    return found


def read_from(drafts: Sequence[Draft]) -> dict[Key, tuple[Decimal | str, Place]]:
    """Every figure and state read, with the cell it is said to have stood in."""
    return {key: (_value(seen), _place(seen)) for key, seen in seen_in(drafts).items()}


def _value(seen: Observation | TaskState) -> Decimal | str:
    return seen.value if isinstance(seen, Observation) else seen.state


def _place(seen: Observation | TaskState) -> Place:
    return seen.source.sheet, seen.source.cell


def _said(problems: Sequence[Problem]) -> str:
    return "; ".join(f"{p.code} {p.sheet}!{p.cell} {dict(p.facts)}" for p in problems[:4])
