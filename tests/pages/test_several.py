"""Several files and archives on the submit page: each by itself, worst first, and accepted without the others."""

from __future__ import annotations

import io
import random
import shutil
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest
from streamlit.testing.v1 import AppTest

from domain.observation import Draft
from domain.period import Period
from domain.sending import Sending
from loaders.batch import Incoming
from reports import annotated_several
from service import acceptance, reading
from service.deployment import Deployment
from storage import office, uploads
from storage import tables as tables_of_store
from tests.support.screens import ROOT, Screens, deployed, expanders, page_text, tables
from ui import app
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
    assert [row[:2] for row in listed(screen)] == [["错.xlsx", words("several.refused")]]
    (folded,) = expanders(screen, words("several.accepted_list", n=1))
    assert [row[:2] for row in tables(folded)[0][1:]] == [["对.xlsx", words("several.accepted")]]
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
    problems = [row for row in tables(screen.main)[0][1:] if row[0] != "○ 说明"]
    places = {row[1] for row in problems if row[-1] == "C17"}
    assert places == {f"{name}、2021年{month}月" for name, _ in TWO for month in (1, 2)}
    assert Words("zh")("submit.to_confirm", n=4, warnings=len(problems)) in page_text(screen)


CENTRE = "演示数据_市大数据中心_{}.xlsx"
MONTHS = ("2024-04", "2024-01", "2024-03", "2024-02")


@pytest.fixture
def before_2024(migrated_sqlite: Path, tmp_path: Path) -> Iterator[Screens]:
    """A ledger that knows of one department alone, up to December 2023."""
    database = Path(shutil.copy(migrated_sqlite, tmp_path / "before.sqlite"))
    with deployed(database) as opened:
        product = app.deployment()
        content = (ROOT / "sample_data" / CENTRE.format("补录_2021-01至2023-12")).read_bytes()
        read = [(file, reading.extract(product, file)) for file in [Incoming("2023.xlsx", content)]]
        sending = Sending("x", reason="补录", confirmed=True, layouts_confirmed=True)
        (taken,) = acceptance.accept_all(product, read, sending)
        assert len(taken.receipts) == 36
        yield opened


def accept_all(screen: AppTest, by: str = "李秋实") -> AppTest:
    words = Words("zh")
    next(box for box in screen.text_input if box.label == words("writing.by")).input(by)
    return next(each for each in screen.button if each.label.startswith("接收可以接收的")).click().run()


def test_all_clean_files_go_in_month_by_month_and_the_others_stay(before_2024: Screens) -> None:
    sample = {month: (ROOT / "sample_data" / CENTRE.format(month)).read_bytes() for month in MONTHS}
    files = {f"{month}.xlsx": sample[month] for month in MONTHS} | {"错.xlsx": WRONG.read_bytes()}
    screen = handed_in(before_2024, files)
    verdicts = {row[0]: row[1] for row in listed(screen)}
    assert verdicts == {"错.xlsx": "✖ 不能接收"} | {f"{month}.xlsx": "✔ 可以接收" for month in MONTHS}
    screen = accept_all(screen)
    assert not screen.exception
    receipts = next(table for table in tables(screen.main) if table[0][3] == "回执号")[1:]
    assert [row[0] for row in receipts] == [f"{month}.xlsx" for month in sorted(MONTHS)]
    assert [row[3] for row in receipts] == ["37", "38", "39", "40"]
    ledger = app.deployment().store.ledger()
    assert [str(entry.period) for entry in ledger.history[-4:]] == sorted(MONTHS)
    assert {entry.submitted_by for entry in ledger.history[-4:]} == {"李秋实"}
    assert all(app.deployment().store.file(entry.sha256).content in sample.values() for entry in ledger.history[-4:])
    left = next(box for box in screen.selectbox if box.label == Words("zh")("several.choose"))
    assert left.options == ["错.xlsx · ✖ 不能接收"]


def test_without_a_name_nothing_goes_in(before_2024: Screens) -> None:
    content = (ROOT / "sample_data" / CENTRE.format("2024-01")).read_bytes()
    screen = accept_all(handed_in(before_2024, {"一月.xlsx": content, "错.xlsx": WRONG.read_bytes()}), by=" ")
    assert Words("zh")("writing.nameless") in [entry.value for entry in screen.error]
    assert len(app.deployment().store.ledger().history) == 36


