"""The situation of people who may get a message: their calendars, the facts that count when a message is due, and
whether there is work. One statement answers for many people."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from psycopg.rows import DictRow

from backend.db.engine.uow import UnitOfWork
from backend.db.people.themes import agreed
from backend.db.reminders.first_work import TOLD, UNPAID
from backend.db.work.offers import gives
from backend.domain.days import DAY_LIMIT
from backend.domain.messaging.states import Lane, OutboxStatus
from backend.domain.people.reminder_preferences import Preference
from backend.domain.reminders.reminder_calendar import Calendar
from backend.domain.reminders.reminder_policy import FIRST_TOLD, NEWS_FOR, DueFacts
from backend.domain.training import final
from backend.domain.training.memory import SESSION_QUESTIONS
from backend.domain.work.commands import AnswerStatus
from backend.domain.work.projects import ProjectStatus
from backend.records import Record


class ReminderStanding(Record):
    """The situation of one person. `module_id`: the module that they are in; None: in none. `facts` do not say yet
    whether there is work (`with_work`)."""

    person_id: int
    role: str
    module_id: str | None
    calendar: Calendar
    facts: DueFacts


_CALENDAR = """
    select p.id as person_id, p.role, z.zone, m.days, m.at as hour, e.module_id, e.active_at, e.nudged, e.nudged_at,
           e.failures, e.failed_at,
           coalesce(t.active, 0) as active, coalesce(t.answers, 0) as answers,
           coalesce(t.active, 0) >= %(limit)s as full_today, coalesce(y.active, 0) >= %(limit)s as full_before,
           o.person_id is not null as told, g.milestone_due is not null as milestone {more}
    from unnest(%(people)s::bigint[]) as w (id) join person p on p.id = w.id
    cross join lateral (
        select coalesce(p.zone, 'UTC') as zone, (%(now)s at time zone coalesce(p.zone, 'UTC'))::date as today) z
    left join reminder m on m.person_id = p.id
    left join goal g on g.person_id = p.id
    left join day t on t.person_id = p.id and t.date = z.today
    left join day y on y.person_id = p.id and y.date = z.today - 1
    left join outreach o on o.person_id = p.id and o.date = z.today and o.reason is null
    left join lateral (
        select * from (select * from enrolment where person_id = p.id and passed_at is null offset 0) hers
        order by active_at desc, module_id limit 1) e on true
"""
_NOW = f"""
           , p.stopped_at, p.paused_until,
           p.reached_id is null as blocked,
           exists (  -- the partial index matches a literal alone
               select from outbox x where x.person_id = p.id and x.lane = {Lane.ANNOUNCEMENT:d}
                      and x.status <> {OutboxStatus.LET_GO:d} and x.created_at >= z.today::timestamp at time zone z.zone
               order by x.person_id, x.created_at offset 0) as announced,
           exists (
               select from answer a where a.person_id = p.id and a.status = {AnswerStatus.GIVEN_BACK:d}
                      and a.expires_at <= %(now)s and a.expires_at > greatest(
                          c.answered_at, %(now)s - %(news)s::interval,
                          (select max(s.at) from outreach s where s.person_id = p.id and s.date > z.today - 8
                                  and 'expired' = any(s.kinds)))) as expired,
           (select count(*) from (
               select from card k join question q on q.id = k.question_id and q.retired_at is null
               where k.person_id = p.id and k.due < (z.today + 1)::timestamp at time zone z.zone
               limit %(session)s) due) as revision,
           p.role = 'hiteuse' and extract(isodow from z.today) = 7 and (
               exists (select from answer a where a.person_id = p.id and a.status = {AnswerStatus.ANSWERED:d}
                              and a.answered_at >= (z.today - 6)::timestamp at time zone z.zone
                       order by a.person_id, a.answered_at offset 0)
               or exists (select from assessment a where a.person_id = p.id
                                 and a.at >= (z.today - 6)::timestamp at time zone z.zone)) as earned,
           p.role = 'hiteuse' and extract(day from z.today) = 1 and (
               exists (select from answer a where a.person_id = p.id and a.status = {AnswerStatus.ANSWERED:d}
                              and a.answered_at >= (z.today - interval '1 month') at time zone z.zone
                              and a.answered_at < z.today::timestamp at time zone z.zone
                       order by a.person_id, a.answered_at offset 0)
               or exists (select from assessment a where a.person_id = p.id
                                 and a.at >= (z.today - interval '1 month') at time zone z.zone
                                 and a.at < z.today::timestamp at time zone z.zone)) as earned_month,
           {UNPAID} and {TOLD} < {FIRST_TOLD} as unpaid
