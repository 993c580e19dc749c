"""Whose a sheet or a row is: the department that is named, and what to say where that is in doubt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.plan import Department, Plan
from loaders import headers
from loaders.inquiry import Inquiry
from loaders.names import Names
from loaders.owners.in_doubt import another_named, several_departments, titled, unknown_department
from loaders.owners.owner import Expected
from loaders.sheet import Sheet
from loaders.tables.labels import Block, Labelled, name_and_date


@dataclass(frozen=True)
class DepartmentReader:
    """Gives the id of a department, or None after telling why not. A sheet is named for where findings stand."""

    plan: Plan
    names: Names
    expected: Expected
    inquiry: Inquiry

    def labelled(
        self, sheet: Sheet, block: Block, texts: Sequence[Labelled], signed: Sequence[Labelled]
    ) -> tuple[bool, str | None]:
        """Whether a label says it, and whom it says; a title beside it, and who signs below, must agree."""
        at = next((block[key] for key in ("department", "unit") if key in block and self._is_body(key, block)), None)
        if at is None:
            return False, None
        department_id = self.named(sheet, at.text, at.cell)
        for others in (texts, signed):
            department_id = self._agreed(sheet, department_id, others)
        return True, department_id

    def _is_body(self, key: str, block: Block) -> bool:
        """Whether a label says whose the table is; 「单位：」 may also be followed by a unit of measure."""
        return key == "department" or self.names.department(block[key].text) is not None

    def named(self, sheet: Sheet, raw: str, cell: str) -> str | None:
        """By what stands in a cell made for it; a day behind the name is of filling in."""
        raw, _ = name_and_date(raw)
        if not raw.strip():
            self.inquiry.tell("C04", sheet.name, cell)
            return None
        department = self.names.department(raw) or self._near_department(sheet, raw.strip(), cell)
        if department is None:
            return None
        expected_id = self.expected.department_id
        if expected_id and department.id != expected_id:
            expected = self.plan.department(expected_id).name
            self.inquiry.tell("C03", sheet.name, cell, department=department.name, expected=expected)
        elif self.names.department(raw) and headers.compact(raw) not in (
            headers.compact(text) for text in (department.name.zh, department.name.en)
        ):
            self.inquiry.tell("C01", sheet.name, cell, raw=raw.strip(), department=department.name)
        return department.id

    def _agreed(self, sheet: Sheet, department_id: str | None, texts: Sequence[Labelled]) -> str | None:
        """The department of a sheet whose title may name another; who coordinates the plan may stand in any title."""
        named = titled(texts, self.names)
        if department_id is None or department_id in named or len(named) != 1:
            return department_id
        title, text = next(iter(named.values()))
        if title.id == self.plan.coordinating_office:
            return department_id
        doubt = another_named(self.plan.department(department_id), title)
        department = self.inquiry.ask(doubt, sheet.name, text.cell)
        return department.id if department else None

    def _near_department(self, sheet: Sheet, raw: str, cell: str) -> Department | None:
        """The department a person says is meant by a spelling nobody knows."""
        within = self.names.departments_in(raw)
        if len(within) > 1:
            return self.inquiry.ask(several_departments(within, raw), sheet.name, cell)
        if near := within or self.names.near_departments(raw):
            return self.inquiry.ask(unknown_department(raw, near), sheet.name, cell)
        self.inquiry.tell("C02", sheet.name, cell, raw=raw)
        return None

    def in_title(self, sheet: Sheet, texts: Sequence[Labelled], signed: Sequence[Labelled]) -> str | None:
        """By the one department that titles name or that signs below; where they name none, whoever is expected."""
        named = {body.id: (body, text) for text in (*texts, *signed) for body in self.names.departments_in(text.text)}
        if not named and self.expected.department_id is None:
            self.inquiry.tell("C31", sheet.name)
        if not named or (len(named) > 1 and self.expected.department_id in named):
            return self.expected.department_id
        bodies = [body for body, _ in named.values()]
        text = list(named.values())[-1][1]
        if len(bodies) > 1:
            doubt = several_departments(bodies, " ".join(body.name.zh for body in bodies))
        elif self.names.stands_alone(text.text, bodies[0]):
            return self.named(sheet, bodies[0].name.zh, text.cell)
        else:
            doubt = unknown_department(text.text, bodies)
        chosen = self.inquiry.ask(doubt, sheet.name, text.cell)
        return chosen.id if chosen else None
