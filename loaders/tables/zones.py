"""Where a sheet says that a region's figures hold those of a zone: in a heading, a region's name, or a remark.

Which zones lie within which regions is data of the plan. Whether the zone is listed separately too, and so counted
twice, is for `domain.checks`.
"""

from __future__ import annotations

from collections.abc import Iterator

from domain.case import Inclusion
from domain.observation import Source, Topic
from domain.plan import Plan, Region
from loaders import headers
from loaders.sheet import Cell
from loaders.tables.header import TableKind
from loaders.tables.table import Table

_REMARKS = tuple(topic.value for topic in Topic)


def inclusions(plan: Plan, table: Table, row: int, series_id: str, region_id: str | None) -> Iterator[Inclusion]:
    """Everything in `row`, and in the headings over it, that says so."""
    zones = [zone for zone in plan.regions if zone.within]
    for cell, speaks_of in _said(table, row, region_id) if zones else ():
        included = headers.including(cell.raw)
        for zone in zones if included else ():
            if any(part.startswith(_spellings(zone)) for part in included):
                for outer in (plan.region(each) for each in zone.within):
                    if speaks_of == outer.id or any(name in headers.lower(cell.raw) for name in _spellings(outer)):
                        source = Source(table.sheet.name, cell.address, cell.raw)
                        yield Inclusion(zone.id, outer.id, source, series_id)


def _said(table: Table, row: int, region_id: str | None) -> Iterator[tuple[Cell, str | None]]:
    """The cells that may say it, each with the region it speaks of by where it stands."""
    if table.header.kind is TableKind.REGIONS:
        for region in table.header.region_columns:
            yield table.header.headings[f"region:{region}"].cell, region
    for role in ("region", *_REMARKS):
        cell = table.cell(row, role)
        if cell and cell.raw.strip():
            yield cell, region_id


def _spellings(region: Region) -> tuple[str, ...]:
    texts = (region.name.zh, region.name.en, *region.aliases)
    return tuple(headers.lower(text) for text in texts)
