"""A letter to each department that leads or reports anything: how its numbers stand, what lags, what it still owes."""

from __future__ import annotations

from domain.plan import Department
from reports import attachments
from reports import bulletin as told_of
from reports.document import Attachment, Document, Part, Passage, told
from reports.stationery import Stationery
from views import department as of_department
from views import reporting
from views.about import About
from views.bulletin import lags, reported, tally
from views.position import Position
from wording import Words


def letters(position: Position, words: Words, stationery: Stationery) -> tuple[Document, ...]:
    """In plan order."""
    return tuple(
        _letter(position, each, words, stationery)
        for each in position.plan.departments
        if each in position.plan.reporters or of_department.placing(position, each.id).standing.led
    )


def _letter(position: Position, body: Department, words: Words, stationery: Stationery) -> Document:
    led = of_department.placing(position, body.id).standing.led
    sections: tuple[tuple[str, list[Part]], ...] = (
        ("letter_standing", [_standing(position, body, words)]),
        ("letter_lags", _lags(position, body, words)),
        ("letter_reports", [_reports(position, body, words)]),
        ("letter_asked", [_asked(position, body, words)]),
    )
    text: list[Part] = [told(words, "report.letter_opening", document=position.plan.document, period=position.period)]
    for n, (key, parts) in enumerate(sections):
        number = told_of.ordinal(n, words)
        text += [
            Passage(words("report.section_number", n=number, title=words(f"report.{key}")), role="heading"),
            *parts,
        ]
    title = words("report.letter_standing" if led else "report.letter_reported")
    only = led or of_department.indicators(position, body)
    enclosed = Attachment(title, (attachments.indicators(position, words, title, only),))
    return stationery.document("letter", position, words, text, [enclosed], department=words.name(body))


def _standing(position: Position, body: Department, words: Words) -> Passage:
    found, about = tally(of_department.placing(position, body.id).standing.led), About(department=body.id)
    if not found.numbers:
        return Passage(words("report.letter_no_lead"))
    facts = {"n": told_of.count(found.numbers, about), "counts": told_of.counts(found, about, words, "short")}
    return told(words, "report.letter_counted", **facts)


def _lags(position: Position, body: Department, words: Words) -> list[Part]:
    found, most = lags(position, body.id), position.plan.limits_at(position.period).shown_text
    told_ones = [told_of.lag_text(n, lag, position, words, most) for n, lag in enumerate(found, 1)]
    return [*told_ones] or [Passage(words("report.letter_no_lag"))]


def _reports(position: Position, body: Department, words: Words) -> Passage:
    """How its report of the month stands, and the months it still owes; nothing of one that reports nothing."""
    if body not in position.plan.reporters:
        return Passage(words("report.letter_none_owed"))
    by_status = reported(position).by_status
    status = next(status for status, bodies in by_status.items() if body in bodies)
    owed = next(entry.owed for entry in reporting.punctuality(position) if entry.department == body)
    said = [told(words, "report.letter_month", period=position.period, status=words(f"reporting_status.{status}"))]
    said += [told(words, "report.letter_owed", months=owed) if owed else Passage(words("report.letter_none_owed"))]
    return told_of.one(said, words)


def _asked(position: Position, body: Department, words: Words) -> Passage:
    return Passage(words("report.letter_explain" if lags(position, body.id) else "report.letter_nothing"))
