"""No screen, chart or export adds figures of its own: what is reported is added by `domain.rollup`, or not at all.

Every other `sum(` in what is shown adds something else, and says here what.
"""

from __future__ import annotations

import ast

SHOWN = {"views", "charts", "reports", "ui", "pages", "verbs", "manage"}
OTHERWISE = {
    "views/reporting.py": "corrected reports",
    "views/overview.py": "lights",
    "charts/history.py": "points of a path",
    "charts/reporting.py": "reports",
    "charts/lines.py": "widths of letters",
    "charts/indicators.py": "lights",
    "charts/lights.py": "months",
    "charts/departments.py": "lights",
    "reports/annotated_list.py": "findings, and lines of text",
    "reports/outlines.py": "widths of letters",
    "reports/annotated_styles.py": "parts of a colour",
    "ui/outlook.py": "points of a path, and the parts one number is split into",
    "ui/doubts.py": "readings",
    "ui/gap.py": "the parts one gap is split into",
    "ui/guide.py": "figures read, as a count",
    "ui/standing.py": "slips, and lights",
    "verbs/keeping.py": "rows copied",
}


def adds(tree: ast.AST) -> bool:
    return any(isinstance(node, ast.Call) and getattr(node.func, "id", "") == "sum" for node in ast.walk(tree))


def test_whatever_is_added_outside_the_rules_is_no_reported_figure(sources):
    adding = {source.name for source in sources if source.package in SHOWN and adds(source.tree)}
    assert adding - set(OTHERWISE) == set(), "add figures with domain.rollup, or say here what is added"
    assert set(OTHERWISE) - adding == set()


def test_what_is_shown_as_a_sum_comes_from_the_rules(sources):
    """The screens of sums and of regions ask `domain.rollup`, which refuses what has none."""
    asking = {source.name: source.text for source in sources if source.package == "views"}
    assert "total(" in asking["views/sums.py"]
    assert "region_sum(" in asking["views/measure.py"]
