"""Output in whatever encoding the terminal or the file it goes to has: what that lacks is written another way.

A redirect on Chinese Windows is in GBK, which has no minus sign of its own; nothing may be lost or fail over that.
"""

from __future__ import annotations

import codecs
import io
import json
import re
import sys
import unicodedata

import typer

_LIKE = dict(zip("−–—→“”‘’…", ("-", "-", "--", "->", '"', '"', "'", "'", "..."), strict=True))
_FOR_PEOPLE, _FOR_JSON = "readable", "json-escape"
# Control characters by their pictures, but for those that lay out our own lines; and what turns the way of writing.
_LAID_OUT = "\n\t"
_PICTURED = {code: 0x2400 + code for code in range(0x20) if chr(code) not in _LAID_OUT} | {0x7F: 0x2421}
_SHOWN = _PICTURED | dict.fromkeys([*range(0x80, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)], "\ufffd")
_UNESCAPED = re.compile("[\x7f-\x9f]")  # control characters that JSON may hold as they are


def speak() -> None:
    """From now on standard output and error write any text, in the encoding they have."""
    codecs.register_error(_FOR_PEOPLE, _readable)
    codecs.register_error(_FOR_JSON, _escaped)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # there may be none, where the shell has closed it
            stream.reconfigure(errors=_FOR_PEOPLE)


def say(text: str, *, err: bool = False) -> None:
    """Print for a person. What people or sheets hold of control characters is shown, or a terminal would obey it."""
    typer.echo(text.translate(_SHOWN), err=err)  # noqa: TID251 (the one place)


def json_text(text: str) -> str:
    """JSON for standard output: the same, with the characters escaped that a terminal obeys or the encoding lacks."""
    text = _UNESCAPED.sub(lambda found: json.dumps(found[0])[1:-1], text)
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    return text.encode(encoding, _FOR_JSON).decode(encoding)


def _readable(error: UnicodeError) -> tuple[str, int]:
    """The nearest to it that the encoding has; a question mark where there is nothing near."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    missing = error.object[error.start : error.end]
    return "".join(_nearest(character, error.encoding) for character in missing), error.end


def _nearest(character: str, encoding: str) -> str:
    for like in (_LIKE.get(character, ""), unicodedata.normalize("NFKD", character)):
        try:
            if like.encode(encoding):
                return like
        except UnicodeEncodeError:
            continue
    return "?"


def _escaped(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return json.dumps(error.object[error.start : error.end])[1:-1], error.end
