"""Quiet hours: from 21 h to 7 h on a person's clock we start no messages, unless the person chose otherwise.

A person who chose a reminder's hour within that time has chosen otherwise: their evening lasts until that hour, or
their morning begins with it.
"""

from __future__ import annotations

from datetime import datetime, time

from backend.domain import days

EVENING = time(21)
MORNING = time(7)


def at_night(clock: time) -> bool:
    """Whether it is night by this clock."""
    return clock >= EVENING or clock < MORNING


def hours(chosen: time | None = None) -> tuple[time, time]:
    """The beginning and end of a person's quiet hours. `chosen`: the hour of their reminder; None: they have none."""
    if chosen is not None and chosen >= EVENING:
        return chosen.replace(second=59), MORNING
    if chosen is not None and chosen < MORNING:
        return EVENING, chosen
    return EVENING, MORNING


def quiet(at: datetime, zone: str, chosen: time | None = None) -> bool:
    """Whether this instant is in the person's quiet hours."""
    evening, morning = hours(chosen)
    clock = days.local(at, zone).time()
    return clock >= evening or clock < morning


def after(at: datetime, zone: str, chosen: time | None = None) -> datetime:
    """The first instant from `at` on at which the person may be written to, in UTC."""
    if not quiet(at, zone, chosen):
        return at
    evening, morning = hours(chosen)
    here = days.local(at, zone)
    if here.time() >= evening:
        return days.next_morning(at, zone, morning)
    return days.instant(here.date(), morning, zone)
