"""What a terminal prints for a person: one thing a line, in the reader's language."""

from __future__ import annotations

from typing import Any

from domain.observation import Draft
from domain.plan import Plan
from domain.problem import Problem
from domain.progress import Assessment
from loaders.targets_file import Mistake
from views.listings import sentence
from wording import Words


def mistake(found: Mistake, words: Words) -> str:
    """A mistake of the plan file: where, what, and what to do."""
    return words(f"plan_mistake.{found.code}", **{"table": found.table, "key": found.key, **found.facts})


def draft(plan: Plan, found: Draft, words: Words) -> str:
    """A checked department-month, its problems below it."""
    who = words.name(plan.department(found.department_id)) if found.department_id else "?"
    month = words.month(found.period) if found.period else "?"
    mark = words("terminal.clean" if found.is_acceptable else "terminal.refused")
    lines = [f"{mark}  {found.file_name}  {who}  {month}  {words('terminal.figures', n=len(found.observations))}"]
    for problem in found.problems:
        severity = words(f"problem_severity.{problem.severity.value}")
        lines.append(f"    {severity} {problem.code}  {sentence(problem, words)}")
        lines += _readings(problem, words)
    return "\n".join(lines)


def _readings(problem: Problem, words: Words) -> list[str]:
    """What may be answered to an open question, ready to be given back to the command."""
    if problem.question is None or problem.question.chosen:
        return []
    key = problem.question.key
    return [f"        --answer '{key}={reading.key}'  {words.fact(reading)}" for reading in problem.question.readings]


def loaded(row: dict[str, Any], words: Words) -> str:
    """What became of one department-month on loading, with whatever kept it out."""
    result = "unchanged" if row["accepted"] and row["unchanged"] else "accepted" if row["accepted"] else row["held"]
    lines = [f"{words(f'terminal.load_{result}')}  {row['file']}  {row['department'] or '?'}  {row['period'] or '?'}"]
    key = "message" if words.language == "zh" else "message_en"
    kept = [problem for problem in row["problems"] if not row["accepted"] and problem["severity"] != "note"]
    for problem in kept:
        lines.append(f"    {problem['code']}  {problem[key]}")
        question = problem["question"]
        open_to = question["readings"] if question and not question["chosen"] else ()
        lines += [f"        --answer '{question['key']}={reading['key']}'  {reading[key]}" for reading in open_to]
    return "\n".join(lines)


def light(judged: Assessment, words: Words) -> str:
    """One indicator's light."""
    value = words.number(judged.value) if judged.value is not None else "—"
    gap = words.points(judged.gap) if judged.gap is not None else ""
    status = words(f"status.{judged.status.value}")
    figures = f"{value} / {words.number(judged.target)}  {gap}"
    return f"{judged.indicator.id:7} {status}  {figures}  {words.name(judged.indicator)}"
