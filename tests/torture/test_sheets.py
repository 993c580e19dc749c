"""Nothing wrong is loaded silently, nothing right is refused: sheets of known truth, spoilt at random in known ways.

A few hundred in the suite; `make torture` does twenty thousand and prints the totals. A failure names the command that
prints its sheet.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from functools import cache

import pytest

from domain.observation import Draft
from tests.torture.sheets.__main__ import told
from tests.torture.sheets.faulty import FALLS_FOR, FAULTS, spoilt
from tests.torture.sheets.hand import ALL, GRAVE, MILD, SLIPS
from tests.torture.sheets.torture import Sheet, Totals, Trial, outcome, run, sheet, trial
from tests.torture.sheets.verdict import GOOD, Outcome
from tests.torture.sheets.writing import written

SHEETS = int(os.environ.get("TORTURE_SHEETS", "240"))
LOTS = 4
SEEN_THROUGH = 400  # sheets within which every faulty reader is found out
UNSEEN_AT_MOST = 0.02  # of all sheets: what nothing could show

# Seeds that once went wrong, each with the fewest distortions that brought it about.
REGRESSIONS = [
    "4 year_to_date_heading",
    "15 plus_sign full_width_digits float_noise",
    "62 heading_spelled_otherwise other_unit table_beside",
    "18 row_slipped_sideways heading_left_out",
    "106 blank_column month_as_a_day columns_exchanged struck_through",
    "138 chapter_row",
    "172 hidden_column blank_rows_on_top formula_with_text_result",
    "258 planned_heading",
    "358 numbering_row",
    "366 code_left_out whole_column_as_text",
    "594 saved_as_csv",
    "843 code_left_out",
    "1144 stray_number_far_right saved_as_csv",
    "1373 heading_spelled_otherwise",
    "1500 department_spelled_otherwise",
    "1551 footers",
    "1602 clean",
    "1683 row_slipped_sideways",
    "1791 repeated_headings table_beside",
    "1797 month_unreadable",
    "1857 row_left_out",
    "2002 columns_exchanged",
    "3057 name_misspelt",
    "10877 department_unknown",
    "11713 year_to_date_heading",
    "31379 month_unreadable",
    "202651 year_to_date_heading",
    "519 footers department_left_blank",
    "1002412 too_many_digits unit_left_out",
    "1007877 columns_exchanged",
    "1008246 department_left_blank",
    "1008603 name_misspelt words_changed",
    "11016431 sequence_broken row_slipped_sideways",
    "1000277 needless_decimals",
    "1000615 numbering_row table_beside",
    "1000930 clean",
    "6000914 heading_left_out",
    "6001694 heading_left_out",
    "7000257 clean",
    "9001180 heading_not_understood",
]


@pytest.mark.parametrize("lot", range(LOTS))
def test_every_sheet_is_read_right_or_refused_at_the_right_cell(lot: int):
    totals = run(range(lot * SHEETS // LOTS, (lot + 1) * SHEETS // LOTS))
    told = [f"python -m tests.torture.sheets {trial}\n{outcome}: {why}" for outcome, trial, why in totals.failures]
    assert not told, "\n\n".join(told)
    assert totals.outcomes[Outcome.ACCEPTED_RIGHT] > totals.sheets / 3  # a torture that refuses all proves nothing
    assert totals.outcomes[Outcome.REFUSED_RIGHT] > totals.sheets / 5
    assert totals.outcomes[Outcome.UNDETECTABLE] <= max(totals.sheets * UNSEEN_AT_MOST, 3)


@pytest.mark.parametrize("once", REGRESSIONS)
def test_what_once_went_wrong_stays_mended(once: str):
    given = Trial.of(once)
    verdict, made = outcome(given)
    assert tuple(made.done) == given.distortions  # or the sheet has become another one and proves nothing
    assert verdict.outcome in GOOD, f"python -m tests.torture.sheets {once}: {verdict.why}"


def test_every_distortion_finds_its_sheets_and_leaves_a_trace():
    """One that never applies, or changes nothing, proves nothing."""
    idle = set(ALL)
    for seed in range(120):
        before = written(sheet(Trial(seed, ())).paper)
        for name in sorted(idle):
            made = sheet(Trial(seed, (name,)))
            if made.done and written(made.paper) != before:
                idle.discard(name)
        if not idle:
            break
    assert not idle


def test_a_seed_gives_the_same_bytes_again():
    assert written(sheet(trial(7)).paper) == written(sheet(trial(7)).paper)


def test_the_totals_are_told_and_a_failure_fails_the_run(capsys: pytest.CaptureFixture[str]):
    totals = run(range(3))
    assert told(totals, 1) == 0
    assert "3 sheets" in capsys.readouterr().out
    totals.add(Totals(1, failures=[(Outcome.WRONG_AND_SILENT, "4711 blank_row", "1 was read as 2")]))
    assert told(totals, 1) == 1
    assert "wrong and silent: 4711 blank_row" in capsys.readouterr().out


def test_no_distortion_is_listed_twice():
    assert sorted([*MILD, *GRAVE, *SLIPS]) == sorted(ALL)


@pytest.mark.parametrize("name", FAULTS)
def test_a_reader_that_goes_wrong_is_found_out(name: str):
    """What proves that the torture can fail: right drafts spoilt in one way are seen through within a few sheets."""
    expected, fault = FAULTS[name]
    made_for_it = readings(FALLS_FOR.get(name, ""))
    assert any(made.judged(spoilt(drafts, fault)).outcome is expected for made, drafts in made_for_it)


@cache
def _reading(seed: int, distortion: str) -> tuple[Sheet, Sequence[Draft]]:
    made = sheet(Trial(seed, (distortion,)) if distortion else trial(seed))
    return made, made.read()


def readings(distortion: str) -> Iterator[tuple[Sheet, Sequence[Draft]]]:
    """Sheets as they come, or spoilt in the one way that is asked for."""
    return (_reading(seed, distortion) for seed in range(SEEN_THROUGH))
