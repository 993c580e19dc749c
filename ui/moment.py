"""As known when: the choice of a day, the banner that says the past is shown, and the way back to now."""

from __future__ import annotations

from datetime import date
from html import escape
from urllib.parse import urlencode

from domain.period import Period
from ui import app
from ui.app import AS_OF, Here
from ui.plain import st

_CHOICE = "moment-choice"


def written(here: Here) -> str:
    """The moment shown, as a reader writes it: the day alone where its end is meant."""
    return here.words("as_of.now") if here.is_now else here.words.fact(here.position.known_on)


def banner(here: Here) -> None:
    """Says which past is shown and leads back; says why a moment asked for is not shown."""
    words = here.words
    if here.refused:
        st.warning(words(f"as_of.{here.refused.code}", text=here.refused.text[:40]))
    if not here.is_now:
        told = escape(words("as_of.shown", moment=written(here)))
        back = f'<a href="?{escape(_now())}" target="_self">{escape(words("as_of.back"))}</a>'
        st.html(f'<p class="moment" role="status">{told}{back}</p>')


def choice(here: Here) -> None:
    """A day to go back to. The address is the truth: the widget shows it and writes it."""
    words, today = here.words, app.deployment().now.date()
    shown = here.position.as_of
    st.session_state[_CHOICE] = app.deployment().local(shown).date() if shown else None

    def choose() -> None:
        day: date | None = st.session_state[_CHOICE]
        if day and day != today:
            st.query_params[AS_OF] = day.isoformat()
            if here.position.period >= Period.of(day):  # not over by then
                st.query_params.pop("period", None)
        else:
            st.query_params.pop(AS_OF, None)

    label = words("as_of.as_known", moment=written(here))
    with st.popover(label, key="moment", width="content"):
        st.date_input(
            words("as_of.how"),
            key=_CHOICE,
            min_value=min(here.position.plan.start.first_day, st.session_state[_CHOICE] or today),
            max_value=today,
            format="YYYY-MM-DD",
            on_change=choose,
        )


def nothing_to_write(here: Here) -> None:
    """In place of a page that writes."""
    st.info(here.words("as_of.no_writing", moment=written(here)))


def _now() -> str:
    """The address of the page one is on, without the moment."""
    return urlencode({name: value for name, value in st.query_params.to_dict().items() if name != AS_OF})
