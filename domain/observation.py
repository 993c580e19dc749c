"""What was reported: observations, narratives and task states, each with the cell it came from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from domain.layout import ASKED, Fingerprint
from domain.period import Period
from domain.problem import Problem, Severity
from domain.problem_codes import asks_why


class Aspect(StrEnum):
    """Which figure of an indicator a cell holds."""

    MONTH = "month"  # done in the month
    CUMULATIVE = "cumulative"  # counted up so far, or the level at month end, or how many of a group have reached it
    DENOMINATOR = "denominator"  # the size of that group


class Key(NamedTuple):
    """Which figure of a month: of an indicator, for a region (None: the whole city)."""

    indicator_id: str
    region_id: str | None = None
    aspect: Aspect = Aspect.CUMULATIVE


@dataclass(frozen=True)
class Source:
    """A cell as the clerk sees it: sheet name, address, and the text that stood there."""

    sheet: str
    cell: str
    raw: str


@dataclass(frozen=True)
class Observation:
    """One figure. `region_id` None is the whole city. `value` is exact and in the indicator's unit."""

    indicator_id: str
    region_id: str | None
    period: Period
    aspect: Aspect
    value: Decimal
    source: Source

    @property
    def key(self) -> Key:
        return Key(self.indicator_id, self.region_id, self.aspect)


class Topic(StrEnum):
    """What a department's words are about."""

    PROGRESS = "progress"
    PROBLEMS = "problems"
    NEXT_STEPS = "next_steps"
    REMARK = "remark"


@dataclass(frozen=True)
class Narrative:
    """A department's own words on an indicator."""

    indicator_id: str
    topic: Topic
    text: str
    source: Source


@dataclass(frozen=True)
class TaskState:
    """The state of a task at month end, one of the plan's `task_states`."""

    task_id: str
    state: str
    done_on: date | None
    evidence: str
    text: str
    source: Source


@dataclass(frozen=True)
class Draft:
    """One department-month read from a file and not yet accepted.

    `department_id` or `period` is None when the file did not say. A draft with an error is never accepted;
    one with warnings only after a person has confirmed them, one of a `layout` the department has not sent before only
    after a person has confirmed that it was read right. `layout` is None where the figures came from our own template.
    """

    file_name: str
    sha256: str
    department_id: str | None
    period: Period | None
    observations: tuple[Observation, ...] = ()
    narratives: tuple[Narrative, ...] = ()
    task_states: tuple[TaskState, ...] = ()
    problems: tuple[Problem, ...] = ()
    layout: Fingerprint | None = None

    @property
    def is_acceptable(self) -> bool:
        return not any(problem.is_error for problem in self.problems)


class Held(StrEnum):
    """What keeps a file out, gravest first."""

    ERROR = "error"
    WARNING = "warning"  # one that nobody has confirmed
    REASON = "reason"  # one whose sentence asks why, confirmed without saying it
    LAYOUT = "layout"  # nobody has said yet that a layout not seen before was read right


def keeping_out(
    drafts: Iterable[Draft], *, confirmed: bool, reason: str = "", layouts_confirmed: bool = False
) -> Held | None:
    """What keeps a file out: its gravest finding that nobody has answered. A file goes in whole, or not at all."""
    found = [problem for draft in drafts for problem in draft.problems]
    severities = {problem.severity for problem in found}
    if Severity.ERROR in severities:
        return Held.ERROR
    if Severity.WARNING in severities and not confirmed:
        return Held.WARNING
    if asks_why(found) and not reason.strip():
        return Held.REASON
    return Held.LAYOUT if not layouts_confirmed and any(problem.code in ASKED for problem in found) else None


@dataclass(frozen=True)
class Submission:
    """One accepted department-month. `sequence` counts the submissions of that department-month from 1."""

    id: int
    department_id: str
    period: Period
    sequence: int
    state: str  # accepted, and later stages of its life
    submitted_at: datetime  # aware, UTC
    submitted_by: str
    channel: str  # how it came: upload, load, sample
    file_name: str
    sha256: str
    reason: str  # why warnings were accepted or a correction made; may be empty
    correction: str = ""  # the code of `domain.life.CorrectionReason`, where it corrects an earlier one and says why
    plan_sha256: str = ""  # the version of the plan it was accepted under; empty before plans were kept


@dataclass(frozen=True)
class Recorded:
    """An observation as the ledger holds it, with the submission it came in.

    Where a decision has set a wrong figure right, `observation` holds the right one, `said` what the cell says and
    `decision_id` the decision.
    """

    observation: Observation
    submission: Submission
    said: Decimal | None = None
    decision_id: int | None = None

    @property
    def as_sent(self) -> Decimal:
        """What the cell says, whatever was decided about it."""
        return self.observation.value if self.said is None else self.said
