"""The statements behind what we start: who is due, how things stand with many people at once, and what was
decided for each of their days.

`outreach` has one row for a person and a day of her own calendar: so nobody is written to twice on one day,
whoever decides. A row that says why nothing was said may be replaced later that day; one of a message, never.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from psycopg.rows import DictRow
from psycopg.types.json import Jsonb

from backend.db.engine.uow import UnitOfWork
from backend.domain.days import DAY_LIMIT
from backend.domain.messaging.failures import Status
from backend.domain.reminders.reminder_policy import NEWS, Kind, Reason
from backend.domain.training.memory import SESSION

NAME = "reminder"
"""Of the one wake-up of a person."""
FORMER = ("summary", "tomorrow", "nudge")
"""Names that wake-ups had beside it; each leads to the same look at her."""


@dataclass(frozen=True, slots=True)
class Passed:
    """So many of the times to ask her about a module lie behind her."""

    person_id: int
    module_id: str
    nudged: int


# --- when -------------------------------------------------------------------------------------------


async def set_next(uow: UnitOfWork, dues: Mapping[int, datetime | None]) -> None:
    """When these people are looked at next; None: not before something changes."""
    await uow.execute(
        """
        with n as (select * from unnest(%(people)s::bigint[], %(dues)s::timestamptz[]) as n (person_id, due)),
        gone as (
            delete from wakeup w using n
            where w.person_id = n.person_id and (w.name = any(%(former)s) or (w.name = %(name)s and n.due is null))
        )
        insert into wakeup (person_id, name, due) select person_id, %(name)s, due from n where due is not null
        on conflict (person_id, name) do update set due = excluded.due
        """,
        {"people": list(dues), "dues": list(dues.values()), "name": NAME, "former": list(FORMER)},
    )


async def take_due(uow: UnitOfWork, now: datetime, most: int) -> dict[int, datetime]:
    """People whose time has come, and which it was; the first ones first, and locked, so that nobody else
    takes them. `set_next` must follow."""
    found = await uow.fetch_all(
        "select person_id, due from wakeup where due <= %s order by due limit %s for update skip locked", (now, most)
    )
    dues: dict[int, datetime] = {}
    for row in found:  # ascending: of several former ones the last
        dues[row["person_id"]] = row["due"]
    return dues


async def post(uow: UnitOfWork, dues: Mapping[int, datetime], now: datetime) -> None:
    """An event for each of these people: a turn of hers decides, for she may do something meanwhile."""
    await uow.execute(
        """
        insert into inbox (person_id, channel, event_key, payload, received_at, due)
        select id, 'clock', %(name)s || ':' || id || ':' || extract(epoch from due),
               jsonb_build_object('wake', %(name)s::text, 'due', due), %(now)s, %(now)s
        from unnest(%(people)s::bigint[], %(dues)s::timestamptz[]) as d (id, due)
        on conflict (channel, event_key) do nothing
        """,
        {"people": list(dues), "dues": list(dues.values()), "now": now, "name": NAME},
    )


# --- how things stand -------------------------------------------------------------------------------

_CALENDAR = """
    select p.id as person_id, p.role, z.zone, m.days, m.at as hour, e.module_id, e.active_at, e.nudged, e.nudged_at,
           e.failures, e.failed_at,
           coalesce(t.active, 0) as active, coalesce(t.answers, 0) as answers,
           coalesce(t.active, 0) >= %(limit)s as full_today, coalesce(y.active, 0) >= %(limit)s as full_before,
           o.person_id is not null as told {more}
    from unnest(%(people)s::bigint[]) as w (id) join person p on p.id = w.id
    cross join lateral (
        select coalesce(p.zone, 'UTC') as zone, (%(now)s at time zone coalesce(p.zone, 'UTC'))::date as today) z
    left join reminder m on m.person_id = p.id
    left join day t on t.person_id = p.id and t.date = z.today
    left join day y on y.person_id = p.id and y.date = z.today - 1
    left join outreach o on o.person_id = p.id and o.date = z.today and o.reason is null
    left join lateral (
        select * from (select * from enrolment where person_id = p.id and passed_at is null offset 0) hers
        order by active_at desc, module_id limit 1) e on true
