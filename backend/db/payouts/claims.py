"""Statements about claims: payments that count as paid and have not arrived, as their people say. A payment has one
open claim at most."""

from __future__ import annotations

from datetime import date, datetime

from backend.db.engine.uow import UnitOfWork
from backend.domain.payouts.claims import Claim, ClaimOutcome
from backend.records import Record

_CLAIM = """
    select c.id, c.payout_id, c.opened_at, c.promised, c.closed_at, c.outcome, c.answered_by,
           p.id as person_id, coalesce(p.first_name, '') as first_name, p.country, coalesce(p.zone, 'UTC') as zone,
           y.key, y.units, y.currency, y.state, y.reason, y.provider, y.reference, d.tail, y.sent_at, y.paid_at
    from payout_claim c join payout y on y.id = c.payout_id
    join destination d on d.id = y.destination_id join person p on p.id = y.person_id
"""


async def begin(uow: UnitOfWork, payout_id: int, promised: date, now: datetime) -> bool:
    """Open a claim. False if the payment has an open one."""
    return (
        await uow.execute(
            """
            insert into payout_claim (payout_id, opened_at, promised)
            select %(payout)s, %(now)s, %(promised)s
            where not exists (select from payout_claim where payout_id = %(payout)s and closed_at is null)
            """,
            {"payout": payout_id, "now": now, "promised": promised},
        )
        == 1
    )


async def reopen(uow: UnitOfWork, payout_id: int, since: datetime, now: datetime) -> bool:
    """Open the payment's newest claim again, as of now, if its person closed it after `since`: its number and its
    promised day stay. False if there is no such claim, or its promised day is over."""
    return (
        await uow.execute(
            """
            update payout_claim c set closed_at = null, outcome = null, answered_by = '', opened_at = %(now)s
            from payout y join person p on p.id = y.person_id
            where c.id = (select max(id) from payout_claim where payout_id = %(payout)s) and y.id = c.payout_id
              and c.outcome = 'arrived' and c.closed_at > %(since)s
              and c.promised >= (%(now)s at time zone coalesce(p.zone, 'UTC'))::date
            """,
            {"payout": payout_id, "since": since, "now": now},
        )
        == 1
    )


async def open_of(uow: UnitOfWork, payout_id: int) -> Claim | None:
    """The open claim of a payment."""
    return await uow.fetch_one(f"{_CLAIM} where c.payout_id = %s and c.closed_at is null", (payout_id,), row=Claim)


async def lock(uow: UnitOfWork, claim_id: int) -> Claim | None:
    """A claim, locked until the end of the transaction. None if there is none with this number."""
    return await uow.fetch_one(f"{_CLAIM} where c.id = %s for no key update of c", (claim_id,), row=Claim)


async def close(uow: UnitOfWork, payout_id: int, outcome: ClaimOutcome, by: str, now: datetime) -> int | None:
    """Close the open claim of a payment and return its number. None if there is none."""
    return await uow.find_value(
        """
        update payout_claim set closed_at = %s, outcome = %s, answered_by = %s
        where payout_id = %s and closed_at is null returning id
        """,
        (now, outcome.value, by, payout_id),
    )


async def waiting(uow: UnitOfWork, most: int) -> list[Claim]:
    """The open claims, those first that were promised first."""
    return await uow.fetch_all(
        f"{_CLAIM} where c.closed_at is null order by c.promised, c.id limit %s", (most,), row=Claim
    )


class ClaimCount(Record):
    """`open`: the number of open claims; `late`: those of them whose promised day is over."""

    open: int
    late: int


async def count(uow: UnitOfWork, now: datetime) -> ClaimCount:
    """How many claims are open."""
    return await uow.fetch_only(
        """
        select count(*)::int as open,
               count(*) filter (where c.promised < (%s at time zone coalesce(p.zone, 'UTC'))::date)::int as late
        from payout_claim c join payout y on y.id = c.payout_id join person p on p.id = y.person_id
        where c.closed_at is null
        """,
        (now,),
        row=ClaimCount,
    )


async def take_late(uow: UnitOfWork, now: datetime) -> list[int]:
    """Open claims whose promised day is over and of which nobody was reminded yet. They count as reminded from now
    on."""
    rows = await uow.fetch_all(
        """
        update payout_claim c set reminded_at = %(now)s from payout y, person p
        where y.id = c.payout_id and p.id = y.person_id and c.closed_at is null and c.reminded_at is null
          and c.promised < (%(now)s at time zone coalesce(p.zone, 'UTC'))::date
        returning c.id
        """,
        {"now": now},
    )
    return sorted(row["id"] for row in rows)
