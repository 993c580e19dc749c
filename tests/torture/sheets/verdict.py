"""Was a sheet read right, or refused at the right cell? What came out beside what was known and what was done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from domain.observation import Draft
from domain.problem import Problem
from tests.torture.sheets.hand import Effect, Harm
from tests.torture.sheets.paper import Key, Paper

Place = tuple[str, str]


class Outcome(StrEnum):
    ACCEPTED_RIGHT = "accepted right"
    REFUSED_RIGHT = "refused right"
    WRONG_AND_SILENT = "wrong and silent"
    RIGHT_BUT_REFUSED = "right but refused"
    WRONG_CELL = "refused at the wrong cell"
    CRASHED = "crashed"


PAIRS = ("X08", "X09", "X10", "X15", "X18", "X26")  # two figures that do not go together: the slip may be in either
GOOD = (Outcome.ACCEPTED_RIGHT, Outcome.REFUSED_RIGHT)


@dataclass(frozen=True)
class Verdict:
    outcome: Outcome
    why: str = ""


@dataclass
class _Answers:
    """Which cells and items each effect speaks of, where they stand now."""

    paper: Paper
    effects: Sequence[Effect]
    places: list[set[Place]] = field(default_factory=list[set[Place]])

    def __post_init__(self) -> None:
        where = {id(spot): (page.name, page.address(spot)) for page in self.paper.pages for spot in page.spots.values()}
        self.places = [{where[id(s)] for s in effect.spots if id(s) in where} for effect in self.effects]

    def answers(self, problem: Problem, number: int) -> bool:
        """Whether a problem speaks of what an effect did."""
        effect, places = self.effects[number], self.places[number]
        if (problem.sheet, problem.cell) in places or problem.code in effect.codes:
            return True
        if problem.code in ("X08", "X09") and effect.harm is Harm.FIGURE:
            return True  # a part above its whole: the slip may be in either
        if problem.code[0] == "X" and effect.harm is Harm.FIGURE and problem.facts.get("indicator") in effect.items:
            return True  # the figures of one row against each other: which of them is wrong nobody can know
        named = problem.facts.get("indicators", ())
        return isinstance(named, tuple) and bool(set(map(str, named)) & effect.items) and problem.code == "D07"

    def explains(self, problem: Problem, number: int) -> bool:
        """Whether an effect may be the cause of a problem: at its cells, in their rows, or about the same item."""
        if self.answers(problem, number):
            return True
        effect, places = self.effects[number], self.places[number]
        if effect.harm is Harm.NONE:
            return False
        rows = {(sheet, _row(cell)) for sheet, cell in places}
        named = {str(problem.facts.get("indicator", "")), *map(str, _tuple(problem.facts.get("indicators")))}
        return (problem.sheet, _row(problem.cell)) in rows or bool(named & effect.items) or problem.code in PAIRS


def _tuple(fact: object) -> tuple[object, ...]:
    return fact if isinstance(fact, tuple) else ()


def _row(cell: str) -> str:
    return cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")


def judge(paper: Paper, truth: dict[Key, Decimal | str], effects: Sequence[Effect], drafts: Sequence[Draft]) -> Verdict:
    """`truth` is what the clean sheet said."""
    errors = [problem for draft in drafts for problem in draft.problems if problem.is_error]
    answers = _Answers(paper, effects)
    return _refused(answers, errors, drafts) if errors else _accepted(answers, truth, drafts)


def _refused(answers: _Answers, errors: Sequence[Problem], drafts: Sequence[Draft]) -> Verdict:
    effects = answers.effects
    told = [problem for draft in drafts for problem in draft.problems]
    if all(effect.harm is Harm.NONE for effect in effects):
        return Verdict(Outcome.RIGHT_BUT_REFUSED, _said(errors))
    unexplained = [e for e in errors if not any(answers.explains(e, n) for n in range(len(effects)))]
    if unexplained:
        return Verdict(Outcome.WRONG_CELL, f"not caused by anything done: {_said(unexplained)}")
    whole = any(error.code[0] in "ABC" or error.code == "D34" for error in errors)  # then no more is looked at
    refused = [error for error in errors if error.code[0] == "D"]  # whose rows are not read further
    nobody = {(error.sheet, _row(error.cell)) for error in refused}
    unread = {i for n, e in enumerate(effects) for i in e.items if any(answers.answers(error, n) for error in refused)}
    for number, effect in enumerate(effects):
        rows = {(sheet, _row(cell)) for sheet, cell in answers.places[number]}
        if effect.harm not in (Harm.FIGURE, Harm.DOUBT) or whole or (rows and rows <= nobody):
            continue
        if effect.items and effect.items <= unread:
            continue
        if not any(answers.answers(problem, number) for problem in told):
            return Verdict(Outcome.WRONG_CELL, f"nothing said of {sorted(answers.places[number])[:6]}: {_said(errors)}")
    return Verdict(Outcome.REFUSED_RIGHT)


def _accepted(answers: _Answers, truth: dict[Key, Decimal | str], drafts: Sequence[Draft]) -> Verdict:
    told = {(p.sheet, p.cell) for draft in drafts for p in draft.problems}
    doubtful = [effect for effect in answers.effects if effect.harm is Harm.DOUBT]
    if doubtful:
        return Verdict(
            Outcome.WRONG_AND_SILENT,
            f"accepted in spite of doubt at {sorted(answers.places[answers.effects.index(doubtful[0])])[:3]}",
        )
    may_differ = {key for effect in answers.effects for key in effect.keys}
    spots = {spot.key: answers.paper.place(spot) for _, spot in answers.paper.everything() if spot.key}
    got = read_from(drafts)
    for key in {*got, *truth}:
        value, place = got.get(key, (None, None))
        if value == truth.get(key):
            if key in got and place != spots.get(key):
                return Verdict(
                    Outcome.WRONG_AND_SILENT, f"{key}: {value} is said to stand at {place}, not {spots.get(key)}"
                )
            continue
        if key in may_differ and (value is None or spots.get(key) in told):
            continue
        return Verdict(Outcome.WRONG_AND_SILENT, f"{key}: {truth.get(key)} was read as {value} at {place}")
    return Verdict(Outcome.ACCEPTED_RIGHT)


def read_from(drafts: Sequence[Draft]) -> dict[Key, tuple[Decimal | str, Place]]:
    """Every figure and state read, with the cell it is said to have stood in."""
    found: dict[Key, tuple[Decimal | str, Place]] = {}
    for draft in drafts:
        whose = (draft.department_id or "", str(draft.period))
        for seen in draft.observations:
            key = (*whose, seen.indicator_id, seen.region_id, seen.aspect.value)
            found[key] = seen.value, (seen.source.sheet, seen.source.cell)
        for state in draft.task_states:
            found[*whose, state.task_id, None, "state"] = state.state, (state.source.sheet, state.source.cell)
    return found


def _said(problems: Sequence[Problem]) -> str:
    return "; ".join(f"{p.code} {p.sheet}!{p.cell} {dict(p.facts)}" for p in problems[:4])
