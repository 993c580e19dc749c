"""Sheets drawn in text, each figure with what it means: what is read from them must be that, and from these cells.

One line is a row, `|` parts its cells. `<` is merged with the cell on its left, `^` with the one above. Behind a figure
stands in braces what it is: `320{A c}` the total of A, `20{A m}` its month, with a region `{A 东山县 c}`, with a month
of its own `{A c 2024-02}`. `\\n` breaks a line within a cell; `'2024` is a text.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import xlsxwriter
from openpyxl.utils.cell import get_column_letter

from domain.observation import Draft
from domain.plan import Department, Name, Plan
from tests.support.office import OTHERS, PLAN, indicator
from tests.support.plans import make_plan

Place = tuple[int, int]
Key = tuple[str, str, str | None, str]
"""Month, indicator, region, aspect."""

_TRUTH = re.compile(r"\{([^{}]*)\}$")
_ASPECTS = {"m": "month", "c": "cumulative"}
_MONTH = re.compile(r"\d{4}-\d\d")


@dataclass
class Drawing:
    """Sheets by name, drawn. `items` are the ids of the indicators by the letter they have in braces."""

    plan: Plan
    items: Mapping[str, str]
    sheets: Mapping[str, str]
    month: str = "2024-03"
    says: dict[Key, tuple[Decimal, str]] = field(default_factory=dict)

    def workbook(self) -> bytes:
        """The file; `says` is known afterwards."""
        stream = io.BytesIO()
        with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
            formats = {"day": book.add_format({"num_format": "yyyy-mm-dd"})}
            for name, drawing in self.sheets.items():
                page = book.add_worksheet(name)
                cells, merges = self._cells(name, drawing)
                for top, left, bottom, right in merges:
                    page.merge_range(top, left, bottom, right, "")
                for (row, column), value in cells.items():
                    if isinstance(value, date):
                        page.write_datetime(row, column, datetime.combine(value, time()), formats["day"])
                    else:
                        page.write(row, column, value)
        return stream.getvalue()

    def _cells(self, name: str, drawing: str) -> tuple[dict[Place, Any], Sequence[tuple[int, int, int, int]]]:
        cells: dict[Place, Any] = {}
        corners: dict[Place, Place] = {}
        for row, line in enumerate(drawing.strip("\n").split("\n")):
            for column, text in enumerate(map(str.strip, line.split("|"))):
                to = {"<": (row, column - 1), "^": (row - 1, column)}.get(text)
                corners[row, column] = corners.get(to, to) if to else (row, column)
                if not to and text:
                    address = f"{name}!{get_column_letter(column + 1)}{row + 1}"
                    cells[row, column] = self._value(text, address)
        areas: dict[Place, list[Place]] = {}
        for place, corner in corners.items():
            areas.setdefault(corner, []).append(place)
        merged = [(*corner, *max(places)) for corner, places in areas.items() if len(places) > 1]
        return cells, merged

    def _value(self, text: str, address: str) -> Any:
        bare = _TRUTH.sub("", text)
        value = _value(bare)
        if truth := _TRUTH.search(text):
            self._say(truth[1].split(), (Decimal(bare), address))
        return value

    def _say(self, words: Sequence[str], figure: tuple[Decimal, str]) -> None:
        item, *rest = words
        month, region, aspect = self.month, None, ""
        for word in rest:
            if word in _ASPECTS:
                aspect = _ASPECTS[word]
            elif _MONTH.fullmatch(word):
                month = word
            else:
                region = next(each.id for each in self.plan.regions if each.name.zh == word)
        self.says[month, self.items[item], region, aspect] = figure


def _value(text: str) -> Any:
    if re.fullmatch(r"-?\d+(?:\.\d+)?", text):
        return float(text) if "." in text else int(text)
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return date.fromisoformat(text)
    return text.removeprefix("'").replace("\\n", "\n")


def said(drafts: Sequence[Draft]) -> dict[Key, tuple[Decimal, str]]:
    """What was read, in the form of `Drawing.says`."""
    return {
        (str(draft.period), seen.indicator_id, seen.region_id, seen.aspect.value): (
            seen.value,
            f"{seen.source.sheet}!{seen.source.cell}",
        )
        for draft in drafts
        for seen in draft.observations
    }


TRAINED = replace(OTHERS, by_region=True)
TALENTS = indicator("S-4", "乡村人才计划·培养", "人", 900, reporter="b", lead="b", by_region=True)
BUREAU = make_plan(
    TRAINED,
    TALENTS,
    departments=(*PLAN.departments[1:], Department("a", Name("江城市培训局", "Training Bureau"))),
    regions=PLAN.regions,
    units=PLAN.units,
)
A, B = TRAINED.name.zh, TALENTS.name.zh
ITEMS = {"A": TRAINED.id, "B": TALENTS.id}


def drawn(*sheets: str, names: tuple[str, ...] = ("报表",)) -> Drawing:
    """A workbook of the forestry bureau, whose two indicators are A and B."""
    return Drawing(BUREAU, ITEMS, dict(zip(names, sheets, strict=True)))


TITLE = "江城市林草局2024年3月工作情况表"
