"""The version of the method is raised when the rules of judging change.

`method_versions.toml` beside this test holds, for every version, the hash of the rules' source: what it says, without
comments and docstrings.
"""

from __future__ import annotations

import ast
import hashlib
import tomllib
from pathlib import Path

from domain.method_version import METHOD_VERSION

DOMAIN = Path(__file__).parents[3] / "domain"
RULES = (
    "assessment", "catch_up", "forecast", "gains", "gap", "history", "judging", "measurement", "methods", "next_light",
    "pace", "path", "progress", "projection", "reporting", "rollup", "ruling", "slips", "splits", "status", "trend",
    "working", "working_days", "yardstick",
)  # fmt: skip
TO_DO = """The rules of judging have changed. If that can change a light or a figure, raise METHOD_VERSION in
domain/method_version.py and add a line to method_versions.toml; if it cannot, replace the hash of the last line:

{version} = "{found}"
"""


def rules_hash() -> str:
    seal = hashlib.sha256()
    for name in RULES:
        tree = ast.parse((DOMAIN / f"{name}.py").read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            body = getattr(node, "body", None)
            if isinstance(body, list):
                node.body = [part for part in body if not is_comment(part)]  # type: ignore[attr-defined]
        seal.update(f"{name}\n{ast.unparse(tree)}\n".encode())
    return seal.hexdigest()[:16]


def is_comment(part: ast.AST) -> bool:
    return isinstance(part, ast.Expr) and isinstance(part.value, ast.Constant)


def test_the_version_of_the_method_is_that_of_its_rules():
    versions = tomllib.loads((Path(__file__).parent / "method_versions.toml").read_text(encoding="utf-8"))
    found = rules_hash()
    assert versions.get(str(METHOD_VERSION)) == found, TO_DO.format(version=METHOD_VERSION, found=found)
    assert max(map(int, versions)) == METHOD_VERSION


def test_every_rule_is_held():
    """What judging imports of the domain is among the rules, or holds no rule of judging."""
    plain = {
        "amount",
        "as_of",
        "case",
        "decision",
        "ledger",
        "life",
        "observation",
        "period",
        "plan",
        "problem",
        "relations",
    }
    used: set[str] = set()
    for name in RULES:
        for node in ast.walk(ast.parse((DOMAIN / f"{name}.py").read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("domain"):
                whole = node.module == "domain"
                used |= {alias.name for alias in node.names} if whole else {node.module.removeprefix("domain.")}
    assert used - set(RULES) <= plain
