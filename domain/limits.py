"""The limits by which lights are given, and those at which a figure is asked about, or too far off to be right.

They are data of the plan, each set in force from a month, so that changing one does not rewrite what was said before.
The rules that use them are in `domain.checks`; whether they can be meant, `domain.soundness` says.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from domain.period import Period


@dataclass(frozen=True)
class Thresholds:
    """The limits every light is judged by, in force from `valid_from`; shares are 0–1. Source: docs/method.md."""

    valid_from: Period
    ahead: Decimal
    on_track: Decimal
    behind: Decimal
    too_early: Decimal  # below this plan share nothing is judged
    about: Decimal  # share of an "about" target that meets it
    whole_number_target: Decimal  # up to this size, whole-number targets are compared with whole expected values
    task_start: Decimal  # share of its time after which a task not started is behind
    run_months: int  # months in a row at behind or worse that propose a supervision slip
    coverage: Decimal  # share of due figures a department must have sent to be ranked


@dataclass(frozen=True)
class CheckLimits:
    """What counts as odd, in force from `valid_from`. Shares are 0–1 of what is named, `times` are multiples."""

    valid_from: Period
    slip_band: Decimal  # a factor this near to 万 or 千 is taken for a slip of the unit, as a share of the factor
    surge_times: Decimal  # a month is asked about beyond this many times the usual month …
    surge_share: Decimal  # … and beyond this share of the target
    surge_months: int  # the usual month: the middle one of so many before it, those with nothing done left out
    over_target: Decimal  # a total is asked about beyond this multiple of its target …
    far_over_target: Decimal  # … and refused beyond this one
    small_target: Decimal  # up to this target a total may well be many times as large
    first_above: Decimal  # a first total is asked about beyond this many times what its path expects …
    first_share: Decimal  # … and this share of its target …
    first_below: Decimal  # … and where the path expects more than this many times as much
    scale_times: Decimal  # a first report as a whole is, where it is so many times as far as all others, or less …
    scale_items: int  # … with so many totals, beside so many departments
    growth_gap: Decimal  # what a level grew by may fall short of what was counted by this share of it
    same_figure: Decimal  # from this size on, one figure given for two things is asked about
    round_to: Decimal  # figures that are all multiples of this look like estimates …
    round_items: int  # … where there are at least so many
    rate_gap: Decimal  # how far a stated share done may be from the computed one, in percentage points
    long_text: int  # more characters than this are told of …
    shown_text: int  # … because the bulletin takes so many


Dated = TypeVar("Dated", Thresholds, CheckLimits)


def in_force(versions: Iterable[Dated], period: Period) -> Dated:
    """Of the sets of one kind that in force in `period`: the latest that had started, or the first of all."""
    first, *later = sorted(versions, key=lambda each: each.valid_from)
    return next((each for each in reversed(later) if each.valid_from <= period), first)
