"""What we send to a person today: one message at most, with what is most useful now.

Payments, replies and a Huber's messages are sent besides. An announcement is also a message that we start: on its day
nothing is said of new work, but the person's own matters (a task that ran out, questions to revise, the week) still
are. No announcement is held back for a reminder.

Days and hours are those of the person's clock. Their choice holds: no reminders means none, and a chosen hour is used
whenever it is; everything else keeps out of `quiet_hours`. A person who never chose hears of the week on Sunday, of
the month on the first, of work on the day after a full one, and of a first paid task when there is one.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum

from backend.domain import days
from backend.domain.messaging import quiet_hours
from backend.domain.messaging.states import OutboxStatus
from backend.domain.people.reminder_preferences import GRACE_PERIOD, SUNDAY
from backend.domain.reminders.reminder_calendar import Calendar, lesson_due
from backend.records import Record, field

LOG_RETENTION = timedelta(days=90)
"""How long it is recorded what was sent, or not sent, and why."""
NEWS_FOR = timedelta(days=7)
"""A task that ran out longer ago is not mentioned."""


class Kind(StrEnum):
    """What there may be to say, the most useful first."""

    MILESTONE = "milestone"
    """A milestone of the person's project was reached."""
    EXPIRED = "expired"
    """The lease of the person's last task ran out since they were last here."""
    REVISION = "revision"
    LESSON = "lesson"
    """The person has been silent in the middle of a module."""
    WORK = "work"
    """It is a day of reminders, and there is work."""
    NEW_DAY = "new_day"
    """There is work on another day, after a day with 3 hours."""
    FIRST = "first"
    """There is work on any other day, and the person has had no paid task yet."""
    MONTH = "month"
    """The summary of the month before, on the first."""
    SUMMARY = "summary"
    """The week's summary, on Sunday."""


KINDS: tuple[Kind, ...] = tuple(Kind)
OF_WORK = frozenset({Kind.EXPIRED, Kind.WORK, Kind.NEW_DAY, Kind.FIRST})
FIRST_TOLD = 3
"""How often a person is told of a first paid task on days that they did not choose."""


class SkipReason(StrEnum):
    """Why nothing is sent, or why something is left out of a message."""

    STOPPED = "stopped"
    REFUSED = "refused"
    """No reminders are wanted: then nothing is sent, not even the summary."""
    BLOCKED = "blocked"
    PAUSED = "paused"
    LATE = "late"
    QUIET = "quiet"
    TOLD = "told"
    """The person had the message of today."""
    LIMIT = "limit"
    """The person has done 3 hours of work today."""
    WORKED = "worked"
    NO_WORK = "no_work"
    ANNOUNCED = "announced"
    NOTHING = "nothing"
    """There is nothing of this kind."""


class DueFacts(Record):
    """What counts when a message is due. `answers`, `worked`: of today. `revision`: questions due by tonight, counted
    up to one session. `earned`, `earned_month`: whether anything was earned this week, or in the month before.
    `milestone`: one of their project is to be celebrated. `blocked`: there is no chat where the person can be told.
    `announced`: they had an announcement today. `unpaid`: they have had no paid task yet, and are told of one without
    having chosen when. The practice task, which is paid too, is among `answers`."""

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
    earned_month: bool = False
    milestone: bool = False
    unpaid: bool = False


class Planned(Record):
    """A message is sent. `kinds`: its subjects, the most useful first; `left`: what is left out, and why."""

    kinds: tuple[Kind, ...]
    left: Mapping[Kind, SkipReason] = field(default_factory=dict)


class Unsent(Record):
    """No message is sent now. The next occasion is decided anew."""

    reason: SkipReason
    left: Mapping[Kind, SkipReason] = field(default_factory=dict)


Choice = Planned | Unsent


class Outreach(Record):
    """What was decided for one of a person's days. `reason` None: a message about `kinds` was sent; `channel`, `status`
    and the times are those of the message so far."""

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
    """What is sent now of what was due then. A person who has worked today, or has no work, hears only of learning and
    of the week or month; one who has done 3 hours only of the week or month."""
    if (reason := _silence(due, now, calendar, facts)) is not None:
        return Unsent(reason)
    today = days.local_day(now, calendar.zone)
    reminded = calendar.reminded(today)
    rests = facts.worked >= days.DAY_LIMIT
    kinds: set[Kind] = set()
    left: dict[Kind, SkipReason] = {}

    if _workday(calendar, today, facts):
        work = Kind.WORK if reminded else Kind.NEW_DAY if calendar.full_before else Kind.FIRST
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
    for summary, earned in _summaries(calendar, today, facts).items():
        if earned:
            kinds.add(summary)
        else:
            left[summary] = SkipReason.NOTHING
    if reminded or kinds:  # no reason for a message, but included in one that is sent anyway
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


def _summaries(calendar: Calendar, today: date, facts: DueFacts) -> Mapping[Kind, bool]:
    """The summaries of today, and whether there was anything earned to tell of; a milestone, if there is one."""
    found = {Kind.MILESTONE: True} if calendar.works and facts.milestone else {}
    if calendar.works and today.day == 1:
        found[Kind.MONTH] = facts.earned_month
    if calendar.works and today.weekday() == SUNDAY:
        found[Kind.SUMMARY] = facts.earned
    return found


def asks_for_work(due: datetime, now: datetime, calendar: Calendar, facts: DueFacts) -> bool:
    """Whether it matters if there is work for the person. Finding that out is expensive."""
    if _silence(due, now, calendar, facts) is not None or _worked(facts):
        return False
    return _workday(calendar, days.local_day(now, calendar.zone), facts)


def _workday(calendar: Calendar, today: date, facts: DueFacts) -> bool:
    return calendar.works and (calendar.reminded(today) or calendar.full_before or facts.unpaid)


def _worked(facts: DueFacts) -> bool:
    """Whether the person has worked today. The practice task is not work yet."""
    return bool(facts.answers or facts.worked) and not facts.unpaid


def _against_work(facts: DueFacts) -> SkipReason | None:
    if facts.worked >= days.DAY_LIMIT:
        return SkipReason.LIMIT
    if _worked(facts):
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
    # a message for one day is not sent on the next, which has its own
    here = days.local(now, calendar.zone)
    if now - due > GRACE_PERIOD or days.local_day(due, calendar.zone) != here.date():
        return SkipReason.LATE
    chosen = calendar.preference is not None and quiet_hours.at_night(calendar.preference.at)
    if quiet_hours.at_night(here.time()) and not chosen:
        return SkipReason.QUIET
    return None
