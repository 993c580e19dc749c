"""What the rivals show: the overview's figures of three months, judged by the product and written as plain tables.

So a rival neither judges nor queries: it reads small files once and draws them. That is in its favour.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import pandas as pd

from domain.period import Period
from domain.plan import Plan
from domain.progress import Assessment
from storage.store import Store
from views import department, overview
from views.news import since_last_month
from views.position import Knowledge, Position
from wording import Words

TABLES = ("verdict", "headline", "lags", "departments", "ranking", "changes")
WORDS = Words("zh")
Row = Mapping[str, object]


def export(plan: Plan, database_url: str, months: tuple[str, ...], day: str, folder: Path) -> None:
    """Write one file a table into `folder`, with the rows of all months."""
    folder.mkdir(exist_ok=True)
    store = Store.open(database_url)
    known = Knowledge(plan, store.ledger(), date.fromisoformat(day))
    found: dict[str, list[Row]] = {name: [] for name in TABLES}
    for month in months:
        for name, row in _rows(known.position(Period(*map(int, month.split("-"))))):
            found[name].append({"month": month, **row})
    store.close()
    for name, rows in found.items():
        pd.DataFrame(rows).to_csv(folder / f"{name}.csv", index=False)


def read(folder: str) -> dict[str, pd.DataFrame]:
    """The tables by name."""
    return {name: pd.read_csv(Path(folder) / f"{name}.csv") for name in TABLES}


def of(tables: Mapping[str, pd.DataFrame], month: str) -> dict[str, pd.DataFrame]:
    """The rows of one month."""
    return {name: table.loc[table["month"] == month].drop(columns="month") for name, table in tables.items()}


def _rows(position: Position) -> Iterator[tuple[str, Row]]:
    for status, n in overview.verdict(position).counts.items():
        yield "verdict", {"light": WORDS(f"status.{status}"), "n": n}
    for judged in overview.headline(position):
        yield "headline", _indicator(judged)
    for judged in overview.worst_lags(position):
        yield "lags", _indicator(judged)
    for row in department.department_rows(position):
        for status, n in row.counts.items():
            if n:
                yield "departments", {"department": row.department.name.zh, "light": WORDS(f"status.{status}"), "n": n}
    for entry in department.placings(position):
        stands = entry.standing
        if not stands.is_participant:
            yield (
                "ranking",
                {
                    "department": stands.department.name.zh,
                    "rank": entry.rank,
                    "of": entry.of,
                    "coverage": _float(stands.coverage),
                    "led": len(stands.led),
                    "lagging share": _float(stands.lagging_share),
                    "worst gap": _float(stands.worst_gap),
                },
            )
    for change in since_last_month(position).turns:
        lights = {
            when: WORDS(f"status.{side.status}") for when, side in (("before", change.before), ("after", change.after))
        }
        yield "changes", {"turn": WORDS(f"turn.{change.turn}"), "indicator": WORDS.name(change.indicator), **lights}


def _indicator(judged: Assessment) -> Row:
    return {
        "indicator": WORDS.name(judged.indicator),
        "lead": judged.indicator.lead or "",
        "value": _float(judged.value),
        "target": _float(judged.target),
        "light": WORDS(f"status.{judged.status}"),
        "progress": _float(judged.progress_share),
        "path": _float(judged.plan_share),
        "gap": _float(judged.gap),
        "months behind": _float(judged.months_behind),
    }


def _float(value: object) -> float | None:
    return None if value is None else float(value)  # type: ignore[arg-type]
