"""What a deployment of a million figures costs beside one of the sample's size: `make bench`.

Both are invented by `city`. Each is measured in a process of its own: reading what is known, its memory, all lights of
a month, what changed, what one page looks up, and an accepted sheet until its lights are there. Only the ratios mean
anything elsewhere.

    python benchmarks/big.py [--keep FOLDER]
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.city import BIG, LAST, SAMPLE, make, plan_of, sheet
from domain.sending import Sending
from service.kept import Kept
from storage.store import Store
from views import measure, news
from views.expected import reliabilities
from views.position import Knowledge

SIZES = (SAMPLE, BIG)
NOW = datetime(2026, 2, 1, 4, tzinfo=UTC)


def memory() -> float:
    """What this process holds, in MB."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


def milliseconds(run: Callable[[], object]) -> float:
    began = time.process_time()
    run()
    return 1000 * (time.process_time() - began)


def measured(home: Path) -> dict[str, float]:
    """Milliseconds of processor time of each piece of work, and megabytes."""
    plan, kept, found = plan_of(home), Kept(60_000), dict[str, float]()
    store = Store.open(f"sqlite:///{home}/ledger.sqlite")
    at_first = memory()

    def lights() -> Knowledge:
        known = Knowledge(plan, store.ledger(), NOW.date(), plan_sha256="plan", kept=kept)
        _ = known.position(LAST).assessments
        return known

    found["known: submissions, totals, states of tasks"] = milliseconds(
        lambda: (store.ledger().values(""), store.ledger().task_states(""))
    )
    found["all lights of a month, first asked"] = milliseconds(lights)
    found["known and judged: MB"] = memory() - at_first
    found["all lights, known anew"] = milliseconds(lights)
    known = lights()
    here = known.position(LAST)
    found["standings, slips, forecast's record"] = milliseconds(lambda: (here.standings, here.slips, here.track_record))
    found["what changed since the month before"] = milliseconds(lambda: news.since_last_month(here))
    found["reliability of every department"] = milliseconds(lambda: reliabilities(here))
    first, second, *_ = plan.indicators

    def looked_at() -> None:
        measure.history(here, first)
        measure.regions(here, first)
        measure.words_of(here, first)
        _ = here.sources(first.id)

    found["one indicator: history, regions, words, cells"] = milliseconds(looked_at)
    found["the same again"] = milliseconds(looked_at)
    moment = datetime(2024, 1, 1, tzinfo=UTC)
    found["known at an earlier moment"] = milliseconds(lambda: store.ledger(moment).values(""))
    department = plan.department(second.reporter)
    draft, content = sheet(plan, department, LAST, Random(time.time_ns()), edition=time.time_ns())
    sending = Sending("clerk")
    found["one sheet accepted"] = milliseconds(lambda: store.accept_file([draft], content, sending, at=NOW))
    found["all lights after it"] = milliseconds(lights)
    found["all done: MB"] = memory() - at_first
    store.close()
    return found


def main() -> None:
    asked = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    asked.add_argument("--keep", type=Path, help="where plans and ledgers are kept between runs")
    asked.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    given = asked.parse_args()
    if given.measure:
        print(json.dumps(measured(given.measure)))
        return
    with tempfile.TemporaryDirectory() as folder:
        compare(given.keep or Path(folder))


def compare(folder: Path) -> None:
    columns: list[dict[str, float]] = []
    for size in SIZES:
        home = make(folder, size)
        told = subprocess.run([sys.executable, __file__, "--measure", home], check=True, capture_output=True, text=True)
        columns.append(json.loads(told.stdout))
    print(f"{'ms of processor time':48}" + "".join(f"{size.name:>10}" for size in SIZES) + f"{'ratio':>8}")
    for name in columns[0]:
        few, many = (column[name] for column in columns)
        print(f"{name:48}{few:>10.1f}{many:>10.1f}{many / few if few else 0:>8.1f}")


if __name__ == "__main__":
    main()
