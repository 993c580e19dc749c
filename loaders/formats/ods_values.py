"""The value of a cell of an .ods: typed by attributes, or the text its paragraphs make."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from loaders.formats.ods_styles import CALC, OFFICE, TABLE
from loaders.grid import ERRORS, Plain
from loaders.sheet import CellKind

_TYPE, _VALUE = f"{OFFICE}value-type", f"{OFFICE}value"
_TRUTHS = {"TRUE": True, "FALSE": False}  # where a truth was never given a format it is stored as 1 or 0
_FORMULA = f"{TABLE}formula"
_DURATION = re.compile(r"PT(\d{1,7})H(\d{1,2})M(\d{1,2}(?:[.,]\d{1,9})?)S")
_OWN_ERROR = re.compile(r"Err:\d{3}")  # how LibreOffice shows errors Excel does not know
_REFERENCE = re.compile(r"\[([^\]]*)\]")


def value(attributes: dict[str, str], shown: str | None) -> tuple[Plain, CellKind | None]:
    """What stands in the cell, "" for nothing, and what is wrong with it. `shown` is its text as displayed, if any."""
    if shown is None and _FORMULA in attributes and _TYPE not in attributes:
        return _as_written(attributes[_FORMULA]), CellKind.UNCALCULATED
    shown = shown or ""
    if _FORMULA not in attributes:
        return _typed(attributes, shown), None
    is_error = attributes.get(f"{CALC}value-type") == "error" or shown in ERRORS or _OWN_ERROR.fullmatch(shown)
    return (shown or "#N/A", CellKind.ERROR) if is_error else (_typed(attributes, shown), None)


def is_percent(attributes: dict[str, str]) -> bool:
    return attributes.get(_TYPE) == "percentage"


def _typed(attributes: dict[str, str], shown: str) -> Plain:
    match attributes.get(_TYPE):
        case "float" | "percentage" | "currency":
            return _TRUTHS[shown] if shown in _TRUTHS else _number(attributes.get(_VALUE, ""), shown)
        case "boolean":
            return attributes.get(f"{OFFICE}boolean-value") == "true"
        case "date":
            return _date(attributes.get(f"{OFFICE}date-value", "")) or shown
        case "time":
            found = _time(attributes.get(f"{OFFICE}time-value", ""))
            return shown if found is None else found
        case _:
            return attributes.get(f"{OFFICE}string-value") or shown


def _as_written(formula: str) -> str:
    """The formula as a clerk would write it."""
    written = formula.partition(":=")[2] or formula.lstrip("=")
    return "=" + _REFERENCE.sub(lambda found: found[1].replace(":.", ":").removeprefix("."), written)


def _number(stored: str, shown: str) -> Plain:
    try:
        return float(stored)
    except ValueError:
        return shown


def _date(stored: str) -> date | datetime | None:
    """None for what no calendar of ours knows."""
    try:
        found = datetime.fromisoformat(stored).replace(tzinfo=None)
    except ValueError:
        return None
    return found.date() if found.time() == time() else found


def _time(stored: str) -> time | timedelta | None:
    match = _DURATION.fullmatch(stored)
    if match is None:
        return None
    seconds = float(match[3].replace(",", "."))
    length = timedelta(hours=int(match[1]), minutes=int(match[2]), milliseconds=round(seconds * 1000))
    midnight = datetime(1900, 1, 1)  # noqa: DTZ001 - workbooks know no zones
    return (midnight + length).time() if length < timedelta(days=1) else length
