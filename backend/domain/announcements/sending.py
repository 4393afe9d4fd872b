"""Announcements while they are sent: who is told now, responses, results."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from enum import IntEnum
from typing import Literal

from backend.domain.announcements.life import Audience
from backend.domain.messaging import quiet_hours
from backend.records import Record, field


class RecipientState(IntEnum):
    """The states of a recipient. WAITING: not decided yet. TOLD: has a copy in the outbox. LEFT_OUT: gets none, for a
    reason."""

    WAITING = 0
    TOLD = 1
    LEFT_OUT = 2


WINDOW = timedelta(hours=23, minutes=59)
"""How long after a person's message ours counts as a reply; a minute less than platforms say, as channels have it."""


class Recipient(Record):
    """A recipient with their current data. `reached`, `reached_id`: the channel and contact where they can be told now.
    `chosen`: the hour of their reminder. `heard_at`: when they last wrote there; None: unknown."""

    person_id: int
    name: str
    role: str
    country: str
    zone: str
    stopped: bool = False
    paused_until: datetime | None = None
    merged: bool = False
    reached_id: int | None = None
    reached: str | None = None
    chosen: time | None = None
    heard_at: datetime | None = None

    def outside(self, now: datetime) -> bool:
        """Whether a message now does not answer hers, so that a platform with a window counts it as our own."""
        return self.heard_at is None or self.heard_at <= now - WINDOW


LeftOut = Literal["gone", "stopped", "on_pause", "moved", "unreachable"]


def decide(who: Recipient, audience: Audience, now: datetime) -> Literal["send"] | datetime | LeftOut:
    """Whether a recipient is told now, when else, or why not at all. People who no longer belong to the audience get
    nothing; their activity is not checked again."""
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


class RecipientAnswers(Record):
    """The responses of one person. `vote`: the place in the poll, from 0; the others: when they tapped."""

    vote: int | None
    noted_at: datetime | None
    interested_at: datetime | None


# --- what came of it ------------------------------------------------------------------------------------

LEFT_OUT = "left out: "
"""The prefix of counts of people who got no copy; the reason follows."""
FED = "fed"
"""The name of the count of copies that were written."""
_COPIES = ("sent", "delivered", "read", "held", "halted", "refused", "unreachable", "stopped", "late")


def settled(counts: Mapping[str, int]) -> int:
    """The number of copies whose result is known."""
    return sum(counts.get(what, 0) for what in _COPIES)


def on_the_way(counts: Mapping[str, int]) -> int:
    """The number of copies that are with the relay."""
    return counts.get(FED, 0) - settled(counts)


class LaterDay(Record):
    """How many `people` an announcement that is spread over days is expected to reach on a later day of its author's;
    `last`: the last of them."""

    day: date
    people: int
    last: datetime


class AnnouncementProgress(Record):
    """The results so far.

    `sent` includes `delivered`, which includes `read`, as far as the platform tells (Telegram tells neither). `failed`,
    by reason: "refused" (by the platform, for good), "unreachable", "stopped", "on_pause", "late", "moved" (no longer
    in the audience), "gone" (the account was merged). `held`: waits for the person's next word on WhatsApp. `halted`:
    taken back by a pause or a cancellation. `waiting`: all others. `votes`: by the poll's answers; `noted`: « J'ai lu
    ». `later`: on which days those go who are left because a platform limits how many we write to.
    """

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
    later: tuple[LaterDay, ...] = ()

    @property
    def not_reached(self) -> int:
        """How many people it has not reached and will not reach."""
        return sum(self.failed.values())


class MissedPerson(Record):
    """A person whom it has not reached. `reason`: as in `AnnouncementProgress.failed`, or "held". `error`: the
    platform's words, if there are any."""

    person_id: int
    name: str
    country: str
    channel: str
    reason: str
    error: str = ""


def progress(people: int, counts: Mapping[str, int], answers: int, *, ended: bool = False) -> AnnouncementProgress:
    """The results, from the counts. `answers`: how many the poll has. `ended`: nobody who waits will be told any
    more."""
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
    return AnnouncementProgress(
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
