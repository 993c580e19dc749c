"""Pictures are drawn by the real worker and opened again."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from PIL import Image

from charts import theme
from domain.progress import Status
from reports import drawing
from reports.drawing import FONTS, DrawingFailed, draw
from reports.picture import NARROW, WIDE, picture
from tests.support import exhibits

ROOT = Path(__file__).resolve().parents[3]
SVG = "{http://www.w3.org/2000/svg}"


def word(text: str) -> dict[str, Any]:
    mark = {"type": "text", "fontSize": 40, "font": theme.FONT}
    return {"data": {"values": [{}]}, "width": 90, "height": 60, "mark": mark, "encoding": {"text": {"value": text}}}


def opened(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png)).convert("RGB")


@pytest.mark.parametrize("kind", [*exhibits.every("zh")])
def test_every_chart_fits_a_wide_and_a_narrow_picture(kind: str):
    for language, width in (("zh", WIDE), ("en", NARROW)):
        image = opened(draw(picture(exhibits.every(language)[kind], width), "png", 1))
        assert image.width == width
        margins = [image.crop((0, 0, 12, image.height)), image.crop((width - 12, 0, width, image.height))]
        assert all(margin.getcolors() == [(12 * image.height, (255, 255, 255))] for margin in margins), "cut off"


def test_bars_are_drawn_in_the_colour_of_their_status():
    image = opened(draw(picture(exhibits.every("zh")["headline"]), "png", 1))
    colours = {colour for _count, colour in image.getcolors(maxcolors=1 << 20) or []}
    for status in (Status.BEHIND, Status.LOST):
        code = theme.PROGRESS[status].colour
        assert tuple(int(code[at : at + 2], 16) for at in (1, 3, 5)) in colours


def test_scale_multiplies_the_pixels():
    sizes = [opened(draw(word("汉"), "png", scale)).size for scale in (1, 2)]
    assert sizes[1] == (2 * sizes[0][0], 2 * sizes[0][1])


def test_nothing_is_drawn_as_a_picture_that_says_so():
    image = opened(draw(picture(exhibits.nothing("zh")["history"]), "png", 1))
    assert image.width == WIDE


def test_chinese_is_drawn_where_the_machine_has_no_fonts(tmp_path: Path):
    """The renderer is told to look for fonts in an empty folder; two characters drawn alike prove that it does."""
    (tmp_path / "empty").mkdir()
    settings = tmp_path / "fonts.conf"
    settings.write_text(f"<?xml version='1.0'?><fontconfig><dir>{tmp_path / 'empty'}</dir></fontconfig>")
    script = (
        "import vl_convert\n"
        "from reports import drawing\n"
        "def main():\n"
        "    bare = [vl_convert.vegalite_to_png(drawing._letter(text), scale=1) for text in ('汉', '字')]\n"
        "    print(bare[0] == bare[1], drawing.apart(drawing.fonts_work))\n"
        "if __name__ == '__main__':\n"
        "    main()\n"
    )
    program = tmp_path / "program.py"
    program.write_text(script, encoding="utf-8")
    path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    environment = os.environ | {"FONTCONFIG_FILE": str(settings), "PYTHONPATH": path}
    done = subprocess.run(
        [sys.executable, str(program)], env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.stdout.split() == ["True", "True"], done.stderr


def test_svg_holds_outlines_and_no_words_so_that_it_looks_the_same_everywhere():
    root = ElementTree.fromstring(draw(picture(exhibits.every("zh")["history"]), "svg"))
    assert not [*root.iter(f"{SVG}text")]
    said = [path.get("aria-label") for path in root.iter(f"{SVG}path")]
    assert any("目标 200,000人" in (label or "") for label in said)
    assert "新增技能人才" in root.attrib["aria-label"]


def test_svg_outlines_are_where_the_words_were():
    """Both pictures of the same word, one drawn as text and one from outlines, cover almost the same pixels."""
    import vl_convert

    vl_convert.register_font_directory(str(FONTS))
    for text in ("汉字", "Ag 12"):
        as_text = opened(draw(word(text), "png", 1)).convert("L")
        as_outline = opened(vl_convert.svg_to_png(draw(word(text), "svg").decode(), 1)).convert("L")
        pairs = zip(as_text.tobytes(), as_outline.tobytes(), strict=True)
        different = sum(abs(one - other) > 96 for one, other in pairs)
        dark = sum(pixel < 128 for pixel in as_text.tobytes())
        assert dark > 50
        assert different < dark / 8


def test_svg_keeps_as_text_what_the_typeface_lacks():
    root = ElementTree.fromstring(draw(word("𠮷"), "svg"))
    assert [text.text for text in root.iter(f"{SVG}text")] == ["𠮷"]


def test_a_specification_that_is_none_is_refused():
    with pytest.raises(DrawingFailed):
        draw({"mark": "no such mark"}, "png")


def test_a_picture_reads_nothing_from_elsewhere():
    spec = {"data": {"url": "http://127.0.0.1:9/rows.json"}, "mark": "point"}
    with pytest.raises(DrawingFailed):
        draw(spec, "png")


def test_a_killed_worker_is_replaced():
    draw(word("一"), "png", 1)
    for process in list(drawing._worker()._processes.values()):  # the only way to play a worker that was killed
        process.kill()
    assert opened(draw(word("二"), "png", 1)).width


def test_a_worker_ends_with_the_server_even_if_that_is_killed(tmp_path: Path):
    program = tmp_path / "program.py"
    program.write_text(
        "import os, time\n"
        "from reports import drawing\n"
        "if __name__ == '__main__':\n"
        "    print(drawing.apart(os.getpid), flush=True)\n"
        "    time.sleep(60)\n",
        encoding="utf-8",
    )
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen([sys.executable, str(program)], env=environment, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        worker = int(server.stdout.readline())
        assert is_running(worker)
        server.kill()
    deadline = time.monotonic() + 20
    while is_running(worker) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not is_running(worker)


def is_running(process: int) -> bool:
    """Ended ones that nobody has taken note of are not."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
