"""A month sent again, confirmed, returned, withdrawn, locked: on the pages, two people at once, on both databases."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from streamlit.testing.v1 import AppTest

from domain.period import Period
from storage import audit
from storage.store import Store
from tests.support.screens import ROOT, Screens, deployed, page_text, tables
from tests.support.sheets import with_cells

SENT = ROOT / "sample_data" / "演示数据_市林草局_2024-06.xlsx"
FORESTRY, JUNE = "forestry", Period(2024, 6)
NUMBER = "378"  # the submission that holds it
ONE_MORE = {"月报!J5": 1545, "月报!I5": 115, "分县数据!E5": 152, "分县数据!P5": 1545}
TWO_MORE = {"月报!J5": 1555, "月报!I5": 125, "分县数据!E5": 162, "分县数据!P5": 1555}


@pytest.fixture
def store(sample_to_write: str) -> Iterator[Store]:
    opened = Store.open(sample_to_write)
    yield opened
    assert audit.verify(opened.engines).is_sound
    opened.close()


@pytest.fixture
def screens(sample_to_write: str) -> Iterator[Screens]:
    with deployed(sample_to_write) as opened:
        yield opened


@pytest.fixture
def strict(sample_to_write: str) -> Iterator[Screens]:
    """The office confirms."""
    with deployed(sample_to_write, CONFIRMATION="true") as opened:
        yield opened


def uploaded(screens: Screens, cells: dict[str, int], **query: str) -> AppTest:
    """The submit page with the June sheet of one department, changed and handed in again."""
    page = screens.open("submit", department=FORESTRY, report=str(JUNE), **query)
    content = with_cells(SENT.read_bytes(), cells)
    return page.file_uploader[0].upload(SENT.name, content).run()


def accept(page: AppTest, by: str = "王", why: str | None = "entry_error") -> AppTest:
    page.text_input(key="by").set_value(by)
    if why:
        page.selectbox(key="correction").set_value(why)
    page.run()
    for box in page.checkbox:
        box.check()
    page.run()
    if any(field.key == "reason" for field in page.text_input):
        page.text_input(key="reason").set_value("核对过").run()
    return button(page, "确认接收").click().run()


def button(page: AppTest, label: str):
    return next(entry for entry in page.button if entry.label == label)


def step(page: AppTest, to: str, reason: str = "", by: str = "办公室") -> AppTest:
    page.radio[0].set_value(to)
    page.text_input(key="step:reason").set_value(reason)
    page.text_input(key="step:by").set_value(by)
    return button(page, "办理").click().run()


def in_force(store: Store) -> int:
    return store.ledger().current[FORESTRY, JUNE].sequence


def test_a_correction_says_what_it_changes_and_why(screens: Screens, store: Store) -> None:
    page = uploaded(screens, ONE_MORE)
    (told,) = [note.value for note in page.caption if "378号" in note.value]
    assert "市林草局" in told
    assert "2024年6月" in told
    changed = [row for table in tables(page.main) for row in table if row[-1] == "月报!J5"]
    assert [row[4:6] for row in changed] == [["1,535", "1,545"]]
    assert button(page, "确认接收").disabled

    unexplained = page.text_input(key="by").set_value("王").run()
    assert button(unexplained, "确认接收").disabled, "a correction says why"
    page = accept(page)
    assert [note.value[:3] for note in page.success] == ["已接收"]
    entry = store.ledger().current[FORESTRY, JUNE]
    assert (entry.sequence, entry.submitted_by, entry.correction) == (2, "王", "entry_error")

    page = screens.open("submissions", submission=str(entry.id))
    text = page_text(page)
    assert "录入错误" in text
    assert "接收时确认过的提示" in text
    assert any(row[-1] == "C17" for table in tables(page.main) for row in table)
    assert "与此前计入的第1次报送相比" in text
    assert [row[4:6] for table in tables(page.main) for row in table if row[-1] == "月报!J5"] == [["1,535", "1,545"]]
    assert "已接收，已被后来的报表取代" in page_text(screens.open("submissions", submission=NUMBER))


def test_two_clerks_at_once_do_not_overwrite_each_other_unseen(screens: Screens, store: Store) -> None:
    first, second = uploaded(screens, ONE_MORE), uploaded(screens, TWO_MORE)
    assert accept(first, "王").success
    refused = accept(second, "李")
    assert [note.value for note in refused.error] == [page_sentence("superseded")]
    assert in_force(store) == 2
    assert store.ledger().current[FORESTRY, JUNE].submitted_by == "王"
    changed = [row for table in tables(refused.main) for row in table if row[-1] == "月报!J5"]
    assert [row[4:6] for row in changed] == [["1,545", "1,555"]], "what it would change now"
    again = button(refused, "确认接收").click().run()
    assert again.success
    assert in_force(store) == 3


def page_sentence(code: str) -> str:
    from wording import Words

    return Words("zh")(f"storage_error.{code}", period=JUNE, file=SENT.name)


def test_the_office_confirms_or_returns(strict: Screens, store: Store) -> None:
    page = accept(uploaded(strict, ONE_MORE))
    assert "待统筹部门确认" in page.success[-1].value
    assert in_force(store) == 1
    waiting = strict.open("submissions")
    number = str(store.ledger().newest[FORESTRY, JUNE].id)
    assert any(row[0] == f"{number}号" for table in tables(waiting.main) for row in table)
    refused = step(waiting, "returned")
    assert "理由" in refused.error[0].value
    assert in_force(store) == 1

    stale = strict.open("submissions", submission=number)
    confirmed = step(strict.open("submissions", submission=number), "confirmed")
    assert confirmed.success
    assert in_force(store) == 2
    assert "已确认" in step(stale, "returned", "缺附件").error[0].value, "somebody else was quicker"
    assert in_force(store) == 2
    back = step(strict.open("submissions", submission=number), "withdrawn", "发错了文件", "王")
    assert back.success
    assert in_force(store) == 1
    assert [entry.actor for entry in life_of(store, number)] == ["王", "办公室", "王"]
    closed = strict.open("submissions", submission=number)
    assert not [entry for entry in closed.radio if entry.label == "办理"]


def life_of(store: Store, number: str):
    from views.submission_life import life

    found = next(entry for entry in store.ledger().history if str(entry.id) == number)
    return life(store, found)


def test_a_locked_month_takes_nothing_until_it_is_unlocked_with_a_reason(screens: Screens, store: Store) -> None:
    waiting = uploaded(screens, ONE_MORE)
    page = screens.open("submissions", month="2024-06")
    page.text_input(key="lock:by").set_value("办公室")
    page = button(page, "锁定这个月").click().run()
    assert store.ledger().locked == {JUNE}
    assert "已锁定" in page_text(page)
    refused = waiting.run()
    assert any("G02" in row for table in tables(refused.main) for row in table), "said at the preview"
    assert not [entry for entry in refused.button if entry.label == "确认接收"]
    assert "已锁定" in step(page, "withdrawn", "错").error[0].value
    assert "理由" in button(page, "解锁这个月").click().run().error[0].value
    page.text_input(key="lock:reason").set_value("部门更正")
    button(page, "解锁这个月").click().run()
    assert store.ledger().locked == frozenset()


def test_a_closed_browser_loses_no_upload(screens: Screens, store: Store) -> None:
    left = uploaded(screens, ONE_MORE)
    token = left.query_params["upload"]
    version = store.version()
    back = screens.open("submit", department=FORESTRY, report=str(JUNE), upload=token)
    assert SENT.name in back.info[0].value
    assert accept(back).success
    assert in_force(store) == 2
    assert store.version() == version + 1
    gone = screens.open("submit", department=FORESTRY, report=str(JUNE), upload=token)
    assert [note.value[:6] for note in gone.warning] == ["地址中的文件"]
    assert screens.open("submit", upload="guess").warning


def test_an_upload_that_expired_or_was_given_up_is_said(sample_to_write: str) -> None:
    with deployed(sample_to_write) as screens:
        token = uploaded(screens, ONE_MORE).query_params["upload"]
        other = uploaded(screens, TWO_MORE).query_params["upload"]
        page = button(screens.open("submit", upload=other), "放弃，不再保留").click().run()
        assert not page.warning
        assert screens.open("submit", upload=other).warning
    with deployed(sample_to_write, clock="2024-07-11T10:00") as later:
        assert later.open("submit", upload=token).warning
    with deployed(sample_to_write, clock="2024-07-11T08:00") as sooner:
        assert not sooner.open("submit", upload=token).warning


def test_nothing_is_written_without_a_name(screens: Screens, store: Store) -> None:
    page = step(screens.open("submissions", submission=NUMBER), "withdrawn", "错", by="  ")
    assert "姓名" in page.error[0].value
    assert in_force(store) == 1


def test_nothing_is_written_while_the_past_is_shown(screens: Screens, store: Store) -> None:
    past = screens.open("submissions", submission=NUMBER, as_of="2024-07-07T12:00")
    assert not [entry for entry in past.button if entry.label in ("办理", "锁定这个月")]
    assert "不能办理" in page_text(past)
    page, version = screens.open("submissions", submission=NUMBER), store.version()
    page.query_params["as_of"] = "2024-07-07T12:00"
    assert not step(page, "withdrawn", "错").success
    assert store.version() == version
