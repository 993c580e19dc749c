"""The words of departmental sheets, from `headers.toml`: which column, sheet or label a text means.

Matching is exact once spaces, line breaks, bracketed remarks and full-width forms are set aside; nothing is guessed.
Where the words stand is for `headings` and `labels`.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path

from loaders.sheet import UNSEEN, unstruck

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_NOTE_MARK = re.compile(r"(?<=.)[\u2460-\u2473*※⁰¹²³⁴-⁹]+(?:=.*)?$")  # 「累计完成③=①+②」
_BRACKETED = re.compile(r"[(\[〔【《]([^)\]〕】》]*)[)\]〕】》]")
_UNSEEN = dict.fromkeys(map(ord, UNSEEN))
_MONTH_HEADING = re.compile(r"(?:\d{4}年)?(1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])月份?")
_NUMBER = re.compile(r"[-+]?\d[\d,.]*%?")
_NAMING = ("code", "name", "task_code", "task_name", "region", "period")  # columns by which rows are known
_LONGEST_NAMING = 24  # characters, remarks included
_FORMULA = re.compile(r"(?:[\W\d_\u2460-\u24ff]|[A-Z](?![A-Za-z]))*")


@lru_cache(maxsize=8192)
def half_width(text: str) -> str:
    """Full-width forms U+FF01–FF5E and U+3000 made half-width; nothing else (NFKC would turn 1200① into 12001)."""
    return text.translate(_FULL_WIDTH)


@lru_cache(maxsize=8192)
def compact(text: str) -> str:
    """`text` without spaces, unseen marks and what is struck out, in half-width forms: what remains is compared."""
    return half_width(unstruck(text)).translate(_UNSEEN)


@lru_cache(maxsize=8192)
def plain(text: str) -> str:
    """`compact` without bracketed remarks, note marks and closing colons: 「累计完成（2021年以来）」 → 「累计完成」."""
    short = compact(text)
    return _NOTE_MARK.sub("", _BRACKETED.sub("", short) or short).rstrip(":")


def remarks(text: str) -> list[str]:
    """What stands in brackets in a heading: 「累计完成（万人次）」 → 「万人次」."""
    return [remark for remark in _BRACKETED.findall(compact(text)) if remark]


@cache
def _file() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((Path(__file__).parent / "headers.toml").read_text(encoding="utf-8"))


def title(section: str, key: str) -> str:
    """The word our own template prints for `key`."""
    return _file()[section][key][0]


@cache
def listed(section: str, key: str) -> frozenset[str]:
    """Every word for `key`, as `compact` leaves it."""
    return frozenset(map(compact, _file()[section][key]))


def period_title(role: str) -> str:
    """The word our own template prints for `role` where not every month is reported."""
    return _file()["of_periods"][role][0]


def second_title(section: str, key: str) -> str:
    """The other word our own template may print for `key`."""
    return _file()[section][key][1]


def of_a_plan(role: str, **facts: str) -> list[str]:
    """What a column of `role` is called by the facts of one plan; nothing of what a fact is missing for."""
    fitting = (text for text in _file()["of_the_plan"][role] if any(f"{{{name}}}" in text for name in facts))
    return [text.format(**facts) for text in fitting]


def numeral(number: int) -> str:
    """A small number in Chinese, 5 → 五; nothing for one that is not listed."""
    known = _file()["of_the_plan"]["numerals"]
    return known[number - 1] if 0 < number <= len(known) else ""


@cache
def tails() -> tuple[str, ...]:
    """What may follow a month, a region or an indicator in one heading, longest first: 「3月累计」, 「东山县本月」."""
    counting = (word for role in ("previous", "month", "cumulative", "target") for word in listed("columns", role))
    return tuple(sorted({*counting, *listed("months", "of_that_month")}, key=lambda word: (-len(word), word)))


@cache
def _lookup(section: str) -> dict[str, str]:
    entries = _file()[section].items()
    return {spelling(word): key for key, words in entries for word in words for spelling in (compact, plain)}


@lru_cache(maxsize=4096)
def column(text: str) -> str | None:
    """The role of the column headed `text`, or None. A refused look-alike is answered by `refused`, not here."""
    if refused(text):
        return None
    known, spelled = _lookup("columns"), plain(text)
    return known.get(compact(text)) or known.get(spelled) or _so_far(spelled)


def _so_far(spelled: str) -> str | None:
    """A total is one too where it is said to reach up to now, whatever word for doing follows: 「截至目前完成」."""
    start = next((word for word in _file()["up_to_now"]["words"] if spelled.startswith(word)), "")
    rest = spelled.removeprefix(start)
    is_total = rest in listed("months", "of_that_month") or _lookup("columns").get(rest) == "cumulative"
    return "cumulative" if start and is_total else None


def names_rows(text: str) -> bool:
    """Whether a text heads what the rows of a table are: the things they are about, or their regions or months."""
    return len(text) <= _LONGEST_NAMING and _lookup("columns").get(plain(text)) in _NAMING


def above_numbers(text: str) -> str | None:
    """The role of a heading that would name things if words stood below, where numbers do: 「目标任务」."""
    return _lookup("above_numbers").get(plain(text))


def refused(text: str) -> str | None:
    """The key of a heading that looks like a wanted column but counts something else, e.g. a year-to-date total."""
    spelled = compact(text)
    return next((key for word, key in _lookup("refused").items() if word in spelled), None)


def sounds_like_a_figure(text: str) -> bool:
    """Whether a heading nobody knows has a word for what was done in it, such as 「2024年累计完成」."""
    spelled = compact(text)
    return any(
        word in spelled for role in ("month", "cumulative") for word in _file()["columns"][role] if len(word) > 1
    )


def sounds_like_a_total(text: str) -> bool:
    """Whether a heading has a word for a total, whatever else it says but that it is planned: 「核定累计完成」."""
    spelled = compact(text)
    is_planned = any(word in spelled for word in listed("narrower", "of_targets"))
    return not is_planned and any(word in spelled for word in listed("columns", "cumulative"))


def is_of_which(text: str) -> bool:
    """Whether a heading is of a part of what stands beside it: 「其中：女性」."""
    return compact(text).startswith(tuple(listed("parts", "opening")))


def is_neutral(text: str) -> bool:
    """Whether a group title leaves the meaning of the headings below it as it is."""
    return _lookup("groups").get(plain(text)) == "neutral"


def is_number(text: str) -> bool:
    """Whether a text is a bare number, as spreadsheets and people write one."""
    return _NUMBER.fullmatch(compact(text)) is not None


def is_formula(spelled: str) -> bool:
    """Whether a text has no word in it: signs, figures, single letters."""
    return _FORMULA.fullmatch(spelled) is not None


@cache
def title_words() -> tuple[str, ...]:
    """What a title may say beside a name and not limit what is meant, longest first: 「…工作完成情况统计表」."""
    return tuple(sorted(listed("titles", "words"), key=lambda word: (-len(word), word)))


def is_about_regions(text: str) -> bool:
    """Whether a group title over regions only says that they are regions, or totals of them: 「分县累计完成」."""
    spelled = compact(text)
    for word in _file()["over_regions"]["words"]:
        spelled = spelled.replace(compact(word), "")
    return is_neutral(text) or is_formula(spelled)


def parts(text: str) -> list[str]:
    """The two halves of a corner heading: 「县区／指标」."""
    return re.split(r"[\\/、|]", compact(text), maxsplit=1)


def speaks_of_the_month(text: str) -> bool:
    """Whether a group title says that the columns below it hold one month's figures."""
    return any(word in compact(text) for word in _file()["groups"]["of_the_month"])


