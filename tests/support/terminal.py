"""`manage.py` as a person runs it: a process of its own, with its settings in the environment."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.support import warm

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
        """The exit status and what was printed; `settings` are further environment variables.

        Settings of the interpreter itself (PYTHON…) count only from its start; without them it is one that waits.
        """
        if any(name.startswith("PYTHON") for name in settings) or not hasattr(os, "fork"):
            return self.start(*arguments, **settings)
        with tempfile.TemporaryDirectory() as folder:
            out, err = Path(folder, "out"), Path(folder, "err")
            code = warm.run(
                {
                    "arguments": list(map(str, arguments)),
                    "folder": str(self.folder),
                    "environment": self.environment | settings,
                    "out": str(out),
                    "err": str(err),
                }
            )
            return Said(code, out.read_text(encoding="utf-8"), err.read_text(encoding="utf-8"))

    def start(self, *arguments: str | Path, **settings: str) -> Said:
        """The same by an interpreter of its own, as a shell would start it."""
        ended = subprocess.run(
            self.command(*arguments),
            cwd=self.folder,
            env=self.environment | settings,
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
        return Said(ended.returncode, ended.stdout, ended.stderr)

    def command(self, *arguments: str | Path) -> list[str]:
        return [sys.executable, str(ROOT / "manage.py"), *map(str, arguments)]

    @property
    def environment(self) -> dict[str, str]:
        address = self.database if isinstance(self.database, str) else f"sqlite:///{self.database}"
        ours = {"DATABASE_URL": address, "VAR_DIR": str(self.folder)}
        clock = {"DEMONSTRATION_CLOCK": self.clock} if self.clock else {}
        foreign = ("TARGETS_FILE", "SETTINGS_FILE", "PYTHONDONTWRITEBYTECODE")  # the last makes every start a slow one
        outside = {name: value for name, value in os.environ.items() if name not in foreign}
        return {**outside, **ours, **clock, "PYTHONUTF8": "1", "COLUMNS": "200"}
