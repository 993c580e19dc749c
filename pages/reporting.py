"""Who owes what and has sent what, when; and how far the first figures could be relied on."""

from ui import app, body, controls, expected, lists, panels
from ui.plain import st
from views import expected as view
from views import reporting

here = app.here()
words, position = here.words, here.position


def told() -> None:
    panels.exhibit(here, "reporting", panels.to_department(here))

    st.subheader(words("expected.month", period=position.period), anchor=False)
    expected.reports(here, view.reports(position, position.period))

    st.subheader(words("expected.calendar"), anchor=False)
    expected.calendar(here, view.calendar(position))

    st.subheader(words("reporting.record"), anchor=False)
    lists.punctuality(here, reporting.punctuality(position))

    panels.exhibit(here, "reliability", panels.to_department(here))

    st.subheader(words("expected.triangle"), anchor=False)
    st.caption(words("expected.triangle_about"))


body.show(here, "reporting", told)
department = controls.reporter(here).id


def triangle() -> None:
    expected.triangle(here, department, view.revisions(position, department))


body.show(here, "triangle", triangle, department)
