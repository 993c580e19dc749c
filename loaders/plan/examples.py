"""A line for every key of the plan file that shows how it is written: `due_day = 5`. They stand in `examples.toml`."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from loaders.plan.schema import TABLES, Row

_LINE = re.compile(r"\[(?P<table>\w+)\]|(?P<key>\w+) = ")


@cache
def _lines() -> dict[tuple[str, str], str]:
    found: dict[tuple[str, str], str] = {}
    table = ""
    for line in (Path(__file__).parent / "examples.toml").read_text(encoding="utf-8").splitlines():
        match = _LINE.match(line)
        if match and match["table"]:
            table = match["table"]
        elif match:
            found[table, match["key"]] = line
    return found


def example(model: type[Row], key: str) -> str:
    """The line for `key` of the entries of `model`; nothing for what is no key of theirs."""
    table = next(table for table, row in TABLES.items() if row is model)
    return _lines().get((table, key), "")
