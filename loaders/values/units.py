"""Which units mean the same, and by how much two of them differ. Part of the grammar of `cells`.

Units are those of the plan; only the words for thousand, ten thousand and so on are known here.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from domain.plan import Unit
from loaders.findings import Finding, Read, refused
from loaders.headers import compact, half_width

_MULTIPLIERS = {
    "百": 100,
    "千": 1_000,
    "万": 10_000,
    "萬": 10_000,
    "十万": 100_000,
    "百万": 1_000_000,
    "千万": 10_000_000,
    "亿": 100_000_000,
    "億": 100_000_000,
}


_POWERS = str.maketrans("²³", "23")  # m² and m2


def is_percent(unit: Unit) -> bool:
    """Whether figures in `unit` are percentages."""
    return half_width(unit.name) == "%"


@lru_cache(maxsize=8192)
def scale_to(unit: Unit, text: str) -> Decimal | None:
    """How many of `unit` one `text` is: 「人次」 1, 「万」 and 「万人次」 10,000. None where they differ in kind."""
    text = compact(text).translate(_POWERS)
    names = [compact(name).translate(_POWERS) for name in (unit.name, *unit.aliases)]
    if text.lower() in [name.lower() for name in names]:
        return Decimal(1)
    factor, base = _split(text)
    if not base:  # 「万」 of what: where the unit is in ten thousands already, nobody can say
        return factor if all(own == 1 for own, _ in map(_split, names)) else None
    return next((factor / own for own, own_base in map(_split, names) if own_base.lower() == base.lower()), None)


@lru_cache(maxsize=8192)
def _split(text: str) -> tuple[Decimal, str]:
    """「万人次」 → 10,000 and 「人次」."""
    opening = max((word for word in _MULTIPLIERS if text.startswith(word)), key=len, default="")
    return Decimal(_MULTIPLIERS.get(opening, 1)), text.removeprefix(opening)


def bare(text: str) -> str:
    """A unit out of the brackets it may stand in, without a full stop behind it: 「（人次）」, 「人次。」."""
    return re.sub(r"^[(\[【〔](.*)[)\]】〕]$", r"\1", compact(text).rstrip("。.;"))


def read_unit(text: str, unit: Unit) -> Read[Decimal]:
    """How many of `unit` the unit called `text` is: 1 for the same, 10,000 for 万人次 against 人次 (with a finding).

    Another unit, such as 人 against 人次, is refused: they count different things. Blank gives no value.
    """
    stated = bare(text)
    if not stated:
        return Read()
    facts = {"unit": stated, "expected_unit": unit.name}
    scale = scale_to(unit, stated)
    if scale is None:
        is_a_word = re.fullmatch(r"[^\W\d_]{1,6}(/[^\W\d_]{1,4})?", stated)
        return refused("D09" if is_a_word else "D30", **facts)
    if not _split(stated)[1] and scale != 1:
        return refused("D30", **facts)  # 万 alone does not say of what
    if scale == 1:
        return Read(scale)
    return Read(scale, (Finding("D08", {**facts, "factor": f"{scale.normalize():,f}"}),))
