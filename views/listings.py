"""The records a terminal prints: plan, checks, lights and explanations as plain mappings ready for JSON.

Names are the Chinese ones; amounts are numbers, exact where whole; unknown is null.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from domain.observation import Aspect, Draft, Held, Recorded, keeping_out
from domain.plan import Indicator, Plan, Task
from domain.problem import Problem
from domain.progress import Assessment
from domain.question import Question
from domain.reporting import reporting_status
from views import outlook
from views.position import Position
from wording import Words, decimal_of

Row = dict[str, Any]
_CIRCLED = 0x2460  # ①


def plan_listing(plan: Plan) -> Row:
    """The whole plan. Repeated indicators are listed with `same_as`; general clauses are not among the measures."""

    def called(department_id: str | None) -> str | None:
        return plan.department(department_id).name.zh if department_id else None

    def bodies(item: Indicator | Task) -> Row:
        return {"lead": called(item.lead), "cooperating": [called(each) for each in item.cooperating]}

    def indicator(item: Indicator) -> Row:
        return {
            "id": item.id,
            "clause": item.clause,
            "name": item.name.zh,
            "unit": item.unit,
            "target": number(item.target),
            "comparator": item.comparator.value,
            "kind": item.kind.value,
            "deadline": item.deadline.isoformat(),
            "baseline": number(item.baseline),
            **bodies(item),
            "same_as": item.same_as,
            "subset_of": item.subset_of,
            "name_en": item.name.en,
            "deadline_basis": item.deadline_basis.value,
            "baseline_basis": item.baseline_basis.value,
            "direction": item.direction.value,
            "reporter": called(item.reporter),
            "reporter_basis": item.reporter_basis.value,
            "path": {str(point.period): number(point.value) for point in item.path},
        }

    return {
        "departments": [{"id": d.id, "name": d.name.zh, "aliases": list(d.aliases)} for d in plan.departments],
        "regions": [{"id": r.id, "name": r.name.zh, "code": r.code} for r in plan.regions],
        "measures": [
            {
                "clause": m.clause,
                "name": m.name.zh,
                "group": plan.group(m.group).name.zh,
                "lead": called(m.lead),
                "cooperating": [called(each) for each in m.cooperating],
            }
            for m in plan.measures
            if m.is_numbered
        ],
        "indicators": [indicator(item) for item in plan.indicators],
        "tasks": [
            {"id": t.id, "clause": t.clause, "name": t.name.zh, "kind": t.kind.value, "lead": called(t.lead)}
            for t in plan.tasks
        ],
        "standards": [
            {"id": s.id, "clause": s.clause, "name": s.name.zh, "value": number(s.value), "unit": s.unit}
            for s in plan.standards
        ],
    }


def check_listing(plan: Plan, files: Iterable[Sequence[Draft]]) -> list[Row]:
    """What was found in each department-month of each file, without anything stored.

    `held` says what would keep the whole file out on loading, as `load` says it; null where it would be accepted.
    """
    return [
        {
            **_place(plan, draft),
            "accepted": draft.is_acceptable,
            "held": _code(keeping_out(drafts, confirmed=False)),
            "observations": _observations(plan, draft),
            "problems": [problem_listing(problem) for problem in draft.problems],
        }
        for drafts in files
        for draft in drafts
    ]


def load_listing(plan: Plan, drafts: Iterable[Draft], kept_out: Held | None, refused: str = "") -> list[Row]:
    """What became of each department-month of one file; `held` says what kept the whole file out, or is null.

    `refused` is the code of why the ledger would not have it, or null.
    """
    return [
        {
            **_place(plan, draft),
            "accepted": kept_out is None and not refused,
            "held": _code(kept_out),
            "refused": refused or None,
            "tried": True,
            "unchanged": any(problem.code == "G01" for problem in draft.problems),
            "observations": len(draft.observations),
            "problems": [problem_listing(problem) for problem in draft.problems],
        }
        for draft in drafts
    ]


def untried_listing(file_name: str) -> Row:
    """A file that loading did not come to."""
    nothing = {"file": file_name, "department": None, "period": None, "accepted": False, "held": None, "refused": None}
    return {**nothing, "tried": False, "unchanged": False, "observations": 0, "problems": []}


def _place(plan: Plan, draft: Draft) -> Row:
    return {
        "file": draft.file_name,
        "department": plan.department(draft.department_id).name.zh if draft.department_id else None,
        "period": str(draft.period) if draft.period else None,
    }


def _code(held: Held | None) -> str | None:
    return held.value if held else None


def problem_listing(problem: Problem) -> Row:
    return {
        "code": problem.code,
        "severity": problem.severity.value,
        "sheet": problem.sheet,
        "cell": problem.cell,
        "message": sentence(problem, Words("zh")),
        "message_en": sentence(problem, Words("en")),
        "question": question_listing(problem.question) if problem.question else None,
    }


def question_listing(question: Question) -> Row:
    """A question with its readings; `chosen` is null while it is open."""
    return {
        "key": question.key,
        "chosen": question.chosen or None,
        "may_be_rule": question.may_be_rule,
        "readings": [
            {"key": reading.key, "message": Words("zh").fact(reading), "message_en": Words("en").fact(reading)}
            for reading in question.readings
        ],
    }


def sentence(problem: Problem, words: Words) -> str:
    """A problem as a sentence in the reader's language."""
    return words(f"problem.{problem.code}", **{"sheet": problem.sheet, "cell": problem.cell, **problem.facts})


