"""The seam between the screens and the rest: the running product, and the position an address names.

What is kept rests on the ledger's version and the moment whose knowledge is shown, so that an accepted sheet shows at
once and nothing goes stale.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from domain.as_of import NotKnown, moment_of
from domain.period import Period
from service.deployment import Deployment, PlanUnsound
from service.kept import Kept
from ui import guard
from ui.plain import st
from views.about import About
from views.position import Position
from wording import Language, Words

_running = Kept(1)
_here: ContextVar[Here | None] = ContextVar("here", default=None)
Key = tuple[int, date, datetime | None]  # of what is kept: version of the ledger, today, the moment shown
AS_OF = "as_of"  # the parameter of the address that says as known when


@dataclass(frozen=True)
class Here:
    """Where the reader is: language, month and moment from the address, the position they lead to, the way elsewhere.

    `as_of` is the moment as the address writes it, empty for now. `refused` says why the one asked for is not shown.
    """

    words: Words
    position: Position
    months: tuple[Period, ...]  # those that can be chosen, newest first
    key: Key
    as_of: str = ""
    refused: NotKnown | None = None

    @property
    def is_now(self) -> bool:
        """Whether the present is shown. Nothing can be written while it is not."""
        return self.position.as_of is None

    def address(self, page: str, **query: str) -> str:
        """The address of another screen that keeps language, month and moment."""
        return f"{page}?{urlencode(self.query(**query))}"

    def sources(self, about: About) -> str:
        """The address of the page that shows what a figure was made from."""
        return self.address("source", **about.query())

    def query(self, **more: str) -> dict[str, str]:
        """The part of the address that goes along everywhere, and `more`; later values win."""
        moment = {AS_OF: self.as_of} if self.as_of else {}
        return {"lang": self.words.language, "period": str(self.position.period), **moment, **more}


def deployment() -> Deployment:
    """The one deployment of this server. Its plan is sound: with a faulty one the server has refused to start."""
    return _running.of("deployment", Deployment.of_environment)


def kept() -> Kept:
    """What has been made for screens, handed to everyone who asks."""
    return deployment().shown


def here() -> Here:
    """What the address asks for, the same to the end of a run that has `begun`.

    Every page begins here, so this is where one that is served without the guard ends.
    """
    found = _here.get()
    if found is None:
        guard.end_unless_guarded()
        found = at(st.query_params.to_dict())
    return found


@contextmanager
def begun(query: Mapping[str, str] | None = None) -> Iterator[Here]:
    """One run: what its address asks for is found once, and does not change while the page is drawn.

    `query` is given where nobody's address asks, as when pages are made ready.
    """
    found = here() if query is None else at(query)
    token = _here.set(found)
    try:
        yield found
    finally:
        _here.reset(token)


def at(query: Mapping[str, str]) -> Here:
    """What an address asks for.

    Without a month it is the newest one reported, or due; for a moment that cannot be shown, now.
    """
    language: Language = "en" if query.get("lang") == "en" else "zh"
    product, asked = deployment(), query.get(AS_OF, "")
    moment, refused = _moment(asked)
    try:
        known = product.knowledge(moment)
    except PlanUnsound:  # a plan of that day which this release cannot read
        moment, refused = None, NotKnown("plan", asked)
        known = product.knowledge()
    newest, choices = known.months
    month = next((month for month in choices if str(month) == query.get("period")), newest)
    key: Key = (known.ledger.version, product.now.date(), moment)
    return Here(Words(language), known.position(month), choices, key, asked if moment else "", refused)


def _moment(asked: str) -> tuple[datetime | None, NotKnown | None]:
    """The earlier moment an address asks for, and why it cannot be shown; None for now."""
    try:
        return (moment_of(asked, deployment().now, deployment().plan.start.first_day) if asked else None), None
    except NotKnown as refused:
        return None, refused


def earlier(at: Here, period: Period, since: str) -> Position | None:
    """A month as it was known at an earlier moment, written as in an address; None for what is known where one is.

    Raises NotKnown.
    """
    local = deployment().local
    now, earliest = local(at.position.as_of or deployment().now), at.position.plan.start.first_day
    moment = moment_of(since, now, earliest) if since else None
    if moment is None:
        return None
    try:
        return deployment().knowledge(moment).position(period)
    except PlanUnsound:
        raise NotKnown("plan", since) from None
