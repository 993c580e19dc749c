"""Several files and archives on the submit page: each by itself, worst first, and accepted without the others."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.support.screens import ROOT, Screens, deployed, page_text, tables
from wording import LANGUAGES, Words

BROKEN = ROOT / "sample_data" / "broken"
RIGHT = BROKEN / "演示数据_没有错误_对照.xlsx"
TWO = (("市民政局", "M17-1"), ("市林草局", "M18-1"))
WRONG = next(path for path in sorted(BROKEN.glob("*.xlsx")) if path != RIGHT)


@pytest.fixture
def screens(sample_copy: Path) -> Iterator[Screens]:
    with deployed(sample_copy) as opened:
        yield opened


def handed_in(screens: Screens, files: dict[str, bytes], language: str = "zh") -> AppTest:
    screen = screens.open("submit", lang=language, department="agriculture", report="2024-06")
    return screen.file_uploader[0].set_value([(name, content, "") for name, content in files.items()]).run()


def archive(files: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return stream.getvalue()


def listed(screen: AppTest) -> list[list[str]]:
    """The rows of the list of files."""
    return tables(screen.main)[0][1:]


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_file_reports_by_itself_worst_first(screens: Screens, language: str) -> None:
    words = Words("en" if language == "en" else "zh")
    files = {"对.xlsx": RIGHT.read_bytes(), "错.xlsx": WRONG.read_bytes(), "图.xlsx": b"%PDF-1.7"}
    screen = handed_in(screens, files, language)
    assert not screen.exception
    rows = listed(screen)
    assert {row[0] for row in rows[:2]} == {"错.xlsx", "图.xlsx"}
    assert rows[2][:2] == ["对.xlsx", words("several.clean")]
    assert words("several.found", n=3, refused=2, to_confirm=0, clean=1, accepted=0) in page_text(screen)


def test_one_of_several_is_accepted_and_the_others_stay(screens: Screens) -> None:
    words = Words("zh")
    screen = handed_in(screens, {"错.xlsx": WRONG.read_bytes(), "对.xlsx": RIGHT.read_bytes()})
    picked = next(box for box in screen.selectbox if box.label == words("several.choose"))
    screen = picked.set_value(1).run()
    next(box for box in screen.text_input if box.label == words("submit.by")).input("李秋实").run()
    next(button for button in screen.button if button.label == words("submit.accept")).click().run()
    assert not screen.exception
    assert [row[:2] for row in listed(screen)] == [
        ["错.xlsx", words("several.refused")],
        ["对.xlsx", words("several.accepted")],
    ]
    assert any("对.xlsx" in entry.value for entry in screen.success)


def test_an_archive_is_opened_and_its_names_are_never_paths(screens: Screens) -> None:
    files = {"../../报/对.xlsx": RIGHT.read_bytes(), "说明.txt": b"x", "~$锁.xlsx": b"x"}
    screen = handed_in(screens, {"六月.zip": archive(files)})
    assert [row[0] for row in listed(screen)] == ["六月.zip/报/对.xlsx"]
    screen = handed_in(screens, {"坏.zip": archive(files)[:-30]})
    assert [row[:2] for row in listed(screen)] == [["坏.zip", Words("zh")("several.refused")]]
    assert "A10" in page_text(screen)


def test_one_file_of_several_months_and_departments_goes_by_what_it_states(screens: Screens) -> None:
    lines = ["填报单位,报告期,指标编码,计量单位,累计完成"]
    lines += [f"{who},2021年{month}月,{code},人次,{month}" for month in (1, 2) for who, code in TWO]
    screen = handed_in(screens, {"补报.csv": "\n".join(lines).encode()})
    assert {"C15", "C03"} <= {row[-1] for row in tables(screen.main)[0]}

    screen.checkbox[0].check().run()
    problems = [row for row in tables(screen.main)[0][1:] if row[0] != "说明"]
    places = {row[1] for row in problems if row[-1] == "C17"}
    assert places == {f"{name}、2021年{month}月" for name, _ in TWO for month in (1, 2)}
    assert Words("zh")("submit.to_confirm", n=4, warnings=len(problems)) in page_text(screen)
