"""What is told of two positions: turns by month, corrections by moment, tasks by state."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from domain.ledger import Ledger
from domain.observation import Recorded, Source, TaskState
from domain.period import Period
from domain.plan import Basis, Kind, Task
from domain.progress import Status
from tests.support.ledgers import ledger_with
from tests.support.plans import END, LONG_AFTER, figure, make_indicator, make_plan, named, sent
from views.changes import Turn
from views.news import against_moment, against_month, since_last_month
from views.position import Knowledge

MAY, JUNE = Period(2023, 5), Period(2023, 6)
TASK = Task("K-1", "1", named("K-1"), Kind.TASK, END.last_day, Basis.STATED, "a", lead="a")
PLAN = make_plan(*(make_indicator(name, target=1000) for name in ("N-1", "N-2", "N-3")), tasks=(TASK,))


def told(month: Period, sequence: int = 1, at: str = "", **values: int) -> tuple[Recorded, ...]:
    """The figures of one submission; sent on the first of the next month unless told otherwise."""
    given = {"submitted_at": datetime.fromisoformat(at).replace(tzinfo=UTC)} if at else {}
    submission = replace(sent("a", month, sequence=sequence, **given), id=1000 * sequence + month.month)
    names = {name.replace("_", "-"): value for name, value in values.items()}
    return tuple(Recorded(figure(name, month, value), submission) for name, value in names.items())


FIRST = told(MAY, N_1=500, N_2=483, N_3=300)
CORRECTED = told(MAY, 2, at="2023-06-20", N_1=490, N_2=483, N_3=300)
LATEST = told(JUNE, N_1=400, N_2=1000)


def ledger(*current: tuple[Recorded, ...], outdone: tuple[Recorded, ...] = (), state: str = "") -> Ledger:
    recorded = tuple(entry for group in current for entry in group)
    history = tuple({entry.submission.id: entry.submission for entry in (*outdone, *recorded)}.values())
    states = ((TaskState("K-1", state, None, "", "", Source("", "", "")), history[-1]),) if state else ()
    return ledger_with((*outdone, *recorded), sorted(history, key=lambda s: s.submitted_at), task_states=states)


NOW = Knowledge(PLAN, ledger(CORRECTED, LATEST, outdone=FIRST, state="blocked"), LONG_AFTER).position(JUNE)


def test_a_month_against_the_one_before():
    found = since_last_month(NOW)
    assert [(change.indicator.id, change.turn) for change in found.turns] == [
        ("N-1", Turn.NEWLY_BEHIND), ("N-3", Turn.NOT_REPORTED), ("N-2", Turn.MET)
    ]  # fmt: skip
    assert found.of(Turn.MET)[0].after.status is Status.MET


def test_a_correction_is_told_even_where_the_light_is_the_same():
    """May was corrected after its report was due; so was no figure that stayed what it had been."""
    (entry,) = since_last_month(NOW).corrected
    (revision,) = entry.revisions
    assert (entry.indicator.id, revision.period, revision.before, revision.after) == ("N-1", MAY, 500, 490)


def test_what_was_corrected_before_the_other_month_was_due_is_no_news():
    assert against_month(NOW, JUNE).corrected == ()


def test_the_same_month_at_two_moments_of_knowledge():
    then = datetime(2023, 6, 10, tzinfo=UTC)
    before = Knowledge(PLAN, ledger(FIRST), LONG_AFTER, as_of=then).position(MAY)
    found = against_moment(before, NOW.at(MAY))
    assert found.turns == ()
    assert [entry.indicator.id for entry in found.corrected] == ["N-1"]
    assert found.since == then


def test_a_task_whose_state_is_another_one():
    """Its state came with the report for June."""
    (turn,) = since_last_month(NOW).tasks
    assert (turn.before.said, turn.after.status) == (None, Status.BEHIND)


def test_of_the_first_month_there_is_nothing_to_tell():
    first = since_last_month(NOW.at(PLAN.start))
    assert (first.turns, first.corrected, first.tasks) == ((), (), ())
