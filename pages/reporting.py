"""Who has sent what, and when."""

import streamlit as st

from ui import app, lists, panels
from views import reporting

here = app.here()
words, position = here.words, here.position

panels.exhibit(here, "reporting", panels.to_department(here))

st.subheader(words("reporting.record"), anchor=False)
lists.punctuality(here, reporting.punctuality(position))
