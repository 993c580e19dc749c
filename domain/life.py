"""The life of a submission: which states there are, which count, and which may follow which.

A clerk accepts. Where the coordinating office confirms (a setting), the figures wait for it; otherwise they count at
once. That a submission is superseded is no state of its own: a newer one of its department-month counts instead, and
if that one is returned or withdrawn, the earlier one counts again. Who may take a step is not known here.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class State(StrEnum):
    AWAITING = "awaiting"  # accepted by the clerk, not yet confirmed by the office; does not count
    ACCEPTED = "accepted"  # accepted by the clerk and counting at once
    CONFIRMED = "confirmed"
    RETURNED = "returned"  # by the office, with a reason
    WITHDRAWN = "withdrawn"  # by its sender, with a reason


class CorrectionReason(StrEnum):
    """Why a department-month is sent again."""

    ENTRY_ERROR = "entry_error"
    LATE_DATA = "late_data"
    DEFINITION = "definition"
    DOUBLE_COUNT = "double_count"
    VERIFICATION = "verification"
    OTHER = "other"


IN_FORCE = frozenset({State.ACCEPTED, State.CONFIRMED})
"""The states in which a submission's figures count, unless a newer one's do."""

LIVE = IN_FORCE | {State.AWAITING}
"""The states from which a step may still be taken."""

NEEDS_REASON = frozenset({State.RETURNED, State.WITHDRAWN})

_FOLLOWING: Mapping[State, frozenset[State]] = {
    State.AWAITING: frozenset({State.CONFIRMED, State.RETURNED, State.WITHDRAWN}),
    State.ACCEPTED: frozenset({State.CONFIRMED, State.RETURNED, State.WITHDRAWN}),
    State.CONFIRMED: frozenset({State.RETURNED, State.WITHDRAWN}),
}


def at_acceptance(*, is_confirmed_by_office: bool) -> State:
    """The state a submission begins in."""
    return State.AWAITING if is_confirmed_by_office else State.ACCEPTED


def may_follow(state: str, following: State) -> bool:
    """Whether a submission in `state` may come to `following`. From returned and withdrawn there is no way back."""
    return following in _FOLLOWING.get(State(state), frozenset())
