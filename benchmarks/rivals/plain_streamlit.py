"""The overview in Streamlit as most would write it: `streamlit run plain_streamlit.py -- FOLDER`."""

import sys
from pathlib import Path

import streamlit as st

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.rivals import data
from benchmarks.rivals.drawing import Drawn, departments, headline, lags

st.set_page_config("Overview", layout="wide")
read = st.cache_data(data.read)
tables = read(sys.argv[1])
months = sorted(tables["verdict"]["month"].unique(), reverse=True)

st.title("Overview")
month = st.selectbox("Month", months, index=months.index(st.query_params.get("period", months[0])))
shown = data.of(tables, month)

st.header("Where the plan stands")
counts = shown["verdict"]
for column, (light, n) in zip(st.columns(len(counts)), counts.itertuples(index=False), strict=True):
    column.metric(light, n)


def exhibit(title: str, chart: Drawn, table: str) -> None:
    """A chart with its figures below."""
    st.header(title)
    st.altair_chart(chart)
    with st.expander("Table"):
        st.dataframe(shown[table], hide_index=True)
        st.download_button("CSV", shown[table].to_csv(index=False), f"{table}.csv", key=table)


exhibit("Headline targets", headline(shown["headline"]), "headline")
exhibit("Furthest behind", lags(shown["lags"]), "lags")
exhibit("Departments", departments(shown["departments"]), "ranking")

st.header("What changed")
for change in shown["changes"].itertuples(index=False):
    st.markdown(f"- **{change.indicator}** {change.turn}: {change.before} → {change.after}")
