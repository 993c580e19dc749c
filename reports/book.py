"""The month as a workbook: indicators, departments, regions, tasks, submissions, charts.

What follows from other cells is a formula, with the ledger's own result in it; every sheet can be filtered, pasted from
and printed as it is.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell  # pyright: ignore[reportMissingTypeStubs]

from charts import progress, theme
from charts.exhibit import notes
from domain.amount import amount
from domain.progress import Assessment
from reports import catalogue
from reports.attachments import chosen_by_region
from reports.origin import Origin
from reports.stationery import Stationery
from reports.tables import number_format
from views import bulletin, department, measure
from views.about import About
from views.position import Position
from views.sources import place, sources
from wording import Words

_HEAD = 2  # the row of heads; above it the title, and what it is
_LOOKS = {
    "text": {"text_wrap": True, "valign": "top"},
    "share": {"num_format": "0.0%", "valign": "top"},
    "points": {"num_format": "+0.0;−0.0;0.0", "valign": "top"},
    "count": {"num_format": "0", "valign": "top"},
    "day": {"num_format": "yyyy-mm-dd", "valign": "top"},
    "moment": {"num_format": "yyyy-mm-dd hh:mm", "valign": "top"},
}
_STANDS = {"met": "#062F5B", "on_track": "#5B9BD5", "lagging": "#B45309", "not_reported": "#D1D5DB", "open": "#9CA3AF"}
_FONT = {"name": "Microsoft YaHei", "size": 9}


@dataclass(frozen=True)
class Formula:
    """A cell that follows from others, with the result the ledger gives; without one it shows nothing."""

    text: str
    result: Fraction | int | None


def workbook(
    position: Position, words: Words, stationery: Stationery, region_indicator: str, origin: Origin
) -> tuple[str, bytes]:
    """Name and bytes. The same versions give the same bytes."""
    own = stationery.texts("workbook", position, words)
    return own["file"], _Book(position, words, own["title"], region_indicator).written(origin)


class _Book:
    def __init__(self, position: Position, words: Words, title: str, region_indicator: str) -> None:
        import xlsxwriter  # pyright: ignore[reportMissingTypeStubs]

        self._position, self._words, self._title = position, words, title
        self._file = io.BytesIO()
        self._book: Any = xlsxwriter.Workbook(
            self._file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        )
        self._formats: dict[str, Any] = {}
        self._region_indicator = region_indicator
        self._sheets = {key: words(f"report_book.{key}") for key in ("indicators", "departments", "regions")}

    def written(self, origin: Origin) -> bytes:
        known = self._position.known_on
        made = known if isinstance(known, datetime) else datetime.combine(known, time.min)
        self._book.set_properties(
            {
                "title": self._title,
                "subject": catalogue.versions(self._position, self._words),
                "comments": origin.line,
                "created": made.replace(tzinfo=None),
            }
        )
        judged = list(self._position.assessments.values())
        led = [entry for entry in department.placings(self._position) if not entry.standing.is_participant]
        lines = bulletin.by_region(self._position)
        self._indicators(judged)
        self._departments(led)
        self._regions(lines)
        self._tasks()
        self._submissions()
        self._charts(len(judged), len(led), lines)
        self._notes()
        self._book.close()
        return self._file.getvalue()

    # --- sheets -----------------------------------------------------------------------------------------------------

    def _indicators(self, judged: Sequence[Assessment]) -> None:
        columns = [
            (self._head("id"), 9), (self._head("indicator"), 34), (self._head("clause"), 9), (self._head("unit"), 8),
            (self._own("baseline"), 11), (self._head("target"), 11), (self._head("value"), 12),
            (self._own("expected"), 12), (self._head("share"), 10), (self._head("planned"), 10),
            (self._head("points"), 12), (self._head("short"), 11), (self._head("needed"), 12),
            (self._head("status"), 14), (self._own("stand"), 15), (self._head("lead"), 22), (self._own("reporter"), 22),
            (self._own("cells"), 46),
        ]  # fmt: skip
        rows = [self._indicator(entry, _HEAD + 2 + n) for n, entry in enumerate(judged)]
        sheet = self._sheet("indicators", columns, rows, is_wide=True)
        sheet.freeze_panes(_HEAD + 1, 2)

    def _indicator(self, entry: Assessment, row: int) -> list[tuple[Any, str]]:
        """The row numbered `row` in the sheet. Columns: E baseline, F target, G value, H due by now, I and J shares."""
        words, plan, indicator = self._words, self._position.plan, entry.indicator
        way, known = f"(F{row}-E{row})", entry.value is not None
        share = Formula(f'=IF(G{row}="","",(G{row}-E{row})/{way})', entry.progress_share)
        planned = Formula(f"=(H{row}-E{row})/{way}", entry.plan_share)
        better, worse = ("J", "I") if indicator.is_cap else ("I", "J")
        gap = None if entry.gap is None else 100 * entry.gap
        points = Formula(f'=IF(G{row}="","",100*({better}{row}-{worse}{row}))', gap)
        missing = f"G{row}-H{row}" if entry.held_to.sense < 0 else f"H{row}-G{row}"
        short = Formula(f'=IF(G{row}="","",MAX(0,{missing}))', entry.shortfall)
        found = sources(self._position, About(indicator=indicator.id))
        stand = next(key for key, which in bulletin.STANDS.items() if entry.status in which)
        lead = words.name(plan.department(indicator.lead)) if indicator.lead else ""
        needed = progress.monthly(entry) if known else None
        return [
            (indicator.id, "text"),
            (words.name(indicator), "text"),
            (indicator.clause, "text"),
            (progress.unit(indicator, words), "text"),
            *(
                (each, self._amount(each, entry))
                for each in (entry.baseline, entry.target, entry.value, entry.expected)
            ),
            (share if entry.target != entry.baseline else entry.progress_share, "share"),
            (planned if entry.target != entry.baseline else entry.plan_share, "share"),
            (points, "points"),
            (short, self._amount(entry.shortfall, entry)),
            (needed, self._amount(needed, entry)),
            (progress.status_text(entry.status, words), "text"),
            (words(f"report_column.{stand}"), "text"),
            (lead, "text"),
            (words.name(plan.department(indicator.reporter)), "text"),
            ("; ".join(place(cell) for cell in found.cells), "text"),
        ]

    def _departments(self, led: Sequence[Any]) -> None:
        words, stands = self._words, list(bulletin.STANDS)
        columns = [(self._head("department"), 28), (self._head("led"), 10)]
        columns += [(self._head(stand), 14) for stand in stands]
        columns += [(self._head("rank"), 8), (self._head("worst"), 16)]
        is_counted = not any(indicator.lead_shares for indicator in self._position.plan.numbers)
        rows: list[list[tuple[Any, str]]] = []
        for n, entry in enumerate(led):
            row, standing = _HEAD + 2 + n, entry.standing
            counted = bulletin.tally(standing.led)
            lead = f"'{self._sheets['indicators']}'!$P:$P,$A{row}"
            total = Formula(f"=COUNTIFS({lead})", counted.numbers)
            counts = [
                Formula(
                    f"=COUNTIFS({lead},'{self._sheets['indicators']}'!$O:$O,{xl_col_to_name(2 + at)}${_HEAD + 1})",
                    counted.counts[stand],
                )
                for at, stand in enumerate(stands)
            ]
            gap = None if standing.worst_gap is None else 100 * standing.worst_gap
            cells: list[tuple[Any, str]] = [(words.name(standing.department), "text")]
            cells += [(each if is_counted else each.result, "count") for each in (total, *counts)]
            rows.append([*cells, (entry.rank, "count"), (gap, "points")])
        sheet = self._sheet("departments", columns, rows)
        last = _HEAD + 1 + len(rows)
        bold = self._format("head")
        sheet.write_string(last, 0, self._own("total"), bold)
        for at in range(1, 2 + len(stands)):
            results = [int(row[at][0].result if isinstance(row[at][0], Formula) else row[at][0]) for row in rows]
            area = f"{xl_rowcol_to_cell(_HEAD + 1, at)}:{xl_rowcol_to_cell(last - 1, at)}"
            sheet.write_formula(last, at, f"=SUM({area})", bold, sum(results))

    def _regions(self, lines: Sequence[bulletin.RegionLine]) -> None:
        words, regions = self._words, self._position.plan.regions
        columns = [(self._head("indicator"), 34), (self._head("unit"), 8), (self._head("city"), 12)]
        columns += [(words.name(region), 10) for region in regions] + [(self._own("regions_total"), 12)]
        first, last = xl_col_to_name(3), xl_col_to_name(2 + len(regions))
        rows: list[list[tuple[Any, str]]] = []
        for n, line in enumerate(lines):
            row, judged = _HEAD + 2 + n, line.judged
            total = Formula(f'=IF(COUNT({first}{row}:{last}{row})=0,"",SUM({first}{row}:{last}{row}))', line.total)
            is_sum = line.total is not None or all(part is None for part in line.parts)
            values = [(each, self._amount(each, judged)) for each in (judged.value, *line.parts)]
            name = (words.name(judged.indicator), progress.unit(judged.indicator, words))
            summed = (total if is_sum else None, self._amount(line.total, judged))
            rows.append([*((text, "text") for text in name), *values, summed])
        self._sheet("regions", columns, rows, is_wide=True).freeze_panes(_HEAD + 1, 1)

    def _tasks(self) -> None:
        words, plan = self._words, self._position.plan
        columns = [
            (self._head("id"), 9), (self._head("clause"), 9), (self._head("task"), 46), (self._head("lead"), 22),
            (self._head("deadline"), 12), (self._head("state"), 10), (self._head("status"), 14),
            (self._own("done_on"), 12), (self._own("evidence"), 22), (self._head("said"), 40),
        ]  # fmt: skip
        rows: list[list[tuple[Any, str]]] = []
        for task in plan.tasks:
            line = measure.task_line(self._position, task)
            said = line.said
            rows.append([
                (task.id, "text"), (task.clause, "text"), (words.name(task), "text"),
                (words.name(plan.department(task.lead)) if task.lead else "", "text"), (task.deadline, "day"),
                (words(f"task_state.{said.state}") if said else "", "text"),
                (progress.status_text(line.status, words), "text"), (said.done_on if said else None, "day"),
                (said.evidence if said else "", "text"), (said.text if said else "", "text"),
            ])  # fmt: skip
        self._sheet("tasks", columns, rows, is_wide=True)

    def _submissions(self) -> None:
        words, zone = self._words, ZoneInfo(self._position.plan.timezone)
        columns = [
            (self._head("department"), 24), (self._own("period"), 12), (self._own("sequence"), 9),
            (self._own("standing"), 10), (self._own("life"), 12), (self._own("sent_at"), 17),
            (self._own("sent_by"), 12),
            (self._own("file"), 44),
        ]  # fmt: skip
        rows: list[list[tuple[Any, str]]] = []
        for entry in bulletin.sendings(self._position):
            sent = entry.sent
            rows.append([
                (words.name(entry.department), "text"), (sent.period.last_day, "month"), (sent.sequence, "count"),
                (words(f"reporting_status.{entry.status}"), "text"), (words(f"submission_state.{sent.state}"), "text"),
                (sent.submitted_at.astimezone(zone).replace(tzinfo=None), "moment"), (sent.submitted_by, "text"),
                (sent.file_name, "text"),
            ])  # fmt: skip
        self._sheet("submissions", columns, rows, is_wide=True)

    def _notes(self) -> None:
        sheet = self._named("notes", self._title)
        sheet.set_column(0, 0, 110)
        said = [self._words("report_book.calculated")]
        said += [self._words(f"report.method_{key}") for key in ("units", "baseline", "path", "silent", "region")]
        for line, note in enumerate((*said, catalogue.versions(self._position, self._words)), 1):
            sheet.write_string(line, 0, note, self._format("text"))

    # --- charts -----------------------------------------------------------------------------------------------------

    def _charts(self, indicators: int, departments: int, lines: Sequence[bulletin.RegionLine]) -> None:
        sheet = self._named("charts", self._title)
        sheet.hide_gridlines(2)
        first, last = _HEAD + 1, _HEAD + indicators
        bars = self._chart("bar", "clustered", self._words("report_book.indicator_chart"))
        for at, colour in ((8, theme.ACCENT), (9, "#9CA3AF")):
            self._series(bars, "indicators", (first, last), 1, at, colour)
        bars.set_y_axis({"reverse": True, "num_font": _FONT, "delete": False})
        bars.set_x_axis(
            {
                "num_format": "0%",
                "num_font": _FONT,
                "major_gridlines": {"visible": True, "line": {"color": theme.TRACK}},
            }
        )
        bars.set_size({"width": 900, "height": 60 + 24 * indicators})
        stacked = self._chart("bar", "stacked", self._words("report_book.department_chart"))
        for at, stand in enumerate(bulletin.STANDS, 2):
            self._series(stacked, "departments", (first, _HEAD + departments), 0, at, _STANDS[stand])
        stacked.set_y_axis({"reverse": True, "num_font": _FONT})
        stacked.set_x_axis({"num_font": _FONT, "num_format": "0", "major_gridlines": {"visible": False}})
        stacked.set_size({"width": 900, "height": 100 + 34 * departments})
        height = 100 + 34 * departments
        sheet.insert_chart(_HEAD, 0, stacked)
        if lines:
            chosen = chosen_by_region(self._position, self._region_indicator)
            at = next(n for n, line in enumerate(lines) if line.judged.indicator.id == chosen)
            name = self._words.name(lines[at].judged.indicator)
            regions = self._chart("column", "clustered", self._words("report_book.region_chart", name=name))
            columns = (3, 2 + len(self._position.plan.regions))
            row, where = _HEAD + 1 + at, self._sheets["regions"]
            regions.add_series({
                "categories": [where, _HEAD, columns[0], _HEAD, columns[1]],
                "values": [where, row, columns[0], row, columns[1]],
                "fill": {"color": theme.ACCENT}, "gap": 60,
                "data_labels": {"value": True, "font": _FONT, "num_format": "#,##0"},
            })  # fmt: skip
            regions.set_legend({"none": True})
            regions.set_x_axis({"num_font": _FONT})
            regions.set_y_axis(
                {
                    "num_font": _FONT,
                    "num_format": "#,##0",
                    "major_gridlines": {"visible": True, "line": {"color": theme.TRACK}},
                }
            )
            regions.set_size({"width": 900, "height": 360})
            sheet.insert_chart(_HEAD + height // 20 + 2, 0, regions)
            height += 400
        below = _HEAD + height // 20 + 2
        sheet.insert_chart(below, 0, bars)
        sheet.set_h_pagebreaks([below])
        sheet.set_print_scale(72)  # 900 px in the width of the page

    def _chart(self, kind: str, subtype: str, title: str) -> Any:
        chart = self._book.add_chart({"type": kind, "subtype": subtype} if subtype == "stacked" else {"type": kind})
        chart.set_title({"name": title, "name_font": _FONT | {"size": 12, "bold": True}, "overlay": False})
        chart.set_legend({"position": "top", "font": _FONT})
        return chart

    def _series(self, chart: Any, key: str, rows: tuple[int, int], names: int, at: int, colour: str) -> None:
        where = self._sheets[key]
        chart.add_series({
            "name": [where, _HEAD, at], "categories": [where, rows[0], names, rows[1], names],
            "values": [where, rows[0], at, rows[1], at], "fill": {"color": colour}, "border": {"color": "#FFFFFF"},
            "gap": 50,
        })  # fmt: skip

    # --- cells ------------------------------------------------------------------------------------------------------

    def _head(self, key: str) -> str:
        return self._words(f"report_column.{key}")

    def _own(self, key: str) -> str:
        return self._words(f"report_book.{key}")

    def _named(self, key: str, title: str) -> Any:
        """A sheet with its title, printed on A4 with the mark and the page number."""
        sheet = self._book.add_worksheet(self._own(key))
        sheet.write_string(0, 0, title, self._format("title"))
        sheet.set_paper(9)
        sheet.set_margins(left=0.5, right=0.5, top=0.8, bottom=0.8)
        if self._position.ledger.is_demonstration:
            sheet.set_header(f"&R{self._words('report.sample')}")
        sheet.set_footer("&C— &P / &N —")
        return sheet

    def _sheet(
        self,
        key: str,
        columns: Sequence[tuple[str, int]],
        rows: Sequence[Sequence[tuple[Any, str]]],
        *,
        is_wide: bool = False,
    ) -> Any:
        """A table with its head frozen and repeated, ready to be filtered."""
        words = self._words
        sheet = self._named(key, f"{self._title} · {self._own(key)}")
        sheet.write_string(1, 0, " · ".join(notes(words, catalogue.stamp(self._position))), self._format("quiet"))
        for at, (head, width) in enumerate(columns):
            sheet.write_string(_HEAD, at, head, self._format("head"))
            sheet.set_column(at, at, width)
        for line, row in enumerate(rows, _HEAD + 1):
            for at, (value, look) in enumerate(row):
                self._cell(sheet, line, at, value, look)
        sheet.freeze_panes(_HEAD + 1, 0)
        sheet.repeat_rows(_HEAD)
        if rows:
            sheet.autofilter(_HEAD, 0, _HEAD + len(rows), len(columns) - 1)
        printed = len(columns) - (columns[-1][0] == self._own("cells"))  # too wide for paper
        sheet.print_area(0, 0, _HEAD + len(rows) + 1, printed - 1)
        sheet.fit_to_pages(1, 0)
        if is_wide:
            sheet.set_landscape()
        return sheet

    def _cell(self, sheet: Any, line: int, at: int, value: Any, look: str) -> None:
        form = self._format(look)
        if isinstance(value, Formula):
            result = "" if value.result is None else float(value.result)
            sheet.write_formula(line, at, value.text, form, result)
        elif isinstance(value, datetime | date):
            sheet.write_datetime(line, at, value, form)
        elif isinstance(value, int | Fraction):
            sheet.write_number(line, at, float(value), form)
        elif value:
            sheet.write_string(line, at, value, form)
        else:
            sheet.write_blank(line, at, None, form)

    def _amount(self, value: Fraction | None, entry: Assessment) -> str:
        """The number format of an amount of an indicator."""
        return "#" + number_format(amount(value or Fraction(0), entry.indicator))

    def _format(self, look: str) -> Any:
        if look not in self._formats:
            self._formats[look] = self._book.add_format(_look(look))
        return self._formats[look]


def _look(look: str) -> dict[str, Any]:
    if look.startswith("#"):
        return {"num_format": look[1:], "valign": "top"}
    heads: dict[str, dict[str, Any]] = {
        "title": {"bold": True, "font_size": 14},
        "quiet": {"font_color": theme.QUIET_INK},
        "head": {"bold": True, "bg_color": "#E5E7EB", "bottom": 1, "text_wrap": True, "valign": "vcenter"},
        "month": {"num_format": "yyyy-mm", "valign": "top"},
    }
    return {"font_name": "Microsoft YaHei", "font_size": 10, **_LOOKS.get(look, {}), **heads.get(look, {})}
