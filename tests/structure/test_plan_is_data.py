"""No code and no wording names a department, a region, an indicator or the city: another plan file runs unchanged."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ITEM_ID = re.compile(r"[A-Z]+\d*-\d+")


@pytest.fixture(scope="module")
def targets(root: Path) -> dict[str, Any]:
    return tomllib.loads((root / "targets.toml").read_text(encoding="utf-8"))


def bodies(targets: dict[str, Any]) -> list[dict[str, Any]]:
    """Departments and regions; the city level is a notion of every plan, not a name."""
    return [body for body in (*targets["departments"], *targets["regions"]) if not body.get("is_city_level")]


def names(targets: dict[str, Any]) -> set[str]:
    spelled = {
        text for body in bodies(targets) for text in (*body["name"], *body.get("aliases", ()), body.get("short"))
    }
    city = set(targets["plan"]["city"]) | {name.removesuffix("市") for name in targets["plan"]["city"]}
    return {text for text in spelled | city if text}


def item_ids(value: object) -> Iterator[str]:
    """Every id like M16-1, wherever it stands."""
    if isinstance(value, dict):
        yield from (text for key, text in value.items() if key == "id" and ITEM_ID.fullmatch(str(text)))
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from item_ids(part)


def test_the_lists_to_look_for_are_not_empty(targets):
    assert len(names(targets)) > 50
    assert len(set(item_ids(targets))) > 90


def test_no_code_or_wording_names_a_body_or_the_city(root, sources, targets):
    longest_first = sorted(names(targets), key=len, reverse=True)
    pattern = re.compile("|".join(map(re.escape, longest_first)), re.IGNORECASE)
    texts = {source.name: source.text for source in sources}
    texts |= {path.name: path.read_text(encoding="utf-8") for path in (root / "wording").glob("*.toml")}
    found = [f"{name}: {hit}" for name, text in texts.items() for hit in sorted(set(pattern.findall(text)))]
    assert found == []


def words_of_its_own(targets: dict[str, Any]) -> set[str]:
    """What only this plan speaks of: its name without the city, what its shares count, its heading words, its years."""
    named = {text for key in ("name", "document") for text in targets["plan"][key]}
    counted = {
        text
        for measure in targets["measures"]
        for indicator in measure.get("indicators", ())
        for key in ("reached", "group")
        for text in indicator.get(key, ())
    }
    headings = {text for texts in targets["headings"].values() for text in texts}
    end = targets["plan"]["end"][:4]
    return named | counted | headings | {f"{end}年目标", "技能", "大师", "工匠", *(city_names(targets))}


def city_names(targets: dict[str, Any]) -> set[str]:
    return set(targets["plan"]["city"]) | {name.removesuffix("市") for name in targets["plan"]["city"]}


def test_no_code_or_wording_speaks_of_what_only_this_plan_does(root, sources, targets):
    pattern = re.compile("|".join(map(re.escape, sorted(words_of_its_own(targets), key=len, reverse=True))))
    texts = {source.name: source.text for source in sources if not source.name.startswith("sample_data")}
    data = [*(root / "wording").glob("*.toml"), *(root / "loaders").rglob("*.toml")]
    texts |= {str(path.relative_to(root)): path.read_text(encoding="utf-8") for path in data}
    found = [f"{name}: {hit}" for name, text in texts.items() for hit in sorted(set(pattern.findall(text)))]
    assert found == []


def test_no_code_names_an_indicator_or_task(sources, targets):
    pattern = re.compile(r"(?<![\w-])(" + "|".join(map(re.escape, set(item_ids(targets)))) + r")(?![\w-])")
    assert [f"{source.name}: {hit}" for source in sources for hit in sorted(set(pattern.findall(source.text)))] == []


def test_no_code_holds_the_id_of_a_body(sources, targets):
    ids = {body["id"] for body in bodies(targets)}
    found = [
        f"{source.name}:{node.lineno} {node.value!r}"
        for source in sources
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in ids
    ]
    assert found == []
