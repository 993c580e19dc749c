"""How findings are told: what is wrong at one cell for one reason once, however many rows it bears on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from domain.problem import Fact, Problem

_OF_A_UNIT = {"D08": ("indicator", "figure", "raw", "value", "expected_unit"), "D09": ("indicator",),
              "D30": ("indicator",), "D51": ("indicator", "figure", "raw", "value", "target")}  # fmt: skip
"""What is told of a unit, and may stand for many rows: the facts that differ from one of them to the next."""


def told_once(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """`problems`, those of one unit that many rows share as one, with the facts of the first and how many there are."""
    kept: dict[object, Problem] = {}
    for found in problems:
        same = {name: fact for name, fact in found.facts.items() if name not in _OF_A_UNIT.get(found.code, ())}
        is_shared = found.code in _OF_A_UNIT and found.cell and found.question is None
        key = (found.code, found.sheet, found.cell, repr(same)) if is_shared else id(found)
        kept[key] = _joined(kept.get(key), found) if is_shared else found
    return tuple(kept.values())


def _joined(first: Problem | None, found: Problem) -> Problem:
    """One finding for both; `n` counts the figures, `indicator` names all that they are of."""
    if first is None:
        return replace(found, facts={**found.facts, "n": 1})
    before, own = first.facts["indicator"], found.facts["indicator"]
    every = (*(before if isinstance(before, tuple) else (before,)), own)
    n = first.facts["n"]
    indicators: Fact = tuple(dict.fromkeys(map(str, every)))
    return replace(first, facts={**first.facts, "indicator": indicators, "n": n + 1 if isinstance(n, int) else n})
