"""What import-linter cannot hold: the two entry files, the standard library alone in domain, one reader of settings."""

from __future__ import annotations

import ast
import subprocess
import sys

READS_SETTINGS = "storage/settings.py"
INWARD = {"config", "runtime"}  # parts of Streamlit that show nothing


def test_domain_imports_the_standard_library_alone(sources):
    allowed = sys.stdlib_module_names | {"domain"}
    strays = [
        f"{source.name}:{line} imports {name}"
        for source in sources
        if source.package == "domain"
        for name, line in source.imports()
        if name not in allowed
    ]
    assert strays == []


def test_nothing_imports_the_entries(sources):
    strays = [
        f"{source.name}:{line}"
        for source in sources
        for name, line in source.imports()
        if name in {"dashboard", "manage"}
    ]
    assert strays == []


def test_streamlit_stays_in_pages_ui_and_dashboard(sources):
    strays = [
        f"{source.name}:{line}"
        for source in sources
        if source.package not in {"pages", "ui", "dashboard", "benchmarks"}
        for name, line in source.imports()
        if name == "streamlit"
    ]
    assert strays == []


def test_screens_take_streamlit_from_the_seam_that_shows_text_as_text(sources):
    """Streamlit reads captions, labels and messages as Markdown; `ui.plain.st` does not."""
    strays = [
        f"{source.name}:{node.lineno} takes `st` from ui.plain instead"
        for source in sources
        if source.package in {"pages", "ui"} and source.name not in {"ui/plain.py", "ui/guard.py", "ui/server.py"}
        for node in ast.walk(source.tree)
        if (isinstance(node, ast.Import) and any(alias.name.split(".")[0] == "streamlit" for alias in node.names))
        or (isinstance(node, ast.ImportFrom) and node.module == "streamlit" and node.names[0].name not in INWARD)
    ]
    assert strays == []


def test_nothing_is_shown_past_the_seam(sources):
    """Not by a method of a container either, such as `column.caption(…)`, which `ui.plain` never sees."""
    reading = {"caption", "markdown", "info", "warning", "error", "success", "header", "subheader", "title", "toast",
               "expander", "popover", "button", "checkbox", "radio", "metric", "tabs", "download_button"}  # fmt: skip
    strays = [
        f"{source.name}:{node.lineno} shows something by .{node.func.attr}(…)"
        for source in sources
        if source.package in {"pages", "ui"}
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in reading
        if not (isinstance(node.func.value, ast.Name) and node.func.value.id == "st")
    ]
    assert strays == []


def test_the_terminal_needs_no_streamlit(root):
    seen = subprocess.run(
        [sys.executable, "-c", "import sys, manage; print('streamlit' in sys.modules)"],
        cwd=root, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert seen.stdout.strip() == "False"


def test_one_place_reads_the_environment(sources):
    """`os.environ.pop(…)`, which only clears something for a child process, is no reading.

    Benchmarks, like tests, start processes and hand the environment on.
    """
    readers: set[str] = set()
    for source in sources:
        if source.package == "benchmarks":
            continue
        nodes = list(ast.walk(source.tree))
        cleared = {id(node.value) for node in nodes if isinstance(node, ast.Attribute) and node.attr == "pop"}
        names = {node.attr for node in nodes if isinstance(node, ast.Attribute) and id(node) not in cleared}
        names |= {alias.name for node in nodes if isinstance(node, ast.ImportFrom) for alias in node.names}
        if names & {"environ", "environb", "getenv"}:
            readers.add(source.name)
    assert readers == {READS_SETTINGS}
