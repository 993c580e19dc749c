"""What the journal says there must be, taken in entry by entry; and entries that say what no step of the product says.

A thing is sealed once, by the entry that brought it. Somebody who can write into the database can append an entry that
hangs on the last one as it should; so what an entry may say is held against all that was said before it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

from domain.life import State, may_follow
from domain.period import Period
from storage import chain
from storage.faults import Fault, fault
from storage.journal import ACTIONS, Action

Said = Mapping[str, Any]
_BROUGHT = (State.ACCEPTED, State.AWAITING)  # what a submission begins with
_ENDS = {Action.ENDED: Action.DECIDED, Action.RULE_REVOKED: Action.RULE_MADE}
KINDS = {  # of the subject of an entry, by what was done
    **dict.fromkeys(map(str, State), "submission"),
    **{action: kind for kind, actions in ACTIONS.items() for action in actions},
}


@dataclass
class Sealed:
    """Fills as `take` is given every entry, the first one first. Whatever an entry holds, nothing here raises."""

    entries: int = 0
    head: str = ""
    heads: set[str] = field(default_factory=set[str])
    submissions: dict[int, Said] = field(default_factory=dict[int, Said])
    rows: dict[int, Said] = field(default_factory=dict[int, Said])
    files: dict[str, Said] = field(default_factory=dict[str, Said])
    _hash: str = chain.GENESIS
    _id: int = 0
    _at: str = ""
    _states: dict[int, str] = field(default_factory=dict[int, str])
    _sequences: dict[tuple[str, str], int] = field(default_factory=dict[tuple[str, str], int])
    _open: dict[str, Said] = field(default_factory=dict[str, Said])  # decisions and rules not ended, by subject

    def take(self, entry: Said) -> Iterator[Fault]:
        """What is wrong with the next entry, in its plain form."""
        named = {"number": entry["id"], "action": entry["action"], "subject": entry["subject"]}
        sealed = {name: value for name, value in entry.items() if name != "hash"}
        if entry["id"] != self._id + 1 or chain.link(self._hash, sealed) != entry["hash"]:
            yield fault("chain_broken", **named)
        if not _is_moment(entry["at"]):
            yield fault("entry_odd", **named)
        elif entry["at"] < self._at:
            yield fault("time_falls", **named, at=entry["at"], before=self._at)
        else:
            self._at = entry["at"]
        self._id, self._hash = entry["id"], str(entry["hash"])
        self.entries, self.head = self.entries + 1, f"{self._id}:{self._hash}"
        self.heads.add(self.head)
        yield from self._said(entry, named)

    def _said(self, entry: Said, named: Mapping[str, object]) -> Iterator[Fault]:
        """Note what an entry seals, once. One that no step of the product writes seals nothing."""
        number = entry["submission_id"]
        if entry["action"] in _BROUGHT and isinstance(number, int) and number in self.submissions:
            yield fault("sealed_again", **named)
            return
        if not self._is_of_ours(entry):
            yield fault("entry_odd", **named)
            return
        after: Said = entry["after"] or {}
        if entry["action"] in _BROUGHT:
            self.submissions[number], self.rows[number] = after["submission"], after["rows"]
            yield from self._numbered(after["submission"], named)
        if "file" in after:
            sha256, described = after["file"]["sha256"], {**after["file"]}
            described.pop("sha256")
            if self.files.setdefault(sha256, described) is not described:
                yield fault("sealed_again", **named)
        if number is not None:
            self._states[number] = entry["action"]
        self._note_open(entry)

    def _numbered(self, submission: Said, named: Mapping[str, object]) -> Iterator[Fault]:
        place = (str(submission["department_id"]), str(submission["period"]))
        if submission["sequence"] != self._sequences.get(place, 0) + 1:
            yield fault("sequence_broken", **named)
        self._sequences[place] = self._sequences.get(place, 0) + 1

    def _note_open(self, entry: Said) -> None:
        if entry["action"] in _ENDS.values():
            self._open[entry["subject"]] = entry["after"]
        if entry["action"] in _ENDS:
            self._open.pop(entry["subject"])

    def _is_of_ours(self, entry: Said) -> bool:
        """Whether it says what the product writes of such a step, and what can follow on the entries before it."""
        action, after = entry["action"], entry["after"]
        kind, _, name = str(entry["subject"]).partition(":")
        if not isinstance(action, str) or KINDS.get(action) != kind:
            return False
        if action in _ENDS:
            return after is None and entry["subject"] in self._open and entry["before"] == self._open[entry["subject"]]
        if not isinstance(after, dict):
            return False
        said = cast("Said", after)
        if (entry["submission_id"] is not None) != (kind == "submission"):
            return False
        match kind:
            case "submission":
                is_own = isinstance(entry["submission_id"], int) and name == str(entry["submission_id"])
                return is_own and (self._is_seal(entry) if action in _BROUGHT else self._is_step(entry))
            case "month":
                return _is_month(name) and after == {"locked": action == Action.LOCKED}
            case "plan":
                return self._is_of_file(said, said.get("sha256"), "sha256", "name")
            case "decision" | "rule":
                return name == str(entry["id"]) and not {"submission", "rows", "file"} & said.keys()
            case _:
                return not {"submission", "rows", "file"} & said.keys()

    def _is_step(self, entry: Said) -> bool:
        was = self._states.get(entry["submission_id"], "")
        possible = was in set(State) and may_follow(was, State(entry["action"]))
        return possible and entry["after"] == {"state": entry["action"]} and entry["before"] == {"state": was}

    def _is_seal(self, entry: Said) -> bool:
        """Whether an entry brings a submission with all that is sealed of one, sent when and by whom the entry says."""
        after = entry["after"]
        match after:
            case {"submission": {"sha256": sha256, **submission}, "rows": {**rows}}:
                is_whole = {"sha256", *submission} == {*chain.SUBMISSION} and {*rows} == {*chain.PARTS}
                signed = [submission.get(name) for name in ("submitted_at", "submitted_by")]
                is_signed = signed == [entry["at"], entry["actor"]]
                return is_whole and is_signed and self._is_of_file(after, sha256, "submission", "rows")
            case _:
                return False

    def _is_of_file(self, after: Said, sha256: Any, *besides: str) -> bool:
        """Whether the file spoken of is sealed here or was before, and nothing else is said beside it."""
        if after.keys() - {"file"} != {*besides} or not isinstance(sha256, str):
            return False
        match after.get("file"):
            case None:
                return "file" not in after and sha256 in self.files
            case {"sha256": str(sealed), **described}:
                return sealed == sha256 and described.keys() == {*chain.FILE}
            case _:
                return False


def _is_moment(text: Any) -> bool:
    """Whether it is a moment in the one written form, of which the order of text is order in time."""
    try:
        return chain.plain(datetime.fromisoformat(text)) == text
    except (TypeError, ValueError, OverflowError):
        return False


def _is_month(text: str) -> bool:
    try:
        return str(Period.parse(text)) == text
    except ValueError:
        return False
