"""The file of heads: whatever has become of it, what of it is no head is told, and never is half a line written."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from storage import heads
from storage.errors import HeadsShut

ONE, TWO, THREE = (f"{n}:{str(n) * 64}" for n in (1, 2, 3))


@contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    """As on a disk that fills up: what goes beyond `size` bytes is not written. Python leaves SIGXFSZ aside itself."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_each_head_is_noted_once(tmp_path: Path) -> None:
    folder = tmp_path / "var"
    for head in (ONE, TWO, ONE, ""):
        heads.note(folder, head)
    assert heads.noted(folder) == [ONE, TWO]


@pytest.mark.parametrize("junk", ["2:222", "two", "2:", "0:" + "0" * 64, "2 " + "2" * 64, "\x00\x1b[31m", "x" * 10_000])
def test_what_is_no_head_is_told_and_the_others_are_looked_for(tmp_path: Path, junk: str) -> None:
    heads.file_of(tmp_path).write_text(f"{ONE}\n{junk}\n\n{THREE}\n", encoding="utf-8")
    found = list(heads.missing(heads.noted(tmp_path), {ONE}))
    assert [fault.code for fault in found] == ["head_unreadable", "head_unknown"]
    shown = str(found[0].facts["head"])
    assert shown.isprintable() and len(shown) < 200


def test_other_bytes_are_no_heads(tmp_path: Path) -> None:
    heads.file_of(tmp_path).write_bytes(b"\xff\xfe\x00\x80")
    assert {fault.code for fault in heads.missing(heads.noted(tmp_path), ())} == {"head_unreadable"}


def test_a_line_that_was_cut_off_does_not_swallow_the_next(tmp_path: Path) -> None:
    heads.file_of(tmp_path).write_text(f"{ONE}\n{TWO[:30]}", encoding="utf-8")
    heads.note(tmp_path, THREE)
    assert heads.noted(tmp_path) == [ONE, TWO[:30], THREE]


@pytest.mark.parametrize("room", [0, 10, len(TWO)])
def test_a_full_disk_leaves_no_half_line(tmp_path: Path, room: int) -> None:
    heads.note(tmp_path, ONE)
    whole = heads.file_of(tmp_path).read_bytes()
    with files_of_at_most(len(whole) + room), pytest.raises(HeadsShut) as refused:
        heads.note(tmp_path, TWO)
    assert refused.value.facts["head"] == TWO
    assert heads.file_of(tmp_path).read_bytes() == whole
    heads.note(tmp_path, TWO)
    assert heads.noted(tmp_path) == [ONE, TWO]


def test_a_folder_in_its_place_is_told(tmp_path: Path) -> None:
    heads.file_of(tmp_path).mkdir()
    for act in (lambda: heads.noted(tmp_path), lambda: heads.note(tmp_path, ONE)):
        with pytest.raises(HeadsShut):
            act()
