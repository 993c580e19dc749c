"""Whatever number there is, it can be written: on a page, in a table, in a file."""

from __future__ import annotations

import io
from decimal import Decimal
from fractions import Fraction

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from charts.exhibit import Column, Kind, Table
from reports.tables import csv_bytes, xlsx_bytes
from views.about import About
from wording import Words

ZH = Words("zh")
FAR = [
    "1e999",
    "-1e999999",
    "1e-999",
    "NaN",
    "sNaN",
    "Infinity",
    "-Infinity",
    "1e30",
    "123456789012345678901234567890.5",
]
ANY = (
    st.decimals()
    | st.sampled_from(list(map(Decimal, FAR)))
    | st.floats()
    | st.integers(-(10**5000), 10**5000)
    | st.fractions().map(lambda share: share * 10**400)
)


@given(ANY, st.none() | st.integers(0, 6))
def test_any_number_is_written(number: Decimal | float | Fraction, decimals: int | None) -> None:
    written = [ZH.number(number, decimals), ZH.share(number), ZH.points(number), ZH.fact(number)]
    assert all(written)
    assert max(map(len, written)) < 60, "no page is flooded with digits"


@pytest.mark.parametrize(
    ("number", "written"),
    [
        ("1e999", "1.00×10^999"),
        ("-1e30", "−1.00×10^30"),
        ("NaN", "—"),
        ("-Infinity", "−∞"),
        ("999999999999999999999999999999", "999,999,999,999,999,999,999,999,999,999"),
        ("1e-999", "0.0"),
        ("0e50", "0"),
    ],
)
def test_what_is_no_figure_has_a_form_of_its_own(number: str, written: str) -> None:
    assert ZH.number(Decimal(number)) == written


@pytest.mark.parametrize("kind", ["number", "share", "points"])
def test_a_file_takes_any_number(kind: Kind) -> None:
    table = Table((Column("value", "值", kind),), tuple((Decimal(far),) for far in FAR), (About(),) * len(FAR))
    assert csv_bytes(table)
    assert openpyxl.load_workbook(io.BytesIO(xlsx_bytes(table, "表", ())))
