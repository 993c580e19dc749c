"""Where settings come from, and what is said of one that cannot be read."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from storage.engine import parse_url
from storage.errors import SettingsError
from storage.settings import ROOT, now, read_settings

CHINA = "Asia/Shanghai"


def test_defaults_lie_in_the_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    settings = read_settings({"SETTINGS_FILE": _file(tmp_path, "")})
    assert settings.targets_file == ROOT / "targets.toml"
    assert parse_url(settings.database_url).database == str(ROOT / "var" / "dashboard.sqlite")
    assert settings.demonstration_clock is None


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    file = _file(tmp_path, 'targets_file = "plans/a.toml"\ndatabase_url = "sqlite:///x.sqlite"\nvar_dir = "data"')
    settings = read_settings({"SETTINGS_FILE": file, "TARGETS_FILE": "/srv/b.toml", "DEMONSTRATION_CLOCK": " "})
    assert settings.targets_file == Path("/srv/b.toml")
    assert parse_url(settings.database_url).database == str(ROOT / "x.sqlite")
    assert settings.var_dir == ROOT / "data"


def test_paths_in_the_environment_start_where_one_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    settings = read_settings({"TARGETS_FILE": "b.toml", "VAR_DIR": "a b%20?c"})
    assert settings.targets_file == tmp_path / "b.toml"
    assert parse_url(settings.database_url).database == str(tmp_path / "a b%20?c" / "dashboard.sqlite")


def test_the_settings_file_beside_the_data_is_found(tmp_path: Path) -> None:
    _file(tmp_path, "demonstration_clock = 2024-07-08")
    assert read_settings({"VAR_DIR": str(tmp_path)}).demonstration_clock == date(2024, 7, 8)


def test_unknown_keys_are_all_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as refusal:
        read_settings({"SETTINGS_FILE": _file(tmp_path, 'target_file = "a"\ndatabse = "b"')})
    assert refusal.value.code == "setting_unknown"
    assert refusal.value.facts["keys"] == ("databse", "target_file")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("= nonsense", "settings_file_unreadable"),
        ("targets_file = 3", "setting_unreadable"),
        (None, "settings_file_unreadable"),
    ],
)
def test_a_file_that_cannot_be_read_is_an_error(tmp_path: Path, content: str | None, code: str) -> None:
    file = _file(tmp_path, content) if content is not None else str(tmp_path / "missing.toml")
    with pytest.raises(SettingsError) as refusal:
        read_settings({"SETTINGS_FILE": file})
    assert refusal.value.code == code


@pytest.mark.parametrize("clock", ["yesterday", "2024-13-01", "2024-7-8", "08:00"])
def test_a_clock_that_cannot_be_read_is_an_error(clock: str) -> None:
    with pytest.raises(SettingsError) as refusal:
        read_settings({"DEMONSTRATION_CLOCK": clock})
    assert refusal.value.facts["value"] == clock


def test_the_demonstration_clock_stands_still() -> None:
    assert _now("2024-07-08") == "2024-07-08T09:00:00+08:00"
    assert _now("2024-07-08T23:30") == "2024-07-08T23:30:00+08:00"
    assert _now("2024-07-08T23:30:00Z") == "2024-07-09T07:30:00+08:00"


def test_without_it_the_clock_is_real_and_knows_its_zone(tmp_path: Path) -> None:
    moment = now(read_settings({"VAR_DIR": str(tmp_path)}), CHINA)
    assert abs(moment - datetime.now(UTC)) < timedelta(minutes=1)
    assert moment.utcoffset() == timedelta(hours=8)


def test_no_password_is_shown() -> None:
    settings = read_settings({"DATABASE_URL": "postgres://clerk:s3cret@db.example:5433/plan?sslpassword=s3cret"})
    assert settings.database_shown == "postgresql+psycopg://clerk:***@db.example:5433/plan"
    assert "s3cret" not in repr(settings)
    assert "s3cret" in settings.database_url


@pytest.mark.parametrize(
    "url",
    [
        "nonsense",
        "sqlite://",
        "sqlite:///:memory:",
        "mysql://u:s3cret@h/d",
        "postgresql://u:s3@cret@h/d",
        "postgresql://u:s3cret@h:port/d",
    ],
)
def test_an_address_that_cannot_be_read_is_refused_without_quoting_it(url: str) -> None:
    with pytest.raises(SettingsError) as refusal:
        read_settings({"DATABASE_URL": url})
    assert refusal.value.code == "database_url_unreadable"
    assert refusal.value.facts == {}
    assert refusal.value.__cause__ is None


def _file(folder: Path, content: str) -> str:
    path = folder / "settings.toml"
    path.write_text(content, encoding="utf-8")
    return str(path)


def _now(clock: str) -> str:
    return now(read_settings({"DEMONSTRATION_CLOCK": clock}), CHINA).isoformat()


def test_limits_of_reading_come_from_the_environment_or_the_file(tmp_path: Path) -> None:
    settings = read_settings({"SETTINGS_FILE": _file(tmp_path, "max_file_mb = 5"), "MAX_READING_SECONDS": "7"})
    assert (settings.reading.max_file_mb, settings.reading.max_reading_seconds) == (5, 7)
    assert settings.reading.max_cells == read_settings({"VAR_DIR": str(tmp_path / "none")}).reading.max_cells


@pytest.mark.parametrize("amount", ["0", "-1", "1.5", "many", "１０", "9" * 20])
def test_a_limit_that_is_no_whole_number_above_zero_is_an_error(amount: str) -> None:
    with pytest.raises(SettingsError) as refusal:
        read_settings({"MAX_FILE_MB": amount})
    assert refusal.value.facts == {"key": "max_file_mb", "value": amount}
