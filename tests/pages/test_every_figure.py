"""Every pixel can name its cell: no figure on any page stands there without its sources, and the sources are true.

A figure is any digit a person reads, but for days and months, codes, versions, the names things have in the plan, and
what is quoted from a sheet or a file. Each is looked for on every page; each distinct link is followed; and every cell
found there is opened again in the original file, by other means than the product's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal, InvalidOperation
from functools import cache
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import openpyxl
import pytest
from streamlit.dataframe_util import convert_arrow_bytes_to_pandas_df
from streamlit.testing.v1 import AppTest

from domain.observation import Recorded
from domain.period import Period
from service.deployment import Deployment
from storage.store import Store
from tests.support.ledgers import narratives, task_states
from tests.support.screens import Screens, deployed, elements
from ui.frame import PAGES
from ui.plain import read_back
from views.about import About, RestsOn
from views.position import Position
from views.sources import Sources, sources
from wording import LANGUAGES, Language, Words

CORRECTED, UNREPORTED = "2024-04", "2024-06"  # a month with a correction, and one in which some did not report
MORE = [
    ("department", {"department": "agriculture"}),
    ("measure", {"clause": "6"}),
    ("measure", {"clause": "16"}),
    ("source", {"rests_on": "month", "status": "behind,far_behind"}),
    ("source", {"rests_on": "past", "indicator": "M16-1"}),
    ("source", {"rests_on": "reports", "department": "hrss"}),
    ("source", {"rests_on": "plan"}),
]
VISITS = [*((page, {}) for page in PAGES), *MORE]
# Columns that hold codes, days, and what is quoted.
CODES = (
    "column.clause", "column.cell", "column.file", "column.month", "column.due", "column.deadline", "column.done_on",
    "column.evidence", "column.reason", "column.reported", "column.submitted_at", "column.owed", "chart_column.id",
    "source_column.sent", "source_column.submission", "source_column.version", "source_column.figure",
    "column.submission", "annotated.code", "column.entry", "column.content", "column.says",
    "rules.number", "layout.on", "layout.shape",
)  # fmt: skip
MONTHS = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
NOT_FIGURES = re.compile(
    rf"\d{{4}}年(\d{{1,2}}月(\d{{1,2}}日)?)?( \d\d:\d\d)?|(\d{{1,2}} )?({MONTHS}) \d{{4}}( \d\d:\d\d)?"
    r"|（\d+(项|个月)）$| \(\d+( mo\.)?\)$|[0-9a-f]{12}"  # the count of the list a heading stands over; a span; a hash
    r"|[A-Z]+\d*-\d+|![A-Z]+\d+|第\d+[条号]|clause \d+|No\. \d+|\d+ MB|\d+个月[前后]|\d+ month(s|\(s\))? (ago|on)"
)


# Sentences that count the list they stand over.
COUNTING = [
    re.sub(r"\\{\w+\\}", r"\\d+", re.escape(Words(language)("submit.figures_changed"))) for language in LANGUAGES
]


class Reader(HTMLParser):
    """The texts of a piece of HTML that no link to sources and no quotation holds, each with its column."""

    def __init__(self) -> None:
        super().__init__()
        self.loose: list[tuple[str, str]] = []
        self.links: list[str] = []
        self.quoted: list[tuple[str, str]] = []
        self._open: list[tuple[str, str]] = []
        self._column = ""
        self._place = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        kind = given.get("class", "").split(" ")[0]
        if tag in ("col", "br"):
            return
        self._open.append((tag, kind))
        if tag == "td" and kind != "asked":
            self._column = given.get("data-title", "")
        if (tag, kind) == ("a", "figure"):
            self.links.append(given["href"])
        self._place = given.get("title", "") if kind == "quoted" else self._place

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        kinds = {kind for _, kind in self._open}
        tags = {tag for tag, _ in self._open}
        if "quoted" in kinds:
            self.quoted.append((self._place, data))
        elif not tags & {"style", "a", "summary"} and "facsimile" not in kinds and data.strip():
            self.loose.append((self._column if "td" in tags else "", data))


@pytest.fixture(scope="module")
def sample(sample_database: Path) -> Iterator[Screens]:
    """On one kind of database: what is walked here does not depend on it."""
    with deployed(sample_database) as screens:
        yield screens


@pytest.fixture(scope="module")
def position(sample: Screens) -> Position:
    return Deployment.of_environment().position(Period.parse(UNREPORTED))


@pytest.fixture(scope="module")
def said(position: Position) -> list[str]:
    """Whatever the plan calls things and the departments wrote, longest first: words, whatever digits are in them."""
    plan, ledger = position.plan, position.ledger
    named: list[Any] = [plan, *plan.indicators, *plan.tasks, *plan.standards, *plan.measures, *plan.departments]
    names = [named_.name for named_ in named] + [item.note for item in named if getattr(item, "note", None)]
    texts = {text for name in (*names, plan.document) for text in (name.zh, name.en) if text}
    texts |= {text for state, _ in task_states(ledger) for text in (state.evidence, state.text) if text}
    texts |= {said.text for said, _ in narratives(ledger)} | {sent.reason for sent in ledger.history if sent.reason}
    texts |= {f"{said.source.sheet}!{said.source.cell}" for said, _ in narratives(ledger)}
    texts |= {sent.file_name for sent in ledger.history}
    return sorted((text for text in texts if re.search(r"\d", text)), key=len, reverse=True)


def bare(text: str, said: Iterable[str]) -> str:
    for quotation in said:
        text = text.replace(quotation, "")
    for counting in COUNTING:
        text = re.sub(counting, "", text)
    return NOT_FIGURES.sub("", text)


def readings(screen: AppTest) -> Iterator[Reader]:
    """Every piece of HTML on a page, and every plain sentence, which can hold no link."""
    for element in elements(screen.main):
        reader = Reader()
        proto = getattr(element, "proto", None)
        if element.type == "html" and proto is not None:
            reader.feed(proto.body)
        elif element.type in ("caption", "markdown", "header", "subheader", "info", "success", "warning", "error"):
            reader.loose.append(("", read_back(element.value)))
        yield reader


def without_stamp(screen: AppTest) -> list[Reader]:
    """The footer, which tells versions, is the last caption of every page."""
    found = list(readings(screen))
    last = max(place for place, reader in enumerate(found) if any("·" in text for _, text in reader.loose))
    return [reader for place, reader in enumerate(found) if place != last]


def visits() -> Iterator[tuple[str, dict[str, str], Language, str]]:
    for page, query in VISITS:
        yield page, query, "zh", UNREPORTED
        yield page, query, "en", UNREPORTED
        if page not in ("submit", "source") or query:
            yield page, query, "zh", CORRECTED


@pytest.fixture(scope="module")
def links() -> set[str]:
    """The links to sources found on the way; what they lead to is looked at after all pages were walked."""
    return set()


@pytest.mark.parametrize(("page", "query", "language", "period"), [*visits()])
def test_no_figure_stands_without_its_sources(sample, said, links, page, query, language, period):
    screen = sample.open(page, lang=language, period=period, **query)
    assert not screen.exception
    codes = {Words(language)(key) for key in CODES}
    found = without_stamp(screen)
    loose = [
        (column, text)
        for reader in found
        for column, text in reader.loose
        if column not in codes and re.search(r"\d", bare(text, said))
    ]
    to_lists = {"changes"}  # counts of what another page lists
    for link in (link for reader in found for link in reader.links):
        assert urlsplit(link).path in {"source", *to_lists}
        links |= {link} if link.startswith("source?") else set()
    assert loose == []


def asked(link: str) -> tuple[About, Period]:
    query = dict(parse_qsl(urlsplit(link).query))
    plan = Deployment.of_environment().plan
    about = About.of(query, plan)
    assert about is not None, link
    return about, Period.parse(query["period"])


def test_every_link_leads_to_cells_that_say_it(sample, position, links):
    """A cell, a report or a clause is behind each; and each cell says in the original file what is shown of it."""
    assert len(links) > 200
    store = Deployment.of_environment().store
    for link in sorted(links):
        about, period = asked(link)
        found = sources(position.at(period), about)
        assert found.cells or found.reports or found.clauses, link
        if about.rests_on is RestsOn.MONTH:
            assert_reported_figures_have_cells(found, link)
        for entry in (*found.cells, *found.by_region):
            assert same(original(store, entry), entry.observation.source.raw), (link, entry.observation.source)
            assert number(entry.observation.source.raw) in (entry.as_sent, None)


def assert_reported_figures_have_cells(found: Sources, link: str) -> None:
    covered = {entry.observation.indicator_id for entry in found.cells}
    assert {judged.indicator.id for judged in found.numbers if judged.value is not None} <= covered, link


@pytest.mark.parametrize(
    "kind", [("indicator",), ("indicator", "region"), ("department",), ("department", "status"), ("status",)]
)
def test_the_page_shows_the_cells(sample, position, links, kind):
    """One link of each kind, opened as a page: it quotes exactly the cells the figure rests on, text and number."""
    link = next(
        link
        for link in sorted(links)
        if told(link) == {*kind} and sources(position.at(asked(link)[1]), asked(link)[0]).cells
    )
    about, period = asked(link)
    screen = sample.open("source", **dict(parse_qsl(urlsplit(link).query)))
    quoted = {pair for reader in readings(screen) for pair in reader.quoted}
    for entry in sources(position.at(period), about).cells:
        source = entry.observation.source
        assert (f"{entry.submission.file_name}!{source.sheet}!{source.cell}", source.raw) in quoted


def told(link: str) -> set[str]:
    return {*dict(parse_qsl(urlsplit(link).query))} - {"lang", "period", "rests_on"}


@cache
def book(path: bytes) -> Any:
    return openpyxl.load_workbook(BytesIO(path), data_only=True)


def original(store: Store, entry: Recorded) -> Any:
    """What openpyxl finds in the very cell of the file as it was kept."""
    source = entry.observation.source
    cell = book(kept(store, entry.submission.sha256))[source.sheet][source.cell]
    is_percent = "%" in str(cell.number_format) and not isinstance(cell.value, str)
    return f"{Decimal(str(cell.value)) * 100}%" if is_percent else cell.value


@cache
def kept(store: Store, sha256: str) -> bytes:
    return store.file(sha256).content


def same(found: Any, raw: str) -> bool:
    """Equal as text, or as numbers where the sheet holds one."""
    return str(found).strip() == raw.strip() or (number(str(found)) is not None and number(str(found)) == number(raw))


def number(text: str) -> Decimal | None:
    try:
        return Decimal(text.strip().rstrip("%"))
    except InvalidOperation:
        return None


@pytest.mark.parametrize(("page", "query"), [("measure", {"clause": "16"}), ("indicator", {"indicator": "M16-1"})])
def test_the_months_and_regions_of_a_chart_lead_to_their_cells(sample, position, page, query):
    """As many links as months with a figure, and the regions; each to a cell of that very month."""
    screen = sample.open(page, period=UNREPORTED, **query)
    drawn = [convert_arrow_bytes_to_pandas_df(chart.proto.data.data) for chart in screen.get("vega_lite_chart")]
    addresses = [address for rows in drawn if "address" in rows for address in rows["address"]]
    led = [asked(address) for address in addresses if address.startswith("source?")]
    with_cells = [about for about, period in led if sources(position.at(period), about).cells]
    assert len({about.region for about in with_cells} - {""}) >= len(position.plan.regions) - 1
    assert len({period for _, period in led}) >= 40
