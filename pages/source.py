"""Where a figure came from: the cells it was read from, the files to download, and the clause of the plan."""

import streamlit as st

from ui import app, controls, guide, panels
from views import measure

here = app.here()
words, position = here.words, here.position

indicator = controls.indicator(here)
guide.indicator(here, indicator)
guide.clause_link(here, indicator)
guide.working_of(here, position.of(indicator.id))

st.subheader(words("source.cells", period=position.period), anchor=False)
cells = position.sources(indicator.id)
if cells:
    panels.sources(here, cells)
    panels.files(here, cells)
else:
    st.info(words("source.none", period=position.period))

by_region = measure.region_sources(position, indicator)
if by_region:
    st.subheader(words("source.regions", period=position.period), anchor=False)
    panels.sources(here, by_region)
