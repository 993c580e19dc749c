"""Rows that slipped sideways: their numbers stand among the words, or a thousands mark cut one number in two.

「1,350」 without quotation marks is two fields of a .csv, and all that follows stands a column too far to the right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from domain.observation import Topic
from domain.problem import Problem
from domain.problem_codes import problem
from loaders import headers
from loaders.sheet import Cell, CellKind
from loaders.tables.header import is_figure
from loaders.tables.table import Table

_TOPICS = tuple(topic.value for topic in Topic)
_SURE = 2  # signs: with so many a row has slipped, with fewer it may have
_THOUSANDS, _REST = re.compile(r"[1-9]\d{0,2}"), re.compile(r"\d{3}")


def slipped_into_words(table: Table, row: int) -> Iterator[Problem]:
    """A bare number among the words of a row; told once, where the first of them stands."""
    said = ((role, cell) for role in _TOPICS if (cell := table.cell(row, role)))
    among = sorted(((c.column, role, c) for role, c in said if headers.is_number(c.raw)), key=lambda each: each[0])
    if not among:
        return
    _, role, cell = among[0]
    signs = _signs(table, row, [each for *_, each in among])
    if signs or headers.compact(cell.raw) != "0":  # by which some say that there is nothing to say
        facts = {"title": headers.plain(table.header.headings[role].cell.raw), "raw": cell.raw.strip()}
        yield problem("E43" if signs >= _SURE else "E42", table.sheet.name, cell.address, **facts)


def _signs(table: Table, row: int, among: Sequence[Cell]) -> int:
    """How much beside numbers among words tells of a row slipped to the right."""
    is_blank = any(is_figure(role) and not table.text(row, role) for role in table.header.columns)
    outruns = any(cell.column not in table.header.headed for cell in table.row(row))
    figures = [cell for role in table.header.columns if is_figure(role) and (cell := table.cell(row, role))]
    is_cut = any(_continues(figure, cell) for figure in figures for cell in among)
    is_next = any(figure.column + 1 == cell.column for figure in figures for cell in among)
    return is_blank + outruns + (len(among) > 1) + (_SURE if is_cut else is_blank and is_next)


def cut_in_two(table: Table) -> Iterator[Problem]:
    """A row of texts that goes on with numbers past its headings, and in which one number seems to be two."""
    first = min((at for role, at in table.header.columns.items() if is_figure(role)), default=0)
    for row in table.rows if first else ():
        cells = [cell for cell in table.row(row) if cell.column >= first and cell.kind is CellKind.TEXT]
        past = [cell for cell in cells if cell.column == table.header.right + 1 and headers.is_number(cell.raw)]
        cut = next(((a, b) for a, b in pairwise(cells) if _continues(a, b)), None) if past else None
        if cut:
            facts = {"row": table.sheet.row_line(row), "raw": cut[0].raw.strip(), "rest": cut[1].raw.strip()}
            yield problem("B54", table.sheet.name, cut[0].address, **facts)


def _continues(one: Cell, other: Cell) -> bool:
    """Whether the second of two cells beside each other may be what follows a thousands mark in the first."""
    is_beside = (other.row, other.column) == (one.row, one.column + 1)
    texts = headers.compact(one.raw), headers.compact(other.raw)
    return is_beside and bool(_THOUSANDS.fullmatch(texts[0]) and _REST.fullmatch(texts[1]))
