"""Marked copies of several files: each under a name of its own, and all of them in one archive."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from pathlib import PurePath

from domain.observation import Draft
from loaders.apart import Readers, Waiting
from loaders.batch import Incoming
from reports.annotated import annotated_apart, file_name
from reports.marking.package import packed_entry
from wording import Words

Checked = tuple[Incoming, Sequence[Draft]]
_AT_ONCE = 2  # workers there are to open files in


def marked(readers: Readers, found: Iterable[Checked], words: Words) -> Iterator[tuple[str, bytes]]:
    """The name and content of the copy of each file in which something was found.

    Copies of files of one name from several folders are numbered.
    """
    wanted = [(file, drafts) for file, drafts in found if any(draft.problems for draft in drafts)]
    names = _distinct(file_name(file.name, words) for file, _ in wanted)
    with Waiting(_AT_ONCE) as pool:
        made = [
            pool.submit(annotated_apart, readers, file.name, file.content, drafts, words) for file, drafts in wanted
        ]
        for name, copy in zip(names, made, strict=True):
            yield name, copy.result()


def archive(copies: Iterable[tuple[str, bytes]]) -> bytes:
    """All copies as one zip."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in copies:
            out.writestr(packed_entry(name), content)
    return stream.getvalue()


def _distinct(names: Iterable[str]) -> list[str]:
    given: list[str] = []
    for name in names:
        path, number, spare = PurePath(name), 1, name
        while spare in given:
            number += 1
            spare = f"{path.stem} ({number}){path.suffix}"
        given.append(spare)
    return given
