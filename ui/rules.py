"""Reading rules on a screen: those in force with a way to end each, and those that were ended."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from domain.layout import settling
from domain.question import ReadingRule
from storage import reading_rules
from storage.journal import Event
from ui import app, tables, writing
from ui.app import Here
from ui.plain import st
from ui.tables import Text
from views.questions import told

_TITLES = ("number", "department", "found", "read", "reason", "made_by", "made_at")


def in_force(here: Here) -> Sequence[ReadingRule]:
    """The rules that serve now: those that settle doubts, then the layouts that were confirmed, in the order made."""
    rules = here.position.ledger.reading_rules
    return sorted(rules, key=lambda rule: rule not in settling(rules))


def listed(here: Here, rules: Sequence[ReadingRule]) -> None:
    words, settle = here.words, settling(rules)
    if settle:
        tables.show([words(f"rules.{key}") for key in _TITLES], (_row(here, rule) for rule in settle))
    else:
        st.info(words("rules.none"))
    if layouts := [rule for rule in rules if rule not in settle]:
        st.subheader(words("layout.rules"), anchor=False)
        st.caption(words("layout.rules_about"))
        instead = {"read": "layout.shape", "reason": "layout.on"}
        titles = [words(instead.get(key, f"rules.{key}")) for key in _TITLES if key != "found"]
        rows = (_row(here, rule) for rule in layouts)
        tables.show(
            titles, ([number, whose, Text(shape, is_long=True), *rest] for number, whose, _, shape, *rest in rows)
        )


def revoke(here: Here, rules: Sequence[ReadingRule]) -> None:
    """Ends one of `rules`, with a name and a reason. What it settled is asked again."""
    words = here.words
    if not rules or not here.is_now:
        return
    by_number = {rule.id: rule for rule in rules}

    def written(number: int) -> str:
        rule, plan = by_number[number], here.position.plan
        whose, (found, _) = plan.known_as("department", rule.department_id), told(rule, plan, words)
        return words("rules.choice", number=str(number), department=whose, found=found)

    with st.form("revoke"):
        number = st.selectbox(words("rules.which"), list(by_number), format_func=written)
        reason = st.text_input(words("rules.why"), max_chars=200).strip()
        by = writing.signed(here, "revoke")
        asked = st.form_submit_button(words("rules.revoke"))

    def end(by: str, at: datetime) -> None:
        reading_rules.revoke(app.deployment().store.engines, number, by=by, at=at, reason=reason)

    if asked:
        writing.write(here, by, end, words("rules.revoked", number=str(number)))


def ended(here: Here) -> None:
    """The rules that were revoked, by whom and why."""
    past = reading_rules.revoked(app.deployment().store.engines) if here.is_now else ()
    if past:
        with st.expander(here.words("rules.ended", n=len(past))):
            titles = [here.words(f"rules.{key}") for key in (*_TITLES[:4], "ended_by", "ended_at", "ended_why")]
            tables.show(titles, _ended_rows(here, past))


def _ended_rows(here: Here, past: Iterable[tuple[ReadingRule, Event]]) -> Iterable[list[str]]:
    for rule, end in past:
        moment = here.words.instant(app.deployment().local(end.at))
        yield [*_row(here, rule)[:4], end.actor, moment, end.reason]


def _row(here: Here, rule: ReadingRule) -> list[str]:
    words, product = here.words, app.deployment()
    moment = words.instant(product.local(rule.made_at)) if rule.made_at else ""
    department = words.name(here.position.plan.known_as("department", rule.department_id))
    return [str(rule.id), department, *told(rule, here.position.plan, words), rule.reason, rule.author, moment]
