"""What changed: since last month, since another month, or since what was known on any chosen day."""

from ui import app, controls, news

here = app.here()

found = controls.compared(here)
news.plan_edited(here)
news.summary(here, found)
news.whole(here, found)
