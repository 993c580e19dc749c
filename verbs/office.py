"""`manage.py month …` and `submission …`: what the coordinating office does after acceptance."""

from __future__ import annotations

from typing import Annotated

import typer

from domain.life import State
from storage import office as steps
from verbs.session import BY, session

month = typer.Typer(no_args_is_help=True, help="Lock and unlock months.")
submission = typer.Typer(no_args_is_help=True, help="Confirm, return or withdraw a submission.")

By = Annotated[str, typer.Option(help="Who does it.")]
Reason = Annotated[str, typer.Option(help="Why.")]
Period = Annotated[str, typer.Argument(help="Month, such as 2024-06.")]
Number = Annotated[int, typer.Argument(help="Number of the submission.")]


@month.command()
def lock(period: Period, by: By = BY, reason: Reason = "") -> None:
    """Close a month: nothing more is accepted for it."""
    at = session.deployment.now
    steps.lock(session.deployment.store.engines, session.period(period), by=by, at=at, reason=reason)
    typer.echo(session.words("terminal.locked", period=session.period(period)))


@month.command()
def unlock(period: Period, reason: Reason, by: By = BY) -> None:
    """Open a locked month again."""
    at = session.deployment.now
    steps.unlock(session.deployment.store.engines, session.period(period), by=by, at=at, reason=reason)
    typer.echo(session.words("terminal.unlocked", period=session.period(period)))


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
    typer.echo(session.words(f"terminal.{to.value}", number=str(number)))
