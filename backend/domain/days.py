"""Her own day, and the time that she really works in it.

All instants are aware; those that come out are UTC. A zone is an IANA name, kept per person.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from backend.domain.errors import BadInput, Misuse

DAY_LIMIT = timedelta(hours=3)
"""An income supplement beside studies, a trade, a family: 3 hours a day, no more."""
DAY_WARNING = timedelta(hours=2, minutes=30)
"""From here on she is told that the day's end is near."""
LEAST_CAP = timedelta(minutes=2)
"""An answer may always count for this long."""
CAP_FACTOR = 4
"""… and for this many times the time that the task usually takes."""
MORNING = time(8)

Crossing = Literal["warning", "limit"]


def zone_info(zone: str) -> ZoneInfo:
    """Raises `BadInput` for a name that is no time zone."""
    try:
        return ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadInput(f"unknown time zone {zone!r}") from None


def local(at: datetime, zone: str) -> datetime:
    """The same instant on her clock. Raises `Misuse` for a time without a zone."""
    if at.tzinfo is None:
        raise Misuse("a time without a zone could be anybody's")
    return at.astimezone(zone_info(zone))


def instant(day: date, at: time, zone: str) -> datetime:
    """When her clock shows this, in UTC. The first of two when the clock is set back; where it is
    set forward over `at`, the moment as far after the jump as `at` lies after the jump's start."""
    return datetime.combine(day, at.replace(fold=0), zone_info(zone)).astimezone(UTC)


def local_day(at: datetime, zone: str) -> date:
    """The date on her calendar."""
    return local(at, zone).date()


def day_bounds(day: date, zone: str) -> tuple[datetime, datetime]:
    """First instant of the day and of the next one, in UTC: `start <= t < end`."""
    return instant(day, time(), zone), instant(day + timedelta(days=1), time(), zone)


def next_morning(at: datetime, zone: str, hour: time = MORNING) -> datetime:
    """Tomorrow on her calendar at this hour, in UTC; for what is due when her new day begins."""
    return instant(local_day(at, zone) + timedelta(days=1), hour, zone)


def cap(estimate: timedelta) -> timedelta:
    """The longest that one answer to a task of this estimated length counts.

    A coffee break is no work, a hard task is: so the time from when a task was shown until it was
    answered counts as it ran up to four times the task's own estimate (at least two minutes), and stops
    there. Without the cap a task left open over lunch would eat her 3 hours; with a cap near the
    estimate a slow reader would work unpaid time.
    """
    return max(LEAST_CAP, CAP_FACTOR * estimate)


def crossed(before: timedelta, after: timedelta) -> Crossing | None:
    """The mark that her time of the day has just reached, each once; "limit" when both at once."""
    if before < DAY_LIMIT <= after:
        return "limit"
    if before < DAY_WARNING <= after:
        return "warning"
    return None
