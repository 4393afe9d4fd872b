"""What a person is sent today by ourselves: one message at most, made of what is most useful to her now.

Payments, replies and the words of her Huber stand beside it. An announcement is a message that we start as
well: on its day nothing is said of mere work, but what is her own (a task that ran out, questions to revise,
her week) still is; and no announcement is held back for a reminder.

Days and hours are those of her own clock. What she chose holds: no reminders means none, and her own hour is
good whenever it is; all else keeps out of `quiet_hours`. Who has never chosen hears of her week on Sunday, and of work
on the day after a full one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from backend.domain import days
from backend.domain.messaging import quiet_hours
from backend.domain.messaging.states import OutboxStatus
from backend.domain.people.reminder_preferences import GRACE_PERIOD, SUNDAY
from backend.domain.reminders.reminder_calendar import Calendar, lesson_due

LOG_RETENTION = timedelta(days=90)
"""How long it is known what she was sent, or spared, and why."""
NEWS_FOR = timedelta(days=7)
"""A task that ran out longer ago is no news."""


class Kind(StrEnum):
    """What there may be to say, the most useful first."""

    EXPIRED = "expired"
    """The time of her last task ran out since she was last here."""
    REVISION = "revision"
    LESSON = "lesson"
    """She has been silent in the middle of a module."""
    WORK = "work"
    """It is a day of her reminders, and there is work for her."""
    NEW_DAY = "new_day"
    """The same, on a day that is none of them, after a day of her full 3 hours."""
    SUMMARY = "summary"
    """Her week, on Sunday."""


KINDS: tuple[Kind, ...] = tuple(Kind)
OF_WORK = frozenset({Kind.EXPIRED, Kind.WORK, Kind.NEW_DAY})


class SkipReason(StrEnum):
    """Why nothing is said, or something is left out of what is."""

    STOPPED = "stopped"
    REFUSED = "refused"
    """She wants no reminders: nothing then, and nothing about her week either."""
    BLOCKED = "blocked"
    PAUSED = "paused"
    LATE = "late"
    QUIET = "quiet"
    TOLD = "told"
    """She had her message today."""
    LIMIT = "limit"
    """She has done her 3 hours, and rests."""
    WORKED = "worked"
    NO_WORK = "no_work"
    ANNOUNCED = "announced"
    NOTHING = "nothing"
    """There is nothing of the kind."""


@dataclass(frozen=True, slots=True)
class DueFacts:
    """What counts when her message is due. `answers`, `worked`: hers today. `revision`: questions due by
    tonight, counted up to a session. `earned`: anything this week. `blocked`: there is no chat where she can
    be told anything. `announced`: she had an announcement today."""

    stopped: bool = False
    blocked: bool = False
    paused_until: datetime | None = None
    announced: bool = False
    answers: int = 0
    worked: timedelta = timedelta()
    has_work: bool = False
    expired: bool = False
    revision: int = 0
    earned: bool = False


@dataclass(frozen=True, slots=True)
class Planned:
    """She is written to. `kinds`: what of, the most useful first; `left`: what is left out of it, and why."""

    kinds: tuple[Kind, ...]
    left: Mapping[Kind, SkipReason] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Unsent:
    """She is not. The next occasion has its own chance."""

    reason: SkipReason
    left: Mapping[Kind, SkipReason] = field(default_factory=dict)


Choice = Planned | Unsent


@dataclass(frozen=True, slots=True)
class Outreach:
    """What was decided for one of her days. `reason` None: she was written to about `kinds`; then `channel`,
    `status` and the times are those of the message, as far as it has come."""

    date: date
    at: datetime
    kinds: tuple[Kind, ...]
    reason: SkipReason | None
    left: Mapping[Kind, SkipReason]
    channel: str = ""
    status: OutboxStatus | None = None
    sent_at: datetime | None = None
    delivered_at: datetime | None = None
    read_at: datetime | None = None


def choose(due: datetime, now: datetime, calendar: Calendar, facts: DueFacts) -> Choice:
    """What she is sent now, of what was due then. Whoever has worked today, or has no work, hears of what she
    can learn and of her week and of nothing else; who has done her 3 hours hears of her week alone."""
    if (reason := _silence(due, now, calendar, facts)) is not None:
        return Unsent(reason)
    today = days.local_day(now, calendar.zone)
    reminded = calendar.reminded(today)
    rests = facts.worked >= days.DAY_LIMIT
    kinds: set[Kind] = set()
    left: dict[Kind, SkipReason] = {}

    if _workday(calendar, today):
        work = Kind.WORK if reminded else Kind.NEW_DAY
        against = _against_work(facts)
        if against is not None:
            left[work] = against
        if against in (None, SkipReason.ANNOUNCED) and facts.expired:
            kinds.add(Kind.EXPIRED)
        if against is None:
            kinds.add(work)
    if lesson_due(calendar, now):
        if rests:
            left[Kind.LESSON] = SkipReason.LIMIT
        else:
            kinds.add(Kind.LESSON)
    if calendar.works and today.weekday() == SUNDAY:
        if facts.earned:
            kinds.add(Kind.SUMMARY)
        else:
            left[Kind.SUMMARY] = SkipReason.NOTHING
    if reminded or kinds:  # not wanted for itself, but a message that comes anyway carries it
        if not facts.revision:
            left[Kind.REVISION] = SkipReason.NOTHING
        elif rests:
            left[Kind.REVISION] = SkipReason.LIMIT
        else:
            kinds.add(Kind.REVISION)
    if kinds:
        return Planned(tuple(kind for kind in KINDS if kind in kinds), left)
    why = [reason for reason in left.values() if reason is not SkipReason.NOTHING]
    return Unsent(why[0] if why else SkipReason.NOTHING, left)


def asks_for_work(due: datetime, now: datetime, calendar: Calendar, facts: DueFacts) -> bool:
    """Whether it matters if there is work for her, which costs most to find out."""
    if _silence(due, now, calendar, facts) is not None or facts.answers or facts.worked:
        return False
    return _workday(calendar, days.local_day(now, calendar.zone))


def _workday(calendar: Calendar, today: date) -> bool:
    return calendar.works and (calendar.reminded(today) or calendar.full_before)


def _against_work(facts: DueFacts) -> SkipReason | None:
    if facts.worked >= days.DAY_LIMIT:
        return SkipReason.LIMIT
    if facts.answers or facts.worked:
        return SkipReason.WORKED
    if not facts.has_work:
        return SkipReason.NO_WORK
    return SkipReason.ANNOUNCED if facts.announced else None


def _silence(due: datetime, now: datetime, calendar: Calendar, facts: DueFacts) -> SkipReason | None:
    if facts.stopped:
        return SkipReason.STOPPED
    if calendar.refused:
        return SkipReason.REFUSED
    if calendar.told:
        return SkipReason.TOLD
    if facts.blocked:
        return SkipReason.BLOCKED
    if facts.paused_until is not None and now < facts.paused_until:
        return SkipReason.PAUSED
    # what was meant for a day is not said on the next one, which has its own message
    here = days.local(now, calendar.zone)
    if now - due > GRACE_PERIOD or days.local_day(due, calendar.zone) != here.date():
        return SkipReason.LATE
    chosen = calendar.preference is not None and quiet_hours.at_night(calendar.preference.at)
    if quiet_hours.at_night(here.time()) and not chosen:
        return SkipReason.QUIET
    return None
