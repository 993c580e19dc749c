"""Names in the XML of an .ods, and what its styles say of cells and sheets."""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.parsers import expat

from loaders.formats.archive import Archive
from loaders.formats.book_xml import parse_xml
from loaders.formats.sizes import is_low, is_narrow

_ODF = "urn:oasis:names:tc:opendocument:xmlns:{}:1.0 "
OFFICE, TABLE, TEXT, DRAW, STYLE = (_ODF.format(name) for name in ("office", "table", "text", "drawing", "style"))
CALC = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 "
_HOME, _PARENT, _FAMILY = f"{STYLE}name", f"{STYLE}parent-style-name", f"{STYLE}family"
_STRUCK = (f"{STYLE}text-line-through-style", f"{STYLE}text-line-through-type")


def namespace_parser() -> expat.XMLParserType:
    """It names a tag or attribute by its namespace, a space, and its local name."""
    return expat.ParserCreate("utf-8", " ")


@dataclass
class Styles:
    """Filled tag by tag, first from styles.xml, then from the head of content.xml."""

    hidden_tables: set[str] = field(default_factory=set[str])
    hidden_rows: set[str] = field(default_factory=set[str])  # too low
    hidden_columns: set[str] = field(default_factory=set[str])  # too narrow
    strikes: bool = False  # whether any style of cells strikes its text through
    _struck: dict[str, bool] = field(default_factory=dict[str, bool])
    _parents: dict[str, str] = field(default_factory=dict[str, str])
    _open: tuple[str, str] = ("", "")  # family and name of the style whose properties come

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == f"{STYLE}style":
            self._open = family, name = attributes.get(_FAMILY, ""), attributes.get(_HOME, "")
            if family == "table-cell":
                self._parents[name] = attributes.get(_PARENT, "")
        elif tag == f"{STYLE}text-properties":
            said = [attributes[key] for key in _STRUCK if key in attributes]
            if said and self._open[0] == "table-cell":
                self._struck[self._open[1]] = struck = any(each != "none" for each in said)
                self.strikes = self.strikes or struck
        elif tag == f"{STYLE}table-row-properties" and is_low(attributes.get(f"{STYLE}row-height", "")):
            self.hidden_rows.add(self._open[1])
        elif tag == f"{STYLE}table-column-properties" and is_narrow(attributes.get(f"{STYLE}column-width", "")):
            self.hidden_columns.add(self._open[1])
        elif tag == f"{STYLE}table-properties" and attributes.get(f"{TABLE}display") == "false":
            self.hidden_tables.add(self._open[1])

    def is_struck(self, name: str) -> bool:
        """Whether a cell style, or the first of those it rests on that says so, strikes its text through."""
        seen: set[str] = set()
        while name and name not in seen:
            if name in self._struck:
                return self._struck[name]
            seen.add(name)
            name = self._parents.get(name, "")
        return False


def read_styles(archive: Archive) -> Styles:
    """The named styles; those of single cells stand in content.xml."""
    styles = Styles()
    if "styles.xml" in archive.parts:
        parse_xml(archive.read("styles.xml"), styles.start, namespace_parser())
    return styles
