"""Brings up children that write, and kills them at random: run as `python -m tests.torture.nursery`.

All is imported once and each child forked from here, so that a kill costs milliseconds and falls into the writing, not
into the starting. Reads one JSON order a line, answers with one JSON line.
"""

from __future__ import annotations

import json
import os
import random
import resource
import select
import signal
import sys
import time
import traceback
from collections.abc import Callable
from datetime import timedelta
from itertools import count
from typing import Any

from domain.decision import Decision, DecisionKind
from domain.life import State
from domain.question import Reading, ReadingRule
from domain.sending import Sending
from storage import audit, office, plans, reading_rules, schema, uploads
from storage.errors import StorageError, Superseded
from storage.store import Store
from tests.storage.drafts import JUNE, MORNING, PLAN, accept, draft

FIGURES = tuple(str(n) for n in range(50))
DAY = timedelta(days=1)
UPLOADS = 1  # of each clerk who looks before


def accept_for_ever(url: str, name: str, say: Callable[[str], None]) -> None:
    """Accept file after file, three months at a time; say each number only after it was acknowledged.

    It has begun once the first file is in, however slow the machine: later kills fall into writing, not connecting.
    """
    store = Store.open(url)
    for n in count():
        content = f"{name}-{n}".encode()
        drafts = [draft(content, *FIGURES, period=JUNE + offset) for offset in range(3)]
        receipts = store.accept_file(drafts, content, Sending(name), at=MORNING)
        if n == 0:
            say("begin")
        for receipt in receipts:
            say(str(receipt.submission.id))


def accept_until_it_fails(url: str, name: str, say: Callable[[str], None]) -> None:
    try:
        accept_for_ever(url, name, say)
    except StorageError as error:
        say(f"stopped {error.code}")


def accept_until_it_fails_by_limit(url: str, name: str, say: Callable[[str], None]) -> None:
    """As if the disk were full: no file may grow past a size drawn at random."""
    size = random.randrange(150_000, 400_000)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
    accept_until_it_fails(url, name, say)


def work_for_ever(url: str, name: str, say: Callable[[str], None]) -> None:
    """Every other write of the product, one after the other; after each the head of the journal, or the upload kept."""
    store = Store.open(url)
    engines, plan_files = store.engines, (b"old", b"new")

    def wrote() -> None:
        say(f"head {audit.head(engines)}")

    office.unlock(engines, JUNE, by=name, at=MORNING, reason="前一位未及解锁")
    say("begin")
    for n in count():
        content = f"{name}-{n}".encode()
        sent = accept(store, draft(content, *FIGURES, department_id=name), content, by=name, at=MORNING).submission
        wrote()
        upload = uploads.keep(engines, "x.xlsx", content, by=name, at=MORNING, until=MORNING + DAY)
        say(f"upload {upload.token}")
        made = office.decide(engines, Decision(DecisionKind.DISPUTE, "I-0", JUNE, JUNE, "存疑", name), PLAN, at=MORNING)
        wrote()
        office.end(engines, made.id, by=name, at=MORNING, reason="已核实")
        wrote()
        office.move(engines, sent.id, State.WITHDRAWN, by=name, at=MORNING, reason="错")
        wrote()
        office.lock(engines, JUNE, by=name, at=MORNING)
        wrote()
        office.unlock(engines, JUNE, by=name, at=MORNING, reason="更正")
        wrote()
        plans.record(engines, plan_files[n % 2], "targets.toml", by=name, at=MORNING)
        wrote()
        rule = ReadingRule(name, "C09", Reading("a", "shown"), "一直这样写", name)
        rule = reading_rules.make(engines, rule, at=MORNING)
        wrote()
        reading_rules.revoke(engines, rule.id, by=name, at=MORNING, reason="改了写法")
        wrote()


def upgrade(url: str, name: str, say: Callable[[str], None]) -> None:
    say("begin")
    schema.upgrade(url)
    say("upgraded")


def upload_seeing(url: str, name: str, say: Callable[[str], None]) -> None:
    """One clerk: look, then accept what rests on what was seen; look again whenever somebody was quicker."""
    store = Store.open(url)
    say("begin")
    for n in range(UPLOADS):
        content = f"{name}-{n}".encode()
        while True:
            newest = store.ledger().newest.get(("dept-a", JUNE))
            seen = newest.sequence if newest else 0
            try:
                receipt = accept(store, draft(content, *FIGURES), content, by=name, at=MORNING, seen_sequence=seen)
            except Superseded:
                say("superseded")
                continue
            say(f"{receipt.submission.id} {seen} {receipt.submission.sequence}")
            break


JOBS = {
    job.__name__: job
    for job in (
        accept_for_ever,
        work_for_ever,
        accept_until_it_fails,
        accept_until_it_fails_by_limit,
        upgrade,
        upload_seeing,
    )
}


def child(order: dict[str, Any], name: str) -> tuple[int, int]:
    """A forked child at its job; its process number, and where it can be heard."""
    hear, speak = os.pipe()
    number = os.fork()
    if number:
        os.close(speak)
        return number, hear
    try:
        random.seed()
        os.close(hear)
        JOBS[order["job"]](order["url"], name, lambda said: void(os.write(speak, f"{said}\n".encode())))
    except BaseException:  # noqa: BLE001 (told to the test, which fails)
        os.write(speak, f"crashed {traceback.format_exc()!r}\n".encode())
    finally:
        os._exit(0)


def void(_: object) -> None:
    pass


def listen(hear: int, number: int, delay: float | None) -> list[str]:
    """All whole lines a child said until it ended, or was killed `delay` seconds after it began."""
    said = b""
    while not said.startswith(b"begin\n"):
        if not (more := os.read(hear, 65536)):
            break
        said += more
    deadline = None if delay is None else time.monotonic() + delay
    while True:
        left = None if deadline is None else max(0.0, deadline - time.monotonic())
        if not select.select([hear], [], [], left)[0]:
            os.kill(number, signal.SIGKILL)
            deadline = None
        elif more := os.read(hear, 65536):
            said += more
        else:
            break
    os.waitpid(number, 0)
    os.close(hear)
    whole = said[: said.rfind(b"\n") + 1]
    return whole.decode().splitlines()


def main() -> None:
    for line in sys.stdin:
        order = json.loads(line)
        at_once = [child(order, f"{order['name']}.{n}") for n in range(order.get("children", 1))]
        answer = json.dumps([listen(hear, number, order.get("delay")) for number, hear in at_once])
        sys.stdout.write(answer + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
