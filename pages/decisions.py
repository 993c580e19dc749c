"""Figures held back, lights that stand for a while, figures set right: those in force, and how to make or end one."""

from ui import app, decisions, writing
from ui.plain import st
from views import decisions as view

here = app.here()
words = here.words

writing.outcome()
st.caption(words("decisions.about"))
found = view.standing_decisions(here.position)
decisions.standing(here, found)

if here.is_now:
    st.subheader(words("decisions.make"), anchor=False)
    decisions.make(here)
    if found:
        st.subheader(words("decisions.end_one"), anchor=False)
        decisions.end(here, found)
else:
    st.info(words("writing.past"))

decisions.ended(here)
