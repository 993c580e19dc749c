"""What people typed is shown as text: no link, light, formula, heading, icon or markup comes of it, on any page."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from html import escape
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from domain.decision import Decision, DecisionKind
from domain.life import CorrectionReason, State
from domain.observation import Narrative, Source, TaskState, Topic
from domain.period import Period
from domain.problem_codes import problem
from domain.question import Reading, ReadingRule
from domain.sending import Sending
from loaders import targets_file
from storage import office, reading_rules, uploads
from storage.store import Store
from tests.support.screens import READ, ROOT, Screens, deployed, elements, texts
from ui.frame import PAGES
from ui.plain import as_text

PLAN = targets_file.read(ROOT / "targets.toml").plan or pytest.fail("the plan has mistakes")
assert PLAN is not None
JUNE, TRAINED = Period(2024, 6), "M18-1"
REPORTERS = {department.id for department in PLAN.reporters}
TASK = next(task for task in PLAN.tasks if task.reporter not in REPORTERS)  # nobody else says anything of it
FORESTRY = PLAN.indicator(TRAINED).reporter
POISON = (
    "[x](http://evil.example) :red[met] $x$ # h **b** <b>i</b> `code` ~~s~~ "
    ":material/home: :joy: www.evil.example a@b.cd"
)
ACTIVE = POISON.replace("# h ", "").split(" ")
IN_HTML = ("html",)  # where only markup is active
AS_OPTIONS = ("selectbox", "multiselect", "vega_lite_chart", "arrow_vega_lite_chart", "text_input", "date_input")
TYPED = {"file", "sheet", "words", "evidence", "reason", "author"}
TYPED |= {"raw", "decided", "ended", "rule", "returned", "locked"}


def typed(kind: str) -> str:
    return f"{kind}: {POISON}"


@pytest.fixture(scope="module")
def screens(sample_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Screens]:
    """The screens on a ledger in which every word a person can type is poisoned."""
    path = tmp_path_factory.mktemp("poisoned") / "poisoned.sqlite"
    path.write_bytes(sample_database.read_bytes())
    store = Store.open(f"sqlite:///{path}")
    _poison(store)
    with deployed(path) as opened:
        yield opened
    store.close()


def _poison(store: Store) -> None:
    ledger, engines = store.ledger(), store.engines
    at = ledger.history[-1].submitted_at
    source = Source(typed("sheet"), "J5", typed("raw"))
    base = store.said_by(ledger.current[FORESTRY, JUNE])
    draft = replace(
        base,
        file_name=f"{typed('file')}.xlsx",
        sha256=hashlib.sha256(b"poison").hexdigest(),
        observations=tuple(replace(seen, source=source) for seen in base.observations),
        narratives=tuple(Narrative(TRAINED, topic, typed("words"), source) for topic in Topic),
        task_states=(TaskState(TASK.id, "done", None, typed("evidence"), typed("words"), source),),
        problems=(problem("B22", typed("sheet"), "J5", raw=typed("raw"), indicator=TRAINED),),
    )
    sending = Sending(typed("author"), reason=typed("reason"), confirmed=True, correction=CorrectionReason.OTHER)
    store.accept_file([draft], b"poison", sending, at=at)
    dispute = Decision(DecisionKind.DISPUTE, "M28-1", JUNE, JUNE, typed("decided"), typed("author"))
    made = [office.decide(engines, dispute, PLAN, at=at) for _ in range(2)]
    office.end(engines, made[1].id, by=typed("author"), at=at, reason=typed("ended"))
    for key in ("C09", "E12"):
        rule = ReadingRule(FORESTRY, key, Reading("a", "shown"), typed("rule"), typed("author"))
        made_rule = reading_rules.make(engines, rule, at=at)
    reading_rules.revoke(engines, made_rule.id, by=typed("author"), at=at, reason=typed("rule"))
    other = next(entry for entry in ledger.current.values() if entry.department_id != FORESTRY)
    office.move(engines, other.id, State.RETURNED, by=typed("author"), at=at, reason=typed("returned"))
    office.lock(engines, JUNE + -20, by=typed("author"), at=at, reason=typed("locked"))


def kept(screens: Screens, name: str, content: bytes) -> str:
    """A file somebody handed in, as the address names it."""
    from ui import app

    product = app.deployment()
    until = product.now + timedelta(hours=1)
    return uploads.keep(product.store.engines, name, content, by="", at=product.now, until=until).token


def sheet() -> bytes:
    """A sheet in which everything is poisoned that a message may quote."""
    own = "生态卫士计划·培训"
    rows = ["单位,市林草局", "报告期,2024年6月", "指标名称,单位,累计完成,本月完成"]
    rows += [f"{own},人次,{POISON},5", f"{POISON},人次,6,5", f"{own},{POISON},7,5", f"{own},人次,{POISON}8,五"]
    return "\n".join(rows).encode()


def bundle() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as out:
        for number in range(2):
            out.writestr(f"{number}/{typed('file').replace('/', '')}{number}.csv", sheet())
    return stream.getvalue()


def visits(screens: Screens) -> Iterator[tuple[str, AppTest]]:
    for page in PAGES:
        yield page, screens.open(page, department=FORESTRY, clause="18", indicator=TRAINED)
    submissions = Store.open(str(_url())).ledger().history
    for entry in (submissions[-1], next(each for each in submissions if each.state == State.RETURNED)):
        yield "submissions", screens.open("submissions", submission=str(entry.id))
    yield "measure", screens.open("measure", clause=TASK.clause)
    yield "source", screens.open("source", indicator=TRAINED, period=str(JUNE), rests_on="reports")
    yield "changes", screens.open("changes", since=POISON, as_of=POISON)
    yield "audit", screens.open("audit", q="evil", who=typed("author"))
    yield "submit", screens.open("submit", upload=kept(screens, f"{typed('file')}.csv", sheet()))
    yield "submit", screens.open("submit", upload=kept(screens, "*", bundle()))
    page = screens.open("decisions", kind="dispute", indicator=TRAINED)
    page.text_input(key="decide:by").set_value(typed("author")[:40])
    page.text_input(key="decide:reason").set_value("")
    yield "decisions", page.button[0].click().run()


def _url() -> str:
    from ui import app

    return app.deployment().settings.database_url


def test_nothing_typed_is_read_as_markdown_or_html(screens: Screens) -> None:
    seen: set[str] = set()
    for name, page in visits(screens):
        assert not page.exception, (name, page.exception)
        for element in elements(page._tree):
            active = [part for text in shown_of(element) for part in active_in(element, text)]
            assert active == [], (name, element.type, active)
        told = "\n".join(texts(page))
        seen |= {kind for kind in TYPED if f"{kind}: [x](http://evil.example) :red[met]" in told}
    assert seen == TYPED, "each of them was looked at"


def shown_of(element: Any) -> Iterator[str]:
    proto = getattr(element, "proto", None)
    for field in READ:
        value = getattr(proto, field, None)
        yield from [value] if isinstance(value, str) else map(str, value or [])


def active_in(element: Any, text: str) -> list[str]:
    if element.type in AS_OPTIONS:
        return []
    if element.type in IN_HTML:
        return [part for part in ("<b>i</b>", "</b>") if part in text and escape(part) != part]
    return [part for part in ACTIVE if part in text]


@pytest.mark.parametrize(
    "text", ["a  \n# b\n\n    c", "1. x\n- y\n2) z", "a -> b\n-- c", "12:30:45", "a\\*b", "x&amp;y"]
)
def test_lines_and_signs_come_back_as_they_were(text: str) -> None:
    from ui.plain import read_back

    assert read_back(as_text(text)).split() == text.split()
