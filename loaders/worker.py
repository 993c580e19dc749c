"""What runs in the process in which a file is opened; started and stopped by `apart`.

It takes calls from its standard input and gives back what they return, one after the other, until the input ends. It
limits itself in memory and processor time where the system can (POSIX); what happens to it, and how long it may take by
the clock, is for `apart`. What is called, it need not know.
"""

from __future__ import annotations

import gc
import os
import pickle
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

try:
    import resource
except ImportError:  # Windows
    resource = None

OUT_OF_MEMORY = 77  # the exit status that says so
OBJECTS_BETWEEN_LOOKS = 1_000_000  # a file makes objects by the million and few circles: looking for those costs more


@dataclass(frozen=True)
class Packed:
    """An argument of many calls, pickled once; the worker unpacks it once while it keeps coming."""

    content: bytes

    @classmethod
    def of(cls, value: object) -> Packed:
        return cls(pickle.dumps(value, pickle.HIGHEST_PROTOCOL))


@dataclass(frozen=True)
class Call:
    """A function of some module, what to give it, and the seconds it may take."""

    function: Callable[..., object]
    arguments: tuple[object, ...]
    seconds: int


@dataclass(frozen=True)
class Answer:
    """What a call returned, or why it did not. `peak_bytes` is the most memory ever held, 0 unknown."""

    value: object = None
    failure: str = ""
    peak_bytes: int = 0


def serve(calls: BinaryIO, answers: BinaryIO) -> None:
    """Answer calls until there are no more. The first thing written is that the worker is ready."""
    pickle.dump(Answer(), answers)
    answers.flush()
    while True:
        try:
            call: Call = pickle.load(calls)  # noqa: S301 - written by our own parent process
        except EOFError:
            return
        limit_processor_time(call.seconds)
        pickle.dump(_answer(call), answers, pickle.HIGHEST_PROTOCOL)
        answers.flush()


def _answer(call: Call) -> Answer:
    try:
        given = [_unpacked(each.content) if isinstance(each, Packed) else each for each in call.arguments]
        value = call.function(*given)
    except MemoryError:
        raise
    except BaseException:  # noqa: BLE001 - a panic in compiled code is no Exception; told and logged by the parent
        return Answer(failure=traceback.format_exc(), peak_bytes=peak_bytes())
    return Answer(value, peak_bytes=peak_bytes())


@lru_cache(maxsize=4)
def _unpacked(content: bytes) -> object:
    return pickle.loads(content)  # noqa: S301 - as above


def limit_memory(memory_bytes: int) -> None:
    """The whole address space; a bound the process cannot lift again."""
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def limit_processor_time(seconds: int) -> None:
    """From now on; it ends a worker whose parent is no longer there to do so."""
    if resource is not None:
        used = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (int(used) + seconds + 1, hard))


def peak_bytes() -> int:
    """Linux counts the memory of the parent before the start into `ru_maxrss`; what it says of the process does not."""
    try:
        lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:"))
    except (OSError, StopIteration):
        pass
    if resource is None:
        return 0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def main() -> None:
    """Standard output belongs to the answers: whatever else is printed goes to standard error."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    limit_memory(int(sys.argv[1]))
    gc.set_threshold(OBJECTS_BETWEEN_LOOKS)
    try:
        serve(sys.stdin.buffer, answers)
    except MemoryError:
        os._exit(OUT_OF_MEMORY)  # there may not be enough left for anything else
