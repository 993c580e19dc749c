"""The one road into the ledger: a file a person has looked at, or many, month by month, each held against what is
known by then.

A file is a submission of its own (one for each month in it): it goes in whole or not at all, whatever becomes of the
others. What was read from it was read before; nobody is asked anything here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from domain.ledger import Ledger
from domain.observation import Draft, Held, keeping_out
from domain.sending import Sending, seen
from loaders.batch import Incoming
from loaders.submission import Extract
from service import reading
from service.deployment import Deployment
from storage.errors import Refused, StorageError, Superseded
from storage.store import Receipt

Read = tuple[Incoming, tuple[Extract, ...]]


@dataclass(frozen=True)
class Taken:
    """What became of a file: `held` says what kept it out, `refused` why the ledger would not have it.

    `is_last`: the database gave up over it, so that no other was tried.
    """

    file: Incoming
    drafts: tuple[Draft, ...]
    held: Held | None = None
    receipts: tuple[Receipt, ...] = ()
    refused: StorageError | None = None
    is_last: bool = False

    @property
    def result(self) -> str:
        """In a word: what held it, `refused`, `unchanged` or `accepted`."""
        if self.held or self.refused:
            return self.held.value if self.held else "refused"
        return "unchanged" if all(receipt.unchanged for receipt in self.receipts) else "accepted"


def accept(product: Deployment, content: bytes, drafts: Sequence[Draft], sending: Sending) -> tuple[Receipt, ...]:
    """Take in what was read from `content`, now. Raises StorageError where the ledger will not have it."""
    return product.store.accept_file(drafts, content, sending, at=product.now)


def in_turn(files: Iterable[Read]) -> list[Read]:
    """The order files are accepted in: by their earliest month, since each month is held against the one before."""
    return sorted(files, key=lambda read: _turn(read[1]))


def foreseen(product: Deployment, read: Sequence[tuple[Extract, ...]], ledger: Ledger) -> list[tuple[Draft, ...]]:
    """The drafts of each file as they would be in its turn, those before it being accepted that nothing keeps out.

    A layout that has still to be confirmed does not: it will be, or the file stays out and is asked about again.
    """
    found: dict[int, tuple[Draft, ...]] = {}
    for place in sorted(range(len(read)), key=lambda place: _turn(read[place])):
        found[place] = drafts = reading.compared(product, read[place], ledger)
        if keeping_out(drafts, confirmed=False, layouts_confirmed=True) is None and not is_known(drafts):
            for draft in drafts:
                ledger = ledger.accepting(draft, product.now)
    return [found[place] for place in range(len(read))]


def is_known(drafts: Sequence[Draft]) -> bool:
    """Whether the file says what is in force already, all of it."""
    return bool(drafts) and all(any(problem.code == "G01" for problem in draft.problems) for draft in drafts)


def _turn(extracts: Sequence[Extract]) -> str:
    return str(reading.first_month(extracts) or "")


def accept_all(product: Deployment, files: Iterable[Read], sending: Sending) -> Iterator[Taken]:
    """Accept each file that nothing keeps out; `sending` answers for all, each rests on the ledger as it is by then.

    A file the ledger will not have, as when another clerk was quicker, does not keep back the next. Where the database
    itself gives up, its error is told of the file at hand, and those after it are not tried: not yielded.
    """
    sending = replace(sending, reason=sending.reason.strip())
    for file, extracts in files:
        drafts = tuple(each.draft for each in extracts)
        try:
            ledger = product.store.ledger()
            drafts = reading.compared(product, extracts, ledger)
            held = keeping_out(
                drafts,
                confirmed=sending.confirmed,
                reason=sending.reason,
                layouts_confirmed=sending.layouts_confirmed,
            )
            asked = replace(sending, seen=seen(ledger, drafts))
            receipts = () if held else accept(product, file.content, drafts, asked)
        except (Refused, Superseded) as error:
            yield Taken(file, drafts, refused=error)
        except StorageError as error:
            yield Taken(file, drafts, refused=error, is_last=True)
            return
        else:
            yield Taken(file, drafts, held, receipts)
