"""Why a text is no number: the first reason that fits, and what stands around the digits where that is all.

Decides from the text alone, in half-width forms; whether a unit behind a number fits is for `numbers`.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_NOTE = r"[\u2460-\u24ff\u2776-\u2793\u3251-\u325f\u32b1-\u32bf⁰¹²³⁴-⁾₀-₎*※#▲△▼▽†‡★☆'\"‘’“”`´。;、!]"
_BRACKETED = r"[(\[【〔][^)\]】〕]*[)\]】〕]"
_SUM_OF = re.compile(r"(?:共计?|合计|总计|计)").pattern
_HAN = "零〇○一二三四五六七八九十百千万亿两壹贰叁肆伍陆柒捌玖拾佰仟萬億廿卅点半几数"
_ROUGHLY = re.compile(r"(?:大?约|近|将近|接近|超过?|逾|不足|不到|至少|大概|预计|预估|估计?|计划|拟|暂定)").pattern

LOOK_ALIKES = str.maketrans("oOОоlIІ|", "00001111")  # letters, Latin and Cyrillic, typed for 0 and 1

_REASONS = tuple(
    (code, re.compile("|".join(patterns), re.IGNORECASE))
    for code, *patterns in (
        ("E15", r"#(?:N/A|GETTING_DATA|[A-Z][A-Z0-9/_]*[!?])"),
        ("E18", r"true|false"),
        (
            "E30",
            r"[0-9]{4}([-/.])[0-9]{1,2}\1[0-9]{1,2}(?: .*)?",
            r"[0-9]{4}年[0-9]{1,2}月.*",
            r"[0-9]{1,2}(?:月)[0-9]{1,2}[日号]?",
            r"[0-9]{1,2}:[0-9:]+",
        ),
        ("E21", r"[+\-]?(?:nan|inf|infinity|0x[0-9a-f]+)", r"[+\-]?(?=.*[e_])[0-9_]+(?:\.[0-9_]*)?(?:e[+\-]?[0-9_]+)?"),
        ("E21", r"(?=.*[0-9])(?=.*[oОоlI|])[+\-−]?[0-9oОоlIІ|,. ]+"),
        ("E25", r"\(.*[0-9].*\)", r"\[.*[0-9].*\]"),
        ("E20", rf"[+\-−]?[0-9].*\({_ROUGHLY}\)", rf"(?:{_ROUGHLY}|[<>≤≥~≈±]).*[0-9].*"),
        (
            "E38",
            rf"[+\-−]?[0-9].*?(?P<after>(?:注?{_NOTE}|注[0-9]{{1,2}}|{_BRACKETED})+)",
            rf"(?P<before>(?:{_NOTE}|{_SUM_OF}|=(?=\"))+).*[0-9].*?(?P<behind>(?:{_NOTE})*)",
        ),
        (
            "E20",
            r".*[0-9].*(?:左右|上下|以上|以下|以内|[余多几]\S*|\+)",
            r"[0-9].* ?[-~—–至到] ?[0-9].*",
        ),
        ("E06", rf"[{_HAN}][{_HAN}0-9.]*\D{{0,4}}", rf"[0-9.]+[{_HAN}]+[0-9{_HAN}]+\D{{0,4}}"),
        ("E39", r"[+\-−]?[0-9][0-9,.'’ ]*"),
    )
)
_MEANS_MORE = re.compile(r"[0-9▲△▼▽]")  # a second figure, the number of a note, or the accountant's minus


class NoNumber(NamedTuple):
    """`rest` is what is left without `mark`, the marks and remarks around it; empty where those may mean more."""

    code: str
    mark: str = ""
    rest: str = ""


def why_no_number(text: str) -> NoNumber:
    for code, pattern in _REASONS:
        if match := pattern.fullmatch(text):
            parts = [match.groupdict().get(part) or "" for part in ("before", "after", "behind")]
            mark = "".join(parts)
            rest = text.removeprefix(parts[0]).removesuffix(parts[1] + parts[2]).strip()
            return NoNumber(code, mark, rest if mark and not _MEANS_MORE.search(mark) else "")
    return NoNumber("E33")
