"""A file not yet accepted, kept on the server under a token in the address: a closed browser loses nothing.

Whoever has the address can go on with the file until it expires. It is no part of the ledger.
"""

from __future__ import annotations

from datetime import timedelta

import streamlit as st

from storage import uploads
from storage.uploads import Upload
from ui import app
from ui.app import Here

_NAMED = "upload"  # the parameter of the address
_MINE = "kept-here"  # token and content hash of the file in this session's uploader


def keep(name: str, content: bytes) -> None:
    """Keep the file that lies in the uploader, once, and put its token into the address."""
    product, content_key = app.deployment(), (name, hash(content))
    if st.session_state.get(_MINE, (None,))[1:] == content_key or _too_large(content):
        return
    until = product.now + timedelta(hours=product.settings.upload_hours)
    made = uploads.keep(product.store.engines, name, content, by="", at=product.now, until=until)
    st.session_state[_MINE] = (made.token, *content_key)
    st.query_params[_NAMED] = made.token


def found(here: Here) -> Upload | None:
    """The file the address names. One that was taken out of the uploader is forgotten; one that expired is said."""
    token = st.query_params.get(_NAMED, "")
    if not token:
        return None
    if st.session_state.get(_MINE, ("",))[0] == token:
        forget()
        return None
    kept = uploads.find(app.deployment().store.engines, token, app.deployment().now)
    if kept is None:
        st.warning(here.words("kept.gone"))
        return None
    expiry = app.deployment().local(kept.expires_at)
    st.info(here.words("kept.found", file=kept.name, moment=app.deployment().local(kept.sent_at), expiry=expiry))
    st.button(here.words("kept.discard"), on_click=forget)
    return kept


def forget() -> None:
    """Forget the file the address names: it was accepted, or given up."""
    if token := st.query_params.get(_NAMED, ""):
        uploads.discard(app.deployment().store.engines, token)
        st.query_params.pop(_NAMED, None)
    st.session_state.pop(_MINE, None)


def _too_large(content: bytes) -> bool:
    return len(content) > app.deployment().settings.reading.max_file_mb * 1024 * 1024
