"""What stopped a write, as a sentence in the reader's language."""

from __future__ import annotations

from storage.errors import StorageError
from wording import Words

_STATES = ("state", "step")  # facts that are the code of a submission's state


def refusal(error: StorageError, words: Words) -> str:
    facts = {key: words(f"submission_state.{fact}") if key in _STATES else fact for key, fact in error.facts.items()}
    return words(f"storage_error.{error.code}", **facts)
