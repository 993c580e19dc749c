"""Choices of one page, kept in the address: which department, which measure, which indicator, whose month."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from domain.as_of import NotKnown
from domain.period import Period
from domain.plan import Department, Indicator, Measure
from domain.reporting import owed
from ui import app, missing
from ui.app import Here
from ui.plain import st
from views import news
from views.news import News
from views.position import Position

T = TypeVar("T")


def choice(
    name: str,
    label: str,
    options: Sequence[T],
    key_of: Callable[[T], str],
    written: Callable[[T], str],
    *,
    elsewhere: Iterable[T] = (),
) -> T:
    """A selection whose truth is the address: `?name=key`. Without a key it is the first option.

    So it is for a key of those to be had `elsewhere`, under another choice beside it; raises NotFound for any other.
    """
    asked = st.query_params.get(name)
    by_key = {key_of(option): option for option in options}
    if asked not in {key_of(option) for option in elsewhere}:
        missing.refuse_unknown(name, label, {key: written(option) for key, option in by_key.items()})
    widget = f"choice:{name}"
    st.session_state[widget] = asked if asked in by_key else next(iter(by_key))

    def choose() -> None:
        st.query_params[name] = st.session_state[widget]

    key = st.selectbox(label, list(by_key), key=widget, format_func=lambda key: written(by_key[key]), on_change=choose)
    return by_key[key]


def department(here: Here) -> Department:
    """A department; those that report stand first."""
    plan = here.position.plan
    others = [each for each in plan.departments if each not in plan.reporters]
    options = [*plan.reporters, *others]
    return choice("department", here.words("frame.department"), options, lambda each: each.id, here.words.name)


def reporter(here: Here) -> Department:
    """A department that owes reports."""
    return choice(
        "department",
        here.words("frame.department"),
        here.position.plan.reporters,
        lambda each: each.id,
        here.words.name,
    )


def measure(here: Here) -> Measure:
    """A clause of the plan, with its number as the plan writes it."""

    def written(each: Measure) -> str:
        return f"{each.clause} {here.words.name(each)}" if each.is_numbered else here.words.name(each)

    options = here.position.plan.measures
    return choice("clause", here.words("frame.measure"), options, lambda each: each.clause, written)


def indicator(here: Here) -> Indicator:
    options = here.position.plan.indicators
    return choice(
        "indicator",
        here.words("frame.indicator"),
        options,
        lambda each: each.id,
        lambda each: f"{each.id} {here.words.name(each)}",
    )


@dataclass(frozen=True)
class Compared:
    """What the month looked at is held against: another month, as known now or as `before` has it."""

    month: Period
    before: Position | None

    @property
    def key(self) -> tuple[str, str]:
        """By which it differs from another choice on the same page."""
        return str(self.month), self.before.as_of.isoformat() if self.before and self.before.as_of else ""

    def news(self, position: Position) -> News:
        if self.before is None:
            return news.against_month(position, self.month)
        return news.against_moment(self.before, position)


def compared(here: Here) -> Compared:
    """The choice of another month, and of a day whose knowledge counts."""
    words, position = here.words, here.position
    left, right = st.columns(2)
    with right:
        since = _day("since", words("news.since_day"), position.today)
    with left:
        first = max(position.plan.start, position.plan.reported_before(position.period))
        options = [first, *(month for month in here.months if month <= position.period and month != first)]
        month = choice("against", words("news.against"), options, str, words.month, elsewhere=here.months)
    try:
        before = app.earlier(here, month, since)
    except NotKnown as refused:
        st.warning(words(f"as_of.{refused.code}", text=refused.text[:40]))
        before = None
    return Compared(month, before)


def _day(name: str, label: str, latest: date) -> str:
    """A moment, or none, whose truth is the address: `?name=2024-05-19`. The widget shows and writes whole days."""
    asked = st.query_params.get(name, "")
    try:
        shown = date.fromisoformat(asked[:10])
    except ValueError:
        shown = None
    widget = f"day:{name}"
    st.session_state[widget] = shown if shown and shown <= latest else None

    def choose() -> None:
        chosen: date | None = st.session_state[widget]
        if chosen:
            st.query_params[name] = chosen.isoformat()
        else:
            st.query_params.pop(name, None)

    earliest = min(date(latest.year - 10, 1, 1), shown or latest)
    st.date_input(label, key=widget, min_value=earliest, max_value=latest, format="YYYY-MM-DD", on_change=choose)
    return asked


def owner(here: Here) -> tuple[Department, Period]:
    """Whose report of which month is being sent; first the month it owes longest."""
    plan, position = here.position.plan, here.position
    left, right = st.columns(2)
    with left:
        who = department(here)
    missing = owed(plan, position.ledger, who.id, position.today)
    options = [*missing, *(month for month in here.months if month not in missing)]
    with right:
        month = choice("report", here.words("submit.month"), options, str, here.words.month)
    return who, month
