"""What a number format adds to a number, code by code; what each gives in whole files is in test_formats."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.formats.grid import Marked
from loaders.formats.number_format import Shown, built_in, format_by
from loaders.formats.number_words import as_seen

PLAIN = [
    "General", "0", "00", "0.00", "#,##0", "#,##0.00_ ", "0_);(0)", "0.00_);[Red](0.00)", "0;-0", "0;[Red]-0;0;@",
    "# ##0", "#\\ ##0", "@", "# ?/?", "# ??/16", "0.00E+00", "[Red]0", "[DBNum1][$-804]General", "0*-", "0.#", "",
    '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"??_ ;_ @_ ', '_(* #,##0.00_);_(* (#,##0.00);_(* "-"??_);_(@_)', "G/通用格式",
]  # fmt: skip


@pytest.mark.parametrize("code", PLAIN)
def test_marks_signs_and_zeros_add_nothing(code: str):
    assert format_by(code).shown is Shown.NUMBER


def test_dates_and_percentages_stay_what_they_are():
    assert [format_by(code).shown for code in ('yyyy"年"m"月"', "h:mm;@", "0.0%", "0%;[Red]-0%", "[h]:mm")] == [
        Shown.DATE, Shown.DATE, Shown.PERCENT, Shown.PERCENT, Shown.DURATION,
    ]  # fmt: skip


TYPED = [
    ('0"万"', 1, "1万"), ('0"万"', 0, "0万"), ('"约"0', 3000, "约3000"), ('0"+"', 350, "350+"), ('"不足"0', 3, "不足3"),
    ('0"%"', 69, "69%"), ("0\\%", 69, "69%"), ('0%"左右"', 0.65, "65%左右"), ('0"人"', -5, "-5人"),
    ("0人次", 350, "350人次"),
    ('General"人"', 1.5, "1.5人"), ('G/通用格式"人次"', 350, "350人次"), ('0!.0,"万"', 7213, "0.7213万"),
    ('0.0,,"百万"', 7213000, "7.213百万"), ('0.0,"千"', 7213.5, "7.2135千"), ('0.0"余"', 1, "1余"),
    ('0"万"0000', 17213, "1万7213"),
    ("0000-00-00", 20240630, "2024-06-30"), ('0"年"0"月"', 20246, "2024年6月"), ('[>100]0"万"', 350, "350万"),
    ('[>=10000]0!.0,"万";0', 72130, "7.213万"), ('[=1]"男";[=2]"女"', 2, "女"), ('0;-0;"待统计"', 0, "待统计"),
    ('"已完成"', 1, "已完成"), ('0;"△"0', -5, "△5"), ("[$¥-804]#,##0.00", 350, "¥350"), ('@"人"', "350", "350人"),
    ('0;0;0;"约"@', "350", "约350"), ('[DBNum1]0"万"', 3, "3万"), ('0_ "人"', 3, "3 人"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "value", "text"), TYPED)
def test_words_around_a_number_are_as_if_typed(code: str, value: Any, text: str):
    assert format_by(code).shown is Shown.WORDS
    assert as_seen(value, code) == text


OTHERWISE = [
    ("0,", 7213, "7", "7.213"), ("#,##0.0,", 7213, "7.2", "7.213"), ("0!.0,", 7213, "0.7", "0.7213"),
    ("0!.0000", 350, "0.0350", "0.035"), ("0\\.00", 7213, "72.13", "72.13"), ("0;0", -5, "5", "5"),
    ("0;[Red]0", -5, "5", "5"), ("(0)", 5, "(5)", "-5"), ('0"000"', 35, "35000", "35000"),
    ('"1"0', 350, "1350", "1350"), ('0"0"', 1.2, "10", "10"), ('0.0"0"', 1.25, "1.30", "1.30"),
    ('0" 0"', 1.2, "1 0", "10"),
    ('0;"-"', -5, "-", None), ("0%;0", -1, "1", "1"), ('[<0]"";0', -5, "", None),
    (";;;", 7213, "", None), (";;;", "甲", "", None), ("0;-0;;@", 0, "", None), ("#,###", 0, "", None),
    ("#.##", 0, "", None),
    ("0;0;0;", "350", "", None), ("[=1]0;", 3, "", None),
]  # fmt: skip


@pytest.mark.parametrize(("code", "value", "text", "number"), OTHERWISE)
def test_another_number_or_none_is_told(code: str, value: Any, text: str, number: str | None):
    seen = as_seen(value, code)
    assert isinstance(seen, Marked)
    assert seen.value == value
    assert seen.shown == (text, number and Decimal(number))


SAME = [
    ("0;-0;;@", 5), ("#,###", 5), ('[>100]0"万"', 50), ("0;[Red]0", 5), ('0;-0;"-"', 0), ('0;-0;"—";@', 0), ("0,", 0),
    ('0;-0;"0"', 0), ('0;-0;"零"', 0), ('0"."', 320), ('"¥"0;"¥"-0;"¥""-"', 0), ('0;-0;"待统计"', -5), ("0%;0", 0.5),
]  # fmt: skip


@pytest.mark.parametrize(("code", "value"), SAME)
def test_a_number_shown_as_itself_is_itself(code: str, value: float):
    seen = as_seen(value, code)
    assert isinstance(seen, Marked)
    assert (seen.value, seen.shown) == (value, None)


def test_amounts_of_money_that_files_name_by_number():
    assert [built_in(number).shown for number in (5, 44, 37, 43)] == [Shown.WORDS] * 2 + [Shown.NUMBER] * 2
    assert [as_seen(value, built_in(44).code) for value in (350, -5)] == ["¥350", "¥-5"]


@given(
    st.text('0#?.,;"万约%[]>=-+()_*\\!@/ E100Gderm年', max_size=14), st.floats() | st.text(max_size=3) | st.booleans()
)
def test_no_code_and_no_value_is_too_odd(code: str, value: Any):
    format_by(code)
    assert as_seen(value, code) is not None
