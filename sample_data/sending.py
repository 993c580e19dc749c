"""Sends the sample files into a ledger as if by their departments, each on its day: a demonstration from the start."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from domain.observation import Draft, Submission, keeping_out
from domain.plan import Plan
from domain.sending import Sending
from loaders import submission
from storage.store import Store

HERE = Path(__file__).resolve().parent
CHANNEL = "sample"  # by this the ledger knows that it holds invented figures, and every page says so


@dataclass(frozen=True)
class Dispatch:
    """A row of the manifest: who sent which file when, and why where a reason was asked for."""

    file: str
    submitted_at: datetime
    submitted_by: str
    reason: str


def dispatches(folder: Path = HERE) -> list[Dispatch]:
    """The files in the order in which they were sent."""
    with (folder / "manifest.csv").open(encoding="utf-8-sig", newline="") as manifest:
        rows = [
            Dispatch(row["file"], datetime.fromisoformat(row["submitted_at"]), row["submitted_by"], row["reason"])
            for row in csv.DictReader(manifest)
        ]
    return sorted(rows, key=lambda row: row.submitted_at)


def clock(folder: Path = HERE) -> date:
    """The day on which the demonstration stands: the day after the last file came in."""
    return dispatches(folder)[-1].submitted_at.date() + timedelta(days=1)


def unsent(history: Sequence[Submission], folder: Path = HERE) -> list[Dispatch]:
    """What is still to be sent: all of it into an empty ledger, the rest where it holds no more than the beginning.

    Nothing where there are other data, or all of it.
    """
    every = dispatches(folder)
    there = list(dict.fromkeys(entry.sha256 for entry in sorted(history, key=lambda entry: entry.id)))
    begun = every[: len(there)]
    is_beginning = [sha256((folder / sent.file).read_bytes()).hexdigest() for sent in begun] == there
    return every[len(there) :] if is_beginning else []


def send(
    plan: Plan, store: Store, sending: Sequence[Dispatch] | None = None, folder: Path = HERE
) -> Iterator[tuple[Dispatch, tuple[Draft, ...], bool]]:
    """Accept file after file, all of them or those named; each with what was read from it and whether it was accepted.

    The layouts are ours, and how they are read is tested: they are confirmed with the first file that has each.
    """
    for sent in dispatches(folder) if sending is None else sending:
        content = (folder / sent.file).read_bytes()
        drafts = submission.read(sent.file, content, plan, today=sent.submitted_at.date(), ledger=store.ledger())
        accepted = keeping_out(drafts, confirmed=bool(sent.reason), reason=sent.reason) is None
        if accepted:
            how = Sending(sent.submitted_by, CHANNEL, sent.reason, bool(sent.reason), layouts_confirmed=True)
            store.accept_file(drafts, content, how, at=sent.submitted_at)
        yield sent, drafts, accepted
