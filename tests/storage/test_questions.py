"""What is asked is answered by an index, however long the history: no page reads all figures, words or entries."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy import event

from benchmarks.city import LAST, Size, fill, plan_file, plan_of, sheet
from domain.decision import Decision, DecisionKind
from domain.observation import Aspect
from domain.plan import Plan
from domain.sending import Sending, seen
from storage import audit, office
from storage.engine import Engines
from storage.store import Store
from tests.storage.drafts import MORNING
from views import measure, news, submission_life
from views.decisions import standing_decisions
from views.expected import reliabilities
from views.position import Knowledge
from views.submission_preview import preview

LARGE = {"observations", "narratives", "problems", "files"}
LONG = {"events", "submissions", "task_states"}  # of which all is known: read once
NOW = MORNING + timedelta(days=700)
Asked = list[tuple[str, Any]]


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Plan:
    home = tmp_path_factory.mktemp("city")
    (home / "targets.toml").write_text(plan_file(Size("test", 40, 20, 6, 1)), encoding="utf-8")
    return plan_of(home)


@pytest.fixture(scope="module")
def filled(database_to_share: str, plan: Plan) -> Iterator[Store]:
    """Five years of 20 departments, 35,000 figures: too many for any database to prefer reading them all."""
    store = Store.open(database_to_share)
    fill(store.engines, plan)
    with store.engines.write.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.commit()
            connection.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql("VACUUM ANALYZE")
    yield store
    store.close()


@contextmanager
def listening(engines: Engines) -> Iterator[Asked]:
    """The questions put to the database meanwhile, each once."""
    asked: dict[str, Any] = {}

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        if statement.lstrip().startswith("SELECT"):
            asked.setdefault(statement, parameters)

    told: Asked = []
    for engine in (engines.read, engines.write):
        event.listen(engine, "before_cursor_execute", note)
    try:
        yield told
    finally:
        for engine in (engines.read, engines.write):
            event.remove(engine, "before_cursor_execute", note)
        told += asked.items()


def read_whole(engines: Engines, asked: Asked) -> set[tuple[str, str]]:
    """The tables that would be read from end to end for it, each with the question."""
    found = set[tuple[str, str]]()
    with engines.read.connect() as connection:
        is_sqlite = connection.dialect.name == "sqlite"
        explain, marks = ("EXPLAIN QUERY PLAN", "SCAN ") if is_sqlite else ("EXPLAIN", "Seq Scan on ")
        for statement, parameters in asked:
            for row in connection.exec_driver_sql(f"{explain} {statement}", parameters):
                line = str(row[-1])
                if marks in line:
                    found.add((line.partition(marks)[2].split()[0], statement))
    return found


def test_what_is_known_at_first_comes_from_the_index_of_whole_city_totals(filled: Store):
    with listening(filled.engines) as asked:
        ledger = Store(filled.engines).ledger()
    assert len(ledger.history) > 1200
    assert any("FROM observations" in statement for statement, _ in asked)
    assert {table for table, _ in read_whole(filled.engines, asked)} & LARGE == set()
    with filled.engines.reading() as connection:
        explained = "EXPLAIN QUERY PLAN" if connection.dialect.name == "sqlite" else "EXPLAIN"
        statement, parameters = next(each for each in asked if "FROM observations" in each[0])
        lines = " ".join(str(row[-1]) for row in connection.exec_driver_sql(f"{explained} {statement}", parameters))
    assert "ix_observations_of_the_city" in lines


def look_around(store: Store, plan: Plan) -> None:
    """What pages ask, one after the other: now and at an earlier moment."""
    for as_of in (None, NOW - timedelta(days=400)):
        here = Knowledge(plan, store.ledger(as_of), NOW.date(), as_of).position(LAST if as_of is None else LAST + -14)
        number = plan.numbers[0]
        assert measure.history(here, number).points
        assert measure.regions(here, number)
        assert measure.words_of(here, number)
        assert here.sources(number.id)
        _ = news.since_last_month(here), here.standings, reliabilities(here), standing_decisions(here)
        submission = here.ledger.history[-1]
        assert store.said_by(submission).observations
        _ = submission_life.effect(here, submission), submission_life.life(store, submission)
        _ = store.problems_of(submission.id), store.version()


def test_no_page_reads_everything(filled: Store, plan: Plan):
    filled.ledger().task_states("")  # all are known once one was asked for
    with listening(filled.engines) as asked:
        look_around(filled, plan)
    assert len(asked) > 10
    assert {found for found in read_whole(filled.engines, asked) if found[0] in LARGE | LONG} == set()


def test_an_accepted_sheet_and_a_decision_read_what_is_new(filled: Store, plan: Plan):
    before = filled.ledger()
    department = plan.department(plan.numbers[0].reporter)
    draft, content = sheet(plan, department, LAST, Random(1), edition=9)
    with listening(filled.engines) as asked:
        here = Knowledge(plan, before, NOW.date()).position(LAST)
        assert preview(here, [draft], NOW).figures
        (receipt,) = filled.accept_file([draft], content, Sending("clerk", seen=seen(before, [draft])), at=NOW)
        said = before.value(plan.numbers[1].id, None, Aspect.CUMULATIVE, LAST)
        held = Decision(DecisionKind.DISPUTE, plan.numbers[1].id, LAST, LAST, "重复", "李", said=said)
        office.decide(filled.engines, held, plan, at=NOW)
        after = filled.ledger()
        look_around(filled, plan)
    assert receipt.submission in after.history
    assert len(after.history) == len(before.history) + 1
    assert {found for found in read_whole(filled.engines, asked) if found[0] in LARGE | LONG} == set()


def test_the_city_that_is_measured_on_is_one_as_the_product_makes_it(filled: Store):
    assert audit.verify(filled.engines).faults == ()
