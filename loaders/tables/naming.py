"""Which column names what the rows of a table are about, where the headings do not say it: by what stands below them.

A blank corner, 「二级指标」, one of two columns under one merged heading, or two columns that make a name together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations, takewhile

from loaders.names import Names
from loaders.sheet import Cell, CellKind, Sheet
from loaders.tables.header import IDENTITY, Header
from loaders.tables.scopes import WHOLE, Heading, ScopeReader

_LOOKED_AT = 8  # rows below the headings, down to a blank one: enough to see what a column holds
_PAIRED = 8  # columns: a sheet can have 16,384
_CODES = ("code", "task_code")


def with_names(sheet: Sheet, header: Header, reader: ScopeReader) -> Header:
    """`header` with the column that names its rows; as it is where nothing below says more than the headings do."""
    if {*_CODES, "region", "period"} & set(header.columns) or not header.has_figures:
        return header
    if any(scope.item for scope in header.scoped):
        return _with_corner(sheet, header, reader)
    if "task_name" in header.columns and not {"name", "state"} & set(header.columns):
        return _named(sheet, header, {"name": header.columns["task_name"]})  # tasks have a state; these have figures
    column_of_names = next((header.columns[role] for role in IDENTITY if role in header.columns), None)
    texts = _texts(sheet, header)
    told = {column: _told(texts[column], reader.names) for column in texts}
    if column_of_names and told.get(column_of_names):
        return header
    best = max(told, key=lambda column: told[column], default=0)
    if best and told[best] and list(told.values()).count(told[best]) == 1:
        return _named(sheet, header, {"name": best})
    if pair := _pair(texts, reader.names):
        return _named(sheet, header, {"name_over": pair[0], "name": pair[1]})
    return header if column_of_names else _with_corner(sheet, header, reader)


def _texts(sheet: Sheet, header: Header) -> dict[int, Sequence[str]]:
    """What stands below each heading that has no role yet but that of a name; merged cells say it in each row."""
    taken = {at for role, at in header.columns.items() if role not in IDENTITY}
    taken |= {heading.cell.column for _, _, heading in header.limited}
    last = max(*taken, *(each.cell.column for each in header.passed_over), 0)
    rows = list(takewhile(sheet.row, range(header.last_row + 1, header.last_row + 1 + _LOOKED_AT)))
    columns = [
        at
        for at in range(header.reach.start, last + 1)
        if at in header.reach and at not in taken and not _is_headed_above(sheet, header, at)
    ]
    return {
        column: [
            cell.raw if cell and cell.kind is CellKind.TEXT else ""
            for cell in (sheet.above_in_merge(row, column) for row in rows)
        ]
        for column in columns
    }


def _is_headed_above(sheet: Sheet, header: Header, column: int) -> bool:
    """Whether a heading reaches into these rows from above: then they are not all there is to the headings."""
    shown = sheet.shown(header.last_row, column)
    return shown is not None and shown.row < header.first_row


def _told(texts: Sequence[str], names: Names) -> int:
    """How many different things of the plan stand in a column."""
    return len({text for text in texts if text and names.means(text)})


def _pair(texts: Mapping[int, Sequence[str]], names: Names) -> tuple[int, int] | None:
    """Two columns that together say a name: 「生态卫士计划」 beside 「培训」; of the first with words in them."""
    worded = [column for column, below in texts.items() if any(below)][:_PAIRED]

    def told() -> Iterator[tuple[int, tuple[int, int]]]:
        for left, right in combinations(worded, 2):
            yield (
                _told([a + b for a, b in zip(texts[left], texts[right], strict=True) if a and b], names),
                (left, right),
            )

    count, pair = max(told(), default=(0, None))
    return pair if count else None


def _named(sheet: Sheet, header: Header, columns: Mapping[str, int]) -> Header:
    others = {role: heading for role, heading in header.headings.items() if role not in IDENTITY}
    passed_over = [heading for role, heading in header.headings.items() if role in IDENTITY]
    passed_over += [each for each in header.passed_over if each.cell.column not in columns.values()]
    named = {role: Heading(_head(sheet, header.last_row, column)) for role, column in columns.items()}
    twice = tuple(each for each in header.twice if each[1] not in IDENTITY)
    return replace(header, headings={**named, **others}, passed_over=tuple(passed_over), twice=twice)


def _head(sheet: Sheet, row: int, column: int) -> Cell:
    """The heading of a column; a blank one where it has none of its own."""
    shown = sheet.shown(row, column)
    text = shown.raw if shown else ""
    return Cell(sheet.address(row, column), row, column, CellKind.TEXT, text, text)


def _with_corner(sheet: Sheet, header: Header, reader: ScopeReader) -> Header:
    """Where only regions or indicators stand across, with a blank corner, what stands below it heads the rows."""
    columns = [each.cell.column for each in (*header.headings.values(), *(each for _, _, each in header.limited))]
    across = len(header.region_columns) > 1 or any(scope.item for scope in header.scoped)
    corner = min(columns) - 1
    if not across or corner < 1 or header.passed_over:
        return header
    below = next((cell for row in range(1, 4) if (cell := sheet.at(header.last_row + row, corner))), None)
    scope = reader.split(below.raw)[0] if below and isinstance(below.value, str) else WHOLE
    if not scope.region or sheet.shown(header.last_row, corner):
        return header
    return replace(header, headings={"region": Heading(_head(sheet, header.last_row, corner)), **header.headings})
