"""`manage.py` started many times from one interpreter that has all its modules loaded.

Every run is a process of its own with its own folder, environment and streams, forked before any command ran, and ends
as any Python does. Loading takes a second a start, most of what a short command costs.
"""

from __future__ import annotations

import atexit
import json
import os
import runpy
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import IO, Any

ROOT = Path(__file__).parents[2]


def run(order: dict[str, Any]) -> int:
    """The exit status of `manage.py` with `arguments` in `folder`; what it prints goes to the files `out` and `err`."""
    hear, speak = _parent()
    speak.write(json.dumps(order) + "\n")
    speak.flush()
    return int(hear.readline())


@cache
def _parent() -> tuple[IO[str], IO[str]]:
    command = [sys.executable, "-X", "utf8", "-m", "tests.support.warm"]
    parent = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert parent.stdin is not None
    assert parent.stdout is not None
    atexit.register(parent.communicate)
    return parent.stdout, parent.stdin


def serve() -> None:
    """Forks a child for each line of standard input until there are no more; a child goes on as `manage.py`."""
    import manage  # noqa: F401  # loads what the commands need

    for line in sys.stdin:
        child = os.fork()
        if not child:
            become(json.loads(line))
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)  # noqa: T201


def become(order: dict[str, Any]) -> None:
    os.chdir(order["folder"])
    os.environ.clear()
    os.environ.update(order["environment"])
    for number, name, path in ((0, "stdin", os.devnull), (1, "stdout", order["out"]), (2, "stderr", order["err"])):
        opened = Path(path).open("w" if number else "r", encoding="utf-8")  # noqa: SIM115
        os.dup2(opened.fileno(), number)
        setattr(sys, name, opened)
    sys.argv = [str(ROOT / "manage.py"), *order["arguments"]]
    runpy.run_path(sys.argv[0], run_name="__main__")
    raise SystemExit(0)


if __name__ == "__main__":
    serve()
