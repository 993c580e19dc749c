"""Do the sums that rows of a table state agree with its other rows. None is taken over; a wrong one tells of a slip.

That a sum over unlike units means nothing is for `tables.heading_checks`; regions against the city are for
`domain.checks`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from domain.plan import Indicator, Kind, Plan, Unit
from domain.problem import Fact, Problem
from domain.problem_codes import problem
from loaders import headers
from loaders.cells import read_number
from loaders.sheet import Cell, CellKind
from loaders.tables.header import is_figure
from loaders.tables.table import Table

_COUNTED = (Kind.FLOW, Kind.STOCK)
_ANY = Unit("", whole=False)  # rows of one unit are added as they stand

Values = Mapping[int, Decimal]  # by row


def wrong_sums(plan: Plan, table: Table) -> Iterator[Problem]:
    """Each sum that is none of what it may be meant to be. Only where all rows count the same, in one unit."""
    items = _alike(plan, table)
    columns = (at for part in table.parts for role, at in part.header.columns.items() if is_figure(role))
    for column in columns if len(items) > 1 else ():
        cells = {row: cell for row in items if (cell := table.sheet.at(row, column))}
        values = {row: value for row, cell in cells.items() if (value := _value(cell)) is not None}
        for row in table.totals if len(values) == len(cells) else ():
            yield from _wrong(table, row, table.sheet.at(row, column), values, _parts(items))


def _alike(plan: Plan, table: Table) -> Mapping[int, Indicator]:
    """The indicator of every row; empty where one is not known, or they are not all of one kind and unit."""
    items: dict[int, Indicator] = {}
    is_of_indicators = bool(table.totals) and not {"period", "region"} & set(table.header.columns)
    for row in table.rows if is_of_indicators else ():
        name = table.text(row, "name")
        item = table.names.coded(table.text(row, "code")) or next(iter(table.names.named(name)), None)
        if isinstance(item, Indicator):
            items[row] = plan.series(item.id)
        elif any(cell.kind is CellKind.NUMBER for cell in table.row(row)):
            return dict[int, Indicator]()
    units = {table.names.one_unit(table.text(row, "unit") or item.unit) for row, item in items.items()}
    kinds = {item.kind for item in items.values()}
    is_alike = len(units) == len(kinds) == 1 and kinds <= set(_COUNTED)
    return items if is_alike else dict[int, Indicator]()


def _parts(items: Mapping[int, Indicator]) -> set[int]:
    """The rows that are part of another one, or repeat it: a sum may leave them out."""
    ids = [item.id for item in items.values()]
    twice = {row for place, (row, item) in enumerate(items.items()) if item.id in ids[:place]}
    return twice | {row for row, item in items.items() if item.subset_of in ids}


def _wrong(table: Table, row: int, stated: Cell | None, values: Values, parts: set[int]) -> Iterator[Problem]:
    value = _value(stated)
    if stated is None or value is None:
        return
    spans = list(_spans(table, row))
    sums = [sum((values.get(each, Decimal(0)) for each in span), Decimal(0)) for span in spans]
    without = [sum((values.get(each, Decimal(0)) for each in span if each not in parts), Decimal(0)) for span in spans]
    if sums and value not in (*sums, *without):
        facts: dict[str, Fact] = {"row": table.sheet.row_line(row), "raw": table.row(row)[0].raw.strip()}
        facts |= {"value": value, "total": sums[0], "difference": abs(value - sums[0])}
        yield problem("X42", table.sheet.name, stated.address, **facts)


def _spans(table: Table, row: int) -> Iterator[Sequence[int]]:
    """The rows that the sum in `row` may be over, the likeliest first: since the last sum, all above, or below."""
    above = [each for each in table.rows if each < row]
    since = table.since_last_sum(row)
    below = [each for each in table.rows if each > row and not any(row < total < each for total in table.totals)]
    in_order = (since, above) if headers.is_subtotal(table.row(row)[0].raw) else (above, since)
    yield from (span for span in (*in_order, below, table.rows) if span)


def _value(cell: Cell | None) -> Decimal | None:
    return read_number(cell, _ANY, role="month").value if cell else None
