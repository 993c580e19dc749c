"""The records of a BIFF8 stream, what an .xls or .et is made of inside: numbers, texts, styles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from struct import Struct, iter_unpack, pack, unpack, unpack_from
from struct import error as StructError  # noqa: N812 - its name there says nothing

from loaders.formats.number_format import Format, Shown, built_in, format_by
from loaders.formats.rich_text import Run, told
from loaders.limits import Damaged

BOF, EOF, CONTINUE = 0x809, 0x0A, 0x3C
BIFF5, BIFF8 = 0x0500, 0x0600
WORKBOOK, WORKSHEET = 0x0005, 0x0010  # kinds of substream
MACRO_SHEET = 1  # a kind of sheet
FILEPASS, DATEMODE, BOUNDSHEET, SST = 0x2F, 0x22, 0x85, 0xFC
FONT, FORMAT, XF = 0x31, 0x41E, 0xE0
WINDOW, UNCALCULATED = 0x23E, 0x5E
ROW, COLINFO, MERGES = 0x208, 0x7D, 0xE5
LABEL, RSTRING, LABELSST, NUMBER, RK, MULRK, BOOLERR, FORMULA, STRING = (
    0x204, 0xD6, 0xFD, 0x203, 0x27E, 0xBD, 0x205, 0x06, 0x207,
)  # fmt: skip
ERRORS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A",
}  # fmt: skip
_LENGTHS = {LABELSST: 10, RK: 10, NUMBER: 14, BOOLERR: 8}
_STRUCK = 0x0008
_USUAL = Format(Shown.NUMBER)
_PLAIN = Run("")
_LIFTS = {1: 1, 2: -1}
_WIDE, _PHONETIC, _RICH = 1, 4, 8


Record = tuple[int, int, int]  # kind, and where its data begin and end


def is_sound(kind: int, length: int) -> bool:
    """Whether a record of a cell is as long as those of its kind are."""
    if kind == MULRK:
        return length >= 12 and length % 6 == 0
    return length >= 22 if kind == FORMULA else _LENGTHS.get(kind) == length


def records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """The records of one substream, from its BOF to its EOF; those of charts inside it are passed over."""
    return ((kind, stream[start:end]) for kind, start, end in places(stream, at))


def places(stream: bytes, at: int) -> Iterator[Record]:
    """The same, as where they are."""
    depth, whole = 0, len(stream)
    head = Struct("<HH").unpack_from
    try:
        while True:
            kind, length = head(stream, at)
            start = at + 4
            at = start + length
            if at > whole:
                raise Damaged("cut off")
            if kind == BOF:
                depth += 1
            elif kind == EOF:
                depth -= 1
                if not depth:
                    return
            if depth == 1:
                yield kind, start, at
    except StructError as error:
        raise Damaged from error


def rk_number(coded: int) -> float:
    """A number squeezed into 30 bits; the other two say how."""
    value: float
    if coded & 2:
        value = ((coded ^ 0x8000_0000) - 0x8000_0000) >> 2
    else:
        (value,) = unpack("<d", pack("<Q", (coded & ~3) << 32))
    return value / 100 if coded & 1 else value


def text(data: bytes, at: int, wide_length: bool = True) -> str:
    """A text that lies within one record."""
    if found := list(texts([data[at:]], 1, wide_length=wide_length)):
        return found[0]
    raise Damaged("no text")


def format_code(data: bytes) -> str:
    """The code in a record of a number format, as much of it as is there: some programs count it wrong."""
    length, flags = unpack_from("<HB", data, 2)
    found = data[5 : 5 + length * (2 if flags & _WIDE else 1)]
    return found.decode("utf-16-le" if flags & _WIDE else "latin-1", "ignore")


def texts(pieces: list[bytes], count: int, *, wide_length: bool = True, fonts: Fonts | None = None) -> Iterator[str]:
    """`count` texts laid end to end over a record and those that continue it; fewer where there are fewer.

    With `fonts` what is raised or struck through in them is told as `rich_text` does.
    """
    source = _Pieces(pieces)
    for _ in range(count):
        if source.is_done():
            return
        length = source.number(2 if wide_length else 1)
        flags = source.number(1)
        runs = source.number(2) if flags & _RICH else 0
        phonetic = source.number(4) if flags & _PHONETIC else 0
        found = source.characters(length, is_wide=bool(flags & _WIDE))
        places = list(iter_unpack("<HH", source.taken(4 * runs)))
        source.taken(phonetic)
        yield fonts.told(found, places) if fonts and places else found


@dataclass
class Fonts:
    """What matters of the fonts of a workbook, added in their order."""

    looks: list[Run] = field(default_factory=list[Run])

    def add(self, data: bytes) -> None:
        is_struck, lift = unpack_from("<2xH4xH", data.ljust(10, b"\x00"))
        self.looks.append(Run("", _LIFTS.get(lift, 0), bool(is_struck & _STRUCK)))

    def of(self, number: int) -> Run:
        """There is no font number 4: those after it count one further."""
        place = number - (number > 4)
        return self.looks[place] if place < len(self.looks) else _PLAIN

    def told(self, text: str, places: Sequence[tuple[int, int]]) -> str:
        """A text, with the number of the font from each place on; before the first it is in that of its cell."""
        wide = text.encode("utf-16-le", "surrogatepass")  # in which places are counted
        ends = [at for at, _ in places[1:]] + [len(wide) // 2]
        runs = [_PLAIN._replace(text=_narrow(wide[: 2 * places[0][0]]))]
        for (start, font), end in zip(places, ends, strict=True):
            runs.append(self.of(font)._replace(text=_narrow(wide[2 * start : 2 * end])))
        return told(runs)


def _narrow(wide: bytes) -> str:
    return wide.decode("utf-16-le", "surrogatepass")


class _Pieces:
    def __init__(self, pieces: list[bytes]) -> None:
        self._pieces = pieces
        self._index, self._at = 0, 0

    def is_done(self) -> bool:
        """Whether nothing is left; goes on to the piece that has something."""
        while self._index < len(self._pieces) and self._at >= len(self._pieces[self._index]):
            self._index, self._at = self._index + 1, 0
        return self._index == len(self._pieces)

    def _here(self) -> bytes:
        """The piece that is read, which has something left."""
        if self.is_done():
            raise Damaged("a text is cut off")
        return self._pieces[self._index]

    def number(self, size: int) -> int:
        piece = self._here()
        self._at += size
        if self._at > len(piece):
            raise Damaged("a text is cut off")
        return int.from_bytes(piece[self._at - size : self._at], "little")

    def characters(self, length: int, *, is_wide: bool) -> str:
        """Where a text goes on in the next piece, a byte there says anew how wide its characters are."""
        found = ""
        while length:
            piece = self._pieces[self._index]
            if self._at >= len(piece):
                self._here()
                is_wide = bool(self.number(1) & _WIDE)
                piece = self._here()
            size = 2 if is_wide else 1
            part = piece[self._at : self._at + length * size]
            part = part[: len(part) // size * size]
            if not part:
                raise Damaged("a text is cut off")
            found += part.decode("utf-16-le" if is_wide else "latin-1", "surrogatepass")
            self._at += len(part)
            length -= len(part) // size
        return found

    def taken(self, size: int) -> bytes:
        """The next bytes, over as many pieces as they lie in."""
        found = b""
        while size:
            here = self._here()[self._at : self._at + size]
            self._at += len(here)
            found, size = found + here, size - len(here)
        return found


@dataclass
class CellStyles:
    """What the numbered styles of cells show, gathered record by record."""

    _shown: list[Format] = field(default_factory=list[Format])
    _struck: list[bool] = field(default_factory=list[bool])
    fonts: Fonts = field(default_factory=Fonts)
    _formats: dict[int, Format] = field(default_factory=dict[int, Format])
    _used: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])

    def add(self, kind: int, data: bytes) -> None:
        if kind == FONT:
            self.fonts.add(data)
        elif kind == FORMAT:
            self._formats[unpack_from("<H", data)[0]] = format_by(format_code(data))
        elif kind == XF:
            self._used.append(unpack_from("<HH", data))

    def settle(self) -> None:
        """Once all are known."""
        for font, number_format in self._used:
            self._struck.append(self.fonts.of(font).is_struck)
            self._shown.append(self._formats.get(number_format) or built_in(number_format))

    def shows(self, style: int) -> Format:
        """What a style makes of a number; a style that is not there, nothing of its own."""
        return self._shown[style] if style < len(self._shown) else _USUAL

    def strikes(self, style: int) -> bool:
        return style < len(self._struck) and self._struck[style]


def merges(data: bytes) -> list[tuple[int, int, int, int]]:
    """First row, first column, last row, last column, from 1."""
    (count,) = unpack_from("<H", data)
    return [(r1 + 1, c1 + 1, r2 + 1, c2 + 1) for r1, r2, c1, c2 in iter_unpack("<4H", data[2 : 2 + 8 * count])]
