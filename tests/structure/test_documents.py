"""What the documents say is so: commands, verbs, terms and dependencies."""

from __future__ import annotations

import re
from enum import EnumMeta
from pathlib import Path

import pytest
import typer

from domain import observation, plan, problem, progress

READMES = ["README.md", "README.zh-CN.md"]
FIRST_SCREEN_LINES = 25


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def make_verbs(root: Path) -> set[str]:
    return set(re.findall(r"^([a-z]+):.*##", read(root / "Makefile"), re.MULTILINE))


@pytest.mark.parametrize("name", READMES)
def test_the_first_screen_has_exactly_two_commands(root, name):
    first_screen = "\n".join(read(root / name).splitlines()[:FIRST_SCREEN_LINES])
    blocks = re.findall(r"```\w*\n(.*?)```", first_screen, re.DOTALL)
    commands = [line.split("#")[0].strip() for block in blocks for line in block.splitlines()]
    assert commands == ["make run", "make test"]


@pytest.mark.parametrize("name", READMES)
def test_readme_and_makefile_know_the_same_verbs(root, name):
    told = set(re.findall(r"(?:^|`)make ([a-z]+)", read(root / name), re.MULTILINE))
    assert told | {"help"} == make_verbs(root)


@pytest.mark.parametrize("verb", ["run", "test"])
def test_windows_has_the_two_commands(root, verb):
    batch = read(root / "make.bat")
    assert f'"%~1"=="{verb}"' in batch
    recipe = re.search(rf"^{verb}:.*?(?=^\S)", read(root / "Makefile"), re.MULTILINE | re.DOTALL)
    assert recipe
    for step in re.findall(r"\$\(VENV\) (.+)", recipe[0]):
        assert f"%VENV% {step}" in batch


def test_the_batch_file_has_the_line_ends_of_windows(root):
    """With others its labels are not always found."""
    lines = (root / "make.bat").read_bytes().splitlines(keepends=True)
    assert all(line.endswith(b"\r\n") for line in lines)


@pytest.mark.parametrize("name", READMES)
def test_every_terminal_verb_is_in_the_readme(root, name):
    import manage

    command = typer.main.get_command(manage.app)
    verbs = set(getattr(command, "commands", {}))
    told = set(re.findall(r"^\| `([a-z]+)", read(root / name), re.MULTILINE))
    assert verbs
    assert verbs - told == set()


def glossary_codes(root: Path) -> set[str]:
    rows = re.findall(r"^\|(?!-)[^|]*\|[^|]*\|([^|]*)\|", read(root / "docs/glossary.md"), re.MULTILINE)
    return {code for cell in rows for code in re.findall(r"`([^`]+)`", cell)}


@pytest.mark.parametrize(
    "family",
    [
        plan.Kind, plan.Comparator, plan.Direction, plan.Basis, observation.Aspect, observation.Topic,
        problem.Severity, progress.Status,
    ],
)  # fmt: skip
def test_every_code_has_a_glossary_entry(root, family: EnumMeta):
    assert {member.value for member in family} - glossary_codes(root) == set()  # pyright: ignore[reportAttributeAccessIssue]


def test_every_direct_dependency_is_explained(root):
    explained = set(re.findall(r"^\| `([\w.-]+)`", read(root / "docs/dependencies.md"), re.MULTILINE))
    asked = {
        match[0].lower()
        for name in ("requirements.in", "requirements-dev.in", "requirements-bench.in")
        for line in read(root / name).splitlines()
        if (match := re.match(r"[A-Za-z0-9][\w.-]*", line))
    }
    assert explained == asked


def test_decisions_are_numbered_without_gaps(root):
    numbers = sorted(int(path.name[:4]) for path in (root / "docs/decisions").glob("*.md"))
    assert numbers == list(range(1, len(numbers) + 1))


LINKING = ("CHANGELOG.md", "docs/glossary.md", "docs/dependencies.md", "docs/plan-file.md", "docs/plan-file.zh-CN.md")


@pytest.mark.parametrize("name", [*READMES, *LINKING])
def test_links_inside_the_repository_lead_somewhere(root, name):
    path = root / name
    targets = re.findall(r"\]\((?!https?:|#)([^)#]+)", read(path))
    assert [target for target in targets if not (path.parent / target).exists()] == []
