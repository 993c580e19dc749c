"""What reading one file costs the process that reads it; a module of its own, since it is called in workers."""

from __future__ import annotations

import time

from loaders.workbook import read_workbook
from loaders.worker import peak_bytes


def cost(name: str, content: bytes) -> tuple[list[str], float, int]:
    """What is said of a file, the seconds of processor time it takes, and the most memory the process ever held."""
    began = time.process_time()
    codes = [found.code for found in read_workbook(name, content).problems]
    return codes, time.process_time() - began, peak_bytes()
