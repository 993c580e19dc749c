"""The attachments of the bulletin: every indicator, the departments, the regions, the tasks, notes on method."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from charts import progress
from charts.departments import short
from domain.amount import amount
from domain.plan import Department
from domain.progress import Assessment
from domain.rollup import Placing
from reports import catalogue
from reports.document import Attachment, Cell, Figure, Grid, Passage, Picture, told
from views import bulletin, department, measure, overview
from views.about import About, RestsOn
from views.position import Position
from wording import Words

_INDICATORS = {
    "id": 17, "indicator": 45, "unit": 12, "target": 18, "value": 18, "share": 18, "planned": 18, "points": 19,
    "short": 15, "needed": 16, "status": 27, "lead": 24,
}  # fmt: skip
_IN_ENGLISH = {"unit": 15, "status": 18, "lead": 40}  # where names are long and lights short
_TASKS = {"clause": 16, "task": 62, "lead": 28, "deadline": 30, "state": 20, "status": 25, "said": 44}
_DEPARTMENTS = {"department": 44, "led": 16, "rank": 14, "worst": 22}


class NoSuchRegions(ValueError):
    """The indicator asked for is not sent by region."""

    def __init__(self, raw: str, known: tuple[str, ...]) -> None:
        super().__init__(raw)
        self.raw, self.known = raw, known


def attachments(position: Position, words: Words, region_indicator: str = "") -> tuple[Attachment, ...]:
    """In the order they are listed below the text. A plan without regions or tasks has no attachment on them."""
    found = [
        Attachment(
            words("report.all_indicators"), (indicators(position, words), _drawn("indicators", position, words))
        ),
        Attachment(words("report.departments"), (departments(position, words), _drawn("departments", position, words))),
    ]
    if lines := bulletin.by_region(position):
        chosen = chosen_by_region(position, region_indicator)
        drawn = [_drawn(f"regions/{chosen}", position, words), *_trends(position, words)]
        found.append(Attachment(words("report.regions"), (regions(position, lines, words), *drawn)))
    if position.plan.tasks:
        found.append(Attachment(words("report.tasks"), (tasks(position, words),)))
    return (*found, Attachment(words("report.method"), _method(position, words)))


def chosen_by_region(position: Position, asked: str = "") -> str:
    """The indicator drawn by region: the one asked for, else a headline one. Raises NoSuchRegions."""
    known = [each for each in position.plan.numbers if each.by_region]
    if asked and asked not in {each.id for each in known}:
        raise NoSuchRegions(asked, tuple(each.id for each in known))
    return asked or next((each.id for each in known if each.headline), known[0].id)


def _drawn(name: str, position: Position, words: Words) -> Picture:
    return Picture(catalogue.exhibit(name, position, words))


def _trends(position: Position, words: Words) -> list[Picture]:
    """The headline figures that are counted up, month by month."""
    flows = [judged.indicator for judged in overview.headline(position) if judged.indicator.kind == "flow"]
    return [_drawn(f"history/{flow.id}", position, words) for flow in flows]


def heads(keys: dict[str, int], words: Words) -> tuple[str, ...]:
    return tuple(words(f"report_column.{key}") for key in keys)


def indicators(position: Position, words: Words, title: str = "", only: Iterable[Assessment] | None = None) -> Grid:
    """Every number of the plan, in plan order, or only those given, under a title of their own."""
    rows = tuple(_indicator(judged, position, words) for judged in only or position.assessments.values())
    widths = _INDICATORS | (_IN_ENGLISH if words.language == "en" else {})
    wide, title = tuple(widths.values()), title or words("report.all_indicators")
    return Grid(title, heads(_INDICATORS, words), rows, wide, frozenset(range(3, 10)), is_wide=True)


def figures_of(judged: Assessment, words: Words) -> dict[str, Figure]:
    """The figures of a row, bare of units; those nobody knows are left out."""
    indicator, about = judged.indicator, About(indicator=judged.indicator.id)

    def bare(value: Fraction) -> str:
        return words.amount(amount(value, indicator))

    found = {"target": bare(judged.target), "planned": words.share(judged.plan_share)}
    found |= {} if judged.value is None else {"value": bare(judged.value)}
    found |= {} if judged.progress_share is None else {"share": words.share(judged.progress_share)}
    found |= {} if judged.gap is None else {"points": signed(judged.gap, words)}
    found |= {"short": bare(judged.shortfall)} if judged.shortfall else {}
    found |= {"needed": bare(progress.monthly(judged))} if judged.needed_per_month else {}
    return {key: Figure(key, text, about) for key, text in found.items()}


def signed(gap: Fraction, words: Words) -> str:
    """A gap in points where the head of the column names the unit."""
    return words.points(gap).split(" ", 1)[0]


def _indicator(judged: Assessment, position: Position, words: Words) -> tuple[Cell, ...]:
    indicator = judged.indicator
    said: dict[str, Cell] = {
        "id": indicator.id,
        "indicator": words.name(indicator),
        "unit": progress.unit(indicator, words),
        "status": progress.status_text(judged.status, words),
        "lead": called(position.plan.department(indicator.lead), words) if indicator.lead else "—",
    }
    found: dict[str, Cell] = {**said, **figures_of(judged, words)}
    return tuple(found.get(key, "—") for key in _INDICATORS)


def called(body: Department, words: Words) -> str:
    return short(body, words)


def departments(position: Position, words: Words) -> Grid:
    """The departments that lead something, worst first, with how their numbers stand."""
    stands = [
        stand for stand in bulletin.STANDS if bulletin.tally(position.assessments.values()).counts[stand]
    ]  # fmt: skip
    keys = _DEPARTMENTS | dict.fromkeys(stands, 18)
    led = [entry for entry in department.placings(position) if not entry.standing.is_participant]
    rows = tuple(_department(entry, stands, words) for entry in led)
    order = ("department", "led", *stands, "rank", "worst")
    return Grid(
        words("report.departments"),
        tuple(words(f"report_column.{key}") for key in order),
        rows,
        tuple(keys[key] for key in order),
        frozenset(range(1, len(order))),
    )


def _department(entry: Placing, stands: list[str], words: Words) -> tuple[Cell, ...]:
    standing = entry.standing
    own, found = About(department=standing.department.id), bulletin.tally(standing.led)
    counted = [
        Figure("count", str(found.counts[stand]), About(department=own.department, statuses=bulletin.STANDS[stand]))
        for stand in stands
    ]
    rank: Cell = "—" if entry.rank is None else Figure("rank", str(entry.rank), own)
    worst = standing.worst
    gap: Cell = "—"
    if worst and worst.gap is not None:
        gap = Figure("points", signed(worst.gap, words), About(indicator=worst.indicator.id))
    return (called(standing.department, words), Figure("count", str(found.numbers), own), *counted, rank, gap)


def regions(position: Position, lines: tuple[bulletin.RegionLine, ...], words: Words) -> Grid:
    """Every number sent by region: the whole city, then each region."""
    names = tuple(words.name(region) for region in position.plan.regions)
    rows = tuple(_region(line, position, words) for line in lines)
    head = (words("report_column.indicator"), words("report_column.unit"), words("report_column.city"), *names)
    widths = (44, 12, 17, *((14,) * len(names)))
    return Grid(words("report.regions"), head, rows, widths, frozenset(range(2, len(head))), is_wide=True)


def _region(line: bulletin.RegionLine, position: Position, words: Words) -> tuple[Cell, ...]:
    indicator = line.judged.indicator
    city = figures_of(line.judged, words).get("value", "—")
    parts = [
        "—"
        if value is None
        else Figure("value", words.amount(amount(value, indicator)), About(indicator=indicator.id, region=region.id))
        for region, value in zip(position.plan.regions, line.parts, strict=True)
    ]
    return (words.name(indicator), progress.unit(indicator, words), city, *parts)


def tasks(position: Position, words: Words) -> Grid:
    """Every task of the plan with what was last said of it."""
    rows: list[tuple[Cell, ...]] = []
    for task in position.plan.tasks:
        line = measure.task_line(position, task)
        rows.append(
            (
                task.clause,
                words.name(task),
                called(position.plan.department(task.lead), words) if task.lead else "—",
                words.day(task.deadline),
                words(f"task_state.{line.said.state}") if line.said else "—",
                progress.status_text(line.status, words),
                line.said.text if line.said else "",
            )
        )
    return Grid(words("report.tasks"), heads(_TASKS, words), tuple(rows), tuple(_TASKS.values()), is_wide=True)


def _method(position: Position, words: Words) -> tuple[Passage, ...]:
    limits, about = position.plan.thresholds_at(position.period), About(rests_on=RestsOn.PLAN)
    shown = {key: Figure(f"limit_{key}", words.number(getattr(limits, key), 2), about) for key in _LIMITS}
    shown["too_early"] = Figure("limit_too_early", words.share(limits.too_early), about)
    stamp = catalogue.versions(position, words)
    notes = [Passage(words(f"report.method_{key}")) for key in ("units", "baseline", "path")]
    return (
        *notes,
        told(words, "report.method_limits", **shown),
        *(Passage(words(f"report.method_{key}")) for key in ("silent", "rounding", "region")),
        told(words, "report.method_cut_off", day=overview.verdict(position).cut_off, stamp=stamp),
    )


_LIMITS = ("ahead", "on_track", "behind")
