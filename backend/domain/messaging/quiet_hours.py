"""When nobody is written to by us: from 21 h to 7 h on her own clock, unless she chose otherwise.

Who chose a reminder's hour inside that time has chosen otherwise: her evening lasts until that hour, or her
morning begins with it.
"""

from __future__ import annotations

from datetime import datetime, time

from backend.domain import days

EVENING = time(21)
MORNING = time(7)


def at_night(clock: time) -> bool:
    """Whether this is an hour at which nobody is disturbed unless they chose it."""
    return clock >= EVENING or clock < MORNING


def hours(chosen: time | None = None) -> tuple[time, time]:
    """From when to when she is left in peace. `chosen`: the hour of her reminder, None where she has none."""
    if chosen is not None and chosen >= EVENING:
        return chosen.replace(second=59), MORNING
    if chosen is not None and chosen < MORNING:
        return EVENING, chosen
    return EVENING, MORNING


def quiet(at: datetime, zone: str, chosen: time | None = None) -> bool:
    """Whether she is left in peace at this instant."""
    evening, morning = hours(chosen)
    clock = days.local(at, zone).time()
    return clock >= evening or clock < morning


def after(at: datetime, zone: str, chosen: time | None = None) -> datetime:
    """The first instant from `at` on at which she may be written to, in UTC."""
    if not quiet(at, zone, chosen):
        return at
    evening, morning = hours(chosen)
    here = days.local(at, zone)
    if here.time() >= evening:
        return days.next_morning(at, zone, morning)
    return days.instant(here.date(), morning, zone)
