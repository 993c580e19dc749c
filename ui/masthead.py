"""What stands above and below every page: the plan's name, the menu, month and language, and what the data are."""

from __future__ import annotations

from collections.abc import Mapping

from streamlit.navigation.page import StreamlitPage

from domain.period import Period
from reports.catalogue import versions
from ui import moment
from ui.app import Here
from ui.plain import Marked, as_text, st
from wording import LANGUAGES, Language, Words

MONTHLESS = ("submit", "submissions", "decisions", "rules", "audit")  # pages with a month of their own, or none
STYLE = """<style>
[data-testid="stMainBlockContainer"]{padding:1.2rem 1rem 2rem;max-width:1240px}
[data-testid="stHeader"]{background:transparent;pointer-events:none}
.st-key-masthead{border-bottom:3px solid #1F4E8C;padding-bottom:.4rem}
.st-key-masthead [data-testid="stPageLink-NavLink"] p{font-size:1rem}
.st-key-masthead [data-testid="stSelectbox"]{min-width:9.5rem}
.st-key-language button p{color:#1A4A8A;text-decoration:underline;text-underline-offset:2px}
.plan-title{font-size:1.35rem;font-weight:700;color:#1F4E8C;margin:0}
.plan-mark{display:inline-block;border:1px solid #B45309;color:#8A3F06;background:#FFF6EA;border-radius:3px;
 padding:0 .5rem;font-size:.85rem;font-weight:600;vertical-align:middle;margin-left:.6rem}
a.figure.figure{color:inherit;text-decoration:underline;text-decoration-color:#8A96A8;text-underline-offset:3px}
a.figure.figure:hover,a.figure.figure:focus{color:#1A4A8A}
@media print{[class*="st-key-noprint"],.st-key-masthead [data-testid="stSelectbox"]{display:none!important}
 [data-testid="stVegaLiteChart"],.plan-table tr{break-inside:avoid} @page{size:A4}}
</style>"""
# On English pages quotation marks come from a Latin font: in Chinese ones they are as wide as a character.
LATIN_QUOTES = """<style>@font-face{font-family:"Latin Quotes";unicode-range:U+2018-201D;
src:local("Segoe UI"),local("Helvetica Neue"),local("Arial"),local("Liberation Sans"),local("DejaVu Sans")}</style>"""


def show(
    here: Here, pages: Mapping[str, StreamlitPage], office: Mapping[str, StreamlitPage], chosen: StreamlitPage
) -> None:
    """The head of the page; those of the office fold into one. Each link carries language, month and moment along."""
    words, position = here.words, here.position
    mark = f'<span class="plan-mark">{words("frame.demonstration")}</span>' if position.ledger.is_demonstration else ""
    st.html(STYLE + (LATIN_QUOTES if words.language == "en" else ""))
    with st.container(key="masthead"):
        st.html(f'<p class="plan-title">{words("frame.title", plan=position.plan)}{mark}</p>')
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            for page in pages.values():
                st.page_link(page, label=_label(page, chosen), query_params=here.query())
            _office(here, office, chosen)
            if chosen.url_path not in MONTHLESS:
                _month(here)
            moment.choice(here)
            _language(here)
    moment.banner(here)


def _office(here: Here, pages: Mapping[str, StreamlitPage], chosen: StreamlitPage) -> None:
    """The pages of the coordinating office in one fold, so that the menu stays short on a telephone."""
    inside = any(page.url_path == chosen.url_path for page in pages.values())
    label = here.words("frame.office")
    with st.popover(_here(label) if inside else label, key="office", width="content"):
        for page in pages.values():
            st.page_link(page, label=_label(page, chosen), query_params=here.query())


def _label(page: StreamlitPage, chosen: StreamlitPage) -> str:
    return _here(page.title) if page.url_path == chosen.url_path else page.title


def _here(title: str) -> str:
    """The title of the page one is on, set off from the others."""
    return Marked(f"**:primary[{as_text(title)}]**")


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


def _language(here: Here) -> None:
    """The way into the other language. A link to the page one is on would leave the address as it is."""
    other: Language = next(language for language in LANGUAGES if language != here.words.language)

    def speak() -> None:
        st.query_params.update(here.query(lang=other))

    with st.container(key="language", width="content"):
        st.button(Words(other)("frame.this_language"), key="language-choice", type="tertiary", on_click=speak)


def footer(here: Here) -> None:
    """Where the figures end, which version of the data this is, and what sample data are."""
    words, position = here.words, here.position
    lines = [
        words("frame.cut_off", day=position.period.last_day),
        versions(position, words),
    ]
    if position.ledger.is_demonstration:
        lines.append(words("frame.invented"))
    st.divider()
    st.caption(" · ".join(lines))
