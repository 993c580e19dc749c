"""What the values of the plan file may look like: months, amounts, pairs of names, paths, splits, days.

Each raises an error of its own code, with what was found; where it stands, and how it is worded, is not known here.
Each also says how an editor is to check it (`WithJsonSchema`): no stricter than the validator beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal, cast
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

from domain.figures import LARGEST, MOST_DIGITS
from domain.period import Period
from domain.plan import Basis, Comparator, Direction, Kind, Milestone, Name

YEARS = range(1900, 2200)


def _month(value: object) -> Period:
    try:
        month = value if isinstance(value, Period) else Period.parse(cast("str", value))
    except (TypeError, ValueError):
        raise PydanticCustomError("not_month", "not a month", {"found": value}) from None
    if month.year not in YEARS:
        raise PydanticCustomError("not_month", "not a month", {"found": value})
    return month


def _amount(value: object) -> Decimal:
    """Whole numbers and decimals of the file, exactly; `nan` and `inf` are decimals in TOML but no amounts."""
    if isinstance(value, bool) or not isinstance(value, (int, Decimal)) or not Decimal(value).is_finite():
        raise PydanticCustomError("not_amount", "not an amount", {"found": value})
    amount = Decimal(value)
    _, digits, exponent = amount.as_tuple()
    if abs(amount) > LARGEST or max(len(digits), -int(exponent)) > MOST_DIGITS:
        raise PydanticCustomError("too_many_digits", "too many digits", {"found": value})
    return amount


def _within(first: int, last: int) -> AfterValidator:
    def check(value: int) -> int:
        if not first <= value <= last:
            facts = {"found": value, "first": first, "last": last}
            raise PydanticCustomError("number_outside", "outside its range", facts)
        return value

    return AfterValidator(check)


def _months_of_year(value: object) -> tuple[int, ...]:
    numbers = cast("list[object]", value) if isinstance(value, list) else []
    if not numbers or not all(type(each) is int and 1 <= each <= 12 for each in numbers):
        raise PydanticCustomError("not_months_of_year", "no months of a year", {"found": value})
    return tuple(sorted(set(cast("list[int]", numbers))))


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


_ANY_TEXT = {"type": "string", "pattern": r"^\S(.*\S)?$"}
_MONTH = {"type": "string", "pattern": r"^\d{4}-(0[1-9]|1[0-2])$"}
_DAY = {"type": "string", "format": "date"}
_NUMBER = {"type": "number"}


def _table(keys: str = "") -> dict[str, object]:
    return {"type": "object", "additionalProperties": _NUMBER, **({"propertyNames": {"pattern": keys}} if keys else {})}


def _list(of: object, least: int = 0, most: int | None = None) -> dict[str, object]:
    most_of = {} if most is None else {"maxItems": most}
    return {"type": "array", "items": of, "minItems": least, **most_of}


Text = Annotated[str, StringConstraints(pattern=r"^\S(.*\S)?$")]
Texts = Annotated[tuple[Text, ...], BeforeValidator(_tuple), WithJsonSchema(_list(_ANY_TEXT))]
Month = Annotated[Period, BeforeValidator(_month), WithJsonSchema(_MONTH)]
MonthsOfYear = Annotated[
    tuple[int, ...],
    BeforeValidator(_months_of_year),
    WithJsonSchema(_list({"type": "integer", "minimum": 1, "maximum": 12}, 1)),
]
Amount = Annotated[Decimal, BeforeValidator(_amount), WithJsonSchema(_NUMBER)]
Pair = Annotated[Name, BeforeValidator(_name), WithJsonSchema(_list(_ANY_TEXT, 2, 2))]
Path = Annotated[tuple[Milestone, ...], BeforeValidator(_path), WithJsonSchema(_table(r"^\d{4}-\d{2}$"))]
Parts = Annotated[tuple[tuple[str, Decimal], ...], BeforeValidator(_parts), WithJsonSchema(_table())]
YearParts = Annotated[tuple[tuple[int, Decimal], ...], BeforeValidator(_year_parts), WithJsonSchema(_table(r"^\d{4}$"))]
Season = Annotated[tuple[Decimal, ...], BeforeValidator(_season), WithJsonSchema(_list(_NUMBER, 12, 12))]
Spans = Annotated[tuple[tuple[date, date], ...], BeforeValidator(_spans), WithJsonSchema(_list(_list(_DAY, 2, 2)))]
Days = Annotated[tuple[date, ...], BeforeValidator(_days), WithJsonSchema(_list(_DAY))]
Day = Annotated[date, WithJsonSchema(_DAY)]
Timezone = Annotated[Text, AfterValidator(_timezone)]
Year = Annotated[int, _within(YEARS[0], YEARS[-1])]
Count = Annotated[int, _within(1, 1000)]  # of months, items
Length = Annotated[int, _within(1, 32767)]  # of a text, in characters
Interval = Annotated[int, _within(1, 50)]  # in years
Decimals = Annotated[int, _within(0, 9)]
BasisWord = Annotated[Basis, Field(strict=False)]
ComparatorWord = Annotated[Comparator, Field(strict=False)]
DirectionWord = Annotated[Direction, Field(strict=False)]
IndicatorKind = Literal[Kind.FLOW, Kind.STOCK, Kind.RECURRING, Kind.PER_CAPITA, Kind.RATIO]
TaskKind = Literal[Kind.TASK, Kind.MILESTONE, Kind.RECURRING]
