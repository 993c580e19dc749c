"""Writes the Word templates that are shipped, laid out after GB/T 9704-2012: `python -m reports.make_templates`.

An office changes the files themselves, in Word or WPS; this is how the first ones came about.
"""

from __future__ import annotations

import io
from datetime import date
from typing import Any

from docx import Document
from docx.enum.section import WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_LINE_SPACING
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from reports.packing import settled
from reports.stationery import SHIPPED
from reports.word import FILES, STYLES

FANG, KAI, HEI, SONG = "仿宋_GB2312", "楷体_GB2312", "黑体", "方正小标宋简体"
INSTEAD = {FANG: "仿宋", KAI: "楷体", HEI: "SimHei", SONG: "华文中宋"}  # where the official one is not installed
LATIN = {"zh": {}, "en": {FANG: "Times New Roman", KAI: "Times New Roman", HEI: "Arial", SONG: "Times New Roman"}}
LINE, SIZE = Pt(28.95), 16  # 22 lines a page …
NARROWER = -5  # … of 28 characters, which are 2 mm too wide as they are; in twentieths of a point
TABLE = 10.5
_MADE = date(2022, 1, 1)
_KEPT = {"Normal", "Default Paragraph Font", "Normal Table", "No List", "Header", "Footer"}

# style: font, size in pt, alignment, exact line spacing, first line indented by so many characters, more
LOOKS: dict[str, tuple[str, float, Any, bool, int, dict[str, Any]]] = {
    "title": (SONG, 22, ALIGN.CENTER, True, 0, {"line": 35, "after": 28.95, "keep": True}),
    "addressees": (FANG, SIZE, ALIGN.LEFT, True, 0, {}),
    "text": (FANG, SIZE, ALIGN.JUSTIFY, True, 2, {}),
    "heading": (HEI, SIZE, ALIGN.JUSTIFY, True, 2, {"keep": True}),
    "part": (KAI, SIZE, ALIGN.JUSTIFY, True, 2, {"keep": True}),
    "note": (FANG, 12, ALIGN.JUSTIFY, False, 0, {"after": 6}),
    "listed": (FANG, SIZE, ALIGN.LEFT, True, 2, {}),
    "signed": (FANG, SIZE, ALIGN.RIGHT, True, 0, {"right": 4, "together": True}),
    "attachment": (HEI, SIZE, ALIGN.LEFT, True, 0, {"keep": True}),
    "attachment_title": (SONG, 22, ALIGN.CENTER, True, 0, {"line": 35, "after": 12, "keep": True}),
    "caption": (FANG, 12, ALIGN.CENTER, False, 0, {"bold": True, "before": 6, "after": 4, "keep": True}),
    "picture_caption": (FANG, 12, ALIGN.CENTER, False, 0, {"bold": True, "after": 10}),
    "picture": (FANG, 12, ALIGN.CENTER, False, 0, {"before": 8, "keep": True}),
    "head": (HEI, TABLE, ALIGN.CENTER, False, 0, {}),
    "cell": (FANG, TABLE, ALIGN.LEFT, False, 0, {}),
    "number": (FANG, TABLE, ALIGN.RIGHT, False, 0, {}),
    "mark": (FANG, 10.5, ALIGN.RIGHT, False, 0, {}),
    "page": (FANG, 14, ALIGN.RIGHT, False, 0, {}),
}


def template(language: str) -> bytes:
    """The Word template for one language."""
    document: Any = Document()
    for style in list(document.styles):
        if style.name not in _KEPT:
            style.element.getparent().remove(style.element)
    _defaults(document, language)
    for key, look in LOOKS.items():
        _style(document, STYLES[key], look, language)
    _page(document)
    properties = document.core_properties
    properties.author = properties.title = properties.comments = properties.keywords = ""
    file = io.BytesIO()
    document.save(file)
    return settled(file.getvalue(), _MADE)


def _fonts(name: str, language: str) -> Any:
    latin = LATIN[language].get(name, name)
    return parse_xml(
        f'<w:rFonts {nsdecls("w")} w:ascii="{latin}" w:hAnsi="{latin}" w:eastAsia="{name}" w:cs="{latin}"/>'
    )


