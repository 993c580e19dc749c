"""Files opened again by other programs: LibreOffice and Poppler, which see the typeface the product ships."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

from reports.drawing import FONTS

OFFICIAL = ("仿宋_GB2312", "黑体", "楷体_GB2312", "方正小标宋简体", "微软雅黑")  # on the reader's machine, not on this


def as_pdf(content: bytes, name: str, folder: Path) -> Path:
    """A file as LibreOffice prints it."""
    return converted(content, name, "pdf", folder)


def converted(content: bytes, name: str, to: str, folder: Path, into: Path | None = None) -> Path:
    """What LibreOffice makes of a file. It has to be installed: apt install libreoffice-writer and its sisters."""
    program = shutil.which("soffice")
    assert program, "LibreOffice is needed: apt install libreoffice-writer libreoffice-calc libreoffice-impress"
    source = folder / name
    source.write_bytes(content)
    told = {"HOME": str(folder), "FONTCONFIG_FILE": str(_fonts(folder))}
    command = [program, "--headless", "--convert-to", to, "--outdir", str(into or folder), str(source)]
    subprocess.run(command, env=os.environ | told, check=True, capture_output=True, timeout=180)
    return (into or folder) / f"{source.stem}.{to}"


def pages(pdf: Path) -> list[str]:
    """The text of every page, in reading order."""
    said = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True, text=True)
    return said.stdout.split("\f")[:-1]


def fonts(pdf: Path) -> list[tuple[str, bool]]:
    """The typefaces of a PDF, and whether each is inside it."""
    said = subprocess.run(["pdffonts", str(pdf)], check=True, capture_output=True, text=True)
    rows = said.stdout.splitlines()[2:]
    return [(row.split()[0], bool(re.search(r"\byes\b", row))) for row in rows]


def _fonts(folder: Path) -> Path:
    """A configuration in which the shipped typeface stands in for the official ones."""
    instead = "".join(
        f'<match><test name="family"><string>{name}</string></test><edit name="family" mode="assign" binding="strong">'
        "<string>Plan Sans SC</string></edit></match>"
        for name in OFFICIAL
    )
    path = folder / "fonts.conf"
    path.write_text(
        f"<fontconfig><dir>{FONTS}</dir><dir>/usr/share/fonts</dir><cachedir>{folder}/cache</cachedir>{instead}</fontconfig>"
    )
    return path
