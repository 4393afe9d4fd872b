"""Closed months: what is kept of them, and whether the ledger still agrees with that.

After a month was closed, a trigger dates no transfer in it or before it (`date_in_open_month`).
"""

from __future__ import annotations

from datetime import date, datetime

from backend.db.engine.uow import UnitOfWork
from backend.records import Record

SHARED = ("client", "project", "bank", "exchange", "fees")
"""The kinds of accounts whose balances are not kept, but summed when they are asked for. Many people's answers and
payments are booked on one of them at once, and would wait for each other. A trigger names them too
(`keep_balances`)."""
SHARED_KINDS = str(SHARED)
"""The same as SQL."""


class ClosedMonth(Record):
    """`month`: its first day, in UTC. `totals`: by currency, the number of transfers and the sum of their units."""

    month: date
    closed_at: datetime
    closed_by: str
    totals: dict[str, list[int]]


async def months(uow: UnitOfWork) -> list[ClosedMonth]:
    """All closed months, the newest first."""
    return await uow.fetch_all(
        "select month, closed_at, closed_by, totals from closed_month order by month desc", row=ClosedMonth
    )


async def hold(uow: UnitOfWork, wait: str) -> None:
    """Let nobody book anything until the end of the transaction. `wait`: for at most this long, as in "2s". Raises
    `LockNotAvailable`."""
    await uow.pipeline(
        ("select set_config('lock_timeout', %s, true)", (wait,)),
        ("lock table transfer in share row exclusive mode", ()),
    )


async def close(uow: UnitOfWork, month: date, by: str, now: datetime) -> list[date]:
    """Close this month and every open month before it. Return the closed ones. Call `hold` first, so that no transfer
    that is dated in these months is still to come."""
    closed = await uow.fetch_all(_CLOSE, {"month": month, "by": by, "now": now})
    for each in closed:
        await uow.execute(_BALANCES, {"month": each["month"]})
    return [each["month"] for each in closed]


_CLOSE = """
    with begun as (
        select coalesce((select max(ends) from closed_month),
                        least(date_trunc('month', (select min(at) from transfer), 'UTC'),
                              %(month)s::date::timestamp at time zone 'UTC')) as at
    ),
    wanted as (
        select m::date as month, m at time zone 'UTC' as begins, (m + interval '1 month') at time zone 'UTC' as ends
        from begun, generate_series(begun.at at time zone 'UTC', %(month)s::date::timestamp, interval '1 month') m
    ),
    booked as (
        select w.month, t.currency, count(*) as n, sum(t.units)::bigint as units
        from wanted w join transfer t on t.at >= w.begins and t.at < w.ends
        where t.at >= (select at from begun) group by 1, 2
    )
    insert into closed_month (month, ends, closed_at, closed_by, totals)
    select w.month, w.ends, %(now)s, %(by)s,
           coalesce((select jsonb_object_agg(b.currency, jsonb_build_array(b.n, b.units)) from booked b
                     where b.month = w.month), '{}')
    from wanted w order by w.month
    returning month
"""
_BALANCES = f"""
    with span as (
        select coalesce((select max(o.ends) from closed_month o where o.month < c.month), '-infinity') as begins, c.ends
        from closed_month c where c.month = %(month)s
    ),
    moved as (
        select id, sum(units) as units from (
            select credit as id, units, at from transfer union all select debit, -units, at from transfer) side
        where at >= (select begins from span) and at < (select ends from span)
        group by id
    ),
    before as (
        select account_id as id, units from month_balance
        where month = (select max(month) from closed_month where month < %(month)s)
    )
    insert into month_balance (account_id, month, units)
    select a.id, %(month)s, coalesce(b.units, 0) + coalesce(m.units, 0)
    from account a left join moved m on m.id = a.id left join before b on b.id = a.id
    where a.kind in {SHARED_KINDS} and (m.id is not null or b.id is not null)
"""  # noqa: S608 (constants)


async def disagreements(uow: UnitOfWork, most: int) -> list[str]:
    """Closed months in which the ledger is no longer what it was when they were closed; one line each."""
    if not await months(uow):
        return []
    found = [
        f"{r['month']:%Y-%m} was closed with {r['totals']}, and the ledger holds {r['booked']}"
        for r in await uow.fetch_all(_CHANGED, (most,))
    ]
    found += [
        f"{r['month']:%Y-%m} was closed with {r['kept']} on account {r['id']}, and its transfers sum to {r['summed']}"
        for r in await uow.fetch_all(_CHANGED_BALANCES, (most,))
    ]
    return found


_CHANGED = """
    with booked as (
        select date_trunc('month', at at time zone 'UTC')::date as month, currency, count(*) as n,
               sum(units)::bigint as units
        from transfer where at < (select max(ends) from closed_month) group by 1, 2
    ),
    months as (
        select month, jsonb_object_agg(currency, jsonb_build_array(n, units)) as totals from booked group by month
    )
    select coalesce(c.month, m.month) as month, coalesce(c.totals, '{}') as totals, coalesce(m.totals, '{}') as booked
    from closed_month c full join months m on m.month = c.month
    where coalesce(c.totals, '{}') <> coalesce(m.totals, '{}') limit %s
"""
_CHANGED_BALANCES = f"""
    with moved as (
        select side.id, date_trunc('month', at at time zone 'UTC')::date as month, sum(side.units) as units from (
            select credit as id, units, at from transfer union all select debit, -units, at from transfer) side
        join account a on a.id = side.id and a.kind in {SHARED_KINDS}
        where at < (select max(ends) from closed_month) group by 1, 2
    ),
    summed as (
        select m.id, c.month, sum(m.units)::bigint as units
        from moved m join closed_month c on c.month >= m.month group by 1, 2
    )
    select coalesce(k.account_id, s.id) as id, coalesce(k.month, s.month) as month, k.units as kept, s.units as summed
    from month_balance k full join summed s on s.id = k.account_id and s.month = k.month
    where k.units is distinct from s.units limit %s
"""  # noqa: S608 (constants)
