"""Column types that mean the same on SQLite and PostgreSQL: exact decimals, instants in UTC, facts of a problem."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, DateTime, Dialect, Numeric, Text
from sqlalchemy.types import TypeDecorator

from domain.period import Period
from domain.plan import Name
from domain.problem import Fact
from domain.question import Line, Reading


def canonical(value: Decimal) -> str:
    """The one written form of a number: no exponent, trailing zeros or minus before nought; as long as it takes."""
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


class ExactDecimal(TypeDecorator[Decimal]):
    """A decimal that comes back digit for digit: plain text on SQLite, NUMERIC on PostgreSQL. Floats are refused.

    What somebody else has put there, and is none, comes back as no number.
    """

    impl = Text().with_variant(Numeric(), "postgresql")
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        if value is None:
            return None
        if not isinstance(value, Decimal) or not value.is_finite():
            raise TypeError(f"not an exact decimal: {value!r}")
        text = canonical(value)
        return Decimal(text) if dialect.name == "postgresql" else text

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        try:
            return None if value is None else Decimal(value)
        except (ArithmeticError, TypeError, ValueError):
            return Decimal("NaN")


class Instant(TypeDecorator[datetime]):
    """A moment, aware, in UTC. On SQLite text of fixed width, so that order of text is order in time."""

    impl = Text().with_variant(DateTime(timezone=True), "postgresql")
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        if value is None:
            return None
        if value.tzinfo is None:
            raise TypeError(f"an instant without time zone: {value!r}")
        moment = value.astimezone(UTC)
        return moment if dialect.name == "postgresql" else moment.isoformat(timespec="microseconds")

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.astimezone(UTC) if isinstance(value, datetime) else datetime.fromisoformat(value)


class Facts(TypeDecorator[Mapping[str, Fact]]):
    """The facts of a problem as JSON, and back the same."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        return {name: written(fact) for name, fact in value.items()}

    def process_result_value(self, value: Any, dialect: Dialect) -> Mapping[str, Fact]:
        return {name: read(fact) for name, fact in value.items()}


def written(fact: Fact) -> Any:
    """`fact` as JSON can hold it: text and whole numbers bare, lists as lists, all else tagged with its kind."""
    match fact:
        case str() | int():
            return fact
        case Decimal():
            return {"decimal": str(fact)}
        case datetime():
            return {"instant": fact.isoformat()}
        case date():
            return {"date": fact.isoformat()}
        case Period():
            return {"period": str(fact)}
        case Name():
            return {"name": [fact.zh, fact.en]}
        case Line():
            return {"line": fact.label, "is_column": fact.is_column, "title": fact.title}
        case Reading():
            return {
                "reading": fact.key,
                "says": fact.says,
                "facts": {name: written(each) for name, each in fact.facts.items()},
            }
        case _:
            return [written(item) for item in fact]


def read(stored: Any) -> Any:
    """The fact that `written` turned into `stored`."""
    match stored:
        case list():
            return tuple(read(item) for item in stored)  # pyright: ignore[reportUnknownVariableType]
        case {"decimal": text}:
            return Decimal(text)
        case {"instant": text}:
            return datetime.fromisoformat(text)
        case {"date": text}:
            return date.fromisoformat(text)
        case {"period": text}:
            return Period.parse(text)
        case {"name": [zh, en]}:
            return Name(zh, en)
        case {"line": label, "is_column": is_column, "title": title}:
            return Line(label, is_column, title)  # pyright: ignore[reportUnknownArgumentType]
        case {"reading": key, "says": says, "facts": facts}:
            return Reading(key, says, {name: read(fact) for name, fact in facts.items()})  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
        case _:
            return stored
