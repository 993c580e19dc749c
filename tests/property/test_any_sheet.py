"""Whatever is put anywhere into a department's own sheet: no exception, and no wrong figure without a word at its cell.

And every figure accepted can be found again: another library, opening the file at the cell named, sees the text kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.observation import Draft
from tests.support.other_libraries import seen_by_others
from tests.support.sheets import errors
from tests.torture.sheets import by_csv
from tests.torture.sheets.paper import Page, Rich, Spot
from tests.torture.sheets.torture import Sheet, Trial, sheet, trial
from tests.torture.sheets.verdict import read_from
from tests.torture.sheets.wordings import HEADINGS, SAID
from tests.torture.sheets.writing import written

pytestmark = pytest.mark.slow

SEEDS = st.integers(0, 4000)
ENDS = "\ufeff\t"
WORDS = sorted(
    {word for words in HEADINGS.values() for word in words} | {*SAID, "合计", "注：", "报告期：2024年2月", "2月"}
)
anything = st.one_of(
    st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn")), max_size=20),
    st.text("0123456789０１２３,，. -—+%()（）①*万千三人次月日约余至eE_无#", max_size=12),
    st.sampled_from(WORDS),
    st.integers(-(10**10), 10**10),
    st.integers(0, 3000),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.booleans(),
    st.dates(date(1990, 1, 1), date(2035, 1, 1)),
    st.none(),
)


IDENTITY = ("period", "department", "block", "title", "label")  # cells that say whose and which month's all figures are


def clean(seed: int) -> Sheet:
    return sheet(Trial(seed, ()))


def as_any_file(made: Sheet, data: st.DataObject) -> None:
    """Have it written in one of the formats that can hold it."""
    able = ["xlsxwriter", "openpyxl", "xls", "ods", *(["csv"] if by_csv.may_be(made.paper) else [])]
    made.paper.by = data.draw(st.sampled_from(able))
    if made.paper.by == "csv":
        made.paper.pages[0].name, made.paper.encoding = "月报", data.draw(st.sampled_from(by_csv.ENCODINGS))
    ending = {"xlsxwriter": "xlsx", "openpyxl": "xlsx"}.get(made.paper.by, made.paper.by)
    made.paper.name = f"月报.{ending}"


def told(drafts: Sequence[Draft]) -> set[tuple[str, str]]:
    return {(found.sheet, found.cell) for draft in drafts for found in draft.problems}


def wrong(made: Sheet, drafts: Sequence[Draft], typed: Spot | None = None, *, as_of_any: bool = False) -> list[Any]:
    """The figures taken over that are not the truth, nor what was typed, and of which nothing is said at their cell.

    With `as_of_any` they may be of any department and month: of those that were typed.
    """
    if errors(drafts):
        return []
    said, found = told(drafts), []
    of_any = {key[2:]: value for key, value in made.truth.items()} if as_of_any else {}
    for key, (value, place) in read_from(drafts).items():
        is_typed = typed is not None and place == made.paper.place(typed)
        is_true = value == (of_any.get(key[2:]) if as_of_any else made.truth.get(key))
        if is_true or place in said or (is_typed and _is_just_that(value, typed)):
            continue
        found.append((key, value, place))
    return found


def _is_just_that(value: Decimal | str, typed: Spot | None) -> bool:
    """Whether a figure is the number typed, or a state the word typed."""
    if typed is None or isinstance(typed.value, bool):
        return False
    try:
        return isinstance(value, str) or value == Decimal(str(typed.value).strip())
    except ArithmeticError:
        return False


def page_of(made: Sheet, data: st.DataObject) -> Page:
    return data.draw(st.sampled_from([page for page in made.paper.pages if page.spots]))


@settings(max_examples=120)
@given(SEEDS, st.data(), anything)
def test_anything_typed_anywhere(seed: int, data: st.DataObject, value: Any):
    """The cell typed into may hold that figure then; every other figure stays what it was, or the sheet is refused."""
    made = clean(seed)
    page = page_of(made, data)
    row, column = (data.draw(st.integers(1, last + 2)) for last in (page.last_row, page.last_column))
    old = page.spots.get((row, column))
    typed = Spot(value, "typed", key=old.key if old else None)
    page.put(row, column, typed)
    as_any_file(made, data)
    drafts = made.read()
    is_identity = old is not None and old.part in IDENTITY and len(made.case.months) == 1
    assert wrong(made, drafts, typed, as_of_any=is_identity) == []
    gone = {key for key in made.truth if key not in read_from(drafts)}
    assert gone <= ({old.key} if old else set()) or any(draft.problems for draft in drafts)


@settings(max_examples=60)
@given(SEEDS, st.data())
def test_any_cells_merged(seed: int, data: st.DataObject):
    """What lies under a merge is gone; what is left is what it was. One state over several tasks is that of each."""
    made = clean(seed)
    page = page_of(made, data)
    top, left = (data.draw(st.integers(1, last)) for last in (page.last_row, page.last_column))
    bottom, right = (data.draw(st.integers(first, first + 3)) for first in (top, left))
    inside = {(r, c) for r in range(top, bottom + 1) for c in range(left, right + 1)}
    if len(inside) == 1 or any(page.is_in_merge(*place) for place in inside):
        return
    page.spots = {place: spot for place, spot in page.spots.items() if place not in inside or place == (top, left)}
    page.merges.append((top, left, bottom, right))
    as_any_file(made, data)
    of_all = (page.name, page.at(top, left))
    assert [each for each in wrong(made, made.read()) if each[0][-1] != "state" or each[2] != of_all] == []


@settings(max_examples=60)
@given(SEEDS, st.data(), st.integers(1, 3), st.booleans())
def test_any_shift(seed: int, data: st.DataObject, count: int, of_rows: bool):
    """Blank rows or columns put in anywhere."""
    made = clean(seed)
    page = page_of(made, data)
    if of_rows:
        page.insert_rows(data.draw(st.integers(1, page.last_row + 1)), count)
    else:
        page.insert_columns(data.draw(st.integers(1, page.last_column + 1)), count)
    as_any_file(made, data)
    assert wrong(made, made.read()) == []


@settings(max_examples=60)
@given(SEEDS, st.data(), st.integers(-2, 2), st.integers(-2, 2))
def test_any_block_pushed_aside(seed: int, data: st.DataObject, down: int, across: int):
    """A block of cells drawn somewhere else, over whatever stood there."""
    made = clean(seed)
    page = page_of(made, data)
    top, left = (data.draw(st.integers(1, last)) for last in (page.last_row, page.last_column))
    block = {
        (row, column): spot
        for (row, column), spot in page.spots.items()
        if top <= row <= top + 2 and left <= column <= left + 2
    }
    moved = {(max(row + down, 1), max(column + across, 1)): spot for (row, column), spot in block.items()}
    page.spots = {
        place: spot for place, spot in page.spots.items() if place not in block and place not in moved
    } | moved
    page.merges = []
    as_any_file(made, data)
    drafts = made.read()
    assert [
        each for each in wrong(made, drafts) if each[2] not in {made.paper.place(spot) for spot in moved.values()}
    ] == []


@settings(max_examples=80)
@given(st.integers(0, 10**6))
def test_the_cell_named_holds_the_text_kept(seed: int):
    """Of tortured sheets too, in every format: seen by libraries that share no code with the reader.

    These know nothing of what formats add to a number, of digits struck or raised, nor of values under a merge; and at
    the ends of a text some let go of the mark of an encoding (.xls) or of a tab that is not written as one (.ods).
    """
    made = sheet(trial(seed))
    if made.paper.by == "csv":
        made.paper.pages[0].name = "月报"
    told = {
        (page.name, page.at(*place)): spot.raw
        for page in made.paper.pages
        for place, spot in page.spots.items()
        if spot.reads or isinstance(spot.value, Rich) or page.is_in_merge(*place)
    }
    for seen in seen_by_others(written(made.paper), made.paper.by):
        for draft in made.read():
            for figure in draft.observations:
                source = figure.source
                expected = told.get((source.sheet, source.cell)) or seen(source.sheet, source.cell)
                assert source.raw.strip(ENDS) == expected.strip(ENDS)
