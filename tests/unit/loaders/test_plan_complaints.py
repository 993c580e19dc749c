"""Whatever stands in a plan file, it is complained about in a sentence: where, what was found, what to do."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from copy import deepcopy
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

import pytest

from domain.mistake import Mistake
from loaders.plan.schema import INSIDE, SINGLE, TABLES
from loaders.plan.start import beginning
from loaders.targets_file import read_content
from views.terminal import mistake as sentence
from wording import LANGUAGES, Words, catalogue

TEXT = beginning(Words("en"), 2026, "plan.schema.json")
PLAN = tomllib.loads(TEXT, parse_float=Decimal)
ODD = {
    "empty": '""',
    "text": '"two"',
    "number": "7",
    "nought": "0",
    "less": "-3",
    "decimal": "0.5",
    "endless": "nan",
    "40 digits": "1" * 40,
    "40 decimals": "0." + "1" * 40,
    "power": "1e999999",
    "yes": "true",
    "day": "2026-01-31",
    "instant": "2026-01-31T10:00:00Z",
    "time": "10:00:00",
    "day as text": '"2026-01-31"',
    "no month": '"2026-13"',
    "far": '"9999-12"',
    "list": "[]",
    "lists": "[[1], [2]]",
    "table": "{ a = 1 }",
    "nested": '{ 2026-12 = "x" }',
}
FITTING = ("text", "less", "far")


def written(value: Any) -> str:
    """A value of TOML as TOML."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f'"{key}" = {written(each)}' for key, each in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(written, value)) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    return f'"{value}"' if isinstance(value, str) else str(value)


def with_values(table: str, keys: Iterable[str], value: str) -> str:
    """The small plan with `value` at keys of its first entry of `table`, an entry made where it has none."""
    plan = deepcopy(PLAN)
    below = plan["measures"][0]
    holder: Any = below if table in INSIDE else plan
    empty: Any = {} if table in SINGLE else [{}]
    entry = holder.setdefault(table, empty)
    entry = entry if table in SINGLE else entry[0]
    entry |= dict.fromkeys(keys, "@@")
    return "\n".join(f"{name} = {written(each)}" for name, each in plan.items()).replace('"@@"', value)


def complaints(table: str, keys: Iterable[str], value: str) -> tuple[Mistake, ...]:
    """What is said of it, each sentence with its facts filled in."""
    mistakes = read_content(with_values(table, keys, value).encode(), "plan.toml").mistakes
    for found in mistakes:
        for language in LANGUAGES:
            said = sentence(found, Words(language))
            assert not re.search(r"[{}]", said.replace(str(found.facts.get("found")), "")) or "{ " in said, said
    return mistakes


@pytest.mark.parametrize("table", TABLES)
def test_no_value_of_any_key_is_more_than_a_complaint(table: str) -> None:
    keys = TABLES[table].model_fields
    for name, value in ODD.items():
        told = {found.key for found in complaints(table, keys, value)}
        if name in ("instant", "time", "power", "40 digits", "endless"):
            assert set(keys) - set(INSIDE) <= told
    for key in keys:  # one that can be read may still not be meant
        for name in FITTING:
            complaints(table, [key], ODD[name])


def test_a_file_beyond_all_measure_is_a_complaint_too() -> None:
    for text in (f"a = {'[' * 100_000}", f"a = {'1' * 5000}", "a = 1_000_000e99999999999999999999"):
        (found,) = read_content(text.encode(), "plan.toml").mistakes[:1]
        assert sentence(found, Words("en"))


def test_every_complaint_names_where_and_what() -> None:
    texts = {key: pair for key, pair in catalogue().items() if key.startswith("plan_mistake.")}
    assert [key for key, pair in texts.items() if not all("{table}" in text and "{key}" in text for text in pair)] == []


@pytest.mark.parametrize("table", TABLES)
def test_a_key_that_is_missing_is_shown(table: str) -> None:
    """The complaint gives a line that could stand there."""
    plan = {name: each for name, each in deepcopy(PLAN).items() if name != "defaults"}
    holder: Any = plan["measures"][0] if table in INSIDE else plan
    holder[table] = {} if table in SINGLE else [{}]
    text = "\n".join(f"{name} = {written(each)}" for name, each in plan.items())
    required = [key for key, field in TABLES[table].model_fields.items() if field.is_required()]
    said = [sentence(found, Words("en")) for found in read_content(text.encode(), "plan.toml").mistakes]
    for key in required:
        assert any(f", {key}: This key is missing" in line and f"{key} = " in line for line in said), key


def test_the_values_that_are_tried_are_what_they_say() -> None:
    values = [tomllib.loads(f"a = {value}", parse_float=Decimal)["a"] for value in ODD.values()]
    kinds = {type(value) for value in values}
    assert kinds == {str, int, Decimal, bool, date, datetime, time, list, dict}
    assert datetime(2026, 1, 31, 10, tzinfo=UTC) in values
    assert isinstance(PLAN, Mapping)
