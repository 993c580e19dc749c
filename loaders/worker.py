"""What runs in the process in which an upload is read; started and stopped by `apart`.

It takes tasks from its standard input and gives back what `submission.read` found, one after the other, until the
input ends. It limits itself in memory and processor time where the system can (POSIX); what happens to it, and how long
it may take by the clock, is for `apart`.
"""

from __future__ import annotations

import os
import pickle
import sys
import traceback
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import BinaryIO

from domain.ledger import Ledger
from domain.observation import Draft
from domain.plan import Plan
from loaders import submission
from loaders.guard import Limits
from loaders.identity import Expected

try:
    import resource
except ImportError:  # Windows
    resource = None

OUT_OF_MEMORY = 77  # the exit status that says so


@dataclass(frozen=True)
class Context:
    """What all files of one batch are read against."""

    plan: Plan
    today: date
    ledger: Ledger | None = None


@dataclass(frozen=True)
class Task:
    """One file. `context` is a pickled Context, or empty when it is the one of the task before."""

    name: str
    content: bytes
    expected: Expected
    limits: Limits
    seconds: int
    context: bytes


@dataclass(frozen=True)
class Answer:
    """What came of a task: its drafts, or why there are none. `peak_bytes` is the most memory ever held, 0 unknown."""

    drafts: tuple[Draft, ...] = ()
    failure: str = ""
    peak_bytes: int = 0


def serve(tasks: BinaryIO, answers: BinaryIO) -> None:
    """Answer tasks until there are no more. The first thing written is that the worker is ready."""
    pickle.dump(Answer(), answers)
    answers.flush()
    known: Context | None = None
    while True:
        try:
            task: Task = pickle.load(tasks)  # noqa: S301 - written by our own parent process
        except EOFError:
            return
        limit_processor_time(task.seconds)
        if task.context:
            known = pickle.loads(task.context)  # noqa: S301 - as above
        assert known is not None
        pickle.dump(_answer(task, known), answers)
        answers.flush()


def _answer(task: Task, known: Context) -> Answer:
    try:
        drafts = submission.read(
            task.name,
            task.content,
            known.plan,
            today=known.today,
            ledger=known.ledger,
            expected=task.expected,
            limits=task.limits,
        )
        return Answer(drafts, peak_bytes=peak_bytes())
    except MemoryError:
        raise
    except BaseException:  # noqa: BLE001 - a panic in compiled code is no Exception; told and logged by the parent
        return Answer(failure=traceback.format_exc(), peak_bytes=peak_bytes())


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
    try:
        serve(sys.stdin.buffer, answers)
    except MemoryError:
        os._exit(OUT_OF_MEMORY)  # there may not be enough left for anything else
