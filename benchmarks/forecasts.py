"""Our forecast beside AutoETS of statsforecast, on the windows of real series that docs/method.md speaks of.

`python benchmarks/forecasts.py`; takes some minutes. The line of the library is copied to docs/method.md.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import replace
from itertools import product
from pathlib import Path
from statistics import mean

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np
from statsforecast.models import AutoETS  # pyright: ignore[reportMissingImports]

from domain.projection import UNTRIED
from tests.support.backtest import Case, Window, case, real_cases, real_windows

PATHS, SEED = 400, 1


def main() -> None:
    windows = [window for known, ahead in product((30, 42), (6, 18)) for window in real_windows(known, ahead)]
    print(f"{'':12}{'held':>8}{'score':>8}{'middle off by':>16}")
    tell("this rule", [(each.low, each.high, each) for each in real_cases()])
    tell("AutoETS", map(by_ets, windows))


def by_ets(window: Window) -> tuple[float, float, Case]:
    fitted = AutoETS(season_length=12).fit(np.array(window.gains, float))
    paths = np.asarray(fitted.simulate(h=window.ahead, n_paths=PATHS, seed=SEED)).reshape(PATHS, window.ahead)
    low, middle, high = np.quantile(paths.sum(axis=1), (0.1, 0.5, 0.9))
    ours = case(window.kind, window.gains, window.ahead, window.came, UNTRIED.odds(""))
    return float(low), float(high), replace(ours, middle=float(middle))


def tell(name: str, forecasts: Iterable[tuple[float, float, Case]]) -> None:
    found = list(forecasts)
    held = mean(low <= each.came <= high for low, high, each in found)
    score = mean(each.scored(low, high) for low, high, each in found)
    print(f"{name:12}{held:>8.0%}{score:>8.2f}{mean(each.error for *_, each in found):>16.1%}", flush=True)


if __name__ == "__main__":
    main()
