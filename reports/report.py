"""The one door to reports: what there is, whether it can be made whole, and the files.

Nothing is made in part: what speaks against a report is found before, and told. Drawing and writing are the worker's.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from reports import attachments, book, brief, bulletin, deck, export, letters, paper, slides, sources, word
from reports.document import Document
from reports.drawing import DrawingFailed, Format, apart, drawn
from reports.origin import Origin
from reports.packing import packed
from reports.picture import PRINTED, printed
from reports.stationery import BrokenTemplate, Stationery
from reports.typeface import lacking
from views.position import Position
from wording import Words

MEDIA = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "xlsx": export.FORMATS["xlsx"],
    "pdf": "application/pdf",
    "zip": "application/zip",
}
_PRINT = 1843 / PRINTED  # 300 pixels an inch across 156 mm
_SECONDS = 300


class Refused(Exception):
    """A report that is not made, since it could not be made whole. `code` is a key of `report_refused`."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(f"{code} {facts}")
        self.code, self.facts = code, facts


@dataclass(frozen=True)
class Asked:
    """Which month, as known when, in which language, on whose paper; and what is drawn by region."""

    position: Position
    words: Words
    stationery: Stationery = field(default_factory=Stationery)
    region_indicator: str = ""
    made_from: Origin | None = None  # of a report that is made again

    def origin(self, report: str) -> Origin:
        return self.made_from or Origin.of(report, self.position, self.words, self.region_indicator)


@dataclass(frozen=True)
class File:
    """A report as a file: `name` with its ending."""

    name: str
    content: bytes
    media: str


def make(report: str, asked: Asked) -> File:
    """The report called `report`, one of `REPORTS`. Raises Refused."""
    try:
        _refuse_unready(asked.position)
        stem, content = REPORTS[report](asked)
    except BrokenTemplate as broken:
        raise Refused(broken.code, **broken.facts) from broken
    except attachments.NoSuchRegions as wrong:
        raise Refused("no_region_indicator", raw=wrong.raw, known=wrong.known) from wrong
    except DrawingFailed as failed:
        raise Refused("not_drawn", detail=str(failed)) from failed
    ending = report.rpartition(".")[2]
    return File(f"{stem}.{ending}", content, MEDIA[ending])


def _refuse_unready(position: Position) -> None:
    if not any(sent.period == position.period for sent in position.ledger.history):
        raise Refused("nothing_reported", period=position.period)
    if position.period < position.plan.judging_start:
        raise Refused("before_judging", period=position.period, first=position.plan.judging_start)


def _refuse_undrawn(texts: Iterable[str], stationery: Stationery) -> None:
    """Refuse what would be drawn as boxes, naming the characters."""
    if characters := lacking("".join(texts), stationery.fonts):
        raise Refused("undrawn", characters=characters)


def _bulletin_docx(asked: Asked) -> tuple[str, bytes]:
    path = word.template(asked.stationery, asked.words.language)
    document = bulletin.bulletin(asked.position, asked.words, asked.stationery, asked.region_indicator)
    _refuse_undrawn(words_drawn(document), asked.stationery)
    origin = asked.origin("bulletin.docx").line
    return document.name, apart(_as_docx, document, origin, path, asked.stationery.fonts, seconds=_SECONDS)


def _bulletin_pdf(asked: Asked) -> tuple[str, bytes]:
    document = bulletin.bulletin(asked.position, asked.words, asked.stationery, asked.region_indicator)
    return document.name, _set(document, asked, paper.BULLETIN, "bulletin.pdf")


def _brief(asked: Asked) -> tuple[str, bytes]:
    document = brief.brief(asked.position, asked.words, asked.stationery)
    return document.name, _set(document, asked, paper.BRIEF, "brief.pdf")


def _letters(asked: Asked) -> tuple[str, bytes]:
    path, origin = word.template(asked.stationery, asked.words.language), asked.origin("letters.zip").line
    found = letters.letters(asked.position, asked.words, asked.stationery)
    made = [(f"{letter.name}.docx", apart(_as_docx, letter, origin, path, None, seconds=_SECONDS)) for letter in found]
    return asked.stationery.texts("letters", asked.position, asked.words)["file"], packed(made, origin)


def _set(document: Document, asked: Asked, template: str, report: str) -> bytes:
    """A document as PDF."""
    setting = paper.setting(asked.stationery, template)
    _refuse_undrawn((*document.words, *words_drawn(document)), asked.stationery)
    return apart(_as_pdf, document, asked.origin(report).line, setting, seconds=_SECONDS)


def _deck(asked: Asked) -> tuple[str, bytes]:
    path = slides.template(asked.stationery)
    made = deck.deck(asked.position, asked.words, asked.stationery, asked.region_indicator)
    return made.name, apart(slides.slides, made, asked.origin("deck.pptx").line, path, seconds=_SECONDS)


def _workbook(asked: Asked) -> tuple[str, bytes]:
    origin = asked.origin("workbook.xlsx")
    return book.workbook(asked.position, asked.words, asked.stationery, asked.region_indicator, origin)


def words_drawn(document: Document) -> Iterable[str]:
    """Every text in the pictures of a document."""
    return (text for exhibit in document.pictures for text in export.words_of(exhibit))


def _as_docx(document: Document, origin: str, path: Path, fonts: Path | None) -> bytes:
    """In the worker."""
    _know(fonts)
    pictures = {each.name: [_drawn(json.dumps(spec), "png") for spec in printed(each)] for each in document.pictures}
    return word.docx(document, origin, path, pictures)


def _as_pdf(document: Document, origin: str, setting: paper.Setting) -> bytes:
    """In the worker."""
    _know(*setting.fonts[1:])
    drawings = {
        each.name: [_drawn(json.dumps(spec), "svg").decode() for spec in printed(each)] for each in document.pictures
    }
    return paper.pdf(document, origin, setting, drawings)


@lru_cache(maxsize=100)
def _drawn(spec: str, fmt: Format) -> bytes:
    """A picture at 300 pixels an inch. The reports of a month share their charts, which cost more than all the rest."""
    return drawn(json.loads(spec), fmt, _PRINT)


def _know(*folders: Path | None) -> None:
    """Make the office's own typefaces known where pictures are drawn."""
    import vl_convert

    for folder in filter(None, folders):
        vl_convert.register_font_directory(str(folder))


def _sources(asked: Asked) -> tuple[str, bytes]:
    told = [(report, each) for report in _TRACED for each in content(report, asked)]
    origin = asked.origin("sources.xlsx")
    return sources.workbook(asked.position, asked.words, asked.stationery, told, origin)


def content(report: str, asked: Asked) -> tuple[Document | deck.Deck, ...]:
    """What a report says, before it is a file. The workbook and the list of sources tell what the bulletin tells."""
    if report == "deck.pptx":
        return (deck.deck(asked.position, asked.words, asked.stationery, asked.region_indicator),)
    if report == "brief.pdf":
        return (brief.brief(asked.position, asked.words, asked.stationery),)
    if report == "letters.zip":
        return letters.letters(asked.position, asked.words, asked.stationery)
    return (bulletin.bulletin(asked.position, asked.words, asked.stationery, asked.region_indicator),)


_TRACED = ("bulletin.docx", "deck.pptx", "brief.pdf", "letters.zip")
REPORTS: Mapping[str, Callable[[Asked], tuple[str, bytes]]] = {
    "bulletin.docx": _bulletin_docx,
    "bulletin.pdf": _bulletin_pdf,
    "deck.pptx": _deck,
    "workbook.xlsx": _workbook,
    "brief.pdf": _brief,
    "letters.zip": _letters,
    "sources.xlsx": _sources,
}
