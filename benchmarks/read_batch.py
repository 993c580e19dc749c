"""How long a batch takes with one worker and with two, beside the same files read here: `make bench`.

All sample files are opened and read as `manage.py load` does before it accepts them, in rounds. Times wander on a
shared machine; what counts is the median over the rounds of the ratio to one worker in the same round. Two workers take
half as long where two cores are free: how busy the machine was is printed too.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from domain.plan import Plan
from loaders import submission, targets_file
from loaders.apart import Bounds, Readers
from loaders.batch import Incoming, incoming
from loaders.worker import Packed

ROOT = Path(__file__).resolve().parent.parent
TODAY = date(2024, 7, 8)
ROUNDS = 5
HERE, ONE, TWO = "here", "1 worker", "2 workers"


def here(files: Sequence[Incoming], plan: Plan) -> float:
    began = time.perf_counter()
    for file in files:
        submission.extract(file.name, file.content, plan, TODAY)
    return time.perf_counter() - began


def apart(readers: Readers, files: Sequence[Incoming], plan: Packed) -> float:
    began = time.perf_counter()
    assert sum(1 for _ in readers.read_all(files, plan, TODAY)) == len(files)
    return time.perf_counter() - began


def main() -> None:
    plan = targets_file.read(ROOT / "targets.toml").plan
    assert plan
    packed = Packed.of(plan)
    files = [file for file in incoming([ROOT / "sample_data"]) if file.name.endswith(".xlsx")]
    crews = {ONE: Readers(Bounds(workers=1)), TWO: Readers(Bounds(workers=2))}
    for readers in crews.values():
        apart(readers, files[:8], packed)  # started, and warm
    taken: dict[str, list[float]] = {name: [] for name in (HERE, *crews)}
    for _ in range(ROUNDS):
        taken[HERE].append(here(files, plan))
        for name, readers in crews.items():
            taken[name].append(apart(readers, files, packed))
    for readers in crews.values():
        readers.close()
    print(f"{len(files)} files, {ROUNDS} rounds\n{'':16}{'seconds':>10}{'files/s':>10}{'× 1 worker':>12}")
    for name, seconds in taken.items():
        ratio = median(own / one for own, one in zip(seconds, taken[ONE], strict=True))
        print(f"{name:16}{median(seconds):>10.2f}{len(files) / median(seconds):>10.0f}{ratio:>12.2f}")
    if hasattr(os, "getloadavg"):
        print(f"{os.cpu_count()} cores; {os.getloadavg()[0]:.1f} processes wanted one on average, these among them")


if __name__ == "__main__":
    main()
