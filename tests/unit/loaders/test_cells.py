"""One grammar for numbers, units, months and days, case by case."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest

from domain.period import Period
from domain.plan import Unit
from loaders.cells import months_in, months_without_year, read_date, read_number, read_period, read_unit
from loaders.sheet import UNSEEN, Cell, CellKind, exact, plain

TIMES = Unit("人次")
PERSONS = Unit("人", ("名", "位"))
MONEY = Unit("万元", whole=False)
PERCENT = Unit("%", whole=False)


def text(raw: str) -> Cell:
    return Cell("J8", 8, 10, CellKind.TEXT, raw, raw)


def number(value: float, is_percent: bool = False) -> Cell:
    stored = exact(value)
    raw = f"{plain(stored * 100)}%" if is_percent else plain(stored)
    return Cell("J8", 8, 10, CellKind.NUMBER, stored, raw, is_percent)


def codes(read) -> list[str]:
    return [finding.code for finding in read.told]


@pytest.mark.parametrize(
    ("raw", "value", "code"),
    [
        ("１２００", 1200, "E01"),
        ("1,200", 1200, "E02"),
        ("1，200", 1200, "E02"),
        ("1 200", 1200, "E02"),
        ("1\u00a0200", 1200, "E02"),
        ("1\u3000200", 1200, "E02"),
        ("12,345,678", 12345678, "E02"),
        ("+320", 320, "E02"),
        ("1200人次", 1200, "E03"),
        ("1,200 人次", 1200, "E03"),
        ("１２００人次", 1200, "E03"),
        ("3.5万", 35000, "E05"),
        ("3.5 万人次", 35000, "E05"),
        ("2千", 2000, "E05"),
        ("0.5亿", 50000000, "E05"),
        ("0万", 0, "E03"),  # nothing is nothing in every unit: none to confirm
        ("0.0亿", 0, "E03"),
        ("1200", 1200, None),
        (" 1200 ", 1200, None),
        ("1,200.00", 1200, "E02"),
        ("1\u2009200", 1200, "E02"),
        ("1200（人次）", 1200, "E03"),
        ("1200。", 1200, "E02"),
        ("1200人次。", 1200, "E03"),
        ("－0", 0, "E01"),
        ("1200\n", 1200, None),
        *((f"12{mark}00{mark}", 1200, None) for mark in UNSEEN if not mark.isspace()),
        ("1200.0", 1200, None),
        ("0", 0, None),
    ],
)
def test_texts_that_are_numbers(raw: str, value: int, code: str | None):
    read = read_number(text(raw), TIMES)
    assert read.value == value
    assert codes(read) == ([code] if code else [])


@pytest.mark.parametrize(
    ("stored", "value"),
    [
        (68.9999999, 69), (9000.0000000001, 9000), (5.6843418860808e-14, 0), (-2.8e-14, 0),
        (123456789.0000001, 123456789), (0.1 + 0.2 + 0.7, 1), (4.35 * 100, 435), (999999999999.9999, 1_000_000_000_000),
    ],
)  # fmt: skip
def test_what_arithmetic_leaves_behind_is_the_whole_number(stored: float, value: int):
    shown = plain(exact(stored))
    for cell in (number(stored), *([text(shown)] if len(shown) < 16 else [])):
        read = read_number(cell, TIMES)
        assert (read.value, set(codes(read)) <= {"E52"}) == (value, True)
    assert read_number(number(stored / 10_000), TIMES, multiplier=Decimal(10_000)).value == value


@pytest.mark.parametrize("stored", [12.5, 0.5, 68.99999, 69.000001, 7213.0001, 0.333333333333333])
def test_a_real_part_of_a_person_stays_refused(stored: float):
    assert read_number(number(stored), TIMES).value is None
    assert "E12" in codes(read_number(number(stored), TIMES))
    assert read_number(number(stored), MONEY).value == exact(stored)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("1200人", "E04"),
        ("1200头", "E04"),
        ("3.5万人", "E04"),
        ("1200（人）", "E04"),
        ("1200人①", "E04"),
        ("1200人次（人）", "E38"),
        ("三千", "E06"),
        ("壹仟贰佰", "E06"),
        ("三千人次", "E06"),
        ("一", "E06"),
        ("3万5千", "E06"),
        ("—", "E08"),
        ("-", "E08"),
        ("——", "E08"),
        ("/", "E08"),
        ("／", "E08"),
        ("无", "E08"),
        ("12.5", "E12"),
        ("8.12345万", "E14"),
        ("#REF!", "E15"),
        ("#SPILL!", "E15"),
        ("#GETTING_DATA", "E15"),
        ("TRUE", "E18"),
        ("约1200", "E20"),
        ("1000-1200", "E20"),
        ("3-5", "E20"),
        ("1000～1200", "E20"),
        ("1200+", "E20"),
        ("近1200", "E20"),
        ("1200余人次", "E20"),
        ("1200左右", "E20"),
        (">1200", "E20"),
        ("1200（预计）", "E20"),
        ("1200左右*", "E20"),
        ("计划1200", "E20"),
        ("nan", "E21"),
        ("Infinity", "E21"),
        ("-inf", "E21"),
        ("1e3", "E21"),
        ("1_000", "E21"),
        ("0x10", "E21"),
        ("007", "E21"),
        ("9OOO", "E21"),
        ("l2", "E21"),
        ("（120）", "E25"),
        ("(120)", "E25"),
        ("2024-03-01", "E30"),
        ("2024年3月", "E30"),
        ("3月5日", "E30"),
        ("65%", "E31"),
        ("６５％", "E31"),
        ("1234567890123456", "E32"),
        ("9999亿", None),
        ("99999亿", "E32"),
        ("见附件", "E33"),
        ("N/A", "E33"),
        ("null", "E33"),
        ("١٢٠", "E33"),
        ("\u202e0021", "E33"),
        ("累计1200", "E33"),
        ("1200+300", "E33"),
        ("50/1200", "E33"),
        ("x" * 32767, "E33"),
        ("1" * 32767, "E33"),
        ("-5", "E35"),
        ("−5", "E35"),
        ("1200①", "E38"),
        ("1200、", "E38"),
        ("“1200”", "E38"),
        ("'1200", "E38"),
        ("共1200人次", "E38"),
        ("1200[1]", "E38"),
        ("▲12", "E38"),
        ("1200*", "E38"),
        ("①1200", "E38"),
        ("1200²", "E38"),
        ("1200（含经开区）", "E38"),
        ("1,20", "E39"),
        ("1,2000", "E39"),
        ("0,120", "E39"),
        ("1 2 3", "E39"),
        ("1,200 300", "E39"),
        ("12.", "E39"),
        ("1’200", "E39"),
        ("12 00", "E39"),
        ("1.204.000", "E39"),
    ],
)
def test_texts_that_are_refused(raw: str, code: str | None):
    read = read_number(text(raw), TIMES, others=(PERSONS, PERCENT))
    assert codes(read) == [code or "E05"]
    assert (read.value is None) == (code is not None)


@pytest.mark.parametrize(
    ("raw", "readings"),
    [
        ("1200万①", {"unmarked": 12_000_000}),
        ("1200人次！", {"unmarked": 1200}),
        ("“1，200”", {"unmarked": 1200}),
        ("共1200", {"unmarked": 1200}),
        ("1200（含上月）", {"unmarked": 1200}),
        ('="1200"', {"unmarked": 1200}),
        ("9OOO", {"in_words": 9_000}),  # letters
        ("1,Ol2", {"in_words": 1_012}),
        ("1,OO", {}),
        ("5 l", {}),
        ("1.2w", {"in_words": 12_000}),
        ("1.2 W", {"in_words": 12_000}),
        ("1.2k", {}),
        ("1200（50）", {}),  # a second figure?
        ("1200[1]", {}),
        ("▲12", {}),  # minus, in some accounts
        ("1200.", {"unmarked": 1200}),
        ("12,00", {"joined": 1200, "decimal_comma": 12}),
        ("十二", {"in_words": 12}),
        ("零", {"in_words": 0}),
        ("万", {}),
        ("一千二", {}),
    ],
)
def test_what_a_refused_text_may_stand_for(raw: str, readings: dict[str, int]):
    doubt = read_number(text(raw), TIMES).doubt
    choices = doubt.choices if doubt else ()
    assert {reading.key: value for reading, value in choices} == readings


def test_a_blank_text_gives_neither_value_nor_finding():
    for raw in ("", "  ", "\u3000", "\u200b", "\u3164", "\u00ad"):
        assert read_number(text(raw), TIMES) == read_number(text(""), TIMES)
        assert not read_number(text(raw), TIMES).told


def test_a_dash_depends_on_its_column():
    assert (read_number(text("—"), TIMES, role="month").value, codes(read_number(text("—"), TIMES, role="month"))) == (
        0,
        ["E07"],
    )
    assert read_number(text("—"), TIMES, role="previous").value is None
    assert not read_number(text("—"), TIMES, role="previous").told


@pytest.mark.parametrize("role", ["previous", "total"])
def test_columns_that_only_check_may_be_left_uncalculated(role: str):
    formula = Cell("P8", 8, 16, CellKind.UNCALCULATED, None, "=SUM(E8:O8)")
    assert read_number(formula, TIMES, role=role) == read_number(text(""), TIMES)
    assert codes(read_number(formula, TIMES)) == ["E16"]


def test_what_may_be_negative():
    assert codes(read_number(number(-15), TIMES, role="month", may_fall=False)) == ["E11"]
    assert read_number(number(-15), TIMES, role="month", may_fall=True).value == -15
    assert codes(read_number(number(-15), TIMES, role="cumulative", may_fall=True)) == ["E35"]


def test_stored_numbers_are_exact_and_whole_where_they_must_be():
    assert read_number(number(0.1 + 0.2), MONEY).value == Decimal("0.3")
    assert read_number(number(1199.9999999999998), TIMES).value == 1200
    assert codes(read_number(number(12.5), PERSONS)) == ["E12"]
    assert codes(read_number(number(1e300), TIMES)) == ["E32"]
    assert str(read_number(number(1200.0), TIMES).value) == "1200"


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        (Cell("J8", 8, 10, CellKind.ERROR, None, "#DIV/0!"), "E15"),
        (Cell("J8", 8, 10, CellKind.UNCALCULATED, None, "=SUM(J9:J12)"), "E16"),
        (Cell("J8", 8, 10, CellKind.BOOLEAN, True, "TRUE"), "E18"),
        (Cell("J8", 8, 10, CellKind.DATE, date(2024, 3, 1), "2024-03-01"), "E30"),
        (Cell("J8", 8, 10, CellKind.DATE, datetime(2024, 3, 1, 12), "2024-03-01 12:00:00"), "E30"),  # noqa: DTZ001
        (Cell("J8", 8, 10, CellKind.TIME, time(3, 4), "03:04:00"), "E30"),
        (Cell("J8", 8, 10, CellKind.TIME, timedelta(hours=36), "1 day, 12:00:00"), "E30"),
        (number(0.65, is_percent=True), "E31"),
    ],
)
def test_cells_of_another_kind_are_refused(cell: Cell, code: str):
    read = read_number(cell, TIMES)
    assert read.value is None
    assert codes(read) == [code]
    assert read.told[0].facts["raw"] == cell.raw


def test_percentages_where_the_unit_is_per_cent():
    assert read_number(number(0.65, is_percent=True), PERCENT).value == 65
    assert read_number(text("65.5%"), PERCENT).value == Decimal("65.5")
    assert codes(read_number(number(0.65), PERCENT)) == codes(read_number(text("0.65"), PERCENT)) == ["E40"]
    assert (read_number(text("5‰"), PERCENT).value, codes(read_number(text("5‰"), PERCENT))) == (
        Decimal("0.5"),
        ["E05"],
    )
    assert codes(read_number(text("65%"), TIMES, others=(PERCENT,))) == ["E31"]
    assert codes(read_number(number(0.65, is_percent=True), Unit("总数"), role="reached")) == ["E31"]
    assert codes(read_number(number(12.5), Unit("总数"), role="denominator")) == ["E12"]
    assert read_number(number(0.2), PERCENT, role="month", in_per_cent=True).value == Decimal("0.2")


def test_a_unit_column_in_ten_thousands():
    assert read_number(number(6.2), TIMES, multiplier=Decimal(10000)).value == 62000
    assert codes(read_number(number(8.12345), TIMES, multiplier=Decimal(10000))) == ["E14"]
    assert codes(read_number(text("6.2万"), TIMES, multiplier=Decimal(10000))) == ["E41"]


def test_money_in_a_unit_with_its_own_multiplier():
    assert read_number(text("3.5万元"), MONEY).value == Decimal("3.5")
    assert read_number(text("35000元"), MONEY).value == Decimal("3.5")
    assert codes(read_number(text("1200万"), MONEY)) == ["E04"]  # of 元, or of 万元
    assert codes(read_number(text("¥1200"), MONEY)) == codes(read_number(text("￥1200"), TIMES)) == ["E04"]
    assert read_number(text("-¥1,200"), Unit("元"), role="month").value == -1200


def test_the_facts_say_what_was_made_of_it():
    assert read_number(text("3.5万"), TIMES).told[0].facts == {"raw": "3.5万", "value": "35,000"}
    assert read_number(text("1，200"), TIMES).told[0].facts == {"raw": "1，200", "value": "1200"}
    assert read_number(text("8.12345万"), TIMES).told[0].facts["value"] == "81,234.5"
    assert read_number(text("1200①*"), TIMES).told[0].facts["mark"] == "①*"


@pytest.mark.parametrize(
    ("raw", "value", "code"),
    [
        ("人次", 1, None),
        (" 人 次 ", 1, None),
        ("（人次）", 1, None),
        ("【人次】", 1, None),
        ("人次。", 1, None),
        ("万人次", 10000, "D08"),
        ("千人次", 1000, "D08"),
        ("人", None, "D09"),
        ("万人", None, "D09"),
        ("名", None, "D09"),
        ("万", None, "D30"),
        ("?!", None, "D30"),
        ("", None, None),
    ],
)
def test_units(raw: str, value: int | None, code: str | None):
    read = read_unit(raw, TIMES)
    assert read.value == value
    assert codes(read) == ([code] if code else [])


def test_aliases_are_the_same_unit():
    assert read_unit("名", PERSONS).value == 1
    assert read_unit("万名", PERSONS).value == 10000


MARCH = Period(2024, 3)


@pytest.mark.parametrize(
    "raw",
    [
        "2024年3月",
        "2024年03月份",
        "2024 年 3 月",
        "２０２４年３月",
        "2024-03",
        "2024-3",
        "2024/3",
        "2024.03",
        "2024.3",
        "202403",
        "二〇二四年三月",
        "二零二四年三月",
        "二0二四年三月",
        "2024-03-01至2024-03-31",
        "2024.3.1-31",
        "2024-03-31",
        "2024年3月31日",
        "2024.3.1",
        "20240331",
        "2024年3月底",
        "截至2024年3月底",
        "截止到2024年3月",
        "截至2024年3月31日",
        "2024年3月1日—31日",
        "2024年3月1日至3月31日",
        "2024-03-01 00:00:00",
        "March 2024",
        "Mar. 2024",
        "MAR-2024",
    ],
)
def test_months_as_they_are_written(raw: str):
    assert read_period(raw).value == MARCH
    assert read_period(text(raw)).value == MARCH


def test_months_in_chinese_numerals_beyond_ten():
    assert [read_period(f"二〇二四年{month}月").value for month in ("十", "十一", "十二")] == [
        Period(2024, 10),
        Period(2024, 11),
        Period(2024, 12),
    ]


def test_first_and_last_day_stand_for_their_month_and_no_other_does():
    cells = {day: Cell("F2", 2, 6, CellKind.DATE, date(2024, 3, day), f"2024-03-{day:02}") for day in (1, 6, 31)}
    assert read_period(cells[1]).value == read_period(cells[31]).value == MARCH
    asked = read_period(cells[6], MARCH)  # 「3-6」 to a spreadsheet
    assert asked.value is None
    assert codes(asked) == ["C50"]


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("3月", "C09"),
        ("三月份", "C09"),
        ("1-6月", "C11"),
        ("1—6月", "C11"),
        ("2024年1-3月", "C11"),
        ("2024年1-3", "C11"),
        ("2024.1-3", "C11"),
        ("2024年1月至2024年3月", "C11"),
        ("2024年1月1日—3月31日", "C11"),
        ("上半年", "C11"),
        ("一季度", "C11"),
        ("2024年第一季度", "C11"),
        ("2024Q1", "C11"),
        ("2024年", "C11"),
        ("2024年度", "C11"),
        ("2024年13月", "C12"),
        ("2024-00", "C12"),
        ("2024年3月32日", "C12"),
        ("20240332", "C12"),
        ("0000年3月", "C12"),
        ("明年", "C35"),
        ("24年3月", "C35"),
        (number(2024.1), "C32"),
        (text("2024.1"), "C32"),
        (number(45352), "C35"),
        (Cell("F2", 2, 6, CellKind.ERROR, None, "#REF!"), "E15"),
        (Cell("F2", 2, 6, CellKind.BOOLEAN, True, "TRUE"), "C35"),
    ],
)
def test_what_is_no_single_month(value: Cell | str, code: str):
    read = read_period(value)
    assert read.value is None
    assert codes(read) == [code]


def test_a_month_typed_as_a_number():
    assert read_period(number(2024.3)).value == MARCH
    assert read_period(number(2024.12)).value == Period(2024, 12)
    assert read_period(number(202403)).value == MARCH


@pytest.mark.parametrize(
    ("raw", "months"),
    [
        ("2024年3月5日", ["2024-03", "2024-02"]),
        ("2024.3.5", ["2024-03", "2024-02"]),
        ("20240305", ["2024-03", "2024-02"]),
        ("2024年3月1日", ["2024-03", "2024-02"]),  # no spreadsheet writes this for a month
        ("截至2024年3月25日", ["2024-03", "2024-02"]),
        ("2024年3月1日—25日", ["2024-03"]),
        ("2024年7月2日", ["2024-06"]),
        ("2024年8月2日", []),
        ("截至3月底", ["2024-03", "2023-03"]),
        ("（2024年3月）", ["2024-03"]),
        ("2024年3月（更正）", ["2024-03"]),
        ("24年1月", ["2024-01"]),
        ("Mar-24", ["2024-03"]),
        ("24.1", ["2024-01", "2024-10"]),
        ("2024.1", ["2024-01", "2024-10"]),
        ("元月", ["2024-01", "2023-01"]),
        ("2024年3月、4月", []),
        ("2024年3月（第1次）", []),
    ],
)
def test_months_a_text_may_mean(raw: str, months: list[str]):
    read = read_period(text(raw), Period(2024, 6))
    assert read.value is None
    assert [str(month) for _, month in (read.doubt.choices if read.doubt else ())] == months


def test_the_example_carries_the_month_that_was_meant():
    assert read_period("3月", Period(2023, 1)).told[0].facts["example"] == "2023年3月"


@pytest.mark.parametrize(
    ("title", "months"),
    [
        ("市民政局2024年3月工作进展情况统计表", ["2024年3月"]),
        ("二〇二四年三月月报（2024年3月）", ["2024年3月"]),
        ("市民政局2024年2月、3月统计表", ["2024年2月", "2024年3月"]),
        ("2024年1、2和3月份", ["2024年1月", "2024年2月", "2024年3月"]),
        ("2024年2月，2024年3月", ["2024年2月", "2024年3月"]),
        ("2024.3月报", ["2024年3月"]),
        ("2024-03", ["2024年3月"]),
        ("截至2024年3月31日培训情况", ["2024年3月"]),
        ("2024年3月31日", ["2024年3月"]),
        ("2024年3月1日至31日培训情况", ["2024年3月"]),
        ("2024年3月培训情况（2024年4月5日填）", ["2024年3月"]),
        ("2024年3月填报表", ["2024年3月"]),
        ("2024年3月上报数据", ["2024年3月"]),
        ("2024年4月上报2024年3月数据", ["2024年3月"]),
        ("2024年4月上报3月份数据", []),  # March's, and the year stands elsewhere
        ("培训情况（制表时间：2024年4月）", []),
        ("2024年1—3月累计", []),
        ("2024年1月—2月", []),
        ("2024年4月5日", []),
        ("2024年2月26日至2024年3月25日", []),
        ("打印时间 2024年3月31日", []),
        ("培训情况（2024年3月31日填报）", []),
        ("报送截止日期：2024年3月31日", []),
        ("自2024年3月1日起", []),
        ("2024年3月32日", []),
    ],
)
def test_months_in_a_title(title: str, months: list[str]):
    assert months_in(title) == months


@pytest.mark.parametrize(
    ("title", "months"),
    [
        ("康养培训7月份进展", [7]),
        ("截至七月底", [7]),
        ("6月份（7月5日填）", [6]),
        ("1—6月", []),
        ("请于8月底前报送", []),
        ("2024年6月", []),
        ("每年6月、12月各报一次", []),
    ],
)
def test_months_without_their_year_in_a_title(title: str, months: list[int]):
    assert months_without_year(title) == months


@pytest.mark.parametrize(
    "raw",
    ["2024-03-31", "2024/3/31", "2024.3.31", "2024年3月31日", "2024年3月31号", "20240331", "二〇二四年三月三十一日"],
)
def test_days_as_they_are_written(raw: str):
    assert read_date(text(raw)).value == date(2024, 3, 31)


@pytest.mark.parametrize("raw", ["2024年3月", "2024-02-30", "已完成", "45352"])
def test_what_is_no_day(raw: str):
    assert codes(read_date(raw)) == ["F30"]


def test_blank_months_and_days():
    assert not read_period("  ").told
    assert not read_date("").told


def test_a_day_kept_as_a_serial_number_is_asked_for():
    doubt = read_date(number(45331)).doubt
    assert doubt is not None
    assert doubt.choices[0][1] == date(2024, 2, 9)


def test_a_share_without_a_per_cent_sign_is_asked_for():
    doubt = read_number(number(0.65), PERCENT).doubt
    assert doubt is not None
    assert {reading.key: value for reading, value in doubt.choices} == {"share": 65, "percent": Decimal("0.65")}
