"""The settings of a deployment: the one place that reads the environment.

Each setting comes from the environment, else from one TOML file, else from its default:

    DATABASE_URL         database_url         SQLite file `dashboard.sqlite` under var_dir; or postgresql://…
    TARGETS_FILE         targets_file         `targets.toml`
    DEMONSTRATION_CLOCK  demonstration_clock  unset: the real time. A day (9 o'clock is taken) or an instant, ISO 8601
    VAR_DIR              var_dir              `var`
    CONFIRMATION         confirmation         false. With true, figures count once the coordinating office confirms them
    UPLOAD_HOURS         upload_hours         72: how long an upload that nobody has accepted is kept
    MAX_FILE_MB          max_file_mb          10: the largest workbook
    MAX_UNPACKED_MB      max_unpacked_mb      200: what an upload may unpack to
    MAX_CELLS            max_cells            10000000: rows × columns of the filled area, all sheets together
    MAX_READING_SECONDS  max_reading_seconds  60: how long reading one file may take
    MAX_READING_MB       max_reading_mb       1536: how much memory it may take (not on Windows)
    MAX_HELD_MB          max_held_mb          256: what one browser session may hold uploaded and not yet accepted
    MAX_HELD_FILES       max_held_files       500: in how many files
    MAX_HELD_TOTAL_MB    max_held_total_mb    1024: what all sessions together may hold
    MAX_KEPT_MB          max_kept_mb          2048: what is kept of them in the database, for browsers that were closed

The file is `settings.toml` under var_dir, or the one SETTINGS_FILE names. A relative path starts at the working folder
when it stands in the environment and at the repository root otherwise. A setting left empty counts as unset.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime, time
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import URL

from storage.engine import parse_url, shown
from storage.errors import SettingsError

T = TypeVar("T", "ReadingLimits", "HeldLimits")
ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class ReadingLimits:
    """What one uploaded file may ask for. Megabytes are 1024 × 1024 bytes; all are whole numbers above zero."""

    max_file_mb: int = 10
    max_unpacked_mb: int = 200
    max_cells: int = 10_000_000
    max_reading_seconds: int = 60
    max_reading_mb: int = 1536


@dataclass(frozen=True)
class HeldLimits:
    """What may be held of files uploaded and not yet accepted: in memory by one session and by all, in the database."""

    max_held_mb: int = 256
    max_held_files: int = 500
    max_held_total_mb: int = 1024
    max_kept_mb: int = 2048


_LIMITS = tuple(each.name for limits in (ReadingLimits, HeldLimits) for each in fields(limits))
_KEYS = ("database_url", "targets_file", "demonstration_clock", "var_dir", "confirmation", "upload_hours", *_LIMITS)


@dataclass(frozen=True)
class Settings:
    """`database_url` may hold a password and is therefore left out of `repr`; show `database_shown` instead."""

    database_url: str = field(repr=False)
    targets_file: Path
    demonstration_clock: datetime | date | None
    var_dir: Path
    confirmation: bool = False
    upload_hours: int = 72
    reading: ReadingLimits = ReadingLimits()
    held: HeldLimits = HeldLimits()

    @property
    def database_shown(self) -> str:
        """The database as it may be shown and logged."""
        return shown(parse_url(self.database_url))


def read_settings(environ: Mapping[str, str] = os.environ) -> Settings:
    """The settings in force. Raises SettingsError for a value that cannot be read and for a key nobody knows."""
    stated = _readable({key: environ.get(key.upper(), "").strip() for key in _KEYS}, Path.cwd())
    var_dir = stated.get("var_dir", ROOT / "var")
    values = _readable(_file(environ, Path(str(var_dir))), ROOT) | stated
    var_dir = Path(str(values.get("var_dir", var_dir)))
    database = URL.create("sqlite", database=str(var_dir / "dashboard.sqlite"))
    clock = values.get("demonstration_clock")
    return Settings(
        database_url=str(values.get("database_url", database.render_as_string())),
        targets_file=Path(str(values.get("targets_file", ROOT / "targets.toml"))),
        demonstration_clock=clock if isinstance(clock, date) else None,
        var_dir=var_dir,
        confirmation=values.get("confirmation") is True,
        upload_hours=hours if isinstance(hours := values.get("upload_hours"), int) else 72,
        reading=_limits(ReadingLimits, values),
        held=_limits(HeldLimits, values),
    )


def _limits(kind: type[T], values: Mapping[str, object]) -> T:
    """The limits of a kind, those that are not set as usual."""
    names = [each.name for each in fields(kind)]
    return kind(**{name: value for name in names if isinstance(value := values.get(name), int)})


def now(settings: Settings, timezone: str) -> datetime:
    """The present moment in `timezone`: the demonstration clock where one is set, which stands still."""
    zone = ZoneInfo(timezone)
    clock = settings.demonstration_clock
    if clock is None:
        return datetime.now(zone)
    moment = clock if isinstance(clock, datetime) else datetime.combine(clock, time(9))
    return moment.astimezone(zone) if moment.tzinfo else moment.replace(tzinfo=zone)


def set_clock(settings: Settings, day: date) -> None:
    """Write the demonstration clock into the settings file under var_dir, unless a file or a clock is there already."""
    path = settings.var_dir / "settings.toml"
    if settings.demonstration_clock is None and not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"demonstration_clock = {day.isoformat()}\n", encoding="utf-8")


def _file(environ: Mapping[str, str], var_dir: Path) -> dict[str, object]:
    named = environ.get("SETTINGS_FILE", "").strip()
    path = Path(named) if named else var_dir / "settings.toml"
    if not named and not path.exists():
        return {}
    try:
        values: dict[str, object] = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise SettingsError("settings_file_unreadable", file=str(path), detail=str(error)) from error
    if unknown := tuple(sorted(values.keys() - _KEYS)):
        raise SettingsError("setting_unknown", file=str(path), keys=unknown, known=_KEYS)
    return values


def _readable(values: Mapping[str, object], base: Path) -> dict[str, str | Path | date | int]:
    """The settings that are set, as what they mean; relative paths start at `base`."""
    return {key: _meaning(key, value, base) for key, value in values.items() if value != ""}


def _meaning(key: str, value: object, base: Path) -> str | Path | date | int:
    if key == "demonstration_clock":
        return _clock(value)
    if key == "confirmation":
        return _yes_or_no(key, value)
    if key in _LIMITS or key == "upload_hours":
        return _amount(key, value)
    if not isinstance(value, str):
        raise SettingsError("setting_unreadable", key=key, value=str(value))
    if key != "database_url":
        return base / value
    url = parse_url(value)
    if url.get_backend_name() == "sqlite":
        url = url.set(database=str(base / (url.database or "")))
    return url.render_as_string(hide_password=False)


def _amount(key: str, value: object) -> int:
    text = str(value)
    if isinstance(value, bool) or not (text.isascii() and text.isdecimal() and 0 < len(text) < 13 and int(text)):
        raise SettingsError("setting_unreadable", key=key, value=text)
    return int(text)


def _clock(value: object) -> date:
    text = str(value)
    try:
        if isinstance(value, date):  # TOML knows days and instants of its own
            clock = value
        else:
            clock = date.fromisoformat(text) if len(text) == len("2024-07-08") else datetime.fromisoformat(text)
    except ValueError:
        clock = date.min
    if not date.min.year < clock.year < date.max.year:  # in their first and last year not every zone has every hour
        raise SettingsError("setting_unreadable", key="demonstration_clock", value=text)
    return clock


def _yes_or_no(key: str, value: object) -> bool:
    text = str(value).lower()  # TOML's own true and false too
    if text not in ("true", "false"):
        raise SettingsError("setting_unreadable", key=key, value=str(value))
    return text == "true"
