"""The comments of a sheet of an .xls: a note says whose cell and which object, whose text lies in a box after it."""

from __future__ import annotations

from struct import unpack_from

from loaders.formats import biff

Place = tuple[int, int]
NOTE, OBJECT, TEXT_BOX = 0x1C, 0x5D, 0x1B6
KINDS = frozenset((NOTE, OBJECT, TEXT_BOX, biff.CONTINUE))


class Notes:
    """Filled record by record, each of one of KINDS."""

    def __init__(self) -> None:
        self._object, self._length = 0, 0
        self._boxes: dict[int, str] = {}
        self._notes: list[tuple[Place, int, str]] = []

    def add(self, kind: int, data: bytes) -> None:
        if kind == OBJECT:
            self._object, self._length = unpack_from("<6xH", data)[0], 0
        elif kind == TEXT_BOX:
            self._length = unpack_from("<10xH", data)[0]
        elif kind == biff.CONTINUE and self._length:
            wide = bool(data[:1] != b"\x00")
            text = data[1:].decode("utf-16-le" if wide else "latin-1", "replace")[: self._length]
            self._boxes[self._object] = self._boxes.get(self._object, "") + text
            self._length -= len(text)
        elif kind == NOTE:
            row, column, _, number = unpack_from("<4H", data)
            self._notes.append(((row + 1, column + 1), number, biff.text(data, 8)))

    def found(self) -> dict[Place, tuple[str, str]]:
        """Author and text by row and column, from 1."""
        return {at: (author, text) for at, number, author in self._notes if (text := self._boxes.get(number))}
