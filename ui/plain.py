"""The seam to Streamlit: whatever is handed to it is shown as text, letter for letter.

Streamlit reads messages, captions and labels as Markdown: links, colours that look like a light, formulas, headings,
icons. What departments typed (words, reasons, names of files and sheets) must not become any of these, and sentences
hold such words everywhere. So screens and pages take `st` from here, where nothing is Markdown but what `marked` made.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, wraps
from typing import TYPE_CHECKING, Any

import streamlit

from wording import Words

_JOINER = "\u2060"  # has no width and breaks no line; parts what Streamlit looks for in text that is escaped already
_MARKS = re.compile(r"[\\`*\[\]<~$|&]|(?<!\w)_|_(?!\w)|:(?=[:A-Za-z])")
_AT_START = re.compile(r"^([-+=#>]|\d+(?=[.)]))", re.MULTILINE)
_SOUGHT = re.compile(  # addresses, icons and emoji, signs that become arrows: a joiner goes in behind the first group
    r"(https?)(?=://)|(www)(?=\.)|([-.\w+])(?=@[-\w])|(:)(?=[-\w+/]+:)|(?<!\S)([<\-~>])(?=[-=>]{1,2}(?!\S))",
    re.IGNORECASE,
)
_READ_BACK = re.compile(r"\\([\\`*\[\]<~$|&_:.)\-+=#>])")
_SHOWN = ("body", "label", "help", "text")  # what Streamlit calls the arguments it reads as Markdown …
_LISTS = ("tabs", "captions")  # … and those that are lists of such
_WITH_OPTIONS = ("radio", "pills", "segmented_control")  # the choices whose options it reads so too
_AS_IT_STANDS = ("html", "text", "code")


_instead: ContextVar[object | None] = ContextVar("instead", default=None)


@contextmanager
def shown_by(instead: object) -> Iterator[None]:
    """Within this, and in this thread alone, `st` is `instead`, which has the methods of Streamlit that are used."""
    token = _instead.set(instead)
    try:
        yield
    finally:
        _instead.reset(token)


class Marked(str):
    """Wording whose own Markdown is meant."""

    __slots__ = ()


def as_text(text: str) -> str:
    """`text` so that Streamlit shows it as it stands. Lines stay lines; blanks at their ends are lost."""
    if isinstance(text, Marked):
        return text
    lines = "\n".join(filter(None, map(str.strip, text.splitlines())))
    parted = _SOUGHT.sub(lambda found: found[0] + _JOINER, lines)
    escaped = _AT_START.sub(_at_start, _MARKS.sub(r"\\\g<0>", parted))
    return escaped.replace("\n", "  \n")


def read_back(text: str) -> str:
    """What a reader sees of what `as_text` gave."""
    return _READ_BACK.sub(r"\1", text.replace("  \n", "\n")).replace(_JOINER, "")


def marked(words: Words, key: str, **facts: object) -> Marked:
    """A sentence of the wording that holds Markdown of its own; its facts are shown as text."""
    return Marked(words(key, **{name: as_text(words.fact(fact)) for name, fact in facts.items()}))


def _at_start(found: re.Match[str]) -> str:
    return f"{found[0]}\\" if found[0][0].isdigit() else f"\\{found[0]}"


class _Plain:
    """Streamlit, with everything it would read as Markdown made text; or what stands in for it: see `shown_by`."""

    def __getattr__(self, name: str) -> Any:
        instead = _instead.get()
        return _plain(name) if instead is None else getattr(instead, name)


@cache
def _plain(name: str) -> Any:
    function = getattr(streamlit, name)
    if name in _AS_IT_STANDS or not inspect.isroutine(function):
        return function
    signature = inspect.signature(function)
    if not {*_SHOWN, *_LISTS} & signature.parameters.keys():
        return function

    @wraps(function)
    def shown(*args: Any, **kwargs: Any) -> Any:
        bound = signature.bind(*args, **kwargs)
        for argument, value in bound.arguments.items():
            if argument in _SHOWN and isinstance(value, str):
                bound.arguments[argument] = as_text(value)
            elif argument in _LISTS and value is not None:
                bound.arguments[argument] = _each(value)
        if name in _WITH_OPTIONS:
            bound.arguments["format_func"] = _formatted(bound.arguments.get("format_func", str))
        return function(*bound.args, **bound.kwargs)

    return shown


def _each(texts: Sequence[str]) -> list[str]:
    return [as_text(text) for text in texts]


def _formatted(written: Callable[[Any], Any]) -> Callable[[Any], str]:
    return lambda option: as_text(str(written(option)))


if TYPE_CHECKING:
    import streamlit as st
else:
    st = _Plain()
