"""Every page on the sample data, in both languages: it stands, speaks one language, says that the data are invented."""

from __future__ import annotations

import re
from fractions import Fraction
from html import unescape
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from domain.layout import Fingerprint
from domain.period import Period
from reports.export import FORMATS
from storage.store import Store
from tests.support.ledgers import narratives, recorded, task_states
from tests.support.screens import CJK, expanders, page_text, tables, texts
from ui.frame import PAGES
from wording import LANGUAGES, Words, catalogue

# Pages with what they show chosen so that tables, tasks, standards, narratives and regions all occur.
VISITS = [
    *((page, {}) for page in PAGES),
    ("department", {"department": "agriculture"}),
    ("measure", {"clause": "6"}),
    ("measure", {"clause": "7"}),
    ("measure", {"clause": "16"}),
    ("measure", {"clause": "22"}),
    ("measure", {"clause": "目标任务"}),
    ("indicator", {"indicator": "M15-1"}),
    ("indicator", {"indicator": "M16-2"}),
    ("indicator", {"indicator": "M29-1", "period": "2024-04"}),
    ("indicator", {"indicator": "M29-1", "period": "2021-02"}),
    ("changes", {"against": "2023-12"}),
    ("changes", {"period": "2024-04", "against": "2024-04", "since": "2024-05-19"}),
    ("source", {"indicator": "M16-1"}),
    ("overview", {"period": "2021-03"}),
    ("reporting", {"period": "2024-05"}),
]
LATIN = re.compile(r"[A-Za-z]{3,}")


def marks(screen: AppTest) -> str:
    """The head of the page."""
    return texts(screen)[0]


@pytest.fixture(scope="module")
def quoted(sample_database: Path) -> list[str]:
    """What a page quotes as it was sent, longest first: it stands in Chinese on every page."""
    store = Store.open(f"sqlite:///{sample_database}")
    ledger = store.ledger()
    found = {text for sent in ledger.history for text in (sent.file_name, sent.submitted_by, sent.reason)}
    found |= {
        text for entry in recorded(ledger) for text in (entry.observation.source.sheet, entry.observation.source.raw)
    }
    found |= {text for said, _ in narratives(ledger) for text in (said.text, said.source.sheet)}
    found |= {text for state, _ in task_states(ledger) for text in (state.evidence, state.text)}
    layouts = map(Fingerprint.of, ledger.reading_rules)
    for table in (table for layout in layouts if layout for table in layout.tables):
        texts = (*table.headings, *table.merges, *table.hidden, *table.formats)
        found |= {part for text in texts for part in (text, *re.split(r"[·：]", text))}
    store.close()
    return sorted(found - {""}, key=len, reverse=True)


def own_words(screen: AppTest, quoted: list[str]) -> str:
    """The text of a page without what it quotes."""
    text = re.sub(r"\b[0-9a-f]{12}\b", " ", page_text(screen, pictures=False))  # versions, which may look like words
    for quotation in quoted:
        if quotation in text:
            text = text.replace(quotation, " ")
    return text


@pytest.mark.parametrize(("page", "query"), VISITS)
def test_page_in_both_languages(sample, quoted, page, query):
    for language in LANGUAGES:
        words = Words(language)
        screen = sample.open(page, lang=language, **query)

        assert not screen.exception
        assert not screen.error
        assert words("frame.demonstration") in marks(screen)
        assert words("frame.invented") in texts(screen)[-1]

        text = own_words(screen, quoted)
        if language == "en":
            assert CJK.findall(text.replace(Words("zh")("frame.this_language"), "")) == []
        else:
            assert sorted(set(LATIN.findall(text)) - latin_in_chinese()) == []


def latin_in_chinese() -> set[str]:
    """Latin words that belong into Chinese text: those of the Chinese wording, formats, the way to English."""
    told = " ".join(zh for zh, _ in catalogue().values())
    return {*LATIN.findall(told), *(kind.upper() for kind in FORMATS), Words("en")("frame.this_language"), "primary"}


