"""Whether the server can start: a sound plan and a database of this release. If not, it says what to do and stops.

However the server was started, the plan it serves is the version in force from then on.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from pathlib import Path
from runpy import run_path

from service.deployment import Deployment, PlanUnsound
from storage.errors import StorageError
from ui import held
from views import terminal
from wording import LANGUAGES, Words

PAGES = Path(__file__).parent.parent / "pages"
BY = "dashboard.py"  # who recorded the plan, in the journal


def stop_unless_ready() -> None:
    """End the process with a message in both languages where the plan file or the database is not as it must be."""
    every = [Words(language) for language in LANGUAGES]
    try:
        deployment = Deployment.of_environment()
        _ = deployment.plan, deployment.store
        for words in every:
            for line in terminal.edited(deployment.plan_edits(deployment.plan), words):
                print(line, file=sys.stderr)  # noqa: T201 (said to who starts the server)
        deployment.record_plan(BY)
        held.keep_within(deployment.settings.held, deployment.settings.reading)
    except PlanUnsound as error:
        raise SystemExit(
            "\n".join(terminal.mistake(found, words) for words in every for found in error.mistakes)
        ) from None
    except StorageError as error:
        raise SystemExit("\n".join(words(f"storage_error.{error.code}", **error.facts) for words in every)) from None
    except FileNotFoundError as error:
        raise SystemExit("\n".join(words("terminal.no_file", file=str(error.filename)) for words in every)) from None


def warm_up() -> None:
    """Load what all pages need, and compose the first page in both languages as its first visitor will ask for it."""
    from ui import app, frame, plain

    for language in LANGUAGES:
        with app.begun({"lang": language}), plain.shown_by(_Nobody()):
            run_path(str(PAGES / f"{frame.PAGES[0]}.py"), run_name="__main__")
    gc.collect()
    gc.freeze()  # spares the collector from walking all of it


class _Nobody:
    """Stands where Streamlit does while there is no visitor yet: takes what is shown."""

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *_, **__: None
