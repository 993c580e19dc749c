"""Whatever was done to a sheet: its marked copy is read as it is, with the same problems on the same cells."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from domain.observation import Draft
from loaders import guard, submission
from loaders.limits import USUAL
from reports.annotated import annotated, file_name
from reports.marking.copy import copied
from tests.torture.sheets import by_csv
from tests.torture.sheets.torture import sheet, trial
from tests.torture.sheets.writing import written
from wording import Words

pytestmark = pytest.mark.slow

ABOUT_THE_FORMAT = ("A02", "A03", "A04", "A07")  # which is another one after marking


@pytest.mark.parametrize("by", ["xlsxwriter", "xls", "ods", "csv"])
def test_a_marked_copy_says_what_its_original_does(by: str):
    marked = 0
    for seed in range(40):
        made = sheet(trial(seed))
        if made.paper.is_bound or (by == "csv" and not by_csv.may_be(made.paper)):
            continue
        made.paper.by, made.paper.encoding = by, "gb18030"
        made.paper.name = f"报表.{by}" if by != "xlsxwriter" else "报表.xlsx"
        content, case = written(made.paper), made.case
        inspection = guard.inspect(made.paper.name, content, USUAL)
        if inspection.is_refused:
            continue
        drafts = submission.read(made.paper.name, content, case.plan, today=case.today, ledger=case.ledger)
        assert by == "xlsxwriter" or copied(inspection, USUAL), seed
        copy = annotated(made.paper.name, content, drafts, Words("zh"))
        name = file_name(made.paper.name, Words("zh"))
        again = submission.read(name, copy, case.plan, today=case.today, ledger=case.ledger)
        assert _said(again) == _said(drafts), seed
        marked += 1
    assert marked >= (1 if by == "csv" else 15)


def _said(drafts: Sequence[Draft]) -> list[object]:
    return [
        (
            sorted((found.code, found.cell) for found in draft.problems if found.code not in ABOUT_THE_FORMAT),
            [
                (seen.indicator_id, seen.region_id, seen.period, seen.value, seen.source.cell)
                for seen in draft.observations
            ],
        )
        for draft in drafts
    ]
