"""Small plans and ledgers for tests: say what matters, the rest has a default."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from zlib import crc32

from domain.ledger import Ledger
from domain.limits import CheckLimits
from domain.observation import Aspect, Observation, Recorded, Source, Submission
from domain.period import Period
from domain.plan import (
    Basis,
    Comparator,
    Department,
    Indicator,
    Kind,
    Milestone,
    Name,
    Plan,
    Region,
    Thresholds,
    Unit,
)
from tests.support.ledgers import ledger_with

START, END = Period(2021, 1), Period(2025, 12)
LONG_AFTER = date(2030, 1, 1)  # every report is due by then

THRESHOLDS = Thresholds(
    valid_from=START,
    ahead=Decimal("1.10"),
    on_track=Decimal("1.00"),
    behind=Decimal("0.80"),
    too_early=Decimal("0.05"),
    about=Decimal("0.90"),
    whole_number_target=Decimal(20),
    task_start=Decimal("0.5"),
    run_months=3,
    coverage=Decimal("0.8"),
)

CHECKS = CheckLimits(
    valid_from=START,
    slip_band=Decimal("0.1"),
    surge_times=Decimal(5),
    surge_share=Decimal("0.1"),
    surge_months=12,
    over_target=Decimal("1.5"),
    far_over_target=Decimal(3),
    small_target=Decimal(20),
    first_above=Decimal(5),
    first_share=Decimal("0.1"),
    first_below=Decimal(500),
    scale_times=Decimal(10),
    scale_items=3,
    growth_gap=Decimal("0.05"),
    same_figure=Decimal(100),
    round_to=Decimal(100),
    round_items=3,
    rate_gap=Decimal("0.1"),
    long_text=500,
    shown_text=200,
)


def month(text: str | Period) -> Period:
    return text if isinstance(text, Period) else Period.parse(text)


def named(text: str) -> Name:
    return Name(text, text)


def make_indicator(
    id: str = "N-1",
    *,
    target: str | int | Decimal = 60_000,
    baseline: str | int | Decimal = 0,
    kind: Kind = Kind.FLOW,
    path: Mapping[str, int] | None = None,
    **given: Any,
) -> Indicator:
    """An indicator over the whole plan, in persons, reported and led by department `a`."""
    defaults: dict[str, Any] = {
        "clause": "1",
        "name": named(id),
        "unit": "persons",
        "comparator": Comparator.AT_LEAST,
        "start": START,
        "deadline": END.last_day,
        "deadline_basis": Basis.STATED,
        "baseline_basis": Basis.STATED,
        "reporter": "a",
        "reporter_basis": Basis.STATED,
        "lead": "a",
        "path": tuple(Milestone(month(at), Decimal(value)) for at, value in (path or {}).items()),
    }
    return Indicator(id=id, kind=kind, target=Decimal(target), baseline=Decimal(baseline), **(defaults | given))


def make_plan(*indicators: Indicator, **given: Any) -> Plan:
    """A plan of five years with departments a, b, c and two regions and the city's own work."""
    defaults: dict[str, Any] = {
        "id": "small",
        "name": named("Small plan"),
        "document": named("Document"),
        "city": named("City"),
        "issued": START.first_day,
        "start": START,
        "end": END,
        "timezone": "Asia/Shanghai",
        "due_day": 5,
        "coordinating_office": "a",
        "groups": (),
        "departments": tuple(Department(id, named(id)) for id in "abc"),
        "regions": (
            Region("east", named("East")),
            Region("west", named("West")),
            Region("city", named("City"), is_city_level=True),
        ),
        "measures": (),
        "tasks": (),
        "standards": (),
        "units": (Unit("persons"), Unit("ten thousand persons", whole=False)),
        "thresholds": (THRESHOLDS,),
        "checks": (CHECKS,),
    }
    return Plan(indicators=indicators, **(defaults | given))


def sent(department_id: str = "a", period: str | Period = "2023-06", **given: Any) -> Submission:
    """An accepted submission, sent on the first of the following month unless told otherwise."""
    at = month(period)
    first_of_next = datetime.combine((at + 1).first_day, datetime.min.time(), tzinfo=UTC)
    submission = Submission(
        id=0,
        department_id=department_id,
        period=at,
        sequence=1,
        state="accepted",
        submitted_at=first_of_next,
        submitted_by="clerk",
        channel="upload",
        file_name="report.xlsx",
        sha256="0" * 64,
        reason="",
    )
    made = replace(submission, **given)
    numbers = [at.year * 12 + at.month, made.sequence, crc32(department_id.encode()) % 1000]
    return made if made.id else replace(made, id=(numbers[0] * 100 + numbers[1]) * 1000 + numbers[2])


def figure(
    indicator_id: str,
    period: str | Period,
    value: str | int | Decimal,
    *,
    region_id: str | None = None,
    aspect: Aspect = Aspect.CUMULATIVE,
) -> Observation:
    source = Source("Sheet", "J8", str(value))
    return Observation(indicator_id, region_id, month(period), aspect, Decimal(value), source)


def ledger_of(figures: Iterable[Observation], department_id: str = "a") -> Ledger:
    """A ledger holding `figures`, each month sent in time by one department."""
    recorded = tuple(Recorded(seen, sent(department_id, seen.period)) for seen in figures)
    return ledger_with(recorded, sorted({entry.submission for entry in recorded}, key=lambda entry: entry.period))


def reported(values: Mapping[str, str | int | Decimal], indicator_id: str = "N-1", **given: Any) -> Ledger:
    """A ledger of one indicator's values by month."""
    return ledger_of([figure(indicator_id, at, value, **given) for at, value in values.items()])
