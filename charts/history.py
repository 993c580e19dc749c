"""One indicator month by month: what was reported, where the plan path ran, where the target lies, what is missing."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from charts import progress, theme
from charts.exhibit import Column, Exhibit, Table, empty, notes
from charts.history_marks import layers
from charts.lines import length
from domain.forecast import Likely
from views.about import About, RestsOn
from views.rows import History, HistoryPoint, Stamp, Stone
from wording import Words

NAME, OUTLOOK = "history", "outlook"
HEIGHT = 300


def history(entry: History, words: Words, stamp: Stamp) -> Exhibit:
    """Reported values as a line with a point a month, broken where a month is missing; a fallback path is dashed.

    With a fan it also shows where a forecast sees the months to come.
    """
    name = f"{OUTLOOK if entry.fan else NAME}-{entry.indicator.id}-{stamp.period}"
    key = "chart.outlook_title" if entry.fan else "chart.history_title"
    title, table = words(key, name=words.name(entry.indicator)), _table(entry, words)
    known = [point for point in entry.points if point.value is not None]
    if not known:
        return empty(name, title, table.columns, words, stamp)
    rows = [_row(entry, point, words) for point in entry.points]
    rows[entry.points.index(known[-1])]["last_text"] = progress.amount(known[-1].value, entry.indicator, words)
    rows[0] |= {"target": float(entry.target), "baseline": float(entry.baseline)} | _end_texts(entry, words)
    _mark_path(entry, rows)
    _mark_fan(entry, known[-1], rows, words)
    spec = theme.finished(layers(entry, rows, known[-1], words), rows, _hint(entry, words), HEIGHT)
    remarks = _remarks(entry, words)
    facts = {"name": words.name(entry.indicator), "n": len(known), "period": known[-1].period}
    facts |= {"last": progress.amount(known[-1].value, entry.indicator, words)}
    facts |= {"expected": progress.amount(known[-1].expected, entry.indicator, words)}
    facts |= {"target": progress.amount(entry.target, entry.indicator, words)}
    sentence = words.aimed("chart.alt_history", entry.indicator, **facts)
    path = words("chart.fallback_path") if entry.path_is_fallback else ""
    return Exhibit(name, title, " ".join((sentence, *remarks)), spec, table, notes(words, stamp, *remarks, path))


def _remarks(entry: History, words: Words) -> tuple[str, ...]:
    """Which months are missing, late, corrected, back-filled; which points of the path are nobody's word; the odds."""
    months = {
        "chart.missing_months": tuple(point.period for point in entry.points if point.is_missing),
        "chart.late_months": tuple(point.period for point in entry.points if point.is_late),
        "chart.corrected_months": tuple(point.period for point in entry.points if point.is_corrected),
    }
    said = [words(key, n=len(which), months=which) for key, which in months.items() if which]
    back_filled = [point.period for point in entry.points if point.is_back_filled]
    if back_filled:
        said.append(words("chart.back_filled_months", first=back_filled[0], last=back_filled[-1]))
    assumed = sum(stone.is_assumption for stone in entry.stones)
    if assumed:
        said.append(words("chart.assumed_points", n=assumed, of=len(entry.stones)))
    if entry.fan:
        last, indicator = entry.fan[-1], entry.indicator
        ends = {key: progress.rough(getattr(last, key), indicator, words) for key in ("value", "low", "high")}
        said.append(words("chart.fan_note", period=last.period, **ends))
    return tuple(said)


def _mark_path(entry: History, rows: list[dict[str, Any]]) -> None:
    """Puts the points of the path on their months; one before the first month has none."""
    for stone in entry.stones:
        place = stone.period - entry.points[0].period
        if 0 <= place < len(rows):
            rows[place]["assumed_stone" if stone.is_assumption else "stone"] = float(stone.value)


def _mark_fan(entry: History, last: HistoryPoint, rows: list[dict[str, Any]], words: Words) -> None:
    """Puts the months to come on theirs, opening from the last value known."""
    if not entry.fan or last.value is None:
        return
    rows[entry.points.index(last)] |= dict.fromkeys(("low", "high", "likely"), float(last.value))
    for likely in entry.fan:
        place = likely.period - entry.points[0].period
        ends = {"low": float(likely.low), "high": float(likely.high), "likely": float(likely.value)}
        if last.period < likely.period and place < len(rows):
            rows[place] |= ends
    rows[-1]["likely_text"] = progress.rough(entry.fan[-1].value, entry.indicator, words)


