"""One department: how it stands and moves, its indicators against the path, its tasks, what it has sent."""

from ui import app, body, controls, guide, lists, panels, standing
from ui.plain import st
from views import department as view
from views import measure, reporting

here = app.here()
words, position = here.words, here.position
department = controls.department(here)


def told() -> None:
    st.header(words.name(department), anchor=False)
    placed = view.placing(position, department.id)
    guide.standing(here, placed)
    standing.ranks(here, placed)
    standing.slips(here, [slip for slip in position.slips if slip.department_id == department.id])

    if not placed.standing.is_participant:
        panels.exhibit(here, f"standing/{department.id}")
    if position.plan.reported_by(department.id):
        own = view.indicators(position, department)
        name = f"department/{department.id}"
        panels.exhibit(here, name, panels.to_measure(here), lambda: panels.indicators(here, own))
        panels.exhibit(here, f"punctuality/{department.id}")

    standing.tasks(here, measure.tasks_of(position, department.id))

    st.subheader(words("department.measures"), anchor=False)
    lists.measures(here, measure.measures_of(position.plan, department.id))

    st.subheader(words("department.history"), anchor=False)
    lists.deliveries(here, reporting.deliveries(position, department.id))


body.show(here, "department", told, department.id)
