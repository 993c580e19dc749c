"""What a preview shows of a correction, where figures wait for the office and where a decision set one right."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from domain.decision import Decision, DecisionKind
from domain.ledger import Ledger
from domain.life import State
from domain.observation import Aspect, Draft, Observation, Source
from domain.period import Period
from tests.support.plans import make_indicator, make_plan
from views.position import Knowledge, Position
from views.submission_preview import preview

JUNE = Period(2023, 6)
AT = datetime(2023, 7, 3, tzinfo=UTC)
PLAN = make_plan(make_indicator())
ID = PLAN.indicators[0].id


def draft(value: int | None) -> Draft:
    cell = Source("月报", "H5", str(value))
    seen = Observation(ID, None, JUNE, Aspect.CUMULATIVE, Decimal(value or 0), cell)
    return Draft("六月.xlsx", str(value), "a", JUNE, () if value is None else (seen,))


def position(ledger: Ledger) -> Position:
    return Knowledge(PLAN, ledger, date(2023, 8, 1)).position(JUNE)


def seen(ledger: Ledger, *drafts: Draft) -> list[tuple[Decimal | None, Decimal | None]]:
    return [(change.before, change.after) for change in preview(position(ledger), drafts, AT).figures]


NOTHING = Ledger(0, ())
FIRST = NOTHING.accepting(draft(100), AT)


def waiting(ledger: Ledger) -> Ledger:
    """The same with another file of the month waiting for the office."""
    (first,) = ledger.history
    second = type(first)(**vars(first) | {"id": 2, "sequence": 2, "state": State.AWAITING, "sha256": "second"})
    return replace(ledger, history=(first, second))


def test_a_figure_that_comes_changes_or_falls_away():
    assert seen(NOTHING, draft(100)) == [(None, 100)]
    assert seen(FIRST, draft(120)) == [(100, 120)]
    assert seen(FIRST, draft(None)) == [(100, None)]
    assert seen(FIRST, draft(100)) == []


def test_a_light_that_turns_is_shown_before_and_after():
    (turned,) = preview(position(FIRST), [draft(90_000)], AT).statuses
    assert turned.before.status != turned.after.status


def test_what_waits_for_the_office_was_seen_and_would_be_replaced():
    shown = preview(position(waiting(FIRST)), [draft(120)], AT)
    assert [entry.sequence for entry in shown.corrects] == [2]
    assert [(change.before, change.after) for change in shown.figures] == [(100, 120)], "against what counts"


def test_a_decision_that_set_the_figure_right_is_counted_with():
    right = Decision(
        DecisionKind.CORRECTION, ID, JUNE, JUNE, "多一个零", "李", said=Decimal(1000), instead="100", id=1, made_at=AT
    )
    known = Ledger(1, (), decisions=(right,)).accepting(draft(1000), AT)
    assert known.series(ID)[JUNE].observation.value == 100
    assert seen(known, draft(1000)) == []
    assert seen(known, draft(110)) == [(100, 110)], "the guard no longer holds: the source was mended"
