"""What a terminal prints for a person: one thing a line, in the reader's language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from domain.mistake import Mistake
from domain.observation import Draft
from domain.plan import Plan
from domain.problem import Problem
from domain.progress import Assessment
from views.listings import sentence
from wording import Words


def mistake(found: Mistake, words: Words) -> str:
    """A mistake of the plan file: where, what, and what to do."""
    return words(f"plan_mistake.{found.code}", **{"table": found.table, "key": found.key, **found.facts})


def checked(plan: Plan, drafts: Sequence[Draft], words: Words) -> str:
    """A checked file: what was found in all of its department-months, then each with what was found in it alone."""
    times = Counter(found for draft in drafts for found in {repr(each) for each in draft.problems})
    everywhere = {found for found, n in times.items() if n == len(drafts)}
    shared = [each for each in drafts[0].problems if repr(each) in everywhere] if len(drafts) > 1 else []
    lines = [words("terminal.whole_file", file=drafts[0].file_name, n=len(drafts)), *_findings(shared, words)]
    for draft in drafts:
        lines.append(_head(plan, draft, words))
        lines += _findings([each for each in draft.problems if not shared or repr(each) not in everywhere], words)
    return "\n".join(lines if shared else lines[1:])


def _head(plan: Plan, found: Draft, words: Words) -> str:
    who = words.name(plan.department(found.department_id)) if found.department_id else "?"
    month = words.month(found.period) if found.period else "?"
    mark = words("terminal.clean" if found.is_acceptable else "terminal.refused")
    return f"{mark}  {found.file_name}  {who}  {month}  {words('terminal.figures', n=len(found.observations))}"


def _findings(problems: Sequence[Problem], words: Words) -> Iterator[str]:
    for problem in problems:
        severity = words(f"problem_severity.{problem.severity.value}")
        yield f"    {severity} {problem.code}  {sentence(problem, words)}"
        yield from _readings(problem, words)


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
