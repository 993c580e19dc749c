from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from domain.assessment import Status
from domain.period import Period
from domain.progress import Reason
from domain.ruling import Dispute, Override, dispute_of, override_of
from tests.support.judging import assess
from tests.support.plans import LONG_AFTER, make_indicator, make_plan, reported

JUNE = Period(2023, 6)
NUMBER = make_indicator()


def dispute(**given: Any) -> Dispute:
    return Dispute(**{
        "indicator_id": "N-1", "period": JUNE, "reason": "counted twice", "author": "office",
        "raised_on": date(2023, 7, 10), "settled_on": None,
    } | given)  # fmt: skip


def override(**given: Any) -> Override:
    return Override(**{
        "indicator_id": "N-1", "first": JUNE, "status": Status.ON_TRACK, "reason": "flood", "author": "office",
        "expires_on": date(2023, 8, 31),
    } | given)  # fmt: skip


def light(month: Period, *, today: date = LONG_AFTER, value: int = 1, **rulings: Any):
    ledger = replace(reported({str(month): value}), **rulings)
    return assess(NUMBER, make_plan(NUMBER), ledger, month, today)


def test_a_value_is_held_back_until_the_dispute_is_settled():
    held: Any = {"disputes": (dispute(settled_on=date(2023, 7, 20)),)}
    assert light(JUNE, today=date(2023, 7, 9), **held).status is Status.FAR_BEHIND
    seen = light(JUNE, today=date(2023, 7, 10), **held)
    assert (seen.status, seen.reason, seen.value) == (Status.DISPUTED, Reason.HELD_BACK, 1)
    assert light(JUNE, today=date(2023, 7, 20), **held).status is Status.FAR_BEHIND
    assert light(JUNE + 1, today=date(2023, 7, 15), **held).status is Status.FAR_BEHIND


def test_the_newest_dispute_counts():
    first, second = dispute(), dispute(reason="again", raised_on=date(2023, 7, 12))
    assert dispute_of([second, first], "N-1", JUNE, LONG_AFTER) == second
    assert dispute_of([first], "N-2", JUNE, LONG_AFTER) is None


def test_silence_is_not_disputed():
    seen = assess(NUMBER, make_plan(NUMBER), replace(reported({}), disputes=(dispute(),)), JUNE, LONG_AFTER)
    assert seen.status is Status.NOT_REPORTED


def test_an_override_stands_for_the_months_up_to_its_expiry_and_says_what_it_replaced():
    given: Any = {"overrides": (override(),)}
    seen = light(JUNE, **given)
    assert (seen.status, seen.reason, seen.status_by_rule) == (Status.ON_TRACK, Reason.OVERRIDDEN, Status.FAR_BEHIND)
    assert seen.override == override()
    assert light(JUNE + 2, **given).status is Status.ON_TRACK
    assert light(JUNE + 3, **given).status is Status.FAR_BEHIND
    assert light(JUNE + -1, **given).status is Status.FAR_BEHIND


def test_a_past_light_under_an_override_stays_as_it_was():
    given: Any = {"overrides": (override(),)}
    assert light(JUNE, today=date(2023, 7, 10), **given) == light(JUNE, today=LONG_AFTER, **given)


def test_an_override_neither_fills_silence_nor_settles_a_dispute():
    silent = replace(reported({}), overrides=(override(),))
    assert assess(NUMBER, make_plan(NUMBER), silent, JUNE, LONG_AFTER).status is Status.NOT_REPORTED
    assert light(JUNE, overrides=(override(),), disputes=(dispute(),)).status is Status.DISPUTED


def test_of_several_overrides_the_last_made_counts():
    later = override(status=Status.BEHIND)
    assert override_of([override(), later], "N-1", JUNE) == later
    assert override_of([override(indicator_id="N-2")], "N-1", JUNE) is None


def test_a_disputed_month_does_not_count_as_having_reached_the_target():
    ledger = reported({"2023-05": 60_000, "2023-06": 30_000})
    held = replace(ledger, disputes=(dispute(period=Period(2023, 5), raised_on=date(2023, 6, 10)),))
    plan = make_plan(NUMBER)
    assert assess(NUMBER, plan, ledger, JUNE, LONG_AFTER).status is Status.LOST
    assert assess(NUMBER, plan, held, JUNE, LONG_AFTER).status is Status.ON_TRACK


@pytest.mark.parametrize("given", [{"reason": " "}, {"author": ""}])
def test_a_ruling_needs_a_reason_and_an_author(given: dict[str, str]):
    with pytest.raises(ValueError, match="reason and an author"):
        dispute(**given)
    with pytest.raises(ValueError, match="reason and an author"):
        override(**given)


@pytest.mark.parametrize("given", [{"expires_on": date(2023, 6, 29)}, {"status": Status.NOT_REPORTED}])
def test_an_override_that_cannot_hold_is_refused(given: dict[str, Any]):
    with pytest.raises(ValueError, match=r"expires on|not a judgement"):
        override(**given)