"""
_NOW = """
           , p.stopped_at, p.paused_until,
           p.reached_id is null as blocked,
           exists (  -- of `Lane.ANNOUNCEMENT`, as its index has it
               select from outbox x where x.person_id = p.id and x.lane = 2 and x.status <> %(let_go)s
                      and x.created_at >= z.today::timestamp at time zone z.zone
               order by x.person_id, x.created_at offset 0) as announced,
           exists (
               select from answer a where a.person_id = p.id and a.status = 2 and a.expires_at <= %(now)s
                      and a.expires_at > greatest(
                          c.answered_at, %(now)s - %(news)s::interval,
                          (select max(s.at) from outreach s where s.person_id = p.id and s.date > z.today - 8
                                  and 'expired' = any(s.kinds)))) as expired,
           (select count(*) from (
               select from card k join question q on q.id = k.question_id and q.retired_at is null
               where k.person_id = p.id and k.due < (z.today + 1)::timestamp at time zone z.zone
               limit %(session)s) due) as revision,
           p.role = 'hiteuse' and extract(isodow from z.today) = 7 and (
               exists (select from answer a where a.person_id = p.id and a.status = 1
                              and a.answered_at >= (z.today - 6)::timestamp at time zone z.zone
                       order by a.person_id, a.answered_at offset 0)
               or exists (select from assessment a where a.person_id = p.id
                                 and a.at >= (z.today - 6)::timestamp at time zone z.zone)) as earned
"""
_STANDING = f"{_CALENDAR.format(more=_NOW)} left join conversation c on c.person_id = p.id"
"""Ordered as the index that is to be read, and `offset 0`: by her own few rows, whatever the planner believes
of tables that grow by thousands in a day."""
_CALENDAR_ALONE = _CALENDAR.format(more="")


def _parameters(people: Iterable[int], now: datetime) -> dict[str, object]:
    return {
        "people": list(people),
        "now": now,
        "limit": int(DAY_LIMIT.total_seconds()),
        "session": SESSION,
        "news": NEWS,
        "let_go": int(Status.LET_GO),
    }


async def calendar(uow: UnitOfWork, person_id: int, now: datetime) -> DictRow | None:
    """What her days are made of (`domain.planner.Calendar`)."""
    return await uow.fetch_one(_CALENDAR_ALONE, _parameters([person_id], now))


async def standing(uow: UnitOfWork, people: Iterable[int], now: datetime) -> list[DictRow]:
    """The same for many, and all facts that count but whether there is work (`domain.planner.Facts`)."""
    return await uow.fetch_all(_STANDING, _parameters(people, now))


_WITH_WORK = """
    with open as materialized (
        select p.id, p.config -> 'countries' as countries,
               array(select jsonb_array_elements_text(p.config -> 'needs')) as needs
        from project p where p.status = 'open' and not p.practice
          and exists (select from task t where t.project_id = p.id and t.slots > 0)
    )
    select p.id from unnest(%(people)s::bigint[]) as w (id) join person p on p.id = w.id
    where p.role = 'hiteuse' and (
        exists (select from answer a where a.person_id = p.id and a.status = 0)
        or exists (
            select from open o
            left join progress g on g.person_id = p.id and g.project_id = o.id
            where (jsonb_array_length(o.countries) = 0 or o.countries ? p.country)
              and not exists (
                  select from unnest(o.needs) n (key) where not exists (
                      select from badge b where b.person_id = p.id and b.key = n.key and b.revoked_at is null))
              -- behind her place in the queue first, which is one look; from its front only where nothing is
              and case when exists (
                      select from task t where t.project_id = o.id and t.slots > 0
                        and (t.batch_id, t.id) > (coalesce(g.batch_id, 0), coalesce(g.task_id, 0)) and {hers})
                  then true
                  else g.person_id is not null and exists (
                      select from task t where t.project_id = o.id and t.slots > 0 and {hers}) end))
