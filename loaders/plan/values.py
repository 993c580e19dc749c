"""What the values of the plan file may look like: months, amounts, pairs of names, paths, splits, days.

Each raises an error of its own code, with what was found; where it stands, and how it is worded, is not known here.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal, cast
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from domain.period import Period
from domain.plan import Basis, Comparator, Direction, Kind, Milestone, Name


def _month(value: object) -> Period:
    try:
        return value if isinstance(value, Period) else Period.parse(cast("str", value))
    except (TypeError, ValueError):
        raise PydanticCustomError("not_month", "not a month", {"found": value}) from None


def _amount(value: object) -> Decimal:
    """Whole numbers and decimals of the file, exactly; `nan` and `inf` are decimals in TOML but no amounts."""
    if isinstance(value, bool) or not isinstance(value, (int, Decimal)) or not Decimal(value).is_finite():
        raise PydanticCustomError("not_amount", "not an amount", {"found": value})
    return Decimal(value)


def _name(value: object) -> Name:
    texts = cast("list[object]", value) if isinstance(value, list) else []
    if len(texts) != 2 or not all(isinstance(text, str) and text.strip() for text in texts):
        raise PydanticCustomError("not_name", "not a pair of texts", {"found": value})
    return Name(cast("str", texts[0]), cast("str", texts[1]))


def _path(value: object) -> tuple[Milestone, ...]:
    """Months and the amounts due by their ends, in time order however they are written down."""
    if not isinstance(value, dict):
        raise PydanticCustomError("not_path", "not a path", {"found": value})
    points = cast("Mapping[str, object]", value)
    return tuple(sorted((Milestone(_month(at), _amount(due)) for at, due in points.items()), key=lambda m: m.period))


def _parts(value: object) -> tuple[tuple[str, Decimal], ...]:
    """Amounts by what they belong to: a region, a year, a department."""
    if not isinstance(value, dict):
        raise PydanticCustomError("not_parts", "not a split", {"found": value})
    return tuple((key, _amount(part)) for key, part in cast("Mapping[str, object]", value).items())


def _year_parts(value: object) -> tuple[tuple[int, Decimal], ...]:
    parts = _parts(value)
    if wrong := next((year for year, _ in parts if not (year.isascii() and year.isdecimal() and len(year) == 4)), None):
        raise PydanticCustomError("not_year", "not a year", {"found": wrong})
    return tuple(sorted((int(year), part) for year, part in parts))


def _season(value: object) -> tuple[Decimal, ...]:
    if not isinstance(value, list):
        raise PydanticCustomError("not_season", "not a season", {"found": value})
    return tuple(_amount(share) for share in cast("list[object]", value))


def _timezone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ValueError, OSError, KeyError):
        raise PydanticCustomError("unknown_timezone", "no such timezone", {"found": value}) from None
    return value


def _spans(value: object) -> tuple[tuple[date, date], ...]:
    spans = cast("list[object]", value) if isinstance(value, list) else [value]
    for span in spans:
        days = cast("list[object]", span) if isinstance(span, list) else []
        if len(days) != 2 or not all(type(day) is date for day in days):  # an instant is a date to Python
            raise PydanticCustomError("not_spans", "not spans of days", {"found": value})
    return tuple((first, last) for first, last in cast("list[tuple[date, date]]", spans))


def _days(value: object) -> tuple[date, ...]:
    days = cast("list[object]", value) if isinstance(value, list) else [None]
    if not all(type(day) is date for day in days):
        raise PydanticCustomError("not_days", "not a list of days", {"found": value})
    return tuple(cast("list[date]", days))


def _tuple(value: object) -> object:
    return tuple(cast("list[object]", value)) if isinstance(value, list) else value


Text = Annotated[str, StringConstraints(pattern=r"^\S(.*\S)?$")]
Texts = Annotated[tuple[Text, ...], BeforeValidator(_tuple)]
Month = Annotated[Period, BeforeValidator(_month)]
Amount = Annotated[Decimal, BeforeValidator(_amount)]
Pair = Annotated[Name, BeforeValidator(_name)]
Path = Annotated[tuple[Milestone, ...], BeforeValidator(_path)]
Parts = Annotated[tuple[tuple[str, Decimal], ...], BeforeValidator(_parts)]
YearParts = Annotated[tuple[tuple[int, Decimal], ...], BeforeValidator(_year_parts)]
Season = Annotated[tuple[Decimal, ...], BeforeValidator(_season)]
Spans = Annotated[tuple[tuple[date, date], ...], BeforeValidator(_spans)]
Days = Annotated[tuple[date, ...], BeforeValidator(_days)]
Timezone = Annotated[Text, AfterValidator(_timezone)]
BasisWord = Annotated[Basis, Field(strict=False)]
ComparatorWord = Annotated[Comparator, Field(strict=False)]
DirectionWord = Annotated[Direction, Field(strict=False)]
IndicatorKind = Literal[Kind.FLOW, Kind.STOCK, Kind.RECURRING, Kind.PER_CAPITA, Kind.RATIO]
TaskKind = Literal[Kind.TASK, Kind.MILESTONE, Kind.RECURRING]
