"""What a department says of an indicator or a task in words, and what such words may not hold."""

from __future__ import annotations

import re
from datetime import date

from domain.observation import Narrative, Source, TaskState, Topic
from domain.plan import Plan, Task
from domain.problem_codes import problem
from domain.question import Reading
from loaders import cells, headers
from loaders.findings import Doubt
from loaders.harvest import Harvest
from loaders.names import spelled
from loaders.tables.slipped import slipped_into_words
from loaders.tables.table import Table
from loaders.workbook import Cell, CellKind

_TOPICS = {topic.value: topic for topic in Topic}
_DAY = r"(?:18|19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
_ID_NUMBER = re.compile(rf"(?<![0-9.])[1-9][0-9]{{5}}-?{_DAY}-?[0-9]{{3}}[0-9Xx](?!\.?[0-9]|[元万亿])")


def read_narratives(plan: Plan, table: Table, row: int, series_id: str, into: Harvest) -> None:
    """What is said of an indicator."""
    for role, topic in _TOPICS.items():
        cell = table.cell(row, role)
        if cell and (text := _text(plan, table, row, role, into)):
            into.say(Narrative(series_id, topic, text, _source(table, cell)))
    into.problems += slipped_into_words(table, row)


def read_task(plan: Plan, table: Table, row: int, task: Task, into: Harvest) -> None:
    """The state of a task. A row left blank says nothing: the state reported before stands."""
    sheet, cell = table.sheet.name, table.cell(row, "state")
    done_on, can_read_day = _day(table, row, into)
    evidence, progress = (_text(plan, table, row, role, into) for role in ("evidence", "progress"))
    choices = tuple(headers.task_state_titles().values())
    if cell is None or not cell.raw.strip():
        if done_on or evidence or progress:
            facts = {"row": table.sheet.row_line(row), "choices": choices}
            into.problems.append(problem("F31", sheet, table.address(row, "state"), **facts))
        return
    state = headers.task_state(cell.raw) or _state_meant(table, cell, into)
    if state is None:
        return
    if state == "done" and can_read_day and not (done_on and evidence):
        into.problems.append(problem("F02", sheet, cell.address, row=table.sheet.row_line(row), state=cell.raw.strip()))
    if done_on and into.period and done_on > into.period.last_day:
        facts = {"day": done_on, "last": into.period.last_day}
        into.problems.append(problem("F03", sheet, table.address(row, "done_on"), **facts))
    into.task_states[task.id] = TaskState(task.id, state, done_on, evidence, progress, _source(table, cell))


def _state_meant(table: Table, cell: Cell, into: Harvest) -> str | None:
    """The state a person says is meant by words that are none of them."""
    titles, raw = headers.task_state_titles(), cell.raw.strip()
    choices = tuple((Reading(state, "shown", {"shown": title}), state) for state, title in titles.items())
    doubt = Doubt("F01", {"raw": raw, "choices": tuple(titles.values())}, about=spelled(raw), choices=choices)
    state, found = into.answers.settle(doubt, table.sheet.name, cell.address)
    into.problems.append(found)
    return state


def _day(table: Table, row: int, into: Harvest) -> tuple[date | None, bool]:
    """The day a task was done, and whether what stands there could be read."""
    cell = table.cell(row, "done_on")
    if cell is None or not cell.raw.strip():
        return None, True
    day, found = into.answers.settled(cells.read_date(cell, into.period), table.sheet.name, cell.address)
    into.problems += found
    return day, day is not None


def _text(plan: Plan, table: Table, row: int, role: str, into: Harvest) -> str:
    """The text of a cell, told of where it is overlong or holds an identity number."""
    cell, text = table.cell(row, role), table.text(row, role)
    if cell is None or not text:
        return ""
    if code := {CellKind.ERROR: "E15", CellKind.UNCALCULATED: "E16"}.get(cell.kind):
        into.problems.append(problem(code, table.sheet.name, cell.address, raw=text))
        return ""
    title = headers.plain(table.header.headings[role].cell.raw)
    limits = plan.limits_at(max(into.period or plan.start, plan.start))
    if len(text) > limits.long_text:
        facts = {"title": title, "n": len(text), "limit": limits.shown_text}
        into.problems.append(problem("F04", table.sheet.name, cell.address, **facts))
    if _ID_NUMBER.search(headers.compact(text)):
        into.problems.append(problem("F06", table.sheet.name, cell.address, title=title))
    return text


def _source(table: Table, cell: Cell) -> Source:
    return Source(table.sheet.name, cell.address, cell.raw)
