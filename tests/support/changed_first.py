"""A pytest plugin of `make quick`: the tests of what was changed last run first.

Changed is what differs from the last commit, new files among them; where nothing does, what that commit changed.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
_IMPORT = re.compile(r"^(?:from|import) ([\w.]+)(?: import (.+))?", re.MULTILINE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    changed = changed_files()
    near = {path: nearness(path, changed) for path in {item.path for item in items}}
    items.sort(key=lambda item: near[item.path])  # stable: otherwise as collected


def changed_files(root: Path = ROOT) -> set[str]:
    """Paths below `root`; none where there is no git or no history."""
    uncommitted = {
        *_git(root, "diff", "--name-only", "HEAD"),
        *_git(root, "ls-files", "--others", "--exclude-standard"),
    }
    return uncommitted or set(_git(root, "diff", "--name-only", "HEAD~1", "HEAD"))


def nearness(test: Path, changed: Iterable[str], root: Path = ROOT) -> int:
    """0: the test file itself was changed; 1: it imports a changed module, or bears its name; 2: neither."""
    changed = set(changed)
    if test.relative_to(root).as_posix() in changed:
        return 0
    modules = {name.removesuffix(".py").replace("/", ".") for name in changed if name.endswith(".py")}
    its_own = any(module.rpartition(".")[2] == test.stem.removeprefix("test_") for module in modules)
    return 1 if its_own or modules & _imported(test.read_text(encoding="utf-8")) else 2


def _imported(source: str) -> set[str]:
    """Every name a file imports, as it would read if it were a module."""
    found: set[str] = set()
    for module, names in _IMPORT.findall(source):
        found |= {module, *(f"{module}.{name}" for name in re.findall(r"\w+", names))}
    return found


def _git(root: Path, *arguments: str) -> list[str]:
    try:
        said = subprocess.run(["git", *arguments], cwd=root, capture_output=True, text=True, check=False)
    except OSError:
        return []
    return said.stdout.splitlines() if said.returncode == 0 else []
