"""The sheet that lists what was found in a workbook, worst first, each with a link to its cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from charts.lines import length
from domain.problem import Problem, Severity
from loaders.sheet import column_letter
from reports.marking.styles import Styles
from reports.marking.xml_text import in_attribute, in_text
from views.listings import message, place
from wording import Words

_WIDTHS = {"severity": 10, "place": 20, "message": 62, "remedy": 52, "code": 11}  # of the columns, in characters
_LETTER, _LINE = 14.7, 16.5  # width of a Chinese character in px, height of a line in points
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    '<sheetPr><tabColor rgb="FFC00000"/><pageSetUpPr fitToPage="1"/></sheetPr>'
    '<sheetViews><sheetView tabSelected="1" showGridLines="0" workbookViewId="0">'
    '<pane ySplit="{frozen}" topLeftCell="A{first}" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
)
_FOOT = '<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.5" header="0.3" footer="0.3"/>'
_PAGE = '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>'


@dataclass(frozen=True)
class Entry:
    """One problem in words. `goal` is where its link leads, "" for none."""

    problem: Problem
    place: str
    message: str
    remedy: str
    goal: str


def entry(problem: Problem, words: Words, is_linked: bool) -> Entry:
    quoted = problem.sheet.replace("'", "''")
    goal = f"'{quoted}'!{problem.cell or 'A1'}" if is_linked else ""
    return Entry(problem, place(problem, words), message(problem, words), remedy(problem, words), goal)


def remedy(problem: Problem, words: Words) -> str:
    """What a clerk should do. Most notes need nothing; one on a cell was read with certainty and says so."""
    if problem.question and not problem.question.chosen:
        return words("question.remedy")
    if words.has(f"remedy.{problem.code}"):
        return words(f"remedy.{problem.code}")
    return words("annotated.certain" if problem.cell else "annotated.untouched")


def list_sheet(entries: Sequence[Entry], name: str, about: Sequence[str], styles: Styles, words: Words) -> bytes:
    """The XML of the sheet. `about` is what to know of the file, a line each."""
    tally = [found.problem.severity for found in entries]
    counts = {"errors": tally.count(Severity.ERROR), "warnings": tally.count(Severity.WARNING)}
    counts["notes"] = len(tally) - sum(counts.values())
    bold, plain, link = styles.of_list(bold=True), styles.of_list(), styles.of_list(link=True)
    marks = {severity: styles.of_list(bold=True, mark=severity) for severity in Severity}
    about = [words("annotated.counts", file=name, **counts), *about]
    heads = [(words("annotated.title"), styles.of_list(bold=True, size=16))]
    heads += [(line, styles.of_list(size=12)) for line in about]
    room = sum(_WIDTHS.values()) * 7
    heights = [24, *(lines_of(line, room, _LETTER * 12 / 11) * _LINE + 6 for line in about)]
    rows = [_row(number, {1: head}, heights[number - 1]) for number, head in enumerate(heads, 1)]
    titles = {column: (words(f"annotated.{key}"), bold) for column, key in enumerate(_WIDTHS, 1)}
    rows.append(_row(len(heads) + 1, titles, 20))
    for number, found in enumerate(entries, len(rows) + 1):
        severity = found.problem.severity
        texts = [
            (words(f"annotated.{severity.value}"), marks[severity]),
            (found.place, link if found.goal else plain),
            (found.message, plain),
            (found.remedy, plain),
            (found.problem.code, plain),
        ]
        rows.append(_row(number, dict(enumerate(texts, 1)), _height([text for text, _ in texts])))
    columns = "".join(
        f'<col min="{number}" max="{number}" width="{width}" customWidth="1"/>'
        for number, width in enumerate(_WIDTHS.values(), 1)
    )
    links = "".join(
        f'<hyperlink ref="B{number}" location="{in_attribute(found.goal)}" display="{in_attribute(found.place)}"/>'
        for number, found in enumerate(entries, len(heads) + 2)
        if found.goal
    )
    head = _HEAD.format(frozen=len(heads) + 1, first=len(heads) + 2)
    body = f"<cols>{columns}</cols><sheetData>{''.join(rows)}</sheetData>"
    links = f"<hyperlinks>{links}</hyperlinks>" if links else ""
    across = column_letter(len(_WIDTHS))
    merges = "".join(f'<mergeCell ref="A{number}:{across}{number}"/>' for number in range(1, len(heads) + 1))
    return f"{head}{body}<mergeCells>{merges}</mergeCells>{links}{_FOOT}{_PAGE}".encode()


def _row(number: int, cells: Mapping[int, tuple[str, int]], height: float) -> str:
    """Text is stored as text, so that nothing a clerk typed can run as a formula."""
    shown = "".join(
        f'<c r="{column_letter(column)}{number}" s="{style}" t="inlineStr">'
        f'<is><t xml:space="preserve">{in_text(text[:32_000])}</t></is></c>'
        for column, (text, style) in cells.items()
    )
    return f'<row r="{number}" ht="{height:g}" customHeight="1">{shown}</row>'


def _height(texts: Sequence[str]) -> float:
    """Of a row whose texts are wrapped, in points; spreadsheet programs do not all work it out on opening."""
    lines = [lines_of(text, width * 7, _LETTER) for text, width in zip(texts, _WIDTHS.values(), strict=True)]
    return min(max(lines) * _LINE + 4, 400)


def lines_of(text: str, room: float, size: float) -> int:
    """How many lines a text takes at most in `room` px at font size `size`, breaks of its own included."""
    return sum(1 + int(length(line, size) // room) for line in text.split("\n"))
