"""Where the parts of an .xlsx stand and what its styles mean, read from its XML; and the one way XML is parsed here.

Tags are read by their local name and attributes by name, so neither prefixes nor order matter.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from posixpath import join, normpath, split
from typing import ParamSpec, TypeVar, cast
from xml.parsers import expat

from loaders.formats.archive import Archive
from loaders.limits import LONGEST_TEXT, Damaged

Parts = ParamSpec("Parts")
Parsed = TypeVar("Parsed")
_SHORT = 100_000  # bytes
_LONGEST_TEXT = LONGEST_TEXT * 12  # bytes: a character can take so many, written as &#x1FFFFF;
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')


@dataclass(frozen=True)
class Styles:
    """Which cell styles, by number, show a percentage or strike their text through."""

    percent: frozenset[str] = frozenset()
    struck: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Contents:
    """Where a workbook keeps its sheets, by sheet name, its styles and the texts its cells share."""

    sheets: Mapping[str, str]
    styles: str | None
    strings: str | None


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
    named = _parse_book(archive.read(book)).items()
    sheets = {name: links.get(link, ("", ""))[1] for name, link in named}
    parts = dict(links.values())
    return Contents(sheets, parts.get("styles"), parts.get("sharedStrings"))


@_remembered
def _parse_book(xml: bytes) -> Mapping[str, str]:
    """The id of each sheet's link, by sheet name."""
    sheets: dict[str, str] = {}

    def start(tag: str, attributes: dict[str, str]) -> None:
        if local_name(tag) == "sheet":
            link = next((value for key, value in attributes.items() if local_name(key) == "id"), "")
            sheets[attributes.get("name", "")] = link

    parse_xml(xml, start)
    return sheets


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
    percent_formats = {"9", "10"}  # built in: 0% and 0.00%
    struck_fonts: set[str] = set()
    percent: set[str] = set()
    struck: set[str] = set()
    section, fonts, cells = "", -1, -1

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal section, fonts, cells
        name = local_name(tag)
        if name in ("fonts", "numFmts", "cellXfs", "fills", "borders", "cellStyleXfs", "cellStyles", "dxfs"):
            section = name
        elif name == "numFmt" and section == "numFmts" and "%" in _QUOTED.sub("", attributes.get("formatCode", "")):
            percent_formats.add(attributes.get("numFmtId", ""))
        elif name == "font" and section == "fonts":
            fonts += 1
        elif name == "strike" and section == "fonts" and attributes.get("val", "1") not in ("0", "false"):
            struck_fonts.add(str(fonts))
        elif name == "xf" and section == "cellXfs":
            cells += 1
            if attributes.get("numFmtId") in percent_formats:
                percent.add(str(cells))
            if attributes.get("fontId") in struck_fonts:
                struck.add(str(cells))

    parse_xml(xml, start)
    return Styles(frozenset(percent), frozenset(struck))


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
    xml: bytes, start: Callable[[str, dict[str, str]], None], parser: expat.XMLParserType | None = None
) -> None:
    parser = parser or expat.ParserCreate("utf-8")
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = _refuse
    try:
        parser.Parse(xml, True)
    except expat.ExpatError as error:
        raise Damaged from error
