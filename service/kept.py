"""What is made once and handed to everyone who asks, until it is too much to keep. Every cache is one of these."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import TypeVar, cast

T = TypeVar("T")


class Kept:
    """Keeps things by what they rest on while their sizes come to no more than `most`; then what was not asked for
    longest goes, as old versions are. The newest always stays, whatever its size. Safe between threads.

    Of many who ask for one thing at the same time one makes it and the others wait; of different things nobody waits.
    """

    def __init__(self, most: int) -> None:
        self.size = 0  # of all that is kept
        self.made = 0  # how many things were made so far
        self._most = most
        self._kept: OrderedDict[Hashable, tuple[object, int]] = OrderedDict()
        self._making: dict[Hashable, Lock] = {}
        self._lock = Lock()

    def of(self, key: Hashable, make: Callable[[], T], size: Callable[[T], int] = lambda _: 1) -> T:
        """What is kept under `key`, or made now and kept. `size` is in what `most` counts, such as bytes.

        A key always means a thing of one kind. Where `make` raises nothing is kept.
        """
        with self._lock:
            known = self._known(key)
            making = self._making.setdefault(key, Lock()) if known is None else None
        if making is not None:
            with making:
                with self._lock:
                    known = self._known(key)
                if known is None:
                    known = self._made(key, make, size)
        assert known is not None
        return cast("T", known[0])

    def _known(self, key: Hashable) -> tuple[object, int] | None:
        if key in self._kept:
            self._kept.move_to_end(key)
        return self._kept.get(key)

    def _made(self, key: Hashable, make: Callable[[], T], size: Callable[[T], int]) -> tuple[object, int]:
        try:
            thing = make()
            made = thing, size(thing)
            with self._lock:
                self.made += 1
                self._kept[key] = made
                self.size += made[1]
                while self.size > self._most and len(self._kept) > 1:
                    self.size -= self._kept.popitem(last=False)[1][1]
            return made
        finally:
            with self._lock:
                self._making.pop(key, None)
