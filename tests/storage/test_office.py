"""After acceptance: confirmed, returned, withdrawn, locked, decided. What counted when is known at every moment."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from decimal import Decimal

import pytest

from domain.decision import Decision, DecisionKind, Standing, Unsound, sound
from domain.ledger import Ledger
from domain.life import CorrectionReason, State
from domain.observation import Aspect, Submission
from domain.period import Period
from domain.plan import Kind
from domain.sending import Sending
from domain.status import Status
from storage import audit, journal, office, plans, uploads
from storage.errors import Refused, Superseded
from storage.journal import Action, Event
from storage.store import Store
from tests.storage.drafts import JUNE, MORNING, PLAN, accept, draft
from tests.support.ledgers import recorded
from tests.support.plans import make_indicator, make_plan
from wording import Words

HOUR = timedelta(hours=1)


def send(store: Store, content: bytes, *values: str, hour: int = 0, seen: int | None = None) -> Submission:
    sent = draft(content, *values)
    return accept(store, sent, content, by="王", at=MORNING + hour * HOUR, seen_sequence=seen).submission


def move(store: Store, submission: Submission, to: State, hour: int, reason: str = "") -> Submission:
    return office.move(store.engines, submission.id, to, by="办公室", at=MORNING + hour * HOUR, reason=reason)


def values(ledger: Ledger) -> list[Decimal]:
    return [entry.observation.value for entry in recorded(ledger)]


def at(store: Store, hour: int) -> Ledger:
    return store.ledger(MORNING + hour * HOUR)


@pytest.fixture
def strict(store: Store) -> Store:
    """A store where the office confirms."""
    return Store(store.engines, confirmation=True)


def test_figures_wait_for_the_office_where_it_confirms(strict: Store) -> None:
    sent = send(strict, b"june", "7")
    assert sent.state == State.AWAITING
    waiting = strict.ledger()
    assert (recorded(waiting), dict(waiting.current), waiting.awaiting) == ((), {}, (sent,))
    assert move(strict, sent, State.CONFIRMED, 1).state == State.CONFIRMED
    assert values(strict.ledger()) == [7]
    assert strict.ledger().awaiting == ()
    assert at(strict, 0) == waiting


def test_a_correction_that_waits_leaves_the_figures_in_force(strict: Store) -> None:
    first = move(strict, send(strict, b"one", "1"), State.CONFIRMED, 1)
    second = send(strict, b"two", "2", hour=2)
    assert values(strict.ledger()) == [1]
    assert (strict.ledger().current["dept-a", JUNE], strict.ledger().newest["dept-a", JUNE]) == (first, second)
    move(strict, second, State.RETURNED, 3, "缺附件")
    assert values(strict.ledger()) == [1]
    assert strict.ledger().awaiting == ()


def test_two_who_saw_nothing_waiting_do_not_overwrite_each_other(strict: Store) -> None:
    send(strict, b"theirs", "1", seen=0)
    with pytest.raises(Superseded):
        send(strict, b"mine", "2", seen=0)
    assert send(strict, b"mine", "2", seen=1).sequence == 2


def test_the_same_file_is_not_sent_twice_while_it_waits(strict: Store) -> None:
    send(strict, b"june", "1")
    assert accept(strict, draft(b"june", "1"), b"june", by="王", at=MORNING).unchanged


def test_a_correction_supersedes_and_says_why(store: Store) -> None:
    first = send(store, b"one", "1")
    sent = draft(b"two", "2")
    why = CorrectionReason.ENTRY_ERROR
    receipt = accept(store, sent, b"two", by="王", at=MORNING + HOUR, correction=why, reason="多录一个零")
    ledger = store.ledger()
    assert (receipt.submission.correction, ledger.history[1].correction) == ("entry_error", "entry_error")
    assert ledger.is_superseded(ledger.history[0])
    assert not ledger.is_superseded(receipt.submission)
    assert not at(store, 0).is_superseded(first)


def test_withdrawn_or_returned_the_earlier_one_counts_again(store: Store) -> None:
    send(store, b"one", "1")
    second, third = send(store, b"two", "2", hour=1), send(store, b"three", "3", hour=2)
    move(store, third, State.WITHDRAWN, 3, "发错了文件")
    assert values(store.ledger()) == [2]
    move(store, second, State.RETURNED, 4, "口径不符")
    assert values(store.ledger()) == [1]
    assert [values(at(store, hour)) for hour in range(5)] == [[1], [2], [3], [2], [1]]
    assert [entry.state for entry in store.ledger().history] == ["accepted", "returned", "withdrawn"]
    assert send(store, b"four", "4", hour=5, seen=1).sequence == 4
    assert audit.verify(store.engines).is_sound


@pytest.mark.parametrize("to", [State.RETURNED, State.WITHDRAWN])
def test_no_step_without_its_reason(store: Store, to: State) -> None:
    sent = send(store, b"june", "1")
    for reason in ("", "  "):
        with pytest.raises(Refused, match="reason_missing"):
            move(store, sent, to, 1, reason)
    assert store.ledger().history == (sent,)


def test_steps_that_cannot_be_are_refused(store: Store) -> None:
    sent = send(store, b"june", "1")
    with pytest.raises(Refused, match="submission_unknown"):
        office.move(store.engines, 99, State.CONFIRMED, by="x", at=MORNING)
    move(store, sent, State.WITHDRAWN, 1, "错")
    for to in (State.CONFIRMED, State.RETURNED, State.WITHDRAWN, State.AWAITING, State.ACCEPTED):
        with pytest.raises(Refused, match="step_not_possible"):
            move(store, sent, to, 2, "x")


def test_of_two_officers_at_once_one_comes_first(store: Store) -> None:
    sent = send(store, b"june", "1")

    def withdraw(_: int) -> bool:
        try:
            move(store, sent, State.WITHDRAWN, 1, "错")
        except Refused:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(withdraw, range(8))) == 1


def test_a_locked_month_takes_nothing_until_it_is_unlocked_with_a_reason(store: Store) -> None:
    sent = send(store, b"june", "1")
    office.lock(store.engines, JUNE, by="办公室", at=MORNING + HOUR)
    office.lock(store.engines, JUNE, by="办公室", at=MORNING + HOUR)
    before = store.ledger()
    assert before.locked == {JUNE}
    with pytest.raises(Refused, match="G02") as refusal:
        send(store, b"two", "2", hour=2)
    assert refusal.value.facts["period"] == JUNE
    with pytest.raises(Refused, match="G02"):
        move(store, sent, State.WITHDRAWN, 2, "错")
    may_and_june = [draft(b"both", "1", period=JUNE + -1), draft(b"both", "1")]
    with pytest.raises(Refused, match="G02"):
        store.accept_file(may_and_june, b"both", Sending("x"), at=MORNING)
    assert accept(store, draft(b"june", "1"), b"june", by="x", at=MORNING).unchanged
    assert store.ledger() == before
    with pytest.raises(Refused, match="reason_missing"):
        office.unlock(store.engines, JUNE, by="办公室", at=MORNING + 3 * HOUR, reason="")
    office.unlock(store.engines, JUNE, by="办公室", at=MORNING + 3 * HOUR, reason="部门更正")
    assert send(store, b"two", "2", hour=4).sequence == 2
    assert [at(store, hour).locked for hour in (0, 1, 2, 3)] == [set(), {JUNE}, {JUNE}, set()]
    assert store.version() == 4, "locking twice is one event"


def correction(said: str, instead: str, **given: object) -> Decision:
    facts = {"reason": "表中多一个零", "author": "李", "said": Decimal(said), "instead": instead}
    return Decision(DecisionKind.CORRECTION, "I-0", JUNE, JUNE, **(facts | given))  # type: ignore[arg-type]


def test_a_correction_holds_until_its_source_is_mended(store: Store) -> None:
    send(store, b"june", "12040", "5")
    made = office.decide(store.engines, correction("12040", "1204"), PLAN, at=MORNING + HOUR)
    ledger = store.ledger()
    assert values(ledger) == [1204, 5]
    right = recorded(ledger)[0]
    assert (right.said, right.as_sent, right.decision_id, right.observation.source.raw) == (
        12040,
        12040,
        made.id,
        "12040",
    )
    assert ledger.decisions == (made,)
    assert ledger.standing(made, date(2024, 7, 4)) is Standing.IN_FORCE
    send(store, b"mended", "1210", "5", hour=2)
    assert values(store.ledger()) == [1210, 5]
    assert store.ledger().standing(made, date(2024, 7, 4)) is Standing.MENDED
    office.end(store.engines, made.id, by="李", at=MORNING + 3 * HOUR, reason="部门已更正")
    assert store.ledger().decisions == ()
    assert [values(at(store, hour))[0] for hour in (0, 1, 2, 3)] == [12040, 1204, 1210, 1210]
    with pytest.raises(Refused, match="decision_unknown"):
        office.end(store.engines, made.id, by="李", at=MORNING + 4 * HOUR, reason="再次")


def test_a_decision_rests_on_the_figure_its_author_saw(store: Store) -> None:
    send(store, b"june", "12040")
    send(store, b"mended", "1210", hour=1)
    with pytest.raises(Refused, match="decision_stale"):
        office.decide(store.engines, correction("12040", "1204"), PLAN, at=MORNING + 2 * HOUR)
    assert store.ledger().decisions == ()
    made = office.decide(store.engines, correction("1210", "1204"), PLAN, at=MORNING + 2 * HOUR)
    again = office.decide(store.engines, correction("1210", "1205"), PLAN, at=MORNING + 3 * HOUR)
    assert values(store.ledger()) == [1205], "of two about the same cell the later one stands"
    for entry in (again, made):
        office.end(store.engines, entry.id, by="王", at=MORNING + 4 * HOUR, reason="已核实")
    ended = office.ended(store.engines)
    assert [(entry.instead, entry.author, event.actor, event.reason) for entry, event in ended] == [
        ("1204", "李", "王", "已核实"),
        ("1205", "李", "王", "已核实"),
    ]


def test_what_was_said_of_a_locked_month_is_not_changed_by_a_decision(store: Store) -> None:
    send(store, b"june", "12040")
    made = office.decide(store.engines, correction("12040", "1204"), PLAN, at=MORNING)
    office.lock(store.engines, JUNE, by="办公室", at=MORNING)
    before = store.ledger()
    with pytest.raises(Refused, match="G02"):
        office.end(store.engines, made.id, by="李", at=MORNING + HOUR, reason="已更正")
    spanning = Decision(DecisionKind.DISPUTE, "I-0", JUNE + -1, JUNE + 1, "存疑", "李")
    with pytest.raises(Refused, match="G02"):
        office.decide(store.engines, spanning, PLAN, at=MORNING + HOUR)
    assert store.ledger() == before


def test_a_decision_past_its_expiry_reports_itself_but_changes_nothing(store: Store) -> None:
    send(store, b"june", "12040")
    made = office.decide(
        store.engines, correction("12040", "1204", expires_on=date(2024, 7, 31)), PLAN, at=MORNING + HOUR
    )
    ledger = store.ledger()
    assert ledger.standing(made, date(2024, 7, 31)) is Standing.IN_FORCE
    assert ledger.standing(made, date(2024, 8, 1)) is Standing.EXPIRED
    assert values(ledger) == [1204]


def test_disputes_and_overrides_reach_the_rules(store: Store) -> None:
    july = JUNE + 1
    dispute = Decision(DecisionKind.DISPUTE, "I-0", JUNE, july, "与部门台账不符", "李")
    override = Decision(
        DecisionKind.OVERRIDE, "I-1", JUNE, july, "会议议定", "李", date(2024, 12, 31), instead="on_track"
    )
    made = [office.decide(store.engines, entry, PLAN, at=MORNING) for entry in (dispute, override)]
    ledger = store.ledger()
    assert [(entry.indicator_id, entry.period) for entry in ledger.disputes] == [("I-0", JUNE), ("I-0", july)]
    assert ledger.disputes[0].holds("I-0", JUNE, date(2024, 7, 3))
    (light,) = ledger.overrides
    assert light.status is Status.ON_TRACK
    assert [light.holds("I-1", JUNE + offset) for offset in range(-1, 3)] == [False, True, True, False]
    for entry in made:
        office.end(store.engines, entry.id, by="李", at=MORNING + HOUR, reason="已核实")
    assert (store.ledger().disputes, store.ledger().overrides) == ((), ())
    assert store.ledger(MORNING).overrides == (light,)


def told(**given: object) -> Decision:
    facts: dict[str, object] = {"first": JUNE, "last": JUNE, "reason": "x", "author": "x", "instead": "2"}
    facts |= {"kind": DecisionKind.CORRECTION, "indicator_id": "I-0", "said": Decimal(1)}
    return Decision(**(facts | given))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"reason": " "}, "decision_unsigned"),
        ({"author": ""}, "decision_unsigned"),
        ({"said": None}, "correction_not_of_one_figure"),
        ({"last": JUNE + -1}, "decision_months_reversed"),
        ({"first": Period(2031, 1), "last": Period(2031, 1)}, "decision_outside_plan"),
        ({"indicator_id": "I-9"}, "decision_outside_plan"),
        ({"region_id": "north"}, "decision_outside_plan"),
        ({"kind": DecisionKind.OVERRIDE, "instead": "not_reported"}, "override_no_judgement"),
        ({"kind": DecisionKind.OVERRIDE, "instead": "on_track"}, "override_without_expiry"),
        ({"instead": "1.0"}, "correction_changes_nothing"),
        *(
            ({"instead": text}, f"correction_{flaw}")
            for text, flaw in [
                ("x", "no_number"),
                ("NaN", "no_number"),
                ("Infinity", "no_number"),
                ("1e999", "no_number"),
                ("1e1", "no_number"),
                ("1_000", "no_number"),
                ("0x1F", "no_number"),
                ("007", "no_number"),
                ("12 人", "no_number"),
                ("12,04", "misplaced_marks"),
                ("1000000000001", "too_large"),
                ("0.1234567890123456", "too_large"),
                ("9" * 40, "too_large"),
                ("0.5", "not_whole"),
                ("-5", "negative"),
                ("−5", "negative"),
            ]
        ),
    ],
)
def test_a_decision_that_is_none_is_not_made(wrong: dict[str, object], code: str) -> None:
    with pytest.raises(Unsound, match=f"^{code}$"):
        sound(told(**wrong), PLAN)
    assert Words("zh").has(f"decision_error.{code}")


@pytest.mark.parametrize(
    ("instead", "kind", "unit", "aspect", "kept"),
    [
        ("1,204", Kind.FLOW, "persons", Aspect.CUMULATIVE, "1204"),
        (" １２０４ ", Kind.FLOW, "persons", Aspect.CUMULATIVE, "1204"),
        ("0.5", Kind.FLOW, "ten thousand persons", Aspect.CUMULATIVE, "0.5"),
        ("-5", Kind.STOCK, "persons", Aspect.MONTH, "-5"),
        ("-5", Kind.FLOW, "persons", Aspect.MONTH, "correction_negative"),
        ("0.5", Kind.RATIO, "ten thousand persons", Aspect.DENOMINATOR, "correction_not_whole"),
    ],
)
def test_a_decided_figure_obeys_the_rules_of_a_cell(
    instead: str, kind: Kind, unit: str, aspect: Aspect, kept: str
) -> None:
    plan = make_plan(make_indicator("I-0", kind=kind, unit=unit))
    try:
        found = sound(told(instead=instead, aspect=aspect), plan).instead
    except Unsound as error:
        found = error.code
    assert found == kept


@pytest.mark.parametrize("instead", ["1e999", "1e30", "NaN", "-Infinity", "很多", "1e99999999999999999999"])
def test_what_an_earlier_release_took_for_a_figure_changes_nothing_and_can_be_ended(store: Store, instead: str) -> None:
    send(store, b"june", "7")
    decided_before(store, told(said=Decimal(7), instead=instead))
    ledger = store.ledger()
    (made,) = ledger.decisions
    assert (values(ledger), ledger.standing(made, date(2024, 7, 4))) == ([7], Standing.UNFIT)
    office.end(store.engines, made.id, by="李", at=MORNING + HOUR, reason="误登记")
    assert store.ledger().decisions == ()
    assert office.ended(store.engines)[0][0].instead == instead


def decided_before(store: Store, made: Decision) -> None:
    """Enter a decision that would be refused today."""
    entry = Event(Action.DECIDED, "decision:", MORNING, made.author, made.reason, after=office.described(made))
    with store.engines.writing() as connection:
        journal.append(connection, entry)


def test_every_submission_names_its_plan_and_the_plan_of_any_moment_is_kept(store: Store) -> None:
    engines = store.engines
    assert send(store, b"zero", "0").plan_sha256 == ""
    assert plans.in_force(engines, MORNING) is None
    old = plans.record(engines, b"old", "targets.toml", by="x", at=MORNING + HOUR)
    assert plans.record(engines, b"old", "targets.toml", by="x", at=MORNING + 2 * HOUR) == old
    first = send(store, b"one", "1", hour=2)
    new = plans.record(engines, b"new", "targets.toml", by="x", at=MORNING + 3 * HOUR)
    plans.record(engines, b"old", "targets.toml", by="x", at=MORNING + 5 * HOUR)
    assert first.plan_sha256 == old.sha256 == store.ledger().history[1].plan_sha256
    known = [plans.in_force(engines, MORNING + hour * HOUR) for hour in (0, 1, 3, 5)]
    assert [entry[1] for entry in known if entry] == [b"old", b"old", b"new", b"old"]
    assert [at(store, hour).plan_sha256 for hour in (0, 2, 4)] == ["", old.sha256, new.sha256]
    assert len(plans.versions(engines)) == 3
    assert audit.verify(engines).is_sound


def test_an_upload_is_kept_until_it_expires(store: Store) -> None:
    kept = uploads.keep(store.engines, "六月.xlsx", b"june", by="王", at=MORNING, until=MORNING + HOUR)
    assert uploads.find(store.engines, kept.token, MORNING) == kept
    assert uploads.find(store.engines, kept.token, MORNING + HOUR) is None
    assert uploads.find(store.engines, "guess", MORNING) is None
    other = uploads.keep(store.engines, "x", b"x", by="王", at=MORNING + HOUR, until=MORNING + 2 * HOUR)
    assert uploads.find(store.engines, kept.token, MORNING) is None, "cleared away"
    with pytest.raises(Refused, match="uploads_full"):
        uploads.keep(store.engines, "y", b"xx", by="王", at=MORNING + HOUR, until=MORNING + 2 * HOUR, most=2)
    third = uploads.keep(store.engines, "y", b"xx", by="王", at=MORNING + HOUR, until=MORNING + 2 * HOUR, most=3)
    uploads.discard(store.engines, third.token)
    uploads.discard(store.engines, other.token)
    assert uploads.find(store.engines, other.token, MORNING) is None
    assert store.version() == 0
