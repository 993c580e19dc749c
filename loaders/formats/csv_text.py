"""A .csv → one sheet of texts. The encoding is told by its marks or tried strictly, the delimiter by the rows it makes.

A .csv has no formats, merges or hidden rows, and nothing in it is calculated: every cell is the text it is, except
that what programs write for an error is one.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections import Counter
from io import StringIO
from pathlib import PurePosixPath

from domain.problem import Problem
from domain.problem_codes import problem
from loaders.formats.grid import ERRORS, Lines, Marked, Raw, laid_out
from loaders.guard import Inspection
from loaders.limits import LAST_COLUMN, LAST_ROW, LONGEST_TEXT, Limits, Unreadable, too_wide
from loaders.sheet import CellKind, Workbook, address_of

_MARKS = {
    codecs.BOM_UTF8: ("utf-8-sig", "UTF-8 BOM"),
    codecs.BOM_UTF16_LE: ("utf-16", "UTF-16"),
    codecs.BOM_UTF16_BE: ("utf-16", "UTF-16"),
}
_UNMARKED = (("utf-8", "UTF-8"), ("gb18030", "GB18030"))
_NO_TEXT = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffd\ue000-\ue765]")  # what wrong encodings yield
_PADDING = "\x00\x1a"  # with which old programs fill or end a file
_AS_TEXT = re.compile(r'="([^"]*)"')  # how a program has Excel keep the zeros of 001
_DELIMITERS = ",\t;|"
_FIGURE = re.compile(r" *[-+]?[0-9][0-9.,]*%? *")
_SAMPLE = 1 << 16  # characters
_SHOWN = 20  # characters of a field in a message
_STATED = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)  # a first line by which Excel is told
csv.field_size_limit(1 << 30)  # texts too long are refused here, with their own sentence


def read(inspection: Inspection, limits: Limits) -> Workbook:
    """Raises Unreadable for what is refused."""
    text, encoding = _decoded(inspection.content)
    stated = _STATED.match(text)
    delimiter = stated[1] if stated else _delimiter(text[:_SAMPLE])
    name = PurePosixPath(inspection.name.replace("\\", "/")).stem
    rows = max(text.count("\n"), text.count("\r"))  # no row is parsed before it is known that they are few enough
    if rows > LAST_ROW or rows + text.count(delimiter) > limits.cells:
        raise Unreadable(too_wide(name, "", rows, text.count(delimiter) // (rows + 1) + 1))
    lines = _lines(text[stated.end() :] if stated else text, delimiter)
    columns = max(map(len, lines), default=0)
    if len(lines) > LAST_ROW or columns > LAST_COLUMN or len(lines) * columns > limits.cells:
        raise Unreadable(too_wide(name, address_of(len(lines), columns), len(lines), columns))
    sheet = laid_out(name, True, Lines(list(map(_told, lines))))
    return Workbook((sheet,), (problem("A07", encoding=encoding),))


def _decoded(content: bytes) -> tuple[str, str]:
    """The text, and its encoding by the name people know."""
    marked = [found for mark, found in _MARKS.items() if content.startswith(mark)]
    for encoding, name in marked or _UNMARKED:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        text = text.rstrip(_PADDING)
        if not _NO_TEXT.search(text):
            return text, name
    raise Unreadable(problem("A08"))


def _delimiter(sample: str) -> str:
    """The one that sets the most figures free; of several such, the one that gives the most rows of one width.

    Commas in words give rows of one width too, where every row is as long as its remarks make it.
    """

    def fitness(delimiter: str) -> tuple[int, int, int]:
        rows = list(csv.reader(StringIO(sample, newline=""), delimiter=delimiter))
        figures = sum(bool(_FIGURE.fullmatch(each)) for row in rows if len(row) > 1 for each in row)
        widths = Counter(len(row) for row in rows)
        count, width = max(((count, width) for width, count in widths.items() if width > 1), default=(0, 0))
        return figures, count, width

    return max(_DELIMITERS, key=fitness)


def _lines(text: str, delimiter: str) -> list[list[str]]:
    """Raises Unreadable for quotation marks that do not pair: a row could otherwise swallow all that follow."""
    is_spaced = f'{delimiter} "' in text  # a space before an opening quotation mark is none of the field
    try:
        lines = _parsed(text, delimiter, is_spaced=is_spaced)
    except csv.Error:
        text = _quoted(text, delimiter)
        try:
            lines = _parsed(text, delimiter, is_spaced=is_spaced)
        except csv.Error as error:
            raise Unreadable(_unpaired(text, delimiter, is_spaced=is_spaced)) from error
    if any(len(field) > LONGEST_TEXT for line in lines for field in line):
        raise Unreadable(problem("A39"))
    return lines


def _parsed(text: str, delimiter: str, *, is_spaced: bool) -> list[list[str]]:
    return list(csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True, skipinitialspace=is_spaced))


def _quoted(text: str, delimiter: str) -> str:
    """The text with fields such as 「"三化"建设」, whose own quotation marks nobody doubled, written as they should be.

    Only where it is plain how far such a field goes: no delimiter and no new line between its marks.
    """
    inside = rf"[^\"{re.escape(delimiter)}\r\n]"
    loose = re.compile(
        rf'(^|{re.escape(delimiter)})("{inside}+"{inside}+(?:"{inside}*"{inside}*)*)(?={re.escape(delimiter)}|\r|\n|\Z)',
        re.MULTILINE,
    )
    return loose.sub(lambda found: found[1] + '"' + found[2].replace('"', '""') + '"', text)


def _unpaired(text: str, delimiter: str, *, is_spaced: bool) -> Problem:
    """Where quotation marks go wrong: the line and the field that opens with one and does not end with one."""
    mark, space = re.escape(delimiter), " *" if is_spaced else ""
    sound = re.compile(rf'(?:{space}"(?:[^"]|"")*+"|(?!{space}")[^{mark}\r\n]*+)({mark}|\r\n?|\n|\Z)')
    at, line, field = 0, 1, 1
    while at < len(text) and (found := sound.match(text, at)):
        line += found[0].count("\n") or found[0].count("\r")
        field = field + 1 if found[1] == delimiter else 1
        at = found.end()
    raw = re.split(r"[\r\n]", text[at : at + _SHOWN], maxsplit=1)[0]
    return problem("A42", line=str(line), field=str(field), raw=raw)


def _told(line: list[str]) -> list[str] | list[Raw]:
    """A line with its errors marked as such, and texts without the marks that have Excel take them for texts."""
    line = [found[1] if each.startswith("=") and (found := _AS_TEXT.fullmatch(each)) else each for each in line]
    if ERRORS.isdisjoint(line):
        return line
    return [Marked(each, CellKind.ERROR) if each in ERRORS else each for each in line]
