"""When nobody is written to: the night on her own clock, unless she chose an hour in it herself."""

from __future__ import annotations

from datetime import UTC, datetime, time

import pytest

from backend.domain.messaging import quiet_hours

MADA = "Indian/Antananarivo"  # UTC+3
DAY = datetime(2026, 3, 4, tzinfo=UTC)


def at(hour: int, minute: int = 0, day: int = 4) -> datetime:
    """An instant at this hour of UTC."""
    return DAY.replace(day=day, hour=hour, minute=minute)


@pytest.mark.parametrize(
    ("now", "chosen", "then"),
    [
        (at(12), None, at(12)),
        (at(17, 59), None, at(17, 59)),  # 20:59 there
        (at(18), None, at(4, day=5)),  # 21:00: until 7:00
        (at(22), None, at(4, day=5)),  # 1:00 of the next day
        (at(3, 59), None, at(4)),
        (at(4), None, at(4)),
        (at(19), time(22, 30), at(19)),  # she is up until half past ten
        (at(19, 30), time(22, 30), at(19, 30)),
        (at(19, 31), time(22, 30), at(4, day=5)),
        (at(1), time(5), at(2)),  # her day begins at five
        (at(18), time(5), at(2, day=5)),
        (at(18), time(12), at(4, day=5)),  # an hour of the day says nothing of the night
    ],
)
def test_she_is_left_in_peace_until_her_morning(now: datetime, chosen: time | None, then: datetime) -> None:
    assert quiet_hours.after(now, MADA, chosen) == then
    assert quiet_hours.quiet(now, MADA, chosen) is (then != now)
