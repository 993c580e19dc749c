"""The office's own part of a report: templates that hold the layout, and a file of heads, addressees and file names.

A folder of the office's goes before what is shipped, file by file. What a file lacks is told before anything is made.
"""

from __future__ import annotations

import string
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, cast

from reports import catalogue
from reports.document import Attachment, Document, Part
from views.position import Position
from wording import LANGUAGES, Words

SHIPPED = Path(__file__).resolve().parent / "templates"
OFFICE = "office.toml"
_NOT_IN_NAMES = str.maketrans(dict.fromkeys('/\\:*?"<>|\n', "_"))  # of files, on one system or another


class BrokenTemplate(Exception):
    """A template that cannot be used. `code` is a key of `report_refused`, with its facts."""

    def __init__(self, code: str, file: str, **facts: Any) -> None:
        super().__init__(code, file, facts)
        self.code, self.facts = code, {"file": file, **facts}

    def __reduce__(self) -> tuple[Any, ...]:  # it comes from the worker
        return partial(BrokenTemplate, **self.facts), (self.code,)


@dataclass(frozen=True)
class Stationery:
    """Where templates are found. Without a folder of the office's own they are those shipped."""

    folder: Path | None = None

    def path(self, name: str) -> Path:
        """The template called `name`. Raises BrokenTemplate where there is none."""
        for folder in (self.folder, SHIPPED):
            if folder and (folder / name).is_file():
                return folder / name
        raise BrokenTemplate("no_template", name)

    @property
    def fonts(self) -> Path | None:
        """Typefaces the office adds for what is drawn here; None without any."""
        return self.folder / "fonts" if self.folder and (self.folder / "fonts").is_dir() else None

    def document(
        self,
        report: str,
        position: Position,
        words: Words,
        text: Sequence[Part],
        attachments: Sequence[Attachment] = (),
        **more: str,
    ) -> Document:
        """A report with the office's head and names around its text, of the month, dated and stamped."""
        own = self.texts(report, position, words, **more)
        return Document(
            name=own["file"],
            title=own["title"],
            addressees=own.get("addressees", ""),
            text=tuple(text),
            attachments=tuple(attachments),
            signatory=own["signatory"],
            day=position.today,
            mark=words("report.sample") if position.ledger.is_demonstration else "",
            stamp=catalogue.versions(position, words),
            language=words.language,
        )

    def texts(self, report: str, position: Position, words: Words, **more: str) -> dict[str, str]:
        """The office's texts for a report, filled in. Raises BrokenTemplate with all that is missing or unknown."""
        plan = position.plan
        facts = {
            "plan": words.name(plan),
            "document": words.name(plan.document),
            "city": words.name(plan.city),
            "month": words.month(position.period),
            "period": str(position.period),
            "office": words.name(plan.department(plan.coordinating_office)),
            **more,
        }
        patterns = _patterns(self.path(OFFICE), report, LANGUAGES.index(words.language))
        for key, pattern in patterns.items():
            for field in _fields(pattern, key):
                if field not in facts:
                    raise BrokenTemplate("unknown_field", OFFICE, key=key, field=field, known=tuple(facts))
        found = {key: pattern.format_map(facts) for key, pattern in patterns.items()}
        return found | {"file": found["file"].translate(_NOT_IN_NAMES)}


def _patterns(path: Path, report: str, column: int) -> dict[str, str]:
    """What a section of the file says in one language; it must say all the shipped one says."""
    asked = tomllib.loads((SHIPPED / OFFICE).read_text(encoding="utf-8"))[report]
    try:
        given: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8")).get(report, {})
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BrokenTemplate("unreadable_template", path.name, detail=str(error)) from error
    missing = tuple(f"{report}.{key}" for key in asked if not _is_pair(given.get(key)))
    if missing:
        raise BrokenTemplate("broken_template", path.name, missing=missing)
    return {key: given[key][column] for key in asked}


def _is_pair(value: Any) -> bool:
    given: Any = value
    return isinstance(given, list) and [type(each) for each in cast("list[Any]", given)] == [str, str]


def _fields(pattern: str, key: str) -> list[str]:
    try:
        return [field for _, field, _, _ in string.Formatter().parse(pattern) if field is not None]
    except ValueError as error:
        raise BrokenTemplate("unreadable_template", OFFICE, detail=f"{key}: {error}") from error
