"""The workbook comes back: a clerk's own file with every problem marked on its cell and listed on a first sheet.

The package is patched, not loaded and saved: a library that saves a workbook drops the results of formulas, and the
mended file would then be refused for them. So every byte of the sheets but the style of marked cells stays as it was.
What is wrong was decided before; nothing is judged here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from pathlib import PurePath
from typing import Any

import xlsxwriter  # pyright: ignore[reportMissingTypeStubs]

from domain.observation import Draft
from domain.problem import Problem, Severity, worst_first
from loaders import guard, headers
from loaders.apart import Readers
from loaders.formats.archive import Archive
from loaders.limits import USUAL, Damaged, Limits, Unreadable
from loaders.workbook import read_workbook
from reports.marking import comments
from reports.marking import styles as annotated_styles
from reports.marking.comments import Comments, commented
from reports.marking.copy import copied
from reports.marking.copy_parts import Copy
from reports.marking.listing import Entry, entry, list_sheet
from reports.marking.package import Book, Package, add_first_sheet, book_of
from reports.marking.sheet import Place, SheetPart, corners, place, unselected
from reports.marking.styles import Styles
from wording import LANGUAGES, Words

_PROGRAM, _STYLES = "docProps/app.xml", "xl/styles.xml"  # where other programs look for them
_MOST_NAMED = 8  # cells named in one line
_CREATED = datetime(2022, 1, 1)  # noqa: DTZ001 - the same findings give the same bytes; the format knows no zones


def file_name(name: str, words: Words) -> str:
    """What the marked copy of a file is called; marking it again does not lengthen the name."""
    stem = PurePath(name).stem
    ends = [Words(language)("annotated.file_name", name="").removesuffix(".xlsx") for language in LANGUAGES]
    for end in ends:
        stem = stem.removesuffix(end)
    return words("annotated.file_name", name=stem)


def annotated(name: str, content: bytes, drafts: Iterable[Draft], words: Words, limits: Limits = USUAL) -> bytes:
    """The workbook `content` with what its `drafts` say is wrong; each finding once, worst first.

    Marks of an earlier time are taken off first, so a file may go back and forth. A file of another format comes back
    as a copy in .xlsx that reads as it does; one that is no sound workbook as the list alone. Never raises for what is
    in the file.
    """
    found = worst_first({repr(each): each for draft in drafts for each in draft.problems}.values())
    inspection = guard.inspect(name, content, limits)
    if not inspection.is_refused:
        try:
            if inspection.real == ".xlsx" and inspection.archive:
                return _marked(name, content, inspection.archive, found, [words("annotated.how")], words)
            if made := copied(inspection, limits):
                return _marked_copy(name, inspection.real, made, found, words)
        except (Unreadable, ValueError):  # a number where none can be read: some unknown program's work
            pass
    return _list_alone(name, found, words)


def annotated_apart(readers: Readers, name: str, content: bytes, drafts: Sequence[Draft], words: Words) -> bytes:
    """The same, the file being opened in a worker. One that no worker can open gives the list alone."""
    made = readers.call(annotated, name, content, drafts, words, readers.limits)
    return annotated(name, b"", drafts, words) if isinstance(made, Problem) else made


def _list_alone(name: str, found: Sequence[Problem], words: Words) -> bytes:
    blank = BytesIO()
    workbook: Any = xlsxwriter.Workbook(blank, {"in_memory": True})
    workbook.add_worksheet(headers.title("sheets", "problems"))
    workbook.set_properties({"created": _CREATED})
    workbook.close()
    archive = guard.inspect("", blank.getvalue(), USUAL).archive
    assert archive is not None  # just written
    package = Package(archive)
    book = book_of(package)
    part, styles = _styles(package, book)
    entries = [entry(each, words, is_linked=False) for each in found]
    package.write(next(iter(book.sheets.values())), list_sheet(entries, name, [words("annotated.bare")], styles, words))
    package.write(part, styles.written())
    return package.packed()


def _marked_copy(name: str, real: str, made: Copy, found: Sequence[Problem], words: Words) -> bytes:
    """A copy in .xlsx with the marks; the list says what it is, and which formulas have become plain values."""
    about = [words("annotated.how"), words("annotated.copy", ext=real)]
    if made.untold:
        places = tuple(f"{made.names[sheet]}!{cell}" for sheet, cell in made.untold[:_MOST_NAMED])
        key = "annotated.untold" if len(made.untold) <= _MOST_NAMED else "annotated.untold_many"
        about.append(words(key, n=len(made.untold), places=places))
    moved = [replace(each, sheet=made.names.get(each.sheet, each.sheet)) for each in found]
    archive = guard.inspect("", made.content, Limits(file_bytes=len(made.content))).archive
    if archive is None:
        raise Damaged("copy")
    return _marked(name, made.content, archive, moved, about, words)


def _marked(
    name: str, content: bytes, archive: Archive, found: Sequence[Problem], about: Sequence[str], words: Words
) -> bytes:
    package = Package(archive)
    book = book_of(package)
    part, styles = _styles(package, book)
    own, list_name = _list_of_before(name, content, book)
    for sheet, sheet_part in book.sheets.items():
        package.write(sheet_part, unselected(package.read(sheet_part)))
        if sheet != own:
            entries = [entry(each, words, is_linked=True) for each in found if each.sheet == sheet]
            _mark_sheet(package, sheet_part, entries, styles, words)
    entries = [entry(each, words, is_linked=each.sheet in book.sheets) for each in found]
    listed = list_sheet(entries, name, about, styles, words)
    if own:
        package.write(book.sheets[own], listed)
    else:
        add_first_sheet(package, book, list_name, listed)
    package.write(part, styles.written())
    return package.packed()


def _list_of_before(name: str, content: bytes, book: Book) -> tuple[str, str]:
    """The list of an earlier time, if the file has one, else the name for a new one.

    A department's own sheet of that name is told by its first cell, and stays.
    """
    first, second = headers.title("sheets", "problems"), headers.title("sheets", "problems_beside")
    if first not in book.sheets and second not in book.sheets:
        return "", first
    titles = [Words(language)("annotated.title") for language in LANGUAGES]
    for sheet in read_workbook(name, content).sheets:
        top = sheet.at(1, 1)
        if sheet.name in (first, second) and top and top.raw in titles:
            return sheet.name, sheet.name
    return "", second if first in book.sheets else first


def _styles(package: Package, book: Book) -> tuple[str, Styles]:
    part = next((link.part for link in package.links(book.part) if link.kind == "styles"), "")
    if not part:
        part = package.spare("xl/styles{n}.xml") if package.holds(_STYLES) else _STYLES
        package.write(part, annotated_styles.BARE, annotated_styles.MEDIA_TYPE)
        package.link(book.part, "styles", part)
    program = package.read(_PROGRAM) if package.holds(_PROGRAM) else b""
    return part, Styles(package.read(part), keeps_hidden_colours=b"LibreOffice" not in program)


def _mark_sheet(package: Package, part: str, entries: Sequence[Entry], styles: Styles, words: Words) -> None:
    """Fills and comments of one sheet; several problems of a cell share its comment, the gravest gives the colour."""
    at_cells: dict[Place, list[Entry]] = defaultdict(list)
    xml = package.read(part)
    placed = [(at, each) for each in entries if (at := place(each.problem.cell))]
    seen = corners(xml, {at for at, _ in placed})
    for at, each in placed:
        at_cells[seen[at]].append(each)
    links = {link.kind: link.part for link in package.links(part)}
    if not at_cells and "comments" not in links and not styles.marks_found:
        return
    sheet = SheetPart(xml, {at: _gravest(here) for at, here in at_cells.items()}, styles)
    notes = {at: "\n".join(_note(each, words) for each in here) for at, here in at_cells.items()}
    _comment(package, part, sheet, notes, words)
    package.write(part, sheet.written())


def _gravest(entries: Sequence[Entry]) -> Severity:
    return worst_first(each.problem for each in entries)[0].severity


def _note(found: Entry, words: Words) -> str:
    """One problem in a comment: how grave in a sign and a word, what is wrong, what to do."""
    problem = found.problem
    lines = [f"{words(f'annotated.{problem.severity.value}')} {problem.code}", found.message]
    return "\n".join([*lines, f"→ {found.remedy}"] if found.remedy else lines)


def _comment(package: Package, part: str, sheet: SheetPart, notes: dict[Place, str], words: Words) -> None:
    """Write the two parts that hold a sheet's comments, making those it lacks."""
    links = package.links(part)
    texts = next((link.part for link in links if link.kind == "comments"), "")
    frames = next((link.part for link in links if link.id == sheet.notes_link), "")
    if not texts and not notes:
        return
    before = Comments(
        package.read(texts) if texts else comments.NO_COMMENTS,
        package.read(frames) if frames else comments.NO_FRAMES,
    )
    signs = [words("annotated.sign"), *(Words(language)("annotated.sign") for language in LANGUAGES)]
    widths = {at[1] + n: sheet.width(at[1] + n) for at in notes for n in range(1, 9)}
    after = commented(before, notes, signs, widths)
    if after == before:
        return
    if not texts:
        texts = package.spare("xl/comments{n}.xml")
        package.link(part, "comments", texts)
    if not frames:
        frames = package.spare("xl/drawings/vmlDrawing{n}.vml")
        sheet.link_notes(package.link(part, "vmlDrawing", frames))
    package.write(texts, after.texts, comments.MEDIA_TYPE)
    package.write(frames, after.frames, comments.FRAMES_MEDIA_TYPE)
