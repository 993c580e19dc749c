"""The office's own list of cases, A to G: for every id a real file, what becomes of it, and what its sentence names.

The list is held here as data; a case without a file fails. Closer looks at single cases are in the tests beside it.
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import pytest

from domain.ledger import Ledger
from domain.observation import Draft
from domain.period import Period
from domain.plan import Plan
from domain.problem import Severity
from domain.problem_codes import SEVERITIES
from loaders import submission
from loaders.owners.owner import Expected
from tests.support import ole2
from tests.support.office import MARCH, PLAN, PREVIOUS, TODAY, march
from tests.support.plans import figure, ledger_of, sent
from tests.support.sheets import Error, Formula, at, sentences, workbook, zipped
from tests.support.tables import BLOCK, HEAD, ROW, sheet

ERROR, WARNING, NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE
LIST = {
    None: "A01 B07 B10 B13 B15 B16 B19 C06 C07 D01 D11 E22",
    NOTE: "A02 A03 A04 A07 B01 B02 B08 B18 C01 D02 E01 E02 E03 G01 G05",
    WARNING: "B06 B22 C16 C17 C18 C19 D08 E05 E07 E10 E28 F02 F04 G04",
    ERROR: """
        A05 A06 A08 A09 A10 A11 A12 A13 A14 B03 B04 B09 B11 B20 B21 B24 C02 C03 C04 C09 C11 C12 C13 C14 C15
        D04 D05 D06 D07 D09 E04 E06 E08 E09 E11 E12 E14 E15 E16 E18 E20 E21 E25 F01 F03 F06 F07 G02
    """,
}
ACTIONS = {id: action for action, ids in LIST.items() for id in ids.split()}


@dataclass(frozen=True)
class Case:
    """A file as it comes, and what is said of it: nothing, or a sentence about `place` naming each of `named`."""

    content: bytes
    place: str = ""
    named: str = ""
    name: str = "三月.xlsx"
    given: Mapping[str, Any] = field(default_factory=dict)


def cells(place: str = "", named: str = "", **changed: Any) -> Case:
    """The March workbook with some cells changed; a place without a sheet is in the monthly one."""
    return Case(march(**changed), place if "!" in place or not place else f"月报!{place}", named)


def own(*rows: list[Any], place: str = "", named: str = "", **how: Any) -> Case:
    return Case(sheet(*rows, **how), place, named)


def text_file(name: str, content: bytes, named: str = "") -> Case:
    return Case(content, "", named, name)


def part(old: str, new: str) -> bytes:
    """The March workbook with its monthly sheet's XML changed."""
    with zipfile.ZipFile(io.BytesIO(march())) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    first = "xl/worksheets/sheet1.xml"
    changed = re.sub(old, new, parts[first].decode(), count=1)
    assert changed != parts[first].decode()
    return zipped(parts | {first: changed.encode()})


def old_excel() -> bytes:
    """The small table as Excel 97–2003 keeps it."""
    return ole2.xls(
        b"".join(
            ole2.number(row, column, value) if isinstance(value, int) else ole2.label(row, column, value)
            for row, values in enumerate([*BLOCK, HEAD, ROW])
            for column, value in enumerate(values)
        )
    )


def known(**given: Any) -> Ledger:
    """What the training bureau had sent by March."""
    return replace(ledger_of([figure(id, "2024-02", value) for id, value in PREVIOUS.items()]), **given)


TABLE = [*BLOCK, HEAD, ROW]
CSV = "\n".join(",".join(map(str, row)) for row in TABLE)
LATER = ledger_of([figure("S-1", f"2024-0{n}", 500 + n) for n in (3, 4, 5)])
LAGGING = replace(PLAN, indicators=tuple(replace(i, path=()) if i.id == "S-2" else i for i in PLAN.indicators))
TWO_ROWS = workbook(
    {"月报": at("A1", BLOCK) | at("C4", [["计划", "完成", "计划", "完成"]])
     | at("A5", [["护林员培训", "人次", 30, 20, 400, 320]])},
    merges={"A3:A4": "指标名称", "B3:B4": "计量单位", "C3:D3": "本月", "E3:F3": "累计"},
)  # fmt: skip
MONTHS = ["指标名称", "计量单位", *(f"{n}月" for n in range(1, 13))]
OLD_TEMPLATE = [HEAD, ROW, [], ["填表人：甲", None, "模板版本", "V1.0"]]
SAME = march()
SHA256 = hashlib.sha256(SAME).hexdigest()

