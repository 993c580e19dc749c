"""The ledger: what is accepted, what is refused, what was known when."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from sqlalchemy import event, inspect, text
from sqlalchemy.exc import DatabaseError, IntegrityError, StatementError

from domain.decision import Decision, DecisionKind
from domain.life import State
from domain.observation import Aspect
from domain.period import Period
from domain.plan import Name
from domain.problem import Problem, Severity
from domain.problem_codes import problem
from domain.question import Reading, ReadingRule
from domain.sending import Sending
from storage import audit, office, plans, reading_rules, tables
from storage.errors import Refused, Superseded
from storage.store import Store, StoredFile
from tests.storage.drafts import JUNE, MORNING, PLAN, accept, draft, figure, with_figures
from tests.support.ledgers import narratives, recorded, superseded, task_states
from wording import Words

HOUR = timedelta(hours=1)


def test_an_empty_store_says_so(store: Store) -> None:
    ledger = store.ledger()
    assert (ledger.version, ledger.history, recorded(ledger), store.version()) == (0, (), (), 0)
    assert ledger.series("I-0") == {}
    assert not ledger.is_demonstration


def test_what_is_accepted_comes_back_as_it_was(store: Store) -> None:
    sent = draft(b"june", "1204", "0.5")
    receipt = accept(store, sent, b"june", by="王", at=MORNING, channel="load", reason="已核实")
    ledger = store.ledger()
    assert ledger.history == (receipt.submission,)
    assert tuple(entry.observation for entry in recorded(ledger)) == sent.observations
    assert narratives(ledger) == ((sent.narratives[0], receipt.submission),)
    assert task_states(ledger) == ((sent.task_states[0], receipt.submission),)
    made = receipt.submission
    assert (made.department_id, made.period, made.sequence, made.state) == ("dept-a", JUNE, 1, "accepted")
    assert (made.submitted_by, made.submitted_at, made.channel, made.reason) == ("王", MORNING, "load", "已核实")
    assert (made.file_name, made.sha256) == (sent.file_name, sent.sha256)
    assert not receipt.unchanged
    assert receipt.replaced is None
    assert ledger.version == store.version() == 1


def test_a_file_comes_back_byte_for_byte_and_is_kept_once(store: Store) -> None:
    content = b"both"
    for department in ("dept-a", "dept-b"):
        accept(store, draft(content, "1", department_id=department), content, by="x", at=MORNING)
    assert store.file(draft(content).sha256) == StoredFile("both.xlsx", content)
    with pytest.raises(KeyError):
        store.file("0" * 64)


def test_the_same_file_twice_changes_nothing(store: Store) -> None:
    sent = draft(b"june", "1")
    first = accept(store, sent, b"june", by="x", at=MORNING)
    before = store.ledger()
    again = accept(store, sent, b"june", by="y", at=MORNING + HOUR, seen_sequence=0)
    assert again.unchanged
    assert again.submission == first.submission
    assert store.ledger() == before


def test_figures_are_read_from_the_database_once_and_come_back_the_same(store: Store) -> None:
    asked: list[str] = []
    event.listen(store.engines.read, "before_cursor_execute", lambda *call: asked.append(call[2]))
    accept(store, draft(b"may", "1", period=JUNE + -1), b"may", by="x", at=MORNING)
    first = store.ledger()
    asked.clear()
    assert store.ledger() == first
    assert not [query for query in asked if "FROM observations" in query]
    accept(store, draft(b"june", "2"), b"june", by="x", at=MORNING)
    grown = store.ledger()
    assert len([query for query in asked if "FROM observations" in query]) == 1
    assert grown == Store(store.engines).ledger()
    assert recorded(store.ledger(MORNING - HOUR)) == ()


def test_a_correction_replaces_the_whole_month_and_only_that_month(store: Store) -> None:
    may = JUNE + -1
    accept(store, draft(b"may", "1", period=may), b"may", by="x", at=MORNING)
    first = accept(store, draft(b"june", "2", "3"), b"june", by="x", at=MORNING)
    second = accept(store, draft(b"corrected", "4"), b"corrected", by="x", at=MORNING + HOUR)
    ledger = store.ledger()
    assert second.replaced == first.submission
    assert second.submission.sequence == 2
    assert {month: entry.observation.value for month, entry in ledger.series("I-0").items()} == {may: 1, JUNE: 4}
    assert ledger.series("I-1") == {}, "a figure the correction leaves out is no longer said"
    assert [entry.sequence for entry in ledger.history] == [1, 1, 2]
    assert ledger.current["dept-a", JUNE] == second.submission


def test_what_was_replaced_is_kept_apart_and_tells_what_was_known_then(store: Store) -> None:
    contents = (("1", "9"), ("2",), ("3", "4"))
    for place, values in enumerate(contents):
        content = f"version {place}".encode()
        accept(store, draft(content, *values), content, by="x", at=MORNING + place * HOUR)
    now = store.ledger()
    replaced = [(entry.submission.sequence, entry.observation.value) for entry in superseded(now)]
    assert replaced == [(1, 1), (1, 9), (2, 2)]
    assert [entry.observation.value for entry in recorded(now)] == [3, 4]
    for moment in (MORNING - HOUR, MORNING, MORNING + HOUR, MORNING + 2 * HOUR):
        then, turned_back = store.ledger(moment), now.known_by(moment)
        assert turned_back.history == then.history
        assert recorded(turned_back) == recorded(then)
        assert superseded(turned_back) == superseded(then)


def test_going_back_to_an_earlier_file_is_a_new_submission(store: Store) -> None:
    for content in (b"one", b"two", b"one"):
        accept(store, draft(content, "1"), content, by="x", at=MORNING)
    assert store.ledger().current["dept-a", JUNE].sequence == 3


def test_as_of_knows_what_was_known_then(store: Store) -> None:
    accept(store, draft(b"june", "2"), b"june", by="x", at=MORNING)
    then = store.ledger(MORNING)
    accept(store, draft(b"corrected", "4"), b"corrected", by="x", at=MORNING + HOUR)
    assert store.ledger(MORNING) == then == store.ledger(MORNING + HOUR - timedelta(microseconds=1))
    assert store.ledger(MORNING - HOUR).history == ()
    assert store.ledger(MORNING + HOUR) == store.ledger()
    in_china = MORNING.astimezone(timezone(timedelta(hours=8)))
    assert store.ledger(in_china) == then


@pytest.mark.parametrize(
    ("code", "change", "content"),
    [
        ("draft_without_place", {"department_id": None}, b"june"),
        ("draft_without_place", {"period": None}, b"june"),
        ("content_differs", {}, b"july"),
        ("draft_has_errors", {"problems": (Problem("E01", Severity.ERROR),)}, b"june"),
        ("draft_contradicts_itself", {"period": Period(2024, 5)}, b"june"),
        ("draft_contradicts_itself", {"observations": (figure("I-0", "1"), figure("I-0", "1"))}, b"june"),
    ],
)
def test_what_must_not_be_accepted_is_refused_and_leaves_no_trace(
    store: Store, code: str, change: dict[str, object], content: bytes
) -> None:
    with pytest.raises(Refused) as refusal:
        accept(store, replace(draft(b"june", "1"), **change), content, by="x", at=MORNING)  # type: ignore[arg-type]
    assert refusal.value.code == code
    assert _rows(store) == 0


def test_a_submission_that_came_in_between_is_not_overwritten_unseen(store: Store) -> None:
    theirs = accept(store, draft(b"theirs", "1"), b"theirs", by="李", at=MORNING, seen_sequence=0)
    with pytest.raises(Superseded) as refusal:
        accept(store, draft(b"mine", "2"), b"mine", by="王", at=MORNING + HOUR, seen_sequence=0)
    assert refusal.value.current == theirs.submission
    assert store.ledger().history == (theirs.submission,)
    mine = accept(store, draft(b"mine", "2"), b"mine", by="王", at=MORNING + HOUR, seen_sequence=1)
    assert mine.submission.sequence == 2


def test_a_file_of_many_months_goes_in_whole(store: Store) -> None:
    content = b"backfill"
    drafts = [draft(content, "1", period=JUNE + offset) for offset in range(-3, 0)]
    receipts = store.accept_file(drafts, content, Sending("x", seen={("dept-a", JUNE + -3): 0}), at=MORNING)
    assert [receipt.submission.period for receipt in receipts] == [JUNE + -3, JUNE + -2, JUNE + -1]
    assert store.ledger().history == tuple(receipt.submission for receipt in receipts)
    assert all(receipt.unchanged for receipt in store.accept_file(drafts, content, Sending("x"), at=MORNING))
    assert store.version() == 3


def test_or_not_at_all(store: Store) -> None:
    content = b"backfill"
    accept(store, draft(b"theirs", "1"), b"theirs", by="x", at=MORNING)
    before = store.ledger()
    may, june = (draft(content, "1", period=period) for period in (JUNE + -1, JUNE))
    with pytest.raises(Superseded):
        store.accept_file([may, june], content, Sending("x", seen={("dept-a", JUNE): 0}), at=MORNING)
    for drafts in ([may, replace(june, problems=(Problem("E01", Severity.ERROR),))], [may, june, may]):
        with pytest.raises(Refused):
            store.accept_file(drafts, content, Sending("x"), at=MORNING)
    assert store.ledger() == before


def test_a_failure_half_way_leaves_nothing(store: Store) -> None:
    broken = with_figures(draft(b"june"), figure("I-0", "1"), replace(figure("I-1", "1"), value=1.5))  # type: ignore[arg-type]
    with pytest.raises(Exception, match="not an exact decimal"):
        accept(store, broken, b"june", by="x", at=MORNING)
    assert _rows(store) == 0


def test_decimals_are_exact(store: Store) -> None:
    values = ["0", "-0", "0.1", "1.10", "1E+5", "1E-9", "-3.25", "999999999999.123456789012345678901234567890123456"]
    accept(store, draft(b"june", *values), b"june", by="x", at=MORNING)
    figures = [entry.observation for entry in recorded(store.ledger())]
    assert [entry.value for entry in figures] == [Decimal(value) for value in values]
    assert [entry.source.raw for entry in figures] == values


def test_the_whole_city_a_region_and_each_aspect_stand_side_by_side(store: Store) -> None:
    figures = [
        figure("I-0", str(n), region_id=region, aspect=aspect)
        for n, (region, aspect) in enumerate((region, aspect) for region in (None, "r-1") for aspect in Aspect)
    ]
    accept(store, with_figures(draft(b"june"), *figures), b"june", by="x", at=MORNING)
    ledger = store.ledger()
    assert ledger.series("I-0", "r-1", Aspect.MONTH)[JUNE].observation == figures[3]
    assert ledger.series("I-0", None, Aspect.DENOMINATOR)[JUNE].observation == figures[2]


def test_warnings_are_kept_with_their_facts(store: Store) -> None:
    found = (
        Problem(
            "W1", Severity.WARNING, "月报", "J8", {"n": 3, "d": Decimal("1.50"), "month": JUNE, "on": date(2024, 7, 1)}
        ),
        Problem(
            "N1", Severity.NOTE, facts={"names": (Name("甲", "A"), Name("乙", "B")), "raw": "x\x00\u2028", "none": ()}
        ),
    )
    receipt = accept(store, draft(b"june", "1", problems=found), b"june", confirmed=True, by="x", at=MORNING)
    assert store.problems_of(receipt.submission.id) == found


@pytest.mark.parametrize(
    ("code", "confirmed", "reason", "refused"),
    [
        ("D08", False, "", "warnings_unconfirmed"),
        ("D08", False, "核对过", "warnings_unconfirmed"),
        ("D08", True, "", None),
        ("X13", False, "核对过", "warnings_unconfirmed"),
        ("X13", True, " \u3000", "reason_wanted"),
        ("X13", True, "核对过", None),
        ("E01", False, "", None),
    ],
)
def test_a_warning_must_be_confirmed_and_where_it_asks_why_explained(
    store: Store, code: str, confirmed: bool, reason: str, refused: str | None
) -> None:
    sent = draft(b"june", "1", problems=(problem(code, "月报", "J8"),))
    if refused is None:
        receipt = accept(store, sent, b"june", confirmed=confirmed, reason=reason, by="x", at=MORNING)
        assert receipt.submission.reason == reason
        return
    with pytest.raises(Refused) as error:
        accept(store, sent, b"june", confirmed=confirmed, reason=reason, by="x", at=MORNING)
    assert error.value.code == refused
    assert all(words(f"storage_error.{refused}", **error.value.facts) for words in (Words("zh"), Words("en")))
    assert _rows(store) == 0


def test_a_clock_set_back_changes_nothing_that_was_known(store: Store) -> None:
    """Whatever is written next is dated as the newest entry, not before it."""
    engines, noon = store.engines, MORNING + 3 * HOUR
    accept(store, draft(b"one", "1"), b"one", by="x", at=noon)
    past = [MORNING + minutes * HOUR / 2 for minutes in range(6)]
    known = [store.ledger(moment) for moment in past]
    back = MORNING - 20 * 24 * HOUR
    made = accept(store, draft(b"two", "2"), b"two", by="x", at=back).submission
    assert made.submitted_at == noon
    plans.record(engines, b"plan", "targets.toml", by="x", at=back)
    decided = office.decide(engines, Decision(DecisionKind.DISPUTE, "I-0", JUNE, JUNE, "x", "x"), PLAN, at=back)
    rule = reading_rules.make(engines, ReadingRule("dept-a", "C09", Reading("a", "shown"), "x", "x"), at=back)
    assert (decided.made_at, rule.made_at) == (noon, noon)
    office.end(engines, decided.id, by="x", at=back, reason="x")
    reading_rules.revoke(engines, rule.id, by="x", at=back, reason="x")
    office.move(engines, made.id, State.CONFIRMED, by="x", at=back)
    office.lock(engines, JUNE, by="x", at=back)
    office.unlock(engines, JUNE, by="x", at=back, reason="x")
    assert [store.ledger(moment) for moment in past] == known
    assert store.ledger(noon) == store.ledger()
    assert audit.verify(engines).is_sound, "and no time falls"


def test_an_instant_without_zone_is_refused(store: Store) -> None:
    naive = MORNING.replace(tzinfo=None)
    with pytest.raises(ValueError, match="without time zone"):
        accept(store, draft(b"june", "1"), b"june", by="x", at=naive)
    assert _rows(store) == 0
    with pytest.raises(StatementError, match="without time zone"):
        store.ledger(naive)


def test_instants_come_back_in_utc_to_the_microsecond(store: Store) -> None:
    at = datetime(2024, 7, 3, 9, 0, 0, 1, tzinfo=timezone(timedelta(hours=8)))
    made = accept(store, draft(b"june", "1"), b"june", by="x", at=at).submission
    assert made.submitted_at == at
    assert made.submitted_at.tzinfo is UTC


@pytest.mark.parametrize("table", tables.APPEND_ONLY, ids=lambda table: table.name)
def test_no_row_is_ever_changed_or_deleted(store: Store, table: tables.Table) -> None:
    warning = Problem("W1", Severity.WARNING)
    accept(store, draft(b"june", "1", problems=(warning,)), b"june", confirmed=True, by="x", at=MORNING)
    column = next(iter(table.columns)).name
    with store.engines.reading() as connection:
        before = connection.execute(table.select()).all()
    assert before
    for statement in (f"UPDATE {table.name} SET {column} = {column}", f"DELETE FROM {table.name}"):
        with pytest.raises(IntegrityError, match="append-only"), store.engines.write.begin() as connection:
            connection.execute(text(statement))
    with store.engines.reading() as connection:
        assert connection.execute(table.select()).all() == before


def test_no_row_is_replaced_or_truncated_either(store: Store) -> None:
    warned = draft(b"june", problems=(Problem("W1", Severity.WARNING),))
    accept(store, warned, b"june", confirmed=True, by="x", at=MORNING)
    on_sqlite = store.engines.url.get_backend_name() == "sqlite"
    replacing = "INSERT OR REPLACE INTO problems SELECT * FROM problems"
    with pytest.raises(IntegrityError, match="append-only"), store.engines.write.begin() as connection:
        connection.execute(text(replacing if on_sqlite else "TRUNCATE problems"))


def test_the_reading_engine_cannot_write(store: Store) -> None:
    with pytest.raises(DatabaseError), store.engines.read.begin() as connection:
        connection.execute(text("CREATE TABLE intruder (id INTEGER)"))
    assert "intruder" not in inspect(store.engines.write).get_table_names()


def test_a_reader_sees_one_state_however_long_it_reads(store: Store) -> None:
    count = tables.submissions.select()
    with store.engines.reading() as connection:
        assert connection.execute(count).all() == []
        accept(store, draft(b"june", "1"), b"june", by="x", at=MORNING)
        assert connection.execute(count).all() == []


def _rows(store: Store) -> int:
    with store.engines.reading() as connection:
        return sum(len(connection.execute(table.select()).all()) for table in tables.metadata.sorted_tables)
