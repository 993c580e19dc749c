"""The monthly bulletin as a document: what it says, section by section. Layout is the templates', words are wording's.

It fills in figures and quotes what departments wrote; a judgement it leaves to a person.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from charts import progress
from charts.departments import short
from domain.observation import Topic
from domain.plan import Basis, Department, Indicator
from domain.progress import LAGGING, Assessment, Status
from domain.reporting import ReportingStatus
from reports import attachments, catalogue
from reports.document import Document, Figure, Part, Passage, Picture, joined, told
from reports.stationery import Stationery
from views import overview
from views.about import About, RestsOn
from views.bulletin import STANDS, Chapter, Lag, Tally, chapters, lags, reported, tally
from views.position import Position
from wording import Words

_REPORTS = (ReportingStatus.ON_TIME, ReportingStatus.LATE, ReportingStatus.MISSING, ReportingStatus.NOT_DUE)
_ORDINALS = "一二三四五六七八九十"


def bulletin(position: Position, words: Words, stationery: Stationery, region_indicator: str = "") -> Document:
    """The bulletin of a month. `region_indicator` is the one drawn by region; by default the first headline one."""
    sections: tuple[tuple[str, list[Part]], ...] = (
        ("overall", [overall(position, words)]),
        ("headlines", _headlines(position, words)),
        ("chapters", [part for n, c in enumerate(chapters(position)) for part in _chapter(n, c, words)]),
        ("lags", _lags(position, words)),
        ("reporting", [reporting_text(position, words)]),
        ("next", [Passage(words("report.to_fill"))]),
    )
    text: list[Part] = [told(words, "report.opening", document=position.plan.document, period=position.period)]
    for n, (key, parts) in enumerate(sections):
        title = words("report.section_number", n=ordinal(n, words), title=words(f"report.{key}"))
        text += [Passage(title, role="heading"), *parts]
    enclosed = attachments.attachments(position, words, region_indicator)
    return stationery.document("bulletin", position, words, text, enclosed)


def ordinal(n: int, words: Words) -> str:
    """The number of a section or a part of it, from 0."""
    return _ORDINALS[n] if words.language == "zh" and n < len(_ORDINALS) else str(n + 1)


def count(n: int, about: About) -> Figure:
    return Figure("count", str(n), about)


def counts(found: Tally, about: About, words: Words, style: str = "count") -> Passage:
    """How many stand how, those of which there are none left out."""
    pieces = [
        told(
            words,
            f"report.{style}_{stand}",
            n=count(found.counts[stand], (own := replace(about, statuses=which))),
            **({"share": Figure("count_share", words.share(found.share(stand)), own)} if style == "count" else {}),
        )
        for stand, which in STANDS.items()
        if found.counts[stand]
    ]
    return joined(words, pieces, "report.and" if style == "count" else "report.then")


def overall(position: Position, words: Words) -> Passage:
    """How many numbers stand how."""
    seen, found = overview.verdict(position), tally(position.assessments.values())
    elapsed = Figure("elapsed", words.share(seen.elapsed), About(rests_on=RestsOn.PLAN))
    facts = {"n": count(found.numbers, About()), "period": position.period, "elapsed": elapsed}
    said = [told(words, "report.counted", **facts, counts=counts(found, About(), words))]
    if seen.far_behind:
        far = count(seen.far_behind, About(statuses=(Status.FAR_BEHIND,)))
        said.append(told(words, "report.far_behind", n=far))
    return one(said, words)


def one(said: Sequence[Passage], words: Words) -> Passage:
    """Sentences as one paragraph."""
    apart = "" if words.language == "zh" else " "
    return Passage(apart.join(piece.text.strip() for piece in said), tuple(f for piece in said for f in piece.figures))


def amounts(judged: Assessment, words: Words) -> dict[str, Figure]:
    """The figures of an assessment as sentences and tables have them, by key; those nobody knows are left out."""
    indicator, about = judged.indicator, About(indicator=judged.indicator.id)
    found = {
        "target": progress.amount(judged.target, indicator, words),
        "planned": words.share(judged.plan_share),
        "baseline": progress.amount(judged.baseline, indicator, words),
    }
    if judged.value is not None:
        found["value"] = progress.amount(judged.value, indicator, words)
    if judged.progress_share is not None:
        found["share"] = words.share(judged.progress_share)
    if judged.gap is not None:
        found["points"] = words.points(judged.gap)
    if judged.shortfall:
        found["short"] = progress.amount(judged.shortfall, indicator, words)
    if judged.needed_per_month:
        found["needed"] = progress.monthly_text(judged, words)
    return {key: Figure(key, text, about) for key, text in found.items()}


def reached(judged: Assessment, words: Words) -> Passage:
    """How far one indicator has come, as a sentence."""
    seen, indicator = amounts(judged, words), judged.indicator
    name = words.name(indicator)
    if indicator.subset_of:
        name = words("report.of_which", name=name)
    if "points" not in seen:
        return told(words, "report.unreported", name=name, target=seen["target"], planned=seen["planned"])
    facts = {key: seen[key] for key in ("value", "target", "share", "planned", "points")}
    key = words.aimed_key("report.reached", indicator)
    return told(words, key, name=name, status=words(f"status.{judged.status}"), **facts)


def _headlines(position: Position, words: Words) -> list[Part]:
    parts: list[Part] = []
    for judged in overview.headline(position):
        said = [reached(judged, words)]
        if judged.baseline and judged.indicator.baseline_basis is not Basis.STATED:
            basis = words(f"basis_word.{judged.indicator.baseline_basis}")
            said.append(told(words, "report.baseline", baseline=amounts(judged, words)["baseline"], basis=basis))
        parts.append(one(said, words))
    return [*parts, Picture(catalogue.exhibit("headline", position, words))] if parts else parts


def _chapter(number: int, chapter: Chapter, words: Words) -> list[Part]:
    title = words("report.part_number", n=ordinal(number, words), title=words.name(chapter.group))
    return [Passage(title, role="part"), chapter_text(chapter, words)]


def chapter_text(chapter: Chapter, words: Words) -> Passage:
    """How the numbers of a chapter stand, and which of them lag or were not reported."""
    found, about = tally(chapter.entries), About(group=chapter.group.id)
    facts = {"n": count(found.numbers, about), "counts": counts(found, about, words, "short")}
    said = [told(words, "report.chapter_count", **facts)]
    behind = [entry for entry in chapter.entries if entry.status in LAGGING]
    names = [
        told(words, "report.named_gap", name=words.name(entry.indicator), points=amounts(entry, words)["points"])
        if entry.gap is not None
        else Passage(words.name(entry.indicator))
        for entry in sorted(behind, key=lambda entry: entry.gap or 0)
    ]
    silent = tuple(entry.indicator for entry in chapter.entries if entry.status is Status.NOT_REPORTED)
    said += [told(words, "report.chapter_lags", names=names)] if names else []
    said += [told(words, "report.named_silent", names=silent)] if silent else []
    return one(said, words)


def _lags(position: Position, words: Words) -> list[Part]:
    found = lags(position)
    if not found:
        return [Passage(words("report.no_lag"))]
    most = position.plan.limits_at(position.period).shown_text
    told_of = [lag_text(n, lag, position, words, most) for n, lag in enumerate(found, 1)]
    return [*told_of, Picture(catalogue.exhibit("lags", position, words))]


def lag_text(n: int, lag: Lag, position: Position, words: Words, most: int) -> Passage:
    """One lag in full: who answers for it, how far it is behind, what is needed, what its department says of it."""
    judged, indicator = lag.judged, lag.judged.indicator
    measure, seen = position.plan.measure(indicator.clause), amounts(lag.judged, words)
    clause = words("report.clause", clause=measure.clause) if measure.is_numbered else words.name(measure)
    head = told(words, "report.lag_head", n=n, name=words.name(indicator), clause=clause)
    key, who = ("report.lag_lead", lag.lead) if lag.lead else ("report.lag_reporter", lag.reporter)
    pieces: list[Passage] = []
    if judged.progress_share is not None:
        facts = {key: seen[key] for key in ("value", "target", "share", "points") if key in seen}
        pieces.append(told(words, words.aimed_key("report.lag_value", indicator), **facts))
    pieces += _short_and_needed(seen, indicator, words)
    written = [said.text.strip()[:most] for topic in _QUOTED for said in lag.said if said.topic is topic]
    quoted = [told(words, "report.lag_said", department=short(lag.reporter, words), text="".join(written))]
    return one(
        [
            head,
            told(words, key, department=who),
            joined(words, pieces, "report.then", "report.stop"),
            *(quoted if written else [Passage(words("report.lag_no_reason"))]),
        ],
        words,
    )


def lag_brief(n: int, lag: Lag, words: Words) -> Passage:
    """One lag in a line: who answers for it, how far it is behind, what is needed."""
    seen, indicator = amounts(lag.judged, words), lag.judged.indicator
    pieces = [Passage(seen["points"].text, (seen["points"],))] if "points" in seen else []
    pieces += _short_and_needed(seen, indicator, words)
    who = short(lag.lead or lag.reporter, words)
    figures = joined(words, pieces, "report.then", "report.stop")
    return told(words, "report.lag_brief", n=n, name=words.name(indicator), department=who, figures=figures)


def _short_and_needed(seen: dict[str, Figure], indicator: Indicator, words: Words) -> list[Passage]:
    return [
        told(words, words.aimed_key(f"report.lag_{name}", indicator), amount=seen[name])
        for name in ("short", "needed")
        if name in seen
    ]


_QUOTED = (Topic.PROBLEMS, Topic.NEXT_STEPS)


def reporting_text(position: Position, words: Words) -> Passage:
    """Who reported the month, and when."""
    found, about = reported(position), About(rests_on=RestsOn.REPORTS)

    def named(key: str, who: Iterable[Department]) -> Passage:
        them = tuple(who)
        names = words.fact(tuple(short(each, words) for each in them))
        return told(words, f"report.reports_{key}", n=Figure(f"reports_{key}", str(len(them)), about), names=names)

    pieces = [named(status.value, found.by_status[status]) for status in _REPORTS if found.by_status[status]]
    due = Figure("reports", str(found.due), about)
    said = [told(words, "report.reports", period=position.period, n=due, counts=joined(words, pieces, "report.then"))]
    said += [named("corrected", found.corrected)] if found.corrected else []
    return one(said, words)
