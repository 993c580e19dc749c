"""A figure set right, a light overridden, a month disputed, and all of it ended again: on the page, in the journal."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import text
from streamlit.testing.v1 import AppTest

from domain.decision import Decision, DecisionKind
from domain.period import Period
from domain.status import Status
from loaders import targets_file
from storage import audit, office
from storage.store import Store
from tests.storage.test_migrations import unguard
from tests.storage.test_office import decided_before
from tests.support.screens import ROOT, Screens, deployed, page_text, tables
from ui.frame import PAGES

PLAN = targets_file.read(ROOT / "targets.toml").plan or pytest.fail("the plan has mistakes")
assert PLAN is not None
JUNE = Period(2024, 6)
TRAINED = "M18-1"  # 1,535 in June


@pytest.fixture
def store(sample_to_write: str) -> Iterator[Store]:
    opened = Store.open(sample_to_write)
    yield opened
    opened.close()


@pytest.fixture
def screens(sample_to_write: str) -> Iterator[Screens]:
    with deployed(sample_to_write) as opened:
        yield opened


def decide(page: AppTest, by: str = "李", reason: str = "与台账不符") -> AppTest:
    page.text_input(key="decide:reason").set_value(reason)
    page.text_input(key="decide:by").set_value(by)
    return button(page, "登记").click().run()


def button(page: AppTest, label: str):
    return next(entry for entry in page.button if entry.label == label)


def about(screens: Screens, kind: str, **query: str) -> AppTest:
    return screens.open("decisions", **({"kind": kind, "indicator": TRAINED, "first": str(JUNE)} | query))


def shown(page: AppTest) -> list[list[str]]:
    return [row for table in tables(page.main) for row in table[1:] if len(row) == 9]


def test_a_figure_is_set_right_and_reports_itself_once_mended(screens: Screens, store: Store) -> None:
    page = about(screens, "correction")
    assert "表中现为 **1,535**" in page_text(page)
    for wrong in ("很多", "1535", "1e999", "-5", "0.5"):
        page.text_input(key="decide:figure").set_value(wrong)
        page = decide(page)
        assert page.error
    page.text_input(key="decide:figure").set_value("1353")
    page = decide(page)
    assert page.success
    (made,) = store.ledger().decisions
    assert (made.said, made.figure, made.author) == (1535, 1353, "李")
    (row,) = shown(page)
    assert row[1:6] == ["有效", "生态卫士计划·培训", "2024年6月", "1,535", "1,353"]
    assert "1,353" in page_text(screens.open("source", indicator=TRAINED))

    page.text_input(key="end:reason").set_value("部门已更正")
    page = button(page, "终止").click().run()
    assert page.success
    assert store.ledger().decisions == ()
    assert "部门已更正" in page_text(page)
    assert audit.verify(store.engines).is_sound


def test_a_light_is_overridden_and_a_month_held_back(screens: Screens, store: Store) -> None:
    page = about(screens, "override", last="2024-06")
    light = next(entry for entry in page.selectbox if entry.label == "以哪个状态为准")
    light.set_value(Status.ON_TRACK)
    page = decide(page)
    assert "复核" in page.error[0].value
    page.date_input(key="decide:expires").set_value(date(2024, 12, 31))
    assert decide(page).success
    assert decide(about(screens, "dispute", indicator="M28-1")).success
    kinds = [row[0].split()[1] for row in shown(screens.open("decisions"))]
    assert kinds == ["存疑", "人工认定"]
    assert "存疑" in page_text(screens.open("measure", clause="28"))
    assert [entry.expires_on for entry in store.ledger().decisions] == [date(2024, 12, 31), None]


def test_a_decision_rests_on_what_its_author_was_shown(screens: Screens, store: Store) -> None:
    page = about(screens, "dispute")
    theirs = Decision(DecisionKind.CORRECTION, TRAINED, JUNE, JUNE, "多一个零", "王", said=Decimal(1535), instead="153")
    made = office.decide(store.engines, theirs, PLAN, at=store.ledger().history[-1].submitted_at)
    page = screens.open("decisions", kind="dispute", indicator=TRAINED, first=str(JUNE))
    office.end(store.engines, made.id, by="王", at=made.made_at or store.ledger().history[-1].submitted_at, reason="x")
    page.text_input(key="end:reason").set_value("已核实")
    page.text_input(key="end:by").set_value("李")
    assert not button(page, "终止").click().run().success, "ended by somebody else meanwhile"


def test_whatever_the_ledger_holds_every_page_is_shown_and_the_office_can_end_it(
    screens: Screens, store: Store
) -> None:
    behind_our_back(store, "observations", "UPDATE observations SET value = 'NaN' WHERE indicator_id = 'M28-1'")
    behind_our_back(store, "observations", "UPDATE observations SET value = '1e999' WHERE indicator_id = 'M19-1'")
    of = {"said": Decimal(1535), "first": JUNE, "last": JUNE, "reason": "旧版登记", "author": "王"}
    for instead in ("1e999", "NaN", "-5", "0.5"):
        decided_before(store, Decision(DecisionKind.CORRECTION, TRAINED, instead=instead, **of))
    decided_before(store, Decision(DecisionKind.OVERRIDE, TRAINED, instead="purple", **of))
    for name in PAGES:
        assert not screens.open(name, indicator=TRAINED, clause="18").exception, name
    page = screens.open("decisions")
    unfit = [row for row in shown(page) if "无效" in row[1]]
    assert [row[5] for row in unfit] == ["purple", "NaN", "1e999"]
    for _ in range(5):
        page.text_input(key="end:reason").set_value("误登记")
        page.text_input(key="end:by").set_value("李")
        page = button(page, "终止").click().run()
        assert page.success
    assert store.ledger().decisions == ()
    assert not page.exception


def behind_our_back(store: Store, table: str, statement: str) -> None:
    with store.engines.writing() as connection:
        for unguarding in unguard(store.engines.url.get_backend_name(), table):
            connection.execute(text(unguarding))
        connection.execute(text(statement))


def test_what_was_decided_of_a_number_the_plan_no_longer_has_can_be_ended(
    screens: Screens, store: Store, sample_to_write: str, tmp_path: Path
) -> None:
    assert decide(about(screens, "dispute")).success
    blocks = re.split(r"(?m)^(?=\[\[)", (ROOT / "targets.toml").read_text(encoding="utf-8"))
    shorter = tmp_path / "shorter.toml"
    shorter.write_text("".join(block for block in blocks if f'\nid = "{TRAINED}"' not in block), encoding="utf-8")
    of_it = next(entry for entry in store.ledger().history if entry.department_id == PLAN.indicator(TRAINED).reporter)
    with deployed(sample_to_write, shorter) as later:
        assert not later.open("submissions", submission=str(of_it.id)).exception
        page = later.open("decisions")
        assert shown(page)[0][2] == TRAINED
        page.text_input(key="end:reason").set_value("方案已取消")
        page.text_input(key="end:by").set_value("李")
        assert button(page, "终止").click().run().success
    assert store.ledger().decisions == ()


def test_nothing_is_decided_without_reason_name_or_a_figure(screens: Screens, store: Store) -> None:
    version = store.version()
    assert "理由" in decide(about(screens, "dispute"), reason=" ").error[0].value
    assert "姓名" in decide(about(screens, "dispute"), by="").error[0].value
    page = about(screens, "correction", indicator="M19-1")
    assert "没有报送过数" in page_text(page)
    assert not [entry for entry in page.button if entry.label == "登记"]
    past = about(screens, "dispute", as_of="2024-07-07T12:00")
    assert "不能办理" in page_text(past)
    assert store.version() == version


def test_the_journal_is_searched_and_verified(screens: Screens, store: Store) -> None:
    assert decide(about(screens, "dispute")).success
    page = screens.open("audit", q="台账")
    rows = [row for table in tables(page.main) for row in table[1:]]
    assert [(row[2], row[4], row[5]) for row in rows] == [("登记认定", "李", "与台账不符")]
    everything = screens.open("audit")
    assert len([row for table in tables(everything.main) for row in table[1:]]) == 50
    more = button(everything, "显示更多").click().run()
    assert len([row for table in tables(more.main) for row in table[1:]]) == 250
    verified = button(more, "核验全部数据").click().run()
    assert "核验通过" in verified.success[0].value
    behind_our_back(store, "submissions", "UPDATE submissions SET submitted_by = '李' WHERE id = 2")
    faulty = button(screens.open("audit"), "核验全部数据").click().run()
    assert "不一致" in faulty.error[0].value
    assert any("2" in row[0] for table in tables(faulty.main) for row in table[1:] if len(row) == 1)
