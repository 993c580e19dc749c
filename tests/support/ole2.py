"""Writes OLE2 files and the BIFF8 streams in them, byte by byte: what no program would write can be written too."""

from __future__ import annotations

from struct import pack

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
FREE, END, FAT, NONE = 0xFFFF_FFFF, 0xFFFF_FFFE, 0xFFFF_FFFD, 0xFFFF_FFFF
SECTOR = 512


def compound(streams: dict[str, bytes], storages: tuple[str, ...] = (), *, circle: bool = False) -> bytes:
    """A file of these streams, each padded to the size from which on it has sectors of its own.

    With `circle` the last sector of every stream leads back to its first.
    """
    padded = {name: data.ljust(-(-max(len(data), 4096) // SECTOR) * SECTOR, b"\x00") for name, data in streams.items()}
    table: list[int] = [END]  # sector 0 is the directory
    body, entries = b"", []
    for name, data in padded.items():
        first, count = len(table), len(data) // SECTOR
        table += [*range(first + 1, first + count), first if circle else END]
        body += data
        entries.append((name, 2, first, len(data)))
    entries += [(name, 1, 0, 0) for name in storages]
    directory = _entry("Root Entry", 5, NONE, 1 if entries else NONE, END, 0)
    for number, (name, kind, first, size) in enumerate(entries, 1):
        following = number + 1 if number < len(entries) else NONE
        directory += _entry(name, kind, following, NONE, first, size)
    directory = directory.ljust(4 * SECTOR, b"\x00")[: 4 * SECTOR]
    sectors = _moved(table, 3)
    fats = -(-(len(sectors) + 20) // 128)
    places = list(range(len(sectors), len(sectors) + fats))
    sectors += [FAT] * fats
    fat = b"".join(pack("<I", number) for number in sectors).ljust(fats * SECTOR, b"\xff")
    header = SIGNATURE + bytes(16) + pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += pack("<IIIIIIIII", 0, fats, 0, 0, 4096, END, 0, END, 0)
    header += b"".join(pack("<I", place) for place in places).ljust(436, b"\xff")
    return header + directory + body + fat


def _moved(table: list[int], by: int) -> list[int]:
    """The sector table once the directory takes `by` sectors more."""
    moved = [each + by if each < FAT else each for each in table[1:]]
    return [1, 2, 3, END, *moved]


def _entry(name: str, kind: int, following: int, child: int, first: int, size: int) -> bytes:
    letters = (name.encode("utf-16-le") + b"\x00\x00").ljust(64, b"\x00")
    start = first + 3 if kind == 2 else first
    return (
        letters
        + pack("<HBBIII", len(name) * 2 + 2, kind, 1, NONE, following, child)
        + bytes(36)
        + pack("<IQ", start, size)
    )


def record(kind: int, data: bytes = b"") -> bytes:
    return pack("<HH", kind, len(data)) + data


def bof(substream: int) -> bytes:
    return record(0x809, pack("<HHHHII", 0x600, substream, 0x0DBB, 0x07CC, 0, 6))


def text(value: str) -> bytes:
    return pack("<HB", len(value), 1) + value.encode("utf-16-le")


def number(row: int, column: int, value: float, style: int = 0) -> bytes:
    return record(0x203, pack("<HHHd", row, column, style, value))


def label(row: int, column: int, value: str, style: int = 0) -> bytes:
    return record(0x204, pack("<HHH", row, column, style) + text(value))


def shared_label(row: int, column: int, index: int, style: int = 0) -> bytes:
    return record(0xFD, pack("<HHHI", row, column, style, index))


def formula(row: int, column: int, result: bytes, tokens: bytes = b"\x1e\x01\x00", style: int = 0) -> bytes:
    return record(0x06, pack("<HHH", row, column, style) + result + pack("<HIH", 0, 0, len(tokens)) + tokens)


NO_RESULT = b"\x03\x00\x00\x00\x00\x00\xff\xff"
PLAIN_STYLE = record(0xE0, pack("<HH", 0, 0) + bytes(16))


def workbook(
    *sheets: bytes,
    names: tuple[str, ...] = ("月报", "参考", "其他"),
    before: bytes = PLAIN_STYLE,
    kinds: tuple[int, ...] = (),
    at: tuple[int, ...] = (),
    hidden: tuple[int, ...] = (),
) -> bytes:
    """A BIFF8 stream. `before` are records for all sheets; `at` overrides where a sheet is said to begin."""
    heads = [pack("<BB", len(names[n]), 1) + names[n].encode("utf-16-le") for n in range(len(sheets))]
    opening = bof(5) + before
    start = len(opening) + sum(10 + len(head) for head in heads) + 4
    listed, body = b"", b""
    for n, (head, rows) in enumerate(zip(heads, sheets, strict=True)):
        where = at[n] if n < len(at) else start + len(body)
        visibility, kind = (given[n] if n < len(given) else 0 for given in (hidden, kinds))
        listed += record(0x85, pack("<IBB", where, visibility, kind) + head)
        body += bof(0x10) + rows + record(0x0A)
    return opening + listed + record(0x0A) + body


def xls(*sheets: bytes, **given) -> bytes:
    """An .xls file of these sheets' records."""
    return compound({"Workbook": workbook(*sheets, **given)})
