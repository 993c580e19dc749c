"""The frame of every run: which page, in which language, for which month; then the page itself.

This is the script Streamlit runs. The address holds language and month, so a link shows others the same view.
"""

import streamlit as st

from ui import app, masthead

PAGES = ("overview", "department", "measure", "reporting", "submit", "source")  # in the order of the menu
HIDDEN = ("source",)  # reached from a figure, not from the menu

here = app.here()
st.set_page_config(page_title=here.words.name(here.position.plan), page_icon="📊", layout="wide")
pages = {
    name: st.Page(
        f"../pages/{name}.py",
        title=here.words(f"page.{name}"),
        url_path=name,
        default=name == PAGES[0],
    )
    for name in PAGES
}
chosen = st.navigation(list(pages.values()), position="hidden")
masthead.show(here, {name: page for name, page in pages.items() if name not in HIDDEN}, chosen)
chosen.run()
masthead.footer(here)
