"""A person's own day, and the time in it that counts as work.

All instants are aware; returned ones are UTC. A zone is an IANA name, stored per person.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from backend.domain.errors import BadInput, Misuse

DAY_LIMIT = timedelta(hours=3)
"""The limit of work per day. It is an income supplement beside studies, a trade, a family."""
DAY_WARNING = timedelta(hours=2, minutes=30)
"""After this much work the person is told that the day's limit is near."""
LEAST_CAP = timedelta(minutes=2)
"""An answer may always count for at least this long …"""
CAP_FACTOR = 4
"""… and for this many times the estimated length of the task."""
MORNING = time(8)

Crossing = Literal["warning", "limit"]


def zone_info(zone: str) -> ZoneInfo:
    """The time zone. Raises `BadInput` for an unknown name."""
    try:
        return ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadInput(f"unknown time zone {zone!r}") from None


def local(at: datetime, zone: str) -> datetime:
    """The same instant on the person's clock. Raises `Misuse` for a time without a zone."""
    if at.tzinfo is None:
        raise Misuse("a time without a zone could be anybody's")
    return at.astimezone(zone_info(zone))


def instant(day: date, at: time, zone: str) -> datetime:
    """When the person's clock shows this, in UTC. If the clock is set back, it is the first of the two instants. If the
    clock is set forward over `at`, it is the instant as long after the jump as `at` is after the jump's start."""
    return datetime.combine(day, at.replace(fold=0), zone_info(zone)).astimezone(UTC)


def local_day(at: datetime, zone: str) -> date:
    """The date on the person's calendar."""
    return local(at, zone).date()


def day_bounds(day: date, zone: str) -> tuple[datetime, datetime]:
    """The first instants of the day and of the next one, in UTC: `start <= t < end`."""
    return instant(day, time(), zone), instant(day + timedelta(days=1), time(), zone)


def next_morning(at: datetime, zone: str, hour: time = MORNING) -> datetime:
    """Tomorrow at this hour on the person's calendar, in UTC."""
    return instant(local_day(at, zone) + timedelta(days=1), hour, zone)


def cap(estimate: timedelta) -> timedelta:
    """The longest time that one answer to a task of this estimated length counts.

    A coffee break is no work, a hard task is. So the time from showing a task to its answer counts up to four times the
    task's estimate (at least two minutes). Without a cap, a task left open over lunch would use up the 3 hours. With a
    cap near the estimate, slow readers would work unpaid time.
    """
    return max(LEAST_CAP, CAP_FACTOR * estimate)


def crossed(before: timedelta, after: timedelta) -> Crossing | None:
    """The mark that the time of the day has just reached, each once; "limit" if it reached both. None: none."""
    if before < DAY_LIMIT <= after:
        return "limit"
    if before < DAY_WARNING <= after:
        return "warning"
    return None
