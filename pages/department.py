"""One department: its indicators against the path, how it stands, what it has sent."""

import streamlit as st

from ui import app, controls, guide, lists, panels
from views import department as view
from views import measure, reporting

here = app.here()
words, position = here.words, here.position

department = controls.department(here)
st.header(words.name(department), anchor=False)
guide.standing(here, view.placing(position, department.id))

if position.plan.reported_by(department.id):
    own = view.indicators(position, department)
    name = f"department/{department.id}"
    panels.exhibit(here, name, panels.to_measure(here), lambda: panels.indicators(here, own))
    panels.exhibit(here, f"punctuality/{department.id}")

st.subheader(words("department.measures"), anchor=False)
lists.measures(here, measure.measures_of(position.plan, department.id))

st.subheader(words("department.history"), anchor=False)
lists.deliveries(here, reporting.deliveries(position, department.id))
