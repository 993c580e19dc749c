"""Who has sent what, and when."""

import streamlit as st

from ui import app, panels
from views import reporting

here = app.here()
words, position = here.words, here.position

panels.open_department(here, panels.exhibit(here, "reporting"))

st.subheader(words("reporting.record"), anchor=False)
panels.punctuality(here, reporting.punctuality(position))
