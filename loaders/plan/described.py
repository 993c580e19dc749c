"""Every key of the plan file described: for the documents, and as a JSON Schema by which editors check and complete it.

Made from the schema the file is read by, so that neither can say what is not so. What a key means is wording.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, cast, get_args

from pydantic.fields import FieldInfo

from domain.plan import Basis
from loaders.plan import values
from loaders.plan.examples import example
from loaders.plan.schema import INSIDE, SINGLE, TABLES, Row
from wording import LANGUAGES, Words

Json = dict[str, Any]

_TYPES: Mapping[
    str, Any
] = {  # by the type a value is read into; those read into the same go by what they are annotated with
    "text": values.Text,
    "texts": values.Texts,
    "pair": values.Pair,
    "month": values.Month,
    "months_of_year": values.MonthsOfYear,
    "day": values.Day,
    "amount": values.Amount,
    "path": values.Path,
    "parts": values.Parts,
    "year_parts": values.YearParts,
    "season": values.Season,
    "spans": values.Spans,
    "days": values.Days,
}


_KEPT = (
    "type", "pattern", "format", "enum", "items", "minItems", "maxItems", "additionalProperties", "propertyNames",
)  # fmt: skip
_OPTIONAL = ("calendar", "headings", "regions")  # tables a plan may do without


@dataclass(frozen=True)
class Key:
    """One key of one table, in the words of one language. `default` says what holds where it is left out."""

    table: str
    name: str
    type: str
    default: str
    example: str
    meaning: str
    screen: str


def keys(table: str, words: Words) -> Iterator[Key]:
    """The keys of a table in the order of the schema."""
    row = TABLES[table]
    for name, field in row.model_fields.items():
        yield Key(
            table,
            name,
            _type(field, words),
            _default(name, field, words),
            example(row, name).partition(" = ")[2],
            words(f"plan_key_{table}.{name}"),
            words(f"plan_screen_{table}.{name}"),
        )


def _type(field: FieldInfo, words: Words) -> str:
    base, marks = _taken_apart(field)
    choices = _choices(base)
    if choices:
        is_basis = choices == [basis.value for basis in Basis]
        return words("plan_type.basis") if is_basis else " ".join(f'`"{choice}"`' for choice in choices)
    plain = {bool: "yes_or_no", int: "whole", Any: "below"}
    if base in plain:
        return words(f"plan_type.{plain[base]}")
    return words(f"plan_type.{next(name for name, known in _TYPES.items() if _marks_of(known)[-1] in marks)}")


def _taken_apart(field: FieldInfo) -> tuple[Any, list[Any]]:
    """What a value is read into, and all that its annotation says beside; that it may be left out is set aside."""
    stated: Any = field.annotation
    if type(None) in get_args(stated):
        stated = next(each for each in get_args(stated) if each is not type(None))
    is_annotated = hasattr(stated, "__metadata__")
    return (get_args(stated)[0] if is_annotated else stated), [*field.metadata, *_marks_of(stated)]


def _marks_of(stated: Any) -> tuple[Any, ...]:
    return getattr(stated, "__metadata__", ())


def _choices(base: Any) -> list[str]:
    """The words that may stand for a value of this type, where they are listed."""
    if isinstance(base, type) and issubclass(base, StrEnum):
        return [choice.value for choice in base]
    return [choice.value for choice in get_args(base) if isinstance(choice, StrEnum)]


def _default(name: str, field: FieldInfo, words: Words) -> str:
    if field.is_required():
        return words("plan_default.required")
    if isinstance(field.default, bool):
        return f"`{str(field.default).lower()}`"
    if isinstance(field.default, StrEnum):
        return f'`"{field.default.value}"`'
    if isinstance(field.default, (int, Decimal)) and field.default:
        return f"`{field.default}`"
    if name == "report_months":
        return words("plan_default.always")
    is_told = field.default is None and words.has(f"plan_default.{name}")
    return words(f"plan_default.{name}" if is_told else "plan_default.none")


def json_schema() -> Json:
    """The whole file as a JSON Schema (draft 2020-12), keys described in both languages.

    No stricter than the product: what it marks as wrong is wrong. What hangs together, only `plan --check` says.
    """
    rows = {table: _described(table, row) for table, row in TABLES.items()}
    below = {table: rows.pop(table) for table in INSIDE}  # what they require may come from the defaults
    entries = {table: {**row, "required": ["id", "name"]} for table, row in below.items()}
    partly = {table: _object(row["properties"]) for table, row in below.items()}
    for table in INSIDE:
        rows["measures"]["properties"][table] |= {"type": "array", "items": {"$ref": f"#/$defs/{table}"}}
    kinds = below["indicators"]["properties"]["kind"]["enum"]
    of_kinds: Json = {kind: {"$ref": "#/$defs/of_a_kind"} for kind in kinds}
    defaults: Json = {table: partly[table] for table in INSIDE[1:]} | {"indicators": _object(of_kinds)}
    tables = {table: row if table in SINGLE else {"type": "array", "items": row} for table, row in rows.items()}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "targets.toml",
        **_object({**tables, "defaults": _object(defaults)}, [table for table in tables if table not in _OPTIONAL]),
        "$defs": {**entries, "of_a_kind": partly["indicators"]},
    }


def _object(properties: Json, required: Sequence[str] = ()) -> Json:
    return {"type": "object", "additionalProperties": False, "required": list(required), "properties": properties}


def _described(table: str, row: type[Row]) -> Json:
    """One table; enumerations are written out where they are used."""
    made = row.model_json_schema()
    named: Mapping[str, Json] = made.get("$defs", {})
    properties: Json = {}
    for name, stated in made["properties"].items():
        said = " · ".join(Words(language)(f"plan_key_{table}.{name}") for language in LANGUAGES)
        properties[name] = _plain(stated, named) | {"description": said}
        if line := example(row, name):
            properties[name]["examples"] = [_jsonable(tomllib.loads(line)[name])]
    return _object(properties, made.get("required", []))


def _plain(stated: Json, named: Mapping[str, Json]) -> Json:
    """A value's own schema: without its title and default, null left out since TOML has none."""
    if "anyOf" in stated:
        (stated,) = (each for each in stated["anyOf"] if each.get("type") != "null")
    if "$ref" in stated:
        stated = named[stated["$ref"].rpartition("/")[2]]
    return {key: value for key, value in stated.items() if key in _KEPT}


def _jsonable(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return [_jsonable(each) for each in cast("list[Any]", value)] if isinstance(value, list) else value
