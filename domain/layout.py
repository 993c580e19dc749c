"""The layout of a department's own sheets: what of a sheet gives its figures their meaning, and whether it is known.

A figure can be read wrong in ways no rule foresees, and on an empty ledger nothing stands behind it. So a layout that a
department has not sent before is looked at once by whoever accepts it; kept is its fingerprint, as a reading rule of
that department. What a fingerprint is made from, `loaders.fingerprint` decides; nothing in it changes from month to
month.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass, fields
from difflib import SequenceMatcher
from functools import cached_property
from typing import cast

from domain.question import Fact, Reading, ReadingRule

NEW, DIFFERS = "Q10", "Q11"  # the department has sent no layout of its own before, or others than this
ASKED = frozenset((NEW, DIFFERS))
ALIKE = 0.5  # of the headings of two layouts together, those in both


@dataclass(frozen=True)
class TableLayout:
    """One table. All texts are the sheet's own, with months and years left out; places are named by their headings."""

    headings: tuple[str, ...]  # left to right, each under its group title: 「累计·完成」
    read_as: tuple[str, ...]  # what each was read as: "month", "cumulative", "region:east" …; "" where no figures were
    merges: tuple[str, ...] = ()  # headings under which cells that bear on a figure are merged
    hidden: tuple[str, ...] = ()  # headings of figures nobody sees, names of items in hidden rows
    formats: tuple[str, ...] = ()  # heading and text, where figures carry words: 「累计完成：万」


