"""The life of announcements: audience, states, times."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Any, Literal, get_args

from backend.domain import days
from backend.domain.announcements.content import Announcement, dump
from backend.domain.errors import BadInput, Reason
from backend.domain.messaging import quiet_hours
from backend.records import Record, field

APPROVAL_ABOVE = 500
"""Announcements to more people need a second person's approval, if their country requires it."""
QUIET_FOR = timedelta(days=7)
AT_RISK = timedelta(days=28)
"""A person who has neither worked nor learnt for `QUIET_FOR` is quiet, and at risk if they did so within `AT_RISK`."""
SAME_AUTHOR, SAME_WORDS = timedelta(hours=24), timedelta(minutes=10)
"""The same text to the same audience is one announcement if it is repeated within this time, by one author or by
anybody."""
RESPONSES_OPEN_FOR = timedelta(days=7)
"""Responses count for this long after the last recipient's hour. The relay tries to send for as long
(`failures.ANNOUNCEMENT_EXPIRES_AFTER`)."""
MAX_PLANNED_AHEAD = timedelta(days=60)
"""The longest time ahead for which an announcement can be planned."""

# --- to whom --------------------------------------------------------------------------------------------

Reader = Literal["hiteuse", "trainee", "huber"]
READERS: tuple[Reader, ...] = get_args(Reader)
Activity = Literal["active", "quiet", "at risk"]


class Audience(Record):
    """The audience: people who match everything that is given, have joined, have neither stopped nor paused, and can be
    reached.

    `countries`: ISO 3166 codes; empty: all (for a Huber: their own). `project_id`: people who have accepted that
    project. `badge`: people who hold the badge with this key. `activity`: people who worked or learnt in the last 7
    days ("active"), did not ("quiet"), or did not but did within four weeks ("at risk"). `channel`: where the person is
    reached.
    """

    countries: tuple[str, ...] = ()
    roles: tuple[Reader, ...] = ("hiteuse", "trainee")
    project_id: int | None = None
    badge: str | None = None
    activity: Activity | None = None
    channel: str | None = None


class DailyLimit(Record):
    """How an announcement is spread over days. `limit`: to how many people the platform lets us write first in a day.
    `announced`: how many of these announcements may use; the rest is kept for payments, answers and reminders. `first`:
    how many of them are left on the first day. `days`: the number of days, the first one included."""

    channel: str
    limit: int
    announced: int
    first: int
    days: int


class Estimate(Record):
    """The estimate for an announcement, before anything is sent.

    `people`: in all, by the `channels` where they are reached, and by their `countries`. `outside`: on WhatsApp, those
    who will not have written for 24 hours by then; they get the short template, or without one the message waits until
    they write. `cost`: of WhatsApp, approximately, in units of EUR (`backend.domain.money`). `zones`: the people's time
    zones. `second`: a second person must approve. `unnamed`: people without a first name. `spread`: how it is spread
    over days because a platform limits to how many people we write first; None: it goes out on one day.
    """

    people: int
    channels: Mapping[str, int] = field(default_factory=dict)
    countries: Mapping[str, int] = field(default_factory=dict)
    outside: int = 0
    cost: int = 0
    zones: tuple[str, ...] = ()
    second: bool = False
    unnamed: int = 0
    spread: DailyLimit | None = None


# --- its life -------------------------------------------------------------------------------------------


class AnnouncementState(StrEnum):
    """The states of an announcement. ASKED: a second person must approve. PLANNED: its first hour has not come.
    RUNNING: it is being sent. PAUSED, CANCELLED: nothing more is sent. DONE: everybody was tried. REFUSED: by the
    second person."""

    ASKED = "asked"
    REFUSED = "refused"
    PLANNED = "planned"
    RUNNING = "running"
    PAUSED = "paused"
    CANCELLED = "cancelled"
    DONE = "done"


ENDED = frozenset({AnnouncementState.REFUSED, AnnouncementState.CANCELLED, AnnouncementState.DONE})


class Announced(Record):
    """A stored announcement. `local`: the hour on each person's own clock (naive); None: at once. `people`: how many
    recipients; before it begins, the estimate. `begins_at`: the earliest hour of its recipients."""

    id: int
    author_id: int
    content: Announcement
    audience: Audience
    local: datetime | None
    state: AnnouncementState
    people: int
    created_at: datetime
    begins_at: datetime
    begun_at: datetime | None = None
    closes_at: datetime | None = None
    approved_by: int | None = None
    author: str = ""
    """First name of the author."""
    days: int = 1
    """Over how many days it goes out, as estimated when it was created; 1 for one that is read again."""

    def is_late(self, now: datetime) -> bool:
        """Whether the hour for which it was planned has passed for some of its people, and nothing was sent."""
        return self.local is not None and self.begun_at is None and self.begins_at <= now

    def is_open(self, now: datetime) -> bool:
        """Whether responses still count."""
        return self.state is not AnnouncementState.CANCELLED and (self.closes_at is None or now < self.closes_at)


def begins(local: datetime | None, zones: Sequence[str], now: datetime) -> datetime:
    """When the earliest hour of the recipients comes. `local`: the hour on each person's own clock (naive); None: now.
    Raises `BadInput` if the hour has passed for some of them, or is too far ahead."""
    if local is None:
        return now
    first = min(days.instant(local.date(), local.time(), zone) for zone in zones or ("UTC",))
    if first <= now:
        raise BadInput(Reason("that hour has passed already"))
    if first > now + MAX_PLANNED_AHEAD:
        raise BadInput(Reason("an announcement is planned at most {n} days ahead", n=MAX_PLANNED_AHEAD.days))
    return first


def her_hour(local: datetime | None, zone: str, chosen: time | None, now: datetime) -> datetime:
    """When a person in this zone is told: at that hour of their own clock, and never in their quiet hours."""
    at = now if local is None else max(now, days.instant(local.date(), local.time(), zone))
    return quiet_hours.after(at, zone, chosen)


Answered = Literal["counted", "changed", "same", "closed", "unknown"]
"""The result of a response. "unknown": the person is no recipient, or there is no such response."""

# --- as kept -------------------------------------------------------------------------------------------


def dump_audience(audience: Audience) -> dict[str, Any]:
    """The audience as JSON-ready data."""
    return {
        "countries": sorted(audience.countries),
        "roles": sorted(audience.roles),
        "project_id": audience.project_id,
        "badge": audience.badge,
        "activity": audience.activity,
        "channel": audience.channel,
    }


def load_audience(data: Mapping[str, Any]) -> Audience:
    """The inverse of `dump_audience`."""
    return Audience(**{**data, "countries": tuple(data["countries"]), "roles": tuple(data["roles"])})


def fingerprint(announcement: Announcement, audience: Audience, local: datetime | None) -> str:
    """A hash that is equal for the same text (whatever its spaces) to the same audience at the same hour."""
    content = dump(announcement)
    content["text"] = " ".join(announcement.text.split())
    whole = [content, dump_audience(audience), local and local.isoformat()]
    return hashlib.sha256(json.dumps(whole, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
