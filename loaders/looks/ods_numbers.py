"""Number formats of an .ods as format codes. One that cannot be told gives "", and the kind of value chooses."""

from __future__ import annotations

from loaders.formats.ods_styles import STYLE

NUMBER = "urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0 "
_NAMED = f"{STYLE}name"
_DATES = {"year": "yy", "month": "m", "day": "d", "hours": "h", "minutes": "m", "seconds": "s"}
_WORDS = {"am-pm": "AM/PM", "day-of-week": "ddd", "text-content": "@"}


class NumberFormats:
    """Filled tag by tag: a style opens, its parts follow, and `text` is what stands in a part of text."""

    def __init__(self) -> None:
        self._codes: dict[str, list[str]] = {}
        self._open: list[str] | None = None
        self._in_text = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.removeprefix(NUMBER)
        if tag.startswith(NUMBER) and name.endswith("-style"):
            self._open = self._codes[attributes.get(_NAMED, "")] = []
            if name == "time-style" and attributes.get(f"{NUMBER}truncate-on-overflow") == "false":
                self._open.append("[")  # hours go on beyond a day; closed by the first part
            if name == "boolean-style":
                self._open.append("General")
        elif self._open is None:
            return
        elif name in ("text", "currency-symbol"):
            self._in_text = True
        elif name in ("number", "scientific-number", "fraction"):
            self._open.append(_numeral(name, attributes))
        elif name in _DATES:
            self._open.append(self._part(name, attributes))
        elif name in _WORDS:
            self._open.append(_WORDS[name])

    def end(self, tag: str) -> None:
        if tag in (f"{NUMBER}text", f"{NUMBER}currency-symbol"):
            self._in_text = False
        elif tag.startswith(NUMBER) and tag.endswith("-style"):
            self._open = None

    def text(self, written: str) -> None:
        """Quoted, but for the percent sign, which means something."""
        if self._in_text and self._open is not None:
            for piece in written.replace("%", "\0%\0").split("\0"):
                if piece:
                    self._open.append("%" if piece == "%" else '"' + piece.replace('"', "") + '"')

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
        if self._open and self._open[-1] == "[":
            self._open.pop()
            return f"[{code}]"
        return code

    def code(self, name: str) -> str:
        return "".join(self._codes.get(name, []))


def _numeral(name: str, attributes: dict[str, str]) -> str:
    def count(key: str) -> int:
        given = attributes.get(f"{NUMBER}{key}", "")
        return min(int(given), 15) if given.isdecimal() else 0

    if name == "fraction":
        return "# ?/?"
    if f"{NUMBER}decimal-places" not in attributes and name == "number":
        return "General"
    whole = "0" * count("min-integer-digits") or "#"
    if attributes.get(f"{NUMBER}grouping") == "true":
        whole = "#," + whole.rjust(3, "#")
    least = count("min-decimal-places") if f"{NUMBER}min-decimal-places" in attributes else count("decimal-places")
    places = count("decimal-places")
    decimals = "." + "0" * least + "#" * (places - least) if places else ""
    exponent = "E+" + "0" * max(count("min-exponent-digits"), 1) if name == "scientific-number" else ""
    return whole + decimals + exponent
