"""`python -m tests.torture.sheets`: tortures sheets and prints the totals, or one sheet with what became of it.

python -m tests.torture.sheets --sheets 20000
python -m tests.torture.sheets 4711                        the sheet of a seed
python -m tests.torture.sheets 4711 blank_row code_altered   with just these distortions, or clean
"""

from __future__ import annotations

import argparse
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import wording
from tests.torture.sheets.hand import ALL
from tests.torture.sheets.torture import Outcome, Totals, Trial, outcome, run
from tests.torture.sheets.verdict import GOOD
from tests.torture.sheets.writing import written

AT_ONCE = 100
SHOWN = 100  # failures printed


def main() -> int:
    parser = argparse.ArgumentParser(description="Torture of departmental sheets")
    parser.add_argument("seed", nargs="?", type=int)
    parser.add_argument("distortions", nargs="*")
    parser.add_argument("--sheets", type=int, default=20_000)
    parser.add_argument("--start", type=int, default=0)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--save", type=Path, help="also write the workbook there")
    given = parser.parse_args()
    if given.seed is not None:
        return one(Trial.of(" ".join([str(given.seed), *given.distortions])), given.save)
    return many(given.start, given.sheets, given.processes)


def one(chosen: Trial, save: Path | None) -> int:
    """Print a sheet and what was said of it."""
    verdict, made = outcome(chosen)
    say(f"{chosen}\ndone: {', '.join(made.done) or 'nothing'}\n{made.shown()}")
    if save:
        save.write_bytes(written(made.paper))
    if verdict.outcome is not Outcome.CRASHED:
        words = wording.Words("zh")
        for problem in dict.fromkeys(repr(p) for draft in made.read() for p in draft.problems):
            say(problem)
        for draft in made.read():
            for p in draft.problems:
                say(f"  {p.severity.value}: {words(f'problem.{p.code}', sheet=p.sheet, cell=p.cell, **p.facts)}")
    say(f"→ {verdict.outcome}: {verdict.why}")
    return 0 if verdict.outcome in GOOD else 1


def many(start: int, sheets: int, processes: int) -> int:
    """Torture seeds `start` … and print the totals."""
    began, totals = time.monotonic(), Totals()
    lots = [range(first, min(first + AT_ONCE, start + sheets)) for first in range(start, start + sheets, AT_ONCE)]
    with ProcessPoolExecutor(processes) as pool:
        for found in pool.map(run, lots):
            totals.add(found)
    return told(totals, time.monotonic() - began)


def told(totals: Totals, seconds: float) -> int:
    """Print the totals, failures first; the exit code: 0 only where there is none."""
    for outcome_, trial_, why in sorted(totals.failures, key=lambda failure: " " not in failure[1])[:SHOWN]:
        say(f"{outcome_}: {trial_}\n    {why[:600]}")
    kinds, done = f"{len(totals.distortions)} of {len(ALL)} kinds", sum(totals.distortions.values())
    say(f"{totals.sheets:,} sheets, {done:,} distortions ({kinds}), {seconds:.0f} s")
    for each in Outcome:
        say(f"  {each}: {totals.outcomes[each]:,}")
    return 1 if totals.failures else 0


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")


if __name__ == "__main__":
    sys.exit(main())
