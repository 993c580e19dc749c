"""Files of the other formats made to hurt whoever opens them, and honest ones that look like it; see `hostile`."""

from __future__ import annotations

from hostile import changed

from tests.support import ods, ole2

LAST_ROW = 1_048_576

# .xls


def xls_circle() -> bytes:
    """A chain of sectors that bites its own tail."""
    return ole2.compound({"Workbook": ole2.workbook(ole2.number(0, 0, 1))}, circle=True)


def xls_sparse() -> bytes:
    return ole2.xls(ole2.number(0, 0, 1) + ole2.number(65_535, 255, 1))


def xls_same_sheet_often() -> bytes:
    """A hundred sheets that are all the same one, large as the file allows."""
    rows = b"".join(ole2.number(row, column, 1) for row in range(20_000) for column in range(12))
    names = tuple(f"{n:02}" for n in range(100))
    where = len(ole2.bof(5)) + len(ole2.PLAIN_STYLE) + 100 * 16 + 4  # of the first: names are two letters wide
    return ole2.xls(rows, *[b""] * 99, names=names, at=(where,) * 100)


def xls_endless_strings() -> bytes:
    """It promises four billion shared texts, and holds none."""
    shared = ole2.record(0xFC, b"\xff\xff\xff\xff\xff\xff\xff\xff")
    return ole2.xls(ole2.number(0, 0, 1), before=ole2.PLAIN_STYLE + shared)


def xls_encrypted() -> bytes:
    return ole2.xls(ole2.number(0, 0, 1), before=ole2.record(0x2F, bytes(6)) + ole2.PLAIN_STYLE)


def xls_macros() -> bytes:
    return ole2.compound({"Workbook": ole2.workbook(ole2.number(0, 0, 1))}, storages=("_VBA_PROJECT_CUR",))


def xls_macro_sheet() -> bytes:
    """Macros of the kind older than Visual Basic, in a sheet of their own."""
    return ole2.xls(ole2.number(0, 0, 1), kinds=(1,))


def xls_truncated() -> bytes:
    return ole2.xls(ole2.label(0, 0, "x" * 3_000))[:-2_000]


def xls_merges() -> bytes:
    """Honest enough: merges over the whole sheet, one upon the other."""
    everything = b"\x00\x00\xff\xff\x00\x00\xff\x00"
    return ole2.xls(ole2.number(0, 0, 1) + ole2.record(0xE5, b"\x14\x00" + everything * 20))


def xls_injected() -> bytes:
    return ole2.xls(ole2.label(0, 0, "=1+1") + ole2.label(0, 1, "@SUM(A1)") + ole2.label(0, 2, "=cmd|'/C calc'!A0"))


# .ods


def ods_zip_bomb() -> bytes:
    return ods.ods(" " * 400_000_000)


def ods_laughs() -> bytes:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return ods.ods(
        "", parts={"styles.xml": f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "h">{entities}]><x/>'.encode()}
    )


def ods_external_entity() -> bytes:
    part = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]><x>&x;</x>'
    return ods.ods("", parts={"content.xml": part})


def ods_repeated() -> bytes:
    """Seventeen thousand million figures in a hundred bytes."""
    return ods.ods(
        ods.row(ods.number(1, times=16_384)).replace("row>", f'row table:number-rows-repeated="{LAST_ROW}">', 1)
    )


def ods_sparse() -> bytes:
    return ods.ods(ods.row(ods.number(1)) + ods.blank_rows(LAST_ROW - 2) + ods.row(ods.blank(16_383) + ods.number(1)))


def ods_encrypted() -> bytes:
    return ods.ods(
        "", parts={"META-INF/manifest.xml": b"<manifest><encryption-data/></manifest>", "content.xml": b"\x00\x01"}
    )


def ods_macros() -> bytes:
    return ods.ods(ods.row(ods.number(1)), parts={"Basic/Standard/Module1.xml": b"<module/>"})


def ods_truncated() -> bytes:
    return ods.ods(ods.row(ods.cell("x")))[:-40]


def ods_merges() -> bytes:
    span = f'table:number-columns-spanned="16384" table:number-rows-spanned="{LAST_ROW}" '
    return ods.ods("".join(ods.row(ods.number(1).replace("cell ", f"cell {span}", 1)) for _ in range(20)))


def ods_formatted_to_the_end() -> bytes:
    """Honest: whole columns formatted, and the rows below hidden."""
    tail = f'<table:table-row table:visibility="collapse" table:number-rows-repeated="{LAST_ROW - 1}">'
    return ods.ods(f"{ods.row(ods.number(1))}{tail}{ods.blank(16_384)}</table:table-row>")


def ods_all_columns() -> bytes:
    return ods.ods(ods.row("".join(ods.number(n) for n in range(16_384))))


def ods_climbing() -> bytes:
    return changed(ods.ods(ods.row(ods.number(1))), {"../../../tmp/climbed.txt": b"x", "/etc/climbed": b"x"})


def ods_dde() -> bytes:
    """A table another program is asked for; what it last said is no part of the sheet."""
    link = "<table:dde-link><office:dde-source office:dde-application='cmd'/>"
    rows = f"<table:table>{ods.row(ods.cell('fetched'))}</table:table>"
    return ods.ods(ods.row(ods.number(1)), before=f"<table:dde-links>{link}{rows}</table:dde-link></table:dde-links>")


# .csv


def csv_too_long() -> bytes:
    return b"x," * 6_000_000


def csv_one_cell() -> bytes:
    return "序号,".encode() + b"x" * 9_000_000


def csv_commas() -> bytes:
    return b"," * 10_000_000 + b"\n,"


def csv_lines() -> bytes:
    return b"\n" * 10_000_000


def csv_open_quote() -> bytes:
    return '序号,累计\n1,"12\n'.encode() + b"2,13\n" * 1_000_000


def csv_no_encoding() -> bytes:
    return b"\x00\x01\x02," * 1_000


def csv_injected() -> bytes:
    return b"=1+1,@SUM(A1),=cmd|'/C calc'!A0\n-1,+1,x\n"