"""  # noqa: S608 (constants)
_STANDING = f"{_CALENDAR.format(more=_NOW)} left join conversation c on c.person_id = p.id"
"""Subqueries are ordered like the index that they shall use, with `offset 0`. So the planner reads the person's few
rows by key, even while the statistics of growing tables are old."""
_CALENDAR_ALONE = _CALENDAR.format(more="")


def _parameters(people: Iterable[int], now: datetime) -> dict[str, object]:
    return {
        "people": list(people),
        "now": now,
        "limit": int(DAY_LIMIT.total_seconds()),
        "session": SESSION_QUESTIONS,
        "news": NEWS_FOR,
    }


async def calendar(uow: UnitOfWork, person_id: int, now: datetime) -> Calendar | None:
    """A person's calendar; None: there is no such person."""
    row = await uow.fetch_one(_CALENDAR_ALONE, _parameters([person_id], now))
    return None if row is None else _calendar(row, now)


async def standings(uow: UnitOfWork, people: Iterable[int], now: datetime) -> list[ReminderStanding]:
    """The situation of many people: each one's calendar and facts."""
    return [
        ReminderStanding(row["person_id"], row["role"], row["module_id"], _calendar(row, now), _facts(row))
        for row in await uow.fetch_all(_STANDING, _parameters(people, now))
    ]


def _calendar(row: DictRow, now: datetime) -> Calendar:
    return Calendar(
        zone=row["zone"],
        works=row["role"] == "hiteuse",
        preference=None if row["days"] is None else Preference(frozenset(row["days"]), row["hour"]),
        active_at=row["active_at"],
        nudged=row["nudged"] or 0,
        nudged_at=row["nudged_at"],
        reopens_at=final.opens_at(row["failures"] or 0, row["failed_at"], now),
        full_today=row["full_today"],
        full_before=row["full_before"],
        told=row["told"],
        milestone=row["milestone"],
    )


def _facts(row: DictRow) -> DueFacts:
    return DueFacts(
        stopped=row["stopped_at"] is not None,
        blocked=row["blocked"],
        paused_until=row["paused_until"],
        announced=row["announced"],
        answers=row["answers"],
        worked=timedelta(seconds=row["active"]),
        expired=row["expired"],
        revision=row["revision"],
        earned=row["earned"],
        earned_month=row["earned_month"],
        milestone=row["milestone"],
        unpaid=row["unpaid"],
    )


_HERS = f"""
    coalesce((select a.status from answer a where a.person_id = p.id and a.task_id = t.id),
             {AnswerStatus.GIVEN_BACK:d}) = {AnswerStatus.GIVEN_BACK:d}
"""  # noqa: S608 (constants)
"""Whether the person may get a task: they never had it, or it came back."""
_AGREED = agreed("o.config", "p.themes")
_GIVES = gives("o.config", "g.answers", "(%(now)s at time zone coalesce(p.zone, 'UTC'))::date", "g.barred_at")
_WITH_WORK = f"""
    with open as materialized (
        select p.id, p.config, p.config -> 'countries' as countries,
               array(select jsonb_array_elements_text(p.config -> 'needs')) as needs
        from project p where p.status = '{ProjectStatus.OPEN}' and not p.practice
          and exists (select from task t where t.project_id = p.id and t.slots > 0 and not t.control)
    )
    select p.id from unnest(%(people)s::bigint[]) as w (id) join person p on p.id = w.id
    where p.role = 'hiteuse' and (
        exists (select from answer a where a.person_id = p.id and a.status = {AnswerStatus.LEASED:d})
        or exists (
            select from open o
            left join progress g on g.person_id = p.id and g.project_id = o.id
            where (jsonb_array_length(o.countries) = 0 or o.countries ? p.country) and {_GIVES} and {_AGREED}
              and not exists (
                  select from unnest(o.needs) n (key) where not exists (
                      select from badge b where b.person_id = p.id and b.key = n.key and b.revoked_at is null))
              -- behind her place in the queue first, which is one look; from its front only where nothing is
              and case when exists (
                      select from task t where t.project_id = o.id and t.slots > 0 and not t.control
                        and (t.batch_id, t.id) > (coalesce(g.batch_id, 0), coalesce(g.task_id, 0)) and {_HERS})
                  then true
                  else g.person_id is not null and exists (
                      select from task t where t.project_id = o.id and t.slots > 0 and not t.control and {_HERS}) end))
"""  # noqa: S608 (constants)


async def with_work(uow: UnitOfWork, people: Iterable[int], now: datetime) -> set[int]:
    """Those of them for whom there is work: a leased task, or an offer (as in `projects.offers`)."""
    return {row["id"] for row in await uow.fetch_all(_WITH_WORK, {"people": list(people), "now": now})}
