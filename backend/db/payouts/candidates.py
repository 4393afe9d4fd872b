"""Statements about who may be paid: people with accepted pay, and what stands in the way of a payment."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from psycopg.types.json import Jsonb

from backend.db.earnings import ledger, savings
from backend.db.engine.uow import UnitOfWork
from backend.domain.payouts.states import STANDING, UNDER_WAY
from backend.domain.people import places
from backend.records import Record

_CURRENCIES = {country.code: country.currency for country in places.COUNTRIES}


class Candidate(Record):
    """A person with accepted pay.

    `balances`: units by currency. `carried`: what earlier payments have left, see `amounts.Payment`. `open`: a payment
    is proposed or on its way. `destination_id` None: the person has named no destination. `shared`: somebody else is
    paid there too. `rhythm`, `reach_units`, `reach_currency`, `asked`: see `eligibility.Account`. `locked`: since when
    a chat of theirs is locked; `joined`: since when another account belongs to theirs; both None if that is not so, or
    if the account was confirmed as safe since. `plan`: as `savings.PLAN` gives it; None: nothing is set aside of a
    payment.
    """

    person_id: int
    country: str | None
    balances: dict[str, int]
    carried: int
    open: bool
    destination_id: int | None
    usable_at: datetime | None
    kind: str | None
    operator: str | None
    shared: bool
    locked: datetime | None
    joined: datetime | None
    plan: dict[str, Any] | None
    rhythm: str | None
    reach_units: int | None
    reach_currency: str | None
    asked: bool
    held: bool
    """Finance holds the person's pay back."""


async def owners(uow: UnitOfWork, after: int, most: int) -> list[int]:
    """People with an account for accepted pay, by number, after the number `after`."""
    return await uow.fetch_column(
        """
        select distinct owner from account where kind = 'accepted' and owner > %s order by owner limit %s
        """,
        (after, most),
    )


async def unchecked(uow: UnitOfWork) -> list[int]:
    """People, by number, whose destination somebody else is paid to as well, or one of whose chats is locked, unless
    the account was confirmed as safe since."""
    return await uow.fetch_column(
        """
        select d.person_id from destination d
        where d.ended_at is null and d.cleared_at is null and exists (
            select from destination o where o.mark = d.mark and o.person_id <> d.person_id and o.ended_at is null)
        union
        select k.person_id from contact k
        left join destination d on d.person_id = k.person_id and d.ended_at is null
        where k.person_id is not null and k.locked_at > coalesce(d.cleared_at, '-infinity')
        order by 1
        """
    )


_LOCK = "select person_id from conversation where person_id = any(%s) order by person_id for update"


_LOCK_FREE = f"{_LOCK} skip locked"


async def lock(uow: UnitOfWork, people: Sequence[int], *, wait: bool) -> list[int]:
    """Lock these people until the end of the transaction, and return those that were locked. People whose turn runs now
    are left out, or waited for if `wait`."""
    return await uow.fetch_column(_LOCK if wait else _LOCK_FREE, (list(people),))


async def candidates(uow: UnitOfWork, people: Sequence[int], now: datetime, protected: timedelta) -> list[Candidate]:
    """What decides on the payments of these people, without those who were erased: their pay waits for who has its
    code. `protected`: for this long after a merge, the account counts as just joined."""
    return await uow.fetch_all(
        f"""
        select p.id as person_id, p.country, b.balances, coalesce(c.carried, 0)::bigint as carried,
               exists (select from payout o where o.person_id = p.id and o.state in {UNDER_WAY}) as open,
               d.id as destination_id, d.usable_at, d.kind, d.operator,
               r.rhythm, r.units as reach_units, r.currency as reach_currency,
               r.asked_at is not null and not exists (
                   select from payout o where o.person_id = p.id and o.proposed_at >= r.asked_at
                      and o.state in {STANDING}) as asked,
               exists (select from pay_hold h where h.person_id = p.id and h.ended_at is null) as held,
               d.id is not null and exists (
                   select from destination o where o.mark = d.mark and o.person_id <> p.id and o.ended_at is null)
                   and d.cleared_at is null as shared,
               (select max(k.locked_at) from contact k
                where k.person_id = p.id and k.locked_at > coalesce(d.cleared_at, '-infinity')) as locked,
               (select max(m.at) from merge m where m.kept_id = p.id and m.undone_at is null
                   and m.at > greatest(d.cleared_at, %(now)s - %(protected)s)) as joined,
               {savings.PLAN} as plan
        from person p
        join lateral (
            select jsonb_object_agg(a.currency, a.units) as balances from (
                select a.currency, {ledger.BALANCE} as units from account a
                where a.kind = 'accepted' and a.owner = p.id) a
            where a.units > 0) b on b.balances is not null
        left join destination d on d.person_id = p.id and d.ended_at is null
        left join goal g on g.person_id = p.id and not g.plan_suspended
            and (g.share is not null or g.aside_units is not null)
        left join pay_rhythm r on r.person_id = p.id
        left join lateral (
            select sum(o.carried) as carried from payout o
            where o.person_id = p.id and o.state in {STANDING}
              and replace(o.currency, 'XAF', 'XOF') = replace(%(currencies)s::jsonb ->> p.country, 'XAF', 'XOF')
        ) c on true
        where p.id = any(%(people)s) and p.merged_into is null
          and not exists (select from erasure e where e.person_id = p.id and e.begun_at is not null)
        order by p.id
        """,  # noqa: S608 (constants)
        {"people": list(people), "now": now, "protected": protected, "currencies": Jsonb(_CURRENCIES)},
        row=Candidate,
    )