def is_month_heading(text: str) -> bool:
    """Whether a column is headed by a bare month, 1月 … 12月."""
    return _MONTH_HEADING.fullmatch(compact(text)) is not None


def sheet(text: str) -> str | None:
    """Which sheet of our template is called `text`."""
    return _lookup("sheets").get(compact(text))


def label(text: str) -> tuple[str, str] | None:
    """Read a label cell: (key, value written in the same cell after a colon, or ""). None for any other text.

    A bare 「单位」 is the heading of a column; as a label it has its colon.
    """
    head, colon, rest = half_width(text).strip().partition(":")
    key = _lookup("labels").get(plain(head)) or ("filled_on" if re.fullmatch(day_of_paper(), plain(head)) else None)
    return (key, rest.strip()) if key and (colon or (not rest and key != "unit")) else None


def row_opening(text: str) -> str | None:
    """What a row is that opens with `text`: "total", "note", or None for one that may carry data."""
    if _lookup("rows").get(plain(text)) in ("total", "subtotal"):
        return "total"
    head, colon, _ = compact(text).partition(":")
    return "note" if colon and _lookup("rows").get(plain(head)) == "note" else None


def sum_of(text: str) -> str:
    """What a row is the sum of: 「人次 汇总」, as spreadsheets write it, of 「人次」; "" for any other text."""
    spelled = plain(text)
    endings = (word for word in (*listed("rows", "total"), *listed("rows", "subtotal")) if spelled.endswith(word))
    return spelled.removesuffix(max(endings, key=len, default=spelled))


def is_continued(text: str) -> bool:
    """Whether a text says that a table goes on: 「续表」, 「（续表2）」."""
    return compact(text).strip("()0123456789一二三四五") in listed("rows", "continued")


def is_subtotal(text: str) -> bool:
    return plain(text) in listed("rows", "subtotal")


def task_state(text: str) -> str | None:
    """The task state written as `text`, or None."""
    return _lookup("task_states").get(compact(text))


def number_state(text: str) -> str | None:
    """What a state column says of a number, or None: a state of tasks, or that it is behind."""
    return task_state(text) or _lookup("number_states").get(compact(text))


def lower(text: str) -> str:
    """`compact`, Latin letters in lower case."""
    return compact(text).lower()


def including(text: str) -> list[str]:
    """What stands behind each word for "including" in `text`: 「某区（含某园）」 → 「某园)」; 「不含某园」 has none."""
    return [part for is_in, part in _held(text) if is_in]


def excluding(text: str) -> list[str]:
    """What stands behind each word for "including" that a word before it denies."""
    return [part for is_in, part in _held(text) if not is_in]


@lru_cache(maxsize=4096)
def _held(text: str) -> list[tuple[bool, str]]:
    words = "|".join(map(re.escape, _file()["including"]["words"]))
    parts = re.split(f"(?:{words})", lower(text))
    denied = tuple(map(lower, _file()["including"]["denied"]))
    return [(not before.endswith(denied), part) for before, part in pairwise(parts)]


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
    return re.compile(rf"(?:{day_of_paper()}|{'|'.join(map(re.escape, words))})\s*(?:\([^()]*\))?\s*:")


@cache
def paper_words() -> str:
    """A pattern for what is done to a sheet and not to what it counts: 「填报」, 「打印」."""
    return rf"(?:{'|'.join(_file()['paper']['words'])})"


@cache
def day_of_paper() -> str:
    """A pattern for the label of the day on which that was done: 「填报日期」, 「制表时间」."""
    return rf"{paper_words()}(?:{'|'.join(_file()['paper']['days'])})"
