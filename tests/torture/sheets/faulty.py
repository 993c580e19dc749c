"""Readers that go wrong, each in one way: what the true reader found, spoilt. The judge must find out every one.

They show that the torture can fail at all, and that a silent slip anywhere between file and draft would be seen.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from domain.observation import Aspect, Draft, Observation, Source
from domain.problem import Problem, Severity
from tests.torture.sheets.verdict import Outcome

Fault = Callable[[Draft], Draft]

FAULTS: dict[str, tuple[Outcome, Fault]] = {}
"""What each reader does wrong, with the verdict it must be given."""


def caught_as(outcome: Outcome) -> Callable[[Fault], Fault]:
    def listed(fault: Fault) -> Fault:
        FAULTS[fault.__name__] = outcome, fault
        return fault

    return listed


silent = caught_as(Outcome.WRONG_AND_SILENT)


def spoilt(drafts: Sequence[Draft], fault: Fault) -> list[Draft]:
    return [fault(draft) for draft in drafts]


def _figures(draft: Draft, change: Callable[[Observation], Observation | None]) -> Draft:
    changed = [change(seen) for seen in draft.observations]
    return replace(draft, observations=tuple(seen for seen in changed if seen))


def _row(source: Source) -> int:
    return int(source.cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))


def _exchanged(draft: Draft, pairs: Iterable[tuple[Observation, Observation]]) -> Draft:
    values = {id(seen): other.value for one, two in pairs for seen, other in ((one, two), (two, one))}
    return _figures(draft, lambda seen: replace(seen, value=values.get(id(seen), seen.value)))


def _muted(draft: Draft, is_heard: Callable[[Problem], bool]) -> Draft:
    return replace(draft, problems=tuple(problem for problem in draft.problems if is_heard(problem)))


@silent
def a_row_too_far_up(draft: Draft) -> Draft:
    """Every figure is that of the row below."""
    columns: dict[tuple[str, str], list[Observation]] = {}
    for seen in draft.observations:
        columns.setdefault((seen.source.sheet, seen.source.cell.rstrip("0123456789")), []).append(seen)
    below: dict[int, Decimal] = {}
    for column in columns.values():
        column.sort(key=lambda seen: _row(seen.source))
        below |= {id(seen): other.value for seen, other in pairwise(column)}
    return _figures(draft, lambda seen: replace(seen, value=below.get(id(seen), seen.value)))


@silent
def said_to_stand_a_row_lower(draft: Draft) -> Draft:
    """The figures are right, the cells they are said to come from are not."""

    def lower(source: Source) -> Source:
        return replace(source, cell=re.sub(r"\d+$", str(_row(source) + 1), source.cell))

    return _figures(draft, lambda seen: replace(seen, source=lower(seen.source)))


@silent
def other_raw_text(draft: Draft) -> Draft:
    return _figures(draft, lambda seen: replace(seen, source=replace(seen.source, raw=f"{seen.source.raw} ")))


@silent
def month_and_total_exchanged(draft: Draft) -> Draft:
    months = {s.indicator_id: s for s in draft.observations if s.aspect is Aspect.MONTH}
    totals = [s for s in draft.observations if s.aspect is Aspect.CUMULATIVE and not s.region_id]
    return _exchanged(draft, [(s, months[s.indicator_id]) for s in totals if s.indicator_id in months])


@silent
def last_row_dropped(draft: Draft) -> Draft:
    last = max((_row(seen.source) for seen in draft.observations), default=0)
    return _figures(draft, lambda seen: seen if _row(seen.source) < last else None)


@silent
def cut_off_after_twelve_rows(draft: Draft) -> Draft:
    """With all that is wrong further down."""
    return _figures(draft, lambda seen: seen if _row(seen.source) <= 12 else None)


@silent
def a_sheet_skipped(draft: Draft) -> Draft:
    sheets = sorted({seen.source.sheet for seen in draft.observations})
    return _figures(draft, lambda seen: seen if seen.source.sheet in sheets[:1] else None)


@silent
def ten_thousands_for_ones(draft: Draft) -> Draft:
    """万 behind a number is not seen."""
    return _figures(draft, lambda seen: replace(seen, value=seen.value / 10000) if "万" in seen.source.raw else seen)


@silent
def marks_for_decimal_points(draft: Draft) -> Draft:
    """1,204 is taken for 1.204."""
    marks = set(",， \u00a0\u2009")
    return _figures(
        draft, lambda seen: replace(seen, value=seen.value / 1000) if marks & {*seen.source.raw.strip()} else seen
    )


@silent
def month_after(draft: Draft) -> Draft:
    return replace(draft, period=draft.period + 1 if draft.period else None)


@silent
def a_day_is_of_its_month(draft: Draft) -> Draft:
    """The day of filling in, or 1-6 kept as one of January, is taken for the month."""
    return _muted(draft, lambda problem: problem.code not in ("C50", "C51"))


@silent
def blind_to_the_scale_of_first_figures(draft: Draft) -> Draft:
    return _muted(draft, lambda problem: problem.code not in ("X50", "X51", "X52"))


@silent
def four_years_and_a_day_before(draft: Draft) -> Draft:
    """1904 is not seen: an element that newer programs add is taken for the one that says it."""
    return replace(draft, period=draft.period + -48 if draft.period else None)


@silent
def regions_exchanged(draft: Draft) -> Draft:
    regional = [seen for seen in draft.observations if seen.region_id]
    return _exchanged(draft, [(regional[0], regional[1])] if len(regional) > 1 else [])


@silent
def parts_of_heads_dropped(draft: Draft) -> Draft:
    return _figures(draft, lambda seen: replace(seen, value=Decimal(int(seen.value))))


@silent
def below_zero_for_above(draft: Draft) -> Draft:
    return _figures(draft, lambda seen: replace(seen, value=abs(seen.value)))


@silent
def states_forgotten(draft: Draft) -> Draft:
    return replace(draft, task_states=())


@silent
def one_state_for_all(draft: Draft) -> Draft:
    return replace(draft, task_states=tuple(replace(state, state="done") for state in draft.task_states))


@silent
def deaf(draft: Draft) -> Draft:
    """Nothing is ever wrong."""
    return replace(draft, problems=())


@silent
def warns_where_it_should_refuse(draft: Draft) -> Draft:
    """Whatever is in doubt may be confirmed by a tick."""
    mild = tuple(replace(p, severity=Severity.WARNING) for p in draft.problems)
    return replace(draft, problems=mild)


@silent
def takes_what_is_stored(draft: Draft) -> Draft:
    """Whatever a number format shows instead."""
    return _muted(draft, lambda problem: problem.code not in ("E50", "B56"))


@silent
def trusts_what_is_stored(draft: Draft) -> Draft:
    """Results of formulas that were never calculated, and figures whose comments say that they are none yet."""
    return _muted(draft, lambda problem: problem.code not in ("E53", "E51"))


@silent
def runs_texts_together(draft: Draft) -> Draft:
    """A raised note and a struck digit are digits like others."""
    return _muted(draft, lambda problem: not _LOOKS & {*_raw(problem)})


def _raw(problem: Problem) -> str:
    return str(problem.facts.get("raw", ""))


_LOOKS = frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹\u0336")


for letter in "BCDEX":  # what is about sheets, owners, rows, cells, and figures beside each other

    @silent
    def deaf_to(draft: Draft, letter: str = letter) -> Draft:
        return _muted(draft, lambda problem: problem.code[0] != letter)

    FAULTS[f"deaf_to_{letter}"] = FAULTS.pop("deaf_to")


FALLS_FOR = {
    "blind_to_the_scale_of_first_figures": "first_total_in_ten_thousands",
    "trusts_what_is_stored": "placeholder_for_a_result",
}
"""The distortion that each of these falls for: too seldom drawn to be waited for."""

for distortion, codes in (
    ("regions_merged", "B50"), ("month_and_total_merged", "B50"), ("figure_under_a_merge", "B51"),
    ("parts_without_total", "B52"), ("figures_out_of_sight", "B06 B34"), ("unit_above_contradicts", "D43"),
    ("number_cut_in_two", "E43 B54"), ("shown_otherwise_on_a_condition", "E54"),
):  # fmt: skip

    @silent
    def blind_to(draft: Draft, codes: str = codes) -> Draft:
        """To what a person sees otherwise than the file holds it."""
        return _muted(draft, lambda problem: problem.code not in codes.split())

    FAULTS[f"blind_to_{distortion}"] = FAULTS.pop("blind_to")
    FALLS_FOR[f"blind_to_{distortion}"] = distortion


@caught_as(Outcome.WRONG_CELL)
def tells_of_the_cell_beside(draft: Draft) -> Draft:
    def beside(problem: Problem) -> Problem:
        column = problem.cell.rstrip("0123456789")
        return replace(problem, cell=problem.cell.replace(column, f"A{column}", 1)) if column else problem

    return replace(draft, problems=tuple(map(beside, draft.problems)))


@caught_as(Outcome.WRONG_CELL)
def tells_of_the_sheet_alone(draft: Draft) -> Draft:
    return replace(draft, problems=tuple(replace(problem, cell="") for problem in draft.problems))


@caught_as(Outcome.WRONG_CELL)
def tells_of_one_thing_at_a_time(draft: Draft) -> Draft:
    """All but the first are kept back."""
    return replace(draft, problems=draft.problems[:1])


@caught_as(Outcome.RIGHT_BUT_REFUSED)
def refuses_what_it_might_ask(draft: Draft) -> Draft:
    """Every warning stops the file."""
    hard = tuple(replace(p, severity=Severity.ERROR) for p in draft.problems if p.severity is Severity.WARNING)
    return replace(draft, problems=(*draft.problems, *hard))
