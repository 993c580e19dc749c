"""A formula of an .ods in the words of .xlsx. What is not surely the same in both is not told at all."""

from __future__ import annotations

import re

from loaders.looks.xls_formula import FUNCTIONS

_NAMES = {name for name, _ in FUNCTIONS.values()} | {"IFERROR", "SUMIFS", "COUNTIFS"}
_CELL = r"(?:(\$?(?:'(?:[^'\]]|'')+'|[^\W\d][\w]*))?\.)(\$?[A-Z]{1,3}\$?[0-9]{1,7})"
_REFERENCE = re.compile(rf"\[{_CELL}(?::\.(\$?[A-Z]{{1,3}}\$?[0-9]{{1,7}}))?\]")
_TOKEN = re.compile(
    r'(?P<text>"(?:[^"]|"")*")|(?P<cell>\[[^\]]*\])|(?P<truth>(?:TRUE|FALSE)\(\))|(?P<name>[A-Z][A-Z0-9]*)\('
    r"|(?P<number>\d+(?:\.\d+)?(?:E[+-]?\d+)?)|(?P<mark>[-+*/^&=<>%(),; ])"
)


def formula_text(formula: str) -> str:
    """Without "="; "" where it cannot be told."""
    prefix, equals, body = formula.partition("=")
    if prefix not in ("of:", "") or not equals:
        return ""
    told, at = "", 0
    while at < len(body):
        token = _TOKEN.match(body, at)
        if token is None:
            return ""
        written = _written(token)
        if written is None:
            return ""
        told, at = told + written, token.end()
    return told


def _written(token: re.Match[str]) -> str | None:
    if token["cell"]:
        found = _REFERENCE.fullmatch(token["cell"])
        if found is None:
            return None
        sheet, first, last = found.groups()
        sheet = f"{sheet.removeprefix('$')}!" if sheet else ""
        return f"{sheet}{first}:{last}" if last else f"{sheet}{first}"
    if token["name"]:
        return token[0] if token["name"] in _NAMES else None
    if token["mark"]:
        return "," if token["mark"] == ";" else None if token["mark"] == "," else token["mark"]
    return token[0]
