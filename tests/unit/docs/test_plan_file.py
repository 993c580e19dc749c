"""The pages on the plan file and the schema for editors say what the product reads: no key more, none less."""

from __future__ import annotations

import json
import re
import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from pydantic import ValidationError

from domain.plan import Basis, Kind
from loaders.plan.examples import example
from loaders.plan.page import PAGES, SCHEMA, page, schema_text
from loaders.plan.schema import INSIDE, TABLES
from loaders.plan.start import beginning
from loaders.targets_file import read_content
from wording import LANGUAGES, Words

ROOT = Path(__file__).resolve().parents[3]
RENEW = "run: python -m loaders.plan.page"
KEYS = {table: set(row.model_fields) for table, row in TABLES.items()}
OTHER_WORDS = {
    *TABLES, *Kind, *Basis, "defaults", "true", "false", "water", "python", "hours", "teacher", "status", "check",
    "load", "targets", "toml", "up", "down",
}  # fmt: skip


def told(path: Path) -> dict[str, set[str]]:
    """The keys in the tables of a page, by table."""
    text = path.read_text(encoding="utf-8")
    marked = re.findall(r"<!-- keys: (\w+) -->\n(.*?)<!-- end -->", text, re.DOTALL)
    return {table: set(re.findall(r"^\| `(\w+)` \|", rows, re.MULTILINE)) for table, rows in marked}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_tells_every_key_and_no_other(language):
    assert told(PAGES[language]) == KEYS


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_says_what_the_schema_says(language):
    text = PAGES[language].read_text(encoding="utf-8")
    assert text == page(text, language), RENEW
    empty = [line for line in text.splitlines() if re.match(r"\| `", line) and "|  |" in line.removesuffix("|")]
    assert [line for line in empty if not any(f"`{table}`" in line for table in INSIDE)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_prose_names_no_key_that_is_none(language):
    text = re.sub(r"<!-- keys.*?<!-- end -->", "", PAGES[language].read_text(encoding="utf-8"), flags=re.DOTALL)
    named = {
        word for code in re.findall(r"`([^`]+)`", text) for word in re.findall(r"^\"?([a-z_]{3,})\"?(?= =|$)", code)
    }
    assert named - set().union(*KEYS.values()) - OTHER_WORDS == set()


def test_the_schema_for_editors_is_in_step():
    assert SCHEMA.read_text(encoding="utf-8") == schema_text(), RENEW


def test_every_key_has_a_line_that_shows_how_it_is_written():
    for table, row in TABLES.items():
        for key in KEYS[table] - set(INSIDE):
            line = example(row, key)
            value = tomllib.loads(line, parse_float=Decimal)[key]
            with pytest.raises(ValidationError) as alone:  # all that it lacks are the other keys
                row.model_validate({key: value, "no_key": 0})
            assert [wrong for wrong in alone.value.errors() if wrong["loc"][0] == key] == [], line


PLANS = {path.stem: path.read_text("utf-8") for path in (ROOT / "targets.toml", ROOT / "tests/plans/harbour.toml")}
PLANS |= {f"new-{language}": beginning(Words(language), 2026, "plan.schema.json") for language in LANGUAGES}


def as_editors_see_it(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: as_editors_see_it(each) for key, each in value.items()}
    if isinstance(value, list):
        return [as_editors_see_it(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value


@pytest.mark.parametrize("text", PLANS.values(), ids=PLANS)
def test_editors_find_nothing_wrong_with_a_sound_plan(text):
    assert read_content(text.encode(), "plan.toml").mistakes == ()
    faults = Draft202012Validator(json.loads(schema_text())).iter_errors(as_editors_see_it(tomllib.loads(text)))
    assert [fault.message for fault in faults] == []


def test_editors_mark_a_key_that_is_none_and_a_value_of_another_type():
    text = beginning(Words("en"), 2026, "plan.schema.json").replace("due_day = 5", 'due_dai = "x"')
    checked = Draft202012Validator(json.loads(schema_text())).iter_errors(as_editors_see_it(tomllib.loads(text)))
    messages = [fault.message for fault in checked]
    assert any("due_dai" in message for message in messages)
    assert any("'due_day' is a required property" in message for message in messages)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_new_plan_says_of_every_key_what_it_means(language):
    text = beginning(Words(language), 2026, "plan.schema.json")
    first = text.splitlines()[0]
    assert first == "#:schema ./plan.schema.json"
    keys = re.findall(r"^(\w+) = ", text, re.MULTILINE)
    remarked = re.findall(r"^(\w+) = .*  # \S", text, re.MULTILINE)
    assert set(remarked) == set(keys)
