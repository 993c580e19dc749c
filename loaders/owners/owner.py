"""Whose and which month's figures are, and what is expected of a file before it is read."""

from __future__ import annotations

from dataclasses import dataclass

from domain.period import Period


@dataclass(frozen=True)
class Expected:
    """What the person at the upload page, or the command line, says about a file; None where nothing was said."""

    department_id: str | None = None
    period: Period | None = None


ANYBODY = Expected()


@dataclass(frozen=True)
class Owner:
    """Whose a sheet or row is. None: not said, or said in a way that cannot be read (and then reported)."""

    department_id: str | None = None
    period: Period | None = None

    @property
    def is_known(self) -> bool:
        return self.department_id is not None and self.period is not None
