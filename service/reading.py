"""Files on their way in: opened apart, within the limits of the deployment, and held against what it knows.

No upload is opened in the process that serves pages or writes the ledger; what comes back from a worker is plain
records, and only these are compared with the ledger here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from domain.layout import settling
from domain.ledger import Ledger
from domain.observation import Draft
from domain.period import Period
from loaders import submission
from loaders.answers import NONE_GIVEN, NOTHING_CHOSEN, Choices
from loaders.batch import Incoming
from loaders.owners.owner import ANYBODY, Expected
from loaders.submission import Extract
from service.deployment import Deployment
from views import layouts


def choices(ledger: Ledger | None, answers: Mapping[str, str] = NONE_GIVEN) -> Choices:
    """The answers given for one file, and the reading rules known."""
    return Choices(dict(answers), settling(ledger.reading_rules) if ledger else ())


def extract(
    product: Deployment, file: Incoming, expected: Expected = ANYBODY, choices: Choices = NOTHING_CHOSEN
) -> tuple[Extract, ...]:
    """What one file says. Never raises for what is in it."""
    return product.readers.read(file, product.packed_plan, product.now.date(), expected, choices)


def extract_all(
    product: Deployment, files: Iterable[Incoming], expected: Expected = ANYBODY, choices: Choices = NOTHING_CHOSEN
) -> Iterator[tuple[Incoming, tuple[Extract, ...]]]:
    """What each file says, in their order; several are read at a time, and files are fetched as they are needed."""
    return product.readers.read_all(files, product.packed_plan, product.now.date(), expected, choices)


def compared(product: Deployment, extracts: Sequence[Extract], ledger: Ledger | None) -> tuple[Draft, ...]:
    """The drafts of one file with all that is wrong with them, as known in `ledger`, and what is asked of layouts."""
    drafts = submission.compared(extracts, product.plan, today=product.now.date(), ledger=ledger)
    return layouts.asked(drafts, product.plan, ledger.reading_rules if ledger else ())


def first_month(extracts: Sequence[Extract]) -> Period | None:
    """The earliest month a file reports; files are accepted by it, since each month is held against the one before."""
    return min((each.draft.period for each in extracts if each.draft.period), default=None)
