"""How a sheet was read, for whoever confirms it: its picture with every figure ringed and named, and what is stored.

Asked once of each layout of a department's own (`views.layouts`); the office sees the same of what waits for it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from html import escape

from domain.layout import ASKED, DIFFERS
from domain.life import LIVE
from domain.observation import Draft, Submission
from domain.problem import Problem
from domain.question import Reading
from loaders.facsimile import Picture, spread
from loaders.guard import printable
from loaders.sheet import Place
from ui import app, facsimile, intake, tables
from ui.app import Here
from ui.facsimile import Mark
from ui.intake import Upload
from ui.plain import st
from ui.tables import Quoted, Text
from views import layouts
from views.layouts import Read

MOST = 150  # figures looked at together
WIDEST, MARKED = 80, 124  # px: the widest column beside the figures, and the narrowest that holds one and its name
_LOOKS = {"layout_as_month": "month", "layout_as_cumulative": "total"}


def question(here: Here, given: Upload, drafts: Sequence[Draft]) -> bool | None:
    """Asks whether layouts not seen before were read right; whether that was said, None where nothing is asked."""
    words = here.words
    asking = [draft for draft in drafts if any(found.code in ASKED for found in draft.problems)]
    if not asking:
        return None
    st.subheader(words("layout.title"), anchor=False)
    for found in intake.problems(asking):
        if found.code in ASKED:
            _what_is_new(here, found)
    key = f"read-so:{asking[0].sha256}"
    shown(here, printable(given.name), lambda: given.content, asking, key)
    return st.checkbox(words("layout.yes"), key=key)


def of_submission(here: Here, submission: Submission, *, is_open: bool) -> None:
    """The same of what was accepted, drawn once unfolded: at once where `is_open` and the layout was new."""
    store = app.deployment().store
    said = store.said_by(submission)
    if not (said.observations or said.task_states):
        return
    is_new = any(found.code in ASKED for found in said.problems)
    if is_new and submission.state not in LIVE:
        _what_became_of_it(here, submission)
    block = st.expander(
        here.words("layout.office"), expanded=is_open and is_new, key=f"read:{submission.id}", on_change="rerun"
    )
    if block.open:
        with block:
            st.caption(here.words("layout.office_about"))
            name, sha256 = submission.file_name, submission.sha256
            shown(here, name, lambda: store.file(sha256).content, [said], f"read-of:{submission.id}")


def _what_became_of_it(here: Here, submission: Submission) -> None:
    """Of a submission taken back: whether the layout confirmed with it still holds."""
    rule = layouts.confirmed_with(here.position.ledger.reading_rules, submission)
    st.info(here.words("layout.stands", rule=str(rule.id)) if rule else here.words("layout.ended"))


def _what_is_new(here: Here, found: Problem) -> None:
    words, whose = here.words, here.words.fact(found.facts.get("whose", ()))
    about = words("layout.differs", rule=found.facts["rule"]) if found.code == DIFFERS else words("layout.new")
    st.info(f"{whose} {about}" if whose else about)
    changes = found.facts.get("changes", ())
    if isinstance(changes, tuple) and changes:
        items = "".join(f"<li>{escape(words.fact(change))}</li>" for change in changes if isinstance(change, Reading))
        st.html(f'<ul class="layout-changes">{items}</ul>')


def shown(here: Here, name: str, content: Callable[[], bytes], drafts: Sequence[Draft], key: str) -> None:
    """The picture of a file beside the values as they are stored; a long file part by part."""
    words, parts = here.words, _parts(layouts.read(here.position.plan, drafts))

    def titled(n: int) -> str:
        first, last = parts[n][0].source, parts[n][-1].source
        return words("layout.part", sheet=first.sheet, first=first.cell, last=last.cell)

    chosen = 0
    if len(parts) > 1:
        chosen = st.selectbox(
            words("layout.parts", n=len(parts)), range(len(parts)), format_func=titled, key=f"{key}:part"
        )
    part = parts[chosen]
    st.caption(_in_common(here, part))
    left, right = st.columns([5, 3])
    with left:
        _picture(here, name, drafts[0].sha256, content, part)
    with right:
        _values(here, part)


def _parts(every: Sequence[Read]) -> list[Sequence[Read]]:
    """What is looked at together: cells of one sheet, not too many; a row is never cut in two."""
    parts: list[list[Read]] = []
    for each in every:
        last = parts[-1][-1] if parts else None
        is_same_sheet = last is not None and last.source.sheet == each.source.sheet
        is_full = last is not None and len(parts[-1]) >= MOST and last.place[0] != each.place[0]
        if not is_same_sheet or is_full:
            parts.append([])
        parts[-1].append(each)
    return [tuple(part) for part in parts]


def _drawn(
    sha256: str, name: str, sheet: str, cells: tuple[str, ...], content: Callable[[], bytes]
) -> Picture | Problem | None:
    readers = app.deployment().readers
    return app.kept().of(
        ("layout", sha256, name, sheet, cells),
        lambda: readers.call(spread, name, content(), sheet, cells, readers.limits),
        facsimile.size,
    )


def _picture(here: Here, name: str, sha256: str, content: Callable[[], bytes], part: Sequence[Read]) -> None:
    words, sheet = here.words, part[0].source.sheet
    found = _drawn(sha256, name, sheet, tuple(each.source.cell for each in part), content)
    if not isinstance(found, Picture):
        st.info(words("facsimile.none", file=name, cell=sheet))
        return
    marks, shared = dict[Place, Mark](), _shared(part)
    for n, each in enumerate(part, 1):
        key, value = "caption" if each.place in found.squares else "covered", layouts.value(each, words)
        named = words(f"layout.{key}", n=str(n), read=layouts.named(each, words, without=shared), value=value)
        whole = words("layout.cell_read", read=layouts.named(each, words), value=value)
        marks[each.place] = Mark(whole, _LOOKS.get(each.counts, "other"), named)
    held = {column for _, column in marks}
    columns = [(at, max(px, MARKED) if at in held else min(px, WIDEST)) for at, px in found.columns]
    said = words("layout.picture", file=name, sheet=sheet)
    drawn = facsimile.table(found, columns, marks, said)
    st.html(f'<div class="read-box" tabindex="0" role="region" aria-label="{escape(said)}">'
            f"{drawn}</div>")  # fmt: skip


def _values(here: Here, part: Sequence[Read]) -> None:
    words = here.words
    without = (*_shared(part), "unit")  # stands behind the value
    titles = [words(f"layout.{key}") for key in ("number", "cell", "read_as", "stored")]
    rows = [
        [str(n), each.source.cell, Text(layouts.named(each, words, without=without), is_long=True), _stored(here, each)]
        for n, each in enumerate(part, 1)
    ]
    st.html(f'<div class="read-box" tabindex="0">{tables.html(titles, rows)}</div>')


def _stored(here: Here, read: Read) -> tables.Entry:
    value = layouts.value(read, here.words)
    return Quoted(value, f"{read.source.sheet}!{read.source.cell}") if isinstance(read.value, Decimal) else value


def _shared(part: Sequence[Read]) -> tuple[str, ...]:
    """What all figures have in common, and is therefore said once: "period", "region"."""
    first = part[0]
    return tuple(
        kind for kind in ("period", "region") if all(getattr(each, kind) == getattr(first, kind) for each in part)
    )


def _in_common(here: Here, part: Sequence[Read]) -> str:
    words, shared = here.words, _shared(part)
    told = [words.month(part[0].period)] if "period" in shared else []
    told += [layouts.region(part[0], words)] if "region" in shared else []
    return words("layout.about_picture", n=len(part)) + (words("layout.in_common", what=tuple(told)) if told else "")
