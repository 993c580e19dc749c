"""The tables of docs/plan-file.md, in both languages, and the schema for editors, written from the schema of the file.

`python -m loaders.plan.page` renews what stands between the marks of the documents; their prose is written by hand.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

from loaders.plan.described import Key, json_schema, keys
from wording import Language, Words

DOCS = Path(__file__).parents[2] / "docs"
PAGES: dict[Language, Path] = {"en": DOCS / "plan-file.md", "zh": DOCS / "plan-file.zh-CN.md"}
SCHEMA = DOCS / "targets.schema.json"
_MARKED = re.compile(r"(<!-- keys: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def page(text: str, language: Language) -> str:
    """The document with its tables as the schema has them today."""
    words = Words(language)
    return _MARKED.sub(lambda mark: f"{mark[1]}{_table(mark[2], words)}{mark[3]}", text)


def _table(table: str, words: Words) -> str:
    lines = [f"| {words('plan_page.columns')} |", "|---|---|---|---|---|---|"]
    lines += [_row(each) for each in keys(table, words)]
    return "".join(f"{line}\n" for line in lines)


def _row(key: Key) -> str:
    example = f"`{key.example}`" if key.example else ""
    return f"| `{key.name}` | {key.type} | {key.default} | {example} | {key.meaning} | {key.screen} |"


def schema_text() -> str:
    return json.dumps(json_schema(), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    for language, path in PAGES.items():
        path.write_text(page(path.read_text(encoding="utf-8"), language), encoding="utf-8", newline="\n")
    SCHEMA.write_text(schema_text(), encoding="utf-8", newline="\n")
