"""What a report was made from, as one line inside its file, so that it can be made again and compared."""

from __future__ import annotations

import html
import io
import re
from dataclasses import dataclass, fields
from datetime import date, datetime
from zipfile import BadZipFile, ZipFile

from domain.method_version import METHOD_VERSION
from views.position import Position
from wording import Words

_LINE = re.compile(r"plan-report ((?:[a-z_]+=[^\s;]*;)+)")
_PROPERTIES = ("docProps/core.xml",)


@dataclass(frozen=True)
class Origin:
    """The report, its month and language, the moment of its knowledge, and the versions of data, plan and method."""

    report: str  # such as bulletin.docx
    period: str
    language: str
    known_on: str  # a day or a moment, ISO 8601
    is_earlier: bool  # made as known at a moment that was asked for
    data: int
    plan: str
    method: int
    region_indicator: str = ""

    @classmethod
    def of(cls, report: str, position: Position, words: Words, region_indicator: str = "") -> Origin:
        return cls(
            report,
            str(position.period),
            words.language,
            (position.as_of or position.known_on).isoformat(),
            position.as_of is not None,
            position.ledger.version,
            position.plan_sha256,
            METHOD_VERSION,
            region_indicator,
        )

    @property
    def line(self) -> str:
        """As it stands in the file, among its keywords."""
        told = (f"{field.name}={getattr(self, field.name)};" for field in fields(self))
        return f"plan-report {''.join(told)}"

    @property
    def moment(self) -> datetime | None:
        """The moment asked for, as which it was known; None where it was made as known then and there."""
        return datetime.fromisoformat(self.known_on) if self.is_earlier else None

    @property
    def day(self) -> date:
        return datetime.fromisoformat(self.known_on).date()


def read(content: bytes) -> Origin | None:
    """The origin that stands in a report; None where there is none, or not a whole one."""
    found = _LINE.search(html.unescape(_text(content)))
    if not found:
        return None
    told = dict(pair.split("=", 1) for pair in found[1].split(";") if pair)
    try:
        return Origin(
            told["report"],
            told["period"],
            told["language"],
            told["known_on"],
            told["is_earlier"] == "True",
            int(told["data"]),
            told["plan"],
            int(told["method"]),
            told["region_indicator"],
        )
    except (KeyError, ValueError):
        return None


def _text(content: bytes) -> str:
    """Where the line may stand: the properties of an Office file, the comment of an archive, a PDF itself."""
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            inside = [archive.read(name) for name in _PROPERTIES if name in archive.namelist()]
            return b" ".join((archive.comment, *inside)).decode("utf-8", "replace")
    except BadZipFile:
        return content.decode("latin-1")
