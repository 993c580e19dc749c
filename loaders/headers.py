"""The words of departmental sheets, from `headers.toml`: which column, sheet or label a text means.

Matching is exact once spaces, line breaks, bracketed remarks and full-width forms are set aside; nothing is guessed.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_BRACKETED = re.compile(r"[(\[〔【《][^)\]〕】》]*[)\]〕】》]")
_INVISIBLE = re.compile(r"[\s\u200b-\u200f\ufeff]+")
_MONTH_HEADING = re.compile(r"(?:\d{4}年)?(1[0-2]|[1-9])月份?")


def half_width(text: str) -> str:
    """Full-width forms U+FF01–FF5E and U+3000 made half-width; nothing else (NFKC would turn 1200① into 12001)."""
    return text.translate(_FULL_WIDTH)


def compact(text: str) -> str:
    """`text` without white space and in half-width forms: what remains is compared letter by letter."""
    return _INVISIBLE.sub("", half_width(text))


def plain(text: str) -> str:
    """`compact` without bracketed remarks and closing colons: 「累计完成\\n（2021年以来）：」 → 「累计完成」."""
    short = compact(text)
    return (_BRACKETED.sub("", short) or short).rstrip(":")


@cache
def _file() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((Path(__file__).parent / "headers.toml").read_text(encoding="utf-8"))


def title(section: str, key: str) -> str:
    """The word our own template prints for `key`."""
    return _file()[section][key][0]


@cache
def _lookup(section: str) -> dict[str, str]:
    return {spelling(word): key for key, words in _file()[section].items() for word in words for spelling in (compact, plain)}


def column(text: str) -> str | None:
    """The role of the column headed `text`, or None. A refused look-alike is answered by `refused`, not here."""
    if refused(text):
        return None
    return _lookup("columns").get(compact(text)) or _lookup("columns").get(plain(text))


def column_below(upper: str, lower: str) -> str | None:
    """The role of a column headed by a group title above and a title below."""
    if refused(upper + lower) or refused(upper) or refused(lower):
        return None
    pairs = _file()["columns_in_two_rows"]
    return (
        pairs.get(f"{plain(upper)}|{plain(lower)}")  # type: ignore[return-value]
        or column(upper + lower)
        or column(lower)
        or column(upper)
    )


def refused(text: str) -> str | None:
    """The key of a heading that looks like a wanted column but counts something else, e.g. a year-to-date total."""
    spelled = compact(text)
    within = next((key for word, key in _lookup("refused").items() if word in spelled), None)
    return within


def is_month_heading(text: str) -> bool:
    """Whether a column is headed by a bare month, 1月 … 12月."""
    return _MONTH_HEADING.fullmatch(compact(text)) is not None


def sheet(text: str) -> str | None:
    """Which sheet of our template is called `text`."""
    return _lookup("sheets").get(compact(text))


def label(text: str) -> tuple[str, str] | None:
    """Read a label cell: (key, value written in the same cell after a colon, or ""). None for any other text."""
    head, colon, rest = half_width(text).strip().partition(":")
    key = _lookup("labels").get(plain(head))
    return (key, rest.strip()) if key and (colon or not rest) else None


def row_opening(text: str) -> str | None:
    """What a row is that opens with `text`: "total", "note", or None for one that may carry data."""
    spelled = compact(text)
    if spelled in _lookup("rows") and _lookup("rows")[spelled] == "total":
        return "total"
    head, colon, _ = spelled.partition(":")
    return "note" if colon and _lookup("rows").get(plain(head)) == "note" else None


def task_state(text: str) -> str | None:
    """The task state written as `text`, or None."""
    return _lookup("task_states").get(compact(text))


def task_state_titles() -> dict[str, str]:
    """Every task state with the word a sheet shows for it."""
    return {key: words[0] for key, words in _file()["task_states"].items()}


def rank(role: str, text: str) -> int:
    """How far down the list of `role`'s words `text` stands; lower fits better when two columns could be meant."""
    words = [plain(word) for word in _file()["columns"].get(role, [])]
    return words.index(plain(text)) if plain(text) in words else len(words)


@cache
def label_marks() -> re.Pattern[str]:
    """Where a label with its colon begins inside a longer text."""
    words = sorted({compact(word) for words in _file()["labels"].values() for word in words}, key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(map(re.escape, words))})\s*(?:\([^()]*\))?\s*:")
