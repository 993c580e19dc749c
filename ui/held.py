"""How much of what is uploaded may lie in memory, of one session and of all: more is refused before it is read.

Streamlit keeps every file sent to a session until the page drops it or the session has ended, and takes files from
any client that has opened a session, whether a page asks for them or not. Plain ASGI, as the guard is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit import config, runtime

from storage.settings import HeldLimits, ReadingLimits
from wording import LANGUAGES, Words

MEGABYTE = 1024 * 1024
_UPLOAD = re.compile(r".*/_stcore/upload_file/(?P<session>[^/]+)/[^/]+")
_TOO_MUCH, _NO_LENGTH, _FULL = 413, 411, 507


@dataclass
class Coming:
    """Files of one session on their way in: how many, and of how many bytes."""

    files: int = 0
    size: int = 0


@dataclass
class Held:
    """What may be held, and what is on its way in."""

    limits: HeldLimits = field(default_factory=HeldLimits)
    coming: dict[str, Coming] = field(default_factory=dict[str, Coming])

    def refused(self, session: str, size: int) -> int:
        """The status with which one more file of `size` bytes is refused; 0 where it may come in."""
        own = self._of(session)
        if own.files >= self.limits.max_held_files or own.size + size > self.limits.max_held_mb * MEGABYTE:
            return _TOO_MUCH
        everybody = sum(self._of(each).size for each in {*_stored(), *self.coming})
        return _FULL if everybody + size > self.limits.max_held_total_mb * MEGABYTE else 0

    def _of(self, session: str) -> Coming:
        sizes, coming = _stored().get(session, []), self.coming.get(session, Coming())
        return Coming(len(sizes) + coming.files, sum(sizes) + coming.size)


HELD = Held()


def keep_within(held: HeldLimits, reading: ReadingLimits) -> None:
    """Set the bounds. What Streamlit takes at once is never less than the largest workbook."""
    HELD.limits = held
    largest = max(int(config.get_option("server.maxUploadSize")), reading.max_file_mb)
    config.set_option("server.maxUploadSize", largest)


class BoundedUploads:
    """Refuses a file that would make a session, or all of them, hold more than they may."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        found = _UPLOAD.fullmatch(scope["path"]) if scope["type"] == "http" and scope["method"] == "PUT" else None
        if found is None:
            await self.app(scope, receive, send)
            return
        session, length = found["session"], Headers(scope=scope).get("content-length", "")
        size = int(length) if length.isascii() and length.isdecimal() and len(length) < 16 else -1
        refused = _NO_LENGTH if size < 0 else HELD.refused(session, size)
        if refused:
            await PlainTextResponse(_told(refused), refused)(scope, receive, send)
            return
        coming = HELD.coming.setdefault(session, Coming())
        coming.files, coming.size = coming.files + 1, coming.size + size
        try:
            await self.app(scope, receive, send)
        finally:
            coming.files, coming.size = coming.files - 1, coming.size - size
            if not coming.files:
                HELD.coming.pop(session, None)


def _stored() -> dict[str, list[int]]:
    """The sizes of the files Streamlit keeps, by session."""
    manager = runtime.get_instance().uploaded_file_mgr
    kept = list(getattr(manager, "file_storage").items())
    return {session: [len(file.data) for file in list(files.values())] for session, files in kept}


def _told(status: int) -> str:
    """Why a file was refused, in both languages: at this point nobody has chosen one."""
    facts = {"n": HELD.limits.max_held_files, "mb": HELD.limits.max_held_mb}
    return "\n".join(Words(language)(f"server.upload_{status}", **facts) for language in LANGUAGES)
