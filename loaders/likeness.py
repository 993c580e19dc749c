"""What a workbook that is no .xlsx looks like: its cells as they are stored, with their fonts, fills and lines.

From this a copy can be made in which problems are marked. It knows what `likeness_parts` names; pictures, charts,
drop-down lists and protection are not in it. What the values mean is for others.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from struct import error as StructError  # noqa: N812 - its name there says nothing

from loaders import likeness_csv, likeness_ods, likeness_xls
from loaders.guard import Inspection
from loaders.likeness_parts import Likeness
from loaders.limits import Damaged, Limits

_OF: Mapping[str, Callable[[Inspection, Limits], Likeness]] = {
    ".xls": lambda inspection, _: likeness_xls.likeness(inspection),
    ".et": lambda inspection, _: likeness_xls.likeness(inspection),
    ".ods": likeness_ods.likeness,
    ".csv": likeness_csv.likeness,
}


def likeness(inspection: Inspection, limits: Limits) -> Likeness | None:
    """Of a file that can be read; None for a format not known here. Raises Damaged where it does not hold together."""
    found = _OF.get(inspection.real)
    try:
        return found(inspection, limits) if found else None
    except (StructError, LookupError, ValueError, StopIteration) as error:
        raise Damaged from error
