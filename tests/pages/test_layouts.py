"""A layout of a department's own on the screens: each figure named on its picture, confirmed once, asked again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from streamlit.testing.v1 import AppTest

from domain.layout import Fingerprint
from domain.life import State
from domain.period import Period
from storage import office, reading_rules
from tests.support.screens import ROOT, Screens, deployed, elements, expanders, page_text, tables
from ui import app
from wording import LANGUAGES, Words

OWN = ROOT / "sample_data" / "演示数据_市文旅局_2024-06.xlsx"
WHOSE = "culture"
words = Words("zh")


@pytest.fixture
def screens(sample_copy: Path) -> Iterator[Screens]:
    with deployed(sample_copy) as opened:
        yield opened


def changed(remark: str = "补报", heading: str = "当月完成") -> bytes:
    """Their own sheet of June with other words, and if wanted another heading."""
    book = openpyxl.load_workbook(OWN)
    sheet = book.worksheets[0]
    sheet["F2"], sheet["H3"] = heading, remark
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def uploaded(screens: Screens, content: bytes, language: str = "zh", name: str = "六月.xlsx") -> AppTest:
    screen = screens.open("submit", lang=language, department=WHOSE, report="2024-06")
    return screen.file_uploader[0].upload(name, content).run()


def own_rules() -> list[int]:
    with app.deployment().store.engines.reading() as connection:
        found = reading_rules.in_force(connection)
    return [rule.id for rule in found if rule.department_id == WHOSE and Fingerprint.of(rule)]


def revoke_all() -> None:
    product = app.deployment()
    for number in own_rules():
        reading_rules.revoke(product.store.engines, number, by="李", at=product.now, reason="试")


def pictures(screen: AppTest) -> list[str]:
    bodies = (element.proto.body for element in elements(screen.main) if element.type == "html")
    return [body for body in bodies if '<table class="facsimile' in body]


def tick(screen: AppTest, label: str) -> AppTest:
    return next(box for box in screen.checkbox if box.label == label).check().run()


def signed(screen: AppTest) -> AppTest:
    """All that a correction asks for."""
    screen = tick(screen, words("submit.confirm"))
    next(box for box in screen.selectbox if box.label == words("submit.correction")).set_value("verification")
    next(box for box in screen.text_input if box.label == words("submit.reason_wanted")).input("核查")
    next(box for box in screen.text_input if box.label == words("submit.by")).input("李秋实").run()
    return screen


def accept(screen: AppTest) -> AppTest:
    return next(button for button in screen.button if button.label == words("submit.accept")).click().run()


def may_accept(screen: AppTest) -> bool:
    return not next(button for button in screen.button if button.label == words("submit.accept")).disabled


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_layout_not_seen_before_is_shown_with_every_figure_named(screens: Screens, language: str) -> None:
    revoke_all()
    said = Words("en" if language == "en" else "zh")
    screen = uploaded(screens, changed(), language)
    assert not screen.exception
    assert said("layout.new") in [note.value for note in screen.info]
    (picture,) = pictures(screen)
    marked = re.findall(r'<td class="(month|total)" aria-label="([^"]*)"', unescape(picture))
    assert [look for look, _ in marked] == ["month", "total"] * 12
    city, total = marked[0][1], marked[1][1]
    assert "M27-1" in city and said("reading.layout_as_month") in city and said("panel.whole_city") in city
    assert said.month(Period(2024, 6)) in city and said("reading.layout_as_cumulative") in total
    (values,) = [table for table in tables(screen.main) if table[0][-1] == said("layout.stored")]
    assert [row[1] for row in values[1:3]] == ["F3", "G3"]
    assert [row[3].split()[0] for row in values[1:3]] == ["44", "744"]
    assert len(values) == 25


def test_it_is_accepted_once_that_is_said_and_then_never_asked_again(screens: Screens) -> None:
    revoke_all()
    screen = signed(uploaded(screens, changed()))
    assert not may_accept(screen)
    assert words("layout.needed") in page_text(screen)
    assert not own_rules()
    screen = accept(tick(screen, words("layout.yes")))
    assert not screen.exception
    assert own_rules()
    again = uploaded(screens, changed("又补报"))
    assert words("layout.title") not in page_text(again)
    assert not pictures(again)


def test_another_heading_is_asked_about_with_what_differs(screens: Screens) -> None:
    before = own_rules()
    screen = uploaded(screens, changed(heading="本月完成数"))
    assert words("layout.differs", rule=str(before[-1])) in [note.value for note in screen.info]
    assert "多了列“本月完成数”" in page_text(screen) and "少了列“当月完成”" in page_text(screen)
    screen = accept(signed(tick(screen, words("layout.yes"))))
    assert len(own_rules()) == len(before) + 1


def test_a_template_asks_nothing(screens: Screens) -> None:
    right = ROOT / "sample_data" / "broken" / "演示数据_没有错误_对照.xlsx"
    screen = screens.open("submit", lang="zh", department="agriculture", report="2024-06")
    screen = screen.file_uploader[0].upload("六月.xlsx", right.read_bytes()).run()
    assert words("layout.title") not in page_text(screen)
    assert words("submit.accept") in [button.label for button in screen.button]


def test_of_several_files_those_alike_are_ready_once_one_was_looked_at(screens: Screens) -> None:
    revoke_all()
    months = [ROOT / "sample_data" / f"演示数据_市文旅局_2024-{month}.xlsx" for month in ("05", "06")]
    files = []
    for path in months:
        book = openpyxl.load_workbook(path)
        book.worksheets[0]["H3"] = "补报"
        stream = BytesIO()
        book.save(stream)
        files.append((path.name[-12:], stream.getvalue(), ""))
    screen = screens.open("submit", lang="zh", department=WHOSE, report="2024-06")
    screen = screen.file_uploader[0].set_value(files).run()
    rows = tables(screen.main)[0][1:]
    assert [row[1] for row in rows] == [words("several.to_confirm")] * 2
    assert all(row[-1].endswith(words("several.layout")) for row in rows)
    accept(signed(tick(screen, words("layout.yes"))))
    assert len(own_rules()) == 1


def test_the_office_sees_the_same_of_what_waits_for_it(sample_copy: Path) -> None:
    with deployed(sample_copy, CONFIRMATION="true") as screens:
        revoke_all()
        screen = uploaded(screens, changed())
        (shown,) = pictures(screen)
        accept(signed(tick(screen, words("layout.yes"))))
        office = screens.open("submissions", lang="zh", period="2024-06")
        assert not office.exception
        (block,) = expanders(office, words("layout.office"))
        assert block.proto.expanded
        (picture,) = pictures(office)
        assert re.findall("aria-label=.*?>", picture)[1:] == re.findall("aria-label=.*?>", shown)[1:]
        assert "744 名" in page_text(office)


def test_rules_list_layouts_and_one_is_revoked_there(screens: Screens) -> None:
    number = own_rules()[-1]
    screen = screens.open("rules", lang="zh")
    (listed,) = [table for table in tables(screen.main) if words("layout.shape") in table[0]]
    row = next(row for row in listed if row[0] == str(number))
    assert "“当月完成”" in row[2] and "市文旅局_2024-01" in row[3]
    screen.selectbox[-1].set_value(number)
    screen.text_input[0].set_value("换表")
    screen.text_input[1].set_value("李")
    screen.button[-1].click().run()
    assert number not in own_rules()
    assert words("layout.title") in page_text(uploaded(screens, changed()))


@pytest.mark.parametrize("language", LANGUAGES)
def test_of_one_taken_back_the_page_says_whether_its_layout_still_holds(screens: Screens, language: str) -> None:
    revoke_all()
    accept(tick(signed(uploaded(screens, changed(heading="本月办结"))), words("layout.yes")))
    said, product = Words("en" if language == "en" else "zh"), app.deployment()
    (rule,), sent = own_rules(), product.store.ledger().history[-1]

    def page() -> str:
        return page_text(screens.open("submissions", lang=language, submission=str(sent.id)))

    assert said("layout.ended") not in page()
    office.move(product.store.engines, sent.id, State.RETURNED, by="李", at=product.now, reason="读错了列")
    assert own_rules() == []
    assert said("layout.ended") in page()
    assert said("layout.stands", rule=str(rule)) not in page()


def test_a_figure_under_a_merge_is_named_where_it_lies(screens: Screens) -> None:
    revoke_all()
    book = openpyxl.load_workbook(BytesIO(changed()))
    sheet, stream = book.worksheets[0], BytesIO()
    cells = {(r, c): cell for r, row in enumerate(sheet.iter_rows()) for c, cell in enumerate(row)}
    figures = {place: cell for place, cell in cells.items() if isinstance(cell.value, int)}
    upper, lower = next((figures[r, c], figures[r + 1, c]) for r, c in figures if (r + 1, c) in figures)
    sheet.merged_cells.add(f"{upper.coordinate}:{lower.coordinate}")  # by itself, since merging would clear the lower
    book.save(stream)
    drawn = "".join(pictures(uploaded(screens, stream.getvalue())))
    assert words("layout.covered", n="", read="", value="")[-8:] in drawn
    assert str(lower.value) in drawn.replace(",", "")
