"""What stands above and below the tables of a sheet: values with a label, and titles."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from loaders import headers
from loaders.sheet import Cell, CellKind, Sheet

_WHOSE = ("department", "period")
_OF_A_NAME = ("department", "unit")  # behind the name there may stand a month or a day, which is none of it
_OF_A_DAY = ("filled_on", "cut_off")
_MONTH = r"(?:[0-9]{1,2}|[一二三四五六七八九十]{1,2})"
_YEAR = r"(?:[0-9]{4}|[〇零○一二三四五六七八九]{4})\s*[年./-]\s*"
_NAME_AND_DATE = re.compile(
    rf"(?P<name>.*?[^0-9\s,;(\[【〔~至到—–-])[\s,;(\[【〔]*(?P<date>(?:{_YEAR}{_MONTH}|{_MONTH}\s*月).*)"
)
_NAMING = ("code", "name", "task_code", "task_name")  # a row with a column of these is one of headings


@dataclass(frozen=True)
class Labelled:
    """A value found beside or behind its label, "" where it is missing. `cell` is where the value stands."""

    value: Cell | str
    cell: str

    @property
    def text(self) -> str:
        return (self.value if isinstance(self.value, str) else self.value.raw).strip()


Block = dict[str, Labelled]
"""Values by label: department, period, cut_off, reporter …"""


def labelled(sheet: Sheet, rows: Iterable[int], columns: range | None = None) -> Block:
    """Everything labelled in `rows`, and in `columns` if any are given, the first of each kind."""
    block: Block = {}
    for row in rows:
        for cell in _within(sheet, row, columns):
            for key, value in labels_in(cell.raw):
                found = Labelled(value, cell.address) if value else _beside(sheet, cell)
                block.setdefault(key, _name_alone(found) if key in _OF_A_NAME else found)
    return block


def _name_alone(found: Labelled) -> Labelled:
    name, behind = name_and_date(found.text)
    return Labelled(name, found.cell) if behind else found


def is_block_row(sheet: Sheet, row: int) -> bool:
    """Whether a row says whose or which month's a table is: a label with its value behind or beside it.

    Such words head columns too; then another heading stands beside them, or one in the row that names things.
    """
    cells = sheet.row(row)
    if any(headers.column(cell.raw) in _NAMING for cell in cells):
        return False
    found = [(cell, key, value) for cell in cells for key, value in labels_in(cell.raw)]
    if (
        len(cells) == len(found) == 1
        and found[0][1] in _WHOSE
        and sheet.shown(row + 1, cells[0].column) is not cells[0]
    ):
        return True  # a label alone, whose value was left blank
    return any(value or _has_answer(sheet, cell) for cell, _, value in found)


def says_when_filled(sheet: Sheet, row: int) -> bool:
    """Whether a day stands beside 「导出时间」 or the like in a row: the day is the label's, and heads no column."""
    answers = (
        value_beside(sheet, cell) for cell in sheet.row(row) for key, _ in labels_in(cell.raw) if key == "filled_on"
    )
    return any(answer is not None and answer.kind is CellKind.DATE for answer in answers)


def _has_answer(sheet: Sheet, label: Cell) -> bool:
    beside = value_beside(sheet, label)
    return beside is not None and headers.column(beside.raw) is None


def _beside(sheet: Sheet, label: Cell) -> Labelled:
    """The next filled cell to the right unless that is a label; else the one below; else the empty one beside."""
    cell = value_beside(sheet, label) or _value_below(sheet, label)
    return Labelled(cell, cell.address) if cell else Labelled("", sheet.address(label.row, sheet.right_of(label)))


def value_beside(sheet: Sheet, label: Cell) -> Cell | None:
    """The cell holding the value of a label cell."""
    following = next((cell for cell in sheet.row(label.row) if cell.column > label.column), None)
    return following if following and not labels_in(following.raw) else None


def _value_below(sheet: Sheet, label: Cell) -> Cell | None:
    """The value under a label, where a whole row of labels, or one alone, has its values under it and none beside."""
    above, below = sheet.row(label.row), sheet.row(label.row + 1)
    if [cell.column for cell in above] != [cell.column for cell in below]:
        return None
    are_labels = all(any(not value for _, value in labels_in(cell.raw)) for cell in above)
    are_values = not any(
        labels_in(cell.raw) or headers.column(cell.raw) or headers.row_opening(cell.raw) for cell in below
    )
    return sheet.at(label.row + 1, label.column) if are_labels and are_values else None


def labels_in(text: str) -> Sequence[tuple[str, str]]:
    """The labels of one cell with the values written behind them: 「填报单位（盖章）：… 报告期：2024年3月」.

    The first must open the cell or follow a space or a mark: 「项目负责人：…」 in a sentence is no label.
    """
    return _parts(text)[0]


def unlabelled(text: str) -> Sequence[str]:
    """What stands in a cell with labels and is of none: a title before, 「…表（单位：名）」, a day behind a name."""
    return _parts(text)[1]


@lru_cache(maxsize=4096)
def _parts(text: str) -> tuple[Sequence[tuple[str, str]], Sequence[str]]:
    """The labels of a cell, and the texts of it that are none of theirs."""
    if text.isdecimal():
        return (), ()  # a figure, as most cells are
    whole = headers.label(text)
    if whole and not whole[1]:
        return [whole], ()
    short = headers.half_width(text)
    marks = list(headers.label_marks().finditer(short))
    while marks and marks[0].start() > 0 and short[marks[0].start() - 1].isalnum():
        marks.pop(0)
    ends = [*(mark.start() for mark in marks[1:]), len(short)][: len(marks)]
    pieces = (short[mark.start() : end] for mark, end in zip(marks, ends, strict=True))
    found, others = list[tuple[str, str]](), [short[: marks[0].start()] if marks else ""]
    for key, value in filter(None, map(headers.label, pieces)):
        inside, outside = _to_closing_bracket(value)
        name, behind = name_and_date(inside) if key in _OF_A_NAME else (inside, "")
        found.append((key, name.strip()))
        others += [behind, outside]
    return found, [rest for each in others if (rest := each.strip(" ,;([【〔"))]


def _to_closing_bracket(value: str) -> tuple[str, str]:
    """A value up to the end of the brackets that its label stands in, and what follows: 「名）」 → 「名」."""
    depth = 0
    for at, mark in enumerate(value):
        depth += (mark in "([【〔") - (mark in ")]】〕")
        if depth < 0:
            return value[:at], value[at + 1 :]
    return value, ""


@lru_cache(maxsize=4096)
def name_and_date(text: str) -> tuple[str, str]:
    """A name and the month or day behind it: 「市某局（公章） 2024年8月2日」; "" where there is none."""
    match = _NAME_AND_DATE.fullmatch(headers.half_width(text))
    return (match["name"], match["date"]) if match else (text, "")


def _within(sheet: Sheet, row: int, columns: range | None) -> Iterable[Cell]:
    return sheet.row(row) if columns is None else [cell for cell in sheet.row(row) if cell.column in columns]


def titles(sheet: Sheet, rows: Iterable[int], columns: range | None = None) -> list[Labelled]:
    """The texts in `rows` that carry no label, such as 「2024年3月工作进展情况统计表」, and are not the day of one."""
    cells = [cell for row in rows for cell in _within(sheet, row, columns)]
    days = {_beside(sheet, c).cell for c in cells if any((key, "") in labels_in(c.raw) for key in _OF_A_DAY)}
    return [
        Labelled(text, cell.address)
        for cell in cells
        if cell.address not in days
        for text in (unlabelled(cell.raw) if labels_in(cell.raw) else [cell])
    ]
