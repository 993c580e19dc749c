"""Screens run without a browser, and what a person can read on them: real frame, real pages, a real database."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from ui import app, server
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

    The caches of `ui.app` know one deployment per process, so they are cleared. One inside another ends the outer one's
    connections first; it opens others when next asked.
    """
    if _deployed:
        app.deployment().store.close()
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory() as var:
        patch.setattr(server.OnlyThisMachine, "stands", True)  # nothing is served here
        patch.setenv("DATABASE_URL", database if isinstance(database, str) else f"sqlite:///{database}")
        patch.setenv("TARGETS_FILE", str(targets))
        patch.setenv("DEMONSTRATION_CLOCK", clock)
        patch.setenv("VAR_DIR", var)
        for name, value in settings.items():
            patch.setenv(name, value)
        st.cache_resource.clear()
        _deployed.append(database)
        try:
            yield Screens()
        finally:
            _deployed.pop()
            app.deployment().store.close()
            st.cache_resource.clear()


def texts(screen: AppTest, *, pictures: bool = True) -> list[str]:
    """Everything a person can read on a screen, what is folded away and what charts hold included.

    Without `pictures`, what pictures of departments' sheets hold is left out.
    """
    shown = (element for element in elements(screen.main) if pictures or not _is_picture(element))
    return [text for element in shown for text in _read(element) if text.strip()]


def page_text(screen: AppTest, *, pictures: bool = True) -> str:
    return "\n".join(texts(screen, pictures=pictures))


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
    bodies = (getattr(element, "proto", None) for element in elements(block) if element.type == "html")
    return [cells(proto.body) for proto in bodies if proto is not None and "<table" in proto.body]


def expanders(screen: AppTest, label: str) -> list[Any]:
    return [block for block in screen.expander if block.label == label]


def _read(element: Any) -> Iterator[str]:
    proto = getattr(element, "proto", None)
    for field in READ:
        value = getattr(proto, field, None)
        for text in [value] if isinstance(value, str) else value or []:
            yield stripped(text) if element.type == "html" else read_back(str(text))
    if element.type == "vega_lite_chart":
        yield from _said(json.loads(element.proto.spec))


def _said(spec: Any) -> Iterator[str]:
    """What a chart says: its titles, and the texts of its rows, without codes and addresses."""
    if isinstance(spec, dict):
        for key, part in spec.items():
            if key == "title":
                yield from _strings(part)
            elif key == "data":
                yield from (text for row in part["values"] for text in _strings(row) if CJK.search(text) or " " in text)
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
