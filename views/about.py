"""What a figure is of: the question its sources are looked up by. Every figure on a page, in a chart's table and in a
file carries one.

An address can hold it, so that a figure is a plain link. It does not know what the sources are: see `views.sources`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from domain.observation import Aspect
from domain.period import Period
from domain.plan import Plan
from domain.progress import Status


class RestsOn(StrEnum):
    """What kind of thing a figure was made from."""

    MONTH = "month"  # the cells of one month
    PAST = "past"  # the cells of every month up to it: forecasts, paces, months in a row
    REPORTS = "reports"  # that a report came, and when; not what it says
    PLAN = "plan"  # the plan alone


@dataclass(frozen=True)
class About:
    """One indicator, or every one a department answers for, or of a chapter, or of the plan; and only those with some
    lights.

    `region` is one region's part of the indicator. `period` None is the month looked at. A clause is meant where the
    figure stands in the plan without being an indicator.
    """

    indicator: str = ""
    region: str = ""
    aspect: Aspect | None = None
    department: str = ""
    group: str = ""
    statuses: tuple[Status, ...] = ()
    clause: str = ""
    period: Period | None = None
    rests_on: RestsOn = RestsOn.MONTH

    def query(self) -> dict[str, str]:
        """As the parameters of an address."""
        told = {
            "indicator": self.indicator,
            "region": self.region,
            "aspect": self.aspect or "",
            "department": self.department,
            "group": self.group,
            "status": ",".join(self.statuses),
            "clause": self.clause,
            "period": str(self.period or ""),
        }
        return {"rests_on": self.rests_on.value} | {key: value for key, value in told.items() if value}

    @classmethod
    def of(cls, query: Mapping[str, str], plan: Plan) -> About | None:
        """What an address asks about; None where it asks about nothing this plan has. The month is left to others."""
        try:
            found = cls(
                indicator=query.get("indicator", ""),
                region=query.get("region", ""),
                aspect=Aspect(query["aspect"]) if query.get("aspect") else None,
                department=query.get("department", ""),
                group=query.get("group", ""),
                statuses=tuple(Status(code) for code in query.get("status", "").split(",") if code),
                clause=query.get("clause", ""),
                rests_on=RestsOn(query.get("rests_on", RestsOn.MONTH)),
            )
            for look_up, key in (
                (plan.indicator, found.indicator),
                (plan.region, found.region),
                (plan.department, found.department),
                (plan.group, found.group),
                (plan.measure, found.clause),
            ):
                _ = look_up(key) if key else None
        except (KeyError, ValueError):
            return None
        return found if found.indicator or "rests_on" in query else None
