"""A small plan to start from: it is sound as it stands, and says of every key what it means."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from unicodedata import east_asian_width

from wording import Words

YEARS = 5
_TABLE = re.compile(r"\[+([\w.]+)\]+")
_LINE = re.compile(r"(\w+) = .*")
_REMARKS_FROM = 48  # column of a line


def beginning(words: Words, year: int, schema_name: str) -> str:
    """The text of a plan of five years from `year` on; `schema_name` is the file by which an editor checks it."""
    skeleton = (Path(__file__).parent / "start.toml").read_text(encoding="utf-8")
    text = skeleton.replace("{year}", str(year)).replace("{last}", str(year + YEARS - 1))
    head = [f"#:schema ./{schema_name}", *(f"# {line}" for line in words("plan_start.head").strip().splitlines())]
    return "\n".join([*head, "", *_remarked(text.splitlines(), words)]) + "\n"


def _remarked(lines: list[str], words: Words) -> Iterator[str]:
    """The lines of a plan, what each table and key means beside the first of them."""
    table, said = "", set[str]()
    for line in lines:
        opened, stated = _TABLE.fullmatch(line), _LINE.fullmatch(line)
        if opened:
            table = opened[1].rpartition(".")[2]
        is_default = bool(opened and opened[1].startswith("defaults"))
        key = f"plan_table.{'defaults' if is_default else table}" if opened else ""
        key = f"plan_key_{table}.{stated[1]}" if stated else key
        is_new = bool(key) and words.has(key) and key not in said
        said.add(key)
        if opened and is_new:
            yield f"# {words(key)}"
        gap = " " * max(2, _REMARKS_FROM - _width(line))
        yield f"{line}{gap}# {words(key)}" if stated and is_new else line


def _width(text: str) -> int:
    """How wide an editor shows it: Chinese characters take two places."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)
