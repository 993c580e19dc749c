"""Number formats of an .ods as format codes. One that cannot be told gives "", and the kind of value chooses."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from loaders.formats.ods_names import NUMBER, STYLE

_NAMED = f"{STYLE}name"
_DATES = {"year": "yy", "month": "m", "day": "d", "hours": "h", "minutes": "m", "seconds": "s"}
_WORDS = {"am-pm": "AM/PM", "day-of-week": "ddd", "text-content": "@"}
_BY_SIGN = ((">=0",), (">0", "<0"), (">0", "<0", "=0"))  # the parts of a code that stand for these need not say so
_MOST_CONDITIONS = 2
_POWER_OF_TEN = re.compile("10{0,15}")
_LONGEST_PLACE = 3  # digits of where a text stands among digits


@dataclass
class _Format:
    """`parts` are what it shows, `others` the formats that serve instead where a condition holds."""

    kind: str
    parts: list[str] = field(default_factory=list[str])
    others: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])


class NumberFormats:
    """Filled tag by tag: a style opens, its parts follow, and `text` is what stands in a part of text."""

    def __init__(self) -> None:
        self._formats: dict[str, _Format] = {}
        self._open: _Format | None = None
        self._in_text = False
        self._place: int | None = None  # of a text among the digits, counted from the decimal point

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.removeprefix(NUMBER)
        if tag.startswith(NUMBER) and name.endswith("-style"):
            self._open = self._formats[attributes.get(_NAMED, "")] = _Format(name)
            if name == "time-style" and attributes.get(f"{NUMBER}truncate-on-overflow") == "false":
                self._open.parts.append("[")  # hours go on beyond a day; closed by the first part
            if name == "boolean-style":
                self._open.parts.append("General")
        elif self._open is None:
            return
        elif tag == f"{STYLE}map":
            condition = attributes.get(f"{STYLE}condition", "").replace(" ", "").replace("!=", "<>")
            self._open.others.append(
                (condition.removeprefix("value()"), attributes.get(f"{STYLE}apply-style-name", ""))
            )
        elif name in ("text", "currency-symbol", "embedded-text"):
            self._in_text = True
            place = attributes.get(f"{NUMBER}position", "0")
            is_inside = name == "embedded-text" and place.isdecimal() and len(place) < _LONGEST_PLACE
            self._place = int(place) if is_inside else None
        elif name in ("number", "scientific-number", "fraction"):
            self._open.parts.append(_numeral(name, attributes))
        elif name in _DATES:
            self._open.parts.append(self._part(name, attributes))
        elif name in _WORDS:
            self._open.parts.append(_WORDS[name])

    def end(self, tag: str) -> None:
        if tag in (f"{NUMBER}text", f"{NUMBER}currency-symbol", f"{NUMBER}embedded-text"):
            self._in_text = False
        elif tag.startswith(NUMBER) and tag.endswith("-style"):
            self._open = None

    def text(self, written: str) -> None:
        """Quoted, but for the percent sign of a percentage, which means something."""
        if not self._in_text or self._open is None:
            return
        if self._place is not None and self._open.parts:
            self._open.parts[-1] = _embedded(self._open.parts[-1], written, self._place)
        elif self._open.kind == "percentage-style":
            pieces = written.replace("%", "\0%\0").split("\0")
            self._open.parts += ["%" if piece == "%" else _quoted(piece) for piece in pieces if piece]
        else:
            self._open.parts.append(_quoted(written))

    def _part(self, name: str, attributes: dict[str, str]) -> str:
        code = _DATES[name]
        is_long = attributes.get(f"{NUMBER}style") == "long"
        if name == "month" and attributes.get(f"{NUMBER}textual") == "true":
            code = "mmmm" if is_long else "mmm"
        elif is_long:
            code *= 2
        places = attributes.get(f"{NUMBER}decimal-places", "0")
        if name == "seconds" and places.isdecimal() and 0 < int(places) < 4:
            code += "." + "0" * int(places)
        parts = self._open.parts if self._open else []
        if parts and parts[-1] == "[":
            parts.pop()
            return f"[{code}]"
        return code

    def code(self, name: str) -> str:
        """With its parts for other numbers in the order in which a code has them."""
        found = self._formats.get(name)
        if found is None:
            return ""
        conditions = tuple(condition for condition, _ in found.others)
        parts = ["".join(self._formats[other].parts) if other in self._formats else "" for _, other in found.others]
        if conditions not in _BY_SIGN:
            if len(conditions) > _MOST_CONDITIONS:
                return ""
            parts = [f"[{condition}]{part}" for condition, part in zip(conditions, parts, strict=True)]
        return ";".join([*parts, "".join(found.parts)])


def _quoted(text: str) -> str:
    return '"' + text.replace('"', "") + '"'


def _embedded(numeral: str, text: str, place: int) -> str:
    """A numeral with a text so many digits before its decimal point."""
    whole, point, rest = numeral.partition(".")
    at, left = len(whole), place
    while left and at:
        at -= 1
        left -= whole[at] in "0#"
    head = "#" if not at else whole[:at]
    return f"{head}{_quoted(text)}{'#' * left}{whole[at:]}{point}{rest}"


def _numeral(name: str, attributes: dict[str, str]) -> str:
    def count(key: str) -> int:
        given = attributes.get(f"{NUMBER}{key}", "")
        return min(int(given), 15) if given.isdecimal() else 0

    if name == "fraction":
        return "# ?/?"
    factor = attributes.get(f"{NUMBER}display-factor", "1")
    tens = len(factor) - 1 if _POWER_OF_TEN.fullmatch(factor) else 0
    if tens % 3:
        return f'0"."{"0" * tens}'  # as people show ten thousands, for which codes have no mark
    thousands = "," * (tens // 3)
    if f"{NUMBER}decimal-places" not in attributes and name == "number" and not thousands:
        return "General"
    whole = "0" * count("min-integer-digits") or "#"
    if attributes.get(f"{NUMBER}grouping") == "true":
        whole = "#," + whole.rjust(3, "#")
    least = count("min-decimal-places") if f"{NUMBER}min-decimal-places" in attributes else count("decimal-places")
    places = count("decimal-places")
    decimals = "." + "0" * least + "#" * (places - least) if places else ""
    exponent = "E+" + "0" * max(count("min-exponent-digits"), 1) if name == "scientific-number" else ""
    return whole + decimals + exponent + thousands
