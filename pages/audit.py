"""The journal of every write: verify it, search it, take it away."""

from ui import app, journal
from ui.plain import st

here = app.here()
words = here.words

left, right = st.columns([3, 1], vertical_alignment="bottom")
with left:
    journal.verify(here)
with right:
    journal.export(here)

st.subheader(words("journal.search"), anchor=False)
journal.search(here)
