"""What an `as_of` means: the moment whose knowledge is shown. One reading for addresses and for the terminal.

It must not know the clock: now is an argument.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time


class NotKnown(ValueError):
    """An `as_of` that cannot be shown. `code`: `unreadable`, `future` for what nobody knows yet, or `early`."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(f"{code}: {text}")
        self.code = code
        self.text = text


def moment_of(text: str, now: datetime, earliest: date) -> datetime | None:
    """The moment meant: an instant as it is, a bare day's end. None for today, whose knowledge is the present one.

    A time without a zone is in that of `now`. Raises NotKnown, also for days before `earliest`, when the plan begins.
    """
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day == now.date():
        return None
    try:
        moment = datetime.combine(day, time.max) if day else datetime.fromisoformat(text)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=now.tzinfo)
        is_future, is_early = moment.astimezone(UTC) > now, moment.astimezone(now.tzinfo).date() < earliest
    except (ValueError, OverflowError):
        raise NotKnown("unreadable", text) from None
    if is_future or is_early:
        raise NotKnown("future" if is_future else "early", text)
    return moment
