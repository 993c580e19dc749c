"""`manage.py month …` and `submission …`: what the coordinating office does after acceptance."""

from __future__ import annotations

from typing import Annotated

import typer

from domain.life import State
from storage import chain
from storage import office as steps
from verbs.encoding import say
from verbs.session import BY, AsOf, Json, session, show

month = typer.Typer(no_args_is_help=True, help="Lock and unlock months.")
submission = typer.Typer(no_args_is_help=True, help="List, confirm, return or withdraw submissions.")

By = Annotated[str, typer.Option(help="Who does it.")]
Reason = Annotated[str, typer.Option(help="Why.")]
Period = Annotated[str, typer.Argument(help="Month, such as 2024-06.")]
Number = Annotated[int, typer.Argument(help="Number of the submission.")]


@month.command()
def lock(period: Period, by: By = BY, reason: Reason = "") -> None:
    """Close a month: nothing more is accepted for it."""
    at = session.deployment.now
    steps.lock(session.deployment.store.engines, session.period(period), by=by, at=at, reason=reason)
    say(session.words("terminal.locked", period=session.period(period)))


@month.command()
def unlock(period: Period, reason: Reason, by: By = BY) -> None:
    """Open a locked month again."""
    at = session.deployment.now
    steps.unlock(session.deployment.store.engines, session.period(period), by=by, at=at, reason=reason)
    say(session.words("terminal.unlocked", period=session.period(period)))


@submission.command("list")
def list_sent(
    period: Annotated[str | None, typer.Option(help="Only those for this month, such as 2024-06.")] = None,
    department: Annotated[str | None, typer.Option(help="Only those of this department.")] = None,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """Every submission in the order sent, with its state."""
    ledger = session.deployment.knowledge(session.as_of(as_of)).ledger
    month = None if period is None else session.period(period)
    who = None if department is None else session.department(department).id
    found = [
        sent
        for sent in ledger.history
        if (month is None or sent.period == month) and (who is None or sent.department_id == who)
    ]
    if as_json:
        plain = ((sent, {"period": str(sent.period), "submitted_at": chain.plain(sent.submitted_at)}) for sent in found)
        show([{**vars(sent), **texts, "is_superseded": ledger.is_superseded(sent)} for sent, texts in plain])
        return
    for sent in found:
        at = session.deployment.local(sent.submitted_at).isoformat(sep=" ", timespec="minutes")
        state = session.words(f"submission_state.{sent.state}")
        if ledger.is_superseded(sent):
            state = session.words("submission_state.superseded", state=state)
        owner = session.words.name(session.plan.known_as("department", sent.department_id))
        say(f"{sent.id:6}  {at}  {sent.period} #{sent.sequence}  {state}  {owner}  {sent.file_name}")


@submission.command()
def confirm(number: Number, by: By = BY, reason: Reason = "") -> None:
    """Confirm a submission."""
    _move(number, State.CONFIRMED, by, reason)


@submission.command("return")
def give_back(number: Number, reason: Reason, by: By = BY) -> None:
    """Return a submission to its department; what it had replaced counts again."""
    _move(number, State.RETURNED, by, reason)


@submission.command()
def withdraw(number: Number, reason: Reason, by: By = BY) -> None:
    """Withdraw a submission; what it had replaced counts again."""
    _move(number, State.WITHDRAWN, by, reason)


def _move(number: int, to: State, by: str, reason: str) -> None:
    deployment = session.deployment
    steps.move(deployment.store.engines, number, to, by=by, at=deployment.now, reason=reason)
    say(session.words(f"terminal.{to.value}", number=str(number)))
