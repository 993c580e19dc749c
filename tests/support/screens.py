"""Screens run without a browser, and what a person can read on them: real frame, real pages, a real database."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from streamlit.testing.v1 import AppTest

from service.kept import Kept
from ui import app, guard
from ui.plain import read_back

ROOT = Path(__file__).parents[2]
CLOCK = "2024-07-08"
CJK = re.compile(r"[\u3400-\u9fff]+")
# What a person can read of an element, by the names of its fields.
READ = ("body", "label", "help", "placeholder", "text", "alt", "options", "caption", "title")
_deployed: list[Path | str] = []  # the databases of the screens open now, the innermost last


class Screens:
    """Opens a page the way its address would: `open("measure", clause="16", lang="en")`."""

    def open(self, page: str, **query: str) -> AppTest:
        screen = AppTest.from_file(str(ROOT / "ui" / "screen.py"), default_timeout=60)
        for name, value in query.items():
            screen.query_params[name] = value
        return screen.switch_page(f"../pages/{page}.py").run()


@contextmanager
def deployed(
    database: Path | str, targets: Path = ROOT / "targets.toml", clock: str = CLOCK, **settings: str
) -> Iterator[Screens]:
    """The screens on one database, by its file or address; `settings` are further variables of the environment.

    One inside another ends the outer one's connections first; it opens others when next asked.
    """
    if _deployed:
        app.deployment().store.close()
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory() as var:
        patch.setattr(guard.OnlyThisMachine, "stands", True)  # nothing is served here
        patch.setenv("DATABASE_URL", database if isinstance(database, str) else f"sqlite:///{database}")
        patch.setenv("TARGETS_FILE", str(targets))
        patch.setenv("DEMONSTRATION_CLOCK", clock)
        patch.setenv("VAR_DIR", var)
        for name, value in settings.items():
            patch.setenv(name, value)
        patch.setattr(app, "_running", Kept(1))
        _deployed.append(database)
        try:
            yield Screens()
        finally:
            _deployed.pop()
            app.deployment().store.close()


def texts(screen: AppTest, *, pictures: bool = True) -> list[str]:
    """Everything a person can read on a screen, what is folded away and what charts hold included.

    Without `pictures`, what pictures of departments' sheets hold is left out.
    """
    shown = (element for element in elements(screen.main) if pictures or not _is_picture(element))
    return [text for element in shown for text in _read(element) if text.strip()]


def page_text(screen: AppTest, *, pictures: bool = True) -> str:
    return "\n".join(texts(screen, pictures=pictures))


def html(block: Any) -> str:
    """All the HTML in a part of a screen."""
    return "".join(element.proto.body for element in elements(block) if element.type == "html")


def _is_picture(element: Any) -> bool:
    return element.type == "html" and 'class="facsimile' in element.proto.body


def elements(block: Any) -> Iterator[Any]:
    yield block
    for child in getattr(block, "children", {}).values():
        yield from elements(child)


def cells(html: str) -> list[list[str]]:
    """The rows of a table on a page, the header first."""
    return [
        [stripped(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)]
        for row in re.findall(r"<tr>(.*?)</tr>", html, re.DOTALL)
    ]


def stripped(html: str) -> str:
    bare = re.sub(r"<style.*?</style>", "", html, flags=re.DOTALL)
    return unescape(re.sub(r"<[^>]+>", " ", bare)).strip()


def tables(block: Any) -> list[list[list[str]]]:
    """Every table in a part of a screen."""
    return [cells(table) for table in re.findall(r"<table.*?</table>", html(block), re.DOTALL)]


@dataclass(frozen=True)
class Fold:
    """What is folded away in HTML; the parts of a screen are found in it as in a block of Streamlit's."""

    label: str
    body: str
    type = "html"

    @property
    def proto(self) -> Fold:
        return self


def expanders(screen: AppTest, label: str) -> list[Any]:
    """What is folded away under a label, by Streamlit or by a body."""
    folded = re.findall(
        r"<details class=\"fold\"[^>]*><summary>(.*?)</summary>(.*?)</details>", html(screen.main), re.DOTALL
    )
    found = [*screen.expander, *(Fold(unescape(label), body) for label, body in folded)]
    return [block for block in found if block.label == label]


def rows(chart: Any) -> list[dict[str, Any]]:
    """What a chart draws."""
    return pa.ipc.open_stream(chart.proto.data.data).read_all().to_pylist()


def _read(element: Any) -> Iterator[str]:
    proto = getattr(element, "proto", None)
    for field in READ:
        value = getattr(proto, field, None)
        for text in [value] if isinstance(value, str) else value or []:
            yield stripped(text) if element.type == "html" else read_back(str(text))
    if element.type == "vega_lite_chart":
        yield from _said(json.loads(element.proto.spec))
        yield from (text for row in rows(element) for text in _strings(row) if CJK.search(text) or " " in text)


def _said(spec: Any) -> Iterator[str]:
    """The titles of a chart."""
    if isinstance(spec, dict):
        for key, part in spec.items():
            if key == "title":
                yield from _strings(part)
            elif key != "config":
                yield from _said(part)
    elif isinstance(spec, list):
        for part in spec:
            yield from _said(part)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _strings(part)
