"""What a person says with a file they send: who they are, what they looked at, and what they answer for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from domain.ledger import Ledger
from domain.life import CorrectionReason
from domain.observation import Draft
from domain.period import Period
from domain.question import ReadingRule

Place = tuple[str, Period]  # a department-month
Seen = Mapping[Place, int]  # the sequence of the newest submission of each when the person looked; 0: there was none


@dataclass(frozen=True)
class Sending:
    """One acceptance, as the ledger records it and checks it again.

    `confirmed`: the warnings were looked at, `reason` says why they stand. `correction`: why an earlier submission is
    replaced. `layouts_confirmed`: figures of layouts not known before were found read right. `rules` are the reading
    rules the sender makes with it. A department-month missing from `seen` is not asked about.
    """

    by: str
    channel: str = "upload"
    reason: str = ""
    confirmed: bool = False
    correction: CorrectionReason | None = None
    layouts_confirmed: bool = False
    rules: tuple[ReadingRule, ...] = ()
    seen: Seen = field(default_factory=dict[Place, int])


def seen(ledger: Ledger, drafts: Iterable[Draft]) -> dict[Place, int]:
    """What somebody who looks at `ledger` sees of the department-months of `drafts`."""
    places = [(draft.department_id, draft.period) for draft in drafts if draft.department_id and draft.period]
    return {place: ledger.newest[place].sequence if place in ledger.newest else 0 for place in places}
