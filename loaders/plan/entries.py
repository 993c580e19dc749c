"""Reads the tables and entries of a plan file one by one and keeps every mistake of form, so that one hides no other.

Decides what a failed check is called and which later findings would only follow from it; knows no table by its content.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar, cast

from pydantic import ValidationError

from domain.mistake import Mistake, place
from domain.problem import Fact
from domain.references import nearest
from loaders.plan.examples import example
from loaders.plan.schema import Row

Table = Mapping[str, Any]
AnyRow = TypeVar("AnyRow", bound=Row)

_CODES = {  # by pydantic's names for what can be wrong with a value
    "missing": "missing_key",
    "extra_forbidden": "unknown_key",
    "string_type": "not_text",
    "string_pattern_mismatch": "not_text",
    "bool_type": "not_yes_or_no",
    "int_type": "not_whole_number",
    "int_from_float": "not_whole_number",
    "date_type": "not_date",
    "date_from_datetime_inexact": "not_date",
    "date_from_datetime_parsing": "not_date",
    "enum": "not_one_of",
    "literal_error": "not_one_of",
    "tuple_type": "not_list",
}
OWN = (  # what `plan.values` finds wrong goes by these names already; all else is "not_written_so"
    "not_month", "not_amount", "too_many_digits", "number_outside", "not_months_of_year", "not_name", "not_path",
    "not_parts", "not_year", "not_season", "unknown_timezone", "not_spans", "not_days",
)  # fmt: skip
_FOLLOWS_FROM = {  # what would be blamed on the rest of the file where a section cannot be read
    "plan": ("no_thresholds_at_start", "no_checks_at_start", "plan_too_long"),
    "thresholds": ("no_thresholds_at_start",),
    "checks": ("no_checks_at_start",),
    "departments": ("unknown_department",),
    "regions": ("unknown_region",),
    "groups": ("unknown_group",),
    "units": ("unknown_unit",),
    "indicators": ("unknown_indicator",),
}


def nothing(_entry: Table) -> Table:
    """What an entry inherits that inherits nothing."""
    return {}


@dataclass
class Desk:
    """The reading of one file: what could not be read, and why."""

    file_name: str
    mistakes: list[Mistake] = field(default_factory=list[Mistake])
    unread: set[str] = field(default_factory=set[str])  # every text of the entries that could not be read
    lost: set[str] = field(default_factory=set[str])  # sections of which too little was read to judge by

    def explains(self, mistake: Mistake) -> bool:
        """Whether `mistake` only repeats, or follows from, something that could not be read."""
        told = any((mistake.table, mistake.key) == (known.table, known.key) for known in self.mistakes)
        return told or any(mistake.code in _FOLLOWS_FROM.get(section, ()) for section in self.lost)

    def note(self, code: str, table: str, key: str, **facts: Fact) -> None:
        self.mistakes.append(Mistake(code, table, key, facts))

    def known_keys(self, raw: Table, allowed: Iterable[str], table: str) -> None:
        """Note every key of `raw` that is not among those allowed."""
        for key in raw:
            if key not in allowed:
                self.note("unknown_key", table, key, choices=nearest(key, allowed))

    def table(self, raw: Table, key: str, table: str) -> Table:
        """The table under `key`; empty when there is none."""
        value: object = raw.get(key, {})
        if isinstance(value, dict):
            return cast("Table", value)
        self.note("not_table", table, key, found=_written(value))
        return {}

    def entries(self, raw: Table, section: str, table: str, *, required: bool = False) -> list[Table]:
        """The `[[section]]` entries in `table`; where they are required, having none is a mistake."""
        value = cast("object", raw.get(section, []))
        entries = cast("list[object]", value) if isinstance(value, list) else [None]
        if not all(isinstance(entry, dict) for entry in entries):
            self.note("not_entries", table, section, found=_written(raw[section]))
        elif required and not entries:
            self.note("missing_key", table, section, example=f"[[{section}]]")
        else:
            return cast("list[Table]", entries)
        self.lost.add(section)
        return []

    def rows(
        self,
        raw: Table,
        section: str,
        model: type[AnyRow],
        *,
        named_by: str = "id",
        within: str = "",
        inherits: Callable[[Table], Table] = nothing,
        required: bool = False,
    ) -> list[AnyRow]:
        """All entries of a list that could be read. `within` is the table it stands in, "" for the file itself."""
        read: list[AnyRow] = []
        for number, entry in enumerate(self.entries(raw, section, within or self.file_name, required=required), 1):
            row = self.row(model, entry, standing(section, entry, named_by, number, within), inherits(entry))
            if row:
                read.append(row)
                continue
            self.unread.update(each for text in _texts(entry) for each in (text, text.strip()))
            if named_by == "valid_from" or not isinstance(
                entry.get(named_by), str
            ):  # nobody knows which one is missing
                self.lost.add(section)
        return read

    def row(self, model: type[AnyRow], raw: Table, table: str, inherited: Table | None = None) -> AnyRow | None:
        """One entry, or None with what is wrong noted; an inherited value is faulted where it stands, not here."""
        passed_on = inherited or {}
        try:
            return model.model_validate({**passed_on, **raw})
        except ValidationError as error:
            self._tell(error, model, table, lambda key, _code: key in raw or key not in passed_on)
            return None

    def shared(self, model: type[Row], raw: Table, table: str) -> Table:
        """Values that entries of `model` inherit: part of an entry, checked as far as it goes."""
        try:
            model.model_validate(raw)
        except ValidationError as error:
            self._tell(error, model, table, lambda _key, code: code != "missing_key")
        return {key: value for key, value in raw.items() if key in model.model_fields}

    def _tell(self, error: ValidationError, model: type[Row], table: str, counts: Callable[[str, str], bool]) -> None:
        told = set[str]()
        for wrong in error.errors(include_url=False):
            code = wrong["type"] if wrong["type"] in OWN else _CODES.get(wrong["type"], "not_written_so")
            key = str(wrong["loc"][0])
            if key not in told and counts(key, code):
                told.add(key)
                self.note(code, table, key, **_facts(code, key, model, wrong["input"], wrong.get("ctx", {})))


def standing(section: str, entry: Table, named_by: str = "id", number: int = 1, within: str = "") -> str:
    """Where an entry stands, by its id or, while it has none, by its number in the list."""
    named: object = entry.get(named_by)
    here = place(section, named) if isinstance(named, str) and named else f"{section} #{number}"
    return f"{within} › {here}" if within else here


def _facts(code: str, key: str, model: type[Row], value: object, context: Mapping[str, Any]) -> dict[str, Fact]:
    if code == "missing_key":
        return {"example": example(model, key)}
    if code == "unknown_key":
        return {"choices": nearest(key, model.model_fields)}
    if code == "not_one_of":
        return {"found": _written(value), "choices": tuple(re.findall("'([^']+)'", context["expected"]))}
    told = {name: str(context[name]) for name in ("first", "last") if name in context}
    return {"found": _written(context.get("found", value)), "example": example(model, key), **told}


def _texts(value: object) -> Iterator[str]:
    """Every text written anywhere in `value`."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from _texts(list(cast("Mapping[str, object]", value).values()))
    elif isinstance(value, list):
        for part in cast("list[object]", value):
            yield from _texts(part)


def _written(value: object) -> str:
    """`value` about as it stands in the file, cut short when long."""
    plain = str(value) if isinstance(value, (date, Decimal)) else ""
    text = plain or json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 60 else f"{text[:60]}…"
