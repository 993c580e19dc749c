"""What a terminal prints for a person: one thing a line, in the reader's language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from domain.amount import amount
from domain.layout import ASKED
from domain.mistake import Mistake
from domain.observation import Draft, Held, keeping_out
from domain.plan import Plan
from domain.plan_edits import Edit
from domain.problem import Problem, Severity
from domain.progress import Assessment
from views import layouts
from views.listings import sentence
from wording import Words

MOST_READ = 60  # cells of a file that are told one by one


def mistake(found: Mistake, words: Words) -> str:
    """A mistake of the plan file: where, what, and what to do."""
    return words(f"plan_mistake.{found.code}", **{"table": found.table, "key": found.key, **found.facts})


def edited(found: Sequence[Edit], words: Words) -> Iterator[str]:
    """What an edited plan file says otherwise about months that are over, and what to do where that is not meant."""
    if found:
        yield words("plan_edit.title", n=len(found))
    for edit in found:
        yield f"    {words(f'plan_edit.{edit.code}', **edit.facts)}"


def checked(plan: Plan, drafts: Sequence[Draft], words: Words) -> str:
    """A checked file: each department-month with what loading would do with it and what was found in it."""
    held = keeping_out(drafts, confirmed=False)
    if held is Held.WARNING and keeping_out(drafts, confirmed=True) is Held.REASON:
        held = Held.REASON

    def head(draft: Draft) -> str:
        mark = words(f"terminal.check_{_result(draft, held.value if held else '')}")
        return f"{mark}  {_whose(plan, draft, words)}  {words('terminal.figures', n=len(draft.observations))}"

    return _by_month([(head(draft), draft.problems) for draft in drafts], drafts[0].file_name, words)


def loaded(plan: Plan, drafts: Sequence[Draft], result: str, words: Words, why: str = "") -> str:
    """What became of a file on loading: each department-month with whatever kept it out.

    `result` is that of `service.acceptance.Taken`; `why` the sentence of what the ledger refused.
    """
    held = "" if result in ("accepted", "unchanged") else result

    def head(draft: Draft) -> str:
        return f"{words(f'terminal.load_{_result(draft, held)}')}  {_whose(plan, draft, words)}"

    def says_why(found: Problem) -> bool:
        """Whether a finding kept the file out, or went into the ledger as a rule with it."""
        kept_out = result in set(Held) and found.severity in (Severity.ERROR, Severity.WARNING)
        return kept_out or found.code in ASKED

    said = ((draft, [each for each in draft.problems if says_why(each)]) for draft in drafts)
    told = _by_month([(head(draft), problems) for draft, problems in said], drafts[0].file_name, words)
    read = _read_so(plan, drafts, words) if result == Held.LAYOUT else ()
    return "\n".join([told, *read, *([f"    {why}"] if why else [])])


def _result(draft: Draft, held: str) -> str:
    is_old = any(problem.code == "G01" for problem in draft.problems)
    return held or ("unchanged" if is_old else "accepted")


def _read_so(plan: Plan, drafts: Sequence[Draft], words: Words) -> Iterator[str]:
    """What each cell of a layout not confirmed yet was read as."""
    every = layouts.read(plan, drafts)
    for each in every[:MOST_READ]:
        facts = {"cell": f"{each.source.sheet}!{each.source.cell}", "raw": each.source.raw.strip()}
        read = layouts.named(each, words, without=("unit",))
        yield "    " + words("terminal.read_so", **facts, read=read, value=layouts.value(each, words))
    if len(every) > MOST_READ:
        yield "    " + words("terminal.read_more", n=len(every) - MOST_READ)


def _whose(plan: Plan, found: Draft, words: Words) -> str:
    who = words.name(plan.department(found.department_id)) if found.department_id else "?"
    return f"{found.file_name}  {who}  {words.month(found.period) if found.period else '?'}"


def _by_month(told: Sequence[tuple[str, Sequence[Problem]]], file: str, words: Words) -> str:
    """Each head with its problems below it; those of all of several stand first, and once."""
    times = Counter(found for _, problems in told for found in {repr(each) for each in problems})
    everywhere = {found for found, n in times.items() if n == len(told) > 1}
    lines: list[str] = []
    if shared := [each for each in told[0][1] if repr(each) in everywhere]:
        lines = [words("terminal.whole_file", file=file, n=len(told)), *_findings(shared, words)]
    for head, problems in told:
        lines += [head, *_findings([each for each in problems if repr(each) not in everywhere], words)]
    return "\n".join(lines)


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


def light(judged: Assessment, words: Words) -> str:
    """One indicator's light."""
    value = words.amount(amount(judged.value, judged.indicator)) if judged.value is not None else "—"
    gap = words.points(judged.gap) if judged.gap is not None else ""
    status = words(f"status.{judged.status.value}")
    figures = f"{value} / {words.amount(amount(judged.target, judged.indicator))}  {gap}"
    return f"{judged.indicator.id:7} {status}  {figures}  {words.name(judged.indicator)}"
