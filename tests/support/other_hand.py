"""All lights of a plan once more, numbers and tasks, by a second program: from the plan file and tables, with pandas.

Written from docs/method.md alone. It shares no code with `domain`, on purpose, and is meant to be read beside that
page; what the sample plan does not use (paths, falling targets) it refuses rather than guesses.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from fractions import Fraction
from itertools import pairwise
from math import floor
from pathlib import Path
from typing import Any

import pandas as pd

UNREAD = ("path", "direction", "season", "year_parts")


def numbers(plan_file: Path) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The plan file and its indicators, each with the defaults of its kind; repeats left out."""
    plan = tomllib.loads(plan_file.read_text(encoding="utf-8"))
    entries = [
        plan["defaults"]["indicators"].get(entry["kind"], {}) | entry
        for measure in plan["measures"]
        for entry in measure.get("indicators", ())
    ]
    assert not any(key in entry for entry in entries for key in UNREAD)
    return plan, [entry for entry in entries if "same_as" not in entry]


NOBODY = pd.DataFrame(columns=["indicator", "month", "first", "until", "light"])
SILENT = ("back_filled", "not_due", "not_reported", "disputed")
BEHIND = ("behind", "far_behind", "overdue", "lost")


def lights(
    plan_file: Path,
    figures: pd.DataFrame,
    today: dt.date,
    disputes: pd.DataFrame = NOBODY,
    overrides: pd.DataFrame = NOBODY,
) -> pd.DataFrame:
    """One row per indicator and month, with the months behind in a row and the month that made it good.

    `figures`: indicator, month ('2024-06'), aspect, value, of the city alone. `disputes`: indicator, month, none of
    them settled. `overrides`: indicator, first (month), until (day), light.
    """
    plan, entries = numbers(plan_file)
    every = pd.period_range(plan["plan"]["start"], plan["plan"]["end"], freq="M")
    (limits,) = plan["thresholds"]
    judged_from = plan["plan"].get("judged_from", plan["plan"]["start"])
    found = []
    for entry in entries:
        own = figures[figures.indicator == entry["id"]]
        table = own.pivot_table(index="month", columns="aspect", values="value", aggfunc="first")
        table.index = pd.PeriodIndex(table.index, freq="M")
        values = judged_values(entry, table.reindex(every))
        line, size, steps = path(entry, plan, every, limits)
        target = Fraction(str(entry["target"])) if entry["kind"] not in ("per_capita", "recurring") else None
        target = target or (Fraction(100) if entry["kind"] == "per_capita" else size)
        baseline = Fraction(0) if target == size else Fraction(str(entry["baseline"]))
        enough = target * Fraction(str(limits["about"])) if entry["comparator"] == "~" else target
        deadline = pd.Period(entry.get("deadline", every[-1].end_time), freq="M")
        years_reset = entry.get("resets_yearly") and entry["kind"] != "recurring"
        met: list[pd.Period] = []
        held = set(disputes[disputes.indicator == entry["id"]].month)
        given = [row for row in overrides.to_dict("records") if row["indicator"] == entry["id"]]
        for month, value, share in zip(every, values, line, strict=True):
            was_met = any(month.year == earlier.year or not years_reset for earlier in met)
            is_met = value is not None and value >= enough
            due = share * size
            due = Fraction(floor(due)) if steps else due
            done = (value or Fraction(0)) - baseline
            due_day = dt.date((month + 1).year, (month + 1).month, plan["plan"]["due_day"])
            if str(month) < judged_from:
                light = "back_filled"
            elif value is None:
                light = "not_reported" if today > due_day else "not_due"
            elif str(month) in held:
                light = "disputed"
            elif is_met:
                light = "met"
            elif was_met:
                light = "lost"
            elif month >= deadline:
                light = "overdue"
            else:
                light = under_way(done, due, share, limits)
            if is_met and str(month) not in held:
                met.append(month)
            found.append((entry["id"], str(month), overridden(light, month, given)))
    table = pd.DataFrame(found, columns=["indicator", "month", "light"])
    return pd.concat([runs(table.loc[table.indicator == entry["id"]]) for entry in entries])


def under_way(done: Fraction, due: Fraction, share: Fraction, limits: dict[str, Any]) -> str:
    """The light of what is neither met nor late."""
    if share < Fraction(str(limits["too_early"])):
        return "too_early"
    if due == 0:
        return "ahead" if done > 0 else "on_track" if done == 0 else "far_behind"
    reached = (word for word in ("ahead", "on_track", "behind") if done / due >= Fraction(str(limits[word])))
    return next(reached, "far_behind")


def overridden(light: str, month: pd.Period, given: list[dict[str, Any]]) -> str:
    """The light of the override that was made last for the month; none fills silence."""
    end = month.end_time.date()
    last = [row["light"] for row in given if row["first"] <= str(month) and end <= row["until"]]
    return last[-1] if last and light not in SILENT else light


