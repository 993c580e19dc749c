"""How long a batch takes with one worker and with two, beside the same files read here: `make bench`.

All sample files are opened and read as `manage.py load` does before it accepts them. Times wander on a shared machine;
what counts is the ratio within one run.
"""

from __future__ import annotations

import sys
import time
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from loaders import submission, targets_file
from loaders.apart import Bounds, Readers
from loaders.batch import incoming
from loaders.worker import Packed

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    plan = targets_file.read(ROOT / "targets.toml").plan
    assert plan
    today = date(2024, 7, 8)
    files = [file for file in incoming([ROOT / "sample_data"]) if file.name.endswith(".xlsx")]
    began = time.perf_counter()
    for file in files:
        submission.extract(file.name, file.content, plan, today)
    here = time.perf_counter() - began
    print(f"{len(files)} files\n{'':16}{'seconds':>10}{'files/s':>10}{'× here':>10}")
    print(f"{'here':16}{here:>10.2f}{len(files) / here:>10.0f}{1:>10.2f}")
    for workers in (1, 2):
        readers = Readers(Bounds(workers=workers))
        for _ in readers.read_all(files[:workers], Packed.of(plan), today):
            pass  # started, and warm
        began = time.perf_counter()
        done = sum(1 for _ in readers.read_all(files, Packed.of(plan), today))
        taken = time.perf_counter() - began
        readers.close()
        assert done == len(files)
        print(f"{f'{workers} worker(s)':16}{taken:>10.2f}{done / taken:>10.0f}{taken / here:>10.2f}")


if __name__ == "__main__":
    main()
