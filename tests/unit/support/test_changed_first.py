"""Which tests `make quick` runs first."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.support.changed_first import changed_files, nearness


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "test_path.py").write_text("from domain import plan\nfrom domain.pace import meets\n", encoding="utf-8")
    (tmp_path / "README.md").write_text("one", encoding="utf-8")
    git(tmp_path, "init", "-q")
    commit(tmp_path)
    return tmp_path


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", "-c", "user.name=a", "-c", "user.email=a@b", *arguments], cwd=folder, check=True)


def commit(folder: Path) -> None:
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "x")


@pytest.mark.parametrize(
    ("changed", "place"),
    [
        ("test_path.py", 0),
        ("domain/path.py", 1),  # by its name
        ("domain/plan.py", 1),
        ("domain/pace.py", 1),
        ("domain/period.py", 2),
        ("README.md", 2),
    ],
)
def test_a_test_is_near_to_what_it_imports_and_to_what_it_is_named_after(project, changed, place):
    assert nearness(project / "test_path.py", [changed], project) == place


def test_without_changes_those_of_the_last_commit_count(project):
    assert changed_files(project) == set()  # the first commit has nothing before it
    (project / "README.md").write_text("two", encoding="utf-8")
    assert changed_files(project) == {"README.md"}
    commit(project)
    assert changed_files(project) == {"README.md"}
    (project / "new.py").touch()
    assert changed_files(project) == {"new.py"}


def test_a_folder_without_git_has_no_changes(tmp_path):
    assert changed_files(tmp_path) == set()
