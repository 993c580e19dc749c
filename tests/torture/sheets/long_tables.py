"""The long table of a back-fill: the month, and perhaps the department and the region, in columns."""

from __future__ import annotations

from random import Random

from tests.torture.sheets import wordings
from tests.torture.sheets.paper import LIBRARIES, Page, Paper, Spot
from tests.torture.sheets.tables import Column, Line, figures, identity, key_of, label, share, shuffled, stored, table
from tests.torture.sheets.truth import Case, draw
from tests.torture.sheets.wordings import heading


def long(rng: Random) -> tuple[Paper, Case]:
    """The long table of a back-fill: the month, and perhaps the department and the region, in columns."""
    departments = rng.choice([1, 1, 2, 3])
    case = draw(rng, months=rng.choice([1, 2, 3, 12, 30]) if departments == 1 else 2, departments=departments)
    page = Page(rng.choice(["月报", "补录", "Sheet1"]), kind="long")
    with_regions, with_codes = rng.random() < 0.4, rng.random() < 0.5
    whole_city, date_or_text = rng.choice(wordings.WHOLE_CITY), rng.getrandbits(32)
    lines: list[Line] = []
    shares: list[Line] = []
    for month in case.months:
        whose = {
            "period": Spot(wordings.month(Random(date_or_text), month.period), "period", "period"),
            "department": Spot(wordings.department(rng, case.plan, month.department_id), "department", "department"),
        }
        for indicator in month.counted:
            named = identity(rng, indicator, with_codes=with_codes)
            line = whose | named | figures(month, indicator)
            lines.append(_copied(line | ({"region": Spot(whole_city, "region", "region")} if with_regions else {})))
            for region in case.plan.regions if with_regions and indicator.by_region else ():
                key = key_of(month, indicator, region.id, "cumulative")
                figure = Spot(
                    stored(month.figures[indicator.id, region.id, "cumulative"]),
                    "figure",
                    "cumulative",
                    indicator.id,
                    key,
                )
                where = {
                    "region": Spot(wordings.region(rng, case.plan, region.id), "region", "region"),
                    "cumulative": figure,
                }
                lines.append(_copied(whose | named) | where)
        shares += [_copied(whose | share(rng, month, i, with_codes=with_codes)) for i in month.shares]
    roles = ["period"] + ["department"] * (departments > 1 or rng.random() < 0.5)
    top = rng.choice([1, 1, 2, 4])
    if "department" not in roles:
        top = label(
            page,
            top,
            wordings.DEPARTMENT_LABELS,
            wordings.department(rng, case.plan, case.months[0].department_id),
            rng,
            "department",
        )
    monthly = [
        *roles,
        *(["region"] if with_regions else []),
        *(["code"] if with_codes else []),
        "name",
        "unit",
        "month",
        "cumulative",
    ]
    monthly = shuffled(rng, [role for role in monthly if role != "month" or rng.random() < 0.9])
    last = table(rng, page, top, 1, [Column(role, heading(rng, role)) for role in monthly], lines) if lines else top
    pages = [page] if lines else []
    if shares:
        beside = Page("人均指标", kind="shares")
        titles = [*roles, *(["code"] if with_codes else []), "name", "reached", "denominator"]
        top = 1
        if "department" not in roles:
            name = wordings.department(rng, case.plan, case.months[0].department_id)
            top = label(beside, top, wordings.DEPARTMENT_LABELS, name, rng, "department")
        table(rng, beside, top, 1, [Column(role, heading(rng, role)) for role in titles], shares)
        pages.append(beside)
    if rng.random() < 0.3:
        page.put(last + 1, 1, Spot("注：以上为历年补录数。", "note"))
    return Paper(pages, by=rng.choice(LIBRARIES)), case


def _copied(line: Line) -> Line:
    """Cells of their own for a row: two rows may say the same, but not with the same cell."""
    return {role: Spot(s.value, s.part, s.role, s.item or _item(line), s.key) for role, s in line.items()}


def _item(line: Line) -> str:
    return next((spot.item for spot in line.values() if spot.item), "")
