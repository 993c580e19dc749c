"""The server. Started by `streamlit run dashboard.py`; what every run shows is decided in `ui/screen.py`.

Streamlit finds the line below by reading this file, so it must stay a plain call. The script lies beside no `pages/`
folder, so Streamlit's own page discovery, which would run a page without the frame around it, finds nothing.
"""

import streamlit as st

from ui.readiness import stop_unless_ready
from ui.server import lifespan, middleware, routes

stop_unless_ready()
app = st.App("ui/screen.py", routes=routes, middleware=middleware, lifespan=lifespan)
