"""The overview in Dash as most would write it: `python plain_dash.py FOLDER PORT`."""

import sys
from pathlib import Path

import pandas as pd
import plotly.express as px
from dash import Dash, Input, Output, callback, dcc, html
from plotly.graph_objects import Figure

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.rivals import data

tables = data.read(sys.argv[1])
months = sorted(tables["verdict"]["month"].unique(), reverse=True)
app = Dash(__name__)


def table_of(rows: pd.DataFrame) -> html.Details:
    """The figures of a chart."""
    head = html.Thead(html.Tr([html.Th(name) for name in rows.columns]))
    body = html.Tbody([html.Tr([html.Td(cell) for cell in row]) for row in rows.itertuples(index=False)])
    return html.Details([html.Summary("Table"), html.Table([head, body])])


def bars(rows: pd.DataFrame, value: str, name: str, **more: object) -> Figure:
    """Bars across, in the order given, coloured by light."""
    order = list(dict.fromkeys(rows[name]))
    height = 90 + 34 * len(order)
    drawn = px.bar(rows, x=value, y=name, color="light", category_orders={name: order}, height=height, **more)
    return drawn.update_layout(yaxis_title=None, xaxis_title=None, margin={"t": 20, "b": 20})


app.layout = html.Main(
    [
        html.H1("Overview"),
        dcc.Dropdown(months, months[0], id="month", clearable=False),
        html.H2("Where the plan stands"),
        html.Div(id="verdict"),
        html.H2("Headline targets"),
        dcc.Graph(id="headline"),
        html.Div(id="headline-table"),
        html.H2("Furthest behind"),
        dcc.Graph(id="lags"),
        html.Div(id="lags-table"),
        html.H2("Departments"),
        dcc.Graph(id="departments"),
        html.Div(id="ranking-table"),
        html.H2("What changed"),
        html.Ul(id="changes"),
    ]
)


@callback(
    Output("verdict", "children"),
    Output("headline", "figure"),
    Output("headline-table", "children"),
    Output("lags", "figure"),
    Output("lags-table", "children"),
    Output("departments", "figure"),
    Output("ranking-table", "children"),
    Output("changes", "children"),
    Input("month", "value"),
)
def overview(month: str) -> tuple[object, ...]:
    """Everything of one month."""
    shown = data.of(tables, month)
    headline = bars(shown["headline"], "progress", "indicator", text="progress", hover_data=["value", "target"])
    headline.add_scatter(x=shown["headline"]["path"], y=shown["headline"]["indicator"], mode="markers", name="path")
    return (
        [html.Span([html.B(n), f" {light} "]) for light, n in shown["verdict"].itertuples(index=False)],
        headline,
        table_of(shown["headline"]),
        bars(shown["lags"], "gap", "indicator", text="gap", hover_data=["lead", "months behind"]),
        table_of(shown["lags"]),
        bars(shown["departments"], "n", "department"),
        table_of(shown["ranking"]),
        [
            html.Li([html.B(each.indicator), f" {each.turn}: {each.before} → {each.after}"])
            for each in shown["changes"].itertuples(index=False)
        ],
    )


if __name__ == "__main__":
    app.run(port=int(sys.argv[2]), debug=False)
