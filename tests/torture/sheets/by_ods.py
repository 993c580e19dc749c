"""A paper as an .ods: rows of cells whose values stand in attributes, with what covers and hides them."""

from __future__ import annotations

import re
from datetime import date, time
from html import escape
from typing import Any

from tests.support.ods import book
from tests.torture.sheets.paper import Calculated, Fault, Merge, Page, Paper, Spot, as_written

_STYLES = (
    '<style:style style:name="hidden" style:family="table">'
    '<style:table-properties table:display="false"/></style:style>'
    '<style:style style:name="narrow" style:family="table-column">'
    '<style:table-column-properties style:column-width="0cm"/></style:style>'
    '<style:style style:name="low" style:family="table-row">'
    '<style:table-row-properties style:row-height="0.01in"/></style:style>'
    '<style:style style:name="struck" style:family="table-cell">'
    '<style:text-properties style:text-line-through-style="solid"/></style:style>'
)


_AROUND = re.compile(r'(?:"([^"]*)")?(0)?(!\.0)?(,)?(?:"([^"]*)")?')
_NUMBER = '<number:number number:decimal-places="0" number:min-integer-digits="1"{}/>'
_HIDDEN = (
    '<number:number-style style:name="{0}P"/><number:text-style style:name="{0}"><style:map '
    'style:condition="value()&gt;0" style:apply-style-name="{0}P"/><style:map style:condition="value()&lt;0" '
    'style:apply-style-name="{0}P"/><style:map style:condition="value()=0" style:apply-style-name="{0}P"/>'
    "</number:text-style>"
)


def written(paper: Paper) -> bytes:
    codes = sorted({spot.format for _, spot in paper.everything()})
    return book("".join(map(_table, paper.pages)), styles=_STYLES + "".join(map(_style, codes)))


def _name(code: str) -> str:
    return f"f{code.encode().hex()}"


def _style(code: str) -> str:
    """A number format as an .ods tells it, in a style of cells: what is put around a number, or what hides it."""
    around, name = _AROUND.fullmatch(code), _name(code)
    if not code or (around is None and code != ";;;"):
        return ""
    data = _HIDDEN.format(f"{name}N")
    if around:
        before, number, point, thousands, behind = around.groups()
        factor = ' number:display-factor="10000"' if point else ' number:display-factor="1000"' if thousands else ""
        parts = [f"<number:text>{before}</number:text>" if before else "", _NUMBER.format(factor) if number else ""]
        parts += [f"<number:text>{behind}</number:text>" if behind else ""]
        data = f'<number:number-style style:name="{name}N">{"".join(parts)}</number:number-style>'
    return f'{data}<style:style style:name="{name}" style:family="table-cell" style:data-style-name="{name}N"/>'


def _table(page: Page) -> str:
    look = ' table:style-name="hidden"' if page.hidden else ""
    columns = "".join(
        f"<table:table-column{_visibility(column in page.hidden_columns, page.shrunk and 'narrow')}/>"
        for column in range(1, page.last_column + 1)
    )
    corners = {merge[:2]: merge for merge in page.merges}
    rows = "".join(_row(page, row, corners) for row in range(1, page.last_row + 1))
    return f'<table:table table:name="{escape(page.name)}"{look}>{columns}{rows}</table:table>'


def _visibility(is_hidden: bool, small: str | bool) -> str:
    if is_hidden and small:
        return f' table:style-name="{small}"'
    return ' table:visibility="collapse"' if is_hidden else ""


def _row(page: Page, row: int, corners: dict[tuple[int, int], Merge]) -> str:
    cells: list[str] = []
    for column in range(1, page.last_column + 1):
        spot, corner = page.spots.get((row, column)), corners.get((row, column))
        kind = "table-cell" if corner or not page.is_in_merge(row, column) else "covered-table-cell"
        span = ""
        if corner:
            down, across = corner[2] - corner[0] + 1, corner[3] - corner[1] + 1
            span = f' table:number-rows-spanned="{down}" table:number-columns-spanned="{across}"'
        cells.append(f"<table:{kind}{span}{_inside(spot)}</table:{kind}>")
    look = _visibility(row in page.hidden_rows, page.shrunk and "low")
    return f"<table:table-row{look}>{''.join(cells)}</table:table-row>"


def _inside(spot: Spot | None) -> str:
    """The attributes of a cell, and its text."""
    if spot is None or spot.value in (None, ""):
        return ">"
    struck = ' table:style-name="struck"' if spot.struck else f' table:style-name="{_name(spot.format)}"'
    note = f"<office:annotation><text:p>{escape(spot.comment)}</text:p></office:annotation>" if spot.comment else ""
    typed, shown = _typed(spot.value, is_percent="%" in spot.format)
    paragraphs = "".join(f"<text:p>{_spaced(line)}</text:p>" for line in shown.split("\n"))
    return f"{struck}{typed}>{note}{paragraphs}"


def _typed(value: Any, *, is_percent: bool) -> tuple[str, str]:
    match value:
        case Calculated(_, result):
            typed, shown = _typed(result, is_percent=is_percent)
            return f' table:formula="of:=SUM([.Z1:.Z9])"{typed}', shown
        case Fault(text):
            return ' table:formula="of:=1/0" office:value-type="string" office:string-value=""', text
        case bool():
            return f' office:value-type="boolean" office:boolean-value="{str(value).lower()}"', as_written(value)
        case date():
            return f' office:value-type="date" office:date-value="{value.isoformat()[:10]}"', value.isoformat()[:10]
        case time():
            stored = f"PT{value.hour:02}H{value.minute:02}M00S"
            return f' office:value-type="time" office:time-value="{stored}"', value.isoformat()
        case int() | float():
            kind = "percentage" if is_percent else "float"
            return f' office:value-type="{kind}" office:value="{value!r}"', as_written(value)
        case _:
            return ' office:value-type="string"', as_written(value)


def _spaced(line: str) -> str:
    """White space that XML would lose is written as tags."""
    text = escape(line)
    for mark, tag in (("\t", "<text:tab/>"), ("  ", '<text:s text:c="2"/>')):
        text = text.replace(mark, tag)
    return text if text.strip(" ") == text else text.replace(" ", "<text:s/>")