""".format(hers="coalesce((select a.status from answer a where a.person_id = p.id and a.task_id = t.id), 2) = 2")  # noqa: S608


async def with_work(uow: UnitOfWork, people: Iterable[int]) -> set[int]:
    """Those of them for whom there is work: a task that is hers, or an offer (as `projects.offers`)."""
    return {row["id"] for row in await uow.fetch_all(_WITH_WORK, {"people": list(people)})}


# --- what was decided -------------------------------------------------------------------------------


async def sent(
    uow: UnitOfWork,
    person_id: int,
    on: date,
    now: datetime,
    kinds: Sequence[Kind],
    left: Mapping[Kind, Reason],
    outbox_id: int,
) -> bool:
    """Her message of the day. False: she had one already."""
    row = await uow.fetch_one(
        """
        insert into outreach (person_id, date, at, kinds, left_out, outbox_id) values (%s, %s, %s, %s, %s, %s)
        on conflict (person_id, date) do update set at = excluded.at, kinds = excluded.kinds, reason = null,
            left_out = excluded.left_out, outbox_id = excluded.outbox_id
        where outreach.reason is not null returning 1 as one
        """,
        (person_id, on, now, [kind.value for kind in kinds], _as_json(left), outbox_id),
    )
    return row is not None


async def spared(
    uow: UnitOfWork, unsent: Sequence[tuple[int, date, Reason, Mapping[Kind, Reason]]], now: datetime
) -> None:
    """Why nothing was said to these people on these days; nothing where something was."""
    await uow.execute(
        """
        insert into outreach (person_id, date, at, reason, left_out)
        select u.person_id, u.date, %(now)s, u.reason, u.left_out
        from unnest(%(people)s::bigint[], %(dates)s::date[], %(reasons)s::text[], %(left)s::jsonb[])
             as u (person_id, date, reason, left_out)
        on conflict (person_id, date) do update set at = excluded.at, reason = excluded.reason,
            left_out = excluded.left_out
        where outreach.reason is not null
        """,
        {
            "now": now,
            "people": [each[0] for each in unsent],
            "dates": [each[1] for each in unsent],
            "reasons": [each[2].value for each in unsent],
            "left": [_as_json(each[3]) for each in unsent],
        },
    )


def _as_json(left: Mapping[Kind, Reason]) -> Jsonb:
    return Jsonb({kind.value: reason.value for kind, reason in left.items()})


async def passed(uow: UnitOfWork, nudges: Sequence[Passed], told_at: datetime | None) -> None:
    """Times to ask about a module that lie behind these people; `told_at`: they were asked (None: it passed)."""
    await uow.execute(
        """
        update enrolment e set nudged = n.nudged, nudged_at = coalesce(%(told)s::timestamptz, e.nudged_at)
        from unnest(%(people)s::bigint[], %(modules)s::text[], %(nudged)s::int[]) as n (person_id, module_id, nudged)
        where e.person_id = n.person_id and e.module_id = n.module_id
        """,
        {
            "told": told_at,
            "people": [each.person_id for each in nudges],
            "modules": [each.module_id for each in nudges],
            "nudged": [each.nudged for each in nudges],
        },
    )


async def history(uow: UnitOfWork, person_id: int, most: int) -> list[DictRow]:
    """What was decided for her, the newest day first, and how far the message has come, be it on her other
    channel."""
    return await uow.fetch_all(
        """
        select o.date, o.at, o.kinds, o.reason, o.left_out, coalesce(y.channel, x.channel, '') as channel,
               coalesce(y.status, x.status) as status, coalesce(y.sent_at, x.sent_at) as sent_at,
               coalesce(y.delivered_at, x.delivered_at) as delivered_at, coalesce(y.read_at, x.read_at) as read_at
        from outreach o left join outbox x on x.id = o.outbox_id left join outbox y on y.id = x.moved_to
        where o.person_id = %s order by o.date desc limit %s
        """,
        (person_id, most),
    )


async def forget_before(uow: UnitOfWork, day: date, most: int) -> int:
    """Forget what was decided before this day; at most so many rows at once."""
    return await uow.execute(
        """
        delete from outreach o using (select person_id, date from outreach where date < %s order by date limit %s) old
        where o.person_id = old.person_id and o.date = old.date
        """,
        (day, most),
    )
