"""Announcements on their way: who is told now, what each has answered, and what came of it all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from enum import IntEnum
from typing import Literal

from backend.domain.announcements.life import Audience
from backend.domain.messaging import quiet_hours


class RecipientState(IntEnum):
    """WAITING: not decided about yet. TOLD: has a copy in the outbox. LEFT_OUT: gets none, for a reason."""

    WAITING = 0
    TOLD = 1
    LEFT_OUT = 2


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody of the audience, as she is when her turn comes. `reached`: the channel where she can be told
    now, by the contact `reached_id`; `chosen`: the hour of her reminder."""

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


LeftOut = Literal["gone", "stopped", "on_pause", "moved", "unreachable"]


def decide(who: Recipient, audience: Audience, now: datetime) -> Literal["send"] | datetime | LeftOut:
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


@dataclass(frozen=True, slots=True)
class RecipientAnswers:
    """What one person has answered: `vote` by its place in the poll, from 0 on; when they have tapped the others."""

    vote: int | None
    noted_at: datetime | None
    interested_at: datetime | None


# --- what came of it ------------------------------------------------------------------------------------

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


@dataclass(frozen=True, slots=True)
class AnnouncementProgress:
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
        """How many have not heard it and will not."""
        return sum(self.failed.values())


@dataclass(frozen=True, slots=True)
class MissedPerson:
    """Somebody whom it has not reached; `reason` as in `AnnouncementProgress.failed`, or "held". `error`: the
    platform's own words, where there are some."""

    person_id: int
    name: str
    country: str
    channel: str
    reason: str
    error: str = ""


def progress(people: int, counts: Mapping[str, int], answers: int, *, ended: bool = False) -> AnnouncementProgress:
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
