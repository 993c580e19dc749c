"""The texts that the cells of an .xlsx share, in their order.

As objects of their own the texts of a large workbook take several times the room of its XML; those are taken out of it
when they are asked for, some hundreds at a time.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import overload
from xml.parsers import expat

from loaders.formats.book_xml import local_name, parse_xml
from loaders.formats.rich_text import Runs, told
from loaders.formats.xml_text import decoded, is_plain, joined, uncoded, unwritten
from loaders.limits import MEGABYTE, Damaged

_PLAIN = re.compile(r'<si>(?:<t(?: xml:space="preserve")?+>([^<]*+)</t>|<t/>)</si>|<si/>')
_ANY = re.compile(r"<si>((?:[^<]*+<(?!/si>))*+[^<]*+)</si>|<si/>")
_LARGE = 2 * MEGABYTE  # of XML
_TOGETHER = 512  # texts taken out at once
_PORTION = re.compile(rb"(?:\s*+(?:<si>(?:[^<]*+<(?!/?si\b))*+[^<]*+</si>|<si/>)){1,%d}+" % _TOGETHER)
_PORTIONS_KEPT = 64


def read_strings(xml: bytes) -> Sequence[str]:
    """Raises Damaged for XML that is none."""
    if len(xml) > _LARGE and (found := _in_portions(xml)):
        return found
    text = decoded(xml)
    found = _taken_out(text) if is_plain(text) else None
    return _walked(xml) if found is None else found


def _taken_out(text: str) -> list[str] | None:
    """None where patterns do not fit."""
    count = text.count("<si")
    found: list[str] = _PLAIN.findall(text)
    if len(found) == count:
        return [unwritten(each) for each in found] if "&" in text or "_x" in text else found
    found = _ANY.findall(text)
    return list(map(joined, found)) if len(found) == count else None


class _InPortions(Sequence[str]):
    """The texts of a large part. `ends` are where its portions end, after where the first begins."""

    def __init__(self, xml: bytes, ends: array[int]) -> None:
        self._xml, self._ends = xml, ends
        self._portion = lru_cache(maxsize=_PORTIONS_KEPT)(self._taken)
        self._count = max(len(ends) - 2, 0) * _TOGETHER + (len(self._taken(len(ends) - 2)) if len(ends) > 1 else 0)

    def _taken(self, number: int) -> list[str]:
        found = _taken_out(decoded(self._xml[self._ends[number] : self._ends[number + 1]]))
        if found is None:
            raise Damaged("a text that is none")
        return found

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, number: int) -> str: ...
    @overload
    def __getitem__(self, number: slice) -> list[str]: ...
    def __getitem__(self, number: int | slice) -> str | list[str]:
        if isinstance(number, slice):
            return [self[each] for each in range(*number.indices(self._count))]
        portion, place = divmod(number, _TOGETHER)
        return self._portion(portion)[place]

    def __iter__(self) -> Iterator[str]:
        for portion in range(len(self._ends) - 1):
            yield from self._taken(portion)


def _in_portions(xml: bytes) -> Sequence[str] | None:
    """None where they are not written as nearly every program writes them, or cannot be told apart so."""
    start = xml.find(b"<si")
    ends = array("Q", [start])
    while start >= 0 and (portion := _PORTION.match(xml, ends[-1])):
        ends.append(portion.end())
    if len(ends) < 2 or xml.find(b"<si", ends[-1]) >= 0:
        return None
    portions = (decoded(xml[first:last]) for first, last in pairwise(ends))
    return _InPortions(xml, ends) if all(map(is_plain, portions)) else None


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
