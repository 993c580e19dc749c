"""The frame of every run: which page, in which language, for which month, as known when; then the page.

The address holds all of these, so a link shows others the same view.
"""

from __future__ import annotations

from streamlit.navigation.page import StreamlitPage

from ui import app, guide, masthead, missing, moment, server, warming
from ui.app import Here
from ui.missing import NotFound
from ui.plain import st
from wording import Words

# What the coordinating office works with, together in the menu.
OFFICE = ("submissions", "decisions", "rules", "audit")
# In the order of the menu.
PAGES = ("overview", "department", "measure", "changes", "reporting", "submit", *OFFICE, "indicator", "source")
HIDDEN = ("indicator", "source")  # reached from a figure or a name, not from the menu
WRITING = ("submit",)  # only of the present: they are not run while the past is looked at


def show() -> None:
    """Draw the whole screen."""
    if warming.is_on():
        with st.spinner(Words("en" if st.query_params.get("lang") == "en" else "zh")("frame.warming")):
            warming.wait()
    with app.begun() as here:
        _draw(here)


def _draw(here: Here) -> None:
    plan = here.words.name(here.position.plan)
    pages = _pages(here.words)
    chosen = st.navigation(list(pages.values()), position="hidden")
    st.set_page_config(page_title=f"{chosen.title} · {plan}", page_icon=":bar_chart:", layout="wide")
    name = chosen.url_path or PAGES[0]
    menu = {each: page.title for each, page in pages.items() if each not in HIDDEN + OFFICE}
    masthead.show(here, menu, {each: pages[each].title for each in OFFICE}, name)
    if not here.position.ledger.history and name not in masthead.MONTHLESS:
        guide.first_steps(here)
    try:
        _refuse_unknown(here)
        if here.is_now or name not in WRITING:
            chosen.run()
        else:
            moment.nothing_to_write(here)
    except NotFound as found:
        missing.show(here, found)
    masthead.footer(here)


def _pages(words: Words) -> dict[str, StreamlitPage]:
    """Every page under its name; made once a session and language, since each looks for its file on the disk."""
    key = f"pages:{words.language}"
    if key not in st.session_state:
        st.session_state[key] = {
            name: st.Page(f"../pages/{name}.py", title=words(f"page.{name}"), url_path=name, default=name == PAGES[0])
            for name in PAGES
        }
    return st.session_state[key]


def _refuse_unknown(here: Here) -> None:
    """Raises NotFound for a month that cannot be shown, and for a page that is none."""
    words = here.words
    missing.refuse_unknown("period", words("frame.month"), {str(month): words.month(month) for month in here.months})
    missing.refuse_unknown(server.NO_PAGE, words("frame.page"), {name: words(f"page.{name}") for name in PAGES})
