"""Where a figure came from: how it was made, the cells and reports behind it, the files, and the clause of the plan."""

from ui import app, facsimile, sources
from ui.plain import st
from views.about import RestsOn
from views.sources import sources as sources_of

here = app.here()
words, position = here.words, here.position

about = sources.asked(here)
found = sources_of(position, about)
pictured = facsimile.chosen(here, (*found.cells, *found.by_region)) if found.cells else None
sources.heading(here, about, found)

if found.numbers and not about.indicator:
    sources.numbers(here, found.numbers)

if pictured:
    facsimile.show(here, pictured)
    past = about.rests_on is RestsOn.PAST
    st.subheader(words("source.cells_past" if past else "source.cells", period=position.period), anchor="cells")
    sources.cells(here, about, found.cells)
elif about.rests_on in (RestsOn.MONTH, RestsOn.PAST):
    st.info(words("source.none" if about.indicator else "source.no_cells", period=position.period))

if found.by_region:
    st.subheader(words("source.regions", period=position.period), anchor=False)
    sources.cells(here, about, found.by_region)

if about.rests_on is RestsOn.REPORTS:
    sources.reports(here, found.reports)
if found.clauses:
    sources.clauses(here, found.clauses)
if found.reports:
    sources.files(here, found.reports)
