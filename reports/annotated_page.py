"""The page that tells clerks what each message means and what to do, written from the wording alone.

`python -m reports.annotated_page > docs/clerk-messages.md` writes it anew; a test holds the page to the wording.
"""

from __future__ import annotations

import string
import sys
from itertools import groupby

from domain.problem import Severity
from domain.problem_codes import SEVERITIES, problem
from reports.marking.listing import remedy
from wording import LANGUAGES, Words, catalogue


def page() -> str:
    """The whole page, Chinese first."""
    return "\n".join(line for language in LANGUAGES for line in _part(Words(language))).rstrip("\n") + "\n"


def example(code: str, words: Words) -> str:
    """The sentence of a code with plausible facts filled in; "…" for a fact nobody gave an example of."""
    zh, _ = catalogue()[f"problem.{code}"]
    facts = {fact for _, fact, _, _ in string.Formatter().parse(zh) if fact}
    keys = {fact: next((key for key in (f"{code}_{fact}", fact) if words.has(f"example.{key}")), "") for fact in facts}
    filled = {fact: words(f"example.{key}") if key else "…" for fact, key in keys.items()}
    return words(f"problem.{code}", **filled) if filled else words(f"problem.{code}")


def _part(words: Words) -> list[str]:
    lines = [f"# {words('clerk_page.title')}", "", words("clerk_page.intro"), ""]
    lines += [f"- {words(f'clerk_page.{severity.value}')}" for severity in Severity]
    for letter, codes in groupby(sorted(SEVERITIES), key=lambda code: code[0]):
        lines += [
            "",
            f"## {words(f'clerk_page.{letter}')}",
            "",
            f"| {words('clerk_page.columns')} |",
            "|---|---|---|---|",
        ]
        lines += [_row(code, words) for code in codes]
    return [*lines, ""]


def _row(code: str, words: Words) -> str:
    severity = SEVERITIES[code]
    sign = words(f"annotated.{severity.value}").split()[0]
    has_cell = "{cell}" in catalogue()[f"problem.{code}"][0]
    do = remedy(problem(code, cell="A1" if has_cell else ""), words)
    return f"| {code} | {sign} | {_escaped(example(code, words))} | {_escaped(do)} |"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("*", "\\*").replace("<", "&lt;")


if __name__ == "__main__":
    sys.stdout.write(page())
