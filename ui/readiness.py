"""Whether the server can start: a sound plan and a database of this release. If not, it says what to do and stops.

However the server was started, the plan it serves is the version in force from then on.
"""

from __future__ import annotations

import gc
import sys
from importlib import import_module

from service.deployment import Deployment, PlanUnsound
from storage.errors import StorageError
from ui import held
from views import terminal
from wording import LANGUAGES, Words

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
    """Load what all pages need, and the newest month as the first visitor will ask for it: all that is known of it."""
    import_module("ui.frame")
    from ui import app
    from views.news import since_last_month

    position = app.at({}).position
    since_last_month(position)  # asks for all lights of two months
    _ = position.standings, position.slips
    gc.collect()
    gc.freeze()  # spares the collector from walking all of it
