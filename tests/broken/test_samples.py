"""The broken sheets a newcomer can try: each is answered by the one code it was made for."""

from datetime import date
from pathlib import Path

import pytest

from loaders import submission, targets_file
from sample_data.make import Sample
from tests.support.sheets import codes, sentences

ROOT = Path(__file__).parents[2]
PLAN = targets_file.read(ROOT / "targets.toml").plan
assert PLAN is not None
BROKEN = Sample(PLAN).broken()


@pytest.mark.parametrize("sheet", BROKEN, ids=lambda sheet: sheet.fault)
def test_a_broken_sheet_is_answered_by_its_code(sheet):
    assert PLAN is not None
    drafts = submission.read(f"{sheet.fault}.xlsx", sheet.content, PLAN, today=date(2024, 7, 8))
    assert codes(drafts) == ({sheet.code} if sheet.code else set())
    assert any(draft.is_acceptable for draft in drafts) is not bool(sheet.code)
    assert all(all(sentences(found)) for draft in drafts for found in draft.problems)