def place(problem: Problem, words: Words) -> str:
    """Where a problem stands: its cell or sheet, else the department-month of several in a file, else the file."""
    if problem.cell:
        return f"{problem.sheet}!{problem.cell}"
    return words.fact(problem.facts.get("whose", problem.sheet)) or words("panel.whole_file")


def message(problem: Problem, words: Words) -> str:
    """The sentence of a problem, and where it puts a question that is open, the readings there are."""
    if problem.question is None or problem.question.chosen:
        return sentence(problem, words)
    told = " ".join(f"{chr(_CIRCLED + n)} {words.fact(reading)}" for n, reading in enumerate(problem.question.readings))
    return sentence(problem, words) + words("question.readings", readings=told)


def _observations(plan: Plan, draft: Draft) -> list[Row]:
    """One row per indicator and region; `cell` is that of the total, else of the month's figure."""
    rows: dict[tuple[str, str | None], dict[Aspect, Any]] = {}
    for seen in draft.observations:
        rows.setdefault((seen.indicator_id, seen.region_id), {})[seen.aspect] = seen
    listing: list[Row] = []
    for (indicator_id, region_id), seen in rows.items():
        shown = seen.get(Aspect.CUMULATIVE) or seen.get(Aspect.MONTH) or seen[Aspect.DENOMINATOR]
        row: Row = {
            "indicator": indicator_id,
            "region": plan.region(region_id).name.zh if region_id else None,
            "period": str(draft.period),
            "month": number(seen[Aspect.MONTH].value) if Aspect.MONTH in seen else None,
            "cumulative": number(seen[Aspect.CUMULATIVE].value) if Aspect.CUMULATIVE in seen else None,
            "sheet": shown.source.sheet,
            "cell": shown.source.cell,
            "raw": shown.source.raw,
        }
        if Aspect.DENOMINATOR in seen:
            row["denominator"] = number(seen[Aspect.DENOMINATOR].value)
        listing.append(row)
    return listing


def status_listing(position: Position) -> list[Row]:
    """Every number's light; amounts are on the scale of `domain.progress.Assessment`, shares and `chance` 0–1.

    `catch_up` is the pace needed ÷ the best three months ever; `consecutive` counts months behind in a row.
    """
    return [
        {
            "indicator": key,
            "value": number(judged.value),
            "target": number(judged.target),
            "baseline": number(judged.baseline),
            "progress_share": number(judged.progress_share),
            "plan_share": number(judged.plan_share),
            "ratio": number(judged.ratio),
            "gap_points": number(judged.gap * 100 if judged.gap is not None else None),
            "months_behind": number(judged.months_behind),
            "needed_per_month": number(judged.needed_per_month),
            "shortfall": number(judged.shortfall),
            **_ahead(position, judged),
            "consecutive": outlook.run(position, judged).months,
            "status": judged.status.value,
            "reporting": _reporting(position, judged),
        }
        for key, judged in position.assessments.items()
    ]


def _ahead(position: Position, judged: Assessment) -> Row:
    """What lies ahead of an indicator; null where its past does not tell."""
    seen = outlook.forecast(position, judged)
    return {
        "catch_up": number(outlook.catch_up(position, judged).factor),
        "forecast": number(seen.value),
        "forecast_low": number(seen.low),
        "forecast_high": number(seen.high),
        "chance": number(seen.chance),
    }


def _reporting(position: Position, judged: Assessment) -> str:
    reporter = judged.indicator.reporter
    return reporting_status(position.plan, position.ledger, reporter, position.period, position.today).value


def source_listing(plan: Plan, entry: Recorded) -> Row:
    return {
        "file": entry.submission.file_name,
        "sha256": entry.submission.sha256,
        "sheet": entry.observation.source.sheet,
        "cell": entry.observation.source.cell,
        "raw": entry.observation.source.raw,
        "department": plan.known_as("department", entry.submission.department_id).zh,
        "submitted_at": entry.submission.submitted_at.isoformat(),
    }


def number(value: Decimal | Fraction | None) -> int | float | None:
    """A JSON number: an integer where whole, else the nearest float."""
    if value is None:
        return None
    exact = Fraction(value)
    return int(exact) if exact.denominator == 1 else float(decimal_of(exact))
