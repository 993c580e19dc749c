"""Real servers to measure: the product on invented data, Streamlit's empty page, and what they cost the machine.

Processor time is read from the clock the kernel keeps for every process, to the nanosecond; it leaves out whatever
else runs, the load generator included. Linux only.
"""

from __future__ import annotations

import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx

ROOT = Path(__file__).resolve().parent.parent
EMPTY = 'import streamlit as st\n\nst.title("Empty")\n'
LINKED = """import streamlit as st

def first():
    st.title("Empty")
    st.page_link(pages[1], label="The other")

def second():
    st.title("As empty")

pages = [st.Page(first, default=True), st.Page(second)]
st.navigation(pages, position="hidden").run()
"""
CLOCK = "2024-07-08"  # the day after the last invented sheet came in
OK = 200
IDLE = 0.02  # of a second's processor time: less is rest
SLOWEST = 180  # seconds a server may take to start


@dataclass(frozen=True)
class Server:
    """A running server. `opened` and `warm`: seconds from its start until it answered, and answered that it is warm."""

    name: str
    host: str
    process: subprocess.Popen[bytes]
    opened: float
    warm: float

    @property
    def processor(self) -> float:
        """Seconds of processor time the process has used; workers it started are not counted."""
        return time.clock_gettime((~self.process.pid << 3) | 2)  # clock_getcpuclockid(3)

    def rest(self, most: float = 30) -> None:
        """Wait until the process has nothing more to do by itself, for so many seconds at most."""
        ends = time.monotonic() + most
        used = -1.0
        while self.processor - used > IDLE and time.monotonic() < ends:
            used = self.processor
            time.sleep(1)

    @property
    def megabytes(self) -> float:
        """What the process holds in memory now."""
        for line in Path(f"/proc/{self.process.pid}/status").read_text(encoding="utf-8").splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
        raise ProcessLookupError(self.name)


@dataclass(frozen=True)
class Yard:
    """A folder in which servers are started, each in one of its own, with the sample database that all copy."""

    folder: Path

    @classmethod
    @contextmanager
    def open(cls) -> Iterator[Yard]:
        with TemporaryDirectory(prefix="bench-") as folder:
            yard = cls(Path(folder))
            for verb in (["db", "upgrade"], ["sample"]):
                yard.manage(*verb)
            yield yard

    @property
    def sample(self) -> Path:
        return self.folder / "dashboard.sqlite"

    def settings(self, var: Path | None = None) -> dict[str, str]:
        """The environment of the product on the data in `var`."""
        var = var or self.folder
        return plain_environment() | {
            "DATABASE_URL": f"sqlite:///{var / 'dashboard.sqlite'}",
            "VAR_DIR": str(var),
            "DEMONSTRATION_CLOCK": CLOCK,
        }

    def manage(self, *arguments: str, var: Path | None = None) -> None:
        command = [sys.executable, str(ROOT / "manage.py"), *arguments]
        subprocess.run(command, env=self.settings(var), cwd=self.folder, check=True, capture_output=True)

    def copy(self) -> Path:
        """A folder with the sample data for one server alone."""
        var = Path(self.folder, f"var-{time.monotonic_ns()}")
        var.mkdir()
        with closing(sqlite3.connect(self.sample)) as given, closing(sqlite3.connect(var / self.sample.name)) as taken:
            given.backup(taken)
        return var

    @contextmanager
    def product(self, var: Path | None = None) -> Iterator[Server]:
        """The product as `streamlit run dashboard.py` starts it."""
        with serving(
            "ours", streamlit(ROOT / "dashboard.py"), self.folder, self.settings(var or self.copy()), "healthz"
        ) as server:
            yield server

    @contextmanager
    def empty(self, *, ours: bool, script: str = EMPTY) -> Iterator[Server]:
        """A page of one title, with the settings Streamlit ships or with ours; or `LINKED`, two with a link."""
        name = "empty, our settings" if ours else "empty, as shipped"
        folder = self.folder / name.replace(" ", "-")
        (folder / ".streamlit").mkdir(parents=True, exist_ok=True)
        (folder / "empty.py").write_text(script, encoding="utf-8")
        if ours:
            shutil.copy(ROOT / ".streamlit" / "config.toml", folder / ".streamlit")
        with serving(name, streamlit(folder / "empty.py"), folder, plain_environment()) as server:
            yield server


def plain_environment() -> dict[str, str]:
    """The environment without what would slow a start, or set up a product."""
    foreign = ("PYTHONDONTWRITEBYTECODE", "TARGETS_FILE", "SETTINGS_FILE")
    return {name: value for name, value in os.environ.items() if name not in foreign}


def streamlit(script: Path) -> list[str]:
    """A server of `script`. Without a name for itself it would ask the internet for its address before it starts."""
    told = ("--server.headless=true", "--server.address=127.0.0.1", "--browser.serverAddress=localhost")
    return [sys.executable, "-m", "streamlit", "run", str(script), *told, "--server.port={port}"]


@contextmanager
def serving(
    name: str, command: Sequence[str], folder: Path, environment: Mapping[str, str], warm: str = "_stcore/health"
) -> Iterator[Server]:
    """Start a server, wait until it is warm, and end it. `{port}` in the command becomes a free one.

    It is open when the address `warm` is answered at all, and warm when the answer is 200.
    """
    port = free_port()
    log = folder / f"{name.partition(',')[0]}.log"
    with log.open("wb") as out:
        began = time.perf_counter()
        process = subprocess.Popen(
            [part.format(port=port) for part in command], cwd=folder, env=dict(environment), stdout=out, stderr=out
        )
        try:
            opened = wait(process, log, began, lambda: answer(f"http://localhost:{port}/{warm}") != 0)
            ready = wait(process, log, began, lambda: answer(f"http://localhost:{port}/{warm}") == OK)
            yield Server(name, f"localhost:{port}", process, opened, ready)
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:  # connections it still waits for
                process.kill()
                process.wait()


def wait(process: subprocess.Popen[bytes], log: Path, began: float, is_so: Callable[[], bool]) -> float:
    """Seconds from `began` until it is so. Raises RuntimeError with the server's words where it ends or is too slow."""
    while not is_so():
        if process.poll() is not None or time.perf_counter() - began > SLOWEST:
            raise RuntimeError(log.read_text(encoding="utf-8", errors="replace"))
        time.sleep(0.02)
    return time.perf_counter() - began


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answer(url: str) -> int:
    """The status the server answers with; 0 while nobody does. A port that is open before anybody answers is not."""
    try:
        return httpx.get(url, timeout=30, trust_env=False).status_code
    except httpx.TransportError:
        return 0
