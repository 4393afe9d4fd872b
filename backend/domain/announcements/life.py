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

MANY = 500
"""More people than that need a second person's word, where their country has asked for it."""
QUIET = timedelta(days=7)
AT_RISK = timedelta(days=28)
"""Who has neither worked nor learnt for `QUIET` is quiet; at risk, if she did within this time."""
SAME_AUTHOR, SAME_WORDS = timedelta(hours=24), timedelta(minutes=10)
"""The same words to the same people are one announcement: within so long by one author, by anybody."""
OPEN = timedelta(days=7)
"""So long after its beginning answers count; as long as the relay tries to say it (`delivery.ANNOUNCED`)."""
LATEST = timedelta(days=60)
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


class State(StrEnum):
    """ASKED: a second person must say yes. PLANNED: its first hour has not come. RUNNING: it goes out.
    PAUSED, CANCELLED: nothing more of it goes out. DONE: everybody was tried. REFUSED by the second."""

    ASKED = "asked"
    REFUSED = "refused"
    PLANNED = "planned"
    RUNNING = "running"
    PAUSED = "paused"
    CANCELLED = "cancelled"
    DONE = "done"


ENDED = frozenset({State.REFUSED, State.CANCELLED, State.DONE})


@dataclass(frozen=True, slots=True)
class Announced:
    """One that was handed over. `local`: the hour on each person's own clock (naive); None: at once.
    `people`: how many it is for (before it begins: as estimated)."""

    id: int
    author_id: int
    content: Announcement
    audience: Audience
    local: datetime | None
    state: State
    people: int
    created_at: datetime
    begun_at: datetime | None = None
    closes_at: datetime | None = None
    approved_by: int | None = None
    author: str = ""
    """First name of the author."""

    def is_open(self, now: datetime) -> bool:
        """Whether answers still count."""
        return self.state is not State.CANCELLED and (self.closes_at is None or now < self.closes_at)


@dataclass(frozen=True, slots=True)
class Progress:
    """What came of it so far; `sent` ⊇ `delivered` ⊇ `read` (as the platform tells; Telegram tells nothing
    later). `failed` by reason: "refused" (by the platform, for good), "unreachable", "stopped", "on_pause"
    (she is), "late", "moved" (she no longer fits), "gone" (she is another person now). `held`: waits for her
    next word on WhatsApp. `halted`: taken back by a pause or for good. `waiting`: all others. `votes` by the
    poll's answers; `noted`: « J'ai lu »."""

    people: int
    sent: int = 0
    delivered: int = 0
    read: int = 0
    held: int = 0
    halted: int = 0
    waiting: int = 0
    failed: Mapping[str, int] = field(default_factory=dict)
    votes: tuple[int, ...] = ()
    noted: int = 0
    interested: int = 0

    @property
    def not_reached(self) -> int:
        return sum(self.failed.values())


@dataclass(frozen=True, slots=True)
class Missed:
    """Somebody whom it has not reached; `reason` as in `Progress.failed`, or "held". `error`: the
    platform's own words, where there are some."""

    person_id: int
    name: str
    country: str
    channel: str
    reason: str
    error: str = ""


def begins(local: datetime | None, zones: Sequence[str], now: datetime) -> datetime:
    """When the first of its people's hours comes; `local` is an hour on everybody's own clock (naive).
    Raises `BadInput` for one that has passed where some of them are, or lies too far ahead."""
    if local is None:
        return now
    first = min(days.instant(local.date(), local.time(), zone) for zone in zones or ("UTC",))
    if first <= now:
        raise BadInput(Reason("that hour has passed already"))
    if first > now + LATEST:
        raise BadInput(Reason("an announcement is planned at most {n} days ahead", n=LATEST.days))
    return first


def her_hour(local: datetime | None, zone: str, chosen: time | None, now: datetime) -> datetime:
    """When she is told, by her own clock, and never in her quiet hours."""
    at = now if local is None else max(now, days.instant(local.date(), local.time(), zone))
    return quiet_hours.after(at, zone, chosen)


