"""Which numbers of a clause or chapter may be added, to what, and in so many words which may not."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from charts.progress import with_unit
from domain.plan import Indicator, Kind
from domain.progress import Assessment
from domain.rollup import ForbiddenSum
from ui import prose, tables
from ui.app import Here
from ui.figures import figure
from ui.plain import st
from views import sums as view
from views.about import About


def of(here: Here, indicators: Sequence[Indicator], about: str) -> None:
    """What `indicators` come to by unit, why there is no sum of all, what lies inside what, and what is repeated."""
    words = here.words
    found = view.sums(here.position, indicators)
    if len(found.sums) + len(found.repeats) < 2 and not any(len(entry.added) > 1 for entry in found.sums):
        return
    with st.expander(words("sums.title", about=about)):
        for refusal in found.refused:
            prose.paragraph(escape(_refused(here, refusal)))
        titles = [words(f"column.{key}") for key in ("unit", "counted", "sum", "added", "not_added")]
        tables.show(titles, (_row(here, entry) for entry in found.sums))
        if found.repeats:
            st.caption(words("sums.repeats", names=tuple(here.words.name(each) for each in found.repeats)))


def _row(here: Here, entry: view.Sum) -> list[tables.Entry]:
    words = here.words
    unit = words.name(entry.unit)
    total = tables.UNKNOWN if entry.total is None else with_unit(entry.total, unit, words)
    indicator = entry.added[0].indicator.id if entry.added else ""
    out = [words("sums.inside", names=_names(here, entry.inside))] if entry.inside else []
    out += [words("sums.silent", names=_names(here, entry.silent))] if entry.silent else []
    kind = words("sums.flow" if entry.kind is Kind.FLOW else "sums.stock")
    return [
        unit,
        kind,
        figure(here, total, About(indicator=indicator)),
        words.fact(_names(here, entry.added)),
        " ".join(out),
    ]


def _names(here: Here, entries: Sequence[Assessment]) -> tuple[str, ...]:
    return tuple(here.words.name(entry.indicator) for entry in entries)


def _refused(here: Here, refusal: ForbiddenSum) -> str:
    """Why, with indicators by name."""
    words, plan = here.words, here.position.plan
    known = {indicator.unit: words.name(indicator.unit_name) for indicator in plan.indicators}
    known |= {indicator.id: words.name(indicator) for indicator in plan.indicators}
    names = tuple(known.get(name, name) for name in refusal.names)
    return words(f"reason.{refusal.code}", names=names)
