"""Statements about how long pay takes, from the acceptance of an answer until its person says « Reçu », and about what
is paid and on its way in all."""

from __future__ import annotations

from datetime import datetime, timedelta

from backend.db.engine import ticks
from backend.db.engine.uow import UnitOfWork
from backend.domain.payouts.states import UNDER_WAY, PayoutState
from backend.domain.work.commands import AnswerStatus
from backend.records import Record

PAY_WAIT_SETTING = "pay wait"
"""The setting with the last measure."""


class PayWait(Record):
    """`people`: how many have said that a payment arrived. `seconds`: the median of their waits; None: nobody has."""

    people: int
    seconds: int | None


async def measure(uow: UnitOfWork, now: datetime, span: timedelta) -> PayWait:
    """The median over people of their newest payment within `span` that they say arrived. A person's wait is the median
    over the answers in that payment: those accepted after the proposal of the payment before it."""
    return await uow.fetch_only(
        f"""
        with arrived as (
            select distinct on (p.person_id) p.person_id, p.proposed_at, p.arrived_at, greatest(
                       p.arrived_at - %(span)s::interval,
                       (select max(o.proposed_at) from payout o where o.person_id = p.person_id
                               and o.state = '{PayoutState.PAID}' and o.proposed_at < p.proposed_at)) as since
            from payout p where p.arrived and p.state = '{PayoutState.PAID}'
              and p.arrived_at >= %(now)s - %(span)s::interval
            order by p.person_id, p.arrived_at desc
        ),
        waits as (
            select r.person_id,
                   percentile_cont(0.5) within group (order by extract(epoch from r.arrived_at - a.accepted_at)) as wait
            from arrived r join answer a on a.person_id = r.person_id and a.status = {AnswerStatus.ANSWERED:d}
                 and a.answered_at >= r.since - %(span)s::interval
                 and a.accepted_at > r.since and a.accepted_at <= r.proposed_at
            group by 1
        )
        select count(*)::int as people, round(percentile_cont(0.5) within group (order by wait))::int as seconds
        from waits
        """,  # noqa: S608 (constants)
        {"now": now, "span": span},
        row=PayWait,
    )


async def keep(uow: UnitOfWork, wait: PayWait) -> None:
    """Keep a measure."""
    await ticks.set_setting(uow, PAY_WAIT_SETTING, {"people": wait.people, "seconds": wait.seconds})


async def kept(uow: UnitOfWork) -> PayWait:
    """The last measure."""
    found = await ticks.setting(uow, PAY_WAIT_SETTING)
    return PayWait(0, None) if found is None else PayWait(found["people"], found["seconds"])


class PaidSum(Record):
    """Payments in one currency; both F CFA count as XOF. `payouts`, `units`: those that were paid since then;
    `on_the_way`, `way_units`: those that are proposed or sent."""

    currency: str
    payouts: int
    units: int
    on_the_way: int
    way_units: int


async def sums(uow: UnitOfWork, since: datetime) -> list[PaidSum]:
    """What was paid since then, and what is on its way, by currency."""
    return await uow.fetch_all(
        f"""
        select replace(currency, 'XAF', 'XOF') as currency,
               count(*) filter (where state = '{PayoutState.PAID}')::int as payouts,
               coalesce(sum(units) filter (where state = '{PayoutState.PAID}'), 0)::bigint as units,
               count(*) filter (where state <> '{PayoutState.PAID}')::int as on_the_way,
               coalesce(sum(units) filter (where state <> '{PayoutState.PAID}'), 0)::bigint as way_units
        from payout where (state = '{PayoutState.PAID}' and paid_at >= %s) or state in {UNDER_WAY}
        group by 1 order by 1
        """,  # noqa: S608 (constants)
        (since,),
        row=PaidSum,
    )
