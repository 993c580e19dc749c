"""The seam between the screens and the rest: settings, plan, ledger and the position the address names.

All caches live here, keyed by the ledger's version and the moment whose knowledge is shown, so that an accepted sheet
shows at once and nothing goes stale.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from charts.exhibit import Exhibit
from domain.as_of import NotKnown, moment_of
from domain.period import Period
from domain.plan_edits import Edit
from reports import catalogue
from service.deployment import Deployment, PlanUnsound
from ui import server
from ui.plain import st
from views.about import About
from views.position import Knowledge, Position, months_to_choose
from wording import Language, Words

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


@st.cache_resource
def deployment() -> Deployment:
    """The one deployment of this server. Its plan is sound: with a faulty one the server has refused to start."""
    return Deployment.of_environment()


@st.cache_resource(max_entries=8, show_spinner=False)
def _knowledge(key: Key) -> Knowledge:
    return deployment().knowledge(as_of=key[-1])


@st.cache_resource(max_entries=2000, show_spinner=False)
def _exhibit(name: str, key: Key, period: Period, language: Language) -> Exhibit:
    return catalogue.exhibit(name, _knowledge(key).position(period), Words(language))


@st.cache_resource(max_entries=8, show_spinner=False)
def plan_edits(key: Key) -> tuple[datetime, tuple[Edit, ...]] | None:
    """Since when the plan counts, and by what it judges past months otherwise than the version before it."""
    return deployment().newest_edits(key[-1])


def here() -> Here:
    """What the address asks for.

    Without a month it is the newest one reported, or due; for a moment that cannot be shown, now. Every page begins
    here, so this is where one that is served without the guard ends.
    """
    server.end_unless_guarded()
    language: Language = "en" if st.query_params.get("lang") == "en" else "zh"
    asked, refused = _moment()
    key: Key = (deployment().store.version(), deployment().now.date(), asked)
    try:
        known = _knowledge(key)
    except PlanUnsound:  # a plan of that day which this release cannot read
        refused, key = NotKnown("plan", st.query_params.get(AS_OF, "")), (*key[:2], None)
        known = _knowledge(key)
    newest, choices = months_to_choose(known.plan, known.ledger, known.today)
    month = next((month for month in choices if str(month) == st.query_params.get("period")), newest)
    as_of = st.query_params.get(AS_OF, "") if known.as_of else ""
    return Here(Words(language), known.position(month), choices, key, as_of, refused)


def _moment() -> tuple[datetime | None, NotKnown | None]:
    """The earlier moment the address asks for, and why it cannot be shown; None for now."""
    text = st.query_params.get(AS_OF, "")
    try:
        return (moment_of(text, deployment().now, deployment().plan.start.first_day) if text else None), None
    except NotKnown as refused:
        return None, refused


def exhibit(name: str, at: Here) -> Exhibit:
    """A chart of the catalogue as seen from `at`."""
    return _exhibit(name, at.key, at.position.period, at.words.language)


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
        return _knowledge((*at.key[:2], moment)).position(period)
    except PlanUnsound:
        raise NotKnown("plan", since) from None
