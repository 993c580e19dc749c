"""A real server on a free port: the project's own entry, guard and wording around a frame of two small pages."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

ROOT = Path(__file__).parents[2]
POISON = (  # what people might type
    "[x](http://evil.example) :red[met] :red $x$ $$y$$ **b** _i_ <b>i</b> <img src=x> `code` ~~s~~ "
    ":material/home: :material_home: :streamlit: :joy: :100: http://evil.example https://evil.example www.evil.example "
    "a@evil.example ![p](http://evil.example/p.png) -> <- -- >= &lt; [^1] a | b \\(z\\) ::leaf[x]{.c}"
)
LINES = "# a\n- b\n1. c\n2) d\n===\n> e\n\n    f\n+ g\n---\n| h |\n|---|\n* i\n``\n_j_ k_l_m"

FRAME = """
import streamlit as st
pages = [st.Page("../pages/listed.py", title="Listed", default=True), st.Page("../pages/typed.py", title="Typed")]
st.navigation(pages, position="hidden").run()
"""
READY = """
import os
import time
from pathlib import Path
from storage.settings import HeldLimits, ReadingLimits
from ui import held

def stop_unless_ready():  # this house has neither plan nor ledger to be ready with
    held.keep_within(HeldLimits(max_held_mb=3, max_held_files=4, max_held_total_mb=4), ReadingLimits())

def warm_up():
    while "WARM_AT" in os.environ and not Path(os.environ["WARM_AT"]).exists():
        time.sleep(0.05)
"""
LISTED = """
import streamlit as st
st.segmented_control("语言", ["zh", "en"], default="zh", required=True, key="lang", bind="query-params")
st.file_uploader("月报", type=["xlsx"])
st.selectbox("部门", ["甲", "乙"], index=None)
st.button("Upload my own words")
st.download_button("表格", data=lambda: b"made when asked for", file_name="made.txt", on_click="ignore")
"""
TYPED = """
from pathlib import Path
from ui.plain import st
text = Path(__file__).with_suffix(".txt").read_text(encoding="utf-8")
for show in (st.header, st.subheader, st.caption, st.markdown, st.info, st.error, st.toast, st.button):
    show(text)
with st.expander(text, expanded=True):
    st.radio(text, [text], captions=[text])
st.checkbox(text)
for show in (st.caption, st.markdown, st.info):
    show(Path(__file__).with_name("lines.txt").read_text(encoding="utf-8"))
st.tabs([text])
st.progress(0.5, text)
"""
UNLISTED = """
from pathlib import Path
Path(__file__).with_name("it-ran").touch()
"""


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The server's files in a folder of their own, laid out like the project, with a page navigation does not list."""
    house = tmp_path_factory.mktemp("house")
    scripts = ("server", "guard", "warming", "files", "held", "made", "plain")
    ours = [f"ui/{name}" for name in (*(f"{script}.py" for script in scripts), "browser.js", "links.js", "style.css")]
    for name in ("dashboard.py", *ours, ".streamlit/config.toml"):
        (house / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, house / name)
    for package in ("wording", "storage", "domain"):
        shutil.copytree(ROOT / package, house / package)
    (house / "reports" / "fonts").mkdir(parents=True)
    (house / "reports" / "fonts" / "Sample.woff2").write_bytes(b"wOF2")
    (house / "reports" / "fonts" / "fonts.css").write_text("@font-face{}")
    (house / "reports" / "fonts" / "LICENCE.txt").write_text("not served")
    (house / "pages").mkdir()
    (house / "ui" / "readiness.py").write_text(READY, encoding="utf-8")
    (house / "ui" / "screen.py").write_text(FRAME, encoding="utf-8")
    (house / "pages" / "listed.py").write_text(LISTED, encoding="utf-8")
    (house / "pages" / "typed.py").write_text(TYPED, encoding="utf-8")
    (house / "pages" / "lines.txt").write_text(LINES, encoding="utf-8")
    (house / "pages" / "typed.txt").write_text(POISON, encoding="utf-8")
    (house / "pages" / "unlisted.py").write_text(UNLISTED, encoding="utf-8")
    return house


@pytest.fixture(scope="session")
def start(house: Path) -> Iterator[Callable[..., tuple[str, subprocess.Popen[str]]]]:
    """Starts `streamlit run dashboard.py` from another folder, on a free port, and returns its host:port and process.

    Keywords are settings as STREAMLIT_… variables; what the server prints goes to `server.log` in the house.
    """
    running: list[subprocess.Popen[str]] = []

    def start(**settings: str) -> tuple[str, subprocess.Popen[str]]:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = str(probe.getsockname()[1])
        command = [sys.executable, "-m", "streamlit", "run", str(house / "dashboard.py")]
        environment = {**os.environ, "PYTHONUTF8": "1", "STREAMLIT_SERVER_PORT": port, **settings}
        with (house / "server.log").open("w") as log:
            out = {"stdout": log, "stderr": subprocess.STDOUT}
            running.append(subprocess.Popen(command, cwd=house.parent, env=environment, text=True, **out))
        return f"localhost:{port}", running[-1]

    yield start
    for server in running:
        server.terminate()
        server.wait(10)


@pytest.fixture(scope="session")
def host(house: Path, start: Callable[..., tuple[str, subprocess.Popen[str]]]) -> str:
    """`localhost:port` of a running server."""
    host, server = start()
    deadline = time.monotonic() + 30
    while not answers(host):
        assert server.poll() is None and time.monotonic() < deadline, (house / "server.log").read_text(encoding="utf-8")
        time.sleep(0.2)
    return host


def answers(host: str) -> bool:
    try:
        urlopen(f"http://{host}/healthz").close()
    except OSError:
        return False
    return True
