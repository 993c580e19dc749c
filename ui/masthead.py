"""What stands above and below every page: the plan's name, the menu, month and language, and what the data are."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from urllib.parse import urlencode

from domain.period import Period
from reports.catalogue import versions
from ui import moment
from ui.app import AS_OF, Here
from ui.plain import st
from wording import LANGUAGES, Language, Words

MONTHLESS = ("submit", "submissions", "decisions", "rules", "audit")  # pages with a month of their own, or none
# On English pages quotation marks come from a Latin font: in Chinese ones they are as wide as a character.
LATIN_QUOTES = """<style>@font-face{font-family:"Latin Quotes";unicode-range:U+2018-201D;
src:local("Segoe UI"),local("Helvetica Neue"),local("Arial"),local("Liberation Sans"),local("DejaVu Sans")}</style>"""


def show(here: Here, pages: Mapping[str, str], office: Mapping[str, str], chosen: str) -> None:
    """The head of the page, given the titles of pages by name; those of the office fold into one.

    Each link carries language, month and moment along.
    """
    words, position = here.words, here.position
    mark = f'<span class="plan-mark">{words("frame.demonstration")}</span>' if position.ledger.is_demonstration else ""
    title = f'<p class="plan-title">{escape(words("frame.title", plan=position.plan))}{mark}</p>'
    links = "".join(_link(here, name, page, chosen) for name, page in pages.items())
    folded = "".join(_link(here, name, page, chosen) for name, page in office.items())
    state = ' aria-current="true"' if chosen in office else ""
    office_fold = f"<details{state}><summary>{escape(words('frame.office'))}</summary><div>{folded}</div></details>"
    with st.container(key="masthead", horizontal=True, vertical_alignment="center", gap="small"):
        menu = f'<nav aria-label="{escape(words("frame.menu"))}">{links}{office_fold}{_language(here)}</nav>'
        st.html(f"{LATIN_QUOTES if words.language == 'en' else ''}{title}{menu}")
        if chosen not in MONTHLESS:
            _month(here)
        moment.choice(here)
    moment.banner(here)


def _link(here: Here, name: str, title: str, chosen: str) -> str:
    current = ' aria-current="page"' if name == chosen else ""
    return f'<a href="{escape(here.address(name))}" target="_self"{current}>{escape(title)}</a>'


def _language(here: Here) -> str:
    """The way to the same page in the other language."""
    other: Language = next(language for language in LANGUAGES if language != here.words.language)
    words = Words(other)
    others = {name: value for name, value in st.query_params.to_dict().items() if name != AS_OF}
    address = escape(urlencode({**others, **here.query(lang=other)}))
    written = f'lang="{words("server.html_lang")}">{words("frame.this_language")}'
    return f'<a class="language" href="?{address}" target="_self" {written}</a>'


def _month(here: Here) -> None:
    """The month looked at. The address is the truth: the widget shows it and writes it."""
    key = "month-choice"
    st.session_state[key] = here.position.period

    def choose() -> None:
        st.query_params["period"] = str(st.session_state[key])

    def written(month: Period) -> str:
        return here.words.month(month)

    st.selectbox(
        here.words("frame.month"),
        here.months,
        key=key,
        format_func=written,
        on_change=choose,
        label_visibility="collapsed",
        width=150,
    )


def footer(here: Here) -> None:
    """Where the figures end, which version of the data this is, and what sample data are."""
    words, position = here.words, here.position
    lines = [
        words("frame.cut_off", day=position.period.last_day),
        versions(position, words),
    ]
    if position.ledger.is_demonstration:
        lines.append(words("frame.invented"))
    st.html(f'<p class="caption footer">{escape(" · ".join(lines))}</p>')
