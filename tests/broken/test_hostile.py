"""No file takes more than it is given, and each is told of in its own words. The bounds are the product's own."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import hostile
import pytest

from loaders import targets_file
from loaders.apart import Bounds, Readers
from loaders.batch import Incoming
from loaders.limits import MEGABYTE, Limits
from loaders.workbook import read_workbook
from loaders.worker import Packed

ROOT = Path(__file__).resolve().parents[2]
STOPPED = {"A36", "A37", "A38"}
TIGHT = Bounds(seconds=20, memory_bytes=600 * MEGABYTE, workers=1)  # address space: about twice what is held


@pytest.fixture(scope="module")
def plan() -> Packed:
    found = targets_file.read(ROOT / "targets.toml").plan
    assert found
    return Packed.of(found)


@pytest.fixture(scope="module")
def readers():
    made = Readers(TIGHT)
    yield made
    made.close()


def codes(readers: Readers, plan: Packed, content: bytes, name: str = "月报.xlsx") -> set[str]:
    drafts = readers.read(Incoming(name, content), plan, date(2024, 7, 1))
    return {found.code for each in drafts for found in each.draft.problems}


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (hostile.zip_bomb, "A12"),
        (hostile.string_bomb, "A39"),
        (hostile.billion_laughs, "A32"),
        (hostile.external_entity, "A32"),
        (hostile.sparse, "A31"),
        (lambda: hostile.sparse("XFD20000"), "A31"),
        (lambda: hostile.sparse("A99999999999"), "A31"),
        (hostile.encrypted, "A09"),
        (lambda: hostile.dense(50, 5)[:-300], "A10"),
        (lambda: hostile.dense(50, 5)[:40], "A10"),
        (hostile.with_macros, "A13"),
        (lambda: b"", "A11"),
        (lambda: b"%PDF-1.7", "A14"),
    ],
)
def test_what_hurts_is_refused_with_its_own_sentence(readers, plan, make, code):
    assert codes(readers, plan, make()) == {code}


@pytest.mark.parametrize(
    "make",
    [
        hostile.sheet_wide_merges,
        hostile.many_strings,
        hostile.all_columns,
        hostile.with_external_links,
        hostile.with_injected_text,
        hostile.with_climbing_names,
    ],
)
def test_what_only_looks_bad_is_read(readers, plan, make):
    assert not any(code.startswith("A") for code in codes(readers, plan, make()))


def test_a_wrong_extension_is_told_and_read(readers, plan):
    found = codes(readers, plan, hostile.dense(5, 5), "月报.xls")
    assert "A04" in found
    assert not found & (STOPPED | {"A10", "A14"})


def test_formatting_to_the_last_row_is_loaded():
    content = hostile.formatted_to_the_end()
    book = read_workbook("月报.xlsx", content, Limits(32 * MEGABYTE, 320 * MEGABYTE))
    assert book.problems == ()
    assert (book.sheets[0].last_row, book.sheets[0].last_column) == (1, 1)


def test_values_of_external_links_are_kept_and_text_stays_text():
    book = read_workbook("a.xlsx", hostile.with_external_links())
    assert [cell.raw for cell in book.sheets[0].row(1)] == ["320"]
    texts = [cell.value for cell in read_workbook("a.xlsx", hostile.with_injected_text()).sheets[0].row(1)]
    assert texts == ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x")', "=cmd|'/C calc'!A0"]


def test_nothing_is_written_where_a_name_points(readers, plan):
    codes(readers, plan, hostile.with_climbing_names(), "../../../tmp/a.xlsx")
    assert not Path("/tmp/climbed.txt").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="memory is limited by the guard alone on Windows")
def test_a_sheet_beyond_the_memory_of_its_worker_is_refused_and_the_next_is_read(plan):
    content = hostile.dense(60_000, 12)
    readers = Readers(Bounds(seconds=60, memory_bytes=110 * MEGABYTE, workers=1))
    try:
        assert codes(readers, plan, content) == {"A37"}
        assert not codes(readers, plan, hostile.dense(5, 5)) & STOPPED
    finally:
        readers.close()
