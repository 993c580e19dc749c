"""What verification found: things that are not as they were sealed, as codes and facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from domain.problem import Fact

_MOST = 100  # characters of a fact: what was tampered with may hold anything


@dataclass(frozen=True)
class Fault:
    """One thing that is not as it was sealed. The sentence for each code is `audit_fault.<code>` in `wording`."""

    code: str
    facts: Mapping[str, Fact]


def fault(code: str, **facts: object) -> Fault:
    """The fault, its facts as text that can be printed anywhere."""
    return Fault(code, {name: _printable(str(fact)) for name, fact in facts.items()})


def _printable(text: str) -> str:
    cut = text if len(text) <= _MOST else f"{text[:_MOST]}…"
    return "".join(sign if sign.isprintable() else "�" for sign in cut)
