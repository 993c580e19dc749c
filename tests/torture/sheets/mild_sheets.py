"""What people and programs do to whole sheets without changing what they say."""

from __future__ import annotations

from tests.torture.sheets import by_csv, by_xls
from tests.torture.sheets.hand import HARMLESS, Effect, Hand, mild
from tests.torture.sheets.paper import Page, Spot


@mild
def blank_rows_on_top(hand: Hand) -> Effect | None:
    page = hand.page()
    if page:
        page.insert_rows(1, hand.rng.randint(1, 6))
    return HARMLESS if page else None


@mild
def blank_columns_on_the_left(hand: Hand) -> Effect | None:
    page = hand.page()
    if page:
        page.insert_columns(1, hand.rng.choice([1, 2, 27]))
    return HARMLESS if page else None


@mild
def footers(hand: Hand) -> Effect | None:
    page = hand.page()
    if page is None:
        return None
    row = page.last_row + hand.rng.randint(1, 3)
    texts = [
        "注：1.本表由责任单位填报。",
        "2.累计数从2021年1月起算。",
        "填报说明：详见通知。",
        "单位负责人：王五",
        "（公章）",
        "2024年4月3日",
    ]
    for number, text in enumerate(hand.rng.sample(texts[:1] + texts[2:], 2)):
        if text.startswith(("注", "填报说明", "单位负责人")):
            page.put(row + number, hand.rng.choice([1, 2]), Spot(text, "note"))
    return HARMLESS


@mild
def table_beside(hand: Hand) -> Effect | None:
    """Another list to the right of the table."""
    page = hand.page(when=lambda page: page.tables() == 1 and page.kind != "regions")
    if page is None:
        return None
    column, row = page.last_column + 2, page.heading_rows()[-1]
    for at, words in enumerate([("培训班", "人数"), ("电工班", 30), ("焊工班", 25), ("合计", 55)]):
        for beside, word in enumerate(words):
            page.put(row + at, column + beside, Spot(word, "foreign"))
    return HARMLESS


@mild
def other_sheets(hand: Hand) -> Effect | None:
    names = {page.name for page in hand.paper.pages}
    name = hand.rng.choice([each for each in ("Sheet9", "附件", "参考", "通知", "花名册") if each not in names])
    page = Page(name, kind="other", hidden=hand.rng.random() < 0.5)
    for row, words in enumerate(
        hand.rng.choice(
            [
                [],
                [["姓名", "班次"], ["张三", 3]],
                [["关于报送数据的通知"], ["各有关单位："]],
                [["指标", "口径"], ["人次", "按次数计"]],
            ]
        ),
        1,
    ):
        for column, word in enumerate(words, 1):
            page.put(row, column, Spot(word, "other"))
    hand.paper.pages.insert(hand.rng.randint(0, len(hand.paper.pages)), page)
    return HARMLESS


@mild
def formatted_rows_below(hand: Hand) -> Effect | None:
    page = hand.page()
    if page is None or not hand.paper.needs("xlsxwriter"):
        return None
    page.extra_rows = hand.rng.choice([60, 500, 2000])
    return HARMLESS


@mild
def wrong_dimension(hand: Hand) -> Effect | None:
    page = hand.page()
    if page:
        page.dimension = hand.rng.choice(["A1", "A1:B2", "A1:XFD1048576"])
    return HARMLESS if page else None


@mild
def counting_from_1904(hand: Hand) -> Effect | None:
    if not hand.paper.needs("xlsxwriter"):
        return None
    hand.paper.from_1904, hand.paper.is_newer = True, hand.rng.random() < 0.5
    return HARMLESS


@mild
def protected_sheet(hand: Hand) -> Effect | None:
    page = hand.page()
    if page:
        page.protected = True
        for spot in page.spots.values():
            spot.locked = hand.rng.random() < 0.5
    return HARMLESS if page else None


@mild
def by_the_other_library(hand: Hand) -> Effect | None:
    other = {"openpyxl": "xlsxwriter", "xlsxwriter": "openpyxl"}.get(hand.paper.by, hand.paper.by)
    return HARMLESS if hand.paper.needs(other) else None


@mild
def title_over_the_whole_width(hand: Hand) -> Effect | None:
    page = hand.page(when=lambda page: not page.row_of(1))
    if page is None:
        return None
    page.put(1, 1, Spot(hand.rng.choice(["月度进展情况表", "附件2：技能人才工作情况"]), "heading text"))
    page.merges.append((1, 1, 1, max(page.last_column, 2)))
    return HARMLESS


@mild
def sheet_renamed(hand: Hand) -> Effect | None:
    page = hand.page(when=lambda page: page.kind == "monthly" and len(hand.case.months) == 1)
    if page:
        page.name = hand.rng.choice(["数据", "Sheet7", "报送表", "1", "Лист1", "a'b"])
    return HARMLESS if page else None


@mild
def saved_as_xls(hand: Hand) -> Effect | None:
    if any(page.last_column + 40 > by_xls.LAST_COLUMN for page in hand.paper.pages) or not hand.paper.needs("xls"):
        return None
    hand.paper.name = hand.rng.choice(["报表.xls", "报表.et", "报表.XLS", "报表.xlsx"])
    return HARMLESS


@mild
def saved_as_ods(hand: Hand) -> Effect | None:
    if not hand.paper.needs("ods"):
        return None
    hand.paper.name = "报表.ods"
    return HARMLESS


@mild
def saved_as_csv(hand: Hand) -> Effect | None:
    """The last thing done to it: what only a workbook can hold would be lost."""
    if not by_csv.may_be(hand.paper) or not hand.paper.needs("csv"):
        return None
    hand.paper.encoding, hand.paper.delimiter = hand.rng.choice(by_csv.ENCODINGS), hand.rng.choice(",,\t;")
    hand.paper.name, hand.paper.pages[0].name = "月报.csv", "月报"
    hand.paper.is_final = True
    return HARMLESS
