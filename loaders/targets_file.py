"""The plan file → a `Plan`, or every mistake in it at once, each with table, key and what would be right.

Decides what entries take over from elsewhere: the defaults of their kind, the lead of their measure, the dates of the
plan. An entry that cannot be read is left out and not held against others. What is sound, `domain.soundness` decides.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from domain.limits import CheckLimits
from domain.mistake import Mistake
from domain.plan import (
    Department,
    Group,
    Plan,
    Region,
    Thresholds,
    Unit,
)
from domain.problem import Fact
from domain.soundness import mistakes
from domain.working_days import WorkingDays, YearOff
from loaders import headers
from loaders.plan import schema
from loaders.plan.chapters import KINDS, Chapters, ids_of
from loaders.plan.entries import Desk, Table

_SECTIONS = ("defaults", *(section for section in schema.TABLES if section not in schema.INSIDE))
_LATER = ("checks",)  # tables every file has by now and earlier releases did not know: how sheets are read, no light
_SHOWN = 60  # characters of a line that is wrong
_UNSAID = "?"
# Stands in for what the plan table fails to say, so that the rest can still be judged: wide enough to fault nothing.
_ANY = {
    "id": _UNSAID,
    "name": [_UNSAID, _UNSAID],
    "document": [_UNSAID, _UNSAID],
    "city": [_UNSAID, _UNSAID],
    "issued": date(1900, 1, 1),
    "start": "1900-01",
    "end": "2199-12",
    "timezone": "UTC",
    "due_day": 1,
    "coordinating_office": _UNSAID,
}


@dataclass(frozen=True)
class PlanReading:
    """What came of reading a plan file. `plan` is None exactly when there are mistakes; `sha256` is of `content`."""

    plan: Plan | None
    mistakes: tuple[Mistake, ...]
    sha256: str
    content: bytes


def read(path: Path) -> PlanReading:
    """Read the plan at `path`. Raises OSError where no file can be read; all else wrong with it is a mistake."""
    return read_content(path.read_bytes(), path.name)


def read_content(content: bytes, file_name: str, newer: bytes = b"") -> PlanReading:
    """Read a plan from the bytes of its file.

    For a version kept by an earlier release, the file in use, `newer`, lends the tables that release did not know.
    """
    plan, found = _read(content, file_name, newer)
    return PlanReading(None if found else plan, found, hashlib.sha256(content).hexdigest(), content)


def _read(content: bytes, file_name: str, newer: bytes = b"") -> tuple[Plan | None, tuple[Mistake, ...]]:
    try:
        text = content.decode("utf-8-sig")  # Windows editors put a mark in front
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return None, (Mistake("not_utf8", file_name, str(line), {"line": line}),)
    try:
        raw = tomllib.loads(text, parse_float=Decimal)
    except (ValueError, ArithmeticError, RecursionError) as error:  # no TOML, or numbers and brackets without end
        return None, (_syntax_mistake(error, text, file_name),)
    if newer:
        lent = tomllib.loads(newer.decode("utf-8-sig"), parse_float=Decimal)
        raw = {table: lent[table] for table in _LATER if table in lent} | raw
    desk = Desk(file_name)
    plan = _plan(raw, desk)
    unsound = (mistake for mistake in mistakes(plan, desk.unread) if not desk.explains(mistake))
    return plan, (*desk.mistakes, *unsound)


def _syntax_mistake(error: ValueError | ArithmeticError | RecursionError, text: str, file_name: str) -> Mistake:
    """The parser stops at the first slip of notation and says where, except at the end of the file or of its powers."""
    where = re.search(r"at line (\d+), column (\d+)", str(error))
    lines = text.split("\n")
    last = len(lines)
    if not isinstance(error, tomllib.TOMLDecodeError):  # a number or a list without end: on the longest line
        last = 1 + max(range(last), key=lambda number: len(lines[number]))
    line, column = (int(where[1]), int(where[2])) if where else (last, 1)
    code = "said_twice" if re.match("Cannot (?:overwrite|declare)", str(error)) else "not_toml"
    written = next((each.strip() for each in reversed(lines[:line]) if each.strip()), "")
    facts: dict[str, Fact] = {"line": line, "column": column, "found": written[:_SHOWN]}
    return Mistake(code, file_name, f"{line}:{column}", facts)


def _plan(raw: Table, desk: Desk) -> Plan:
    desk.known_keys(raw, _SECTIONS, desk.file_name)
    header = _header(raw, desk)
    thresholds = desk.rows(raw, "thresholds", schema.ThresholdsRow, named_by="valid_from", required=True)
    years = desk.rows(raw, "calendar", schema.CalendarRow, named_by="year")
    checks = desk.rows(raw, "checks", schema.ChecksRow, named_by="valid_from", required=True)
    units = desk.rows(raw, "units", schema.UnitRow, named_by="name", required=True)
    defaults = _defaults(raw, desk)
    headings = _headings(raw, desk)
    departments = [_department(row) for row in desk.rows(raw, "departments", schema.DepartmentRow, required=True)]
    ids = ids_of(departments)
    regions = _regions(desk.rows(raw, "regions", schema.RegionRow))
    groups = desk.rows(raw, "groups", schema.GroupRow, required=True)
    chapters = Chapters(desk, header, defaults, ids, ids_of(regions), {row.name: row for row in units})
    for number, entry in enumerate(desk.entries(raw, "measures", desk.file_name, required=True), 1):
        chapters.add(entry, number)
    return Plan(
        **header.fields("coordinating_office"),
        coordinating_office=chapters.department(header.coordinating_office),
        groups=tuple(Group(**row.fields()) for row in groups),
        departments=tuple(
            replace(item, successor=ids.get(item.successor, item.successor)) if item.successor else item
            for item in departments
        ),
        regions=tuple(regions),
        measures=tuple(chapters.measures),
        indicators=tuple(chapters.indicators),
        tasks=tuple(chapters.tasks),
        standards=tuple(chapters.standards),
        units=tuple(Unit(**row.fields("english"), english=row.english or "") for row in units),
        headings=headings,
        thresholds=tuple(Thresholds(**row.fields()) for row in thresholds),
        working_days=WorkingDays(tuple(YearOff(**row.fields()) for row in years)),
        checks=tuple(CheckLimits(**row.fields()) for row in checks),
    )


def _header(raw: Table, desk: Desk) -> schema.PlanRow:
    said = desk.table(raw, "plan", desk.file_name)
    if "plan" not in raw:
        desk.note("missing_key", desk.file_name, "plan", example="[plan]")
    elif row := desk.row(schema.PlanRow, said, "plan"):
        return row
    desk.lost.add("plan")
    desk.unread.add(_UNSAID)
    wrong = {mistake.key for mistake in desk.mistakes if mistake.table == "plan"}
    return schema.PlanRow.model_validate({**_ANY, **{key: said[key] for key in said if key not in wrong}})


def _defaults(raw: Table, desk: Desk) -> Mapping[str, Table]:
    """What entries take over, by "tasks", "standards" and the kinds of indicators."""
    said = desk.table(raw, "defaults", desk.file_name)
    desk.known_keys(said, schema.INSIDE, "defaults")
    kinds = desk.table(said, "indicators", "defaults")
    desk.known_keys(kinds, KINDS, "defaults › indicators")
    of_kinds = {
        kind: desk.shared(
            schema.IndicatorRow,
            desk.table(kinds, kind, "defaults › indicators"),
            f"defaults › indicators › {kind}",
        )
        for kind in KINDS
    }
    return of_kinds | {
        "tasks": desk.shared(schema.TaskRow, desk.table(said, "tasks", "defaults"), "defaults › tasks"),
        "standards": desk.shared(schema.StandardRow, desk.table(said, "standards", "defaults"), "defaults › standards"),
    }


def _headings(raw: Table, desk: Desk) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What departments call columns, by role. No word may mean two of them."""
    row = desk.row(schema.HeadingsRow, desk.table(raw, "headings", desk.file_name), "headings")
    said = [(role, texts) for role, texts in row.fields().items() if texts] if row else []
    meant: dict[str, str] = {}
    for role, text in ((role, text) for role, texts in said for text in texts):
        other = headers.column(text) or meant.setdefault(headers.compact(text), role)
        if other != role:
            desk.note("heading_taken", "headings", role, found=text, other=headers.title("columns", other))
    return tuple(said)


def _regions(rows: Sequence[schema.RegionRow]) -> list[Region]:
    """The regions; those a zone lies within may be written in any spelling."""
    regions = [Region(**row.fields()) for row in rows]
    ids = ids_of(regions)
    return [replace(item, within=tuple(ids.get(name, name) for name in item.within)) for item in regions]


def _department(row: schema.DepartmentRow) -> Department:
    others = (row.short, *row.aliases) if row.short and row.short != row.name.zh else row.aliases
    return Department(**row.fields("short", "aliases"), short=row.short or "", aliases=tuple(dict.fromkeys(others)))
