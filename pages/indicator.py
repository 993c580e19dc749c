"""One indicator's outlook: its path and months, what is needed, where it will probably end, and where the gap is."""

from ui import app, body, controls, gap, guide, outlook, panels
from ui.plain import st

here = app.here()
words, position = here.words, here.position

indicator = controls.indicator(here)


def told() -> None:
    judged = position.of(indicator.id)
    guide.indicator(here, indicator)
    outlook.beyond(here, judged)
    outlook.repeats(here, indicator)

    panels.exhibit(here, f"outlook/{judged.indicator.id}")
    st.subheader(words("outlook.forecast_title"), anchor=False)
    outlook.forecast(here, judged)
    outlook.catch_up(here, judged)

    panels.exhibit(here, f"lights/{judged.indicator.id}")

    st.subheader(words("outlook.gap_title"), anchor=False)
    gap.every_part(here, judged)

    st.subheader(words("outlook.path_title"), anchor=False)
    outlook.path(here, judged)
    outlook.splits(here, judged.indicator)

    st.subheader(words("outlook.methods_title"), anchor=False)
    outlook.methods(here, judged)
    guide.working_of(here, judged)


body.show(here, "indicator", told, indicator.id)
