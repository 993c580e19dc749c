"""The texts that the cells of an .xlsx share, in their order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.parsers import expat

from loaders.formats.book_xml import local_name, parse_xml
from loaders.formats.rich_text import Runs, told
from loaders.formats.xml_text import decoded, is_plain, joined, uncoded, unwritten

_PLAIN = re.compile(r'<si>(?:<t(?: xml:space="preserve")?+>([^<]*+)</t>|<t/>)</si>|<si/>')
_ANY = re.compile(r"<si>((?:[^<]*+<(?!/si>))*+[^<]*+)</si>|<si/>")


def read_strings(xml: bytes) -> Sequence[str]:
    """Raises Damaged for XML that is none."""
    text = decoded(xml)
    if not is_plain(text):
        return _walked(xml)
    count = text.count("<si")
    found: Sequence[str] = _PLAIN.findall(text)
    if len(found) == count:
        return [unwritten(each) for each in found] if "&" in text or "_x" in text else found
    found = _ANY.findall(text)
    return list(map(joined, found)) if len(found) == count else _walked(xml)


def _walked(xml: bytes) -> Sequence[str]:
    """The same, however it is written."""
    parser = expat.ParserCreate("utf-8")
    found: list[str] = []
    runs = Runs()
    aside = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal aside, runs
        name = local_name(tag)
        if name == "si":
            runs = Runs()
        elif name == "rPh":
            aside += 1
        else:
            runs.start(name, attributes)
        parser.CharacterDataHandler = runs.add if name == "t" and not aside else None

    def end(tag: str) -> None:
        nonlocal aside
        name = local_name(tag)
        if name == "si":
            found.append(uncoded(told(runs.found)))
        elif name == "rPh":
            aside -= 1
        parser.CharacterDataHandler = None

    parser.EndElementHandler = end
    parse_xml(xml, start, parser)
    return found
