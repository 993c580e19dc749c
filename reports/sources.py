"""The provenance annex: every figure of the month's reports with the files, sheets and cells it came from."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from charts.exhibit import notes
from reports import catalogue
from reports.deck import Deck
from reports.document import Document
from reports.origin import Origin
from reports.stationery import Stationery
from reports.traced import Traced, called, traced
from views.position import Position
from views.sources import Sources
from views.sources import sources as sources_of
from wording import Words

_COLUMNS = {
    "report": 15, "place": 40, "about": 34, "what": 14, "text": 14, "combined": 18, "file": 40, "sheet": 12, "cell": 8,
    "raw": 16, "department": 22, "sent_at": 17, "sha256": 68,
}  # fmt: skip
_HEAD = 2


def workbook(
    position: Position,
    words: Words,
    stationery: Stationery,
    reports: Sequence[tuple[str, Document | Deck]],
    origin: Origin,
) -> tuple[str, bytes]:
    """Name and bytes: one row for each cell of each figure, one for a figure that rests on none."""
    import xlsxwriter  # pyright: ignore[reportMissingTypeStubs]

    own, file = stationery.texts("sources", position, words), io.BytesIO()
    book: Any = xlsxwriter.Workbook(
        file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    known = position.known_on
    made = known if isinstance(known, datetime) else datetime.combine(known, time.min)
    stamp = catalogue.versions(position, words)
    properties = {"title": own["title"], "subject": stamp, "comments": origin.line}
    book.set_properties({**properties, "created": made.replace(tzinfo=None)})
    _figures(book, own["title"], words, position, _rows(reports, position, words))
    _versions(book, own["title"], words, [*notes(words, catalogue.stamp(position)), stamp, origin.line])
    book.close()
    return own["file"], file.getvalue()


def _rows(reports: Iterable[tuple[str, Document | Deck]], position: Position, words: Words) -> Iterator[list[str]]:
    known: dict[Any, Sources] = {}
    for report, told in reports:
        for each in traced(told, words):
            about = each.figure.about
            if about not in known:
                known[about] = sources_of(position, about)
            yield from _of_figure(report, each, known[about], position, words)


def _of_figure(
    report: str, each: Traced, found: Sources, position: Position, words: Words
) -> Iterator[list[str]]:  # fmt: skip
    figure, zone = each.figure, ZoneInfo(position.plan.timezone)
    head = [
        report,
        each.place,
        called(figure.about, position, words),
        words(f"figure.{figure.key}"),
        figure.text,
        words(f"report_source.{found.combined}"),
    ]
    for cell in found.cells:
        source, sent = cell.observation.source, cell.submission
        who = words.name(position.plan.known_as("department", sent.department_id))
        at = words.instant(sent.submitted_at.astimezone(zone))
        yield [*head, sent.file_name, source.sheet, source.cell, source.raw, who, at, sent.sha256]
    if found.cells:
        return
    for sent in found.reports:
        who = words.name(position.plan.known_as("department", sent.department_id))
        at = words.instant(sent.submitted_at.astimezone(zone))
        yield [*head, sent.file_name, "", "", "", who, at, sent.sha256]
    if not found.reports:
        yield [*head, *[""] * (len(_COLUMNS) - len(head))]


def _figures(book: Any, title: str, words: Words, position: Position, rows: Iterable[Sequence[str]]) -> None:
    sheet = book.add_worksheet(words("report_source.figures"))
    bold = book.add_format({"bold": True, "bg_color": "#E5E7EB", "bottom": 1, "text_wrap": True})
    sheet.write_string(0, 0, title, book.add_format({"bold": True, "font_size": 14}))
    sheet.write_string(1, 0, catalogue.versions(position, words), book.add_format({"font_color": "#4B5563"}))
    for at, (key, width) in enumerate(_COLUMNS.items()):
        sheet.set_column(at, at, width)
        sheet.write_string(_HEAD, at, words(f"report_source.{key}"), bold)
    last = _HEAD
    for last, row in enumerate(rows, _HEAD + 1):
        for at, text in enumerate(row):
            if text:
                sheet.write_string(last, at, text)
    sheet.freeze_panes(_HEAD + 1, 0)
    sheet.repeat_rows(_HEAD)
    sheet.autofilter(_HEAD, 0, last, len(_COLUMNS) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _versions(book: Any, title: str, words: Words, lines: Sequence[str]) -> None:
    sheet = book.add_worksheet(words("report_source.versions"))
    sheet.set_column(0, 0, 120)
    for line, text in enumerate((title, *lines)):
        sheet.write_string(line, 0, text)
