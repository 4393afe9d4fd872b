"""What a person is sent today by ourselves: one message at most, made of what is most useful to her now.

Payments, replies and the words of her Huber stand beside it. An announcement is a message that we start as
well: on its day nothing is said of mere work, but what is her own (a task that ran out, questions to revise,
her week) still is; and no announcement is held back for a reminder.

Days and hours are those of her own clock. What she chose holds: no reminders means none, and her own hour is
good whenever it is; all else keeps out of `QUIET`. Who has never chosen hears of her week on Sunday, and of work
on the day after a full one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from backend.domain import days
from backend.domain.messaging.failures import Status
from backend.domain.people import reminder_preferences
from backend.domain.people.reminder_preferences import SUMMARY_HOUR, SUNDAY, Preference
from backend.domain.training import learning
from backend.domain.training.progress import ENCOURAGED

QUIET = (time(21), time(7))
"""From when to when nobody is written to who has not chosen an hour in there herself."""
KEPT = timedelta(days=90)
"""How long it is known what she was sent, or spared, and why."""
NEWS = timedelta(days=7)
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


class Reason(StrEnum):
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


REASONS: Mapping[str, Reason] = {reason.value: reason for reason in Reason}


@dataclass(frozen=True, slots=True)
class Calendar:
    """What her days are made of. `works`: a hiteuse, and not only a learner. `active_at`: her last step in a
    module that she has not passed (None: there is none), `nudged` and `nudged_at`: how often and when she was
    last asked whether she goes on; `reopens_at` as in `learning.Silence`. `full_today`, `full_before`: whether
    today, or yesterday, she did her 3 hours. `told`: she had her message today."""

    zone: str
    works: bool = True
    preference: Preference | None = None
    active_at: datetime | None = None
    nudged: int = 0
    nudged_at: datetime | None = None
    reopens_at: datetime | None = None
    full_today: bool = False
    full_before: bool = False
    told: bool = False

    @property
    def hour(self) -> time:
        return self.preference.at if self.preference else SUMMARY_HOUR

    @property
    def refused(self) -> bool:
        """She wants no reminders."""
        return self.preference is not None and not self.preference.days

    @property
    def silence(self) -> learning.Silence | None:
        """Since her last step in a module that she has not passed."""
        if self.active_at is None:
            return None
        return learning.Silence(self.active_at, self.zone, self.hour, self.reopens_at)

    def reminded(self, day: date) -> bool:
        return self.preference is not None and day.weekday() in self.preference.days


@dataclass(frozen=True, slots=True)
class Facts:
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
    left: Mapping[Kind, Reason] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Unsent:
    """She is not. The next occasion has its own chance."""

    reason: Reason
    left: Mapping[Kind, Reason] = field(default_factory=dict)


Choice = Planned | Unsent


@dataclass(frozen=True, slots=True)
class Outreach:
    """What was decided for one of her days. `reason` None: she was written to about `kinds`; then `channel`,
    `status` and the times are those of the message, as far as it has come."""

    date: date
    at: datetime
    kinds: tuple[Kind, ...]
    reason: Reason | None
    left: Mapping[Kind, Reason]
    channel: str = ""
    status: Status | None = None
    sent_at: datetime | None = None
    delivered_at: datetime | None = None
    read_at: datetime | None = None


# --- when -------------------------------------------------------------------------------------------


def next_due(calendar: Calendar, now: datetime) -> datetime | None:
    """When to look next what there is to say to her, in UTC: the first moment after `now` that is her hour on
    a day of her reminders, on a Sunday or when she is to be asked about her lessons, or the morning after a
    full day. A day on which she has had her message is over. None: there is no such moment, as for whoever wants
    no reminders."""
    if calendar.refused:
        return None
    zone = calendar.zone
    after = now
    if calendar.told:
        after = days.day_bounds(days.local_day(now, zone), zone)[1] - timedelta(microseconds=1)
    moments = []
    if calendar.preference is not None:
        moments.append(reminder_preferences.next_due(calendar.preference, after, zone))
    if calendar.works:
        moments.append(reminder_preferences.summary_due(after, zone, calendar.preference))
        moments += [due for due in _mornings(calendar, now) if due > after]
    if calendar.silence is not None:
        moments.append(calendar.silence.ahead(calendar.nudged, after))
    return min((due for due in moments if due is not None), default=None)


def _mornings(calendar: Calendar, now: datetime) -> list[datetime]:
    """When the days after full ones begin: at her hour, if she has one."""
    today = days.local_day(now, calendar.zone)
    full = ((calendar.full_before, today), (calendar.full_today, today + timedelta(days=1)))
    return [days.instant(day, _morning(calendar), calendar.zone) for was_full, day in full if was_full]


def _morning(calendar: Calendar) -> time:
    return calendar.preference.at if calendar.preference and calendar.preference.days else days.MORNING


def after_full_day(calendar: Calendar, now: datetime, paused_until: datetime | None) -> datetime | None:
    """When she hears of work on the day after this one, on which she has done her 3 hours, if there is some then;
    in UTC. None: she wants to hear nothing then."""
    tomorrow = days.local_day(now, calendar.zone) + timedelta(days=1)
    at = days.instant(tomorrow, _morning(calendar), calendar.zone)
    if not calendar.works or calendar.refused or (paused_until is not None and at < paused_until):
        return None
    return at


def quiet(at: time) -> bool:
    """Whether this is an hour at which nobody is disturbed."""
    begins, ends = QUIET
    return at >= begins or at < ends


# --- what -------------------------------------------------------------------------------------------


def choose(due: datetime, now: datetime, calendar: Calendar, facts: Facts) -> Choice:
    """What she is sent now, of what was due then. Whoever has worked today, or has no work, hears of what she
    can learn and of her week and of nothing else; who has done her 3 hours hears of her week alone."""
    if (reason := _silence(due, now, calendar, facts)) is not None:
        return Unsent(reason)
    today = days.local_day(now, calendar.zone)
    reminded = calendar.reminded(today)
    rests = facts.worked >= days.DAY_LIMIT
    kinds: set[Kind] = set()
    left: dict[Kind, Reason] = {}

    if _workday(calendar, today):
        work = Kind.WORK if reminded else Kind.NEW_DAY
        against = _against_work(facts)
        if against is not None:
            left[work] = against
        if against in (None, Reason.ANNOUNCED) and facts.expired:
            kinds.add(Kind.EXPIRED)
        if against is None:
            kinds.add(work)
    if lesson_due(calendar, now):
        if rests:
            left[Kind.LESSON] = Reason.LIMIT
        else:
            kinds.add(Kind.LESSON)
    if calendar.works and today.weekday() == SUNDAY:
        if facts.earned:
            kinds.add(Kind.SUMMARY)
        else:
            left[Kind.SUMMARY] = Reason.NOTHING
    if reminded or kinds:  # not wanted for itself, but a message that comes anyway carries it
        if not facts.revision:
            left[Kind.REVISION] = Reason.NOTHING
        elif rests:
            left[Kind.REVISION] = Reason.LIMIT
        else:
            kinds.add(Kind.REVISION)
    if kinds:
        return Planned(tuple(kind for kind in KINDS if kind in kinds), left)
    why = [reason for reason in left.values() if reason is not Reason.NOTHING]
    return Unsent(why[0] if why else Reason.NOTHING, left)


def asks_for_work(due: datetime, now: datetime, calendar: Calendar, facts: Facts) -> bool:
    """Whether it matters if there is work for her, which costs most to find out."""
    if _silence(due, now, calendar, facts) is not None or facts.answers or facts.worked:
        return False
    return _workday(calendar, days.local_day(now, calendar.zone))


def lesson_due(calendar: Calendar, now: datetime) -> bool:
    """Whether she is to be asked today if she goes on with her lessons."""
    if calendar.silence is None or calendar.refused:
        return False
    if calendar.nudged_at is not None and now - calendar.nudged_at < ENCOURAGED:
        return False
    first = calendar.silence.due(calendar.nudged)
    return first is not None and first < _tonight(calendar, now)


def nudges(calendar: Calendar, now: datetime, *, told: bool) -> int:
    """How often she has been asked, with those times that have passed unused: by now, or where she is `told`
    it today, by tonight."""
    assert calendar.silence is not None
    return calendar.silence.behind(_tonight(calendar, now) if told else now)


def _tonight(calendar: Calendar, now: datetime) -> datetime:
    return days.day_bounds(days.local_day(now, calendar.zone), calendar.zone)[1]


def _workday(calendar: Calendar, today: date) -> bool:
    return calendar.works and (calendar.reminded(today) or calendar.full_before)


def _against_work(facts: Facts) -> Reason | None:
    if facts.worked >= days.DAY_LIMIT:
        return Reason.LIMIT
    if facts.answers or facts.worked:
        return Reason.WORKED
    if not facts.has_work:
        return Reason.NO_WORK
    return Reason.ANNOUNCED if facts.announced else None


def _silence(due: datetime, now: datetime, calendar: Calendar, facts: Facts) -> Reason | None:
    if facts.stopped:
        return Reason.STOPPED
    if calendar.refused:
        return Reason.REFUSED
    if calendar.told:
        return Reason.TOLD
    if facts.blocked:
        return Reason.BLOCKED
    if facts.paused_until is not None and now < facts.paused_until:
        return Reason.PAUSED
    # what was meant for a day is not said on the next one, which has its own message
    here = days.local(now, calendar.zone)
    if now - due > reminder_preferences.GRACE or days.local_day(due, calendar.zone) != here.date():
        return Reason.LATE
    chosen = calendar.preference is not None and quiet(calendar.preference.at)
    if quiet(here.time()) and not chosen:
        return Reason.QUIET
    return None
