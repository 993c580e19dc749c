"""Words shown to a person live in wording/*.toml, words met in sheets in data files; never in code."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

WORDLESS = {"domain", "loaders", "storage", "views", "charts", "service", "ui", "pages"}
# A single character may be a mark to look for (年, 月), and numerals are numerals.
NUMERALS = "零一二三四五六七八九十百千万亿两壹贰叁肆伍陆柒捌玖拾佰仟萬億廿卅点半几"
CHINESE_WORD = re.compile(rf"(?:(?![{NUMERALS}])[\u3400-\u9fff]){{2,}}")
ENGLISH_PHRASE = re.compile(r"(?<![\w-])[A-Za-z]{2,} [a-z]{2,}(?![\w-])")
# What a string is handed to tells that no person reads it: messages for programmers, SQL, patterns, markup.
NOT_SHOWN = {
    "text", "DDL", "execute", "exec_driver_sql", "CheckConstraint", "warn",
    "debug", "info", "exception", "getLogger",
}  # fmt: skip
MARKUP = re.compile(r"<(script|style)\b.*?</\1>|<[^>]*(>|$)", re.DOTALL)
A_PATTERN = re.compile(r"\(\?|\.\*|\[[^\]]+\][+*]")  # the grammar of cells, whatever it is bound to
NAMES_A_FONT = re.compile(r"font|family", re.IGNORECASE)


def docstrings(tree: ast.Module) -> Iterator[ast.AST]:
    """Strings that stand alone, which document what is around them."""
    return (
        node.value for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    )


def for_programmers(tree: ast.Module) -> Iterator[ast.AST]:
    """What stands inside `raise`, `assert`, or a call that shows nothing to a person."""
    return (part for node in ast.walk(tree) if is_for_programmers(node) for part in ast.walk(node))


def is_for_programmers(node: ast.AST) -> bool:
    if isinstance(node, ast.Call):
        return shows_nothing(node.func)
    if isinstance(node, ast.Assign | ast.AnnAssign | ast.keyword):
        return bool(NAMES_A_FONT.search(bound_name(node)))
    return isinstance(node, ast.Raise | ast.Assert)


def shows_nothing(function: ast.expr) -> bool:
    owner = getattr(getattr(function, "value", None), "id", "")
    return owner == "re" or getattr(function, "attr", getattr(function, "id", "")) in NOT_SHOWN


def bound_name(node: ast.Assign | ast.AnnAssign | ast.keyword) -> str:
    if isinstance(node, ast.keyword):
        return node.arg or ""
    target = node.targets[0] if isinstance(node, ast.Assign) else node.target
    return target.id if isinstance(target, ast.Name) else ""


def literals(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Every string constant a person might get to read, f-string parts included."""
    left_out = {id(node) for node in (*docstrings(tree), *for_programmers(tree))}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in left_out:
            yield node.lineno, node.value


def holds_words(text: str) -> bool:
    bare = MARKUP.sub("|", text)
    if A_PATTERN.search(bare):
        return False
    return bool(CHINESE_WORD.search(bare) or ENGLISH_PHRASE.search(bare))


def test_code_holds_no_words(sources):
    found = [
        f"{source.name}:{line} {text!r}"
        for source in sources
        if source.package in WORDLESS and "migrations" not in source.name
        for line, text in literals(source.tree)
        if holds_words(text)
    ]
    assert found == []


def test_pages_never_show_a_literal(sources):
    """In pages even one word is a sentence: whatever is handed to Streamlit to be read comes from wording."""
    shows = {"title", "header", "subheader", "write", "markdown", "caption", "button", "info", "error", "warning",
             "success", "metric", "expander", "selectbox", "text_input", "file_uploader", "toast"}  # fmt: skip
    found = [
        f"{source.name}:{node.lineno}"
        for source in sources
        if source.package == "pages"
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in shows and node.args
        if isinstance(node.args[0], ast.Constant | ast.JoinedStr)
    ]
    assert found == []


def test_pages_hold_no_bare_expression(sources):
    """Streamlit prints whatever stands alone on a line of a page."""
    found = [
        f"{source.name}:{node.lineno}"
        for source in sources
        if source.package == "pages" or source.name == "ui/screen.py"
        for node in source.tree.body[1:]
        if isinstance(node, ast.Expr) and not isinstance(node.value, ast.Call)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ('"""Docs may say anything."""', []),
        ('x = "未报送"', ["未报送"]),
        ('x = "Not yet reported"', ["Not yet reported"]),
        ('x = f"{n} of them are late"', [" of them are late"]),
        ('raise ValueError("not a month")', []),
        ('x = r"(\\d+)年"', []),
        ('x = "三百二十一"', []),
        ('x = "overview.title"', []),
        ('x = "<script>do this now</script><b class=x>"', []),
        ('x = "<b>Not reported</b>"', ["<b>Not reported</b>"]),
        ('x = text("select one from two")', []),
    ],
)
def test_the_search_itself(code, expected):
    assert [text for _, text in literals(ast.parse(code)) if holds_words(text)] == expected
