"""A chart's files have an address of their own: what they hold, and what is said where there are none."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

import pytest

from tests.support.screens import html
from ui import files


def addresses(screen) -> list[dict[str, str]]:
    """Those a page leads to."""
    links = html(screen.main).replace("&amp;", "&").split('href="')[1:]
    return [dict(parse_qsl(urlsplit(link.split('"')[0]).query)) for link in links if link.startswith(files.ADDRESS)]


def test_every_chart_of_a_page_leads_to_its_files_as_the_page_shows_it(sample):
    found = addresses(sample.open("overview", lang="en", period="2024-04"))
    assert [each["exhibit"] for each in found[::4]] == ["headline", "lags", "departments"]
    assert {each["kind"] for each in found} == {"png", "svg", "csv", "xlsx"}
    assert {(each["lang"], each["period"]) for each in found} == {("en", "2024-04")}
    made = files.made(next(each for each in found if each["kind"] == "csv"))
    assert made.status_code == 200
    assert made.headers["content-disposition"] == "attachment; filename*=UTF-8''headline-2024-04.csv"
    assert bytes(made.body).decode("utf-8-sig").startswith("Id,Indicator,Unit,Reported")


def test_of_an_earlier_moment_the_files_are_too(sample):
    (asked, *_) = addresses(sample.open("overview", as_of="2024-05-19"))
    assert asked["as_of"] == "2024-05-19"


@pytest.mark.parametrize(
    "asked",
    [{}, {"exhibit": "nothing", "kind": "png"}, {"exhibit": "headline", "kind": "exe"}, {"exhibit": "history/X"}],
)
def test_of_what_there_is_not_it_says_so(sample, asked):
    assert sample is not None
    refused = files.made({"lang": "en", **asked})
    assert refused.status_code == 404
    assert bytes(refused.body).decode() == "There is no such file of a chart. Use the links on the page."
