"""What a workbook that is no .xlsx looks like: its cells as they are stored, with their fonts, fills and lines.

From this a copy can be made in which problems are marked. It knows what `looks.parts` names; pictures, charts,
drop-down lists and protection are not in it. What the values mean is for others.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from struct import error as StructError  # noqa: N812 - its name there says nothing

from loaders.guard import Inspection
from loaders.limits import Damaged, Limits
from loaders.looks import csv_text as likeness_csv
from loaders.looks import ods as likeness_ods
from loaders.looks import xls as likeness_xls
from loaders.looks.parts import Likeness

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
