"""Puts marks on cells in the XML of a sheet: the style of those cells changes, nothing else does."""

from __future__ import annotations

import re
from bisect import bisect, bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from domain.problem import Severity
from loaders.formats.sheet_survey import column_number
from loaders.sheet import column_letter
from reports.marking.package import RELATIONSHIPS
from reports.marking.styles import Styles
from reports.marking.xml_text import Node, parse, written

Place = tuple[int, int]  # row and column, both from 1
_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_MERGE = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?\bref=[\"']([A-Z]+[0-9]+):([A-Z]+[0-9]+)[\"']")
_SELECTED = re.compile(rb"(<(?:\w+:)?sheetView\b[^>]*?)\s+tabSelected=[\"'](?:1|true)[\"']")
_AFTER_NOTES = {
    "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "AlternateContent", "webPublishItems",
    "tableParts", "extLst",
}  # fmt: skip
_DEFAULT_WIDTH = 9.0


def place(address: str) -> Place | None:
    """Where "J8" is; None for what is no single cell a sheet can have."""
    match = _ADDRESS.fullmatch(address)
    if match is None or int(match[2]) > 1_048_576 or column_number(match[1]) > 16_384:
        return None
    return int(match[2]), column_number(match[1])


def corners(xml: bytes, places: Iterable[Place]) -> dict[Place, Place]:
    """Where each place is seen: in the first cell of the merge it lies in, else in itself."""
    found = {each: each for each in places}
    waiting = sorted(found)
    for match in _MERGE.finditer(xml):
        first, last = place(match[1].decode()), place(match[2].decode())
        if first and last:
            rows = waiting[bisect_left(waiting, (first[0], 0)) : bisect_left(waiting, (last[0] + 1, 0))]
            inside = {at for at in rows if first[1] <= at[1] <= last[1]}
            found |= dict.fromkeys(inside, first)
            waiting = [at for at in waiting if at not in inside] if inside else waiting
    return found


def unselected(xml: bytes) -> bytes:
    """A sheet that is not among those selected; two selected ones would be edited together."""
    head, mark, rest = xml.partition(b"sheetData")
    return _SELECTED.sub(rb"\1", head) + mark + rest


