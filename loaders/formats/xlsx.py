"""An .xlsx → its sheets. Every row is looked at when the file is read; its cells are made when they are asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from domain.problem_codes import problem
from loaders.formats.archive import Archive
from loaders.formats.book_xml import has_endless_text, read_comments, read_contents, read_styles
from loaders.formats.grid import laid_out
from loaders.formats.number_format import Shown, format_by
from loaders.formats.shared_strings import read_strings
from loaders.formats.sheet_rows import read_rows, zero_results
from loaders.formats.sheet_survey import Conditional, TooFar
from loaders.formats.xlsx_cells import SharedTexts, XlsxCells
from loaders.formats.xml_text import decoded
from loaders.guard import Inspection
from loaders.limits import Limits, Unreadable, too_wide
from loaders.sheet import Aside, Merge, Sheet, Workbook, address_of, area_of, shows_nothing


def read(inspection: Inspection, limits: Limits) -> Workbook:
    """Raises Unreadable for what is refused."""
    archive = inspection.archive
    assert archive is not None
    contents = read_contents(archive)
    styles = read_styles(archive, contents.styles)
    strings = _strings(archive, contents.strings)
    doubtful = strings if any(map(shows_nothing, strings)) else ()
    texts = SharedTexts(strings)
    sheets: list[Sheet] = []
    cells = 0
    for page in contents.pages:
        xml = archive.read(page.part)
        if has_endless_text(xml):
            raise Unreadable(problem("A39", page.name))
        try:
            rows, around = read_rows(decoded(xml), doubtful)
        except TooFar as far:
            raise Unreadable(too_wide(page.name, far.address, far.row, far.column)) from far
        if rows.area:
            top, left, bottom, right = rows.area
            height, width = bottom - top + 1, right - left + 1
            cells += height * width
            if cells > limits.cells:
                raise Unreadable(too_wide(page.name, address_of(bottom, right), height, width))
        source = XlsxCells(rows, texts, styles.looks, from_1904=contents.from_1904)
        unsure = zero_results(rows) if contents.is_uncalculated else frozenset[str]()
        formats = tuple(_conditional(around.conditional, styles.conditional))
        aside = Aside(read_comments(archive, page), unsure, around.hides_zeros, formats)
        merges, hidden = tuple(around.merges), (rows.hidden, around.hidden_columns)
        sheets.append(laid_out(page.name, page.visible, source, merges, *hidden, aside))
    return Workbook(tuple(sheets))


def _conditional(said: Sequence[Conditional], codes: Mapping[str, str]) -> Iterator[tuple[Merge, str]]:
    """The areas in which a number may be shown as another than it is, or as a day, a share or a text."""
    for each in said:
        code = each.code or codes.get(each.style, "")
        if format_by(code).shown is not Shown.NUMBER:
            yield from ((area, code) for written in each.where.split() if (area := area_of(written)))


def _strings(archive: Archive, part: str | None) -> Sequence[str]:
    if part is None or part not in archive.parts:
        return ()
    xml = archive.read(part)
    if has_endless_text(xml):
        raise Unreadable(problem("A39"))
    return read_strings(xml)
