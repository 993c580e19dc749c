"""What every verb works with: the deployment, the language of messages, and words for what cannot be done."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from domain.as_of import NotKnown, moment_of
from domain.period import Period
from domain.plan import Department, Plan
from loaders.names import Names
from service.deployment import Deployment
from verbs.encoding import json_text, say
from views.position import Position
from wording import Words

BY = "manage.py"  # who did it, in the journal, where the terminal names nobody
Json = Annotated[bool, typer.Option("--json", help="Print JSON and nothing else on standard output.")]
Answers = Annotated[
    list[str] | None,
    typer.Option(metavar="QUESTION=READING", help="Which reading is meant, as check names them; repeatable."),
]
AsOf = Annotated[str | None, typer.Option("--as-of", help="As known at this day's end or moment (ISO 8601).")]
Month = Annotated[str, typer.Option("--period", help="Reporting month, such as 2024-06.")]


class CannotDo(Exception):
    """A command that cannot be carried out; the message is ready to be shown."""


@dataclass
class Session:
    """What one command works with: the deployment, and the language of messages."""

    words: Words

    @cached_property
    def deployment(self) -> Deployment:
        return Deployment.of_environment()

    def end_workers(self) -> None:
        """End those that still open files, if any were started."""
        deployment = vars(self).get("deployment")
        if deployment and "readers" in vars(deployment):
            deployment.readers.end()

    @property
    def plan(self) -> Plan:
        return self.deployment.plan

    def period(self, text: str) -> Period:
        try:
            period = Period.parse(text)
        except ValueError:
            raise CannotDo(self.words("terminal.not_a_month", raw=text)) from None
        first, last = self.plan.start, self.plan.end
        if not first <= period <= last:
            raise CannotDo(self.words("terminal.outside_plan", period=period, first=first, last=last))
        return period

    def department(self, text: str) -> Department:
        found = Names(self.plan).department(text) or next((d for d in self.plan.departments if d.id == text), None)
        if found is None:
            known = tuple(department.name for department in self.plan.departments)
            raise CannotDo(self.words("terminal.no_department", raw=text, known=known))
        return found

    def answers(self, texts: Iterable[str]) -> dict[str, str]:
        """Answers such as `C09=newest`, by question; the question itself may hold a `=`."""
        found: dict[str, str] = {}
        for text in texts:
            key, mark, chosen = text.rpartition("=")
            if not (key and mark and chosen):
                raise CannotDo(self.words("terminal.not_an_answer", raw=text))
            found[key.strip()] = chosen.strip()
        return found

    def position(self, period: str, as_of: str | None) -> Position:
        """A month, as known now or at an earlier moment."""
        return self.deployment.position(self.period(period), self.as_of(as_of))

    def as_of(self, text: str | None) -> datetime | None:
        """The earlier moment meant; None for now."""
        try:
            return None if text is None else moment_of(text, self.deployment.now, self.plan.start.first_day)
        except NotKnown as refused:
            key = {"future": "terminal.still_to_come", "early": "terminal.too_early"}.get(refused.code, "")
            facts = {"raw": refused.text, "first": self.plan.start}
            raise CannotDo(self.words(key or "terminal.not_a_moment", **facts)) from None

    def moment(self, text: str) -> datetime:
        """An instant; a bare day means its end, a time without zone the plan's own."""
        return self.day(f"{text}T23:59:59.999999" if len(text) == len("2024-07-08") else text)

    def day(self, text: str) -> datetime:
        """The same, but a bare day means its beginning."""
        try:
            moment = datetime.fromisoformat(text)
            moment = moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(self.plan.timezone))
            moment.astimezone(UTC)  # the first and last days there are have none
        except (ValueError, OverflowError):
            raise CannotDo(self.words("terminal.not_a_moment", raw=text)) from None
        return moment


session = Session(Words("zh"))


def a_path(text: str) -> Path:
    """A path as it was typed. An empty one is a variable of the shell that was never set, not this very folder."""
    if not text:
        raise CannotDo(session.words("terminal.no_path"))
    return Path(text)


Sheets = Annotated[list[Path], typer.Argument(parser=a_path, help="Workbooks, folders or zip archives.")]


def show(record: Any) -> None:
    say(json_text(json.dumps(record, ensure_ascii=False, indent=2)))
