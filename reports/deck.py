"""The slides of a month: what each says and the figures of its chart. How they look is the template's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from charts.departments import short
from domain.amount import amount
from domain.progress import LAGGING, Assessment
from reports import bulletin as told_of
from reports import catalogue
from reports.attachments import chosen_by_region
from reports.document import Figure, Passage, told
from reports.stationery import Stationery
from views import department, overview
from views.about import About
from views.bulletin import STANDS, by_region, chapters, lags, reported, tally
from views.position import Position
from wording import Words

Kind = Literal["bars", "stacked", "columns"]
_MOST_LAGS, _TOLD = 10, 4


@dataclass(frozen=True)
class Series:
    """A row of figures of a chart; `look` is the name of its colour. None is a figure nobody knows."""

    name: str
    look: str
    values: tuple[Fraction | int | None, ...]


@dataclass(frozen=True)
class Chart:
    """A chart that can be edited in the slides. `form` is the number format of its labels."""

    kind: Kind
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    form: str
    figures: tuple[Figure, ...] = ()


@dataclass(frozen=True)
class Slide:
    """A slide says one thing, its title; the text below tells what the chart does not."""

    title: Passage
    text: tuple[Passage, ...]
    chart: Chart | None = None


@dataclass(frozen=True)
class Deck:
    """Every slide after the cover. `foot` stands on each."""

    name: str
    title: str
    subtitle: str
    slides: tuple[Slide, ...]
    foot: str
    signatory: str
    stamp: str
    day: date


def deck(position: Position, words: Words, stationery: Stationery, region_indicator: str = "") -> Deck:
    """The slides of a month: verdict, headlines, lags, departments, regions, one a chapter, reports, notes."""
    own, stamp = stationery.texts("deck", position, words), catalogue.versions(position, words)
    made: list[Callable[[Position, Words], list[Slide]]] = [_verdict, _headlines, _lags, _departments]
    slides = [slide for each in made for slide in each(position, words)]
    slides += _regions(position, words, region_indicator)
    slides += [*_chapters(position, words), *_reporting(position, words), *_notes(position, words)]
    marks = [words("report.sample")] if position.ledger.is_demonstration else []
    cut_off = words("chart.cut_off", period=position.period)
    day = f"{own['signatory']}　{words.day(position.today)}"
    foot = " · ".join((*marks, cut_off, stamp))
    return Deck(own["file"], own["title"], day, tuple(slides), foot, own["signatory"], stamp, position.today)


def _verdict(position: Position, words: Words) -> list[Slide]:
    found = tally(position.assessments.values())
    n, lagging = told_of.count(found.numbers, About()), told_of.count(found.counts["lagging"], _about("lagging"))
    key = "report_deck.verdict" if found.counts["lagging"] else "report_deck.verdict_none"
    title = told(words, key, n=n, lagging=lagging)
    shown = [stand for stand in STANDS if found.counts[stand]]
    series = Series(words("report_deck.count"), "done", tuple(found.counts[stand] for stand in shown))
    names = tuple(words(f"report_column.{stand}") for stand in shown)
    figures = tuple(told_of.count(found.counts[stand], _about(stand)) for stand in shown)
    return [Slide(title, (told_of.overall(position, words),), Chart("columns", names, (series,), "0", figures))]


def _about(stand: str, **more: str) -> About:
    return About(statuses=STANDS[stand], **more)  # type: ignore[arg-type]


def _headlines(position: Position, words: Words) -> list[Slide]:
    entries = overview.headline(position)
    if not entries:
        return []
    behind = [entry for entry in entries if entry.status in LAGGING and entry.gap is not None]
    title = Passage(words("report_deck.headlines_good"))
    if behind:
        worst = min(behind, key=lambda entry: entry.gap or 0)
        points = told_of.amounts(worst, words)["points"]
        title = told(words, "report_deck.headlines", name=words.name(worst.indicator), points=points)
    return [Slide(title, tuple(told_of.reached(entry, words) for entry in entries), _progress(entries, words))]


def _progress(entries: Sequence[Assessment], words: Words) -> Chart:
    """Done beside due, a pair of bars an indicator."""
    series = (
        Series(words("report_deck.done"), "done", tuple(entry.progress_share for entry in entries)),
        Series(words("report_deck.due"), "due", tuple(entry.plan_share for entry in entries)),
    )
    seen = [told_of.amounts(entry, words) for entry in entries]
    figures = tuple(each[key] for each in seen for key in ("share", "planned") if key in each)
    return Chart("bars", tuple(words.name(entry.indicator) for entry in entries), series, "0.0%", figures)


def _lags(position: Position, words: Words) -> list[Slide]:
    found = [lag for lag in lags(position) if lag.judged.gap is not None][:_MOST_LAGS]
    if not found:
        return []
    seen = [told_of.amounts(lag.judged, words)["points"] for lag in found]
    title = told(words, "report_deck.lags", name=words.name(found[0].judged.indicator), points=seen[0])
    behind = tuple(-100 * (lag.judged.gap or Fraction(0)) for lag in found)
    names = tuple(words.name(lag.judged.indicator) for lag in found)
    chart = Chart("bars", names, (Series(words("report_deck.behind"), "lagging", behind),), "0.0", tuple(seen))
    text = tuple(told_of.lag_brief(n, lag, words) for n, lag in enumerate(found[:_TOLD], 1))
    return [Slide(title, text, chart)]


def _departments(position: Position, words: Words) -> list[Slide]:
    led = [entry.standing for entry in department.placings(position) if not entry.standing.is_participant]
    if not led:
        return []
    counts = [tally(standing.led).counts for standing in led]
    title = Passage(words("report_deck.departments_good"))
    most, worst = max(zip(counts, led, strict=True), key=lambda pair: pair[0]["lagging"])
    if n := most["lagging"]:
        lagging = told_of.count(n, _about("lagging", department=worst.department.id))
        title = told(words, "report_deck.departments", name=short(worst.department, words), n=lagging)
    shown = [stand for stand in STANDS if any(each[stand] for each in counts)]
    series = tuple(
        Series(words(f"report_column.{stand}"), stand, tuple(each[stand] or None for each in counts)) for stand in shown
    )
    figures = tuple(
        told_of.count(each[stand], _about(stand, department=standing.department.id))
        for standing, each in zip(led, counts, strict=True)
        for stand in shown
    )
    names = tuple(short(standing.department, words) for standing in led)
    return [Slide(title, (), Chart("stacked", names, series, "0", figures))]


def _regions(position: Position, words: Words, asked: str) -> list[Slide]:
    lines = {line.judged.indicator.id: line for line in by_region(position)}
    if not lines:
        return []
    line = lines[chosen_by_region(position, asked)]
    indicator, regions = line.judged.indicator, position.plan.regions
    known = [(value, region) for value, region in zip(line.parts, regions, strict=True) if value is not None]
    if not known:
        return []
    most = max(known, key=lambda pair: pair[0])[1]
    title = told(words, "report_deck.regions", name=words.name(indicator), most=words.name(most))
    figures = tuple(
        Figure("value", words.amount(amount(value, indicator)), About(indicator=indicator.id, region=region.id))
        for value, region in known
    )
    names, unit = tuple(words.name(region) for region in regions), words.name(indicator.unit_name)
    chart = Chart("bars", names, (Series(unit, "done", line.parts),), "#,##0", figures)
    return [Slide(title, (told_of.reached(line.judged, words),), chart)]


def _chapters(position: Position, words: Words) -> list[Slide]:
    slides: list[Slide] = []
    for chapter in chapters(position):
        found, group = tally(chapter.entries), chapter.group
        facts = {
            "n": told_of.count(found.numbers, About(group=group.id)),
            "lagging": told_of.count(found.counts["lagging"], _about("lagging", group=group.id)),
        }
        title = told(words, "report_deck.chapter", name=words.name(group), **facts)
        text = (told_of.chapter_text(chapter, words),) if found.counts["lagging"] else ()
        slides.append(Slide(title, text, _progress(_worst_first(chapter.entries), words)))
    return slides


def _worst_first(entries: Sequence[Assessment]) -> list[Assessment]:
    return sorted(entries, key=lambda entry: (entry.status not in LAGGING, entry.gap or 0))


def _reporting(position: Position, words: Words) -> list[Slide]:
    if not reported(position).due:
        return []
    title = told(words, "report_deck.reporting", period=position.period)
    return [Slide(title, (told_of.reporting_text(position, words),))]


def _notes(position: Position, words: Words) -> list[Slide]:
    keys = ("units", "baseline", "path", "silent", "rounding", "region")
    notes = (*(words(f"report.method_{key}") for key in keys), catalogue.versions(position, words))
    return [Slide(Passage(words("report_deck.notes")), tuple(map(Passage, notes)))]
