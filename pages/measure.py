"""Everything about one clause of the plan: its numbers, tasks and standards, and who works on it."""

from ui import app, body, controls, gap, guide, lists, outlook, panels, sums
from ui.plain import st
from views import measure as view
from views.sums import clauses_with_parts

here = app.here()
words, position = here.words, here.position
measure = controls.measure(here)


def told() -> None:
    clause = view.clause(position, measure.clause)
    guide.clause(here, clause.measure)

    for indicator in clause.indicators:
        judged = position.of(indicator.id)
        guide.indicator(here, indicator)
        outlook.beyond(here, judged)
        outlook.way_there(here, judged)
        panels.exhibit(here, f"history/{judged.indicator.id}")
        gap.main_part(here, judged)
        guide.working_of(here, judged)
        if judged.indicator.by_region:
            panels.exhibit(here, f"regions/{judged.indicator.id}")
        lists.narratives(here, view.words_of(position, indicator))

    if clause.measure.clause in clauses_with_parts(position.plan):
        panels.exhibit(here, f"parts/{clause.measure.clause}")
    if clause.indicators:
        chapter = position.plan.group(clause.measure.group)
        sums.of(here, view.indicators_of(position.plan, chapter.id), words.name(chapter))

    if clause.tasks:
        st.subheader(words("measure.tasks"), anchor=False)
        lists.tasks(here, clause.tasks)
    if clause.standards:
        st.subheader(words("measure.standards"), anchor=False)
        lists.standards(here, clause.standards)


body.show(here, "measure", told, measure.clause)