CASES = {
    "A01": cells(),
    "A02": text_file("三月.xls", old_excel(), ".xls"),
    "A03": text_file("三月.et", old_excel(), ".et"),
    "A04": text_file("三月.xls", march(), ".xls .xlsx"),
    "A05": text_file("三月.xls", "<html><table><tr><td>月报</td></tr></table></html>".encode(), "HTML"),
    "A06": text_file("三月.xls", "序号\t指标编码\t累计完成\n1\tS-2\t1200".encode("gbk"), "Excel"),
    "A07": text_file("三月.csv", CSV.encode("gb18030"), "GB18030"),
    "A08": text_file("三月.csv", b"\xff\xff\x81\xff" * 20, "CSV"),
    "A09": text_file("三月.xlsx", ole2.compound({"EncryptedPackage": b""})),
    "A10": text_file("三月.xlsx", SAME[: len(SAME) * 2 // 3]),
    "A11": text_file("三月.xlsx", b"", "0"),
    "A12": text_file("三月.xlsx", b"PK" + bytes(11 * 1024 * 1024), "10"),
    "A13": text_file("三月.xlsm", zipped({"xl/workbook.xml": b"<workbook/>", "xl/vbaProject.bin": b"x"}), ".xlsm"),
    "A14": text_file("三月.pdf", b"%PDF-1.7", ".pdf"),
    "B01": Case(workbook({"月报": at("A1", TABLE), "通讯录": at("A1", [["姓名", "电话"]])}), "月报!", "通讯录"),
    "B02": own(HEAD, ROW, name="上报", place="上报!", named="月报 上报"),
    "B03": Case(workbook({"月报": at("A1", TABLE), "月报 (2)": at("A1", TABLE)}), "!", "月报 (2)"),
    "B04": Case(workbook({"月报": at("A1", TABLE), "说明": {"A1": "见附件"}}, hidden=["月报"]), "月报!", "月报"),
    "B06": own(HEAD, ROW, hidden_columns=["D"], place="月报!D3", named="D"),
    "B07": own(HEAD, ROW, block=[["进展情况统计表"], [], *BLOCK]),
    "B08": Case(TWO_ROWS, "月报!A3", "3 4 D F"),
    "B09": cells("J4", "自年初累计", J4="自年初累计"),
    "B10": cells(J4="累 计\n完成数（2021年\n以来）", E4="单  位："),
    "B11": own(["指标名称", "本月完成"], ["护林员培训", 20], place="月报!A3", named="累计完成 计量单位"),
    "B13": own(HEAD[::-1], ROW[::-1]),
    "B15": Case(part(r'<dimension ref="[^"]*"/>', '<dimension ref="A1"/>')),
    "B16": Case(part("</sheetData>", '<row r="1048576"><c r="A1048576" s="1"/></row></sheetData>')),
    "B18": own(HEAD, ROW, ["合计", None, 20, 320], place="月报!A5", named="5 合计"),
    "B19": own(HEAD, ROW, [], ["注：累计数含以前年度"]),
    "B20": own(MONTHS, ["护林员培训", "人次", *range(12)], block=BLOCK, place="月报!C3", named="1月 12月"),
    "B21": own(*OLD_TEMPLATE, place="月报!D6", named="V1.0 V1.2"),
    "B22": own(HEAD, ROW, struck=["D4"], place="月报!D4", named="320"),
    "B24": own(HEAD, place="月报!A3", named="3"),
    "C01": cells("B2", "培训局", B2="培训局"),
    "C02": cells("B2", "市教育局", B2="市教育局"),
    "C03": Case(march(), "月报!B2", "", given={"expected": Expected("b", None)}),
    "C04": cells("B2", "", B2=None),
    "C06": cells(F2="二〇二四年三月"),
    "C07": own(HEAD, ROW, block=[["填报单位", "江城市林草局", "报告期", date(2024, 3, 31)]]),
    "C09": cells("F2", "3月 2024年3月", F2="3月"),
    "C11": cells("F2", "1-6月", F2="1-6月"),
    "C12": cells("F2", "2024年13月", F2="2024年13月"),
    "C13": cells("F2", "2024", F2="2024年8月"),
    "C14": cells("F2", "2026 2021 2025", F2="2026年1月"),
    "C15": Case(march(), "月报!F2", "2024", given={"expected": Expected(None, Period(2024, 2))}),
    "C16": cells("I2", "25 2024", I2="2024年3月25日"),
    "C17": Case(march(), "!", "2024 17", given={"ledger": known(history=(sent("a", MARCH),))}),
    "C18": Case(march(), "!", "2024", given={"ledger": ledger_of([figure("S-1", "2024-01", 400)])}),
    "C19": cells("C11", "填报人 审核人", C11=None, E11=None),
    "D01": cells(D8="乡村振兴技能人才培训"),
    "D02": cells("B8", "S-2", B8=None),
    "D04": cells("B8", "M31-1", B8="M31-1", D8=None),
    "D05": cells("B9", "S-2 8 9", B9="S-2", D9="乡村振兴技能人才计划·培训", E9="人次"),
    "D06": cells("B9", "S-3 9", B9="S-3", D9="护林员培训"),
    "D07": cells("!", "S-2", **{f"{column}8": None for column in "ABCDEFGHIJKL"}),
    "D08": cells("E8", "万人次 0.12 J8 1,200", E8="万人次", I8=0.02, J8=0.12),
    "D09": cells("E8", "人次 S-2", E8="人"),
    "D11": cells(A8="17", A9=None),
    "E01": cells("J8", "１２００", J8="１２００"),
    "E02": cells("J8", "1，200", J8="1，200"),
    "E03": cells("J8", "1200人次", J8="1200人次"),
    "E04": cells("J8", "1200人 人次", J8="1200人"),
    "E05": cells("J8", "0.12万 1,200", J8="0.12万"),
    "E06": cells("J8", "三千", J8="三千"),
    "E07": cells("I8", "—", I8="—", H8=1_200),
    "E08": cells("J8", "—", J8="—"),
    "E09": cells("J8", "累计完成", J8=None),
    "E10": cells("I8", "200", I8=None),
    "E11": cells("I8", "-15", I8=-15),
    "E12": cells("J8", "12.5", J8=12.5),
    "E14": cells("J8", "8.12345万 81,234.5", J8="8.12345万"),
    "E15": cells("J8", "#REF!", J8=Error("#REF!")),
    "E16": cells("J8", "=SUM(J9:J12)", J8=Formula("=SUM(J9:J12)")),
    "E18": cells("J8", "TRUE", J8=True),
    "E20": cells("J8", "约1200", J8="约1200"),
    "E21": cells("J8", "1_000", J8="1_000"),
    "E22": cells(J8="1200", I8="200"),
    "E25": cells("J8", "（120）", J8="（120）"),
    "E28": cells("K8", "65% 20.0%", K8="65%"),
    "F01": cells("定性任务!F6", "差不多了", **{"定性任务!F6": "差不多了"}),
    "F02": cells("定性任务!F5", "5", **{"定性任务!G5": None}),
    "F03": cells("定性任务!G5", "2024 31", **{"定性任务!G5": "2024-05-06"}),
    "F04": cells("M8", "812 200", M8="字" * 812),
    "F06": cells("M8", "", M8="学员王某（530302199003071234）已结业"),
    "F07": Case(march(), "月报!N8", "8 S-2 45", given={"plan": LAGGING}),
    "G01": Case(SAME, "!", "2024", given={"ledger": known(history=(sent("a", MARCH, sha256=SHA256),))}),
    "G02": Case(march(), "!", "2024", given={"ledger": known(locked=frozenset({MARCH}))}),
    "G04": Case(march(), "!", "2024 2", given={"ledger": LATER}),
    "G05": Case(march(), "!", "8 2024", given={"ledger": known(), "today": date(2024, 4, 8)}),
}  # fmt: skip


def drafts(case: Case) -> tuple[Draft, ...]:
    given: dict[str, Any] = {"plan": PLAN, "today": TODAY, **case.given}
    plan: Plan = given.pop("plan")
    return submission.read(case.name, case.content, plan, **given)


def test_every_line_of_the_list_has_a_file():
    assert CASES.keys() == ACTIONS.keys()
    assert len(ACTIONS) == 89


@pytest.mark.parametrize("id", ACTIONS)
def test_what_becomes_of_it(id: str):
    case, action = CASES[id], ACTIONS[id]
    found = [problem for draft in drafts(case) for problem in draft.problems]
    if action is None:
        assert {problem.code for problem in found} <= {"B02", "B38"}, [sentences(problem) for problem in found]
        assert any(draft.observations for draft in drafts(case))
        return
    assert SEVERITIES[id] is action
    (told, *_) = [problem for problem in found if problem.code == id] or [None]
    assert told is not None, [(problem.code, problem.cell) for problem in found]
    assert not case.place or f"{told.sheet}!{told.cell}" == case.place
    for sentence in sentences(told):
        assert [text for text in case.named.split() if text not in sentence] == []
    assert all(draft.is_acceptable for draft in drafts(case)) is (action is not ERROR)


def test_what_lags_is_taken_once_it_is_explained():
    words = {"N8": "师资不足", "O8": "增加班次"}
    explained = Case(march(**words), given={"plan": LAGGING})
    assert [problem.code for draft in drafts(explained) for problem in draft.problems] == []
    half = Case(march(N8="师资不足"), given={"plan": LAGGING})
    assert [problem.code for draft in drafts(half) for problem in draft.problems] == ["F07"]


def test_back_filled_months_need_no_explanation():
    filled = Case(march(), given={"plan": replace(LAGGING, reports_from=MARCH + 1)})
    assert [problem.code for draft in drafts(filled) for problem in draft.problems] == []


def test_a_table_without_room_for_words_is_asked_for_a_reason():
    plan = replace(PLAN, indicators=tuple(replace(i, path=()) for i in PLAN.indicators if i.id == "S-3"))
    (draft,) = submission.read("a.xlsx", sheet(HEAD, ROW), plan, today=TODAY)
    assert [problem.code for problem in draft.problems] == ["F33"]
    assert draft.is_acceptable


def test_an_old_template_that_has_codes_is_read():
    content = sheet([*HEAD, "指标编码"], [*ROW, "S-3"], [], ["填表人：甲", None, "模板版本", "V1.0"])
    assert [p.code for draft in submission.read("a.xlsx", content, PLAN, today=TODAY) for p in draft.problems] == []