def runs(own: pd.DataFrame) -> pd.DataFrame:
    """The months of one indicator with `run` and `made_good` beside each."""
    run, counted, good, made = 0, [], None, []
    for light in own.light:
        run = run if light in SILENT else run + 1 if light in BEHIND else 0
        counted.append(run)
    for month, light in zip(own.month[::-1], own.light[::-1], strict=True):
        made.append(good if light in BEHIND else None)
        good = month if light not in (*SILENT, *BEHIND) else good
    return own.assign(run=counted, made_good=made[::-1])


def task_lights(plan_file: Path, states: pd.DataFrame, today: dt.date) -> pd.DataFrame:
    """One row per task and month. `states`: task, month, state."""
    plan = tomllib.loads(plan_file.read_text(encoding="utf-8"))
    every = pd.period_range(plan["plan"]["start"], plan["plan"]["end"], freq="M")
    (limits,) = plan["thresholds"]
    judged_from = plan["plan"].get("judged_from", plan["plan"]["start"])
    known = states.set_index(["task", "month"]).state.to_dict()
    found = []
    for task in (task for measure in plan["measures"] for task in measure.get("tasks", ())):
        deadline = pd.Period(task.get("deadline", every[-1].end_time), freq="M")
        whole = (deadline - every[0]).n + 1
        for place, month in enumerate(every, 1):
            state = known.get((task["id"], str(month)))
            due_day = dt.date((month + 1).year, (month + 1).month, plan["plan"]["due_day"])
            if str(month) < judged_from:
                light = "back_filled"
            elif state is None:
                light = "not_reported" if today > due_day else "not_due"
            elif state == "done":
                light = "met"
            elif month >= deadline:
                light = "overdue"
            elif state == "blocked":
                light = "behind"
            elif state == "not_started":
                light = "too_early" if Fraction(place, whole) < Fraction(str(limits["task_start"])) else "behind"
            else:
                light = "on_track"
            found.append((task["id"], str(month), light))
    return pd.DataFrame(found, columns=["task", "month", "light"])


def judged_values(entry: dict[str, Any], table: pd.DataFrame) -> list[Fraction | None]:
    """The value of every month on the judged scale; None where there is none."""
    if "cumulative" not in table:
        return [None] * len(table)
    reached = [None if pd.isna(value) else Fraction(value) for value in table["cumulative"]]
    if entry["kind"] in ("ratio", "per_capita"):
        group = table["denominator"]
        return [
            None if value is None or pd.isna(whole) or not whole else 100 * value / Fraction(whole)
            for value, whole in zip(reached, group, strict=True)
        ]
    if entry["kind"] == "recurring" and entry.get("resets_yearly"):
        latest: dict[int, Fraction] = {}
        summed: list[Fraction | None] = []
        for month, value in zip(table.index, reached, strict=True):
            if value is not None:
                latest[month.year] = value
            whole = len(latest) == month.year - table.index[0].year + 1
            summed.append(sum(latest.values(), Fraction(0)) if value is not None and whole else None)
        return summed
    return reached


def path(
    entry: dict[str, Any], plan: dict[str, Any], every: pd.PeriodIndex, limits: dict[str, Any]
) -> tuple[list[Fraction], Fraction, bool]:
    """The line's share at every month, the size of the way, and whether it rises in whole steps."""
    months = len(every)
    if entry["kind"] == "recurring":
        due = list(range(entry["first_year"], every[-1].year + 1, entry["every_years"]))
        corners = [(-1, Fraction(0))]
        corners += [((year - every[0].year) * 12 + 11, Fraction(n, len(due))) for n, year in enumerate(due, 1)]
        corners += [(months - 1, Fraction(1))] if corners[-1][0] < months - 1 else []
        line = []
        for at in range(months):
            (x0, y0), (x1, y1) = next(pair for pair in pairwise(corners) if at <= pair[1][0])
            line.append(y0 + (y1 - y0) * Fraction(at - x0, x1 - x0))
        return line, Fraction(len(due)), True
    if entry.get("resets_yearly"):
        line = [Fraction(month.month, 12) for month in every]
    else:
        line = [Fraction(at + 1, months) for at in range(months)]
    assert "start" not in entry
    assert pd.Period(entry.get("deadline", every[-1].end_time), freq="M") == every[-1]
    if entry["kind"] == "per_capita":
        return line, Fraction(100), False
    size = Fraction(str(entry["target"])) - Fraction(str(entry["baseline"]))
    unit = next((each for each in plan["units"] if each["name"] == entry["unit"]), {})
    is_counted = entry["kind"] in ("flow", "stock") and unit.get("whole", True)
    return line, size, is_counted and size <= limits["whole_number_target"]
