"""The environment of a fresh clone: quiet, without what only installs, and made once."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest

pytestmark = pytest.mark.slow  # makes an environment


@pytest.mark.skipif(os.name == "nt", reason="paths of POSIX")
def test_an_environment_is_made_once_and_holds_the_product_alone(root, tmp_path):
    shutil.copy(root / "environment.py", tmp_path)
    (tmp_path / "lock.txt").write_text("# nothing, so that no index is asked\n")

    def prepared() -> str:
        command = [sys.executable, "environment.py", "lock.txt"]
        made = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
        assert made.stderr == ""
        return made.stdout

    assert len(prepared().splitlines()) == 1
    python = tmp_path / ".venv" / "bin" / "python"
    for name in ("pip", "setuptools"):
        found = subprocess.run([python, "-c", f"import {name}"], capture_output=True, check=False)
        assert found.returncode != 0, name
    assert not list((tmp_path / ".venv" / "bin").glob("pip*"))
    assert prepared() == ""
