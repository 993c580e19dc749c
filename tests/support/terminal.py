"""`manage.py` as a person runs it: a process of its own, with its settings in the environment."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Said:
    """What a command came back with."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@dataclass(frozen=True)
class Terminal:
    """Runs `manage.py` on one database; settings and logs stay in `folder`, which is also where it is run."""

    folder: Path
    database: Path | str  # a SQLite file, or an address
    clock: str = "2024-07-08"

    def run(self, *arguments: str | Path, **settings: str) -> Said:
        """The exit status and what was printed; `settings` are further environment variables."""
        ended = subprocess.run(
            [sys.executable, str(ROOT / "manage.py"), *map(str, arguments)],
            cwd=self.folder,
            env=self.environment | settings,
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
        return Said(ended.returncode, ended.stdout, ended.stderr)

    @property
    def environment(self) -> dict[str, str]:
        address = self.database if isinstance(self.database, str) else f"sqlite:///{self.database}"
        ours = {"DATABASE_URL": address, "VAR_DIR": str(self.folder)}
        clock = {"DEMONSTRATION_CLOCK": self.clock} if self.clock else {}
        foreign = ("TARGETS_FILE", "SETTINGS_FILE", "PYTHONDONTWRITEBYTECODE")  # the last makes every start a slow one
        outside = {name: value for name, value in os.environ.items() if name not in foreign}
        return {**outside, **ours, **clock, "PYTHONUTF8": "1", "COLUMNS": "200"}
