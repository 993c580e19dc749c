"""Small drafts for the tests of the store."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from domain.observation import Aspect, Draft, Narrative, Observation, Source, TaskState, Topic
from domain.period import Period
from domain.problem import Problem
from domain.sending import Sending
from storage.accepting import place_of
from storage.store import Receipt, Store
from tests.support.plans import make_indicator, make_plan

PLAN = make_plan(*(make_indicator(f"I-{n}") for n in range(3)))
JUNE = Period(2024, 6)
MORNING = datetime(2024, 7, 3, 1, 0, tzinfo=UTC)


def draft(
    content: bytes,
    *values: str | Decimal,
    department_id: str | None = "dept-a",
    period: Period | None = JUNE,
    problems: tuple[Problem, ...] = (),
) -> Draft:
    """A draft read from `content`: one cumulative figure per value, of indicators I-0, I-1 …, a narrative, a task."""
    return Draft(
        file_name=f"{content.decode()}.xlsx",
        sha256=hashlib.sha256(content).hexdigest(),
        department_id=department_id,
        period=period,
        observations=tuple(figure(f"I-{n}", value, period=period or JUNE) for n, value in enumerate(values)),
        narratives=(Narrative("I-0", Topic.PROGRESS, "顺利", Source("月报", "M5", "顺利 ")),),
        task_states=(TaskState("K-1", "done", date(2024, 6, 30), "文号1", "", Source("定性任务", "D5", "已完成")),),
        problems=problems,
    )


def figure(
    indicator_id: str,
    value: str | Decimal,
    *,
    region_id: str | None = None,
    aspect: Aspect = Aspect.CUMULATIVE,
    period: Period = JUNE,
) -> Observation:
    return Observation(indicator_id, region_id, period, aspect, Decimal(value), Source("月报", "J8", str(value)))


def with_figures(base: Draft, *figures: Observation) -> Draft:
    return replace(base, observations=figures)


def accept(
    store: Store, sent: Draft, content: bytes, *, at: datetime, seen_sequence: int | None = None, **said: Any
) -> Receipt:
    """One draft into the ledger; `seen_sequence` is for its own month."""
    seen = {} if seen_sequence is None else {place_of(sent): seen_sequence}
    (receipt,) = store.accept_file([sent], content, Sending(seen=seen, **said), at=at)
    return receipt
