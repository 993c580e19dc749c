"""What the titles above a table, and the name of its sheet, say of all its figures: year, region, and what is counted.

Whose and which month's a table is, `identity` decides; whether titles may be trusted against headings is for `parts`
and `tables.heading_checks`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from domain.period import Period
from domain.plan import Region
from loaders import headers
from loaders.cells import days_in, months_in, months_without_year, read_period
from loaders.names import Names
from loaders.sheet import Cell
from loaders.tables.table import Table
from loaders.values.dates_in_text import digits

LONGEST = 40  # characters; what is longer explains something and is nobody's title
_MONTH_OF_SHEET = re.compile(
    r"((?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月)(?:份|月?报表?|数据|情况|统计表?)*$"
)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)年(?!\d{1,2}月\d{1,2}日|以来|起|至今)")
_YEAR_ALONE = re.compile(r"((?:19|20)\d\d)(?:年?度?)?")
_MONTH_ALONE = re.compile(r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月份?|\d{1,2}")
_TOTAL, _TOTAL_OF_A_YEAR = re.compile("累计"), re.compile(r"\d年?度?累计")
_SPAN = re.compile(r"(?:19|20)\d\d年?[-~—–―至到]+(?:19|20)\d\d年?|(?:自|从)(?:19|20)\d\d年")


def year_of(table: Table) -> int | None:
    """The one year named above the table or by the sheet's name; None where there is none or several.

    Beside a year of the plan others are of no account.
    """
    texts = [text.text for text in table.titles if ":" not in headers.compact(text.text)]
    texts += [table.block["period"].text] if "period" in table.block else []
    named = {year for text in [*texts, table.sheet.name] for year in _years_in(headers.compact(text))}
    plan = table.names.plan
    named = {year for year in named if plan.start.year <= int(year) <= plan.end.year} or named
    return int(named.pop()) if len(named) == 1 else None


def month_of(table: Table, row: int) -> Cell | str:
    """The month of a row; a bare 「3月」 is of the year in a column of its own, or else named above the table."""
    cell = table.cell(row, "period")
    if cell is None or not _MONTH_ALONE.fullmatch(headers.compact(cell.raw)):
        return cell or ""
    own = _YEAR_ALONE.fullmatch(headers.compact(table.text(row, "year")))
    if cell.raw.isdecimal():
        return f"{own[1]}年{cell.raw}月" if own else cell
    year = own[1] if own else year_of(table)
    return f"{year}年{cell.raw.strip()}" if year else cell


def reported_month(table: Table) -> Period | None:
    """The month labelled above the table as that of the report, or else the one month that the titles name."""
    if "period" in table.block:
        return read_period(table.block["period"].value).value
    plan = table.names.plan
    texts = [text.text for text in table.titles if ":" not in headers.compact(text.text)]
    named = {read_period(month).value for text in texts for month in months_in(text)}
    months = [month for month in named if month and month not in (plan.start, plan.end)]
    return months[0] if len(months) == 1 else None


def month_of_title(table: Table) -> tuple[int | None, int, str] | None:
    """The one month named in titles without its year, 「7月份进展情况」: the year, if named elsewhere, month, cell."""
    short = [text for text in table.titles if len(headers.compact(text.text)) <= LONGEST]
    named = {month: text.cell for text in short for month in months_without_year(text.text)}
    return (year_of(table), *next(iter(named.items()))) if len(named) == 1 else None


def month_of_sheet(table: Table) -> str:
    """The month that the sheet is called by, 「2024年3月」 or 「3月」 of the year named above; "" where it is none."""
    name = headers.compact(table.sheet.name)
    if named := months_in(name):
        return named[0] if len(named) == 1 else ""
    if match := _MONTH_OF_SHEET.match(name):
        year = year_of(table)
        return f"{year}年{match[1]}" if year else match[1]
    is_of_a_day = any(not day.tells_its_month for day in days_in(name))
    return name if not name.isdecimal() and not is_of_a_day and read_period(name).value else ""


def region_of(table: Table) -> str | None:
    """The one region that the titles, or else the sheet's name, are about."""
    texts = [text for each in table.titles if len(text := headers.compact(each.text)) <= LONGEST]
    for said in (texts, [table.sheet.name]):
        found = {region.id for text in said for region in _regions_in(text, table.names)}
        if found:
            return found.pop() if len(found) == 1 else None
    return None


def _regions_in(text: str, names: Names) -> list[Region]:
    """The regions a title names; behind a colon only a region alone, 「县（市、区）：某县」, and no address in one."""
    head, colon, rest = headers.half_width(text).partition(":")
    if not colon:
        return names.regions_in(text)
    region = names.region(rest) if headers.column(head) == "region" else None
    return [region] if region else []


def meaning_of(table: Table) -> str | None:
    """What the titles above say all figures are, "month" or "cumulative"; None where they say neither, or both."""
    texts = [headers.compact(text.text) for text in table.titles]
    is_month = any(headers.speaks_of_the_month(text) for text in texts)
    is_total = any(map(_TOTAL.search, texts))
    if is_month == is_total or speaks_of_a_year(table):
        return None
    return "month" if is_month else "cumulative"


def speaks_of_a_year(table: Table) -> bool:
    """Whether a title says that the figures are totals of one year."""
    texts = [headers.compact(text.text) for text in table.titles]
    return any(headers.refused(text) or _TOTAL_OF_A_YEAR.search(text) for text in texts)


def _years_in(text: str) -> Iterator[str]:
    bare = _SPAN.sub("", digits(text))
    if match := _YEAR_ALONE.fullmatch(bare):
        yield match[1]
    yield from _YEAR.findall(bare)