def _row(entry: History, point: HistoryPoint, words: Words) -> dict[str, Any]:
    indicator, month = entry.indicator, words.month(point.period)
    value = words("status.not_reported") if point.is_missing else progress.amount(point.value, indicator, words)
    path = progress.amount(point.expected, indicator, words)
    return {
        "month": point.period.year * 12 + point.period.month - 1,
        "value": None if point.value is None else float(point.value),
        "path": float(point.expected),
        "gap_sign": theme.GAP_SIGN if point.is_missing else None,
        **({"between": True} if point.is_between else {}),
        "held": float(point.value) if point.is_held_back and point.value is not None else None,
        "late": float(point.value) if point.is_late and point.value is not None else None,
        "corrected": float(point.value) if point.is_corrected and point.value is not None else None,
        "back_filled": float(point.value) if point.is_back_filled and point.value is not None else None,
        "period_text": month,
        "value_text": value,
        "path_text": path,
        "spoken": words("chart.month_spoken", month=month, value=value, path=path),
    }


def _end_texts(entry: History, words: Words) -> dict[str, str]:
    """The words at the levels."""
    amount = progress.amount(entry.target, entry.indicator, words)
    target = words.aimed("chart.target_is", entry.indicator, amount=amount)
    baseline = words("chart.baseline_is", amount=progress.amount(entry.baseline, entry.indicator, words))
    return {"target_text": target, "baseline_text": baseline}


def _hint(entry: History, words: Words) -> str:
    """How to read it: only the marks that occur."""
    marks = {
        "chart.gap_hint": any(point.is_missing for point in entry.points),
        "chart.late_hint": any(point.is_late for point in entry.points),
        "chart.held_hint": any(point.is_held_back for point in entry.points),
        "chart.corrected_hint": any(point.is_corrected for point in entry.points),
        "chart.back_filled_hint": any(point.is_back_filled for point in entry.points),
        "chart.assumed_hint": any(stone.is_assumption for stone in entry.stones),
        "chart.fan_hint": bool(entry.fan),
    }
    first = words("chart.history_hint_fallback" if entry.path_is_fallback else "chart.history_hint")
    lines = [first]
    for text in (words(key) for key, occurs in marks.items() if occurs):
        together = f"{lines[-1]}　{text}"
        if length(together, 12) <= theme.ROOM_ON_PHONES:
            lines[-1] = together
        else:
            lines.append(text)
    return "\n".join(lines)


def _table(entry: History, words: Words) -> Table:
    unit = progress.unit(entry.indicator, words)
    amounts = ("value", "expected", *(("likely", "low", "high") if entry.fan else ()))
    columns = (
        Column("month", words("chart_column.month"), "month"),
        *(
            Column(key, words("chart.with_unit", name=words(f"chart_column.{key}"), unit=unit), "number")
            for key in amounts
        ),
        Column("remark", words("chart_column.remark")),
    )
    likely = {month.period: month for month in entry.fan}
    stones = {stone.period: stone for stone in entry.stones}
    rows = (
        (
            point.period,
            progress.known(point.value, entry.indicator),
            progress.known(point.expected, entry.indicator),
            *(progress.known(end, entry.indicator) for end in _likely(entry, likely.get(point.period))),
            words.fact(_said_of(point, stones.get(point.period), words)),
        )
        for point in entry.points
    )
    return Table(columns, tuple(rows), tuple(_about(entry, point) for point in entry.points))


def _likely(entry: History, month: Likely | None) -> tuple[Fraction | None, ...]:
    """What is foreseen for a month; no columns for it where nothing is foreseen at all."""
    if not entry.fan:
        return ()
    return (month.value, month.low, month.high) if month else (None, None, None)


def _about(entry: History, point: HistoryPoint) -> About:
    """A month with a figure rests on its cells, a forecast on all of them; what is due alone rests on the plan."""
    if point.value is not None:
        return About(indicator=entry.indicator.id, period=point.period)
    return About(indicator=entry.indicator.id, rests_on=RestsOn.PAST if entry.fan else RestsOn.PLAN)


def _said_of(point: HistoryPoint, stone: Stone | None, words: Words) -> tuple[str, ...]:
    """What a month's row has to say beside its figures."""
    told = {"status.not_reported": point.is_missing, "chart.late": point.is_late, "chart.revised": point.is_corrected}
    told |= {"status.disputed": point.is_held_back, "status.back_filled": point.is_back_filled}
    said = [words(key) for key, applies in told.items() if applies]
    if stone:
        said.append(words("chart.stone", basis=words(f"basis_word.{stone.basis}")))
    return tuple(said)
