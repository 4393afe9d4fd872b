"""Announcements: to whom they go, how they stand, and what came of them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Any, Literal, get_args

from backend.domain import days
from backend.domain.announcements.content import Announcement, dump
from backend.domain.errors import BadInput, Reason
from backend.domain.messaging import quiet_hours

APPROVAL_ABOVE = 500
"""More people than that need a second person's word, where their country has asked for it."""
QUIET_FOR = timedelta(days=7)
AT_RISK = timedelta(days=28)
"""Who has neither worked nor learnt for `QUIET_FOR` is quiet; at risk, if she did within this time."""
SAME_AUTHOR, SAME_WORDS = timedelta(hours=24), timedelta(minutes=10)
"""The same words to the same people are one announcement: within so long by one author, by anybody."""
RESPONSES_OPEN_FOR = timedelta(days=7)
"""So long after its beginning answers count; as long as the relay tries to say it (`delivery.ANNOUNCED`)."""
MAX_PLANNED_AHEAD = timedelta(days=60)
"""An announcement is planned no longer ahead."""

# --- to whom --------------------------------------------------------------------------------------------

Reader = Literal["hiteuse", "trainee", "huber"]
READERS: tuple[Reader, ...] = get_args(Reader)
Activity = Literal["active", "quiet", "at risk"]


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom it goes to: who fits everything that is given. Only who has joined, has neither stopped nor
    paused, and can be reached.

    `countries` ISO 3166, none: all (a Huber's: hers). `project_id`: who has accepted that project.
    `badge`: who holds it (its key). `activity`: who worked or learnt in the last 7 days, has not, or
    ("at risk") has not any more but did within four weeks. `channel`: where she is reached.
    """

    countries: tuple[str, ...] = ()
    roles: tuple[Reader, ...] = ("hiteuse", "trainee")
    project_id: int | None = None
    badge: str | None = None
    activity: Activity | None = None
    channel: str | None = None


@dataclass(frozen=True, slots=True)
class Estimate:
    """Before anything is sent. `people` in all, and by the `channels` where they are reached and by their
    `countries`; `outside`: on WhatsApp, those who will not have written for 24 hours by then: they get the short
    template, or it waits for their next word where there is none. `cost` on WhatsApp, in units of EUR
    (`backend.domain.money`), approximately. `zones`: where these people are. `second`: a second person
    must say yes. `unnamed`: those who have given no first name."""

    people: int
    channels: Mapping[str, int] = field(default_factory=dict)
    countries: Mapping[str, int] = field(default_factory=dict)
    outside: int = 0
    cost: int = 0
    zones: tuple[str, ...] = ()
    second: bool = False
    unnamed: int = 0


# --- its life -------------------------------------------------------------------------------------------


class AnnouncementState(StrEnum):
    """ASKED: a second person must say yes. PLANNED: its first hour has not come. RUNNING: it goes out.
    PAUSED, CANCELLED: nothing more of it goes out. DONE: everybody was tried. REFUSED by the second."""

    ASKED = "asked"
    REFUSED = "refused"
    PLANNED = "planned"
    RUNNING = "running"
    PAUSED = "paused"
    CANCELLED = "cancelled"
    DONE = "done"


ENDED = frozenset({AnnouncementState.REFUSED, AnnouncementState.CANCELLED, AnnouncementState.DONE})


@dataclass(frozen=True, slots=True)
class Announced:
    """One that was handed over. `local`: the hour on each person's own clock (naive); None: at once.
    `people`: how many it is for (before it begins: as estimated). `begins_at`: the first of these people's hours."""

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

    def is_open(self, now: datetime) -> bool:
        """Whether answers still count."""
        return self.state is not AnnouncementState.CANCELLED and (self.closes_at is None or now < self.closes_at)


def begins(local: datetime | None, zones: Sequence[str], now: datetime) -> datetime:
    """When the first of its people's hours comes; `local` is an hour on everybody's own clock (naive).
    Raises `BadInput` for one that has passed where some of them are, or lies too far ahead."""
    if local is None:
        return now
    first = min(days.instant(local.date(), local.time(), zone) for zone in zones or ("UTC",))
    if first <= now:
        raise BadInput(Reason("that hour has passed already"))
    if first > now + MAX_PLANNED_AHEAD:
        raise BadInput(Reason("an announcement is planned at most {n} days ahead", n=MAX_PLANNED_AHEAD.days))
    return first


def her_hour(local: datetime | None, zone: str, chosen: time | None, now: datetime) -> datetime:
    """When she is told, by her own clock, and never in her quiet hours."""
    at = now if local is None else max(now, days.instant(local.date(), local.time(), zone))
    return quiet_hours.after(at, zone, chosen)


Answered = Literal["counted", "changed", "same", "closed", "unknown"]
"""What an answer came to. "unknown": it was not for her, or there is no such answer."""

# --- as kept -------------------------------------------------------------------------------------------


def dump_audience(audience: Audience) -> dict[str, Any]:
    """As JSON-ready data."""
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
    """The same for the same words (spaces apart) to the same people at the same hour."""
    content = dump(announcement)
    content["text"] = " ".join(announcement.text.split())
    whole = [content, dump_audience(audience), local and local.isoformat()]
    return hashlib.sha256(json.dumps(whole, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
