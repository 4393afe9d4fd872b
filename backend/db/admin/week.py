"""Statements of the Monday sheet and of figures by period: what was paid and refused, and who gets the sheet."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from backend.db.admin.figures_scope import HER_DATE, parameters
from backend.db.engine.uow import UnitOfWork
from backend.db.messaging import contact_routing
from backend.db.payouts.runs import STATE as RUN_STATE
from backend.domain.admin.statistics import Scope
from backend.domain.earnings.pay_events import PayEvent
from backend.domain.french.ranges import Span
from backend.domain.money import Money
from backend.domain.payouts.states import PayoutState, RunState

WAKE = "monday sheet"
"""The event of a person for whom the sheet is due."""
_PAID_ON = HER_DATE.format(at="y.settled_at")
_REFUSED_ON = HER_DATE.format(at="e.at")
_IN_HER_COUNTRY = "(%(countries)s::text[] is null or p.country = any(%(countries)s::text[]))"


async def paid(uow: UnitOfWork, span: Span, scope: Scope) -> tuple[Money, ...]:
    """What was paid out in these days, by currency; both kinds of F CFA are one sum, as XOF."""
    found = await uow.fetch_all(
        f"""
        select case when y.currency = 'XAF' then 'XOF' else y.currency end as currency, sum(y.units)::bigint as units
        from payout y join person p on p.id = y.person_id
        where y.state = '{PayoutState.PAID}'
          and y.settled_at between %(lowest)s::timestamptz and %(highest)s::timestamptz
          and {_PAID_ON} between %(first)s and %(last)s and {_IN_HER_COUNTRY}
        group by 1 order by 2 desc
        """,  # noqa: S608 (constants)
        parameters(span, scope),
    )
    return tuple(Money(row["units"], row["currency"]) for row in found)


async def refused(uow: UnitOfWork, span: Span, scope: Scope) -> int:
    """How many answers were refused in these days, also those that were redone or restored since."""
    return await uow.fetch_int(
        f"""
        select count(*)::int from pay_event e join person p on p.id = e.person_id
        where e.kind = '{PayEvent.REFUSED}' and e.at between %(lowest)s::timestamptz and %(highest)s::timestamptz
          and {_REFUSED_ON} between %(first)s and %(last)s and {_IN_HER_COUNTRY}
        """,  # noqa: S608 (constants)
        parameters(span, scope),
    )


async def open_reviews(uow: UnitOfWork) -> int:
    """How many reviews wait for a decision."""
    return await uow.fetch_int("select count(*)::int from review where decided_at is null")


async def proposed_runs(uow: UnitOfWork) -> int:
    """How many runs of payments wait for an approval."""
    return await uow.fetch_int(f"select count(*)::int from payout_run where {RUN_STATE} = '{RunState.PROPOSED}'")  # noqa: S608 (constants)


async def post_due(uow: UnitOfWork, now: datetime, hour: time, late: timedelta) -> int:
    """Post an event for each Huber and admin on whose clock it is Monday and their hour has come, at most `late` ago:
    the hour of their own reminders, or `hour`. Once for each Monday, and not on the Monday on which they joined. Return
    for how many."""
    return await uow.execute(
        f"""
        insert into inbox (person_id, channel, event_key, payload, received_at, due)
        select o.id, 'clock', %(name)s || ':' || o.id || ':' || l.at::date,
               jsonb_build_object('wake', %(name)s::text), %(now)s, %(now)s
        from person o
        cross join lateral (select %(now)s::timestamptz at time zone coalesce(o.zone, 'UTC') as at) l
        left join reminder m on m.person_id = o.id
        cross join lateral (select l.at::date + coalesce(m.at, %(hour)s::time) as at) h
        where o.role in ('huber', 'admin') and o.stopped_at is null and o.merged_into is null
          and extract(isodow from l.at) = 1 and l.at >= h.at and l.at < h.at + %(late)s::interval
          and (o.joined_at at time zone coalesce(o.zone, 'UTC'))::date < l.at::date
          and exists (
              select from ({contact_routing.reach("o.id")}) r where r.blocked_at is null and r.locked_at is null)
        on conflict (channel, event_key) do nothing
        """,  # noqa: S608 (constants)
        {"name": WAKE, "now": now, "hour": hour, "late": late},
    )
