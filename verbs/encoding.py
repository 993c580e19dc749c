"""Output in whatever encoding the terminal or the file it goes to has: what that lacks is written another way.

A redirect on Chinese Windows is in GBK, which has no minus sign of its own; nothing may be lost or fail over that.
"""

from __future__ import annotations

import codecs
import io
import json
import sys
import unicodedata

_LIKE = dict(zip("−–—→“”‘’…", ("-", "-", "--", "->", '"', '"', "'", "'", "..."), strict=True))
_FOR_PEOPLE, _FOR_JSON = "readable", "json-escape"


def speak() -> None:
    """From now on standard output and error write any text, in the encoding they have."""
    codecs.register_error(_FOR_PEOPLE, _readable)
    codecs.register_error(_FOR_JSON, _escaped)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # there may be none, where the shell has closed it
            stream.reconfigure(errors=_FOR_PEOPLE)


def json_text(text: str) -> str:
    """JSON for standard output: the same JSON, with the characters escaped that the encoding there lacks."""
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
