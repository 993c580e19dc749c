"""The pages run on a second, quite different plan: another city, other years, no Chinese department at all."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from domain.observation import Aspect, Topic
from domain.period import Period
from domain.sending import Sending
from loaders import submission, targets_file, template
from loaders.template_filling import Filling
from storage.store import Store
from tests.support.screens import ROOT, Screens, deployed, page_text, tables
from ui.frame import PAGES
from wording import LANGUAGES

HARBOUR = ROOT / "tests" / "plans" / "harbour.toml"
CLOCK = "2026-07-20"
JUNE = Period(2026, 6)
FILLED = Filling(
    figures={
        ("A.1", None, Aspect.MONTH): Decimal("-2.5"),
        ("A.1", None, Aspect.CUMULATIVE): Decimal("471.25"),
        ("A.2", None, Aspect.CUMULATIVE): Decimal(30),
        ("A.2", None, Aspect.DENOMINATOR): Decimal(200),
    },
    words={("A.1", Topic.PROBLEMS): "Two ferries still burn oil", ("A.1", Topic.NEXT_STEPS): "Refit them in autumn"},
    reporter="Rui",
    reviewer="Ana",
    phone="1",
)


@pytest.fixture(scope="module")
def unsent(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Screens]:
    database = Path(shutil.copy(migrated_sqlite, tmp_path_factory.mktemp("harbour") / "harbour.sqlite"))
    with deployed(database, HARBOUR, CLOCK) as screens:
        yield screens


@pytest.fixture
def sent(migrated_sqlite: Path, tmp_path: Path) -> Iterator[Screens]:
    """One department has sent June in a template made for it and filled in."""
    database = Path(shutil.copy(migrated_sqlite, tmp_path / "harbour.sqlite"))
    plan = targets_file.read(HARBOUR).plan
    assert plan is not None
    content = template.write(plan, plan.department("env"), JUNE, {}, date(2026, 7, 1), FILLED)
    drafts = submission.read("june.xlsx", content, plan, today=date(2026, 7, 9), ledger=None)
    assert [problem.code for draft in drafts for problem in draft.problems if problem.is_error] == []
    store = Store.open(f"sqlite:///{database}")
    store.accept_file(drafts, content, Sending("Rui", channel="upload"), at=datetime(2026, 7, 9, tzinfo=UTC))
    store.close()
    with deployed(database, HARBOUR, CLOCK) as screens:
        yield screens


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_page_stands_before_anything_was_sent(unsent, page, language):
    screen = unsent.open(page, lang=language)
    assert not screen.exception
    assert not screen.error
    assert "Qujing" not in page_text(screen)
    assert "曲靖" not in page_text(screen)


def test_pages_stand_and_show_what_was_sent(sent):
    for page in PAGES:
        for language in LANGUAGES:
            screen = sent.open(page, lang=language, indicator="A.1")
            assert not screen.exception
            assert not screen.error
            assert "演示数据" not in page_text(screen)

    assert "471.3 t" in page_text(sent.open("overview", lang="en"))
    rows = [row[1:5] for table in tables(sent.open("source", lang="en", indicator="A.1").main) for row in table]
    assert ["月报!J5", "471.25", "471.25", "june.xlsx"] in rows
    assert "Two ferries still burn oil" in page_text(sent.open("measure", lang="en", clause="A"))
