"""How departments stand: level and improvement side by side, and the supervision slips that long runs propose."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from charts.lags import since_text
from charts.progress import amount, gap_text, points_text
from domain.progress import LAGGING, Assessment
from domain.rollup import Placing
from domain.slips import SlipProposal
from domain.trend import BACK, Improvement
from ui import lists, outlook, panels, prose, tables
from ui.app import Here
from ui.figures import figure, sentence
from ui.plain import st
from ui.tables import UNKNOWN, Entry, Text
from views import outlook as view
from views.about import About, RestsOn
from views.measure import TaskLine

_FEW = 6  # tasks that stand open


def worst(here: Here, lagging: Iterable[Assessment]) -> None:
    """The furthest behind in a line each: what, how far, who answers, since when. Nothing where nothing lags."""
    words = here.words
    prose.bullets(
        sentence(
            words,
            "standing.worst",
            indicator=outlook.link(here, judged.indicator),
            light=tables.status_text(judged.status, words),
            gap=figure(here, points_text(judged, words), About(indicator=judged.indicator.id)),
            lead=panels.department_name(here, judged.indicator.lead or judged.indicator.reporter),
            since=_since(here, judged),
        )
        for judged in lagging
    )


def _since(here: Here, judged: Assessment) -> str:
    run = view.run(here.position, judged)
    return since_text(run, run.since or judged.period, here.words)


def ranking(here: Here, placed: Iterable[Placing]) -> None:
    """The departments by level, worst first, with how they rank by improvement; the reason where there is no rank."""
    words = here.words
    better = {back: _by_department(view.improvements(here.position, back)) for back in BACK}
    keys = ("department", "coverage", "rank", "led", "lagging_share", "worst_gap")
    titles = [words(f"column.{key}") for key in keys] + [words("column.improvement", n=back) for back in BACK]
    rows: list[Sequence[Entry]] = []
    for entry in placed:
        stands = entry.standing
        about = About(department=stands.department.id)
        name = Text(words.name(stands.department), link=here.address("department", department=stands.department.id))
        coverage = UNKNOWN if stands.coverage is None else words.share(stands.coverage, 0)
        figures = [figure(here, written, about) for written in (str(len(stands.led)), _share(here, entry))]
        gains = [_rank(here, better[back][stands.department.id]) for back in BACK]
        rows.append([name, figure(here, coverage, about), _level(here, entry), *figures, _worst(here, entry), *gains])
    tables.show(titles, rows)


def ranks(here: Here, placed: Placing) -> None:
    """One department: its place by level beside its place by improvement, against each span."""
    words, stands = here.words, placed.standing
    if stands.is_participant:
        return
    about = About(department=stands.department.id)
    titles = [words(f"column.{key}") for key in ("compared", "coverage", "rank", "lagging_share", "worst_gap")]
    covered = words("standing.coverage", reported=stands.reported, due=stands.due)
    share = figure(here, _share(here, placed), about)
    level = [words("standing.level"), figure(here, covered, about), _level(here, placed), share, _worst(here, placed)]
    rows: list[Sequence[Entry]] = [level]
    for back in BACK:
        gain = _by_department(view.improvements(here.position, back))[stands.department.id]
        figures = [figure(here, _less(here, part), about) for part in (gain.share, gain.gap)]
        rows.append([words("standing.improvement", n=back), "", _rank(here, gain), *figures])
    tables.show(titles, rows)
    prose.paragraph(*_beside(here, placed))
    st.caption(words("standing.how"))


def _beside(here: Here, placed: Placing) -> Iterable[str]:
    """What the table leaves out: the middle of its ratios, the shortfall of its widest gap, what it shares."""
    words, stands = here.words, placed.standing
    about = About(department=stands.department.id)
    if stands.median_ratio is not None:
        yield sentence(words, "standing.median", ratio=figure(here, words.number(stands.median_ratio, 2), about))
    if stands.worst and stands.worst.shortfall:
        indicator = stands.worst.indicator
        short = figure(here, amount(stands.worst.shortfall, indicator, words), About(indicator=indicator.id))
        key = words.aimed_key("standing.shortfall", indicator)
        yield sentence(words, key, indicator=outlook.link(here, indicator), short=short)
    for judged in stands.led:
        shares = dict(judged.indicator.lead_shares)
        if shares:
            share = words.share(shares[stands.department.id], 0)
            plan_says = About(indicator=judged.indicator.id, rests_on=RestsOn.PLAN)
            link = outlook.link(here, judged.indicator)
            yield sentence(words, "standing.shared", indicator=link, share=figure(here, share, plan_says))


def _less(here: Here, part: Fraction | None) -> str:
    """How much of a lag went away, or came."""
    if part is None or not part:
        return UNKNOWN if part is None else here.words("standing.same")
    return here.words("standing.less" if part > 0 else "standing.more", n=here.words.points(abs(part)).lstrip("+"))


def slips(here: Here, proposed: Sequence[SlipProposal]) -> None:
    """The slips that long runs propose: which number, who answers, since when, and whether the run is new."""
    words, plan = here.words, here.position.plan
    if not proposed:
        return
    new = sum(slip.is_new for slip in proposed)
    limit = plan.thresholds_at(here.position.period).run_months
    with st.expander(words("standing.slips", n=len(proposed), new=new, limit=limit)):
        st.caption(words("standing.slips_note"))
        titles = [words(f"column.{key}") for key in ("indicator", "lead", "since", "run", "is_new")]
        rows = (
            [
                outlook.link(here, slip.indicator),
                panels.department_name(here, slip.department_id),
                since_text(slip.run, slip.run.since or slip.period, words),
                figure(here, words.number(slip.run.months), outlook.past(slip.indicator)),
                words("standing.new" if slip.is_new else "standing.not_new"),
            ]
            for slip in proposed
        )
        tables.show(titles, rows)


def tasks(here: Here, lines: Sequence[TaskLine]) -> None:
    """The tasks a department leads, folded where they are many; how many lag is said outside."""
    if lines:
        behind = sum(line.status in LAGGING for line in lines)
        title = here.words("department.tasks", n=len(lines), behind=behind)
        with st.expander(title, expanded=len(lines) <= _FEW):
            lists.tasks(here, lines)


def _by_department(gains: Iterable[Improvement]) -> dict[str, Improvement]:
    return {gain.department.id: gain for gain in gains}


def _share(here: Here, placed: Placing) -> str:
    share = placed.standing.lagging_share
    return UNKNOWN if share is None else here.words.share(share)


def _worst(here: Here, placed: Placing) -> Entry:
    """The widest gap, leading to the number that has it."""
    judged = placed.standing.worst
    return figure(here, gap_text(judged, here.words), About(indicator=judged.indicator.id)) if judged else UNKNOWN


def _level(here: Here, placed: Placing) -> Entry:
    words, about = here.words, About(department=placed.standing.department.id)
    if placed.rank:
        return figure(here, words("panel.rank", rank=placed.rank, of=placed.of), about)
    return words(f"reason.{placed.reason}")


def _rank(here: Here, gain: Improvement) -> Entry:
    """A place by improvement. Why there is none is told in the level's cell, or by the missing month itself."""
    if not gain.rank:
        return UNKNOWN
    return figure(here, here.words("panel.rank", rank=gain.rank, of=gain.of), About(department=gain.department.id))
