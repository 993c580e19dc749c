"""What the styles of an .ods say of cells, of pieces of text, and of sheets."""

from __future__ import annotations

from dataclasses import dataclass, field

from loaders.formats.archive import Archive
from loaders.formats.book_xml import parse_xml
from loaders.formats.number_format import format_by
from loaders.formats.ods_names import NUMBER, STYLE, TABLE, namespace_parser
from loaders.formats.ods_numbers import NumberFormats
from loaders.formats.rich_text import Run
from loaders.formats.sizes import is_low, is_narrow

_HOME, _PARENT, _FAMILY = f"{STYLE}name", f"{STYLE}parent-style-name", f"{STYLE}family"
_STRUCK = (f"{STYLE}text-line-through-style", f"{STYLE}text-line-through-type")
_PLAIN = Run("")
_DATA = f"{STYLE}data-style-name"


@dataclass
class Styles:
    """Filled tag by tag, first from styles.xml, then from the head of content.xml."""

    hidden_tables: set[str] = field(default_factory=set[str])
    hidden_rows: set[str] = field(default_factory=set[str])  # too low
    hidden_columns: set[str] = field(default_factory=set[str])  # too narrow
    strikes: bool = False  # whether any style of cells strikes its text through
    dresses: bool = False  # whether any style of cells has a number format of its own
    numbers: NumberFormats = field(default_factory=NumberFormats)
    _struck: dict[str, bool] = field(default_factory=dict[str, bool])
    _data: dict[str, str] = field(default_factory=dict[str, str])
    _codes: dict[str, str] = field(default_factory=dict[str, str])
    _runs: dict[str, Run] = field(default_factory=dict[str, Run])  # styles of pieces of text
    _parents: dict[str, str] = field(default_factory=dict[str, str])
    _open: tuple[str, str] = ("", "")  # family and name of the style whose properties come

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == f"{STYLE}style":
            self._open = family, name = attributes.get(_FAMILY, ""), attributes.get(_HOME, "")
            if family == "table-cell":
                self._parents[name] = attributes.get(_PARENT, "")
                if _DATA in attributes:
                    self._data[name], self.dresses = attributes[_DATA], True
        elif tag == f"{STYLE}text-properties":
            self._text(attributes, *self._open)
        elif tag == f"{STYLE}table-row-properties" and is_low(attributes.get(f"{STYLE}row-height", "")):
            self.hidden_rows.add(self._open[1])
        elif tag == f"{STYLE}table-column-properties" and is_narrow(attributes.get(f"{STYLE}column-width", "")):
            self.hidden_columns.add(self._open[1])
        elif tag == f"{STYLE}table-properties" and attributes.get(f"{TABLE}display") == "false":
            self.hidden_tables.add(self._open[1])
        elif tag.startswith(NUMBER) or tag == f"{STYLE}map":
            self.numbers.start(tag, attributes)

    def _text(self, attributes: dict[str, str], family: str, name: str) -> None:
        said = [attributes[key] for key in _STRUCK if key in attributes]
        is_struck = any(each != "none" for each in said)
        if family == "table-cell" and said:
            self._struck[name] = is_struck
            self.strikes = self.strikes or is_struck
        elif family == "text":
            self._runs[name] = Run("", _lift(attributes.get(f"{STYLE}text-position", "")), is_struck)

    def is_struck(self, name: str) -> bool:
        """Whether a cell style, or the first of those it rests on that says so, strikes its text through."""
        return next((self._struck[each] for each in self._line(name) if each in self._struck), False)

    def run(self, name: str) -> Run:
        """What a style of pieces of text makes of one."""
        return self._runs.get(name, _PLAIN)

    def code(self, name: str) -> str:
        """The code of a cell style's number format, or of the first it rests on that has one; "" for a plain one."""
        if name not in self._codes:
            data = next((self._data[each] for each in self._line(name) if each in self._data), "")
            self._codes[name] = format_by(self.numbers.code(data)).code
        return self._codes[name]

    def _line(self, name: str) -> list[str]:
        """A style and all it rests on."""
        line: list[str] = []
        while name and name not in line:
            line.append(name)
            name = self._parents.get(name, "")
        return line


def _lift(position: str) -> int:
    """「super 58%」 and 「33% 58%」 are above the line, 「sub 58%」 and 「-33% 58%」 below it."""
    place = position.partition(" ")[0]
    if place in ("super", "sub"):
        return 1 if place == "super" else -1
    return 0 if place.strip("-0%.") == "" else -1 if place.startswith("-") else 1


def read_styles(archive: Archive) -> Styles:
    """The named styles; those of single cells stand in content.xml."""
    styles = Styles()
    if "styles.xml" in archive.parts:
        parser = namespace_parser()
        parser.EndElementHandler = styles.numbers.end
        parser.CharacterDataHandler = styles.numbers.text
        parse_xml(archive.read("styles.xml"), styles.start, parser)
    return styles
