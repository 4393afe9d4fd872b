"""When the people of an announcement go that is spread over days, hour by hour."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping

from backend.records import Record

HOURS_A_DAY = 24
MAX_HOURS = HOURS_A_DAY * 90
"""Nothing is expected later than in this many hours."""


class WaitingPeople(Record):
    """People who wait, due in so many hours. `own`: those of the announcement that is asked about."""

    hours: int
    own: bool
    people: int


def expected(used: Mapping[int, int], waiting: Iterable[WaitingPeople], most: int) -> dict[int, int]:
    """In how many hours how many people of the announcement go, if announcements write to at most `most` people in any
    24 hours. `used`: to how many they wrote, by hours ago."""
    coming = deque(sorted(waiting, key=lambda each: each.hours))
    written = deque((used.get(ago, 0) for ago in reversed(range(HOURS_A_DAY))), HOURS_A_DAY)  # the oldest first
    found: dict[int, int] = {}
    for hour in range(MAX_HOURS):
        if not coming:
            break
        if hour:
            written.append(0)
        room = max(0, most - sum(written))
        while coming and coming[0].hours <= hour and room:
            first = coming.popleft()
            go = min(room, first.people)
            room -= go
            written[-1] += go
            if first.own:
                found[hour] = found.get(hour, 0) + go
            if go < first.people:
                coming.appendleft(WaitingPeople(first.hours, first.own, first.people - go))
    return found
