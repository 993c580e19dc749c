"""How grave each kind of problem is, and the one way to make a `Problem`.

The letter of a code says what part of a sheet it is about; numbers below 30 are the office's own list of cases, those
from 30 up were found missing in it. What a code says to a person, and the facts it needs, stand in
`wording/problems.toml` and `wording/cross_checks.toml`. Facts that are labels rather than amounts (rows, years, raw
text) are given as text, so that no thousands mark gets in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from domain.problem import Fact, Problem, Severity

_CODES = {
    Severity.ERROR: """
        A05 A06 A08 A09 A10 A11 A12 A13 A14 A30 A31 A32 A33 A34 A36 A37 A38 A39 A40 A41 A42 A50 A51
        B03 B04 B09 B11 B20 B21 B24 B30 B31 B33 B41 B42 B43 B44 B45
        B50 B52 B53 B54 D50 D51 B57
        C02 C03 C04 C09 C11 C12 C13 C14 C15 C30 C31 C32 C33 C34 C35 C37 C38 C39 C50 C51 C52
        D04 D05 D06 D07 D09 D30 D31 D32 D33 D34 D35 D37 D38 D39 D40 D41 D42 D43 D45
        E04 E06 E08 E09 E11 E12 E14 E15 E16 E18 E20 E21 E25 E30 E31 E32 E33 E35 E37 E38 E39 E40 E41 E43 E50
        F01 F03 F06 F07 F30 F31 F32
        G02
        X01 X02 X03 X05 X07 X08 X09 X11 X12 X14 X15 X18 X22 X26 X28 X30 X32 X35 X36 X37
        """,
    Severity.WARNING: """
        B06 B22 B32 B34 B35 B39 B40 B51 B56
        C16 C17 C18 C19 C36
        D08 D36 D44
        E05 E07 E10 E28 E42 E51 E53 E54
        F02 F04 F33 F34
        G04
        Q01
        X04 X06 X10 X13 X16 X20 X21 X23 X24 X27 X29 X31 X33 X34 X38 X40 X41 X42 X43 X50 X51 X52
        """,
    Severity.NOTE: """
        A02 A03 A04 A07
        B01 B02 B08 B18 B37 B38 B55
        C01
        D02
        E01 E02 E03 E52
        G01 G05
        Q02 Q03 Q10 Q11
        X17 X19 X25 X39
        """,
}

SEVERITIES: Mapping[str, Severity] = MappingProxyType(
    {code: severity for severity, codes in _CODES.items() for code in codes.split()}
)
"""Every code there is, with how grave it is."""

WANT_A_REASON = frozenset(["C17", "F33", "Q01", "X04", "X10", "X13", "X29", "X31", "X33", "X34", "X43"])
"""The warnings that a tick does not answer: their sentences ask why, or they rest on somebody's choice."""


def asks_why(found: Iterable[Problem]) -> bool:
    """Whether accepting what was found needs a reason in words, not only a tick."""
    return any(each.code in WANT_A_REASON for each in found)


def problem(code: str, sheet: str = "", cell: str = "", **facts: Fact) -> Problem:
    """A problem of a known code. Raises KeyError for an unknown one: that is a slip of ours, not of the sheet."""
    return Problem(code, SEVERITIES[code], sheet, cell, facts)
