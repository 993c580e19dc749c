"""A city of any size with its plan and a ledger full of reports, all invented: what `big` and others measure on.

The ledger is written as sheets are accepted, with a sealed journal, only in one transaction. No file is read.

    python benchmarks/city.py FOLDER
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from domain.life import State
from domain.observation import Aspect, Draft, Narrative, Observation, Source, Submission, TaskState, Topic
from domain.period import Period, months
from domain.plan import Department, Indicator, Plan
from domain.problem_codes import problem
from loaders import targets_file
from storage import accepting, schema
from storage.engine import Engines, connect

FIRST, LAST = Period(2021, 1), Period(2025, 12)
CORRECTED = 0.05  # of the department-months are sent twice
STATES = ("not_started", "in_progress", "in_progress", "done")


@dataclass(frozen=True)
class Size:
    """How large a city is. Every number is counted up in people; some are sent for all regions as well."""

    name: str
    indicators: int
    departments: int
    regions: int
    by_region: int  # every how manieth number is


SAMPLE = Size("sample", 45, 22, 11, 3)
"""About that of the sample plan, in all its 60 months: some 25,000 figures."""
BIG = Size("big", 500, 300, 16, 1)
"""Above a million figures."""


def plan_file(size: Size) -> str:
    """A plan of that size: limits, calendar and units are those of the plan of the product."""
    own = (Path(__file__).resolve().parent.parent / "targets.toml").read_text(encoding="utf-8")
    head = re.sub(r'coordinating_office = "[^"]*"', 'coordinating_office = "d0"', own.partition("# ───")[0])
    departments = (f'[[departments]]\nid = "d{n}"\nname = ["第{n}局", "Bureau {n}"]' for n in range(size.departments))
    regions = (
        f'[[regions]]\nid = "r{n}"\nname = ["第{n}县", "County {n}"]\ncode = "{530000 + n}"'
        for n in range(size.regions - 1)
    )
    city = '[[regions]]\nid = "city"\nname = ["市本级", "City level"]\nis_city_level = true'
    group = '[[groups]]\nid = "g"\nname = ["任务", "Duties"]'
    measures = (_measure(size, n) for n in range(size.indicators))
    return "\n\n".join([head, *departments, *regions, city, group, *measures])


def _measure(size: Size, n: int) -> str:
    """A clause with one number, and a task where its department has none yet."""
    by_region, headline = n % size.by_region == 0, n < 4
    task = f'[[measures.tasks]]\nid = "K-{n}"\nname = ["第{n}项任务", "Task {n}"]' if n < size.departments else ""
    return f"""[[measures]]
clause = "{n + 1}"
name = ["第{n}项措施", "Measure {n}"]
group = "g"
lead = "第{n % size.departments}局"
[[measures.indicators]]
id = "I-{n}"
name = ["第{n}项人数", "Number {n}"]
kind = "flow"
unit = "人"
target = {60_000 + 100 * n}
by_region = {str(by_region).lower()}
headline = {str(headline).lower()}
{task}"""


def sheet(plan: Plan, department: Department, period: Period, draws: Random, edition: int = 1) -> tuple[Draft, bytes]:
    """One department-month as it would be read from a sheet; its bytes stand for the file."""
    content = f"{department.id} {period} {edition}".encode()
    own = list(enumerate(plan.reported_by(department.id), 8))
    draft = Draft(
        file_name=f"{department.name.zh}_{period}.xlsx",
        sha256=hashlib.sha256(content).hexdigest(),
        department_id=department.id,
        period=period,
        observations=tuple(seen for row, each in own for seen in _figures(plan, each, period, row, draws)),
        narratives=tuple(
            Narrative(each.id, Topic.PROGRESS, f"{period} 进展顺利", Source("月报", f"M{row}", "进展顺利"))
            for row, each in own
        ),
        task_states=tuple(
            TaskState(task.id, STATES[min(3, (period - FIRST) // 16)], None, "", "", Source("定性任务", "D5", ""))
            for task in plan.tasks
            if task.lead == department.id
        ),
        problems=(problem("X19", period=period, names=tuple(each.name for _, each in own[:1])),),
    )
    return draft, content


def _figures(plan: Plan, number: Indicator, period: Period, row: int, draws: Random) -> Iterator[Observation]:
    """What is done in the month and counted up, for the city and, if it is sent by region, for each."""
    month = period - FIRST + 1
    total = int(number.target) * month // 60 * draws.randint(800, 1150) // 1000
    regions = plan.regions if number.by_region else ()
    for place, region in enumerate((None, *(region.id for region in regions))):
        counted = total // len(regions) if region else total
        name, line = ("分县数据", row + 20 * place) if region else ("月报", row)
        for column, aspect, value in (("H", Aspect.MONTH, counted // month), ("J", Aspect.CUMULATIVE, counted)):
            cell = Source(name, f"{column}{line}", str(value))
            yield Observation(number.id, region, period, aspect, Decimal(value), cell)


def sent(plan: Plan) -> Iterator[tuple[Submission, Draft, bytes]]:
    """Every sheet of all months in the order it came, corrections among them."""
    draws = Random(7)
    for period in months(FIRST, LAST):
        at = datetime.combine((period + 1).first_day, datetime.min.time(), UTC) + timedelta(days=2)
        for edition in (1, 2):
            for department in plan.reporters:
                if edition == 1 or draws.random() < CORRECTED:
                    draft, content = sheet(plan, department, period, draws, edition)
                    made = Submission(
                        id=0,
                        department_id=department.id,
                        period=period,
                        sequence=edition,
                        state=State.ACCEPTED,
                        submitted_at=at + timedelta(days=10 * (edition - 1)),
                        submitted_by="clerk",
                        channel="sample",
                        file_name=draft.file_name,
                        sha256=draft.sha256,
                        reason="",
                    )
                    yield made, draft, content


def make(folder: Path, size: Size) -> Path:
    """The plan and the ledger of that size in `folder`, unless they are there."""
    home = folder / size.name
    if (home / "ready").exists():
        return home
    home.mkdir(parents=True, exist_ok=True)
    (home / "targets.toml").write_text(plan_file(size), encoding="utf-8")
    url = f"sqlite:///{home}/ledger.sqlite"
    schema.upgrade(url)
    engines = connect(url)
    fill(engines, plan_of(home))
    engines.dispose()
    (home / "ready").touch()
    return home


def fill(engines: Engines, plan: Plan) -> None:
    """Every sheet of all months into a ledger that is empty."""
    with engines.writing() as connection:
        before: dict[tuple[str, Period], Submission] = {}
        for made, draft, content in sent(plan):
            place = (made.department_id, made.period)
            before[place] = accepting.append(connection, made, draft, content, before.get(place))


def plan_of(home: Path) -> Plan:
    reading = targets_file.read(home / "targets.toml")
    if reading.plan is None:
        raise SystemExit(f"the plan has mistakes: {reading.mistakes[:3]}")
    return reading.plan


if __name__ == "__main__":
    for wanted in (SAMPLE, BIG):
        print(make(Path(sys.argv[1]), wanted))
