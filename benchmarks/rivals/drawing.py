"""The three charts of the overview in Altair, for the rivals that draw with it."""

from __future__ import annotations

import altair as alt
import pandas as pd

Drawn = alt.Chart | alt.LayerChart | alt.FacetChart


def headline(rows: pd.DataFrame) -> Drawn:
    """How far each target has come, and where its path is."""
    names = alt.Y("indicator:N", sort=None, title=None)
    bars = (
        alt.Chart(rows)
        .mark_bar(size=16)
        .encode(
            x=alt.X("progress:Q", axis=alt.Axis(format="%"), title=None),
            y=names,
            color=alt.Color("light:N", title=None),
            tooltip=["indicator", "value", "target", "light"],
        )
    )
    ticks = alt.Chart(rows).mark_tick(thickness=3, size=24).encode(x="path:Q", y=names)
    texts = (
        alt.Chart(rows)
        .mark_text(align="left", dx=4)
        .encode(x="progress:Q", y=names, text=alt.Text("progress:Q", format=".1%"))
    )
    return alt.layer(bars, ticks, texts).properties(width="container", height=alt.Step(40))


def lags(rows: pd.DataFrame) -> Drawn:
    """The largest distances below the path."""
    names = alt.Y("indicator:N", sort=None, title=None)
    bars = (
        alt.Chart(rows)
        .mark_bar()
        .encode(
            x=alt.X("gap:Q", axis=alt.Axis(format="%"), title=None),
            y=names,
            color=alt.Color("light:N", title=None),
            tooltip=["indicator", "lead", "gap", "months behind"],
        )
    )
    texts = (
        alt.Chart(rows).mark_text(align="right", dx=-4).encode(x="gap:Q", y=names, text=alt.Text("gap:Q", format=".1%"))
    )
    return alt.layer(bars, texts).properties(width="container", height=alt.Step(30))


def departments(rows: pd.DataFrame) -> Drawn:
    """The lights of what each department leads, stacked."""
    return (
        alt.Chart(rows)
        .mark_bar()
        .encode(
            x=alt.X("n:Q", title=None),
            y=alt.Y("department:N", sort=None, title=None),
            color=alt.Color("light:N", title=None),
            tooltip=["department", "light", "n"],
        )
        .properties(width="container", height=alt.Step(26))
    )