@pytest.mark.parametrize(("page", "query"), VISITS)
def test_every_chart_has_its_sentence_and_its_table(sample, page, query):
    words = Words("en")
    screen = sample.open(page, lang="en", **query)
    charts = screen.get("vega_lite_chart")
    folded = expanders(screen, words("panel.table"))

    assert len(charts) == len(folded)
    for chart, block in zip(charts, folded, strict=True):
        assert len(chart.proto.alt) > 20
        (table,) = tables(block)
        assert len(table) > 1 or words("reason.before_judging") in chart.proto.alt
        assert len({len(row) for row in table}) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_month_from_before_judging_began_says_so(sample, language):
    words = Words(language)
    text = page_text(sample.open("overview", lang=language, period="2022-03"))
    verdict = words("overview.verdict_back_filled", period=Period(2022, 3), elapsed=words.share(Fraction(1, 4)), n=45)
    assert verdict.replace(" ", "") in re.sub(r"\s", "", text)
    assert words("reason.before_judging") in text
    assert words("status.back_filled") in text
    assert words("chart.unranked_of") not in text
    judged = page_text(sample.open("overview", lang=language, period="2022-05"))
    assert words("status.back_filled") not in judged
    assert words("chart.behind_all_along", period=Period(2022, 4)) in judged
    alone = page_text(sample.open("indicator", lang=language, period="2021-03", indicator="T-1"))
    assert words("gap.not_judged", period=Period(2021, 3)) in alone, (
        "there is a figure, so it is not said to be missing"
    )


def test_what_a_month_has_to_bring_is_one_figure(sample):
    assert page_text(sample.open("indicator", lang="zh", period="2024-06", indicator="T-1")).count("2,944人") == 2


def test_pages_that_show_figures_have_charts(sample):
    assert {page: len(sample.open(page).get("vega_lite_chart")) > 0 for page in PAGES} == {
        "overview": True, "department": True, "measure": True, "changes": False, "reporting": True, "submit": False,
        "submissions": False, "decisions": False, "rules": False, "audit": False, "indicator": True, "source": False,
    }  # fmt: skip


def test_the_month_of_the_address_is_the_one_shown(sample):
    screen = sample.open("overview", period="2023-12", lang="en")
    assert screen.selectbox[0].value.year == 2023
    assert "Figures up to 31 Dec 2023" in page_text(screen)


def test_a_clause_says_who_leads_and_who_works_with_them(sample):
    text = page_text(sample.open("measure", clause="16"))
    assert "市农业农村局" in text
    assert "第16条" in text


def test_every_headline_figure_opens_its_source(sample):
    bodies = "".join(block.proto.body for block in sample.open("overview").get("html"))
    links = [unescape(link) for link in re.findall(r'href="(source\?[^"]+)"', bodies)]
    asked = [dict(parse_qsl(urlsplit(link).query)) for link in links]
    assert {query.get("indicator") for query in asked} >= {"T-1", "T-2", "T-3", "T-4"}
    assert {(query["period"], query["lang"]) for query in asked} == {("2024-06", "zh")}


def test_the_source_page_names_the_cell(sample):
    rows = [row[:5] for table in tables(sample.open("source", indicator="M16-1").main) for row in table]
    cell = ["累计 · 2024年6月 · 全市", "月报!J31", "48876", "48,876", "演示数据_市人社局_2024-06.xlsx"]
    assert cell in rows


def test_nothing_from_the_address_gets_into_a_page_but_as_text(sample):
    script = "<script>alert(1)</script>"
    for page in PAGES:
        screen = sample.open(page, lang=script, period=script, department=script, clause=script, indicator=script)
        assert not any("<script" in block.proto.body for block in screen.get("html"))
        assert [note.value.count("alert(1)") for note in screen.warning] == [1], "that there is no such month"


def test_the_calendar_says_who_owes_what_when(sample):
    screen = sample.open("reporting", department="big-data")
    (month,) = [table for table in tables(screen.main) if table[0][0] == "部门" and "报送次数" in table[0]]
    owing = [row for row in month[1:] if "未报" in row[1]]
    assert [row[0] for row in owing] == ["市农业农村局"]
    (calendar,) = [table for table in tables(screen.main) if table[0][:2] == ["月份", "截止日"]]
    by_month = {row[0]: row[1:] for row in calendar[1:]}
    assert by_month["2024年6月"] == ["2024年7月5日", "7", "1", "1", "", ""]
    assert by_month["2024年9月"][0] == "2024年10月8日（2024年10月5日放假，顺延）"
    (triangle,) = [table for table in tables(screen.main) if "数据个数" in table[0]]
    assert [row[:4] for row in triangle[1:4]] == [
        ["2024年6月", "1", "0", "—"],
        ["2024年5月", "1", "0", "0"],
        ["2024年4月", "1", "1", "1"],  # corrected on 20 May
    ]
    (shares,) = [table for table in tables(screen.main) if "首报数" in table[0]]
    assert [row[:4] for row in shares[1:2]] == [["市大数据建设管理中心", "6", "1", "16.7%"]]
    assert {row[2] for row in shares[2:]} == {"0"}
