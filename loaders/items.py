"""Which indicator or task a row is about, and what to say when that is in doubt."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from domain.plan import Indicator, Plan, Task
from domain.problem import Fact, Problem
from domain.problem_codes import problem
from domain.question import Reading
from loaders.answers import Answers
from loaders.findings import Doubt
from loaders.names import Item, Names, spelled
from loaders.sheet import Cell
from loaders.tables.header import TableKind, is_figure
from loaders.tables.table import Table

Found = tuple[Item | None, list[Problem]]
_MAY_BE_LEFT_OUT = ("D04", "D31", "D32", "D37")  # what names nothing of the plan may be something else of theirs
ALIKE = 0.8  # a name this much like another indicator's, and not like the code's own, is taken for the other's


@dataclass(frozen=True)
class ItemReader:
    """Finds the items of the rows of one table."""

    plan: Plan
    names: Names
    table: Table
    answers: Answers = field(default_factory=Answers)

    def item(self, row: int, department_id: str | None) -> Found:
        """The indicator or task of `row`: by its code, else by its name among the department's own.

        None with an error. Not to be asked of a row that `is_silent`.
        """
        code, name = self.table.text(row, self._roles[0]), self.table.text(row, self._roles[1])
        item, found = self._by_code(row, code, name) if code else self._by_name(row, name, department_id)
        if item is None:
            return None, found
        sheet, cell = self.table.sheet.name, self.table.address(row, *self._roles)
        if not code and self._roles[0] in self.table.header.columns:
            found.append(problem("D02", sheet, cell, indicator=item.id))
        if isinstance(item, Task) is not self._is_of_tasks:
            return None, [*found, problem("D41", sheet, cell, indicator=item.id, name=item.name)]
        reporter = self._reporter(item)
        if department_id and reporter != department_id and not self._may_compare(item, department_id):
            expected, department = (self.plan.department(each).name for each in (reporter, department_id))
            facts = {"row": self.table.sheet.row_line(row), "indicator": item.id}
            return None, [*found, problem("D06", sheet, cell, expected=expected, department=department, **facts)]
        return item, found

    def is_silent(self, row: int) -> bool:
        """Whether a row names nothing known and says nothing else: a chapter title, or words below the table."""
        says_something = any(self.table.sheet.at(row, column) for column in self._value_columns)
        return not says_something and not self.mentioned(row)

    def mentioned(self, row: int) -> set[str]:
        """The series a row speaks of by its code or its name, whatever else is wrong with it."""
        coded = self.names.coded(self.table.text(row, self._roles[0]))
        named = self.names.named(self.table.text(row, self._roles[1]))
        return {self._series(item).id for item in (coded, *named) if item}

    def proposed(self, found: Iterable[Problem]) -> set[str]:
        """The series that may be meant where it is asked which: none of them is missing before that is answered."""
        questions = (problem.question for problem in found if problem.question and problem.is_error)
        items = (self.names.coded(reading.key) for question in questions for reading in question.readings)
        return {self._series(item).id for item in items if item}

    @property
    def _is_of_tasks(self) -> bool:
        return self.table.header.kind is TableKind.TASKS

    @property
    def _roles(self) -> tuple[str, str]:
        return ("task_code", "task_name") if self._is_of_tasks else ("code", "name")

    def _by_code(self, row: int, code: str, name: str) -> Found:
        item, cell = self.names.coded(code), self.table.address(row, self._roles[0])
        if item is None:
            return self._ask("D04", cell, about=code, among=self._own_kind(self.names.named(name)), raw=code)
        others = self._meant_instead(name, item) if name else []
        if not others:
            return item, []
        facts: dict[str, Fact] = {"indicator": item.id, "raw": name, "expected": item.name}
        return self._ask("D35", cell, about=f"{code} {name}", among=[item, *others], **facts)

    def _meant_instead(self, name: str, item: Item) -> list[Item]:
        """What a name beside a code means, where that is something else or far more like it than the code's own."""
        called = self.names.named(name)
        called = called or self.names.near(name, (*self.plan.indicators, *self.plan.tasks), at_least=ALIKE)[:1]
        return [] if any(self._same(other, item) for other in called) else called

    def _by_name(self, row: int, name: str, department_id: str | None) -> Found:
        table = self.table
        if not name:
            cells = table.sheet.row(row)
            figure = next((cell for cell in cells if cell.column in self._value_columns), cells[0])
            return self._nameless(row, figure)
        cell = table.address(row, self._roles[1])
        called = self._own_kind(self.names.named(name)) or self.names.named(name)
        own = [item for item in called if self._reporter(item) == department_id] or called
        if own and all(self._same(item, own[0]) for item in own):
            return own[0], []
        if own:
            return self._ask("D39", cell, about=name, among=own, raw=name, candidates=tuple(item.id for item in own))
        pool: tuple[Item, ...] = self.plan.tasks if self._is_of_tasks else self.plan.indicators
        near = self.names.near(name, [i for i in pool if self._reporter(i) == department_id] or pool)
        if near:
            return self._ask("D31", cell, about=name, among=near, raw=name, suggestion=near[0].name)
        return self._ask("D32" if self._is_of_tasks else "D37", cell, about=name, among=[], raw=name)

    def _nameless(self, row: int, figure: Cell) -> Found:
        """A row of figures that names nothing; under one that does it may go on with it, if it is of another region."""
        facts: dict[str, Fact] = {"row": self.table.sheet.row_line(row), "raw": figure.raw}
        above = self._item_above(row) if self.table.text(row, "region") or self.table.text(row, "period") else None
        if above is None:
            return None, [problem("D33", self.table.sheet.name, figure.address, **facts)]
        doubt = Doubt[Item]("D33", facts, choices=((Reading("above", "above"), above),))
        item, found = self.answers.settle(doubt, self.table.sheet.name, figure.address)
        return item, [found]

    def _item_above(self, row: int) -> Item | None:
        """What the nearest row above that names something names, if that is one thing."""
        code_role, name_role = self._roles
        for above in reversed([each for each in self.table.rows if each < row]):
            code, name = self.table.text(above, code_role), self.table.text(above, name_role)
            if code or name:
                coded = self.names.coded(code) if code else None
                called = [coded] if coded else self._own_kind(self.names.named(name))
                return called[0] if called and all(self._same(each, called[0]) for each in called) else None
        return None

    def _own_kind(self, items: Sequence[Item]) -> list[Item]:
        """Those that belong in a table of this kind: tasks or numbers."""
        return [item for item in items if isinstance(item, Task) is self._is_of_tasks]

    def _ask(self, code: str, cell: str, *, about: str, among: Sequence[Item], **facts: Fact) -> Found:
        """The item a person says is meant, if any: departments list more than the plan asks for."""
        choices: list[tuple[Reading, Item | None]] = [
            (Reading(item.id, "item", {"code": item.id, "name": item.name}), item) for item in among
        ]
        if code in _MAY_BE_LEFT_OUT:
            choices.append((Reading("left_out", "left_out"), None))
        doubt = Doubt[Item | None](code, facts, about=spelled(about), choices=tuple(choices))
        item, found = self.answers.settle(doubt, self.table.sheet.name, cell)
        return item, [found]

    def _may_compare(self, item: Item, department_id: str) -> bool:
        """Whether a department may state a number that another leads: it takes part, and its figure counts nothing."""
        is_total = isinstance(item, Indicator) and "cumulative" in self.table.header.columns
        return is_total and department_id in item.cooperating

    @property
    def _value_columns(self) -> set[int]:
        """The columns in which a row says something of what it names."""
        columns = self.table.header.columns.items()
        return {at for role, at in columns if is_figure(role) or role in ("state", "unit", "total", "done_on")}

    def _series(self, item: Item) -> Item:
        return self.plan.series(item.id) if isinstance(item, Indicator) else item

    def _reporter(self, item: Item) -> str:
        """Who sends the figure; of a repeat, whoever sends the series it repeats."""
        return self._series(item).reporter

    def _same(self, one: Item, other: Item) -> bool:
        return self._series(one).id == self._series(other).id
