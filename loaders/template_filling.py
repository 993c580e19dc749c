"""What stands in the white cells of a monthly workbook that is filled in already, for samples and tests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from domain.observation import Aspect, Topic


@dataclass(frozen=True)
class TaskEntry:
    """What a department says of a task at month end. `state` is one of the plan's `task_states`."""

    state: str
    done_on: date | None = None
    evidence: str = ""
    text: str = ""


@dataclass(frozen=True)
class Filling:
    """What stands in the white cells; blank where nothing is given. `mark` is added to every title in brackets.

    `figures` are keyed as observations are: indicator, region (None: the whole city), aspect.
    """

    figures: Mapping[tuple[str, str | None, Aspect], Decimal] = field(default_factory=dict[Any, Any])
    words: Mapping[tuple[str, Topic], str] = field(default_factory=dict[Any, Any])
    tasks: Mapping[str, TaskEntry] = field(default_factory=dict[Any, Any])
    reporter: str = ""
    reviewer: str = ""
    phone: str = ""
    mark: str = ""
