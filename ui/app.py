"""The seam between the screens and the rest: settings, plan, ledger and the position the address names.

All caches live here, keyed by the ledger's version, so that an accepted sheet shows at once and nothing goes stale.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

import streamlit as st

from charts.exhibit import Exhibit
from domain.ledger import Ledger
from domain.period import Period, months
from reports import catalogue
from views.about import About
from views.deployment import Deployment
from views.position import Position, latest_reported
from wording import Language, Words


@dataclass(frozen=True)
class Here:
    """Where the reader is: language and month from the address, the position they lead to, and the way elsewhere."""

    words: Words
    position: Position
    months: tuple[Period, ...]  # those that can be chosen, newest first

    def address(self, page: str, **query: str) -> str:
        """The address of another screen that keeps language and month."""
        return f"{page}?{urlencode(self.query(**query))}"

    def sources(self, about: About) -> str:
        """The address of the page that shows what a figure was made from."""
        return self.address("source", **about.query())

    def query(self, **more: str) -> dict[str, str]:
        """The part of the address that goes along everywhere, and `more`; later values win."""
        return {"lang": self.words.language, "period": str(self.position.period), **more}


@st.cache_resource
def deployment() -> Deployment:
    """The one deployment of this server. Its plan is sound: with a faulty one the server has refused to start."""
    return Deployment.of_environment()


@st.cache_resource(max_entries=4, show_spinner=False)
def _ledger(version: int) -> Ledger:  # noqa: ARG001 (the key of the cache)
    return deployment().store.ledger()


@st.cache_resource(max_entries=200, show_spinner=False)
def _position(version: int, period: Period, today: date) -> Position:
    return Position(deployment().plan, _ledger(version), period, today)


@st.cache_resource(max_entries=2000, show_spinner=False)
def _exhibit(name: str, version: int, period: Period, today: date, language: Language) -> Exhibit:
    return catalogue.exhibit(name, _position(version, period, today), Words(language))


def here() -> Here:
    """What the address asks for. A month that cannot be shown falls back to the newest one reported, or due."""
    language: Language = "en" if st.query_params.get("lang") == "en" else "zh"
    product = deployment()
    plan, version, today = product.plan, product.store.version(), product.now.date()
    last_over = max(plan.start, min(plan.end, Period.of(today) + -1))
    newest = latest_reported(plan, _ledger(version)) if _ledger(version).history else last_over
    choices = tuple(reversed(months(plan.start, max(newest, last_over))))
    asked = next((month for month in choices if str(month) == st.query_params.get("period")), newest)
    return Here(Words(language), _position(version, asked, today), choices)


def exhibit(name: str, at: Here) -> Exhibit:
    """A chart of the catalogue as seen from `at`."""
    position = at.position
    return _exhibit(name, position.ledger.version, position.period, position.today, at.words.language)
