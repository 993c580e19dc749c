"""The overview in Panel as most would write it: `panel serve plain_panel.py --args FOLDER`."""

import sys
from pathlib import Path

import pandas as pd
import panel as pn

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.rivals import data
from benchmarks.rivals.drawing import Drawn, departments, headline, lags

pn.extension("vega", sizing_mode="stretch_width")
tables = pn.cache(data.read)(sys.argv[1])
months = sorted(tables["verdict"]["month"].unique(), reverse=True)


def exhibit(title: str, chart: Drawn, rows: pd.DataFrame) -> list[pn.viewable.Viewable]:
    """A chart with its figures below."""
    table = pn.Card(pn.pane.DataFrame(rows, index=False), title="Table", collapsed=True)
    return [pn.pane.Markdown(f"## {title}"), pn.pane.Vega(chart), table]


def overview(month: str) -> pn.Column:
    """Everything of one month."""
    shown = data.of(tables, month)
    counts = [
        pn.indicators.Number(name=light, value=n, font_size="24pt", title_size="12pt")
        for light, n in shown["verdict"].itertuples(index=False)
    ]
    changes = "\n".join(
        f"- **{each.indicator}** {each.turn}: {each.before} → {each.after}"
        for each in shown["changes"].itertuples(index=False)
    )
    return pn.Column(
        "## Where the plan stands",
        pn.Row(*counts),
        *exhibit("Headline targets", headline(shown["headline"]), shown["headline"]),
        *exhibit("Furthest behind", lags(shown["lags"]), shown["lags"]),
        *exhibit("Departments", departments(shown["departments"]), shown["ranking"]),
        "## What changed",
        pn.pane.Markdown(changes),
    )


chosen = pn.widgets.Select(name="Month", options=months)
pn.Column("# Overview", chosen, pn.bind(overview, chosen)).servable(title="Overview")