@dataclass
class SheetPart:
    """A sheet while marks are put on it. `marks`: how grave the worst problem of each place is."""

    xml: bytes
    marks: Mapping[Place, Severity]
    styles: Styles
    _root: Node = field(init=False)
    _cells: dict[Place, Node] = field(default_factory=dict[Place, Node])
    _rows: dict[int, Node] = field(default_factory=dict[int, Node])

    def __post_init__(self) -> None:
        wanted = _Wanted({row for row, _ in self.marks}, self.styles.marks_found)
        self._root = parse(self.xml, wanted)
        kept = (node for node in self._root.within() if node.name in ("row", "c"))
        for node, at in zip(kept, wanted.places, strict=True):
            if node.name == "row":
                self._rows[at[0]] = node
            else:
                self._cells[at] = node
        self._fill()

    @property
    def notes_link(self) -> str:
        """The id of the link to the drawing with the frames of comments; "" while there is none."""
        node = self._root.first("legacyDrawing")
        return next((value for key, value in node.attributes.items() if key.endswith(":id")), "") if node else ""

    def link_notes(self, link: str) -> None:
        """Name the drawing with the frames of comments, where the order of elements has its place."""
        new = f'<{self._root.prefix}legacyDrawing xmlns:r="{RELATIONSHIPS}" r:id="{link}"/>'.encode()
        behind = next((node for node in self._root.children if node.name in _AFTER_NOTES and self._is_late(node)), None)
        if behind:
            behind.before += new
        else:
            self._root.added += new

    def width(self, column: int) -> float:
        """Of a column, in characters."""
        node = self._column(column)
        return float(node.attributes.get("width", _DEFAULT_WIDTH)) if node else _DEFAULT_WIDTH

    def written(self) -> bytes:
        return written(self.xml, self._root)

    def _fill(self) -> None:
        for at, cell in self._cells.items():
            style = int(cell.attributes.get("s", "0"))
            new = self.styles.marked(style, self.marks[at]) if at in self.marks else self.styles.unmarked(style)
            if new != style:
                cell.attributes["s"] = str(new)
        missing: dict[int, dict[Place, bytes]] = defaultdict(dict)
        for at in sorted(at for at in self.marks if at not in self._cells):
            missing[at[0]][at] = self._blank(at)
        self._insert(missing)

    def _insert(self, missing: Mapping[int, Mapping[Place, bytes]]) -> None:
        """Put blank cells among those there are, and rows of them where there are none."""
        places, rows = sorted(self._cells), sorted(self._rows)
        data = self._root.first("sheetData")
        for row, cells in missing.items():
            if row in self._rows:
                self._rows[row].attributes.pop("spans", None)  # a hint how far the row reaches, which is no longer so
                for at, new in cells.items():
                    later = bisect(places, at)
                    if later < len(places) and places[later][0] == row:
                        self._cells[places[later]].before += new
                    else:
                        self._rows[row].added += new
            elif data:
                tag = f"{self._root.prefix}row"
                new = f'<{tag} r="{row}">'.encode() + b"".join(cells.values()) + f"</{tag}>".encode()
                later = bisect(rows, row)
                if later < len(rows):
                    self._rows[rows[later]].before += new
                else:
                    data.added += new

    def _blank(self, at: Place) -> bytes:
        row, column = self._rows.get(at[0]), self._column(at[1])
        style = row.attributes.get("s") if row and row.attributes.get("customFormat") in ("1", "true") else None
        style = style or (column.attributes.get("style") if column else None) or "0"
        marked = self.styles.marked(int(style), self.marks[at])
        return f'<{self._root.prefix}c r="{column_letter(at[1])}{at[0]}" s="{marked}"/>'.encode()

    def _column(self, column: int) -> Node | None:
        spans = self._root.first("cols")
        return next(
            (
                node
                for node in (spans.children if spans else ())
                if int(node.attributes.get("min", "0")) <= column <= int(node.attributes.get("max", "0"))
            ),
            None,
        )

    def _is_late(self, node: Node) -> bool:
        """Whether an element stands after the cells; other programs' additions may stand anywhere."""
        data = self._root.first("sheetData")
        return data is None or node.start > data.start


class _Wanted:
    """Tells `parse` what to keep: all cells of the rows to be marked, the row after one that is missing, old marks."""

    def __init__(self, rows: set[int], old_marks: frozenset[str]) -> None:
        self._rows = rows
        self._awaited = sorted(rows, reverse=True)
        self._old_marks = old_marks
        self._row, self._column = 0, 0
        self.places: list[Place] = []

    def __call__(self, depth: int, name: str, attributes: dict[str, str]) -> bool:
        if depth == 3 and name == "c":
            return self._cell(attributes)
        if depth == 2 and name == "row":
            return self._next_row(attributes)
        return depth == 1 or (depth == 2 and name == "col")

    def _next_row(self, attributes: dict[str, str]) -> bool:
        self._row, self._column = int(attributes.get("r", self._row + 1)), 0
        is_awaited = bool(self._awaited) and self._awaited[-1] <= self._row
        while self._awaited and self._awaited[-1] <= self._row:
            self._awaited.pop()
        if is_awaited:
            self.places.append((self._row, 0))
        return is_awaited

    def _cell(self, attributes: dict[str, str]) -> bool:
        at = place(attributes.get("r", ""))
        self._row, self._column = at or (self._row, self._column + 1)
        is_wanted = self._row in self._rows or attributes.get("s") in self._old_marks
        if is_wanted:
            self.places.append((self._row, self._column))
        return is_wanted
