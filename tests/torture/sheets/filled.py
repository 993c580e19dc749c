"""Our own template, filled in at random, as cells that know what they hold."""

from __future__ import annotations

from datetime import date, datetime
from io import BytesIO
from random import Random
from typing import Any

import openpyxl

from domain.observation import Aspect, Topic
from loaders import headers, template
from loaders.template_filling import Filling, TaskEntry
from tests.torture.sheets import wordings
from tests.torture.sheets.paper import LIBRARIES, Key, Merge, Page, Paper, Spot
from tests.torture.sheets.truth import Case, Month, draw

_ROLES = ("seq", "code", "clause", "name", "unit", "target", "deadline", "previous", "month", "cumulative", "rate",
          "plan_rate", "progress", "problems", "next_steps", "remark", "reached", "denominator", "share", "task_code",
          "task_name", "state", "done_on", "evidence", "total")  # fmt: skip
_PARTS = {"code": "identity", "name": "identity", "task_code": "identity", "task_name": "identity", "unit": "unit",
          "seq": "seq", "previous": "previous", "target": "target", "state": "state", "total": "total",
          "month": "figure", "cumulative": "figure", "reached": "figure", "denominator": "figure"}  # fmt: skip
_ASPECTS = {"reached": "cumulative", "denominator": "denominator", "month": "month"}
_HEADER = 4


def filled(rng: Random) -> tuple[Paper, Case]:
    case = draw(rng)
    month = case.months[0]
    figures = {(id, region, Aspect(aspect)): value for (id, region, aspect), value in month.figures.items()}
    said = {(i.id, topic): rng.choice(wordings.SAID[:4]) for i in month.counted for topic in Topic}
    states = {id: TaskEntry(state) for id, state in month.states.items()}
    filling = Filling(figures, words=said, tasks=states, reporter="张三", reviewer="李四", phone="1")
    department = case.plan.department(month.department_id)
    content = template.write(case.plan, department, month.period, month.before, case.today, filling)
    return Paper(_pages(content, month), by=rng.choice(LIBRARIES)), case


def _pages(content: bytes, month: Month) -> list[Page]:
    """The template's sheets. Formulas become their results: openpyxl, which may write them again, cannot keep both."""
    shown = openpyxl.load_workbook(BytesIO(content), data_only=True)
    pages: list[Page] = []
    for sheet in shown.worksheets:
        kind = headers.sheet(sheet.title) or "other"
        merges: list[Merge] = [(m.min_row, m.min_col, m.max_row, m.max_col) for m in sheet.merged_cells.ranges]
        page = Page(sheet.title, merges=merges, kind={"per_capita": "shares", "guide": "other"}.get(kind, kind))
        page.hidden, page.protected = sheet.sheet_state != "visible", True
        roles = _roles(sheet, month) if kind not in ("other", "guide") else {}
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.value is not None):
            spot = _spot(cell, roles, sheet, month)
            spot.locked = cell.protection.locked
            page.put(cell.row, cell.column, spot)
        pages.append(page)
    return pages


def _roles(sheet: Any, month: Month) -> dict[int, str]:
    """The role of each column, by the titles we print."""
    titles = {headers.plain(headers.title("columns", role)): role for role in _ROLES}
    titles |= {headers.plain(region.name.zh): f"region:{region.id}" for region in month.plan.regions}
    row = {cell.column: headers.plain(str(cell.value)) for cell in sheet[_HEADER] if cell.value}
    return {column: titles[title] for column, title in row.items() if title in titles}


def _spot(cell: Any, roles: dict[int, str], sheet: Any, month: Month) -> Spot:
    value, role = cell.value, roles.get(cell.column, "")
    if isinstance(value, datetime):
        value = date(value.year, value.month, value.day)
    if cell.row == _HEADER and role:
        return Spot(value, "heading", role)
    coded = next((column for column, each in roles.items() if each in ("code", "task_code")), 0)
    item = str(sheet.cell(cell.row, coded).value or "") if coded and cell.row > _HEADER else ""
    if item not in {*(i.id for i in (*month.counted, *month.shares)), *(task.id for task in month.tasks)}:
        return Spot(value, *(_label(cell) if roles else ("other", "")))
    part = "figure" if role.startswith("region:") else _PARTS.get(role, "said" if role in _WORDS else "other")
    return Spot(value, part, role, item, _key(role, item, month) if part in ("figure", "state") else None)


_WORDS = [topic.value for topic in Topic]


def _label(cell: Any) -> tuple[str, str]:
    places = {"B2": ("department", "department"), "F2": ("period", "period"), "A2": ("label", "department")}
    return places.get(cell.coordinate, ("heading text", ""))


def _key(role: str, item: str, month: Month) -> Key:
    region = role.removeprefix("region:") if role.startswith("region:") else None
    aspect = "state" if role == "state" else _ASPECTS.get(role, "cumulative")
    return month.department_id, str(month.period), item, region, aspect
