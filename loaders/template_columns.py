"""The columns of the template's sheets: which there are, in which order, under which headings, how wide.

`template` writes by them, and `fingerprint` knows by them the layout that is ours.
"""

from __future__ import annotations

from collections.abc import Mapping

from domain.plan import Plan
from loaders import headers
from wording import Words

_WIDTHS: Mapping[str, Mapping[str, int]] = {
    "monthly": {
        "seq": 5, "code": 9, "clause": 10, "name": 28, "unit": 10, "target": 12, "deadline": 12, "previous": 12,
        "month": 12, "cumulative": 14, "rate": 9, "plan_rate": 9, "progress": 24, "problems": 24, "next_steps": 24,
        "remark": 14,
    },
    "per_capita": {
        "seq": 5, "code": 9, "clause": 10, "name": 34, "unit": 13, "target": 12, "deadline": 12, "reached": 12,
        "denominator": 12, "share": 11,
    },
    "tasks": {
        "seq": 5, "task_code": 9, "clause": 14, "task_name": 36, "deadline": 12, "state": 12, "done_on": 13,
        "evidence": 24, "progress": 40, "remark": 16,
    },
    "regions": {"seq": 5, "code": 9, "name": 28, "unit": 10},
}  # fmt: skip
_REGION_WIDTH = 12
SHEETS = tuple(_WIDTHS)


def titles(sheet: str, plan: Plan) -> dict[str, str]:
    """The headings by role, left to right; the columns of regions by the region's role, `region:east`."""
    found = {role: headers.title("columns", role) for role in _WIDTHS[sheet]}
    if sheet == "monthly":
        found |= {} if plan.is_monthly else {role: headers.period_title(role) for role in ("previous", "month")}
        found["cumulative"] += Words("zh")("template.since", year=str(plan.start.year))
    if sheet == "regions":
        found |= {f"region:{region.id}": region.name.zh for region in plan.regions}
        found["total"] = headers.title("columns", "total")
    return found


def widths(sheet: str, plan: Plan) -> list[int]:
    """In characters, by column."""
    return [_WIDTHS[sheet].get(role, _REGION_WIDTH) for role in titles(sheet, plan)]
