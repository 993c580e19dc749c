"""Records of the domain as rows of the tables, and back. Knows no transaction and no rule."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row

from domain.observation import Aspect, Draft, Narrative, Observation, Source, Submission, TaskState, Topic
from domain.period import Period
from domain.problem import Problem, Severity

WHOLE_CITY = ""  # how the store writes the region None
_ASPECTS = {aspect.value: aspect for aspect in Aspect}  # a look-up per row, not an enum call: there are many


def submission_row(submission: Submission) -> dict[str, Any]:
    """All but the number, which the database gives, and the state, which the events tell."""
    return {
        "department_id": submission.department_id,
        "period": str(submission.period),
        "sequence": submission.sequence,
        "sha256": submission.sha256,
        "file_name": submission.file_name,
        "channel": submission.channel,
        "submitted_by": submission.submitted_by,
        "submitted_at": submission.submitted_at,
        "reason": submission.reason,
        "correction": submission.correction,
        "plan_sha256": submission.plan_sha256,
    }


def observation_rows(submission_id: int, draft: Draft) -> list[dict[str, Any]]:
    return [
        {
            "submission_id": submission_id,
            "indicator_id": seen.indicator_id,
            "region_id": seen.region_id or WHOLE_CITY,
            "aspect": seen.aspect.value,
            "value": seen.value,
            **_cell(seen.source),
        }
        for seen in draft.observations
    ]


def narrative_rows(submission_id: int, draft: Draft) -> list[dict[str, Any]]:
    return [
        {
            "submission_id": submission_id,
            "indicator_id": said.indicator_id,
            "topic": said.topic.value,
            "text": said.text,
            **_cell(said.source),
        }
        for said in draft.narratives
    ]


def task_rows(submission_id: int, draft: Draft) -> list[dict[str, Any]]:
    return [
        {
            "submission_id": submission_id,
            "task_id": task.task_id,
            "state": task.state,
            "done_on": task.done_on,
            "evidence": task.evidence,
            "text": task.text,
            **_cell(task.source),
        }
        for task in draft.task_states
    ]


def problem_rows(submission_id: int, draft: Draft) -> list[dict[str, Any]]:
    return [
        {
            "submission_id": submission_id,
            "code": problem.code,
            "severity": problem.severity.value,
            "sheet": problem.sheet,
            "cell": problem.cell,
            "facts": problem.facts,
        }
        for problem in draft.problems
    ]


def submission(row: Row[Any], state: str) -> Submission:
    return Submission(
        id=row.id,
        department_id=row.department_id,
        period=Period.parse(row.period),
        sequence=row.sequence,
        state=state,
        submitted_at=row.submitted_at,
        submitted_by=row.submitted_by,
        channel=row.channel,
        file_name=row.file_name,
        sha256=row.sha256,
        reason=row.reason,
        correction=row.correction,
        plan_sha256=row.plan_sha256,
    )


def observation(row: Row[Any], period: Period) -> Observation:
    return Observation(row.indicator_id, row.region_id or None, period, _ASPECTS[row.aspect], row.value, _source(row))


def narrative(row: Row[Any]) -> Narrative:
    return Narrative(row.indicator_id, Topic(row.topic), row.text, _source(row))


def task_state(row: Row[Any]) -> TaskState:
    return TaskState(row.task_id, row.state, row.done_on, row.evidence, row.text, _source(row))


def problem(row: Row[Any]) -> Problem:
    return Problem(row.code, Severity(row.severity), row.sheet, row.cell, row.facts)


def _cell(source: Source) -> dict[str, str]:
    return {"sheet": source.sheet, "cell": source.cell, "raw": source.raw}


def _source(row: Row[Any]) -> Source:
    return Source(row.sheet, row.cell, row.raw)
