"""Where the parts of an .xlsx stand and what its styles show, read from its XML; and the one way XML is parsed here.

Tags are read by their local name and attributes by name, so neither prefixes nor order matter.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from posixpath import join, normpath, split
from types import MappingProxyType
from typing import NamedTuple, ParamSpec, TypeVar, cast
from xml.parsers import expat

from loaders.formats.archive import Archive
from loaders.formats.number_format import Format, Shown, built_in, format_by
from loaders.limits import LONGEST_TEXT, Damaged

Parts = ParamSpec("Parts")
Parsed = TypeVar("Parsed")
_SHORT = 100_000  # bytes
_LONGEST_TEXT = LONGEST_TEXT * 12  # bytes: a character can take so many, written as &#x1FFFFF;
_NO_CELLS = ("chartsheet", "dialogsheet", "xlMacrosheet", "xlIntlMacrosheet")  # kinds of sheet
_TRUE = ("1", "true")


class Look(NamedTuple):
    """What a cell style makes of a number, and whether it strikes text through; `code` as in `Format`."""

    shown: Shown = Shown.NUMBER
    is_struck: bool = False
    code: str = ""


class Styles(NamedTuple):
    """The looks of cells by number, and the number formats that hold on a condition, by the number of their style."""

    looks: Sequence[Look] = ()
    conditional: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Page:
    """A sheet with cells: its name, its part, and whether it is shown."""

    name: str
    part: str
    visible: bool


@dataclass(frozen=True)
class Contents:
    """Where a workbook keeps its sheets, its styles and the texts its cells share; and from when it counts days.

    `is_uncalculated`: it asks to be calculated when it is opened, as what programs write without calculating does.
    """

    pages: Sequence[Page]
    styles: str | None
    strings: str | None
    from_1904: bool
    is_uncalculated: bool


class _Listed(NamedTuple):
    name: str
    link: str
    visible: bool


def _remembered(parse: Callable[Parts, Parsed]) -> Callable[Parts, Parsed]:
    """`parse`, not done again for a short part seen before: sheets of one department are copies of one workbook."""
    known = lru_cache(maxsize=64)(parse)

    def recall(*parts: Parts.args, **named: Parts.kwargs) -> Parsed:
        return known(*parts, **named) if len(cast("bytes", parts[0])) <= _SHORT else parse(*parts, **named)

    return recall


def read_contents(archive: Archive) -> Contents:
    """Find the parts by following the links of the package. Raises Damaged where they lead nowhere."""
    book = next((target for kind, target in _links(archive, "").values() if kind == "officeDocument"), "")
    links = _links(archive, book)
    listed, from_1904, is_uncalculated = _parse_book(archive.read(book))
    pages: list[Page] = []
    for name, link, visible in listed:
        kind, part = links.get(link, ("", ""))
        if kind not in _NO_CELLS:
            pages.append(Page(name, part, visible))
    parts = dict(links.values())
    return Contents(pages, parts.get("styles"), parts.get("sharedStrings"), from_1904, is_uncalculated)


@_remembered
def _parse_book(xml: bytes) -> tuple[Sequence[_Listed], bool, bool]:
    """The sheets, whether days are counted from 1904, and whether formulas wait to be calculated.

    Newer programs add elements of the same local names as extensions, deeper down: those say nothing of this.
    """
    sheets: list[_Listed] = []
    from_1904 = is_uncalculated = False
    above: list[str] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal from_1904, is_uncalculated
        name = local_name(tag)
        if name == "sheet" and above[1:] == ["sheets"]:
            link = next((value for key, value in attributes.items() if local_name(key) == "id"), "")
            sheets.append(_Listed(attributes.get("name", ""), link, attributes.get("state", "visible") == "visible"))
        elif name == "workbookPr" and len(above) == 1:
            from_1904 = attributes.get("date1904") in _TRUE
        elif name == "calcPr" and len(above) == 1:
            is_on_load, is_complete = attributes.get("fullCalcOnLoad"), attributes.get("calcCompleted", "1")
            is_uncalculated = is_on_load in _TRUE or is_complete not in _TRUE
        above.append(name)

    parser = expat.ParserCreate("utf-8")
    parser.EndElementHandler = lambda _: above.pop()
    parse_xml(xml, start, parser)
    return sheets, from_1904, is_uncalculated


def read_comments(archive: Archive, page: Page) -> Mapping[str, str]:
    """What is written beside the cells of a sheet, by address."""
    folder, name = split(page.part)
    if join(folder, "_rels", f"{name}.rels") not in archive.parts:
        return {}
    part = next((target for kind, target in _links(archive, page.part).values() if kind == "comments"), "")
    return _parse_comments(archive.read(part)) if part in archive.parts else {}


def _parse_comments(xml: bytes) -> Mapping[str, str]:
    found: dict[str, list[str]] = {}
    parser = expat.ParserCreate("utf-8")
    here: list[str] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal here
        if local_name(tag) == "comment":
            here = found.setdefault(attributes.get("ref", ""), [])
        parser.CharacterDataHandler = here.append if local_name(tag) == "t" else None

    def end(_: str) -> None:
        parser.CharacterDataHandler = None

    parser.EndElementHandler = end
    parse_xml(xml, start, parser)
    return {address: "".join(pieces) for address, pieces in found.items()}


def _links(archive: Archive, part: str) -> Mapping[str, tuple[str, str]]:
    """The links of a part by id: the last word of their type, and the part they lead to. Part "" is the package."""
    folder, name = split(part)
    return _parse_links(archive.read(join(folder, "_rels", f"{name}.rels")), folder)


@_remembered
def _parse_links(xml: bytes, folder: str) -> Mapping[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}

    def start(tag: str, attributes: dict[str, str]) -> None:
        if local_name(tag) == "Relationship":
            target = attributes.get("Target", "").replace("\\", "/")
            path = target.lstrip("/") if target.startswith("/") else normpath(join(folder, target))
            link = attributes.get("Type", "").rpartition("/")[2], path.lower()
            if found.setdefault(attributes.get("Id", ""), link) != link:
                raise Damaged  # one id for two parts: readers would not agree which counts

    parse_xml(xml, start)
    return found


def read_styles(archive: Archive, part: str | None) -> Styles:
    """The styles of a workbook; none when it carries no style part."""
    return Styles() if part is None or part not in archive.parts else _parse_styles(archive.read(part))


@_remembered
def _parse_styles(xml: bytes) -> Styles:
    formats: dict[str, Format] = {}
    struck_fonts: set[str] = set()
    looks: list[Look] = []
    conditional: dict[str, str] = {}
    section, fonts, differences = "", -1, -1

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal section, fonts, differences
        name = local_name(tag)
        if name in ("fonts", "numFmts", "cellXfs", "fills", "borders", "cellStyleXfs", "cellStyles", "dxfs"):
            section = name
        elif name == "numFmt" and section == "numFmts":
            formats[attributes.get("numFmtId", "")] = format_by(attributes.get("formatCode", ""))
        elif name == "dxf":
            differences += 1
        elif name == "numFmt" and section == "dxfs":
            conditional[str(differences)] = attributes.get("formatCode", "")
        elif name == "font" and section == "fonts":
            fonts += 1
        elif name == "strike" and section == "fonts" and attributes.get("val", "1") not in ("0", "false"):
            struck_fonts.add(str(fonts))
        elif name == "xf" and section == "cellXfs":
            number = attributes.get("numFmtId", "")
            found = formats.get(number) or built_in(int(number) if number.isdecimal() and len(number) < 10 else 0)
            looks.append(Look(found.shown, attributes.get("fontId") in struck_fonts, found.code))

    parse_xml(xml, start)
    return Styles(looks, conditional)


def has_endless_text(xml: bytes) -> bool:
    """Whether more text stands in one piece than any cell can hold: parsers take minutes over such."""
    at, end = 0, len(xml)
    while end - at > _LONGEST_TEXT:
        at = xml.rfind(b"<", at + 1, at + _LONGEST_TEXT)
        if at < 0:
            return True
    return False


def local_name(tag: str) -> str:
    return tag.rpartition(":")[2] if ":" in tag else tag


def _refuse(*_: object) -> None:
    raise Damaged("DOCTYPE")


def parse_xml(
    xml: bytes | str, start: Callable[[str, dict[str, str]], None], parser: expat.XMLParserType | None = None
) -> None:
    parser = parser or expat.ParserCreate("utf-8")
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = _refuse
    try:
        parser.Parse(xml, True)
    except expat.ExpatError as error:
        raise Damaged from error
