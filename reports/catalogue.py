"""Every exhibit by name: the one list that pages and exports draw from, so that both show the same.

A name is a word, or a word and whose it is: `lags`, `history/<indicator id>`, `department/<department id>`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from charts import (
    departments,
    headline,
    history,
    indicators,
    lags,
    lights,
    parts,
    regions,
    reliability,
    reporting,
    standing,
    waterfall,
)
from charts.exhibit import Column, Exhibit, Table
from domain.method_version import METHOD_VERSION
from domain.rollup import leads
from views import department as department_view
from views import expected, outlook, overview, sums
from views import measure as measure_view
from views import reporting as reporting_view
from views.about import About
from views.position import Position
from views.rows import Stamp
from views.sources import place, sources
from views.sums import clauses_with_parts
from wording import Words

HASH = 12  # of a version of the plan so many characters are shown
SEPARATOR = "; "
_LAGS = 8  # that are drawn


def stamp(position: Position) -> Stamp:
    return Stamp(position.period, position.ledger.is_demonstration)


def _headline(position: Position, words: Words) -> Exhibit:
    return headline.headline(overview.headline(position), words, stamp(position))


def _lags(position: Position, words: Words) -> Exhibit:
    leads = {department.id: department for department in position.plan.departments}
    runs = {judged.indicator.id: outlook.run(position, judged) for judged in overview.worst_lags(position, _LAGS)}
    every = tuple(position.assessments.values())
    return lags.lags(every, words, stamp(position), leads=leads, runs=runs, at_most=_LAGS)


def _departments(position: Position, words: Words) -> Exhibit:
    return departments.departments(department_view.department_rows(position), words, stamp(position))


def _indicators(position: Position, words: Words) -> Exhibit:
    every = department_view.by_urgency(list(position.assessments.values()))
    return indicators.indicators(every, words, stamp(position))


def _reporting(position: Position, words: Words) -> Exhibit:
    return reporting.reporting(reporting_view.grid(position), words, stamp(position))


def _department(position: Position, words: Words, department_id: str) -> Exhibit:
    department = position.plan.department(department_id)
    rows = department_view.indicators(position, department)
    return indicators.indicators(rows, words, stamp(position), about=words.name(department), about_id=department_id)


def _punctuality(position: Position, words: Words, department_id: str) -> Exhibit:
    first = max(position.plan.reporting_start, position.period + -11)
    row = reporting_view.row(position, position.plan.department(department_id), first)
    return reporting.reporting((row,), words, stamp(position), about_id=department_id)


def _history(position: Position, words: Words, indicator_id: str) -> Exhibit:
    indicator = position.plan.indicator(indicator_id)
    return history.history(measure_view.history(position, indicator), words, stamp(position))


def _outlook(position: Position, words: Words, indicator_id: str) -> Exhibit:
    """The history with the forecast's fan; without one, the history as it is."""
    judged = position.of(indicator_id)
    entry = measure_view.history(position, judged.indicator, outlook.fan(position, judged))
    return history.history(entry, words, stamp(position))


def _lights(position: Position, words: Words, indicator_id: str) -> Exhibit:
    judged = position.of(indicator_id)
    return lights.lights(judged.indicator, outlook.lights(position, judged), words, stamp(position))


def _gap(by: str) -> Callable[[Position, Words, str], Exhibit]:
    def drawn(position: Position, words: Words, indicator_id: str) -> Exhibit:
        judged = position.of(indicator_id)
        split = outlook.gap_splits(position, judged).get(by)
        names = outlook.part_names(position.plan, split, words) if split else {}
        return waterfall.waterfall(judged.indicator, by, split, names, words, stamp(position))

    return drawn


def _standing(position: Position, words: Words, department_id: str) -> Exhibit:
    department = position.plan.department(department_id)
    return standing.standing(department, outlook.standing_rows(position, department_id), words, stamp(position))


def _parts(position: Position, words: Words, clause: str) -> Exhibit:
    asked = [indicator for indicator in position.plan.indicators if indicator.clause == clause]
    return parts.parts(clause, sums.wholes(position, asked), words, stamp(position))


def _regions(position: Position, words: Words, indicator_id: str) -> Exhibit:
    indicator = position.plan.series(indicator_id)
    return regions.regions(indicator, measure_view.regions(position, indicator), words, stamp(position))


def _reliability(position: Position, words: Words) -> Exhibit:
    return reliability.reliability(expected.reliabilities(position), words, stamp(position))


_WHOLE: Mapping[str, Callable[[Position, Words], Exhibit]] = {
    "headline": _headline,
    "lags": _lags,
    "departments": _departments,
    "indicators": _indicators,
    "reporting": _reporting,
    "reliability": _reliability,
}
_ABOUT: Mapping[str, Callable[[Position, Words, str], Exhibit]] = {
    "department": _department,
    "punctuality": _punctuality,
    "history": _history,
    "regions": _regions,
    "outlook": _outlook,
    "lights": _lights,
    "gap-region": _gap("region"),
    "gap-department": _gap("department"),
    "gap-time": _gap("time"),
    "standing": _standing,
    "parts": _parts,
}


def names(position: Position) -> list[str]:
    """The names of all exhibits there are for a plan."""
    plan = position.plan
    return [
        *_WHOLE,
        *(f"department/{department.id}" for department in plan.reporters),
        *(f"punctuality/{department.id}" for department in plan.reporters),
        *(f"history/{indicator.id}" for indicator in plan.numbers),
        *(f"regions/{indicator.id}" for indicator in plan.numbers if indicator.by_region),
        *(f"gap-region/{indicator.id}" for indicator in plan.numbers if indicator.by_region),
        *(
            f"{kind}/{indicator.id}"
            for kind in ("gap-department", "gap-time", "outlook", "lights")
            for indicator in plan.numbers
        ),
        *(f"standing/{department.id}" for department in plan.departments if leads(plan, department.id)),
        *(f"parts/{clause}" for clause in clauses_with_parts(plan)),
    ]


def shown(name: str, position: Position, words: Words) -> Exhibit:
    """The exhibit called `name` as a page shows it. Raises KeyError for a name that is not in `names`."""
    kind, _, about = name.partition("/")
    return _ABOUT[kind](position, words, about) if about else _WHOLE[kind](position, words)


def exhibit(name: str, position: Position, words: Words) -> Exhibit:
    """The same with what files add: versions, and the cells and clauses of every row."""
    made = shown(name, position, words)
    return replace(made, stamp=versions(position, words), kept=_kept(made.table, position, words))


def versions(position: Position, words: Words) -> str:
    """What it was made from: data, plan and method, and as known when. The same give the same to the byte."""
    return words(
        "stamp.versions",
        data=str(position.ledger.version),
        plan=position.plan_sha256[:HASH] or "—",
        method=str(METHOD_VERSION),
        moment=position.known_on,
    )


def _kept(table: Table, position: Position, words: Words) -> Table:
    """The table with two columns more: the cells of each row, or the files where it counts reports; and its clauses."""
    columns = (Column("cells", words("stamp.cells")), Column("clauses", words("stamp.clauses")))
    rows = tuple((*row, *_origin(position, about, words)) for row, about in zip(table.rows, table.abouts, strict=True))
    return replace(table, columns=(*table.columns, *columns), rows=rows)


def _origin(position: Position, about: About, words: Words) -> tuple[str, str]:
    found = sources(position, about)
    cells = [place(entry) for entry in found.cells] or [entry.file_name for entry in found.reports]
    clauses = [each.clause if each.is_numbered else words.name(each) for each in found.clauses]
    return SEPARATOR.join(cells), SEPARATOR.join(clauses)
