"""A cell of an .ods: its value, typed by attributes or the text of its paragraphs, and what else it says of itself."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from loaders.formats.grid import ERRORS, Marked, Plain, Raw
from loaders.formats.ods_names import CALC, OFFICE, TABLE
from loaders.limits import LAST_COLUMN, LAST_ROW
from loaders.sheet import CellKind

_TYPE, _VALUE = f"{OFFICE}value-type", f"{OFFICE}value"
_TRUTHS = {"TRUE": True, "FALSE": False}  # where a truth was never given a format it is stored as 1 or 0
_FORMULA = f"{TABLE}formula"
_REPEATED = f"{TABLE}number-columns-repeated"
_SPANNED = (f"{TABLE}number-rows-spanned", f"{TABLE}number-columns-spanned")
_DURATION = re.compile(r"PT(\d{1,7})H(\d{1,2})M(\d{1,2}(?:[.,]\d{1,9})?)S")
_OWN_ERROR = re.compile(r"Err:\d{3}")  # how LibreOffice shows errors Excel does not know
_REFERENCE = re.compile(r"\[([^\]]*)\]")


class OdsCell(NamedTuple):
    """What stands in a cell, "" for nothing; how often it repeats, and how far it is merged."""

    stored: Raw
    times: int = 1
    style: str = ""
    rows: int = 1
    columns: int = 1


def read_cell(attributes: dict[str, str], shown: str | None) -> OdsCell:
    """`shown` is its text as displayed, None where it has none."""
    found, fault = _value(attributes, shown)
    percent = attributes.get(_TYPE) == "percentage"
    stored = Marked(found, fault, percent) if (fault or percent) and found != "" else found
    rows, columns = (count(attributes.get(name)) for name in _SPANNED)
    style = attributes.get(f"{TABLE}style-name", "")
    return OdsCell(stored, count(attributes.get(_REPEATED)), style, min(rows, LAST_ROW), min(columns, LAST_COLUMN))


def count(written: str | None) -> int:
    """How often something repeats: once, unless it says otherwise."""
    return int(written) if written and len(written) < 10 and written.isdecimal() and int(written) else 1


def _value(attributes: dict[str, str], shown: str | None) -> tuple[Plain, CellKind | None]:
    """What stands in the cell and what is wrong with it."""
    if _FORMULA in attributes and _is_without_value(attributes, shown):
        return _as_written(attributes[_FORMULA]), CellKind.UNCALCULATED
    shown = shown or ""
    if _FORMULA not in attributes:
        return _typed(attributes, shown), None
    is_error = attributes.get(f"{CALC}value-type") == "error" or shown in ERRORS or _OWN_ERROR.fullmatch(shown)
    return (shown or "#N/A", CellKind.ERROR) if is_error else (_typed(attributes, shown), None)


def _is_without_value(attributes: dict[str, str], shown: str | None) -> bool:
    """Nothing at all, or a number that is none: written by a program that does not calculate."""
    kind = attributes.get(_TYPE)
    is_bare_number = kind in ("float", "percentage", "currency") and not attributes.get(_VALUE)
    return (kind is None and shown is None) or (is_bare_number and not shown)


def _typed(attributes: dict[str, str], shown: str) -> Plain:
    match attributes.get(_TYPE):
        case "float" | "percentage" | "currency":
            return _TRUTHS[shown] if shown in _TRUTHS else number(attributes.get(_VALUE, ""), shown)
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


def number(stored: str, shown: str) -> Plain:
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