Answered = Literal["counted", "changed", "same", "closed", "unknown"]
"""What an answer came to. "unknown": it was not for her, or there is no such answer."""

# --- as kept -------------------------------------------------------------------------------------------


def dump_audience(audience: Audience) -> dict[str, Any]:
    return {
        "countries": sorted(audience.countries),
        "roles": sorted(audience.roles),
        "project_id": audience.project_id,
        "badge": audience.badge,
        "activity": audience.activity,
        "channel": audience.channel,
    }


def load_audience(data: Mapping[str, Any]) -> Audience:
    return Audience(**{**data, "countries": tuple(data["countries"]), "roles": tuple(data["roles"])})


def fingerprint(announcement: Announcement, audience: Audience, local: datetime | None) -> str:
    """The same for the same words (spaces apart) to the same people at the same hour."""
    content = dump(announcement)
    content["text"] = " ".join(announcement.text.split())
    whole = [content, dump_audience(audience), local and local.isoformat()]
    return hashlib.sha256(json.dumps(whole, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


# --- whether she is told now, and what came of it all ------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody of the audience, as she is when her turn comes. `reached`: the channel where she can be told
    now; `chosen`: the hour of her reminder."""

    role: str
    country: str
    zone: str
    stopped: bool = False
    paused_until: datetime | None = None
    merged: bool = False
    reached: str | None = None
    chosen: time | None = None


LeftOut = Literal["gone", "stopped", "on_pause", "moved", "unreachable"]


def decide(who: Candidate, audience: Audience, now: datetime) -> Literal["send"] | datetime | LeftOut:
    """Whether she is told now, when else, or why not at all. Who has moved out of the audience since it was
    taken hears nothing; whether she is active is not asked again."""
    if who.merged:
        return "gone"
    if who.stopped:
        return "stopped"
    if who.paused_until is not None and now < who.paused_until:
        return "on_pause"
    if who.role not in audience.roles or (audience.countries and who.country not in audience.countries):
        return "moved"
    if who.reached is None:
        return "unreachable"
    if audience.channel is not None and who.reached != audience.channel:
        return "moved"
    at = quiet_hours.after(now, who.zone, who.chosen)
    return "send" if at <= now else at


LEFT_OUT = "left out: "
"""Before the reason, in the counts, of those who got no copy."""
FED = "fed"
"""Copies that were written, in the counts."""
_COPIES = ("sent", "delivered", "read", "held", "halted", "refused", "unreachable", "stopped", "late")


def settled(counts: Mapping[str, int]) -> int:
    """Copies of which it is known what became of them."""
    return sum(counts.get(what, 0) for what in _COPIES)


def on_the_way(counts: Mapping[str, int]) -> int:
    """Copies that are with the relay."""
    return counts.get(FED, 0) - settled(counts)


def progress(people: int, counts: Mapping[str, int], answers: int, *, ended: bool = False) -> Progress:
    """From the counts. `answers`: of its poll; `ended`: nobody who waits will be told any more."""
    read = counts.get("read", 0)
    delivered = read + counts.get("delivered", 0)
    failed = {what: counts[what] for what in ("refused", "unreachable", "stopped", "late") if counts.get(what)}
    left_out = 0
    for what, n in counts.items():
        if what.startswith(LEFT_OUT) and n:
            reason = what.removeprefix(LEFT_OUT)
            failed[reason] = failed.get(reason, 0) + n
            left_out += n
    halted = counts.get("halted", 0)
    waiting = max(0, people - settled(counts) - left_out)
    if ended:
        halted, waiting = halted + waiting, 0
    return Progress(
        people,
        delivered + counts.get("sent", 0),
        delivered,
        read,
        counts.get("held", 0),
        halted,
        waiting,
        failed,
        tuple(counts.get(f"vote {n}", 0) for n in range(answers)),
        counts.get("noted", 0),
        counts.get("interested", 0),
    )
