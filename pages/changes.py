"""What changed: since last month, since another month, or since what was known on any chosen day."""

from ui import app, body, controls, news

here = app.here()
compared = controls.compared(here)


def told() -> None:
    found = compared.news(here.position)
    news.plan_edited(here)
    news.summary(here, found)
    news.whole(here, found)


body.show(here, "changes", told, *compared.key)
