"""An OLE2 compound file, the frame of .xls, .et, .doc and of locked workbooks: its named streams.

Every chain of sectors is followed at most once round: one that bites its own tail is refused, not followed for ever.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from struct import error as StructError  # noqa: N812 - its name there says nothing
from struct import unpack_from

from loaders.limits import Damaged

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LAST = 0xFFFF_FFFA  # sector numbers from here on are marks, not sectors
_NONE = 0xFFFF_FFFF
_ENTRY = 128  # bytes of a directory entry
_STORAGE, _STREAM = 1, 2


@dataclass(frozen=True)
class _Stream:
    start: int
    size: int


class Compound:
    """`streams` and `storages` are the names right under the root, in lower case: programs write them in either.

    What lies deeper belongs to embedded objects.
    """

    def __init__(self, content: bytes) -> None:
        """Raises Damaged where the frame does not hold together, such as after a broken download."""
        try:
            self._open(content)
        except StructError as error:
            raise Damaged from error

    def _open(self, content: bytes) -> None:
        self._content = content
        shift, mini_shift = unpack_from("<HH", content, 30)
        if shift not in (9, 12) or mini_shift != 6:
            raise Damaged("sector size")
        self._sector = 1 << shift
        directory, self._cutoff, mini_table = unpack_from("<I4xII", content, 48)
        self._table = self._sector_table(content)
        entries = self._chain(directory)
        self.storages: set[str] = set()
        self.streams: dict[str, _Stream] = {}
        root = entries[:_ENTRY]
        (child,) = unpack_from("<I", root, 76)
        for name, kind, stream in _under(entries, child):
            if kind == _STREAM:
                self.streams.setdefault(name.lower(), stream)
            elif kind == _STORAGE:
                self.storages.add(name.lower())
        start, size = unpack_from("<II", root, 116)
        self._mini = self._chain(start)[:size] if start < _LAST else b""
        self._mini_table = _numbers(self._chain(mini_table)) if mini_table < _LAST else ()

    def read(self, name: str) -> bytes:
        """A stream as a whole. Raises Damaged when part of it is missing, KeyError when there is none."""
        stream = self.streams[name]
        if stream.size < self._cutoff:
            data = b"".join(self._mini[at << 6 : (at + 1) << 6] for at in _followed(self._mini_table, stream.start))
        else:
            data = self._chain(stream.start)
        if len(data) < stream.size:
            raise Damaged(name)
        return data[: stream.size]

    def _sector_table(self, content: bytes) -> tuple[int, ...]:
        """For each sector the number of the one after it."""
        more, count = unpack_from("<II", content, 68)
        lists = [at for at in unpack_from("<109I", content, 76) if at < _LAST]
        seen: set[int] = set()
        while more < _LAST and count:
            if more in seen:
                raise Damaged("a circle of sectors")
            seen.add(more)
            *here, more = _numbers(self._bytes(more))
            lists += [at for at in here if at < _LAST]
        if len(lists) * self._sector > len(content):
            raise Damaged("more sectors than there are")
        return _numbers(b"".join(map(self._bytes, lists)))

    def _chain(self, start: int) -> bytes:
        return b"".join(map(self._bytes, _followed(self._table, start)))

    def _bytes(self, sector: int) -> bytes:
        at = (sector + 1) * self._sector
        if at >= len(self._content):
            raise Damaged("cut off")
        return self._content[at : at + self._sector]


def _numbers(data: bytes) -> tuple[int, ...]:
    return unpack_from(f"<{len(data) // 4}I", data)


def _followed(table: tuple[int, ...], at: int) -> Iterator[int]:
    for _ in range(len(table) + 1):
        if at >= _LAST:
            return
        if at >= len(table):
            raise Damaged("a sector that is not there")
        yield at
        at = table[at]
    raise Damaged("a circle of sectors")


def _under(entries: bytes, first: int) -> Iterator[tuple[str, int, _Stream]]:
    """The entries of one storage: a tree of brothers."""
    waiting, seen = [first], set[int]()
    while waiting:
        number = waiting.pop()
        if number == _NONE:
            continue
        if number in seen:
            raise Damaged("a circle of entries")
        seen.add(number)
        at = number * _ENTRY
        length, kind, left, right = unpack_from("<HBxII", entries, at + 64)
        start, size = unpack_from("<II", entries, at + 116)
        waiting += (left, right)
        name = entries[at : at + max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace")
        yield name, kind, _Stream(start, size)
