"""A person's calendar of reminders, and when to look next whether to send something. Days and hours are those of the
person's own clock."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from backend.domain import days
from backend.domain.people import reminder_preferences
from backend.domain.people.reminder_preferences import SUMMARY_HOUR, Preference
from backend.domain.training import learning
from backend.domain.training.progress import ENCOURAGE_INTERVAL
from backend.records import Record


class Calendar(Record):
    """What reminders depend on.

    `works`: a hiteuse, and not only a learner. `active_at`: the last activity in a module that is not passed; None:
    there is none. `nudged`, `nudged_at`: how often and when the person was last asked whether they go on. `reopens_at`:
    as in `learning.Silence`. `full_today`, `full_before`: whether today, or yesterday, had 3 hours of work. `told`: the
    person had the message of today. `milestone`: one of their project is to be celebrated.
    """

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
    milestone: bool = False

    @property
    def hour(self) -> time:
        """The hour of reminders: the chosen one, or the usual one of summaries."""
        return self.preference.at if self.preference else SUMMARY_HOUR

    @property
    def refused(self) -> bool:
        """Whether the person wants no reminders."""
        return self.preference is not None and not self.preference.days

    @property
    def silence(self) -> learning.Silence | None:
        """The silence since the last activity in a module that is not passed; None: there is no such module."""
        if self.active_at is None:
            return None
        return learning.Silence(self.active_at, self.zone, self.hour, self.reopens_at)

    def reminded(self, day: date) -> bool:
        """Whether reminders are wanted on this day."""
        return self.preference is not None and day.weekday() in self.preference.days


def next_due(calendar: Calendar, now: datetime) -> datetime | None:
    """When to look next whether to send something, in UTC; None: never, for example if no reminders are wanted.

    It is the first moment after `now` that is the chosen hour on a day of reminders, a Sunday, the first of a month, a
    time to ask about lessons, or the morning after a full day. A day with a message is skipped.
    """
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
        moments.append(reminder_preferences.month_due(after, zone, calendar.preference))
        moments += [due for due in _mornings(calendar, now) if due > after]
        if calendar.milestone:
            moments.append(_next_morning(calendar, after))
    if calendar.silence is not None:
        moments.append(calendar.silence.ahead(calendar.nudged, after))
    return min((due for due in moments if due is not None), default=None)


def _mornings(calendar: Calendar, now: datetime) -> list[datetime]:
    """When the days after full ones begin: at the chosen hour, if there is one."""
    today = days.local_day(now, calendar.zone)
    full = ((calendar.full_before, today), (calendar.full_today, today + timedelta(days=1)))
    return [days.instant(day, _morning(calendar), calendar.zone) for was_full, day in full if was_full]


def _next_morning(calendar: Calendar, after: datetime) -> datetime:
    """The first morning that begins later."""
    day = days.local_day(after, calendar.zone)
    first = days.instant(day, _morning(calendar), calendar.zone)
    return first if first > after else days.instant(day + timedelta(days=1), _morning(calendar), calendar.zone)


def _morning(calendar: Calendar) -> time:
    return calendar.preference.at if calendar.preference and calendar.preference.days else days.MORNING


def after_full_day(calendar: Calendar, now: datetime, paused_until: datetime | None) -> datetime | None:
    """When a person who has done 3 hours today hears of tomorrow's work, if there is any; in UTC. None: they want to
    hear nothing then."""
    tomorrow = days.local_day(now, calendar.zone) + timedelta(days=1)
    at = days.instant(tomorrow, _morning(calendar), calendar.zone)
    if not calendar.works or calendar.refused or (paused_until is not None and at < paused_until):
        return None
    return at


def lesson_due(calendar: Calendar, now: datetime) -> bool:
    """Whether the person is to be asked today if they go on with their lessons."""
    if calendar.silence is None or calendar.refused:
        return False
    if calendar.nudged_at is not None and now - calendar.nudged_at < ENCOURAGE_INTERVAL:
        return False
    first = calendar.silence.due(calendar.nudged)
    return first is not None and first < _tonight(calendar, now)


def nudges(calendar: Calendar, now: datetime, *, told: bool) -> int:
    """How often the person was asked, including times that passed unused: until now, or, if they are `told` today,
    until tonight."""
    assert calendar.silence is not None
    return calendar.silence.behind(_tonight(calendar, now) if told else now)


def _tonight(calendar: Calendar, now: datetime) -> datetime:
    return days.day_bounds(days.local_day(now, calendar.zone), calendar.zone)[1]
