"""What a leader sees first: where the plan stands, what lags most and who answers for it."""

import streamlit as st

from ui import app, guide, lists, panels
from views import department, overview

here = app.here()
words, position = here.words, here.position

verdict = overview.verdict(position)
guide.verdict(here, verdict)

panels.exhibit(here, "headline", panels.to_measure(here), lambda: panels.indicators(here, overview.headline(position)))

lags = overview.worst_lags(position)
panels.exhibit(here, "lags", panels.to_measure(here), lambda: panels.indicators(here, lags))

leading = [entry for entry in department.placings(position) if not entry.standing.is_participant]
panels.exhibit(here, "departments", panels.to_department(here), lambda: lists.placings(here, leading))

left, right = st.columns([2, 3], gap="large")
with left:
    st.subheader(words("overview.outstanding", period=position.period), anchor=False)
    lists.outstanding(here, overview.outstanding(position))
with right:
    st.subheader(words("overview.changes"), anchor=False)
    panels.changes(here, overview.since_last_month(position), "overview.no_changes")
