"""The blocks of the page of sources: what is asked about, how it was made, its cells, reports, clauses and files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import PurePath

from domain.observation import Aspect, Recorded, Submission
from domain.plan import Measure
from domain.progress import Assessment
from ui import app, controls, facsimile, guide, missing, panels, tables
from ui.app import Here
from ui.plain import st
from ui.tables import Quoted, Text
from views.about import About, RestsOn
from views.sources import Sources, place


def asked(here: Here) -> About:
    """What the address asks about; one indicator can be chosen on the page, the first of the plan if none is named."""
    words, plan = here.words, here.position.plan
    for name, label, options in (
        ("region", "decisions.region", {each.id: words.name(each) for each in plan.regions}),
        ("department", "frame.department", {each.id: words.name(each) for each in plan.departments}),
        ("clause", "frame.measure", {each.clause: words.name(each) for each in plan.measures}),
        ("aspect", "source.address", {each.value: words(f"aspect.{each.value}") for each in Aspect}),
        ("rests_on", "source.address", {each.value: each.value for each in RestsOn}),
    ):
        missing.refuse_unknown(name, words(label), options)
    about = About.of(st.query_params.to_dict(), here.position.plan)
    if about is not None and not about.indicator:
        return about
    chosen = controls.indicator(here).id
    return about if about is not None and about.indicator == chosen else About(indicator=chosen)


def heading(here: Here, about: About, found: Sources) -> None:
    """What the figure is of, with the working where it is of one indicator."""
    words, plan = here.words, here.position.plan
    if not about.indicator:
        st.header(_named(here, about), anchor=False)
    else:
        indicator = plan.indicator(about.indicator)
        guide.indicator(here, indicator)
        guide.clause_link(here, indicator)
        guide.working_of(here, here.position.of(indicator.id))
    if about.region:
        st.subheader(words("source.part_of", region=plan.region(about.region)), anchor=False)
    st.caption(words(f"combined.{found.combined.value}"))


def _named(here: Here, about: About) -> str:
    words, plan = here.words, here.position.plan
    if about.rests_on is RestsOn.REPORTS:
        if about.department:
            return words("source.reports_of", department=plan.department(about.department))
        return words("source.reports_for", period=here.position.period)
    if about.clause:
        return words.name(plan.measure(about.clause))
    if about.rests_on is RestsOn.PLAN and not about.department:
        return words("source.plan", plan=plan, first=plan.start, last=plan.end)
    whole = words("source.all_numbers")
    if about.department:
        whole = words("source.led_by", department=plan.department(about.department))
    lights = tuple(words(f"status.{status.value}") for status in about.statuses)
    return words("source.with_lights", whole=whole, lights=lights) if lights else whole


def numbers(here: Here, judged: Sequence[Assessment]) -> None:
    """The indicators a count is made of."""
    st.subheader(here.words("source.numbers"), anchor=False)
    panels.indicators(here, judged)


def cells(here: Here, about: About, entries: Sequence[Recorded]) -> None:
    """The cells: where each stands, what it says, what it counts as, who sent it, and what has been decided since.

    The place of each leads to its picture.
    """
    words, several = here.words, len({entry.observation.indicator_id for entry in entries}) > 1
    keys = ["source_column.figure", "column.cell", "column.raw", "source_column.used", "column.file"]
    keys += ["source_column.sent", "source_column.submission"]
    titles = [words(key) for key in keys]
    if several:
        titles.insert(0, words("column.indicator"))
    rows = [([_indicator(here, entry)] if several else []) + _cell_row(here, about, entry) for entry in entries]
    tables.show(titles, rows)


def _indicator(here: Here, entry: Recorded) -> tables.Entry:
    indicator = here.position.plan.indicator(entry.observation.indicator_id)
    return Text(here.words.name(indicator), link=here.sources(About(indicator=indicator.id)))


def _cell_row(here: Here, about: About, entry: Recorded) -> list[tables.Entry]:
    words, plan, seen, sent = here.words, here.position.plan, entry.observation, entry.submission
    region = words.name(plan.known_as("region", seen.region_id)) if seen.region_id else words("panel.whole_city")
    where, picture = place(entry), here.address("source", **about.query(), cell=facsimile.key(entry))
    return [
        words("source.written", aspect=words(f"aspect.{seen.aspect.value}"), period=seen.period, region=region),
        Text(f"{seen.source.sheet}!{seen.source.cell}", link=picture),
        Quoted(seen.source.raw, where),
        Quoted(_exact(here, seen.value), where),
        sent.file_name,
        _sent(here, sent),
        _standing(here, entry),
    ]


def _exact(here: Here, value: Decimal) -> str:
    """With every decimal it has."""
    exponent = value.normalize().as_tuple().exponent
    return here.words.number(value, max(0, -exponent) if isinstance(exponent, int) else 0)


def _sent(here: Here, sent: Submission) -> str:
    moment = app.deployment().local(sent.submitted_at)
    who = panels.department_name(here, sent.department_id)
    return here.words("source.sent", department=who, by=sent.submitted_by, moment=moment)


def _standing(here: Here, entry: Recorded) -> str:
    """The number of the submission, that it corrects an earlier one, and a decision that stands between."""
    words, sent = here.words, entry.submission
    facts = {"number": str(sent.id), "sequence": sent.sequence, "reason": sent.reason}
    key = "number" if sent.sequence == 1 else "corrected_why" if sent.reason else "corrected"
    told = words(f"source.{key}", **facts)
    made = next((each for each in here.position.ledger.decisions if each.id == entry.decision_id), None)
    if made is None or entry.said is None:
        return told
    said = _exact(here, entry.said)
    return words("source.decided", sent=told, said=said, author=made.author, reason=made.reason)


def reports(here: Here, sent: Sequence[Submission]) -> None:
    """Submissions: of which month, which one of it, when and by whom."""
    words = here.words
    st.subheader(words("source.reports"), anchor=False)
    keys = ("column.month", "source_column.version", "source_column.sent", "column.file", "column.reason")
    rows = (
        [
            words.month(entry.period),
            words("source.number", number=str(entry.sequence)),
            _sent(here, entry),
            entry.file_name,
            entry.reason,
        ]
        for entry in sent
    )
    tables.show([words(key) for key in keys], rows)


def clauses(here: Here, found: Sequence[Measure]) -> None:
    """The clauses of the plan a figure rests on."""
    words = here.words
    st.subheader(words("source.clauses"), anchor=False)
    titles = [words(f"column.{key}") for key in ("clause", "measure")]
    rows = (
        [
            each.clause if each.is_numbered else "",
            Text(words.name(each), link=here.address("measure", clause=each.clause)),
        ]
        for each in found
    )
    tables.show(titles, rows, cards=False)


def files(here: Here, sent: Iterable[Submission]) -> None:
    """The original files, byte for byte."""
    with st.expander(here.words("source.files")):
        for sha256, submission in {entry.sha256: entry for entry in sent}.items():
            st.download_button(
                here.words("source.download", file=submission.file_name),
                data=lambda sha256=sha256: app.deployment().store.file(sha256).content,
                file_name=PurePath(submission.file_name).name,
                key=f"original:{sha256}",
                on_click="ignore",
            )
