"""Words around a table that speak of a part of the plan's time: whether its totals count from the plan's start or from
that part's, a person says.
"""

from __future__ import annotations

from collections.abc import Iterator

from domain.period import Period
from domain.problem_codes import problem
from domain.question import Reading
from loaders import headers
from loaders.answers import Answers
from loaders.findings import Doubt
from loaders.tables import remarks, spans
from loaders.tables.table import Table
from loaders.tables.titles import LONGEST


def settle_span(table: Table, answers: Answers) -> None:
    """Ask what totals count where a title, a note or a target speaks of a year, a quarter or a run of months."""
    said = next(_spans(table), None)
    if said is None:
        return
    text, cell = said
    counts_all, found = answers.settle(span_in_doubt(text, table.names.plan.start), table.sheet.name, cell)
    table.found.append(found)
    if counts_all is False:
        expected = headers.title("columns", "cumulative")
        table.found.append(problem("B09", table.sheet.name, cell, raw=text, expected=expected))


def span_in_doubt(text: str, since: Period) -> Doubt[bool]:
    """Whether totals count from the plan's start, beside a `text` that speaks of a part of the time."""
    choices = ((Reading("whole", "since_the_start", {"period": since}), True), (Reading("part", "that_part"), False))
    return Doubt("B44", {"raw": text, "period": since}, choices=choices)


def _spans(table: Table) -> Iterator[tuple[str, str]]:
    """What does so, with its cell; a long text is a note only where it speaks of totals."""
    since = table.names.plan.start.year
    around = [(headers.compact(each.text), each.cell) for each in table.titles]
    around += [(headers.compact(cell.raw), cell.address) for row in table.others for cell in table.row(row)]
    labelled = {each.cell for each in table.block.values()}
    for text, cell in around:
        is_of_totals = headers.row_opening(text) == "note" and remarks.speaks_of_totals(text)
        if cell in labelled:
            continue
        if (is_of_totals or (len(text) <= LONGEST and ":" not in text)) and spans.speaks_of_a_part(text, since):
            yield text, cell
    targets = [each for each in table.header.passed_over if spans.is_target_of_a_part(each.title, since)]
    if len(targets) == 1 and "target" not in table.header.columns:  # several are one target, year by year
        yield headers.compact(targets[0].title), targets[0].cell.address
