"""What the reports of a month cost: the bulletin beside a bare run of the same libraries with the same charts, text and
tables and no template, and the whole set beside the bulletin alone: `make bench`.

All is drawn and written in the worker, started anew each time, so that it keeps no picture; its start is not counted.
"""

from __future__ import annotations

import io
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import docx
import vl_convert

from domain.period import Period
from loaders import targets_file
from reports import drawing
from reports.bulletin import bulletin
from reports.document import Document, Figure, Grid, Passage, Picture
from reports.picture import PRINTED, printed
from reports.report import REPORTS, Asked, make
from sample_data import sending
from storage.schema import upgrade
from storage.store import Store
from views.position import Knowledge, Position
from wording import Words

MONTH, TODAY, ROUNDS = Period(2024, 6), date(2024, 7, 8), 3


def sample(folder: Path) -> Position:
    """The month of the invented figures."""
    reading = targets_file.read(Path(__file__).resolve().parent.parent / "targets.toml")
    assert reading.plan is not None
    upgrade(f"sqlite:///{folder}/sample.sqlite")
    store = Store.open(f"sqlite:///{folder}/sample.sqlite")
    assert all(accepted for _, _, accepted in sending.send(reading.plan, store))
    known = Knowledge(reading.plan, store.ledger(), TODAY, None, reading.sha256)
    store.close()
    return known.position(MONTH)


def bare(told: Document) -> bytes:
    """The same charts, paragraphs and tables, as one would write them down with the libraries alone."""
    file = docx.Document()
    for part in (*told.text, *(part for attachment in told.attachments for part in attachment.parts)):
        if isinstance(part, Passage):
            _ = file.add_paragraph(part.text)
        elif isinstance(part, Picture):
            for spec in printed(part.exhibit):
                _ = file.add_picture(io.BytesIO(vl_convert.vegalite_to_png(spec, scale=1843 / PRINTED)))
        else:
            fill(file, part)
    target = io.BytesIO()
    file.save(target)
    return target.getvalue()


def fill(file: Any, grid: Grid) -> None:
    table = file.add_table(rows=0, cols=len(grid.heads))
    for row in (grid.heads, *grid.rows):
        for cell, value in zip(table.add_row().cells, row, strict=True):
            cell.text = value.text if isinstance(value, Figure) else value


def fresh() -> None:
    """A worker that has drawn nothing yet."""
    drawing.close()
    assert drawing.apart(drawing.fonts_work)


def seconds(run: Callable[[], object]) -> float:
    began = time.perf_counter()
    run()
    return time.perf_counter() - began


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        position = sample(Path(folder))
    asked = Asked(position, Words("zh"))
    told = bulletin(position, asked.words, asked.stationery)
    rounds: list[tuple[float, float, float]] = []
    for _ in range(ROUNDS):
        fresh()
        alone = seconds(lambda: drawing.apart(bare, told))
        fresh()
        ours = seconds(lambda: make("bulletin.docx", asked))
        fresh()
        rounds.append((alone, ours, seconds(lambda: [make(name, asked) for name in REPORTS])))
    print("The reports of a month, middles of rounds")
    print(f"  bare run of the libraries   {median(alone for alone, _, _ in rounds):6.1f} s")
    print(f"  the bulletin                {median(ours / alone for alone, ours, _ in rounds):6.2f} of it")
    print(f"  the whole set               {median(every / ours for _, ours, every in rounds):6.2f} of the bulletin")


if __name__ == "__main__":
    main()
