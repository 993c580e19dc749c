"""Files are what their content says, and none costs more than the limits allow."""

import io
import struct
import time
import zipfile
from decimal import Decimal

import pytest
import xlsxwriter

from loaders.guard import inspect
from loaders.limits import Limits
from loaders.workbook import read_workbook
from tests.support.ole2 import compound

USUAL = Limits()
ODS = b"application/vnd.oasis.opendocument.spreadsheet"


def workbook(**sheets: list[list[object]]) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        for name, rows in (sheets or {"月报": [["序号", 1]]}).items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return stream.getvalue()


def zipped(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def with_parts(content: bytes, **changed: bytes) -> bytes:
    """A workbook with some parts replaced or added; dots and slashes of names are given as in `parts`."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return zipped(parts | changed)


def ole2(stream: str, **given) -> bytes:
    return compound({stream: b""}, **given)


def codes(name: str, content: bytes, limits: Limits = USUAL) -> list[str]:
    return [found.code for found in inspect(name, content, limits).problems]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.xls", "<html><table><tr><td>月报</td></tr></table></html>".encode(), "A05"),
        ("a.xls", "\ufeff\n <TABLE border=1>".encode(), "A05"),
        ("a.xls", "<!DOCTYPE html>\n<html>".encode("utf-16"), "A05"),
        ("a.xls", "序号\t指标编码\t累计完成\n1\tM16-1\t1200".encode("gbk"), "A06"),
        ("a.xlsx", "序号,累计完成".encode(), "A06"),
        ("a.xlsx", ole2("EncryptedPackage"), "A09"),
        ("a.xlsx", workbook()[:-200], "A10"),
        ("a.xlsx", workbook()[:50], "A10"),
        ("a.xlsx", b"PK\x03\x04", "A10"),
        ("a.xlsx", bytes(range(256)), "A10"),
        ("a.xlsx", b"", "A11"),
        ("a.doc", ole2("WordDocument"), "A14"),
        ("a.wps", ole2("WordDocument"), "A14"),
        ("a.docx", zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<d/>"}), "A14"),
        ("a.xlsx", zipped({"word/document.xml": b"<d/>"}), "A14"),
        ("a.pdf", b"%PDF-1.7 ...", "A14"),
        ("a.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF", "A14"),
        ("a.xlsx", b"%PDF-1.7 ...", "A14"),
        ("a.zip", zipped({"a.txt": b"x"}), "A14"),
        ("a.xls", ole2("Workbook")[:3_000], "A10"),
        ("a.xls", ole2("Workbook")[:60], "A10"),
        ("a.xls", ole2("Workbook", storages=("_VBA_PROJECT_CUR",)), "A13"),
        ("a.ods", zipped({"mimetype": ODS, "content.xml": b"<x/>", "Basic/script-lc.xml": b"<x/>"}), "A13"),
        (
            "a.ods",
            zipped({"mimetype": ODS, "META-INF/manifest.xml": b"<encryption-data/>", "content.xml": b"?"}),
            "A09",
        ),
    ],
)
def test_what_is_no_sheet_is_refused(name: str, content: bytes, code: str):
    assert codes(name, content) == [code]


def test_the_real_format_is_told_whatever_the_name():
    assert inspect("a.xlsx", workbook(), USUAL).real == ".xlsx"
    assert inspect("a.xls", ole2("Workbook"), USUAL).real == ".xls"
    assert inspect("a.et", ole2("Workbook"), USUAL).real == ".et"
    assert inspect("a.csv", "序号,累计".encode("gb18030"), USUAL).real == ".csv"
    assert inspect("a.ods", zipped({"mimetype": ODS}), USUAL).real == ".ods"
    assert inspect("a.xml", b'<?xml version="1.0"?><Workbook/>', USUAL).real == ".xml"


def test_a_wrong_extension_is_told_and_read():
    found = inspect("月报.xls", workbook(), USUAL)
    assert [(entry.code, dict(entry.facts)) for entry in found.problems] == [("A04", {"ext": ".xls", "real": ".xlsx"})]
    assert not found.is_refused
    assert codes("no extension", workbook()) == []
    assert codes("../../etc/passwd.xlsx", workbook()) == []


def test_old_formats_are_read_and_said_to_be_old():
    assert codes("a.xls", ole2("Workbook")) == ["A02"]
    assert codes("a.et", ole2("Workbook")) == ["A03"]
    assert codes("a.xlsx", ole2("Workbook")) == ["A04"]


def test_macros_are_refused_by_content():
    macro = b'<Types><Override ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>'
    assert codes("a.xlsx", with_parts(workbook(), **{"[Content_Types].xml": macro})) == ["A13"]
    assert codes("a.xlsx", with_parts(workbook(), **{"xl/vbaProject.bin": b"x"})) == ["A13"]


@pytest.mark.parametrize(
    ("name", "content", "real"),
    [
        ("a.xlsx", with_parts(workbook(), **{"xl/vbaProject.bin": b"x"}), ".xlsm"),
        ("a.xls", ole2("Workbook", storages=("_VBA_PROJECT_CUR",)), ".xls"),
        ("a.et", ole2("Workbook", storages=("_VBA_PROJECT_CUR",)), ".et"),
        ("a.ods", zipped({"mimetype": ODS, "content.xml": b"<x/>", "Scripts/a.py": b"x"}), ".ods"),
    ],
)
def test_a_file_with_macros_is_called_what_it_is(name: str, content: bytes, real: str):
    (found,) = inspect(name, content, USUAL).problems
    assert (found.code, dict(found.facts)) == ("A13", {"real": real})


def test_a_file_too_large_says_how_large():
    found = inspect("a.xlsx", workbook(), Limits(file_bytes=5_000)).problems[0]
    assert found.code == "A12"
    assert Decimal(str(found.facts["size"])) > Decimal(str(found.facts["limit"]))


def test_a_bomb_is_refused_at_once():
    bomb = with_parts(workbook(), **{"xl/worksheets/sheet1.xml": b" " * 400_000_000})
    began = time.monotonic()
    assert codes("a.xlsx", bomb) == ["A12"]
    assert time.monotonic() - began < 1


def test_a_bomb_that_lies_about_its_size_is_refused():
    content = with_parts(workbook(), **{"xl/bomb.xml": b" " * 200_000_000})
    lying = content.replace(struct.pack("<I", 200_000_000), struct.pack("<I", 1_000))
    assert lying != content
    assert codes("a.xlsx", lying) == ["A10"]


def test_definitions_in_xml_parts_are_refused():
    laughs = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">]><sst>&a;</sst>'
    assert codes("a.xlsx", with_parts(workbook(), **{"xl/sharedStrings.xml": laughs})) == ["A32"]
    assert codes("a.xlsx", with_parts(workbook(), **{"xl/media/image1.svg": laughs})) == []


def test_a_part_in_wide_characters_matters_only_where_it_is_read():
    wide = "<sst/>".encode("utf-16")
    shared, unused = (
        with_parts(workbook(), **{part: wide}) for part in ("xl/sharedStrings.xml", "customXml/item1.xml")
    )
    assert [found.code for found in read_workbook("a.xlsx", shared).problems] == ["A10"]
    assert [found.code for found in read_workbook("a.xlsx", unused).problems] == []
    assert codes("a.xlsx", with_parts(workbook(), **{"[Content_Types].xml": wide})) == ["A10"]


def test_text_that_looks_like_a_definition_is_no_definition():
    assert codes("a.xlsx", workbook(月报=[["<!DOCTYPE html>"]])) == []


def test_one_part_under_two_names_is_refused():
    assert codes("a.xlsx", with_parts(workbook(), **{"XL\\worksheets/Sheet1.xml": b"<worksheet/>"})) == ["A10"]


def test_too_many_parts_are_refused():
    many = with_parts(workbook(), **{f"xl/media/{number}.txt": b"" for number in range(30)})
    assert codes("a.xlsx", many, Limits(parts=20)) == ["A33"]
