"""Files not yet accepted, kept on the server under a token in the address: a closed browser loses nothing.

Several files handed in together are kept as one archive under one token. Whoever has the address can go on with them
until they expire. They are no part of the ledger.
"""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Sequence
from datetime import timedelta
from io import BytesIO

from loaders.limits import MEGABYTE
from storage import uploads
from storage.errors import Refused
from ui import app
from ui.app import Here
from ui.plain import st

File = tuple[str, bytes]  # name and content
_NAMED = "upload"  # the parameter of the address
_MINE = "kept-here"  # token and content hash of what lies in this session's uploader
_BUNDLE = "*"  # in place of a name, which no file can have


def keep(here: Here, given: Sequence[File]) -> None:
    """Keep the files that lie in the uploader, once, and put their token into the address."""
    product = app.deployment()
    key = tuple((name, hashlib.sha256(content).hexdigest()) for name, content in given)
    if st.session_state.get(_MINE, ("", ()))[1] == key or _too_large(given):
        return
    forget()  # what lay there before
    name, content = given[0] if len(given) == 1 else (_BUNDLE, _bundled(given))
    until = product.now + timedelta(hours=product.settings.upload_hours)
    most = product.settings.held.max_kept_mb * MEGABYTE
    try:
        made = uploads.keep(product.store.engines, name, content, by="", at=product.now, until=until, most=most)
    except Refused:
        st.caption(here.words("kept.full"))
        return
    st.session_state[_MINE] = (made.token, key)
    st.query_params[_NAMED] = made.token


def found(here: Here) -> list[File]:
    """The files the address names. What was taken out of the uploader is forgotten; what expired is said."""
    token = st.query_params.get(_NAMED, "")
    if not token:
        return []
    if st.session_state.get(_MINE, ("",))[0] == token:
        forget()
        return []
    product = app.deployment()
    kept = uploads.find(product.store.engines, token, product.now)
    if kept is None:
        st.warning(here.words("kept.gone"))
        return []
    files = _unbundled(kept.content) if kept.name == _BUNDLE else [(kept.name, kept.content)]
    moments = {"moment": product.local(kept.sent_at), "expiry": product.local(kept.expires_at)}
    if len(files) == 1:
        st.info(here.words("kept.found", file=files[0][0], **moments))
    else:
        st.info(here.words("kept.found_several", n=len(files), **moments))
    st.button(here.words("kept.discard"), on_click=forget)
    return files


def forget() -> None:
    """Forget what the address names: it was accepted, or given up."""
    if token := st.query_params.get(_NAMED, ""):
        uploads.discard(app.deployment().store.engines, token)
        st.query_params.pop(_NAMED, None)
    st.session_state.pop(_MINE, None)


def _bundled(given: Sequence[File]) -> bytes:
    """Numbered, since two files may have one name; not packed, since sheets are packed already."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as out:
        for number, (name, content) in enumerate(given):
            out.writestr(f"{number}/{name}", content)
    return stream.getvalue()


def _unbundled(content: bytes) -> list[File]:
    """Names are for people to read and are never used as paths."""
    with zipfile.ZipFile(BytesIO(content)) as bundle:
        return [(entry.filename.partition("/")[2], bundle.read(entry)) for entry in bundle.infolist()]


def _too_large(given: Sequence[File]) -> bool:
    """Beyond what may be read: a single file has its own limit, several share that of what an archive may hold."""
    limits = app.deployment().limits
    size = sum(len(content) for _, content in given)
    is_sheet = len(given) == 1 and not given[0][0].lower().endswith(".zip")
    return size > (limits.file_bytes if is_sheet else limits.unpacked_bytes)
