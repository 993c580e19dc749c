"""Makes ready what the first visitors would wait for, while the port is open already; says when that is done."""

from __future__ import annotations

import logging
import time
from threading import Event, Thread

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from ui.readiness import warm_up

AGAIN = 5  # seconds until another attempt, where the database was out of reach

_begun, _tried, _warm = Event(), Event(), Event()


def begin() -> None:
    """Start, in a thread of its own."""
    _begun.set()
    Thread(target=_until_warm, name="warming", daemon=True).start()


def is_on() -> bool:
    """Whether a page asked for now would have to wait."""
    return _begun.is_set() and not _tried.is_set()


def wait() -> None:
    """Until the first attempt is over; a page then says itself what is not to be had."""
    _tried.wait()


async def healthz(_: Request) -> Response:
    """For whoever watches over the server, or sends viewers to it: 503 until it is warm. Says nothing else."""
    status, code = ("ok", 200) if _warm.is_set() else ("starting", 503)
    return JSONResponse({"status": status}, code, headers={"cache-control": "no-store"})


def _until_warm() -> None:
    while not _warm.is_set():
        try:
            warm_up()
            _warm.set()
        except Exception:
            logging.getLogger(__name__).exception("not warm yet")
            _tried.set()
            time.sleep(AGAIN)
    _tried.set()
