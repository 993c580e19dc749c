"""Every page as it was known on a day: figures, reports and plan of then. Every link keeps to it; none can write."""

from __future__ import annotations

import re
import shutil
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from storage import plans
from storage.store import Store
from tests.support.screens import ROOT, deployed, page_text
from tests.support.terminal import Terminal
from ui.frame import PAGES
from ui.readiness import stop_unless_ready
from wording import LANGUAGES, Words

BEFORE, AFTER = "2024-05-19", "2024-05-20"  # a correction of April came in between
APRIL = "2024-04"


def links(screen) -> list[str]:
    bodies = "".join(block.proto.body for block in screen.get("html"))
    return [unescape(link) for link in re.findall(r'href="([^"]+)"', bodies)]


@pytest.mark.parametrize("page", [page for page in PAGES if page != "submit"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_says_which_past_it_shows_and_every_link_keeps_to_it(sample, page, language):
    screen = sample.open(page, lang=language, as_of=BEFORE, period=APRIL)
    assert not screen.exception
    words = Words(language)
    day = "2024年5月19日" if language == "zh" else "19 May 2024"
    assert words("as_of.shown", moment=day) in page_text(screen)
    led = [parse_qs(urlsplit(link).query).get("as_of") for link in links(screen)]
    assert led.count(None) == 1, "the way back to now, and no other link, leaves the past"
    assert led.count([BEFORE]) == len(led) - 1
    assert len(led) > 1 or page in ("decisions", "rules"), "those two list nothing yet"


def test_a_correction_is_not_known_the_day_before(sample, sample_database, tmp_path):
    terminal = Terminal(tmp_path, sample_database)
    shown = {}
    for day in (BEFORE, AFTER):
        rows = terminal.run("status", "--period", APRIL, "--as-of", day, "--json").json
        shown[day] = {row["indicator"]: row for row in rows}
    changed = {key for key, row in shown[BEFORE].items() if row["value"] != shown[AFTER][key]["value"]}
    assert changed
    for indicator in sorted(changed)[:3]:
        texts = {day: page_text(sample.open("source", indicator=indicator, period=APRIL, as_of=day)) for day in shown}
        for day, other in ((BEFORE, AFTER), (AFTER, BEFORE)):
            assert f"{shown[day][indicator]['value']:,}" in texts[day]
            assert f"{shown[other][indicator]['value']:,}" not in texts[day]
        assert "更正" in texts[AFTER]
        assert "更正（" not in texts[BEFORE]


def test_what_was_not_sent_by_then_is_not_reported(sample):
    text = page_text(sample.open("source", indicator="M16-1", period="2024-06", as_of="2024-07-02"))
    assert "48,876" not in text
    assert "48,876" in page_text(sample.open("source", indicator="M16-1", period="2024-06", as_of="2024-07-04"))


def test_the_present_can_be_told_from_the_past(sample):
    assert Words("zh")("as_of.back") not in page_text(sample.open("overview"))
    assert page_text(sample.open("overview", as_of="2024-07-08")) == page_text(sample.open("overview"))


@pytest.mark.parametrize(
    ("asked", "code"),
    [("昨天", "unreadable"), ("2024-02-30", "unreadable"), ("2024-07-09", "future"), ("9999-12-31T00:00Z", "future")],
)
def test_a_moment_that_cannot_be_shown_says_so_and_the_present_is_shown(sample, asked, code):
    screen = sample.open("overview", as_of=asked)
    assert [entry.value for entry in screen.warning] == [Words("zh")(f"as_of.{code}", text=asked)]
    assert page_text(sample.open("overview")).splitlines()[-1] in page_text(screen)
    assert not any("as_of" in link for link in links(screen))


def test_nothing_can_be_written_into_the_past(sample):
    assert sample.open("submit").get("file_uploader")
    screen = sample.open("submit", as_of=BEFORE)
    assert not screen.exception
    assert screen.get("file_uploader") == []
    assert screen.get("download_button") == []
    assert screen.info[0].value == Words("zh")("as_of.no_writing", moment="2024年5月19日")


def test_a_changed_plan_does_not_rewrite_what_was_said(sample_copy: Path, tmp_path: Path, capfd):
    """The plan gets another target, and the server is started anew with it; a day before, the old one stands."""
    changed = tmp_path / "targets.toml"
    text = (ROOT / "targets.toml").read_text(encoding="utf-8")
    before, after = "target = 60000", "target = 61000"
    assert before in text
    changed.write_text(text.replace(before, after), encoding="utf-8")

    with deployed(Path(shutil.copy(sample_copy, tmp_path / "recorded.sqlite")), clock="2024-07-07T08:00:00+08:00"):
        stop_unless_ready()
    with deployed(tmp_path / "recorded.sqlite", changed, clock="2024-07-08T08:00:00+08:00") as screens:
        stop_unless_ready()
        stop_unless_ready()
        now = page_text(screens.open("measure", clause="16", period="2024-06"))  # no picture of a sheet stands there
        then = page_text(screens.open("measure", clause="16", period="2024-06", as_of="2024-07-07"))
        told = {day: page_text(screens.open("changes", as_of=day)) for day in ("2024-07-07", "")}
    for said in (capfd.readouterr().err, told[""]):
        assert "target：60000 → 61000" in said, (
            "that it judges past months otherwise is said, at the start and on the page"
        )
    assert "→ 61000" not in told["2024-07-07"]
    assert "61,000" in now
    assert "60,000" not in now
    assert "60,000" in then
    assert "61,000" not in then

    store = Store.open(f"sqlite:///{tmp_path}/recorded.sqlite")
    assert len({version.sha256 for version in plans.versions(store.engines)}) == 2
    assert len(plans.versions(store.engines)) == 2
    store.close()


def test_the_journal_and_the_life_of_a_submission_end_with_the_moment_shown(sample):
    """Of what was written later, nothing is listed."""
    shown = {day: page_text(sample.open("audit", as_of=day)) for day in ("2021-02-01", BEFORE)}
    assert "演示数据_" not in shown["2021-02-01"]
    assert "2024-04 第1次" in shown[BEFORE]
    assert "2024-04 第2次" not in shown[BEFORE]
    assert "2024-04 第2次" in page_text(sample.open("audit", as_of=AFTER))
