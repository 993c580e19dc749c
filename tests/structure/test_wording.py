"""The catalogue of texts: whole in both languages, same facts in both, and every text the code asks for is there."""

from __future__ import annotations

import ast
import string

import wording


def facts(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_catalogue_is_whole_in_both_languages():
    assert wording.catalogue()
    assert [key for key, pair in wording.catalogue().items() if not all(text.strip() for text in pair)] == []


def test_both_languages_name_the_same_facts():
    differing = {key: (facts(zh), facts(en)) for key, (zh, en) in wording.catalogue().items() if facts(zh) != facts(en)}
    assert differing == {}


def test_facts_have_names():
    assert [
        key for key, (zh, _) in wording.catalogue().items() if not all(name.isidentifier() for name in facts(zh))
    ] == []


def test_every_text_asked_for_is_there(sources):
    """Calls such as `words("overview.title")`; keys put together at run time are for the tests of their pages."""
    missing = [
        f"{source.name}:{node.lineno} {key.value}"
        for source in sources
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == "words"
        for key in node.args[:1]
        if isinstance(key, ast.Constant) and key.value not in wording.catalogue()
    ]
    assert missing == []
