"""How each department's sheets are read where they leave a doubt: the rules in force, and the way to end one."""

from ui import app, rules, writing
from ui.plain import st

here = app.here()

st.header(here.words("page.rules"), anchor=False)
st.caption(here.words("rules.what"))
writing.outcome()
in_force = rules.in_force(here)
rules.listed(here, in_force)
rules.revoke(here, in_force)
rules.ended(here)
