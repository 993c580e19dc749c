"""Every exhibit by name: the one list that pages and exports draw from, so that both show the same.

A name is a word, or a word and whose it is: `lags`, `history/<indicator id>`, `department/<department id>`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from charts import departments, headline, history, indicators, lags, regions, reporting
from charts.exhibit import Exhibit
from views import department as department_view
from views import measure as measure_view
from views import overview
from views import reporting as reporting_view
from views.position import Position
from views.rows import Stamp
from wording import Words


def stamp(position: Position) -> Stamp:
    return Stamp(position.period, position.ledger.is_demonstration)


def _headline(position: Position, words: Words) -> Exhibit:
    return headline.headline(overview.headline(position), words, stamp(position))


def _lags(position: Position, words: Words) -> Exhibit:
    leads = {department.id: department for department in position.plan.departments}
    return lags.lags(overview.worst_lags(position), words, stamp(position), leads=leads)


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


def _regions(position: Position, words: Words, indicator_id: str) -> Exhibit:
    indicator = position.plan.series(indicator_id)
    return regions.regions(indicator, measure_view.regions(position, indicator), words, stamp(position))


_WHOLE: Mapping[str, Callable[[Position, Words], Exhibit]] = {
    "headline": _headline,
    "lags": _lags,
    "departments": _departments,
    "indicators": _indicators,
    "reporting": _reporting,
}
_ABOUT: Mapping[str, Callable[[Position, Words, str], Exhibit]] = {
    "department": _department,
    "punctuality": _punctuality,
    "history": _history,
    "regions": _regions,
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
    ]


def exhibit(name: str, position: Position, words: Words) -> Exhibit:
    """The exhibit called `name`. Raises KeyError for a name that is not in `names`."""
    kind, _, about = name.partition("/")
    return _ABOUT[kind](position, words, about) if about else _WHOLE[kind](position, words)
