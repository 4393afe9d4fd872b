"""Statements about what we decided to send to each person on each day.

`outreach` has one row for a person and a day of their calendar, so nobody gets two messages on one day, whichever
process decides. A row that says why nothing was sent may be replaced later that day; a row of a message never.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from psycopg.types.json import Jsonb

from backend.db.engine.uow import UnitOfWork
from backend.domain.messaging.states import OutboxStatus
from backend.domain.reminders.reminder_policy import Kind, Outreach, SkipReason
from backend.records import Record


class Passed(Record):
    """How many of the times at which a person is asked about a module have passed."""

    person_id: int
    module_id: str
    nudged: int


async def sent(
    uow: UnitOfWork,
    person_id: int,
    on: date,
    now: datetime,
    kinds: Sequence[Kind],
    left: Mapping[Kind, SkipReason],
    outbox_id: int,
) -> bool:
    """Record the message of a day. False if there is one already."""
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
    uow: UnitOfWork, unsent: Sequence[tuple[int, date, SkipReason, Mapping[Kind, SkipReason]]], now: datetime
) -> None:
    """Record why nothing was sent to these people on these days. Days with a message stay unchanged."""
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


def _as_json(left: Mapping[Kind, SkipReason]) -> Jsonb:
    return Jsonb({kind.value: reason.value for kind, reason in left.items()})


async def passed(uow: UnitOfWork, nudges: Sequence[Passed], told_at: datetime | None) -> None:
    """Record that times to ask about a module have passed. `told_at`: when the person was asked; None: they were
    not."""
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


async def history(uow: UnitOfWork, person_id: int, most: int) -> tuple[Outreach, ...]:
    """What was decided for a person, the newest day first, with the state of each message, also if it moved to another
    chat."""
    found = await uow.fetch_all(
        """
        select o.date, o.at, o.kinds, o.reason, o.left_out, coalesce(y.channel, x.channel, '') as channel,
               coalesce(y.status, x.status) as status, coalesce(y.sent_at, x.sent_at) as sent_at,
               coalesce(y.delivered_at, x.delivered_at) as delivered_at, coalesce(y.read_at, x.read_at) as read_at
        from outreach o left join outbox x on x.id = o.outbox_id left join outbox y on y.id = x.moved_to
        where o.person_id = %s order by o.date desc limit %s
        """,
        (person_id, most),
    )
    return tuple(
        Outreach(
            date=row["date"],
            at=row["at"],
            kinds=tuple(map(Kind, row["kinds"])),
            reason=None if row["reason"] is None else SkipReason(row["reason"]),
            left={Kind(kind): SkipReason(reason) for kind, reason in row["left_out"].items()},
            channel=row["channel"],
            status=None if row["status"] is None else OutboxStatus(row["status"]),
            sent_at=row["sent_at"],
            delivered_at=row["delivered_at"],
            read_at=row["read_at"],
        )
        for row in found
    )


async def forget_before(uow: UnitOfWork, day: date, most: int) -> int:
    """Delete at most `most` decisions about days before this one. Return how many."""
    return await uow.execute(
        """
        delete from outreach o using (select person_id, date from outreach where date < %s order by date limit %s) old
        where o.person_id = old.person_id and o.date = old.date
        """,
        (day, most),
    )
