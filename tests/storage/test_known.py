"""What is known grows with the journal, whoever writes it, and is what it would be were everything read anew."""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import event

from domain.decision import Decision, DecisionKind
from domain.ledger import Ledger
from domain.life import State, may_follow
from domain.observation import Aspect
from storage import office
from storage.archive import Archive
from storage.store import Store
from tests.storage.drafts import JUNE, MORNING, PLAN, accept, draft, figure, with_figures
from tests.support.ledgers import narratives, recorded, superseded, task_states

HOUR = timedelta(hours=1)


def everything(ledger: Ledger) -> tuple[Any, ...]:
    """All that a ledger holds, each figure also as it is looked up by its indicator."""
    figures = [
        (number.id, region, aspect, ledger.series(number.id, region, aspect), ledger.values(number.id, region, aspect))
        for number in PLAN.numbers
        for region in (None, "r-1")
        for aspect in Aspect
    ]
    totals = [ledger.superseded(number.id) for number in PLAN.numbers]
    return ledger, recorded(ledger), superseded(ledger), narratives(ledger), task_states(ledger), figures, totals


def happen(store: Store, draws: Random, step: int) -> None:
    """Something: a sheet of one of two months, a step of a submission's life, or a figure set right."""
    at, ledger = MORNING + step * HOUR, store.ledger()
    steps = [
        (sent.id, to) for sent in ledger.history for to in State if may_follow(sent.state, to) and sent.state != to
    ]
    choice = draws.random()
    if choice < 0.25 and steps:
        number, to = draws.choice(steps)
        office.move(store.engines, number, to, by="李", at=at, reason="核实")
    elif choice < 0.4 and (told := ledger.series("I-1")):
        month, entry = draws.choice(list(told.items()))
        right = Decision(
            DecisionKind.CORRECTION, "I-1", month, month, "多一个零", "李", said=entry.as_sent, instead="4321"
        )
        office.decide(store.engines, right, PLAN, at=at)
    else:
        content, month = f"sheet {step}".encode(), JUNE + -draws.randrange(2)
        seen = [
            figure(f"I-{n}", str(draws.randrange(9)), region_id=region, aspect=aspect, period=month)
            for n in range(3)
            for region in (None, "r-1")
            for aspect in Aspect
            if draws.random() < 0.8
        ]
        accept(store, with_figures(draft(content, period=month), *seen), content, by="x", at=at)


@pytest.mark.parametrize("seed", range(3))
def test_it_is_what_it_would_be_were_all_read_anew_and_so_is_every_moment(store: Store, seed: int):
    draws, then = Random(seed), dict[datetime, tuple[Any, ...]]()
    for step in range(25):
        happen(store, draws, step)
        if draws.random() < 0.5:
            then[MORNING + step * HOUR] = everything(store.ledger())
            assert then[MORNING + step * HOUR] == everything(Store(store.engines).ledger())
    assert superseded(store.ledger())
    for moment, found in then.items():
        assert everything(store.ledger(moment)) == found
        assert everything(Store(store.engines).ledger(moment)) == found


def test_a_ledger_stays_what_it_was_whatever_is_accepted_after_it(store: Store):
    first = with_figures(draft(b"first"), figure("I-0", "1", region_id="r-1"))
    accept(store, first, b"first", by="x", at=MORNING)
    before = store.ledger()
    second = with_figures(draft(b"second"), figure("I-0", "2", region_id="r-1"))
    accept(store, second, b"second", by="x", at=MORNING + HOUR)
    assert store.ledger().values("I-0", "r-1") == {JUNE: 2}
    assert before.values("I-0", "r-1") == {JUNE: 1}, "looked up only now"


def test_a_preview_is_not_taken_for_the_submission_that_got_its_number(store: Store):
    accept(store, draft(b"first", "1"), b"first", by="x", at=MORNING)
    before = store.ledger()
    shown = before.accepting(draft(b"mine", "7"), MORNING + HOUR)
    accept(store, draft(b"theirs", "5"), b"theirs", by="y", at=MORNING + HOUR)
    assert {entry.id for entry in shown.history} == {entry.id for entry in store.ledger().history}
    assert [entry.observation.value for entry in recorded(shown)] == [7]
    assert shown.series("I-0")[JUNE].observation.value == shown.value("I-0", None, Aspect.CUMULATIVE, JUNE) == 7
    assert len(narratives(shown)) == 1


def test_another_process_may_write(store: Store):
    other = Store(store.engines)
    for place, (writes, reads) in enumerate(((store, other), (other, store)) * 2):
        content = f"sheet {place}".encode()
        reads.ledger()
        receipt = accept(writes, draft(content, str(place)), content, by="x", at=MORNING + place * HOUR)
        assert reads.ledger().history[-1] == receipt.submission
        assert reads.ledger().values("I-0") == {JUNE: place}


def test_nothing_is_asked_anew_and_one_ledger_serves_while_nothing_happens(store: Store):
    accept(store, draft(b"first", "1"), b"first", by="x", at=MORNING)
    first = store.ledger()
    asked: list[str] = []
    event.listen(store.engines.read, "before_cursor_execute", lambda *call: asked.append(call[2]))
    assert store.ledger() is first
    assert not [query for query in asked if "FROM observations" in query or "FROM submissions" in query]


def test_where_another_database_is_put_in_its_place_all_is_read_anew(tmp_path: Path, migrated_sqlite: Path):
    first, second = (Path(shutil.copy(migrated_sqlite, tmp_path / name)) for name in ("first", "second"))
    store, other = (Store.open(f"sqlite:///{path}") for path in (first, second))
    for place in range(3):
        content = f"sheet {place}".encode()
        accept(store, draft(content, "1"), content, by="x", at=MORNING + place * HOUR)
    assert len(everything(store.ledger())[2]) == 2
    for place in range(4):
        content = f"another {place}".encode()
        accept(other, draft(content, "9", "8"), content, by="x", at=MORNING + place * HOUR)
    expected = everything(other.ledger())
    for each in (store, other):
        each.close()
    shutil.move(second, first)
    for left in tmp_path.glob("*-wal"):
        left.unlink()
    assert everything(store.ledger()) == expected
    assert [entry.observation.value for entry in recorded(store.ledger())] == [9, 8]
    store.close()


def test_figures_of_so_many_indicators_are_kept_and_no_more(store: Store):
    for back in range(4):
        content, month = f"sheet {back}".encode(), JUNE + -back
        accept(store, draft(content, "1", "2", "3", period=month), content, by="x", at=MORNING)
    ledger = store.ledger()
    archive = Archive(store.engines, most=9)
    with store.engines.reading() as connection:
        archive.learn(connection, {entry.id: entry for entry in ledger.history}, 0)
    shelf = archive.upto(4)
    asked: list[str] = []
    event.listen(store.engines.read, "before_cursor_execute", lambda *call: asked.append(call[2]))
    for indicator_id, anew in (("I-0", 1), ("I-1", 1), ("I-0", 0), ("I-2", 1), ("I-0", 0), ("I-1", 1)):
        asked.clear()
        assert len(shelf.figures(indicator_id)[None, Aspect.CUMULATIVE]) == 4
        assert sum("FROM observations" in query for query in asked) == anew, indicator_id
        assert archive.figures <= 9