@dataclass(frozen=True)
class Fingerprint:
    """All tables one department's figures of a file were read from, in order; of several that are alike the first."""

    tables: tuple[TableLayout, ...]
    units: tuple[str, ...] = ()  # indicator and unit, where a sheet states another than the plan's own

    @cached_property
    def digest(self) -> str:
        """The same for the same layout, and for no other."""
        written = json.dumps(astuple(self), ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(written.encode()).hexdigest()[:16]

    @property
    def key(self) -> str:
        """What the question about it is called, and the rule that answers it: one for each layout."""
        return f"{NEW}:{self.digest}"

    @property
    def reading(self) -> Reading:
        """As a rule keeps it."""
        tables = tuple(
            Reading(str(n), "layout_table", {each.name: getattr(table, each.name) for each in fields(table)})
            for n, table in enumerate(self.tables, 1)
        )
        return Reading(self.digest, "layout", {"tables": tables, "units": self.units})

    @classmethod
    def of(cls, rule: ReadingRule) -> Fingerprint | None:
        """The layout a rule confirms; None for a rule about anything else."""
        if rule.code != NEW:
            return None
        tables = cast("tuple[Reading, ...]", rule.reading.facts["tables"])
        units = cast("tuple[str, ...]", rule.reading.facts["units"])
        return cls(tuple(TableLayout(**cast("dict[str, tuple[str, ...]]", each.facts)) for each in tables), units)

    def rule(self, department_id: str, *, by: str, on: str) -> ReadingRule:
        """The rule by which `by` confirms it for a department, having looked at the file `on`."""
        return ReadingRule(department_id, self.key, self.reading, on, by)


def known(rules: Iterable[ReadingRule], department_id: str | None) -> Sequence[tuple[ReadingRule, Fingerprint]]:
    """The layouts a department has confirmed, the newest first."""
    own = [(rule, layout) for rule in rules if rule.department_id == department_id and (layout := Fingerprint.of(rule))]
    return own[::-1]


def is_known(layout: Fingerprint, rules: Iterable[ReadingRule], department_id: str | None) -> bool:
    return any(rule.department_id == department_id and rule.key == layout.key for rule in rules)


def settling(rules: Iterable[ReadingRule]) -> tuple[ReadingRule, ...]:
    """Those that settle doubts while a file is read; a layout that was confirmed settles none."""
    return tuple(rule for rule in rules if rule.code != NEW)


def nearest(
    layout: Fingerprint, among: Iterable[tuple[ReadingRule, Fingerprint]]
) -> tuple[ReadingRule, Fingerprint] | None:
    """The one that has most headings in common, of equals the first; None where none has half of them.

    What differs is only worth telling where most is alike: a back-fill is no other edition of a monthly sheet.
    """
    own = set(_headings(layout))
    found = max(among, key=lambda each: _likeness(own, set(_headings(each[1]))), default=None)
    return found if found and _likeness(own, set(_headings(found[1]))) >= ALIKE else None


def _likeness(one: set[str], other: set[str]) -> float:
    return len(one & other) / max(1, len(one | other))


def differences(now: Fingerprint, before: Fingerprint) -> tuple[Reading, ...]:
    """What has changed, each as a sentence of `reading.layout_…`; never empty where the two differ."""
    found = tuple(_differences(now, before))
    if not found and now != before:
        return (Reading("tables", "layout_tables", {"n": str(len(now.tables)), "before": str(len(before.tables))}),)
    return found


def _differences(now: Fingerprint, before: Fingerprint) -> Iterator[Reading]:
    here, there = _headings(now), _headings(before)
    yield from _told("column", here, there)
    both = [
        list(dict.fromkeys(each for each in those if each in others))
        for those, others in ((here, there), (there, here))
    ]
    if moved := _moved(*both):
        yield Reading("moved", "layout_column_moved", {"what": quoted(moved)})
    was: dict[str, list[str]] = {}
    for heading, role in zip(there, _read_as(before), strict=True):
        was.setdefault(heading, []).append(role)
    for heading, role in zip(here, _read_as(now), strict=True):
        if role not in was.get(heading, [role]):
            facts: dict[str, Fact] = {"title": heading, "before": _meanings(was[heading][0]), "after": _meanings(role)}
            yield Reading("read", "layout_read", facts)
    yield from _told("unit", now.units, before.units)
    for kind in ("merges", "hidden", "formats"):
        yield from _told(kind, _of_all(now, kind), _of_all(before, kind))


def _told(kind: str, here: Sequence[str], there: Sequence[str]) -> Iterator[Reading]:
    for said, what in (("new", _without(here, there)), ("gone", _without(there, here))):
        if what:
            yield Reading(f"{kind}_{said}", f"layout_{kind}_{said}", {"what": quoted(what)})


def _without(those: Sequence[str], others: Sequence[str]) -> list[str]:
    """What of `those` has none left to match it among `others`."""
    left, found = list(others), list[str]()
    for each in those:
        if each in left:
            left.remove(each)
        else:
            found.append(each)
    return found


def _moved(here: Sequence[str], there: Sequence[str]) -> list[str]:
    """The fewest that must change places to make one order of the other."""
    matched = SequenceMatcher(None, there, here, autojunk=False).get_matching_blocks()
    stay = {at for block in matched for at in range(block.b, block.b + block.size)}
    return [each for at, each in enumerate(here) if at not in stay]


def quoted(texts: Iterable[str]) -> tuple[Reading, ...]:
    """Words of a sheet, as a sentence puts them in quotation marks."""
    return tuple(Reading(text, "quoted", {"text": text}) for text in texts)


def _meanings(roles: str) -> tuple[Reading, ...]:
    """What the figures of a column count, as a sentence puts it; those of several months may count several things."""
    kinds = (role.partition(":")[0] or "nothing" for role in roles.split("+"))
    return tuple(Reading(kind, f"layout_as_{kind}") for kind in kinds)


def _headings(layout: Fingerprint) -> list[str]:
    return [heading for table in layout.tables for heading in table.headings]


def _read_as(layout: Fingerprint) -> list[str]:
    return [role for table in layout.tables for role in table.read_as]


def _of_all(layout: Fingerprint, kind: str) -> list[str]:
    return list(dict.fromkeys(text for table in layout.tables for text in getattr(table, kind)))
