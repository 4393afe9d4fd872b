"""Payments as their people are shown them."""

from __future__ import annotations

from datetime import date, datetime

from backend.db.engine.uow import UnitOfWork
from backend.domain.money import Money
from backend.domain.payouts.states import PayoutState
from backend.records import Record


class LastPayout(Record):
    """A payment as the person is shown it. `tail`: the last four digits of where it went. `arrived`: whether the person
    says that it arrived; None: they have not said. `claim`, `promised`: the number of their open claim, and the day by
    which it is answered; None: there is none."""

    id: int
    units: int
    currency: str
    state: PayoutState
    reason: str
    tail: str
    proposed_at: datetime
    sent_at: datetime | None
    settled_at: datetime | None
    arrived: bool | None
    claim: int | None = None
    promised: date | None = None

    @property
    def amount(self) -> Money:
        """The sum that arrives."""
        return Money(self.units, self.currency)


async def said(uow: UnitOfWork, person_id: int, payout_id: int, now: datetime, *, arrived: bool) -> LastPayout | None:
    """Store whether the person says that a paid payment of theirs arrived. None if there is no such payment."""
    return await uow.fetch_one(
        f"""
        with changed as (
            update payout set arrived = %(arrived)s, arrived_at = %(now)s
            where id = %(payout)s and person_id = %(person)s and state = '{PayoutState.PAID}' returning *)
        select p.id, p.units, p.currency, p.state, p.reason, d.tail, p.proposed_at, p.sent_at, p.settled_at, p.arrived
        from changed p join destination d on d.id = p.destination_id
        """,  # noqa: S608 (constants)
        {"arrived": arrived, "now": now, "payout": payout_id, "person": person_id},
        row=LastPayout,
    )


async def newest_of(uow: UnitOfWork, person_id: int, most: int) -> list[LastPayout]:
    """The person's newest payments, the newest first, without those that were dropped before they were sent."""
    return await uow.fetch_all(
        f"""
        select p.id, p.units, p.currency, p.state, p.reason, d.tail, p.proposed_at, p.sent_at, p.settled_at, p.arrived,
               c.id as claim, c.promised
        from payout p join destination d on d.id = p.destination_id
        left join payout_claim c on c.payout_id = p.id and c.closed_at is null
        where p.person_id = %s and p.state <> '{PayoutState.DROPPED}' order by p.id desc limit %s
        """,  # noqa: S608 (constants)
        (person_id, most),
        row=LastPayout,
    )


async def paid_to_phone(uow: UnitOfWork, person_id: int, payout_id: int, since: datetime) -> tuple[int, int] | None:
    """What a person was paid on a mobile-money account since then, in units: in other payments, and in this one. None
    if this one did not go to such an account."""
    row = await uow.fetch_one(
        f"""
        select coalesce(sum(p.units) filter (where p.id <> %(payout)s), 0)::bigint as before,
               sum(p.units) filter (where p.id = %(payout)s)::bigint as this
        from payout p join destination d on d.id = p.destination_id
        where p.person_id = %(person)s and p.state = '{PayoutState.PAID}'
          and p.paid_at >= %(since)s and d.kind = 'phone'
          and p.currency in ('XOF', 'XAF')
        """,  # noqa: S608 (constants)
        {"person": person_id, "payout": payout_id, "since": since},
    )
    return (row["before"], row["this"]) if row is not None and row["this"] is not None else None
