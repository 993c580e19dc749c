"""What the text of one cell is worth: a number, a unit, a month, a day. One grammar for all sheets.

Nothing is guessed: a text that can be read in two ways gives no value but a finding. Which row and column a cell
belongs to, and whether it may be blank, is for the caller.
"""

from loaders.findings import Finding, Read
from loaders.values.dates import read_date, read_period
from loaders.values.dates_in_text import days_in, months_in, months_without_year
from loaders.values.numbers import read_number
from loaders.values.units import read_unit

__all__ = [
    "Finding",
    "Read",
    "days_in",
    "months_in",
    "months_without_year",
    "read_date",
    "read_number",
    "read_period",
    "read_unit",
]
