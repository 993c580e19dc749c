"""Opens files in processes of their own, so that no file can take the product down or keep it waiting.

A file that ends its worker, asks for too much memory or takes too long becomes a problem of that file; the worker is
replaced. Workers stay warm between files. What is in a file is for `submission`.
"""

from __future__ import annotations

import atexit
import hashlib
import logging
import pickle
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from queue import LifoQueue
from typing import TypeVar, cast

from domain.case import Stated
from domain.observation import Draft
from domain.problem import Problem
from domain.problem_codes import problem
from loaders import submission
from loaders.answers import NOTHING_CHOSEN, Choices
from loaders.batch import Incoming
from loaders.limits import MEGABYTE, USUAL, Limits
from loaders.owners.owner import ANYBODY, Expected
from loaders.submission import Extract
from loaders.worker import OUT_OF_MEMORY, Answer, Call, Packed

Returned = TypeVar("Returned")
_ROOT = Path(__file__).resolve().parent.parent
_ENTRY = "__import__('loaders.worker').worker.main()"  # unlike spawn it runs no script of ours again
_START_SECONDS = 60
_KILLED_FOR_MEMORY = {
    OUT_OF_MEMORY,
    -signal.SIGABRT,
    -9,
}  # compiled code aborts when it gets none; the system kills when it has none
_OUT_OF_TIME = {-24}  # SIGXCPU
# Ctrl-C is for the product: it ends its workers, they do not end of it. Windows calls groups another name.
_GROUP = None if sys.platform == "win32" else 0
_FLAGS = 0x200 if sys.platform == "win32" else 0  # CREATE_NEW_PROCESS_GROUP
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Bounds:
    """What one file may cost its worker. Memory and processor time are held on POSIX systems only, time everywhere."""

    seconds: int = 60
    memory_bytes: int = 1024 * MEGABYTE
    workers: int = 2


class Readers:
    """A few workers, started when first needed and shared by all threads."""

    def __init__(self, bounds: Bounds = Bounds(), limits: Limits = USUAL) -> None:
        self._bounds = bounds
        self.limits = limits
        self._idle: LifoQueue[_Worker] = LifoQueue()  # the last one used is the one most likely to be running
        self._workers = [_Worker(bounds) for _ in range(bounds.workers)]
        for worker in self._workers:
            self._idle.put(worker)
        atexit.register(self.close)

    def read(
        self,
        file: Incoming,
        plan: Packed,
        today: date,
        expected: Expected = ANYBODY,
        choices: Choices = NOTHING_CHOSEN,
    ) -> tuple[Extract, ...]:
        """As `submission.extract`. Never raises for what is in the file."""
        if file.refused:
            return (_refused(file, file.refused, expected),)
        found = self.call(submission.extract, file.name, file.content, plan, today, expected, self.limits, choices)
        return (_refused(file, found, expected),) if isinstance(found, Problem) else found

    def read_all(
        self,
        files: Iterable[Incoming],
        plan: Packed,
        today: date,
        expected: Expected = ANYBODY,
        choices: Choices = NOTHING_CHOSEN,
    ) -> Iterator[tuple[Incoming, tuple[Extract, ...]]]:
        """Every file with what it says, in their order, as they are done; a few files are read ahead."""
        ahead: deque[tuple[Incoming, Future[tuple[Extract, ...]]]] = deque()
        with Waiting(self._bounds.workers) as waiting:
            for file in files:
                ahead.append((file, waiting.submit(self.read, file, plan, today, expected, choices)))
                if len(ahead) > 2 * self._bounds.workers:
                    done, extracts = ahead.popleft()
                    yield done, extracts.result()
            for done, extracts in ahead:
                yield done, extracts.result()

    def call(self, function: Callable[..., Returned], *arguments: object) -> Returned | Problem:
        """What a function of some module returns in a worker, or what became of the worker. Waits for a free one."""
        worker = self._idle.get()
        try:
            answer = worker.ask(Call(function, arguments, self._bounds.seconds))
        finally:
            self._idle.put(worker)
        return answer if isinstance(answer, Problem) else cast("Returned", answer.value)

    def end(self) -> None:
        """Ends every worker at once, whatever it is at; whoever waits for one need not wait any longer."""
        for worker in self._workers:
            worker.end()

    def close(self) -> None:
        """Lets idle workers go; the next file starts others."""
        idle = [self._idle.get() for _ in range(self._idle.qsize())]
        for worker in idle:
            worker.stop()
            self._idle.put(worker)


class Waiting(ThreadPoolExecutor):
    """Threads that wait for workers. Nobody waits for them in turn: what was begun may end by itself."""

    def __exit__(self, *_: object) -> None:
        self.shutdown(wait=False, cancel_futures=True)


class _Worker:
    """One process, replaced by a fresh one after it ended, was stopped, or has grown fat. One thread at a time."""

    def __init__(self, bounds: Bounds) -> None:
        self._bounds = bounds
        self._process: subprocess.Popen[bytes] | None = None

    def ask(self, call: Call) -> Answer | Problem:
        if self._process is None or self._process.poll() is not None:
            self._start()
        answer = self._exchange(call, self._bounds.seconds)
        if isinstance(answer, Problem):
            self.stop()
            return answer
        if answer.peak_bytes > self._bounds.memory_bytes // 3 or answer.failure:
            self.stop()  # memory is rarely given back, and the next file is owed the whole of it
        if answer.failure:
            _log.error("A38 %s\n%s", call.function.__qualname__, answer.failure)
            return problem("A38")
        return answer

    def end(self) -> None:
        if self._process:
            self._process.kill()

    def stop(self) -> None:
        process, self._process = self._process, None
        if process:
            process.kill()
            process.communicate()

    def _start(self) -> None:
        self.stop()
        command = [sys.executable, "-c", _ENTRY, str(self._bounds.memory_bytes)]
        self._process = subprocess.Popen(
            command,
            cwd=_ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            process_group=_GROUP,
            creationflags=_FLAGS,
        )
        self._exchange(None, _START_SECONDS)

    def _exchange(self, call: Call | None, seconds: int) -> Answer | Problem:
        """Send and wait. A worker that does not answer in time is ended, which ends the waiting too."""
        process = self._process
        assert process is not None
        assert process.stdin is not None
        assert process.stdout is not None
        is_late = threading.Event()

        def end() -> None:
            is_late.set()
            process.kill()

        timer = threading.Timer(seconds, end)
        timer.daemon = True
        timer.start()
        try:
            if call:
                pickle.dump(call, process.stdin, pickle.HIGHEST_PROTOCOL)
                process.stdin.flush()
            answer: Answer = pickle.load(process.stdout)  # noqa: S301 - written by our own worker
        except (EOFError, OSError, pickle.UnpicklingError):
            return self._ended(is_late.is_set(), process.wait())
        else:
            return answer
        finally:
            timer.cancel()

    def _ended(self, is_late: bool, status: int) -> Problem:
        if is_late or status in _OUT_OF_TIME:
            return problem("A36", seconds=self._bounds.seconds)
        if status in _KILLED_FOR_MEMORY:
            return problem("A37", limit=self._bounds.memory_bytes // MEGABYTE)
        _log.error("A38 status %s", status)
        return problem("A38")


def _refused(file: Incoming, found: Problem, expected: Expected) -> Extract:
    sha256 = hashlib.sha256(file.content).hexdigest() if file.content else ""
    draft = Draft(file.name, sha256, expected.department_id, expected.period, problems=(found,))
    return Extract(draft, Stated(), is_whole=False)
