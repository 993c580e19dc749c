"""The lock files say what the .in files ask for, wholly and with hashes. Needs no network.

What stands in .in is found in the lock at a fitting version; what a locked package needs on this machine is locked too;
nothing is locked that no one asked for. So a forgotten `make lock` shows here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.metadata import requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

INSTALLED = ["requirements", "requirements-dev"]  # for the tests
LOCKS = [*INSTALLED, "requirements-bench"]


def asked(path: Path) -> Iterator[Requirement]:
    for line in path.read_text(encoding="utf-8").splitlines():
        text = line.split("#")[0].strip()
        if text.startswith("-r "):
            yield from asked(path.parent / text[3:])
        elif text:
            yield Requirement(text)


def locked(path: Path) -> list[tuple[Requirement, str]]:
    """Every pin with the lines that belong to it (hashes, and who asked for it)."""
    entries = re.split(r"\n(?=[a-z0-9])", path.read_text(encoding="utf-8").strip(), flags=re.IGNORECASE)
    return [(Requirement(entry.split("\\\n")[0]), entry) for entry in entries]


def here(pins: list[tuple[Requirement, str]]) -> dict[str, Requirement]:
    return {str(canonicalize_name(pin.name)): pin for pin, _ in pins if not pin.marker or pin.marker.evaluate()}


def version(pin: Requirement) -> str:
    return str(pin.specifier).removeprefix("==")


@pytest.mark.parametrize("name", LOCKS)
def test_the_lock_holds_what_is_asked(root, name):
    pins = here(locked(root / f"{name}.txt"))
    unmet = [
        str(wish)
        for wish in asked(root / f"{name}.in")
        if (pin := pins.get(canonicalize_name(wish.name))) is None or not wish.specifier.contains(version(pin))
    ]
    assert unmet == [], "run: make lock"


@pytest.mark.parametrize("name", LOCKS)
def test_the_lock_holds_nothing_no_longer_asked(root, name):
    wishes = {canonicalize_name(wish.name) for wish in asked(root / f"{name}.in")}
    direct = [pin.name for pin, entry in locked(root / f"{name}.txt") if re.search(r"# +(via +)?-r ", entry)]
    assert {canonicalize_name(pin) for pin in direct} == wishes, "run: make lock"


@pytest.mark.parametrize("name", INSTALLED)
def test_the_lock_is_closed(root, name):
    """Whatever a locked package needs on this machine is locked, at a version it accepts."""
    pins = here(locked(root / f"{name}.txt"))
    extras = {str(canonicalize_name(wish.name)): wish.extras for wish in asked(root / f"{name}.in")}
    unmet = [
        f"{package} needs {need}"
        for package in pins
        for need in map(Requirement, requires(package) or ())
        if not need.marker or any(need.marker.evaluate({"extra": extra}) for extra in extras.get(package) or {""})
        if (pin := pins.get(canonicalize_name(need.name))) is None
        or not need.specifier.contains(version(pin), prereleases=True)
    ]
    assert unmet == [], "run: make lock"


@pytest.mark.parametrize("name", LOCKS)
def test_every_pin_is_exact_and_hashed(root, name):
    for pin, entry in locked(root / f"{name}.txt"):
        assert re.fullmatch(r"==[^*,]+", str(pin.specifier)), pin
        assert "--hash=sha256:" in entry, pin


def test_tests_run_on_the_versions_the_product_ships(root):
    shipped, tested, measured = ({str(pin) for pin, _ in locked(root / f"{name}.txt")} for name in LOCKS)
    assert shipped - tested == set()
    assert tested - measured == set()


def test_no_index_address_is_written_down(root):
    files = [
        *root.glob("requirements*"),
        root / "Makefile",
        root / "make.bat",
        root / "environment.py",
        root / ".ci/run",
    ]
    hits = [
        file.name for file in files if re.search(r"(?<!emit-)index-url|https?://\S*/simple", file.read_text("utf-8"))
    ]
    assert hits == []
