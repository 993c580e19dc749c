"""A document as a Word file: the template's page and styles, filled. It decides no looks beyond the order of parts."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import docx as library
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_LINE_SPACING
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Emu, Mm, Pt

from reports.document import Attachment, Document, Figure, Grid, Part, Passage, Picture
from reports.packing import settled
from reports.stationery import BrokenTemplate, Stationery
from wording import Words

FILES = {"zh": "bulletin.zh.docx", "en": "bulletin.en.docx"}
STYLES = {
    "title": "公文标题", "addressees": "公文主送", "text": "公文正文", "heading": "公文一级标题",
    "part": "公文二级标题",
    "note": "公文注", "listed": "公文附件说明", "signed": "公文落款", "attachment": "公文附件",
    "attachment_title": "公文附件标题",
    "caption": "公文表题", "picture_caption": "公文图题", "picture": "公文图", "head": "公文表头", "cell": "公文表格",
    "number": "公文表格数字", "mark": "公文页眉", "page": "公文页码",
}  # fmt: skip
_BORDERS = "".join(f'<w:{side} w:val="single" w:sz="4" w:color="000000"/>' for side in (
    "top", "left", "bottom", "right", "insideH", "insideV"))  # fmt: skip

Pictures = Mapping[str, list[bytes]]  # of a chart, by its name: the PNGs it takes


def template(stationery: Stationery, language: str) -> Path:
    """The Word template, whole. Raises BrokenTemplate naming the styles it lacks."""
    path = stationery.path(FILES[language])
    try:
        styles = library.Document(str(path)).styles
    except Exception as error:  # whatever a file may be that is no Word file
        raise BrokenTemplate("unreadable_template", path.name, detail=str(error)) from error
    there = {style.name for style in styles if style.type == WD_STYLE_TYPE.PARAGRAPH}
    if missing := tuple(name for name in STYLES.values() if name not in there):
        raise BrokenTemplate("broken_template", path.name, missing=missing)
    return path


def docx(document: Document, origin: str, path: Path, pictures: Pictures) -> bytes:
    """The document in the template at `path`. The same document gives the same bytes."""
    return _Writer(document, library.Document(str(path)), pictures).written(origin)


class _Writer:
    def __init__(self, document: Document, file: Any, pictures: Pictures) -> None:
        self._document, self._file, self._pictures = document, file, pictures
        self._words = Words(document.language)
        self._numbers = {"figure": 0, "table": 0}
        section = file.sections[0]
        self._upright = {
            "page_width": section.page_width,
            "page_height": section.page_height,
            "top_margin": section.top_margin,
            "bottom_margin": section.bottom_margin,
            "left_margin": section.left_margin,
            "right_margin": section.right_margin,
            "header_distance": section.header_distance,
            "footer_distance": section.footer_distance,
        }
        self._is_turned = False

    def written(self, origin: str) -> bytes:
        document = self._document
        self._mark()
        self._line(document.title, "title")
        if document.addressees:
            self._line(document.addressees, "addressees")
        self._parts(document.text)
        self._list_attachments()
        self._line("", "text")
        self._line(document.signatory, "signed")
        self._line(self._words.day(document.day), "signed")
        for number, attachment in enumerate(document.attachments, 1):
            self._attachment(number, attachment)
        return self._saved(origin)

    def _mark(self) -> None:
        """What stands on every page, odd and even."""
        section = self._file.sections[0]
        for header in (section.header, section.even_page_header):
            header.paragraphs[0].text = self._document.mark

    def _line(self, text: str, style: str) -> Any:
        return self._file.add_paragraph(text, style=STYLES[style])

    def _parts(self, parts: Iterable[Part], *, may_turn: bool = False) -> None:
        for part in parts:
            if isinstance(part, Passage):
                self._line(part.text, part.role)
                continue
            is_wide = isinstance(part, Grid) and part.is_wide
            if may_turn and is_wide != self._is_turned:
                self._page(is_wide=is_wide)
            if isinstance(part, Grid):
                self._grid(part)
            else:
                self._picture(part)

    def _list_attachments(self) -> None:
        if self._document.attachments:
            self._line("", "text")
        if len(self._document.attachments) == 1:
            self._line(self._words("report.attachment_only", title=self._document.attachments[0].title), "listed")
            return
        for number, attachment in enumerate(self._document.attachments, 1):
            key = "report.attachment_list" if number == 1 else "report.attachment_next"
            line = self._line(self._words(key, n=number, title=attachment.title), "listed")
            if number > 1:  # the numbers stand below each other
                lead = self._words("report.attachment_list", n="", title="").rstrip(". ")
                indent = line.paragraph_format.element.get_or_add_pPr().get_or_add_ind()
                indent.set(qn("w:leftChars"), str(round(100 * _characters(lead))))
                indent.set(qn("w:left"), str(round(320 * _characters(lead))))

    def _attachment(self, number: int, attachment: Attachment) -> None:
        first = attachment.parts[0]
        self._page(is_wide=isinstance(first, Grid) and first.is_wide)
        is_alone = len(self._document.attachments) == 1
        label = self._words("report.attachment_alone") if is_alone else self._words("report.attachment", n=number)
        self._line(label, "attachment")
        self._line(attachment.title, "attachment_title")
        self._parts(attachment.parts, may_turn=True)

    def _page(self, *, is_wide: bool) -> None:
        """A new page, upright or turned: what was on top then lies on the side."""
        section = self._file.add_section(WD_SECTION.NEW_PAGE)
        ending = self._file.paragraphs[-1]  # the paragraph that ends the section before: no line of its own
        ending.style = STYLES["cell"]
        ending.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        ending.paragraph_format.line_spacing = Pt(1)
        upright = self._upright
        for side, own in upright.items():
            setattr(section, side, own)
        section.orientation = WD_ORIENT.PORTRAIT
        if is_wide:
            section.orientation = WD_ORIENT.LANDSCAPE
            section.page_width, section.page_height = upright["page_height"], upright["page_width"]
            section.top_margin, section.bottom_margin = upright["left_margin"], upright["right_margin"]
            section.left_margin, section.right_margin = upright["top_margin"], upright["bottom_margin"]
            section.header_distance -= upright["top_margin"] - upright["left_margin"]  # as far from the text as upright
            section.footer_distance -= upright["bottom_margin"] - upright["right_margin"]
        self._is_turned = is_wide

    def _room(self) -> int:
        """The width of the text, in EMU."""
        section = self._file.sections[-1]
        return section.page_width - section.left_margin - section.right_margin

    def _picture(self, part: Picture) -> None:
        pages = self._pictures[part.exhibit.name]
        self._numbers["figure"] += 1
        for place, content in enumerate(pages):
            line = self._line("", "picture")
            shape = line.add_run().add_picture(io.BytesIO(content), width=Emu(min(self._room(), Mm(156))))
            shape._inline.docPr.set("descr", part.exhibit.alt)  # noqa: SLF001 - the library has no other way
            title = self._words("report.continued", title=part.exhibit.title) if place else part.exhibit.title
            self._line(self._words("report.figure_number", n=self._numbers["figure"], title=title), "picture_caption")

    def _grid(self, grid: Grid) -> None:
        self._numbers["table"] += 1
        self._line(self._words("report.table_number", n=self._numbers["table"], title=grid.title), "caption")
        table = self._file.add_table(rows=0, cols=0)
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        properties = table._tbl.tblPr  # noqa: SLF001
        properties.append(parse_xml(f"<w:tblBorders {nsdecls('w')}>{_BORDERS}</w:tblBorders>"))
        properties.append(_margins())
        room, whole = self._room(), sum(grid.widths)
        widths = [room * width // whole for width in grid.widths]
        for width in widths:
            table.add_column(Emu(width))
        rows = [_row([(head, "head") for head in grid.heads], widths, is_head=True)]
        for row in grid.rows:
            cells = [(_text(cell), "number" if n in grid.numeric else "cell") for n, cell in enumerate(row)]
            rows.append(_row(cells, widths))
        ids = {key: self._file.styles[name].style_id for key, name in STYLES.items()}
        for row in rows:
            table._tbl.append(parse_xml(row.format_map(ids)))  # noqa: SLF001 - ten times quicker than cell by cell

    def _saved(self, origin: str) -> bytes:
        properties = self._file.core_properties
        properties.comments = origin
        properties.title, properties.subject = self._document.title.replace("\n", ""), self._document.stamp
        properties.author = properties.last_modified_by = self._document.signatory
        file = io.BytesIO()
        self._file.save(file)
        return settled(file.getvalue(), self._document.day)


def _characters(text: str) -> float:
    """How many full squares a text takes."""
    return sum(1 if ord(character) > 0x2E80 else 0.5 for character in text)


def _text(cell: str | Figure) -> str:
    return cell.text if isinstance(cell, Figure) else cell


def _margins() -> Any:
    """Narrow ones: 1 mm on both sides."""
    sides = "".join(f'<w:{side} w:w="57" w:type="dxa"/>' for side in ("left", "right"))
    return parse_xml(f"<w:tblCellMar {nsdecls('w')}>{sides}</w:tblCellMar>")


def _row(cells: list[tuple[str, str]], widths: list[int], *, is_head: bool = False) -> str:
    """A row as XML, with the styles still to be filled in by their keys. A head is repeated on every page."""
    head = "<w:tblHeader/>" if is_head else ""
    made = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width // 635}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="{{{style}}}"/></w:pPr>'
        f'<w:r><w:t xml:space="preserve">{_escaped(text)}</w:t></w:r></w:p></w:tc>'
        for (text, style), width in zip(cells, widths, strict=True)
    )
    return f"<w:tr {nsdecls('w')}><w:trPr><w:cantSplit/>{head}</w:trPr>{made}</w:tr>"


def _escaped(text: str) -> str:
    """Fit for XML, and for filling in what stands in braces."""
    for sign, instead in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("{", "{{"), ("}", "}}")):
        text = text.replace(sign, instead)
    return "".join(character for character in text if character >= " ")
