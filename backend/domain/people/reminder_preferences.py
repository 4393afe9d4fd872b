"""When a person wants reminders. `backend.domain.reminders` decides what they say."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any

from backend.domain import days
from backend.domain.errors import BadInput
from backend.records import Record

GRACE_PERIOD = timedelta(hours=2)
"""How late a reminder may still be sent after an outage. Later it would only disturb."""

EVERY_DAY = frozenset(range(7))
SUNDAY = 6
SUMMARY_HOUR = time(18)
"""The hour of the weekly and the monthly summary for people who chose no hour."""


class Preference(Record):
    """A person's days (0 = Monday … 6 = Sunday; none: no reminders) and hour, on their own clock. Raises `BadInput` for
    a day or an hour that does not exist."""

    days: frozenset[int]
    at: time

    def __post_init__(self) -> None:
        if not self.days <= EVERY_DAY:
            raise BadInput(f"days of a week are 0 to 6, not {sorted(self.days - EVERY_DAY)}")
        if self.at.tzinfo is not None or self.at != time(self.at.hour, self.at.minute):
            raise BadInput("the hour of a reminder is hours and minutes on her own clock")


def dump(preference: Preference) -> dict[str, str]:
    """The preference as compact JSON: `{"d": "024", "h": "18:30"}`."""
    return {
        "d": "".join(str(day) for day in sorted(preference.days)),
        "h": preference.at.strftime("%H:%M"),
    }


def load(data: Mapping[str, Any]) -> Preference:
    """The inverse of `dump`. Raises `BadInput`."""
    try:
        return Preference(frozenset(int(day) for day in data["d"]), time.fromisoformat(data["h"]))
    except (KeyError, TypeError, ValueError):
        raise BadInput("this is not a reminder's days and hour") from None


def next_due(preference: Preference, after: datetime, zone: str) -> datetime | None:
    """The first chosen moment after `after`, in UTC; None if no day is chosen."""
    if not preference.days:
        return None
    day = days.local_day(after, zone)
    # the weekday comes back after seven days; more days cover a zone that skips a date
    for _ in range(9):
        due = days.instant(day, preference.at, zone)
        if day.weekday() in preference.days and due > after:
            return due
        day += timedelta(days=1)
    raise AssertionError("a week has every weekday")


def summary_due(after: datetime, zone: str, preference: Preference | None = None) -> datetime:
    """The next Sunday at the person's hour (18:00 if they chose none), in UTC."""
    at = preference.at if preference else SUMMARY_HOUR
    due = next_due(Preference(frozenset({SUNDAY}), at), after, zone)
    assert due is not None
    return due


def month_due(after: datetime, zone: str, preference: Preference | None = None) -> datetime:
    """The next first of a month at the person's hour (18:00 if they chose none), in UTC."""
    at = preference.at if preference else SUMMARY_HOUR
    day = days.local_day(after, zone).replace(day=1)
    while (due := days.instant(day, at, zone)) <= after:
        day = (day + timedelta(days=32)).replace(day=1)
    return due
