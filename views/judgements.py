"""What has been judged, kept by what it rests on: made once, whoever asks. The one place that keeps it.

A figure accepted or a decision made renews the indicators it touches and no others, since the grounds of the others are
what they were; so does a new day, where it makes a report due. An earlier moment has its own grounds.
"""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

from domain.judging import Grounds, Judged, judge
from domain.plan import Indicator, Plan

MOST_MONTHS = 60_000  # kept, of all indicators together: 0.6 kB each, 1.5 where all its figures were asked for


class Judgements:
    """Keeps what was judged until `most` months are; then what was not asked for longest goes. Safe between threads."""

    def __init__(self, most: int = MOST_MONTHS) -> None:
        self.made = 0  # how many indicators were judged so far
        self.months = 0  # how many months are kept
        self._most = most
        self._kept: OrderedDict[tuple[str, Grounds], Judged] = OrderedDict()
        self._lock = Lock()

    def of(self, indicator: Indicator, plan: Plan, plan_sha256: str, on: Grounds) -> Judged:
        """Every month of `indicator`. `plan_sha256` is the version of `plan`: one name always means one plan."""
        key = plan_sha256, on
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        found = judge(indicator, plan, on)
        with self._lock:
            self.made += 1
            if key not in self._kept:
                self._kept[key] = found
                self.months += len(found.assessments)
            while self.months > self._most and len(self._kept) > 1:
                _, gone = self._kept.popitem(last=False)
                self.months -= len(gone.assessments)
        return found
