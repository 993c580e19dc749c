"""What every file made to hurt costs: code, seconds and the most memory held, each in a worker of its own.

`python benchmarks/hostile_files.py`; the files are those of tests/broken.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests" / "broken"))

import test_hostile as files  # pyright: ignore[reportMissingImports]

from benchmarks.cost import cost
from domain.problem import Problem
from loaders.apart import Bounds, Readers
from loaders.limits import MEGABYTE


def main() -> None:
    print(f"{'':32}{'MB':>8}{'code':>12}{'seconds':>10}{'peak MB':>10}")
    for make in (*files.REFUSED, *files.READ):
        content = make()
        readers = Readers(Bounds(workers=1))
        found = readers.call(cost, files.named(make), content)
        readers.close()
        codes, seconds, peak = ([found.code], 0.0, 0) if isinstance(found, Problem) else found
        said = " ".join(codes) or "–"
        size, held = len(content) / MEGABYTE, peak / MEGABYTE
        print(f"{make.__name__:32}{size:>8.2f}{said:>12}{seconds:>10.2f}{held:>10.0f}", flush=True)


if __name__ == "__main__":
    main()
