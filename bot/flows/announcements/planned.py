"""A time before the text of an announcement: « annonce demain 9h : coucou ». It may be that of sending, or text."""

from __future__ import annotations

import re
from datetime import datetime

from backend.domain.announcements.life import MAX_PLANNED_AHEAD
from backend.domain.french.datetimes import read_moment
from backend.records import Record

MOST_LEAD = 40
"""The most characters of such a time."""
_END = re.compile(r"\s*(?::(?!\d)|\n| [-–—] )\s*")


class Timed(Record):
    """The time as it was written (`lead`), what it means on the author's clock, and the text behind it."""

    lead: str
    moment: datetime
    text: str


def behind(text: str) -> str:
    """The text behind a time that stands before it, also one that has passed."""
    found = _END.search(text.strip(), 0, MOST_LEAD)
    return text.strip()[found.end() :] if found is not None else text


def read(text: str, now: datetime) -> Timed | None:
    """The time before a text, if an announcement can be sent then; None if there is none, or no text behind it.
    `now`: the author's local time."""
    said = text.strip()
    for end in _END.finditer(said, 0, MOST_LEAD):
        lead, behind = said[: end.start()], said[end.end() :]
        moment = read_moment(lead, now) if behind else None
        if moment is not None and now < moment <= now + MAX_PLANNED_AHEAD:
            return Timed(lead, moment, behind)
    return None
