"""Writes the Word and PowerPoint templates that are shipped, the first laid out after GB/T 9704-2012:
`python -m reports.make_templates`.

An office changes the files themselves, in Word, PowerPoint or WPS; this is how the first ones came about.
"""

from __future__ import annotations

import io
import re
from datetime import date
from typing import Any

from docx import Document
from docx.enum.section import WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_LINE_SPACING
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Inches, Mm, Pt, RGBColor
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.oxml import parse_xml as parse_slides
from pptx.oxml.ns import nsdecls as nsdecls_of

from reports.packing import settled
from reports.slides import CHART, FOOT, SUBTITLE, TEXT
from reports.slides import FILE as DECK
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


def deck_template() -> bytes:
    """The template of slides, 16:9."""
    file: Any = Presentation()
    file.slide_width, file.slide_height = Inches(13.333), Inches(7.5)
    layouts = list(file.slide_layouts)
    for layout, (name, boxes) in zip(layouts, BOXES.items(), strict=False):
        layout.name = name
        for shape in list(layout.shapes):
            shape._element.getparent().remove(shape._element)  # noqa: SLF001
        for number, (kind, idx, place, size, is_bold) in enumerate(boxes, 2):
            layout.shapes._spTree.append(parse_slides(_box(number, kind, idx, place, size, is_bold)))  # noqa: SLF001
    for layout in layouts[len(BOXES) :]:
        file.slide_layouts.remove(layout)
    for shape in list(file.slide_master.placeholders):
        if shape.placeholder_format.type not in (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.BODY):
            shape._element.getparent().remove(shape._element)  # noqa: SLF001
    for shape, place in zip(file.slide_master.placeholders, (_TITLE, _WHOLE), strict=True):
        shape.left, shape.top, shape.width, shape.height = map(Inches, place)
    theme = file.slide_master.part.part_related_by(RT.THEME)
    theme._blob = re.sub(  # noqa: SLF001
        rb'<a:latin typeface="[^"]*"/>(\s*)<a:ea typeface=""/>',
        '<a:latin typeface="Microsoft YaHei"/><a:ea typeface="微软雅黑"/>'.encode(),
        theme.blob,
    )
    properties = file.core_properties
    properties.author = properties.title = properties.comments = properties.keywords = ""
    target = io.BytesIO()
    file.save(target)
    return settled(target.getvalue(), _MADE)


_TITLE, _WHOLE = (0.6, 0.4, 12.1, 0.9), (0.6, 1.45, 12.1, 5.3)
_FOOT = ("body", FOOT, (0.6, 6.95, 12.1, 0.35), 10, False)
# layout: of each box its kind, number, place in inches, size in pt, bold
BOXES: dict[str, tuple[tuple[str, int, tuple[float, float, float, float], int, bool], ...]] = {
    "封面": (
        ("title", 0, (1, 2.3, 11.3, 1.4), 40, True),
        ("subTitle", SUBTITLE, (1, 3.9, 11.3, 0.8), 20, False),
        _FOOT,
    ),
    "图文": (
        ("title", 0, _TITLE, 28, True),
        ("chart", CHART, (0.6, 1.45, 7.6, 5.35), 12, False),
        ("body", TEXT, (8.4, 1.45, 4.3, 5.35), 14, False),
        _FOOT,
    ),
    "图表": (("title", 0, _TITLE, 28, True), ("chart", CHART, _WHOLE, 12, False), _FOOT),
    "文字": (("title", 0, _TITLE, 28, True), ("body", TEXT, _WHOLE, 18, False), _FOOT),
}


def _box(number: int, kind: str, idx: int, place: tuple[float, ...], size: int, is_bold: bool) -> str:
    """A placeholder; its text shrinks to fit."""
    x, y, width, height = (round(914400 * each) for each in place)
    number_of = f' idx="{idx}"' if idx else ""
    anchor = "b" if kind == "title" else "t"
    colour = "1F4E73" if kind == "title" else "6B7280" if idx == FOOT else "1F2937"
    return (
        f'<p:sp {nsdecls_of("p", "a")}><p:nvSpPr><p:cNvPr id="{number}" name="{kind} {idx}"/>'
        f'<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph type="{kind}"{number_of}/></p:nvPr></p:nvSpPr>'
        f'<p:spPr><a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm></p:spPr>'
        f'<p:txBody><a:bodyPr lIns="0" rIns="0" anchor="{anchor}"><a:normAutofit/></a:bodyPr><a:lstStyle>'
        f'<a:lvl1pPr marL="0" indent="0" algn="l"><a:spcBef><a:spcPts val="{400 if idx == TEXT else 0}"/></a:spcBef>'
        f'<a:buNone/><a:defRPr sz="{100 * size}" b="{int(is_bold)}"><a:solidFill><a:srgbClr val="{colour}"/>'
        f"</a:solidFill></a:defRPr>"
        f'</a:lvl1pPr></a:lstStyle><a:p><a:endParaRPr lang="zh-CN"/></a:p></p:txBody></p:sp>'
    )


def main() -> None:
    """Write every template that is shipped."""
    (SHIPPED / DECK).write_bytes(deck_template())
    for language, name in FILES.items():
        (SHIPPED / name).write_bytes(template(language))


if __name__ == "__main__":
    main()
