"""What is kept is made once, lets go of what is old, and never mixes threads up."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest

from service.kept import Kept


def counted(made: list[str], name: str) -> Callable[[], str]:
    def make() -> str:
        made.append(name)
        return name

    return make


def test_it_is_made_once_whoever_asks():
    kept, made = Kept(10), list[str]()
    assert [kept.of("a", counted(made, "a")) for _ in range(3)] == ["a"] * 3
    assert made == ["a"]


def test_of_many_who_ask_at_once_one_makes_it():
    kept, made, together = Kept(10), list[str](), Barrier(8)

    def ask(_: int) -> str:
        together.wait()
        return kept.of("a", counted(made, "a"))

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(ask, range(8))) == ["a"] * 8
    assert made == ["a"]


def test_who_asks_for_something_else_does_not_wait():
    kept, go_on = Kept(10), Event()

    def slow() -> str:
        assert go_on.wait(10)
        return "slow"

    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(kept.of, "slow", slow)
        assert kept.of("quick", lambda: "quick") == "quick"
        go_on.set()
        assert waiting.result() == "slow"


def test_what_was_not_asked_for_longest_goes_and_its_size_with_it():
    kept, made = Kept(10), list[str]()
    for name in ("aaaa", "bbbb", "aaaa", "cccc"):
        kept.of(name, counted(made, name), len)
    assert kept.size == 8
    for name in ("aaaa", "cccc", "bbbb"):
        kept.of(name, counted(made, name), len)
    assert made == ["aaaa", "bbbb", "cccc", "bbbb"]


def test_what_is_larger_than_all_there_may_be_stays_alone():
    kept = Kept(10)
    kept.of("a", lambda: "a", len)
    assert kept.of("b", lambda: "b" * 99, len) == "b" * 99
    assert kept.size == 99
    kept.of("c", lambda: "c", len)
    assert kept.size == 1


def test_what_fails_is_not_kept_and_may_be_made_later():
    kept = Kept(10)
    with pytest.raises(ZeroDivisionError):
        kept.of("a", lambda: 1 // 0)
    assert kept.of("a", lambda: 1) == 1
