"""Every error of the storage has its sentence, and the sentence asks only for facts the error brings."""

from __future__ import annotations

import ast
from string import Formatter

from storage import errors
from storage.settings import ROOT
from wording import catalogue

SECTION = "storage_error."


def test_every_code_has_a_sentence_its_facts_can_fill() -> None:
    raised = _raised()
    sentences = {key.removeprefix(SECTION): texts for key, texts in catalogue().items() if key.startswith(SECTION)}
    assert raised.keys() == sentences.keys()
    for code, texts in sentences.items():
        for sentence in texts:
            asked = {name for _, name, _, _ in Formatter().parse(sentence) if name}
            assert asked <= raised[code], code


def _raised() -> dict[str, set[str]]:
    """The codes raised in the package, each with the names of the facts it always brings."""
    names = {name for name, thing in vars(errors).items() if isinstance(thing, type) and issubclass(thing, Exception)}
    found: dict[str, set[str]] = {}
    for path in (ROOT / "storage").glob("*.py"):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in names):
                continue
            facts = {keyword.arg for keyword in call.keywords if keyword.arg}
            first = call.args[0] if call.args else None
            code = first.value if isinstance(first, ast.Constant) else "superseded"
            found[str(code)] = found.get(str(code), facts) & facts
    return found
