"""`manage.py rules …`: how the sheets of a department are read where they leave a doubt, and an end to it."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from domain.question import ReadingRule
from storage import chain, reading_rules
from verbs.encoding import say
from verbs.office import By, Reason
from verbs.session import BY, AsOf, Json, session, show
from views.questions import told

app = typer.Typer(no_args_is_help=True, help="Reading rules of departments.")


@app.command("list")
def list_in_force(
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """Every rule in force, with who made it and why."""
    with session.deployment.store.engines.reading() as connection:
        rules = reading_rules.in_force(connection, session.as_of(as_of))
    if as_json:
        show([_facts(rule) for rule in rules])
        return
    for rule in rules:
        department = session.words.name(session.plan.known_as("department", rule.department_id))
        found, read = told(rule, session.plan, session.words)
        say(f"{rule.id:6}  {department}  {found} → {read}  {rule.author}  {rule.reason}")
    if not rules:
        say(session.words("terminal.no_rules"))


@app.command()
def revoke(number: Annotated[int, typer.Argument(help="Number of the rule.")], reason: Reason, by: By = BY) -> None:
    """Revoke a rule; what it settled is asked again."""
    engines, at = session.deployment.store.engines, session.deployment.now
    reading_rules.revoke(engines, number, by=by, at=at, reason=reason)
    say(session.words("terminal.rule_revoked", number=str(number)))


def _facts(rule: ReadingRule) -> dict[str, Any]:
    signed = {"id": rule.id, "reason": rule.reason, "author": rule.author, "made_at": chain.plain(rule.made_at)}
    return {**signed, "department_id": rule.department_id, "key": rule.key, "reading": rule.reading.key}
