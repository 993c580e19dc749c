"""Layouts of a department's own: whether this one has been confirmed, what is new in it, and how figures were read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from domain import layout as layouts
from domain.observation import Aspect, Draft, Source, Submission
from domain.period import Period
from domain.plan import Indicator, Name, Plan, Region, Task
from domain.problem import Fact, Problem
from domain.problem_codes import problem
from domain.question import ReadingRule
from domain.relations import SHARES
from loaders.sheet import Place, place_of
from wording import Words


def asked(drafts: Sequence[Draft], plan: Plan, rules: Iterable[ReadingRule]) -> tuple[Draft, ...]:
    """The drafts of one file with the question of each layout that its department has not confirmed.

    It is put once nothing is wrong with the file, and not for what is in force already.
    """
    if any(found.is_error for draft in drafts for found in draft.problems):
        return tuple(drafts)
    several, confirmed = len({draft.department_id for draft in drafts}) > 1, tuple(rules)
    questions = ((draft, _question(draft, plan, confirmed, several=several)) for draft in drafts)
    return tuple(replace(draft, problems=(*draft.problems, *found)) for draft, found in questions)


def _question(draft: Draft, plan: Plan, rules: Sequence[ReadingRule], *, several: bool) -> list[Problem]:
    whose, layout = draft.department_id, draft.layout
    is_in_force = any(found.code == "G01" for found in draft.problems)
    if layout is None or whose is None or is_in_force or layouts.is_known(layout, rules, whose):
        return []
    facts: dict[str, Fact] = {"whose": (plan.department(whose).name,)} if several else {}
    near = layouts.nearest(layout, layouts.known(rules, whose))
    if near is None:
        return [replace(problem(layouts.NEW), facts=facts)]
    rule, before = near
    facts |= {"rule": str(rule.id), "changes": layouts.differences(layout, before)}
    return [replace(problem(layouts.DIFFERS), facts=facts)]


def confirmed_with(rules: Iterable[ReadingRule], submission: Submission) -> ReadingRule | None:
    """The layout in force that was confirmed when a submission was accepted."""
    made = (submission.department_id, submission.submitted_at, submission.file_name)
    own = (rule for rule, _ in layouts.known(rules, submission.department_id))
    return next((rule for rule in own if (rule.department_id, rule.made_at, rule.reason) == made), None)


def described(layout: layouts.Fingerprint, words: Words) -> str:
    """What the fingerprint of a layout consists of, in a line."""
    several = len(layout.tables) > 1
    tables = (_described(table, n if several else 0, words) for n, table in enumerate(layout.tables, 1))
    units = words("layout.units", what=layouts.quoted(layout.units)) if layout.units else ""
    return words("layout.then").join(filter(None, (*tables, units)))


def _described(table: layouts.TableLayout, n: int, words: Words) -> str:
    """One table; `n` where there are several."""
    columns = words("layout.columns", what=layouts.quoted(table.headings))
    marks = {"merges": table.merges, "hidden": table.hidden, "formats": table.formats}
    told = (words(f"layout.{kind}", what=layouts.quoted(texts)) for kind, texts in marks.items() if texts)
    return (words("layout.table", n=n) if n else "") + words("layout.then").join((columns, *told))


@dataclass(frozen=True)
class Read:
    """What one cell was read as: a figure in the plan's unit, or the state of a task."""

    source: Source
    item: Indicator | Task
    period: Period
    aspect: Aspect | None  # None for a state
    region: Region | None  # None for the whole city
    unit: Name | None  # None where heads are counted
    value: Decimal | str  # a state by its code

    @property
    def place(self) -> Place:
        """Row and column of its cell."""
        return place_of(self.source.cell) or (0, 0)

    @property
    def counts(self) -> str:
        """What it is of its item, by the key of its words."""
        if self.aspect is None:
            return "layout_as_state"
        is_reached = isinstance(self.item, Indicator) and self.item.kind in SHARES
        role = "reached" if is_reached and self.aspect is Aspect.CUMULATIVE else self.aspect.value
        return f"layout_as_{role}"


def named(read: Read, words: Words, without: Sequence[str] = ()) -> str:
    """What a cell was read as: item, what it counts, month, region, unit; `without` those of these that are known."""
    told = [words("layout.item", code=read.item.id, name=read.item), words(f"reading.{read.counts}")]
    told += [words.month(read.period)] if "period" not in without else []
    told += [region(read, words)] if "region" not in without and read.aspect else []
    told += [words.name(read.unit)] if read.unit and "unit" not in without else []
    return words("layout.joint").join(told)


def region(read: Read, words: Words) -> str:
    return words.name(read.region) if read.region else words("panel.whole_city")


def value(read: Read, words: Words) -> str:
    """With every decimal it has, and in its unit."""
    if not isinstance(read.value, Decimal):
        return words(f"task_state.{read.value}")
    return words("layout.amount", number=read.value, unit=words.name(read.unit) if read.unit else "").strip()


def read(plan: Plan, drafts: Iterable[Draft]) -> tuple[Read, ...]:
    """Every figure and state that `drafts` would store, sheet by sheet, each row from the left."""
    every = [each for draft in drafts for each in _read(plan, draft)]
    sheets = list(dict.fromkeys(each.source.sheet for each in every))
    return tuple(sorted(every, key=lambda each: (sheets.index(each.source.sheet), each.place)))


def _read(plan: Plan, draft: Draft) -> Iterator[Read]:
    for seen in draft.observations:
        item = plan.indicator(seen.indicator_id)
        region = plan.region(seen.region_id) if seen.region_id else None
        unit = None if item.kind in SHARES else item.unit_name
        yield Read(seen.source, item, seen.period, seen.aspect, region, unit, seen.value)
    for state in draft.task_states if draft.period else ():
        assert draft.period is not None
        yield Read(state.source, plan.task(state.task_id), draft.period, None, None, None, state.state)
