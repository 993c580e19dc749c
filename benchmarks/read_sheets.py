"""How long reading takes, beside other readers of the same files: `make bench`, or with `--full` at full size.

Each round lets every reader read every file once, in changing order; what counts is the median over the rounds of the
ratio to python-calamine in the same round, since times on a shared machine wander and ratios hardly do. Circles of
objects are looked for as rarely as in a worker.
"""

from __future__ import annotations

import argparse
import gc
import json
import random
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path
from statistics import median
from struct import pack

import pandas
import python_calamine
import xlsxwriter

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from loaders.limits import MEGABYTE, Limits
from loaders.workbook import read_workbook
from loaders.worker import OBJECTS_BETWEEN_LOOKS
from tests.support import ods, ole2

MOST_ROWS_OF_OTHERS = 20_000  # as many as an .xls written by hand here can hold
LIMITS = Limits(64 * MEGABYTE, 640 * MEGABYTE)
Reader = Callable[[str, bytes], object]


def ours(name: str, content: bytes) -> object:
    book = read_workbook(name, content, LIMITS)
    assert book.sheets, book.problems
    return book


def ours_every_cell(name: str, content: bytes) -> object:
    """With every cell made and looked at once; what is laid out as a table looks at most of them."""
    return [cells for sheet in read_workbook(name, content, LIMITS).sheets for _, cells in sheet.rows()]


def calamine(_: str, content: bytes) -> object:
    with python_calamine.CalamineWorkbook.from_filelike(BytesIO(content)) as book:
        return [book.get_sheet_by_name(sheet).to_python() for sheet in book.sheet_names]


def pandas_calamine(_: str, content: bytes) -> object:
    return pandas.read_excel(BytesIO(content), sheet_name=None, header=None, engine="calamine")


def pandas_openpyxl(_: str, content: bytes) -> object:
    return pandas.read_excel(BytesIO(content), sheet_name=None, header=None, engine="openpyxl")


READERS: dict[str, Reader] = {
    "python-calamine": calamine,
    "ours": ours,
    "ours, every cell": ours_every_cell,
    "pandas on calamine": pandas_calamine,
    "pandas on openpyxl": pandas_openpyxl,
}


def sheet(rows: int, seed: int) -> bytes:
    """A sheet of twelve columns as departments send them: title, headings, names, figures, dates, shares, formulas."""
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sheet.xlsx"
        with xlsxwriter.Workbook(path) as book:
            page = book.add_worksheet("月报")
            share, day = book.add_format({"num_format": "0.0%"}), book.add_format({"num_format": "yyyy-mm-dd"})
            page.merge_range(0, 0, 0, 11, f"月报 {seed}")
            page.write_row(2, 0, [f"列{column}" for column in range(12)])
            for row in range(3, rows + 3):
                page.write_row(row, 0, [row - 2, f"M{row % 97}-1", f"指标{row % 997}"])
                page.write_row(row, 3, [chance.randrange(100_000) for _ in range(6)])
                page.write_number(row, 9, 45_000 + row % 900, day)
                page.write_number(row, 10, round(chance.random(), 3), share)
                page.write_formula(row, 11, f"=D{row + 1}+E{row + 1}", None, chance.randrange(1, 1_000))
        return path.read_bytes()


CODES, NAMES = 97, 997  # so many of each


def figures(chance: random.Random) -> list[float]:
    return [chance.randrange(100_000) / (place or 1) for place in range(10)]


def ods_sheet(rows: int) -> bytes:
    """Two texts and ten figures a row."""
    chance = random.Random(0)
    texts = (f"{ods.cell(f'M{row % CODES}-1')}{ods.cell(f'指标{row % NAMES}')}" for row in range(rows))
    return ods.ods("".join(ods.row(text + "".join(map(ods.number, figures(chance)))) for text in texts))


def xls_sheet(rows: int) -> bytes:
    """The same, the texts shared as every program shares them."""
    chance = random.Random(0)
    shared = [f"M{number}-1" for number in range(CODES)] + [f"指标{number}" for number in range(NAMES)]
    strings = ole2.record(0xFC, pack("<II", len(shared), len(shared)) + b"".join(map(ole2.text, shared)))
    records: list[bytes] = []
    for row in range(rows):
        records += [ole2.shared_label(row, 0, row % CODES), ole2.shared_label(row, 1, CODES + row % NAMES)]
        records += [ole2.number(row, column, figure) for column, figure in enumerate(figures(chance), 2)]
    return ole2.xls(b"".join(records), before=ole2.PLAIN_STYLE + strings)


def compare(files: Sequence[bytes], readers: Sequence[str], rounds: int) -> dict[str, dict[str, float]]:
    """Median seconds of each reader, and its median ratio to python-calamine within a round."""
    seconds: dict[str, list[float]] = {name: [] for name in readers}
    for number in range(rounds):
        names = list(readers)
        names = names[number % len(names) :] + names[: number % len(names)]
        for name in names:
            gc.collect()
            began = time.process_time()
            for content in files:
                READERS[name]("sheet.xlsx", content)
            seconds[name].append(time.process_time() - began)
    least = seconds["python-calamine"]
    return {
        name: {
            "seconds": round(median(taken), 4),
            "ratio": round(median(one / other for one, other in zip(taken, least, strict=True)), 2),
        }
        for name, taken in seconds.items()
    }


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--full", action="store_true", help="1,000 small sheets and one of 200,000 rows")
    options.add_argument("--json", type=Path, help="also write the figures here")
    chosen = options.parse_args()
    small, large, rounds = (1_000, 200_000, 3) if chosen.full else (40, 8_000, 5)
    other = min(large, MOST_ROWS_OF_OTHERS)
    cases = {
        f"{small:,} sheets of 50 rows × 12": ([sheet(50, seed) for seed in range(small)], list(READERS)),
        f"1 sheet of {large:,} rows × 12": ([sheet(large, 0)], list(READERS)),
        f"1 sheet of {other:,} rows × 12 as .ods": ([ods_sheet(other)], list(READERS)[:4]),
        f"1 sheet of {other:,} rows × 12 as .xls": ([xls_sheet(other)], list(READERS)[:4]),
    }
    gc.set_threshold(OBJECTS_BETWEEN_LOOKS)
    found: dict[str, dict[str, dict[str, float]]] = {}
    for title, (files, readers) in cases.items():
        found[title] = compare(files, readers, rounds)
        print(f"\n{title}\n{'':24}{'seconds':>10}{'× calamine':>12}", flush=True)
        for name, figures in found[title].items():
            print(f"{name:24}{figures['seconds']:>10.3f}{figures['ratio']:>12.2f}", flush=True)
    if chosen.json:
        chosen.json.write_text(json.dumps(found, ensure_ascii=False, indent=2), encoding="utf-8")
    else:
        print("\n" + json.dumps(found, ensure_ascii=False))


if __name__ == "__main__":
    main()
