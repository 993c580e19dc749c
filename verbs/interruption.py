"""Ctrl-C while something is being written: it is finished first."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager


@contextmanager
def finishing() -> Generator[Callable[[], bool]]:
    """Within this Ctrl-C is only noted, and whoever asks between two things is told; pressed again, it interrupts."""
    noted = threading.Event()

    def note(*_: object) -> None:
        if noted.is_set():
            raise KeyboardInterrupt
        noted.set()

    before = signal.signal(signal.SIGINT, note)
    try:
        yield noted.is_set
    finally:
        signal.signal(signal.SIGINT, before)
