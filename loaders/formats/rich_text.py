"""A text whose pieces look different: what is raised, lowered or struck through is told by characters that look so.

71 with a small raised 1 is 7¹ to whoever reads it, and 70 with a struck 0 is 7. A text of one look throughout stays as
it is: that of its whole cell is told elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from loaders.sheet import STRUCK, shows_nothing

_PLAIN_SIGNS = "0123456789+-()"
_RAISED = str.maketrans(_PLAIN_SIGNS, "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾")
_LOWERED = str.maketrans(_PLAIN_SIGNS, "₀₁₂₃₄₅₆₇₈₉₊₋₍₎")


class Run(NamedTuple):
    """A piece of one look; `lift` above the line is positive, below it negative."""

    text: str
    lift: int = 0
    is_struck: bool = False


def told(runs: Sequence[Run]) -> str:
    """The text of all of them."""
    looks = {run[1:] for run in runs if not shows_nothing(run.text)}
    if len(looks) < 2:
        return "".join(run.text for run in runs) if looks <= _AS_USUAL else _marked(runs, lifts=False)
    return _marked(runs, lifts=len({lift for lift, _ in looks}) > 1)


def _marked(runs: Sequence[Run], *, lifts: bool) -> str:
    found = ""
    for run in runs:
        text = run.text
        if lifts and run.lift:
            text = text.translate(_RAISED if run.lift > 0 else _LOWERED)
        found += "".join(f"{each}{STRUCK}" for each in text) if run.is_struck and not shows_nothing(text) else text
    return found


class Runs:
    """Gathers the runs of one text of an .xlsx, tag by tag."""

    def __init__(self) -> None:
        self.found: list[Run] = []
        self._lift, self._is_struck = 0, False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """A tag inside the text, by its local name."""
        if name == "r":
            self._lift, self._is_struck = 0, False
        elif name == "vertAlign":
            self._lift = LIFTS.get(attributes.get("val", ""), 0)
        elif name == "strike":
            self._is_struck = attributes.get("val", "1") not in ("0", "false")

    def add(self, text: str) -> None:
        self.found.append(Run(text, self._lift, self._is_struck))


LIFTS = {"superscript": 1, "subscript": -1}
_AS_USUAL = {(0, False), (1, False), (-1, False)}
