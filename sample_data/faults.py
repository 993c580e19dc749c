"""Small broken sheets, one fault each, made from one that is right: something to upload and see refused.

Cells are changed inside the file itself: a library that loads and saves a workbook would lose the results of formulas,
which would be a second fault.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from io import BytesIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from domain.observation import Aspect
from domain.period import Period
from domain.plan import Department, Indicator, Plan
from loaders.row_figures import SHARES
from loaders.template_filling import Filling
from sample_data.sheets import TEXTS

Write = Callable[[Plan], bytes]
_FIRST_SHEET = "xl/worksheets/sheet1.xml"
_TEXT = '<c r="{cell}"{style} t="inlineStr"><is><t>{text}</t></is></c>'
_ERROR = '<c r="{cell}"{style} t="e"><v>{text}</v></c>'
_BLANK = '<c r="{cell}"{style}/>'
_NUMBER = '<c r="{cell}"{style}><v>{text}</v></c>'


@dataclass(frozen=True)
class Broken:
    """A broken sheet: the key of its fault in words.toml, the code it must be answered with ("": none), its bytes."""

    fault: str
    code: str
    content: bytes


def broken(plan: Plan, department: Department, period: Period, filling: Filling, write: Write) -> list[Broken]:
    """One sheet for each fault. `write` makes the right one for a plan; the first number of it is then spoilt."""
    good = write(plan)
    own = plan.reported_by(department.id)
    total = filling.figures[own[0].id, None, Aspect.CUMULATIVE]
    month = filling.figures[own[0].id, None, Aspect.MONTH]
    typed = {key: text.format(n=total, month=period.month) for key, text in TEXTS["typed"].items()}
    return [
        Broken("good", "", good),
        Broken("wrong_unit", "D09", _with(good, "E5", _TEXT, _other_unit(plan, own[0]))),
        Broken("blank_total", "E09", _with(good, "J5", _BLANK)),
        Broken("formula_error", "E15", _with(good, "J5", _ERROR, "#REF!")),
        Broken("rough_figure", "E20", _with(good, "J5", _TEXT, typed["rough_figure"])),
        Broken("wrong_sum", "X01", _with(good, "I5", _NUMBER, str(month + 100))),
        Broken("year_to_date", "B09", _with(good, "J4", _TEXT, typed["year_to_date"])),
        Broken("month_without_year", "C09", _with(good, "F2", _TEXT, typed["month_without_year"])),
        Broken("row_of_others", "D06", write(_with_row_of_others(plan, department))),
        Broken("missing_row", "D07", write(_without(plan, own[-1]))),
        Broken("damaged", "A10", good[: len(good) * 2 // 3]),
    ]


def _other_unit(plan: Plan, indicator: Indicator) -> str:
    """A unit of the plan that means something else."""
    right = plan.unit(indicator.unit)
    return next(unit.name for unit in plan.units if not {unit.name, *unit.aliases} & {right.name, *right.aliases})


def _with_row_of_others(plan: Plan, department: Department) -> Plan:
    """The plan as someone would have it who thinks one more number is theirs."""
    others = [number for number in plan.numbers if number.reporter != department.id and number.kind not in SHARES]
    return _changed(plan, others[-1], replace(others[-1], reporter=department.id, by_region=False))


def _without(plan: Plan, indicator: Indicator) -> Plan:
    return replace(plan, indicators=tuple(other for other in plan.indicators if other.id != indicator.id))


def _changed(plan: Plan, indicator: Indicator, now: Indicator) -> Plan:
    return replace(plan, indicators=tuple(now if other is indicator else other for other in plan.indicators))


def _with(content: bytes, cell: str, form: str, text: str = "") -> bytes:
    """The workbook with one cell of its first sheet replaced; the style of the cell stays."""
    buffer = BytesIO()
    with ZipFile(BytesIO(content)) as source, ZipFile(buffer, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            part = source.read(name)
            if name == _FIRST_SHEET:
                part = _replaced(part.decode("utf-8"), cell, form, text).encode("utf-8")
            target.writestr(ZipInfo(name, (1980, 1, 1, 0, 0, 0)), part, ZIP_DEFLATED)
    return buffer.getvalue()


def _replaced(xml: str, cell: str, form: str, text: str) -> str:
    pattern = re.compile(rf'<c r="{cell}"( s="\d+")?[^>]*?(?:/>|>.*?</c>)')
    found = pattern.search(xml)
    if not found:
        raise ValueError(f"the sheet has no cell {cell}")
    return pattern.sub(lambda _: form.format(cell=cell, style=found[1] or "", text=escape(text)), xml, count=1)
