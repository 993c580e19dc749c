"""Folders and archives: every sheet comes out whole, or is refused by name; nothing is passed over or cut short."""

from __future__ import annotations

import errno
import io
import os
import shutil
import struct
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from loaders.batch import Incoming, incoming
from loaders.limits import Limits

NOBODY = 65534
SMALL = Limits(file_bytes=1_000, unpacked_bytes=3_000, parts=5)


def packed(path: Path, entries: dict[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return path


def by_windows(path: Path, name: str, content: bytes) -> Path:
    """An archive as Chinese Windows packs it: the name in GBK, and no flag that says so."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("x" * len(name.encode("gbk")), content)
    path.write_bytes(stream.getvalue().replace(b"x" * len(name.encode("gbk")), name.encode("gbk")))
    return path


def all_of(*paths: Path, limits: Limits = Limits()) -> list[Incoming]:
    return list(incoming(paths, limits))


def said(files: list[Incoming]) -> list[tuple[str, str]]:
    return [(Path(file.name).name, file.refused.code if file.refused else "") for file in files]


def test_a_file_named_outright_comes_as_it_is(tmp_path: Path):
    file = tmp_path / "notes.txt"
    file.write_bytes(b"text")
    assert all_of(file) == [Incoming("notes.txt", b"text")]


def test_a_missing_path(tmp_path: Path):
    """It is noticed before anything is read."""
    (tmp_path / "a.xlsx").write_bytes(b"1")
    with pytest.raises(FileNotFoundError):
        next(incoming([tmp_path / "a.xlsx", Path("no/such.xlsx")]))


def test_what_cannot_be_read_is_named_and_the_others_are_read(tmp_path: Path):
    for name in ("a.xlsx", "d.xlsx"):
        (tmp_path / name).write_bytes(b"1")
    (tmp_path / "b.xlsx").symlink_to("nowhere.xlsx")
    (tmp_path / "c.zip").symlink_to("c.zip")
    files = all_of(tmp_path)
    assert said(files) == [("a.xlsx", ""), ("b.xlsx", "A51"), ("c.zip", "A51"), ("d.xlsx", "")]
    assert [str(file.refused.facts["detail"]) for file in files if file.refused] == [
        os.strerror(errno.ENOENT),
        os.strerror(errno.ELOOP),
    ]


@pytest.fixture
def guarded() -> Iterator[Path]:
    """A folder on the way to which nothing is forbidden, seen by somebody who is not root."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    user = os.geteuid()
    yield folder
    os.seteuid(user)
    for inner in folder.iterdir():
        inner.chmod(0o700)
    shutil.rmtree(folder)


def test_what_may_not_be_read_is_named_be_it_a_file_or_a_folder(guarded: Path):
    (guarded / "inner").mkdir()
    for name in ("a.xlsx", "b.xlsx", "inner/c.xlsx", "secret.zip"):
        (guarded / name).write_bytes(b"1")
    for name in ("b.xlsx", "inner", "secret.zip"):
        (guarded / name).chmod(0)
    if os.geteuid() == 0:
        os.seteuid(NOBODY)
    told = [("a.xlsx", ""), ("b.xlsx", "A50"), ("inner", "A50"), ("secret.zip", "A50")]
    assert said(all_of(guarded)) == told
    assert said(all_of(guarded / "b.xlsx", guarded / "secret.zip", guarded / "a.xlsx")) == [told[1], told[3], told[0]]


def test_an_endless_file_is_too_large(tmp_path: Path):
    assert said(all_of(Path("/dev/zero"), limits=SMALL)) == [("zero", "A12")]


def test_a_folder_in_order_without_lock_files_and_other_documents(tmp_path: Path):
    (tmp_path / "inner").mkdir()
    for name in ("b.xlsx", "inner/a.xls", "~$b.xlsx", ".hidden.xlsx", "scan.pdf"):
        (tmp_path / name).write_bytes(name.encode())
    files = all_of(tmp_path)
    assert [(file.name, file.content) for file in files] == [("b.xlsx", b"b.xlsx"), ("inner/a.xls", b"inner/a.xls")]


def test_an_archive(tmp_path: Path):
    path = packed(
        tmp_path / "all.zip",
        {"三月/民政局.xlsx": b"1", "三月/~$民政局.xlsx": b"2", "readme.txt": b"3", "__MACOSX/._x.xlsx": b"4"},
    )
    assert all_of(path) == [Incoming("三月/民政局.xlsx", b"1")]


def test_names_in_gbk_and_in_unmarked_utf_8(tmp_path: Path):
    assert said(all_of(by_windows(tmp_path / "gbk.zip", "市民政局三月.xlsx", b"1"))) == [("市民政局三月.xlsx", "")]


def test_names_that_lead_out_of_the_archive_are_only_names(tmp_path: Path):
    path = packed(tmp_path / "evil.zip", {"../../etc/a.xlsx": b"1", "/root/b.xlsx": b"2", "c\\d.xlsx": b"3"})
    assert [file.name for file in all_of(path)] == ["etc/a.xlsx", "root/b.xlsx", "c/d.xlsx"]


def test_archives_inside_are_refused_not_overlooked(tmp_path: Path):
    path = packed(tmp_path / "outer.zip", {"inner.zip": b"PK", "a.xlsx": b"1"})
    assert said(all_of(path)) == [("inner.zip", "A14"), ("a.xlsx", "")]
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "more.rar").write_bytes(b"Rar!")
    assert [file.content for file in all_of(tmp_path / "folder")] == [b"Rar!"]  # for the guard to refuse


def test_an_entry_too_large_is_refused_whole(tmp_path: Path):
    path = packed(tmp_path / "big.zip", {"big.xlsx": bytes(2_000), "small.xlsx": b"1"})
    big, small = all_of(path, limits=SMALL)
    assert (big.refused and big.refused.code, big.content) == ("A12", b"")
    assert small.content == b"1"


def test_an_entry_larger_than_it_says(tmp_path: Path):
    path = packed(tmp_path / "lying.zip", {"a.xlsx": bytes(2_000)})
    content = path.read_bytes().replace(struct.pack("<I", 2_000), struct.pack("<I", 10))
    path.write_bytes(content)
    assert said(all_of(path, limits=SMALL)) == [("a.xlsx", "A10")]


def test_too_much_in_all_and_too_many(tmp_path: Path):
    path = packed(tmp_path / "much.zip", {f"{n}.xlsx": bytes(900) for n in range(4)})
    assert said(all_of(path, limits=SMALL)) == [("much.zip", "A12")]
    path = packed(tmp_path / "many.zip", {f"{n}.xlsx": b"" for n in range(6)})
    assert said(all_of(path, limits=SMALL)) == [("many.zip", "A33")]
    (tmp_path / "large.xlsx").write_bytes(bytes(2_000))
    assert said(all_of(tmp_path / "large.xlsx", limits=SMALL)) == [("large.xlsx", "A12")]


def test_damaged_and_empty_archives(tmp_path: Path):
    whole = packed(tmp_path / "whole.zip", {"a.xlsx": b"text" * 100}).read_bytes()
    (tmp_path / "cut.zip").write_bytes(whole[:-30])
    (tmp_path / "none.zip").write_bytes(b"")
    assert said(all_of(tmp_path / "cut.zip")) == [("cut.zip", "A10")]
    assert said(all_of(tmp_path / "none.zip")) == [("none.zip", "A11")]
    spoilt = bytearray(packed(tmp_path / "crc.zip", {"a.xlsx": b"text" * 100}, method=zipfile.ZIP_STORED).read_bytes())
    spoilt[60] ^= 1
    (tmp_path / "crc.zip").write_bytes(spoilt)
    assert said(all_of(tmp_path / "crc.zip")) == [("a.xlsx", "A10")]


def test_an_encrypted_entry(tmp_path: Path):
    content = bytearray(packed(tmp_path / "locked.zip", {"a.xlsx": b"text"}).read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + offset] |= 1
    (tmp_path / "locked.zip").write_bytes(content)
    assert said(all_of(tmp_path / "locked.zip")) == [("a.xlsx", "A09")]


def test_nothing_to_read_is_told(tmp_path: Path):
    (tmp_path / "empty").mkdir()
    path = packed(tmp_path / "docs.zip", {"a.pdf": b"%PDF"})
    assert said(all_of(tmp_path / "empty", path)) == [("empty", "A34"), ("docs.zip", "A34")]


def test_a_name_of_broken_bytes(tmp_path: Path):
    name = b"\xff\xfe.xlsx".decode("utf-8", "surrogateescape")
    (tmp_path / name).write_bytes(b"1")
    (file,) = all_of(tmp_path)
    assert file.name.encode()
    assert file.content == b"1"


def test_an_archive_cut_off_is_not_taken_for_one_inside_it(tmp_path: Path):
    inner = packed(tmp_path / "inner.xlsx", {"c.xlsx": b"3"}, method=zipfile.ZIP_STORED).read_bytes()
    outer = packed(tmp_path / "outer.zip", {"a.xlsx": b"1" * 99, "b.xlsx": inner}, method=zipfile.ZIP_STORED)
    outer.write_bytes(outer.read_bytes()[:-30])
    assert said(all_of(outer, limits=Limits())) == [("outer.zip", "A10")]


def test_an_archive_that_begins_with_a_folder(tmp_path: Path):
    archive = packed(tmp_path / "a.zip", {"folder/": b"", "folder/a.xlsx": b"1"})
    assert said(all_of(archive)) == [("a.xlsx", "")]
