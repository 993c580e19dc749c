"""Any text in any cell gives a value or a finding; a whole number reads back to itself whatever decorates it."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

import wording
from domain.period import Period
from domain.plan import Unit
from domain.problem import Severity
from domain.problem_codes import problem
from loaders.cells import Read, read_date, read_number, read_period, read_unit
from loaders.workbook import Cell, CellKind, told

UNITS = [Unit("人次"), Unit("人", ("名",)), Unit("万元", whole=False), Unit("%", whole=False), Unit("届/2年", ("届",))]
ROLES = ["month", "cumulative", "previous", "reached", "denominator", "region:x"]

sheet_like = st.text(
    alphabet="0123456789０１２３４５６７８９,，. -—+−%()（）①*万千亿三千人次年月日约余至/eE_无#", max_size=24
)
texts = st.text() | sheet_like
stored = st.one_of(
    texts, st.integers(), st.floats(), st.booleans(), st.dates(), st.datetimes(), st.times(), st.timedeltas()
)


def cell_of(value: str | float | bool | date | datetime | time | timedelta) -> Cell:
    return Cell("J8", 8, 10, *told(value))  # the one place where stored values become cells


def holds(read: Read) -> None:
    """Never a value beside an error, never a warning without a value; and every finding can be said."""
    problems = [problem(finding.code, "月报", "J8", **finding.facts) for finding in read.told]
    is_error = any(found.severity is Severity.ERROR for found in problems)
    assert not problems or is_error == (read.value is None)
    for language in wording.LANGUAGES:
        for found in problems:
            facts = {"indicator": "M16-1", "title": "累计完成", **found.facts}  # the row adds what it is about
            assert wording.Words(language)(f"problem.{found.code}", sheet="月报", cell="J8", **facts)


@given(
    stored, st.sampled_from(UNITS), st.sampled_from(ROLES), st.sampled_from([Decimal(1), Decimal(10000)]), st.booleans()
)
def test_any_cell_gives_a_number_or_a_finding(value, unit: Unit, role: str, multiplier: Decimal, may_fall: bool):
    cell = cell_of(value)
    read = read_number(cell, unit, role=role, multiplier=multiplier, may_fall=may_fall)
    holds(read)
    if read.value is not None:
        assert read.value.is_finite()
        assert not unit.whole or read.value % 1 == 0
    elif not read.told:
        assert cell.kind is CellKind.TEXT  # a blank, or a dash where the column only checks
        assert role in ("previous", "total") or not any(character.isalnum() for character in cell.raw)


@given(stored)
def test_any_cell_gives_a_month_or_a_finding(value):
    for read in (read_period(cell_of(value)), read_date(cell_of(value))):
        holds(read)


@given(texts, st.sampled_from(UNITS))
def test_any_text_gives_a_unit_or_a_finding(text: str, unit: Unit):
    holds(read_unit(text, unit))


def full_width(text: str) -> str:
    return "".join(chr(ord(character) + 0xFEE0) if "!" <= character <= "~" else character for character in text)


DECORATIONS = [
    str,
    lambda number: f"{number:,}",
    lambda number: f"{number:,}".replace(",", "，"),
    lambda number: f"{number:,}".replace(",", " "),
    lambda number: f"{number:,}".replace(",", "\u00a0"),
    lambda number: full_width(str(number)),
    lambda number: full_width(f"{number:,}"),
    lambda number: f"{number}人次",
    lambda number: f" {number:,} 人次 ",
    lambda number: f"+{number}",
    lambda number: f"{number}.0",
    lambda number: f"{Decimal(number) / 10000:f}万",
    lambda number: f"{Decimal(number) / 1000:f}千人次",
    lambda number: f"\ufeff{number}\u200b",
]


@given(st.integers(min_value=0, max_value=10**11), st.sampled_from(DECORATIONS))
def test_a_decorated_whole_number_reads_back_to_itself(number: int, decorate):
    assert read_number(cell_of(decorate(number)), Unit("人次")).value == number


@given(st.integers(min_value=-(10**11), max_value=10**11))
def test_a_stored_whole_number_reads_back_to_itself(number: int):
    assert read_number(cell_of(float(number)), Unit("人次"), role="month").value == number


@given(st.integers(min_value=1000, max_value=9999), st.integers(min_value=1, max_value=12), st.integers(0, 5))
def test_a_month_reads_back_to_itself(year: int, month: int, form: int):
    written = [
        f"{year}年{month}月",
        f"{year}-{month:02d}",
        f"{year}/{month}",
        f"{year}.{month:02d}",
        full_width(f"{year}年{month}月"),
        f"{year} 年 {month} 月份",
    ]
    assert read_period(written[form]).value == Period(year, month)
