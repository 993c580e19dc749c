"""What goes into a column comes out the same."""

from __future__ import annotations

import json
import re
from datetime import UTC
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.dialects import sqlite

from domain.period import Period
from domain.plan import Name
from domain.problem import Fact
from domain.question import Line
from storage.columns import ExactDecimal, canonical, read, written

names = st.builds(Name, st.text(), st.text())
lines = st.builds(Line, st.text(), st.booleans(), st.text())
facts = st.one_of(
    st.text(),
    st.integers(),
    st.decimals(allow_nan=False, allow_infinity=False),
    st.dates(),
    st.datetimes(timezones=st.just(UTC)),
    st.builds(Period, st.integers(1, 9999), st.integers(1, 12)),
    names,
    lines,
    st.lists(lines).map(tuple),
    st.lists(st.text()).map(tuple),
    st.lists(names).map(tuple),
)


@given(facts)
def test_a_fact_survives_json(fact: Fact) -> None:
    back = read(json.loads(json.dumps(written(fact))))
    assert back == fact
    assert isinstance(back, type(fact))


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=Decimal("-1e40"), max_value=Decimal("1e40")))
def test_a_decimal_has_one_written_form(value: Decimal) -> None:
    text = canonical(value)
    assert Decimal(text) == value
    assert re.fullmatch(r"-?(0|[1-9]\d*)(\.\d*[1-9])?", text)
    assert text != "-0"
    assert canonical(Decimal(text)) == text


@pytest.mark.parametrize("value", [1, 1.5, "1", True, Decimal("NaN"), Decimal("Infinity")])
def test_only_exact_decimals_are_stored(value: object) -> None:
    with pytest.raises(TypeError, match="not an exact decimal"):
        ExactDecimal().process_bind_param(value, sqlite.dialect())
