"""`manage.py decision …`: hold a figure back, let another light stand, set a wrong figure right; and end that again."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import typer

from domain.decision import Decision, DecisionKind, Unsound
from domain.ledger import Ledger
from domain.observation import Aspect
from storage import chain, office
from verbs.encoding import say
from verbs.office import By, Number, Reason
from verbs.session import BY, AsOf, CannotDo, Json, session, show

app = typer.Typer(no_args_is_help=True, help="Disputes, overrides and corrections.")


@app.command()
def add(
    kind: Annotated[DecisionKind, typer.Argument(help="What is decided.")],
    indicator: Annotated[str, typer.Argument(help="Indicator code, as the plan lists it.")],
    first: Annotated[str, typer.Argument(help="Month it begins with, such as 2024-06.")],
    *,
    reason: Reason,
    last: Annotated[str | None, typer.Option(help="Last month; the first if left out.")] = None,
    instead: Annotated[str, typer.Option(help="The figure of a correction, or the light of an override.")] = "",
    region: Annotated[str | None, typer.Option(help="Region code; the whole city if left out.")] = None,
    aspect: Annotated[Aspect, typer.Option(help="Which figure of the indicator.")] = Aspect.CUMULATIVE,
    expires: Annotated[str | None, typer.Option(help="Day from which on it asks to be looked at again.")] = None,
    by: By = BY,
) -> None:
    """Record a decision. A correction notes what the cell says today, and reports itself once that is mended."""
    if indicator not in {item.id for item in session.plan.indicators}:
        raise CannotDo(session.words("terminal.no_indicator", raw=indicator))
    if region is not None and region not in {item.id for item in session.plan.regions}:
        known = tuple(item.id for item in session.plan.regions)
        raise CannotDo(session.words("terminal.no_region", raw=region, known=known))
    begins = session.period(first)
    series = session.plan.series(indicator).id
    ledger = session.deployment.store.ledger()
    seen = ledger.figure(series, region, aspect, begins)
    decision = Decision(
        kind=kind,
        indicator_id=series,
        first=begins,
        last=begins if last is None else session.period(last),
        reason=reason,
        author=by,
        expires_on=_day(expires),
        region_id=region,
        aspect=aspect,
        said=seen.as_sent if seen and kind is DecisionKind.CORRECTION else None,
        instead=instead,
    )
    try:
        made = office.decide(session.deployment.store.engines, decision, session.plan, at=session.deployment.now)
    except Unsound as error:
        raise CannotDo(session.words(f"decision_error.{error.code}")) from None
    say(session.words("terminal.decided", number=str(made.id)))


@app.command()
def end(number: Number, reason: Reason, by: By = BY) -> None:
    """End a decision; what the source says counts again."""
    office.end(session.deployment.store.engines, number, by=by, at=session.deployment.now, reason=reason)
    say(session.words("terminal.ended", number=str(number)))


@app.command("list")
def list_standing(as_of: AsOf = None, as_json: Json = False) -> None:
    """Every decision that has not ended, and whether it is still needed."""
    known = session.deployment.knowledge(session.as_of(as_of))
    ledger, today = known.ledger, known.today
    if as_json:
        show([_facts(ledger, made, today) for made in ledger.decisions])
        return
    for made in ledger.decisions:
        kind, standing = (
            session.words(f"decision.{made.kind}"),
            session.words(f"standing.{ledger.standing(made, today)}"),
        )
        months = f"{made.first}" if made.first == made.last else f"{made.first}–{made.last}"
        say(f"{made.id:6}  {standing}  {kind}  {made.indicator_id}  {months}  {made.author}  {made.reason}")


def _facts(ledger: Ledger, made: Decision, today: date) -> dict[str, Any]:
    signed = {"id": made.id, "reason": made.reason, "author": made.author, "made_at": chain.plain(made.made_at)}
    return {**signed, **office.described(made), "standing": ledger.standing(made, today).value}


def _day(text: str | None) -> date | None:
    return None if text is None else session.day(text).date()
