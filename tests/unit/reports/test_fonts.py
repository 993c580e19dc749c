"""The typeface has every character the plan and the charts write; missing ones would be drawn as boxes."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fontTools.ttLib import TTFont
from PIL import ImageFont

from charts import theme
from reports.drawing import FONTS, draw
from reports.export import words_of
from reports.typeface import undrawn
from tests.support import exhibits
from wording import catalogue

ROOT = Path(__file__).resolve().parents[3]
DRAWN = ("chart", "status", "reporting_status")  # sections of the wording that charts take words from


def texts(value: object) -> str:
    if isinstance(value, dict):
        return "".join(texts(item) for item in value.values())
    if isinstance(value, list):
        return "".join(texts(item) for item in value)
    return value if isinstance(value, str) else ""


@pytest.mark.parametrize("weight", ["Regular", "Bold"])
def test_the_typeface_has_every_character_that_is_drawn(weight: str):
    font = ImageFont.truetype(FONTS / f"PlanSansSC-{weight}.otf", 40)
    plan = texts(tomllib.loads((ROOT / "targets.toml").read_text(encoding="utf-8")))
    words = "".join("".join(pair) for key, pair in catalogue().items() if key.startswith(DRAWN))
    signs = "".join(look.sign for looks in (theme.PROGRESS, theme.REPORTING) for look in looks.values())

    def outline(character: str) -> list[int]:
        mask: Any = font.getmask(character)  # pixels, without type information
        return list(mask)

    missing = outline("\U000f0000")
    drawn = {character for character in plan + words + signs + theme.GAP_SIGN if not character.isspace()}
    assert [character for character in sorted(drawn) if outline(character) == missing] == []


def characters(ranges: str) -> set[int]:
    """Those of a `unicode-range`."""
    ends = (tuple(int(end, 16) for end in part.removeprefix("U+").split("-")) for part in ranges.split(","))
    return {character for first, *last in ends for character in range(first, (last or [first])[0] + 1)}


@pytest.mark.parametrize("weight", ["Regular", "Bold"])
def test_browsers_get_it_in_small_slices_that_come_to_the_whole(weight: str):
    name = rf"PlanSansSC-{weight}-\d+-[0-9a-f]{{8}}\.woff2"
    rules = re.findall(rf'url\("({name})"\);unicode-range:([^}}]+)}}', (FONTS / "fonts.css").read_text())
    held = [characters(ranges) for _, ranges in rules]
    assert set.union(*held) == set(TTFont(FONTS / f"PlanSansSC-{weight}.otf").getBestCmap() or ())
    assert sum(map(len, held)) == len(set.union(*held)), "each character in one slice"
    assert {name for name, _ in rules} == {path.name for path in FONTS.glob(f"PlanSansSC-{weight}-*.woff2")}
    assert max((FONTS / name).stat().st_size for name, _ in rules) < 150_000
    said = {ord(character) for pair in catalogue().values() for character in "".join(pair)} & set.union(*held)
    assert sum(bool(said & each) for each in held) <= 8, "what the product says stands in the first ones: run slices.py"


def test_the_licence_lies_beside_the_files():
    licence = (FONTS / "OFL.txt").read_text(encoding="utf-8")
    assert licence.startswith("Copyright 2014-2021 Adobe")
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence


RARE = "堃㛃𬭬"


def test_characters_that_no_font_of_this_machine_has_are_named():
    """Which ones those are depends on the machine: what is drawn as the box of a missing character."""

    def drawn(text: str) -> bytes:
        mark = {"type": "text", "fontSize": 30, "font": theme.FONT}
        spec = {"data": {"values": [{}]}, "width": 40, "height": 40, "mark": mark}
        return draw(spec | {"encoding": {"text": {"value": text}}}, "png", 1)

    boxes = tuple(character for character in RARE if drawn(character) == drawn("\U000f0000"))
    assert undrawn(f"曲靖市{RARE}{RARE[0]} 20%\u0336\n") == boxes
    bare = exhibits.every("zh")["headline"]
    assert undrawn("".join(words_of(bare))) == ()
    assert undrawn("".join(words_of(replace(bare, title=f"{bare.title}{RARE}")))) == boxes
