"""Everything about one clause of the plan: its numbers, tasks and standards, and who works on it."""

import streamlit as st

from ui import app, controls, guide, lists, panels
from views import measure as view

here = app.here()
words, position = here.words, here.position

clause = view.clause(position, controls.measure(here).clause)
guide.clause(here, clause.measure)

for indicator in clause.indicators:
    guide.indicator(here, indicator)
    panels.exhibit(here, f"history/{position.plan.series(indicator.id).id}")
    guide.working_of(here, position.of(indicator.id))
    if position.plan.series(indicator.id).by_region:
        panels.exhibit(here, f"regions/{position.plan.series(indicator.id).id}")
    lists.narratives(here, view.words_of(position, indicator))

if clause.tasks:
    st.subheader(words("measure.tasks"), anchor=False)
    lists.tasks(here, clause.tasks)
if clause.standards:
    st.subheader(words("measure.standards"), anchor=False)
    lists.standards(here, clause.standards)
