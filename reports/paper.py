"""A document as PDF, set by Typst in the office's template. Words reach it as data: nothing in them can run."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from reports.document import Attachment, Document, Figure, Grid, Part, Passage
from reports.drawing import FONTS
from reports.stationery import BrokenTemplate, Stationery
from wording import Words

BULLETIN, BRIEF = "bulletin.typ", "brief.typ"
Drawings = Mapping[str, list[str]]  # of a chart, by its name: the SVGs it takes


@dataclass(frozen=True)
class Setting:
    """What Typst works with: the template, the folders of typefaces."""

    template: Path
    fonts: tuple[Path, ...]


def setting(stationery: Stationery, name: str) -> Setting:
    """The template called `name`, and the typefaces there are. Raises BrokenTemplate where there is none."""
    return Setting(stationery.path(name), tuple(filter(None, (FONTS, stationery.fonts))))


def pdf(document: Document, origin: str, chosen: Setting, drawings: Drawings) -> bytes:
    """The document as PDF. The same document gives the same bytes."""
    told = _Told(document, drawings).all() | {"origin": origin}
    return typeset(chosen, {"document": json.dumps(told, ensure_ascii=False)})


def typeset(chosen: Setting, told: dict[str, str]) -> bytes:
    """What the template makes of what it is told. Raises BrokenTemplate with what Typst says, warnings included."""
    import typst

    compiler = typst.Compiler(
        str(chosen.template),
        root=str(chosen.template.parent),
        font_paths=[str(folder) for folder in chosen.fonts],
        ignore_system_fonts=True,
        sys_inputs=told,
    )
    try:
        made, warnings = compiler.compile_with_warnings(format="pdf", timestamp=0)
    except typst.TypstError as error:
        raise BrokenTemplate("unreadable_template", chosen.template.name, detail=_said(error)) from error
    if warnings:
        raise BrokenTemplate("unreadable_template", chosen.template.name, detail=_said(warnings[0]))
    assert isinstance(made, bytes)
    return made


def _said(error: Any) -> str:
    return " ".join(filter(None, (str(error.message), *error.hints)))


class _Told:
    """A document as plain data, its figures and tables numbered as in the Word file."""

    def __init__(self, document: Document, drawings: Drawings) -> None:
        self._document, self._drawings, self._words = document, drawings, Words(document.language)
        self._figures = self._tables = 0

    def all(self) -> dict[str, Any]:
        document, words = self._document, self._words
        plain = ("title", "addressees", "signatory", "mark", "stamp", "language")
        text = [self._part(part) for part in document.text]
        return {key: getattr(document, key) for key in plain} | {
            "text": text,
            "day": words.day(document.day),
            "listed": [_listed(n, each, words) for n, each in enumerate(document.attachments, 1)],
            "attachments": [self._attachment(n, each) for n, each in enumerate(document.attachments, 1)],
        }

    def _attachment(self, number: int, attachment: Attachment) -> dict[str, Any]:
        """Its parts in runs that lie on pages of one direction."""
        runs = [
            {"wide": is_wide, "first": False, "parts": [self._part(part) for part in parts]}
            for is_wide, parts in groupby(attachment.parts, lambda part: isinstance(part, Grid) and part.is_wide)
        ]
        runs[0]["first"] = True
        label = self._words("report.attachment", n=number)
        return {"label": label, "title": attachment.title, "runs": runs}

    def _part(self, part: Part) -> dict[str, Any]:
        words = self._words
        if isinstance(part, Passage):
            return {"kind": "text", "role": part.role, "text": part.text}
        if isinstance(part, Grid):
            self._tables += 1
            return {
                "kind": "grid",
                "title": words("report.table_number", n=self._tables, title=part.title),
                "plain": part.title,
                "heads": part.heads,
                "rows": [[cell.text if isinstance(cell, Figure) else cell for cell in row] for row in part.rows],
                "widths": part.widths,
                "numeric": sorted(part.numeric),
                "wide": part.is_wide,
            }
        self._figures += 1
        drawings, title = self._drawings[part.exhibit.name], part.exhibit.title
        titles = [title, *([words("report.continued", title=title)] * (len(drawings) - 1))]
        return {
            "kind": "picture",
            "drawings": drawings,
            "titles": [words("report.figure_number", n=self._figures, title=each) for each in titles],
            "alt": part.exhibit.alt,
        }


def _listed(number: int, attachment: Attachment, words: Words) -> tuple[str, str]:
    """A line of the list of attachments: what leads it, and the rest, which stand below each other."""
    rest = words("report.attachment_next", n=number, title=attachment.title)
    whole = words("report.attachment_list", n=number, title=attachment.title)
    return (whole.removesuffix(rest) if number == 1 else "", rest)
