"""What an address names and is not to be had is said, with the nearest as a link; nothing else is shown for it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from itertools import cycle
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from tests.support.screens import Screens, deployed, page_text
from ui.frame import PAGES
from wording import LANGUAGES, Language, Words


@pytest.fixture(scope="module")
def screens(sample_database: Path) -> Iterator[Screens]:
    with deployed(sample_database) as opened:
        yield opened


def offered(screen: AppTest) -> list[str]:
    bodies = "".join(block.proto.body for block in screen.get("html") if 'class="prose' in block.proto.body)
    return [unescape(link) for link in re.findall(r'href="([^"]+)"', bodies)]


CASES = [
    ("indicator", "indicator", "M18-9", "M18-1"),
    ("indicator", "indicator", "m18-1", "M18-1"),
    ("measure", "clause", "188", "18"),
    ("department", "department", "hrs", "hrss"),
    ("submit", "department", "hrs", "hrss"),
    ("submit", "report", "2031-01", "2024-06"),
    ("submissions", "submission", "3780", "378"),
    ("decisions", "kind", "disputes", "dispute"),
    ("decisions", "indicator", "M18-9", "M18-1"),
    ("changes", "against", "1999-01", "2021-01"),
    ("source", "indicator", "M18-9", "M18-1"),
    ("source", "department", "hrs", "hrss"),
    ("source", "rests_on", "report", "reports"),
    ("source", "cell", "1!月报!J5", ""),
    ("overview", "period", "2031-01", "2024-06"),
    ("overview", "period", "yesterday", ""),
    ("audit", "period", "0000-00", ""),
]


@pytest.mark.parametrize(("case", "language"), list(zip(CASES, cycle(LANGUAGES), strict=False)))
def test_what_is_not_there_is_said_and_the_nearest_offered(
    screens: Screens, case: tuple[str, str, str, str], language: Language
) -> None:
    page, name, asked, nearest = case
    screen = screens.open(page, **{name: asked, "lang": language})
    assert not screen.exception
    assert asked in page_text(screen)
    assert len(screen.warning) == 1
    links = [parse_qs(urlsplit(link).query) for link in offered(screen)]
    assert not nearest or links[0][name] == [nearest]
    assert name not in links[-1], "the page without it"
    assert links[-1]["lang"] == [language]
    assert not screen.get("vega_lite_chart"), "nothing else stands in its place"
    assert "<table" not in "".join(block.proto.body for block in screen.get("html"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_that_is_none_is_said_too(screens: Screens, language: Language) -> None:
    """The server leads there, see `test_what_is_no_page_leads_to_the_first_which_is_told_its_name`."""
    screen = screens.open("overview", no_page="overvew", lang=language)
    assert not screen.exception
    assert "overvew" in page_text(screen)
    assert offered(screen)[0].startswith("overview?")
    assert not screen.get("vega_lite_chart")


def test_a_likeness_by_chance_is_not_offered(screens: Screens) -> None:
    for page, query in (("overview", {"period": "1999-13"}), ("indicator", {"indicator": "XX-9"})):
        assert len(offered(screens.open(page, **query))) == 1, "the page without it"


@pytest.mark.parametrize("asked", ["0001-01-01", "9999-12-31", "0000-00-00", "2020-12-31", "1e999", "2024-05-19T25:00"])
def test_no_moment_in_the_address_raises(screens: Screens, asked: str) -> None:
    for page in PAGES if asked == "0001-01-01" else PAGES[:1]:
        screen = screens.open(page, as_of=asked)
        assert not screen.exception, page
        assert asked in screen.warning[0].value.replace("\\", "")
    screen = screens.open("changes", since=asked)
    assert not screen.exception
    assert asked in screen.warning[0].value.replace("\\", "")


def test_a_choice_beside_another_follows_it(screens: Screens) -> None:
    """A last month before the first one chosen since, or a region of an indicator without regions, is no slip."""
    for query in ({"first": "2024-06", "last": "2024-03"}, {"kind": "correction", "indicator": "M28-1", "region": "-"}):
        screen = screens.open("decisions", **({"kind": "override", "indicator": "M18-1"} | query))
        assert not offered(screen)
        assert Words("zh")("decisions.make") in page_text(screen)
