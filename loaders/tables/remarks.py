"""What remarks, notes and titles say against the figures beside them. The words are data, in `headers.toml`."""

from __future__ import annotations

import re
from functools import cache

from loaders import headers

_AS_FIGURE = r"(?:累计|完成|新增|数|值)"


def speaks_of_totals(text: str) -> bool:
    return any(word in headers.compact(text) for word in headers.listed("columns", "cumulative"))


def unsettled(text: str, *, is_title: bool = False) -> str:
    """The word of a remark or title by which its figures are none yet: 「预计数」, 「征求意见稿」; "" for none.

    What is expected beside a figure may be the next month's; it is the figure's only with a word for figures, or alone.
    """
    found = _unsettled(is_title).search(headers.compact(text))
    return found[0] if found else ""


@cache
def _unsettled(is_title: bool) -> re.Pattern[str]:
    words, expected = ("|".join(map(re.escape, headers.listed("unsettled", key))) for key in ("words", "expected"))
    return re.compile(f"{words}|{expected}" if is_title else rf"{words}|(?:{expected}){_AS_FIGURE}|^(?:{expected})$")


def is_of_the_year(remark: str) -> bool:
    """Whether a remark says that the figures beside it are of the year alone: 「为今年数」, 「本年累计」."""
    words = "|".join(map(re.escape, headers.listed("unsettled", "of_the_year")))
    return re.fullmatch(rf"(?:为|系|是|指)?(?:{words})(?:{_AS_FIGURE})*", headers.compact(remark)) is not None
