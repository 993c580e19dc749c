"""Draws Vega-Lite specifications as PNG or SVG, in a process of its own.

A renderer holds its process still while it draws, so the server must not host it. The worker knows the shipped typeface
and reads nothing from the network or the disk on behalf of a specification.
"""

from __future__ import annotations

import atexit
import os
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import cache
from multiprocessing import get_context, parent_process
from pathlib import Path
from threading import Thread
from typing import Any, Literal, TypeVar

from charts.theme import FAMILY

Format = Literal["png", "svg"]
Made = TypeVar("Made")
FONTS = Path(__file__).resolve().parent / "fonts"
_PICTURES_PER_WORKER = 200  # then a fresh one, so that memory stays flat
_SECONDS = 60


class DrawingFailed(Exception):
    """A picture could not be drawn; the cause says why. Nothing the reader of a chart can mend."""


def draw(spec: dict[str, Any], fmt: Format, scale: float = 2) -> bytes:
    """The picture of `spec`; `scale` is PNG pixels per px and means nothing for SVG, whose words become outlines.

    Raises DrawingFailed. A worker that was killed from outside, say for want of memory, is replaced once.
    """
    try:
        return apart(drawn, spec, fmt, scale)
    except DrawingFailed:
        raise
    except Exception as cause:
        raise DrawingFailed(str(cause)) from cause


def apart(task: Callable[..., Made], *given: Any, seconds: float = _SECONDS) -> Made:
    """What `task` makes of what it is given, in the worker; it must be a function of a module, to be found there.

    Raises what it raises, and DrawingFailed where the worker ended twice or is not done in time.
    """
    for _ in range(2):
        try:
            return _worker().submit(task, *given).result(timeout=seconds)
        except BrokenProcessPool:
            close()
        except TimeoutError as late:
            close()
            raise DrawingFailed(f"not done within {seconds:.0f} s") from late
    raise DrawingFailed("the drawing process ended twice")


def close() -> None:
    """Lets the worker go; the next picture starts another."""
    if _worker.cache_info().currsize:
        _worker().shutdown(wait=False, cancel_futures=True)
        _worker.cache_clear()


def fonts_work() -> bool:
    """Whether a worker draws Chinese at all: neither as nothing nor as the box of a missing character."""
    blank, box, word = (drawn(_letter(text), "png", 1) for text in (" ", "\U000f0000", "汉"))
    return word not in (blank, box)


def _letter(text: str) -> dict[str, Any]:
    """One character alone, in the shipped family and no other."""
    mark = {"type": "text", "fontSize": 40, "font": FAMILY}
    return {"data": {"values": [{}]}, "width": 60, "height": 60, "mark": mark, "encoding": {"text": {"value": text}}}


@cache
def _worker() -> ProcessPoolExecutor:
    atexit.register(close)
    return ProcessPoolExecutor(
        1, mp_context=get_context("spawn"), initializer=_prepare, max_tasks_per_child=_PICTURES_PER_WORKER
    )


def _prepare() -> None:
    """In the worker, once: make the shipped typeface known, and end where it is not drawn, or when the server ends."""
    import vl_convert

    Thread(target=_end_with_the_server, daemon=True).start()
    vl_convert.register_font_directory(str(FONTS))
    if not fonts_work():
        raise DrawingFailed("Chinese is not drawn")


def _end_with_the_server() -> None:
    """Else a worker that waits for work would stay when the server is killed."""
    server = parent_process()
    assert server is not None
    server.join()
    os._exit(0)


def drawn(spec: dict[str, Any], fmt: Format, scale: float = 2) -> bytes:
    """The picture, drawn by the process that asks: for what is in the worker already."""
    import vl_convert

    if fmt == "png":
        return vl_convert.vegalite_to_png(spec, scale=scale, allowed_base_urls=[])
    from reports.outlines import outlined

    svg = vl_convert.vegalite_to_svg(spec, allowed_base_urls=[])
    return outlined(svg, FONTS, spec.get("description", "")).encode()
