"""The one gate through which the screens write: who acts, what is refused, and what is said afterwards.

While there are no accounts, the name typed on a page acts and stays for the session. Accounts replace `signed`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from domain.decision import Unsound
from storage.errors import StorageError
from ui import app
from ui.app import Here
from ui.plain import st
from views.refusal import refusal

MOST = 40  # characters of a name
T = TypeVar("T")
_ACTOR, _OUTCOME, _SEEN = "actor", "outcome", "seen"


@dataclass(frozen=True)
class _Outcome:
    sentence: str
    is_refused: bool


def known_name() -> str:
    """The name last given in this session."""
    return st.session_state.get(_ACTOR, "")


def signed(here: Here, form: str) -> str:
    """The field for the name of whoever acts, with the name given before; `form` is the key of the form around it."""
    given = st.text_input(here.words("writing.by"), value=known_name(), max_chars=MOST, key=f"{form}:by")
    return (given or "").strip()


def explained(here: Here, form: str) -> tuple[str, str]:
    """The fields for a reason and a name, side by side."""
    left, right = st.columns([2, 1])
    with left:
        reason = st.text_input(here.words("writing.reason"), max_chars=200, key=f"{form}:reason")
    with right:
        return (reason or "").strip(), signed(here, form)


def seen(subject: str, now: T) -> T:
    """What whoever acts was shown of `subject` when they began to look at it, until they write or turn to another.

    A page draws itself anew at every click. What a write rests on is therefore not what is so by then, but this.
    """
    kept: tuple[str, T] | None = st.session_state.get(_SEEN)
    if kept is None or kept[0] != subject:
        kept = st.session_state[_SEEN] = (subject, now)
    return kept[1]


def write(here: Here, by: str, act: Callable[[str, datetime], object], done: str = "") -> None:
    """Let `by` act, then draw the page anew: what is shown next is what is so now.

    `outcome` then says `done`, or why it was refused; what is refused has changed nothing.
    """
    st.session_state[_ACTOR] = by
    st.session_state.pop(_SEEN, None)
    refused = _refused(here, by, act)
    st.session_state[_OUTCOME] = _Outcome(refused or done, is_refused=bool(refused))
    st.rerun()


def outcome() -> None:
    """What the last write of this session came to, once; also in a corner, for who has scrolled down."""
    last: _Outcome | None = st.session_state.pop(_OUTCOME, None)
    if last is None or not last.sentence:
        return
    if last.is_refused:
        st.error(last.sentence)
    else:
        st.success(last.sentence, icon=":material/check_circle:")
    st.toast(last.sentence, duration="long")


def _refused(here: Here, by: str, act: Callable[[str, datetime], object]) -> str:
    if not here.is_now:
        return here.words("writing.past")
    if not by:
        return here.words("writing.nameless")
    try:
        act(by, app.deployment().now)
    except Unsound as error:
        return here.words(f"decision_error.{error.code}")
    except StorageError as error:
        return refusal(error, here.words)
    return ""
