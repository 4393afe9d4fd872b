"""What `gains` is made of: sums over a person's own answers, and the tests that were paid."""

from __future__ import annotations

from datetime import date, datetime

from psycopg.rows import DictRow

from backend.db.engine.uow import UnitOfWork


async def by_day(uow: UnitOfWork, person_id: int, zone: str, since: datetime) -> list[DictRow]:
    """Her answers and paid tests since then: a row per day of her calendar, currency and state, with
    `units`, and in seconds `counted` (no answer shorter than it takes to read) and `estimated`. `state`: 0 pending,
    1 accepted. Practice is in it: it is paid as well."""
    return await uow.fetch_all(
        """
        select (at at time zone %(zone)s)::date as day, currency, accepted as state, sum(units)::bigint as units,
               sum(counted)::bigint as counted, sum(estimated)::bigint as estimated
        from (
            select answered_at as at, currency, (accepted_at is not null)::int as accepted, units,
                   greatest(active, reading) as counted, estimated
            from answer where person_id = %(person)s and status = 1 and answered_at >= %(since)s
            union all
            select at, currency, 1, units, seconds, seconds from assessment
            where person_id = %(person)s and at >= %(since)s
        ) paid
        group by 1, 2, 3
        """,
        {"zone": zone, "person": person_id, "since": since},
    )


async def ever(uow: UnitOfWork, person_id: int) -> list[DictRow]:
    """Her accounts: `kind` (pending, accepted, paid), `currency`, `units` that stand there now."""
    return await uow.fetch_all(
        """
        select a.kind, a.currency,
               (coalesce((select sum(units) from transfer where credit = a.id), 0)
              - coalesce((select sum(units) from transfer where debit = a.id), 0))::bigint as units
        from account a where a.owner = %s and a.kind in ('pending', 'accepted', 'paid')
        """,
        (person_id,),
    )


async def days(uow: UnitOfWork, person_id: int, since: date) -> list[DictRow]:
    """Her days since then on which she worked: `date`, `active` seconds and `answers`."""
    return await uow.fetch_all(
        "select date, active, answers from day where person_id = %s and date >= %s", (person_id, since)
    )
