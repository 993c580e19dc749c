"""No file takes more than it is given, and each is told of in its own words. The bounds are the product's own."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import hostile
import hostile_others as others
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


REFUSED = {
    hostile.zip_bomb: "A12", hostile.string_bomb: "A39", hostile.billion_laughs: "A32", hostile.external_entity: "A32",
    hostile.sparse: "A31", hostile.far_row: "A31", hostile.no_such_place: "A31", hostile.encrypted: "A09",
    hostile.truncated: "A10", hostile.stub: "A10", hostile.with_macros: "A13", bytes: "A11", hostile.a_pdf: "A14",
    others.xls_circle: "A10", others.xls_sparse: "A31", others.xls_same_sheet_often: "A10",
    others.xls_encrypted: "A09", others.xls_macros: "A13",
    others.xls_macro_sheet: "A13", others.xls_truncated: "A10", others.ods_zip_bomb: "A12", others.ods_laughs: "A32",
    others.ods_external_entity: "A32", others.ods_repeated: "A31", others.ods_sparse: "A31",
    others.ods_encrypted: "A09", others.ods_macros: "A13", others.ods_truncated: "A10", others.csv_too_long: "A12",
    others.csv_one_cell: "A39", others.csv_commas: "A31", others.csv_lines: "A31", others.csv_open_quote: "A42",
    others.csv_no_encoding: "A08",
}  # fmt: skip
READ = (
    hostile.sheet_wide_merges, hostile.many_strings, hostile.all_columns, hostile.wide_table,
    hostile.with_external_links,
    hostile.with_injected_text, hostile.with_climbing_names, others.xls_merges, others.xls_injected,
    others.xls_endless_strings, others.ods_merges,
    others.ods_formatted_to_the_end, others.ods_all_columns, others.ods_climbing, others.ods_dde, others.csv_injected,
)  # fmt: skip


def named(make: Callable[[], bytes]) -> str:
    return f"月报.{make.__name__.split('_')[0]}" if make.__module__ == "hostile_others" else "月报.xlsx"


@pytest.mark.parametrize(("make", "code"), REFUSED.items(), ids=lambda each: getattr(each, "__name__", each))
def test_what_hurts_is_refused_with_its_own_sentence(readers, plan, make, code):
    found = codes(readers, plan, make(), named(make))
    assert found == {code}


@pytest.mark.parametrize("make", READ, ids=lambda make: make.__name__)
def test_what_only_looks_bad_is_read(readers, plan, make):
    found = codes(readers, plan, make(), named(make))
    assert not {code for code in found if code.startswith("A")} - {"A02", "A07"}


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


@pytest.mark.parametrize("make", [others.xls_injected, others.csv_injected], ids=lambda make: make.__name__)
def test_text_stays_text_in_every_format(make):
    cells = read_workbook(named(make), make()).sheets[0].row(1)
    assert [cell.value for cell in cells] == ["=1+1", "@SUM(A1)", "=cmd|'/C calc'!A0"]


def test_what_another_program_last_said_is_not_read():
    sheet = read_workbook("a.ods", others.ods_dde()).sheets[0]
    assert [cell.raw for _, cells in sheet.rows() for cell in cells] == ["1"]


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
