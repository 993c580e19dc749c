"""Whether a report still matches the ledger: made anew from the versions it names, compared with what is known now."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from zipfile import ZipFile, is_zipfile

from domain.method_version import METHOD_VERSION
from reports.origin import Origin
from reports.report import Asked, content, make
from reports.traced import Traced, traced


@dataclass(frozen=True)
class Changed:
    """A figure that is another one now; None where it is no longer told, or was not."""

    then: Traced | None
    now: Traced | None

    @property
    def either(self) -> Traced:
        found = self.then or self.now
        assert found is not None
        return found


@dataclass(frozen=True)
class Verified:
    """`is_as_made` is None where the versions it was made from cannot be had again. `figures` are those looked at."""

    is_as_made: bool | None
    is_same_plan: bool
    is_same_method: bool
    figures: int
    changed: tuple[Changed, ...]

    @property
    def holds(self) -> bool:
        return self.is_as_made is True and not self.changed


def verified(file: bytes, origin: Origin, then: Asked, now: Asked) -> Verified:
    """`then` is the month as known when the file was made, `now` as it is known now. Raises Refused as making does."""
    before, after = _figures(origin, then), _figures(origin, now)
    changed = tuple(
        Changed(before.get(key), after.get(key))
        for key in dict.fromkeys((*before, *after))
        if _text(before.get(key)) != _text(after.get(key))
    )
    is_same_plan = origin.plan == then.position.plan_sha256
    is_same_method = origin.method == METHOD_VERSION
    is_to_be_had = is_same_plan and is_same_method and origin.data == then.position.ledger.version
    is_as_made = _is_among(file, make(origin.report, replace(then, made_from=origin)).content) if is_to_be_had else None
    return Verified(is_as_made, is_same_plan, is_same_method, len(before), changed)


def _figures(origin: Origin, asked: Asked) -> dict[object, Traced]:
    told = content(origin.report, asked)
    return {(told_of.name, *each.key): each for told_of in told for each in traced(told_of, asked.words)}


def _text(found: Traced | None) -> str:
    return found.figure.text if found else ""


def _is_among(file: bytes, made: bytes) -> bool:
    """Whether it is what was made, or one of the files in it."""
    if file == made:
        return True
    if not is_zipfile(io.BytesIO(made)):
        return False
    with ZipFile(io.BytesIO(made)) as archive:
        return any(file == archive.read(name) for name in archive.namelist())