def _lang(language: str) -> Any:
    return parse_xml(f'<w:lang {nsdecls("w")} w:val="{"en-US" if language == "zh" else "en-GB"}" w:eastAsia="zh-CN"/>')


def _defaults(document: Any, language: str) -> None:
    """The font, size and languages of whatever has no style of its own; other names for the official fonts."""
    run = document.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    for child in list(run):
        run.remove(child)
    run.append(_fonts(FANG, language))
    run.append(parse_xml(f'<w:sz {nsdecls("w")} w:val="{2 * SIZE}"/>'))
    run.append(_lang(language))
    normal: Any = document.styles["Normal"]
    for child in list(normal.element.get_or_add_rPr()):
        normal.element.rPr.remove(child)
    normal.element.rPr.append(_fonts(FANG, language))
    table = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/><w:family w:val="auto"/></w:font>'
        for name, other in INSTEAD.items()
    )
    for part in document.part.package.iter_parts():
        if str(part.partname) == "/word/fontTable.xml":
            part._blob = f'<?xml version="1.0" encoding="UTF-8"?><w:fonts {nsdecls("w")}>{table}</w:fonts>'.encode()  # noqa: SLF001


def _style(document: Any, name: str, look: tuple[str, float, Any, bool, int, dict[str, Any]], language: str) -> None:
    font, size, align, is_exact, indent, more = look
    if size == TABLE and language == "en":
        size = 9  # its words are longer
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles["Normal"]
    style.quick_style = True
    run, shape = style.element.get_or_add_rPr(), style.paragraph_format
    run.append(_fonts(font, language))
    if is_exact and size == SIZE and language == "zh":
        run.append(parse_xml(f'<w:spacing {nsdecls("w")} w:val="{NARROWER}"/>'))
    style.font.size, style.font.bold, style.font.color.rgb = Pt(size), more.get("bold", False), RGBColor(0, 0, 0)
    shape.alignment = align
    shape.space_before, shape.space_after = Pt(more.get("before", 0)), Pt(more.get("after", 0))
    shape.keep_with_next, shape.keep_together = more.get("keep", False), more.get("together", False)
    shape.widow_control = False
    if is_exact:
        shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(more.get("line", LINE.pt))
    else:
        shape.line_spacing = 1.0
    indents = shape.element.get_or_add_pPr().get_or_add_ind()
    if indent:  # in hundredths of a character, and in twentieths of a point for readers that know no characters
        indents.set(qn("w:firstLineChars"), str(100 * indent))
        indents.set(qn("w:firstLine"), str(20 * SIZE * indent))
    if more.get("right"):
        indents.set(qn("w:rightChars"), str(100 * more["right"]))
        indents.set(qn("w:right"), str(20 * SIZE * more["right"]))


def _page(document: Any) -> None:
    """A4 with the standard's margins and lines; page numbers outside, with dashes."""
    section = document.sections[0]
    section.start_type = WD_SECTION.NEW_PAGE
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.header_distance, section.footer_distance = Mm(25), Mm(24)  # the number 7 mm below the text
    for grid in section._sectPr.findall(qn("w:docGrid")):  # noqa: SLF001 - it would pull the lines of tables apart
        section._sectPr.remove(grid)  # noqa: SLF001
    document.settings.odd_and_even_pages_header_footer = True
    for footer, align in ((section.footer, ALIGN.RIGHT), (section.even_page_footer, ALIGN.LEFT)):
        line = footer.paragraphs[0]
        line.style, line.alignment = document.styles[STYLES["page"]], align
        indents = line.paragraph_format.element.get_or_add_pPr().get_or_add_ind()
        indents.set(qn("w:rightChars" if align == ALIGN.RIGHT else "w:leftChars"), "100")
        _ = line.add_run("— ")
        field = f'<w:fldSimple {nsdecls("w")} w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>'
        line._p.append(parse_xml(field))  # noqa: SLF001
        _ = line.add_run(" —")
    for header in (section.header, section.even_page_header):
        header.paragraphs[0].style = document.styles[STYLES["mark"]]


def main() -> None:
    """Write every template that is shipped."""
    for language, name in FILES.items():
        (SHIPPED / name).write_bytes(template(language))


if __name__ == "__main__":
    main()
