"""Names and reasons are lines of text: what no database keeps, or a terminal would obey, is refused on both."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from domain.life import State
from domain.period import Period
from domain.question import Reading, ReadingRule
from storage import office, reading_rules
from storage.errors import Refused
from storage.store import Store
from tests.storage.drafts import MORNING, accept, draft
from wording import LANGUAGES, Words

WRITES: dict[str, Callable[[Store, str, str], object]] = {
    "accept": lambda store, by, why: accept(store, draft(b"b", "2"), b"b", by=by, at=MORNING, reason=why),
    "return": lambda store, by, why: office.move(store.engines, 1, State.RETURNED, by=by, at=MORNING, reason=why),
    "lock": lambda store, by, why: office.lock(store.engines, Period(2024, 5), by=by, at=MORNING, reason=why),
    "keep": lambda store, by, why: reading_rules.make(
        store.engines, ReadingRule("dept-a", "C09", Reading("newest", "newest"), why, by), at=MORNING
    ),
}


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
@pytest.mark.parametrize("odd", ["\0", "\x1b[2J", "a\nb", "\x9b31m"])
def test_no_name_and_no_reason_holds_a_control_character(
    store: Store, write: Callable[[Store, str, str], object], odd: str
) -> None:
    accept(store, draft(b"a", "1"), b"a", by="王", at=MORNING)
    before = store.ledger()
    for by, why in ((f"王{odd}", "核对"), ("王", f"核{odd}对")):
        with pytest.raises(Refused) as refused:
            write(store, by, why)
        assert refused.value.code == "control_character"
        for language in LANGUAGES:
            assert "U+00" in Words(language)("storage_error.control_character", **refused.value.facts)
    after = store.ledger()
    assert (after.version, after.history) == (before.version, before.history)
    write(store, "王", "核对")
    assert store.ledger().version == before.version + 1