def test_a_file_the_ledger_refuses_is_said_and_the_others_go_in(before_2024: Screens) -> None:
    """A month that was locked while the files lay on the page."""
    sample = {f"{month}.xlsx": (ROOT / "sample_data" / CENTRE.format(month)).read_bytes() for month in MONTHS[1:]}
    screen = handed_in(before_2024, sample)
    office.lock(app.deployment().store.engines, Period(2024, 3), by="办公室", at=app.deployment().now, reason="已印发")
    screen = accept_all(screen)
    ledger = app.deployment().store.ledger()
    assert [str(entry.period) for entry in ledger.history[36:]] == ["2024-01", "2024-02"]
    assert ["2024-03.xlsx", "✖ 不能接收"] in [row[:2] for row in listed(screen)]


def test_several_files_are_kept_across_a_reload(screens: Screens) -> None:
    words = Words("zh")
    files = {"错.xlsx": WRONG.read_bytes(), "对.xlsx": RIGHT.read_bytes(), "六月.zip": archive({"报/对.xlsx": b"x"})}
    screen = handed_in(screens, files)
    first = listed(screen)
    token = "".join(screen.query_params["upload"])  # a list of one
    again = screens.open("submit", lang="zh", department="agriculture", report="2024-06", upload=token)
    assert not again.exception
    assert any("3 个文件" in entry.value for entry in again.info)
    assert listed(again) == first
    next(button for button in again.button if button.label == words("kept.discard")).click().run()
    assert not again.exception
    gone = screens.open("submit", lang="zh", department="agriculture", report="2024-06", upload=token)
    assert words("kept.gone") in [entry.value for entry in gone.warning]


def test_what_is_unpacked_and_kept_is_bounded_for_all_files_together(migrated_sqlite: Path, tmp_path: Path) -> None:
    """Two archives that unpack to 600 kB each, where 1 MB may be; then one, while 900 kB of others wait already."""
    noise = random.Random(1).randbytes(600_000)
    database = Path(shutil.copy(migrated_sqlite, tmp_path / "full.sqlite"))
    with deployed(database, MAX_UNPACKED_MB="1", MAX_KEPT_MB="1") as screens:
        screen = handed_in(screens, {f"{name}.zip": archive({"表.csv": noise}) for name in "ab"})
        assert not screen.exception
        assert sorted(row[0] for row in listed(screen)) == ["a.zip/表.csv", "b.zip"]
        product, now = app.deployment(), app.deployment().now
        until = now + timedelta(hours=1)
        uploads.keep(product.store.engines, "x", noise + noise[:300_000], by="", at=now, until=until)
        screen = handed_in(screens, {"a.zip": archive({"表.csv": noise})})
        assert Words("zh")("kept.full") in [entry.value for entry in screen.caption]
        assert "upload" not in screen.query_params


def test_once_all_are_accepted_nothing_is_kept(before_2024: Screens) -> None:
    sample = {f"{month}.xlsx": (ROOT / "sample_data" / CENTRE.format(month)).read_bytes() for month in MONTHS}
    screen = accept_all(handed_in(before_2024, sample))
    assert expanders(screen, Words("zh")("several.accepted_list", n=4))
    assert "upload" not in screen.query_params
    with app.deployment().store.engines.reading() as connection:
        assert connection.execute(tables_of_store.uploads.select()).all() == []


def test_marked_copies_of_all_come_as_one_archive(screens: Screens) -> None:
    screen = handed_in(screens, {"错.xlsx": WRONG.read_bytes(), "b/错.xlsx": WRONG.read_bytes(), "坏.xls": b"x"})
    assert Words("zh")("several.marked") in [each.proto.label for each in screen.get("download_button")]
    product = app.deployment()
    found = [(Incoming(name, WRONG.read_bytes()), _checked(product, name)) for name in ("错.xlsx", "b/错.xlsx")]
    packed = annotated_several.archive(annotated_several.marked(product.readers, found, Words("zh")))
    with zipfile.ZipFile(io.BytesIO(packed)) as copies:
        assert copies.namelist() == ["错_批注.xlsx", "错_批注 (2).xlsx"]
        assert all(openpyxl.load_workbook(copies.open(name)).sheetnames[0] == "问题清单" for name in copies.namelist())


def _checked(product: Deployment, name: str) -> tuple[Draft, ...]:
    file = Incoming(name, WRONG.read_bytes())
    return reading.compared(product, reading.extract(product, file), product.store.ledger())
