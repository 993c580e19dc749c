"""The one page for a leader's desk: verdict, headline targets, the worst lags, who reported, what changed."""

from __future__ import annotations

from charts.departments import short
from reports import bulletin as told_of
from reports import catalogue
from reports.attachments import figures_of
from reports.document import Cell, Document, Grid, Passage, Picture, joined, told
from reports.stationery import Stationery
from views.bulletin import lags
from views.changes import Turn
from views.news import since_last_month
from views.position import Position
from wording import Words

_MOST = 6  # lags that are listed
_COLUMNS = {"indicator": 56, "lead": 48, "share": 18, "points": 20, "short": 20, "needed": 20}
_TOLD = (Turn.LOST, Turn.NEWLY_BEHIND, Turn.WORSE, Turn.NOT_REPORTED, Turn.MET, Turn.RECOVERED, Turn.BETTER)


def brief(position: Position, words: Words, stationery: Stationery) -> Document:
    """The page as a document without attachments."""
    worst = _worst(position, words)
    text = (
        told_of.overall(position, words),
        Picture(catalogue.exhibit("headline", position, words)),
        worst if worst.rows else Passage(words("report.no_lag")),
        told_of.reporting_text(position, words),
        _changes(position, words),
    )
    return stationery.document("brief", position, words, text)


def _worst(position: Position, words: Words) -> Grid:
    rows: list[tuple[Cell, ...]] = []
    for lag in lags(position)[:_MOST]:
        found: dict[str, Cell] = {
            "indicator": words.name(lag.judged.indicator),
            "lead": short(lag.lead or lag.reporter, words),
            **figures_of(lag.judged, words),
        }
        rows.append(tuple(found.get(key, "—") for key in _COLUMNS))
    heads = tuple(words(f"report_column.{key}") for key in _COLUMNS)
    return Grid(words("report.brief_lags"), heads, tuple(rows), tuple(_COLUMNS.values()), frozenset(range(2, 6)))


def _changes(position: Position, words: Words) -> Passage:
    news = since_last_month(position)
    pieces = [
        Passage(words("report.turn", turn=words(f"turn.{turn}"), names=tuple(each.indicator for each in found)))
        for turn in _TOLD
        if (found := news.of(turn))
    ]
    if not pieces:
        return Passage(words("report.brief_same"))
    return told(words, "report.brief_changes", changes=joined(words, pieces, "report.and"))
