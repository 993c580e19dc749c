"""No screen, chart or export adds what was reported: that is done by `domain.rollup`, which refuses unlike things."""

from __future__ import annotations

import ast

import pytest

SHOWN = {"views", "charts", "reports", "service", "ui", "pages", "verbs", "manage"}
REPORTED = {"value", "observation", "recorded", "figure", "total"}


def sums_of_figures(tree: ast.AST) -> list[int]:
    """The lines on which values of observations are added; counts of things, widths and parts of one number may be."""
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
    return [call.lineno for call in calls if getattr(call.func, "id", "") == "sum" and _speaks_of_figures(call)]


def _speaks_of_figures(call: ast.Call) -> bool:
    named = (getattr(node, "attr", getattr(node, "id", "")) for node in ast.walk(call))
    return any(name in REPORTED for name in named)


def test_figures_are_added_by_the_rules_alone(sources):
    adding = [f"{s.name}:{line}" for s in sources if s.package in SHOWN for line in sums_of_figures(s.tree)]
    assert adding == [], "add figures with domain.rollup.total or region_sum"


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("sum(value for value in values)", [1]),
        ("sum(entry.observation.value for entry in seen)", [1]),
        ("sum(seen.value for seen in figures) / 2", [1]),
        ("sum(counts.values())", []),
        ("sum(light in LAGGING for light in lights)", []),
    ],
)
def test_the_search_finds_what_it_should(code: str, found: list[int]):
    assert sums_of_figures(ast.parse(code)) == found


def test_what_is_shown_as_a_sum_comes_from_the_rules(sources):
    """The screens of sums and of regions ask `domain.rollup`, which refuses what has none."""
    texts = {source.name: source.text for source in sources if source.package == "views"}
    assert "total(" in texts["views/sums.py"]
    assert "region_sum(" in texts["views/measure.py"]
