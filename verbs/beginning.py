"""`manage.py plan --new`: a small plan to start from, and beside it the schema by which editors check it."""

from __future__ import annotations

from pathlib import Path

from loaders.plan.page import schema_text
from loaders.plan.start import beginning
from storage.settings import now
from verbs import writing
from verbs.session import CannotDo, session

ZONE = "Asia/Shanghai"  # that of the plan that is written


def write(path: Path) -> str:
    """Write both files; what was written, in a sentence. Never writes over a file that is there."""
    words, schema = session.words, path.with_suffix(".schema.json")
    for each in (path, schema):
        if each.exists():
            raise CannotDo(words("plan_start.exists", file=str(each)))
    year = now(session.deployment.settings, ZONE).year
    texts = {path: beginning(words, year, schema.name), schema: schema_text()}
    writing.write(((each, [text.encode()]) for each, text in texts.items()), replace=False)
    return words("plan_start.written", file=str(path), schema=str(schema))
