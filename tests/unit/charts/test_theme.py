from __future__ import annotations

import pytest

from charts import theme
from domain.progress import Status
from domain.reporting import ReportingStatus

LOOKS = [*theme.PROGRESS.values(), *theme.REPORTING.values()]


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_every_status_has_a_look():
    assert set(theme.PROGRESS) == set(Status)
    assert set(theme.REPORTING) == set(ReportingStatus)


def test_every_status_has_a_sign_of_its_own_so_that_colour_is_never_alone():
    for looks in (theme.PROGRESS, theme.REPORTING):
        assert len({look.sign for look in looks.values()}) == len(looks)


@pytest.mark.parametrize("colour", sorted({look.colour for look in LOOKS} | {theme.ACCENT, theme.INK, theme.QUIET_INK}))
def test_colours_can_be_read_on_white_and_white_on_them(colour: str):
    assert contrast(colour, theme.PAPER) >= 4.4


def test_no_status_is_shown_in_green_beside_one_in_red():
    for look in LOOKS:
        red, green, blue = (int(look.colour[at : at + 2], 16) for at in (1, 3, 5))
        assert green <= max(red, blue), "green is the strongest part of the colour"
