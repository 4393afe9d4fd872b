"""Statements about hiteuses who have joined and have no income from a client's work yet."""

from __future__ import annotations

from datetime import datetime, timedelta

from backend.db.engine.uow import UnitOfWork
from backend.domain.earnings.pay_events import PayEvent
from backend.domain.messaging import quiet_hours
from backend.domain.reminders.reminder_policy import FIRST_TOLD, Kind

UNPAID = f"""
    p.role = 'hiteuse' and p.joined_at is not null
    and not exists (select from first_income f where f.person_id = p.id)
    and not exists (select from progress g join project q on q.id = g.project_id
                    where g.person_id = p.id and g.answers > 0 and not q.practice)
    and not exists (select from pay_event e where e.person_id = p.id and e.kind = '{PayEvent.REVIEWED}')
"""  # noqa: S608 (a constant)
"""SQL: whether a person `p` is a hiteuse without a paid answer to a client's task and without a paid review. Answers to
the practice project, which belongs to the house, do not count."""
TOLD = f"""
    (select count(*) from outreach f where f.person_id = p.id and '{Kind.FIRST}' = any(f.kinds))
"""  # noqa: S608 (a constant)
"""SQL: how often a person `p` was told that a first paid task is there."""


async def is_unpaid(uow: UnitOfWork, person_id: int) -> bool:
    """Whether the person is to be told, without asking, that there is work for them."""
    return await uow.fetch_bool(
        f"select {UNPAID} and {TOLD} < {FIRST_TOLD} as hears from person p where p.id = %s",  # noqa: S608 (constants)
        (person_id,),
    )


async def waiting(uow: UnitOfWork, now: datetime, since: timedelta, most: int) -> list[int]:
    """People who joined at least `since` ago and wait for a first paid task, the earliest first. Left out are people
    for whom it is night; who have a reminder today anyway, want none or are looked at within the hour; and who were
    told or spared today."""
    return await uow.fetch_column(
        f"""
        select p.id from person p
        cross join lateral (select %(now)s at time zone coalesce(p.zone, 'UTC') as clock) z
        left join reminder m on m.person_id = p.id
        where p.joined_at <= %(now)s - %(since)s::interval and p.merged_into is null and p.stopped_at is null
          and (p.paused_until is null or p.paused_until <= %(now)s) and p.reached_id is not null
          and z.clock::time >= %(morning)s and z.clock::time < %(evening)s
          and (m.person_id is null or (m.days <> '{{}}' and not extract(isodow from z.clock)::int - 1 = any(m.days)))
          and {UNPAID} and {TOLD} < {FIRST_TOLD}
          and not exists (select from outreach o where o.person_id = p.id and o.date = z.clock::date
                          and (o.reason is null or o.left_out ? '{Kind.FIRST}'))
          and not exists (select from wakeup w where w.person_id = p.id and w.due <= %(now)s + interval '1 hour')
        order by p.joined_at, p.id limit %(most)s
        """,  # noqa: S608 (constants)
        {
            "now": now,
            "since": since,
            "most": most,
            "morning": quiet_hours.MORNING,
            "evening": quiet_hours.EVENING,
        },
    )
