"""What a leader sees first: where the plan stands, what lags most, who answers for it and since when."""

from ui import app, body, guide, lists, news, panels, standing
from ui.plain import st
from views import department, overview
from views.news import since_last_month

here = app.here()
words, position = here.words, here.position


def told() -> None:
    verdict = overview.verdict(position)
    guide.verdict(here, verdict)
    standing.worst(here, overview.worst_lags(position, 3))

    headline = overview.headline(position)
    panels.exhibit(here, "headline", panels.to_measure(here), lambda: panels.indicators(here, headline))

    lags = overview.worst_lags(position)
    panels.exhibit(here, "lags", panels.to_measure(here), lambda: panels.indicators(here, lags))
    standing.slips(here, position.slips)

    leading = [entry for entry in department.placings(position) if not entry.standing.is_participant]
    panels.exhibit(here, "departments", panels.to_department(here), lambda: standing.ranking(here, leading))

    left, right = st.columns([2, 3], gap="large")
    with left:
        st.subheader(words("overview.outstanding", period=position.period), anchor=False)
        lists.outstanding(here, overview.outstanding(position))
    with right:
        st.subheader(words("overview.changes"), anchor=False)
        news.short(here, since_last_month(position))


body.show(here, "overview", told)
