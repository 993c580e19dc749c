"""Whose a sheet or a row is: the department that is named, and what to say where that is in doubt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.plan import Department, Plan
from loaders import headers
from loaders.inquiry import Inquiry
from loaders.names import Names
from loaders.owners.in_doubt import another_in_title, titled, unknown_department
from loaders.owners.owner import Expected
from loaders.sheet import Sheet
from loaders.tables.labels import Block, Labelled


@dataclass(frozen=True)
class DepartmentReader:
    """Gives the id of a department, or None after telling why not. A sheet is named for where findings stand."""

    plan: Plan
    names: Names
    expected: Expected
    inquiry: Inquiry

    def labelled(self, sheet: Sheet, block: Block, texts: Sequence[Labelled]) -> tuple[bool, str | None]:
        """Whether a label says it, and whom it says; who is named in a title beside it must agree."""
        at = next((block[key] for key in ("department", "unit") if key in block and self._is_body(key, block)), None)
        if at is None:
            return False, None
        return True, self._agreed(sheet, self.named(sheet, at.text, at.cell), texts)

    def _is_body(self, key: str, block: Block) -> bool:
        """Whether a label says whose the table is; 「单位：」 may also be followed by a unit of measure."""
        return key == "department" or self.names.department(block[key].text) is not None

    def named(self, sheet: Sheet, raw: str, cell: str) -> str | None:
        """By what stands in a cell made for it."""
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
        doubt = another_in_title(self.plan.department(department_id), title)
        department = self.inquiry.ask(doubt, sheet.name, text.cell)
        return department.id if department else None

    def _near_department(self, sheet: Sheet, raw: str, cell: str) -> Department | None:
        """The department a person says is meant by a spelling nobody knows."""
        if near := self.names.near_departments(raw):
            return self.inquiry.ask(unknown_department(raw, near), sheet.name, cell)
        self.inquiry.tell("C02", sheet.name, cell, raw=raw)
        return None

    def in_title(self, sheet: Sheet, texts: Sequence[Labelled]) -> str | None:
        """By the one department that titles name; where they name none or several, whoever is expected."""
        named = {body.id: (body, text) for text in texts for body in self.names.departments_in(text.text)}
        if len(named) == 1:
            department, text = next(iter(named.values()))
            if not self.names.stands_alone(text.text, department):
                chosen = self.inquiry.ask(unknown_department(text.text, [department]), sheet.name, text.cell)
                return chosen.id if chosen else None
            return self.named(sheet, department.name.zh, text.cell)
        if self.expected.department_id is None:
            self.inquiry.tell("C31", sheet.name)
        return self.expected.department_id
