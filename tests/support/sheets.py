"""Real workbooks for tests, spoken of in Excel addresses, and what was read from them in a form easy to compare."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from xml.etree import ElementTree

import xlsxwriter
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string, get_column_letter

import wording
from domain.observation import Draft
from domain.problem import Problem, Severity

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass(frozen=True)
class Formula:
    """A formula as WPS or a program leaves it when it was never calculated; or with the result Excel saved."""

    text: str
    result: str = ""


@dataclass(frozen=True)
class Error:
    """An error value, such as #REF!."""

    text: str


def with_cells(content: bytes, cells: Mapping[str, Any]) -> bytes:
    """The workbook with cells such as 「月报!J8」 changed inside the file itself.

    Loading and saving it with a library would lose the results of all formulas; a person's Excel keeps them.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    paths = _paths(parts)
    for sheet in {place.rpartition("!")[0] for place in cells}:
        tree = ElementTree.fromstring(parts[paths[sheet]])
        for place, value in cells.items():
            name, _, address = place.rpartition("!")
            if name == sheet:
                _set(tree, address, value)
        ElementTree.register_namespace("", MAIN)
        parts[paths[sheet]] = ElementTree.tostring(tree, "utf-8", xml_declaration=True)
    return zipped(parts)


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """The same parts give the same bytes, whenever."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, part in parts.items():
            archive.writestr(zipfile.ZipInfo(name), part, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def _paths(parts: Mapping[str, bytes]) -> dict[str, str]:
    links = ElementTree.fromstring(parts["xl/_rels/workbook.xml.rels"])
    targets = {link.attrib["Id"]: f"xl/{link.attrib['Target']}" for link in links}
    sheets = ElementTree.fromstring(parts["xl/workbook.xml"]).iter(f"{{{MAIN}}}sheet")
    return {sheet.attrib["name"]: targets[sheet.attrib[_LINK]] for sheet in sheets}


def _set(tree: ElementTree.Element, address: str, value: Any) -> None:
    column, number = coordinate_from_string(address)
    data = tree.find(f"{{{MAIN}}}sheetData")
    assert data is not None
    row = next((each for each in data if each.attrib["r"] == str(number)), None)
    if row is None:
        after = sum(int(each.attrib["r"]) < number for each in data)
        row = ElementTree.Element(f"{{{MAIN}}}row", {"r": str(number)})
        data.insert(after, row)
    cell = next((each for each in row if each.attrib["r"] == address), None)
    if cell is None:
        place = column_index_from_string(column)
        before = [column_index_from_string(coordinate_from_string(each.attrib["r"])[0]) < place for each in row]
        cell = ElementTree.Element(f"{{{MAIN}}}c", {"r": address})
        row.insert(sum(before), cell)
    _fill(cell, value)


def _fill(cell: ElementTree.Element, value: Any) -> None:
    for child in list(cell):
        cell.remove(child)
    cell.attrib.pop("t", None)
    if value is None:
        return
    if isinstance(value, Formula):
        ElementTree.SubElement(cell, f"{{{MAIN}}}f").text = value.text.removeprefix("=")
        if value.result:
            ElementTree.SubElement(cell, f"{{{MAIN}}}v").text = value.result
    elif isinstance(value, str):
        cell.attrib["t"] = "inlineStr"
        text = ElementTree.SubElement(ElementTree.SubElement(cell, f"{{{MAIN}}}is"), f"{{{MAIN}}}t")
        text.text = value
        text.attrib["{http://www.w3.org/XML/1998/namespace}space"] = "preserve"
    else:
        kinds = {bool: "b", Error: "e"}
        if type(value) in kinds:
            cell.attrib["t"] = kinds[type(value)]
        shown = {bool: lambda: str(int(value)), Error: lambda: value.text}.get(type(value), lambda: repr(value))()
        ElementTree.SubElement(cell, f"{{{MAIN}}}v").text = shown


def at(start: str, rows: Iterable[Sequence[Any]]) -> dict[str, Any]:
    """Cells by address for `rows` set down from `start` to the right and downwards; None leaves a gap."""
    column, row = coordinate_from_string(start)
    first = column_index_from_string(column)
    return {
        f"{get_column_letter(first + across)}{row + down}": value
        for down, values in enumerate(rows)
        for across, value in enumerate(values)
        if value is not None
    }


def workbook(
    sheets: Mapping[str, Mapping[str, Any]],
    *,
    merges: Mapping[str, str] | None = None,
    hidden: Iterable[str] = (),
    hidden_rows: Iterable[int] = (),
    hidden_columns: Iterable[str] = (),
    struck: Iterable[str] = (),
) -> bytes:
    """A workbook written by hand: cells by address for each sheet. Marks are for the first sheet.

    `merges`: areas with the text in them, such as {"A1:F1": "…统计表"}.
    """
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        formats = {
            "day": book.add_format({"num_format": "yyyy-mm-dd"}),
            "percent": book.add_format({"num_format": "0.0%"}),
            "struck": book.add_format({"font_strikeout": True}),
        }
        for number, (name, cells) in enumerate(sheets.items()):
            page = book.add_worksheet(name)
            for address, value in cells.items():
                if isinstance(value, date):
                    page.write_datetime(address, datetime.combine(value, time()), formats["day"])
                else:
                    page.write(address, value, formats["struck"] if address in struck and not number else None)
            if not number:
                for area, text in (merges or {}).items():
                    page.merge_range(area, text)
                for row in hidden_rows:
                    page.set_row(row - 1, None, None, {"hidden": True})
                for column in hidden_columns:
                    page.set_column(f"{column}:{column}", None, None, {"hidden": True})
            if name in hidden:
                page.hide()
        book.worksheets()[
            [name in hidden for name in sheets].index(False) if len(sheets) > len(set(hidden)) else 0
        ].activate()
    return stream.getvalue()


def found(drafts: Draft | Iterable[Draft]) -> set[tuple[str, str, str]]:
    """Every finding as (code, sheet, cell)."""
    several = [drafts] if isinstance(drafts, Draft) else drafts
    return {(each.code, each.sheet, each.cell) for draft in several for each in draft.problems}


def codes(drafts: Draft | Iterable[Draft]) -> set[str]:
    return {code for code, _, _ in found(drafts)}


def errors(drafts: Iterable[Draft]) -> set[str]:
    return {each.code for draft in drafts for each in draft.problems if each.severity is Severity.ERROR}


def figures(draft: Draft) -> dict[tuple[str, str | None, str], tuple[Any, str]]:
    """Every figure with the cell it stood in: {("X-4", None, "cumulative"): (1200, "月报!J8")}."""
    return {
        (seen.indicator_id, seen.region_id, seen.aspect.value): (seen.value, f"{seen.source.sheet}!{seen.source.cell}")
        for seen in draft.observations
    }


def values(draft: Draft) -> dict[tuple[str, str | None, str], Any]:
    return {key: value for key, (value, _) in figures(draft).items()}


def sentences(problem: Problem) -> tuple[str, str]:
    """What is said of a problem, in both languages; nothing may be left unfilled."""
    said = [
        wording.Words(language)(f"problem.{problem.code}", sheet=problem.sheet, cell=problem.cell, **problem.facts)
        for language in wording.LANGUAGES
    ]
    has_braces = any(mark in str(fact) for fact in problem.facts.values() for mark in "{}")
    assert has_braces or not any(re.search(r"[{}]", sentence) for sentence in said)
    return said[0], said[1]
