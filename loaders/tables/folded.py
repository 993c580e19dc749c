"""Where a sheet gives each thing several rows, one for each of its figures: 本月数 on one, 累计数 on the next.

Such rows are laid beside each other (`Fold.sheet`), their words as one more row of headings, and then read like any
others. What the words mean is for `headings`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product

from loaders import headers
from loaders.sheet import Cell, CellKind, Merge, Place, Sheet
from loaders.tables.header import FIGURES
from loaders.tables.scopes import ScopeReader

LONGEST_WORD = 12
_DEEPEST = 3  # rows of headings above
Group = Mapping[str, int]
"""The rows of one thing by the word of each."""


def fold_from(sheet: Sheet, row: int, reader: ScopeReader) -> Fold | None:
    """The run of such rows that begins in `row`; their words stand in one column, behind what they are about."""
    cells, below = sheet.row(row), sheet.row(row + 1)
    words = {cell.column: cell for cell in below if cell.column > 1 and _is_word(cell)}
    for cell in cells:
        other = words.get(cell.column)
        if other and _is_word(cell) and cell.raw != other.raw and (_counts(cell, reader) or _counts(other, reader)):
            groups = _groups(sheet, row, cell.column)
            if groups and min(groups[0].values()) == row:
                return Fold(sheet, cell.column, groups, list(dict.fromkeys(word for group in groups for word in group)))
    return None


def _groups(sheet: Sheet, row: int, column: int) -> list[Group]:
    """The groups from `row` on, down to where the headings above them come again; other rows may stand between."""
    groups: list[Group] = []
    first = row
    while row <= sheet.last_row and not (groups and _is_heading_again(sheet, row, first)):
        group = _group(sheet, row, column)
        if len(group) > 1:
            groups.append(group)
            row = max(group.values())
        elif not groups:
            break
        row += 1
    return groups


def _is_word(cell: Cell) -> bool:
    """Whether a cell may say what its row is of its thing; numbers kept as text do not."""
    return cell.kind is CellKind.TEXT and len(cell.raw) <= LONGEST_WORD and any(map(str.isalpha, cell.raw))


def _counts(cell: Cell, reader: ScopeReader) -> bool:
    """Whether a word says what is counted: 「本月」, 「3月累计」, 「完成」."""
    rest = reader.split(cell.raw)[1]
    role = headers.column(rest)
    return role in FIGURES or (role is None and headers.is_neutral(rest))


def _group(sheet: Sheet, row: int, column: int) -> Group:
    """The rows from `row` on that are about one thing, each with a word of its own."""
    group: dict[str, int] = {}
    while (word := sheet.at(row, column)) and _is_word(word) and headers.compact(word.raw) not in group:
        if _heads(sheet, row):
            break
        if group and not _is_same(sheet, min(group.values()), row, column):
            break
        group[headers.compact(word.raw)] = row
        row += 1
    return group if any(_is_filled(sheet, each, column) for each in group.values()) else {}


def _heads(sheet: Sheet, row: int) -> bool:
    """Whether a row is one of headings: two of them or more beside each other."""
    return sum(headers.column(cell.raw) not in (None, "total") for cell in sheet.row(row)) > 1


def _is_same(sheet: Sheet, first: int, row: int, column: int) -> bool:
    """Whether `row` says nothing else before the word than the first row does; numbering may go on."""
    if not any(cell.kind is CellKind.TEXT and cell.column < column for cell in _seen(sheet, first, column)):
        return False
    for cell in _seen(sheet, row, column):
        above = sheet.shown(first, cell.column)
        is_numbered = cell.kind is CellKind.NUMBER and (above is None or above.kind is CellKind.NUMBER)
        if not is_numbered and (above is None or headers.compact(above.raw) != headers.compact(cell.raw)):
            return False
    return True


def _seen(sheet: Sheet, row: int, column: int) -> list[Cell]:
    return [cell for at in range(1, column) if (cell := sheet.above_in_merge(row, at))]


def _is_filled(sheet: Sheet, row: int, column: int) -> bool:
    return any(cell.column > column and cell.kind is CellKind.NUMBER for cell in sheet.row(row))


def _is_heading_again(sheet: Sheet, row: int, first: int) -> bool:
    """Whether `row` repeats the headings that stand over the row `first`."""
    above = [_texts(sheet, each) for each in range(max(first - _DEEPEST, 1), first)]
    texts = _texts(sheet, row)
    return len(texts) > 1 and texts in above


def _texts(sheet: Sheet, row: int) -> list[str]:
    return [cell.raw for cell in sheet.row(row)]


@dataclass(frozen=True)
class Fold:
    """`words` stand in `column`; from there on each column of figures becomes as many as there are words."""

    page: Sheet
    column: int
    groups: Sequence[Group]
    words: Sequence[str]

    @property
    def first_row(self) -> int:
        return min(self.groups[0].values())

    @property
    def last_row(self) -> int:
        return max(self.groups[-1].values())

    @cached_property
    def sheet(self) -> Sheet:
        """The rows laid beside each other, with up to three rows above them at the numbers they have on the page."""
        lines: dict[int, dict[int, Cell]] = {}
        for row, at, cell in self._placed():
            lines.setdefault(row, {}).setdefault(at, cell._replace(row=row, column=at))
        lines = {row: dict(sorted(lines[row].items())) for row in sorted(lines)}
        merges = tuple(self._merges())
        last_column = max(max(line) for line in lines.values())
        return Sheet(
            self.page.name,
            self.page.visible,
            merges,
            frozenset(row for row, places in self._rows.items() if set(places.values()) & self.page.hidden_rows),
            frozenset(at for at, place in self._sources.items() if place[0] in self.page.hidden_columns),
            max(lines),
            last_column,
            _rows=lines,
            _merged={
                place: merge
                for merge in merges
                for place in product(range(merge[0], merge[2] + 1), range(merge[1], merge[3] + 1))
            },
            _origin=self._origin,
            aside=self.page.aside,
        )

    def _placed(self) -> Iterator[tuple[int, int, Cell]]:
        """Each cell with its new row and column."""
        for row, places in self._rows.items():
            if not places:
                yield from self._words_row(row)
            for word, source in places.items():
                for cell in self.page.row(source):
                    is_word = cell.column == self.column and source >= self._heading_row
                    is_figure = cell.column in self._spread and word in self.words
                    if not is_word:
                        place = self.words.index(word) if is_figure else 0
                        yield row, self._start(cell.column) + place, cell

    def _words_row(self, row: int) -> Iterator[tuple[int, int, Cell]]:
        for source in sorted(self._spread):
            for place, word in enumerate(self.words):
                first = next(group[word] for group in self.groups if word in group)
                cell = self.page.at(first, self.column)
                if cell:
                    yield row, self._start(source) + place, cell

    @cached_property
    def _rows(self) -> Mapping[int, Mapping[str, int]]:
        """New rows with the rows of the page they are made of, by word; the row of words itself is made of none."""
        last = self._heading_row
        rows: dict[int, Mapping[str, int]] = {row: {"": row} for row in range(max(last - _DEEPEST, 1), last + 1)}
        rows[last + 1] = {}
        grouped = {min(group.values()): group for group in self.groups}
        inside = {row for group in self.groups for row in group.values()}
        new = last + 2
        for row in range(last + 1, self.last_row + 1):
            if row in grouped or row not in inside:
                rows[new] = grouped.get(row, {"": row})
                new += 1
        return rows

    @cached_property
    def _heading_row(self) -> int:
        """The last row above that says something of the columns of figures; chapter titles may stand below it."""
        above = range(self.first_row - 1, max(self.first_row - 1 - _DEEPEST, 0), -1)
        return next((row for row in above if any(self.page.at(row, at) for at in self._spread)), self.first_row - 1)

    @cached_property
    def _spread(self) -> frozenset[int]:
        """Columns behind the words that hold figures."""
        rows = [row for group in self.groups for row in group.values()]
        cells = [cell for row in rows for cell in self.page.row(row) if cell.column > self.column]
        return frozenset(
            cell.column for cell in cells if cell.kind is not CellKind.TEXT or cell.raw.strip()[:1].isdigit()
        )

    def _start(self, column: int) -> int:
        """Where a column of the page begins."""
        return column + (len(self.words) - 1) * sum(each < column for each in self._spread)

    @cached_property
    def _sources(self) -> Mapping[int, tuple[int, int]]:
        """By new column: the column of the page and which of the words it is of."""
        return {
            self._start(column) + place: (column, place)
            for column in range(1, self.page.last_column + 1)
            for place in range(len(self.words) if column in self._spread else 1)
        }

    def _origin(self, row: int, column: int) -> Place:
        source, place = self._sources.get(column, (column, 0))
        rows = self._rows.get(row, {"": row})
        word = self.words[place]
        return rows.get(word, next(iter(rows.values()), self.first_row)), source

    def _merges(self) -> Iterator[Merge]:
        """The merges of the page where they now are; a heading stands over all the columns made of its own."""
        new = {source: row for row, places in self._rows.items() for source in places.values()}
        for top, left, bottom, right in self.page.merges:
            if top in new and bottom in new:
                yield new[top], self._start(left), new[bottom], self._end(right)
        merged = {(row, at) for top, left, bottom, right in self.page.merges
                  for row in range(top, bottom + 1) for at in range(left, right + 1)}  # fmt: skip
        for row in range(max(self._heading_row - _DEEPEST, 1), self._heading_row + 1):
            for column in self._spread:
                if (row, column) not in merged:
                    yield row, self._start(column), row, self._end(column)

    def _end(self, column: int) -> int:
        return self._start(column + 1) - 1
