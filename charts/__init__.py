"""Charts: rows in, exhibits out. No data access, no streamlit; words only through `wording`."""
