"""The newest entries of the journal as earlier verifications saw them, noted in a file outside the database.

An entry noted here must still be part of the journal next time: so it is missed if somebody cuts the journal off.
"""

from __future__ import annotations

from pathlib import Path

_FILE = "audit-heads.txt"  # under var_dir


def file_of(var_dir: Path) -> Path:
    return var_dir / _FILE


def noted(var_dir: Path) -> list[str]:
    """Every head noted so far, the first one first."""
    path = file_of(var_dir)
    return path.read_text(encoding="utf-8").split() if path.exists() else []


def note(var_dir: Path, head: str) -> None:
    """Remember a head; an empty one and one noted already are not written again."""
    if head and head not in noted(var_dir):
        path = file_of(var_dir)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as file:
            file.write(f"{head}\n")
