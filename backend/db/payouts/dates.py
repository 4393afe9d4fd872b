"""The dates of a person's payments, for `gains`."""

from __future__ import annotations

from datetime import date, datetime

from backend.db.engine.uow import UnitOfWork
from backend.db.payouts import parted_accounts
from backend.domain.money import Money
from backend.domain.payouts.states import UNDER_WAY, PayoutState
from backend.records import Record, field


class PaymentDates(Record):
    """`way_since`, `way_tail`: when the payment that has not ended was prepared or sent, and the last four characters
    of where it goes; None: there is none, or it was prepared and she is paid elsewhere now. `way_sent`: it was sent,
    not only prepared. `paid_since`, `paid_tail`: when the newest payment that was paid was sent, and where to.
    `way_fee`, `paid_fees`: what the person bears of the costs of the payment on its way, and of all that were paid:
    units by currency of the payments. `paid_joined`: what was paid of her money by payments of an account with which
    hers was one then, and is no more. `claim`, `promised`: the number of an open claim, and the day by which it is
    answered; None: there is none. `named`: the person has said where they are paid."""

    named: bool = False
    way_since: datetime | None = None
    way_tail: str | None = None
    way_sent: bool = False
    way_fee: dict[str, int] = field(default_factory=dict)
    paid_since: datetime | None = None
    paid_tail: str | None = None
    paid_fees: dict[str, int] = field(default_factory=dict)
    paid_joined: dict[str, int] = field(default_factory=dict)
    claim: int | None = None
    promised: date | None = None


async def paid_between(uow: UnitOfWork, person_id: int, since: datetime, until: datetime) -> list[Money]:
    """What the person was paid from `since` up to `until`, one sum per currency."""
    rows = await uow.fetch_all(
        f"""
        select currency, sum(units)::bigint as units from payout
        where person_id = %s and state = '{PayoutState.PAID}' and paid_at >= %s and paid_at < %s group by currency
        """,  # noqa: S608 (constants)
        (person_id, since, until),
    )
    return [Money(row["units"], row["currency"]) for row in rows]


async def of(uow: UnitOfWork, person_id: int) -> PaymentDates:
    """The dates of a person's payments."""
    return await uow.fetch_only(
        f"""
        select exists (select from destination where person_id = %(person)s and ended_at is null) as named,
               way.since as way_since, way.tail as way_tail, coalesce(way.sent, false) as way_sent,
               coalesce(way.fee, '{{}}') as way_fee, paid.since as paid_since, paid.tail as paid_tail,
               (select coalesce(jsonb_object_agg(currency, fees), '{{}}') from (
                   select currency, sum(fee)::bigint as fees from payout
                   where person_id = %(person)s and fee_hers and state = '{PayoutState.PAID}' group by 1) f
               ) as paid_fees,
               (select coalesce(jsonb_object_agg(key, units), '{{}}') from (
                   select e.key, sum(e.value::bigint)::bigint as units
                   from merge m, jsonb_each_text(m.before -> '{parted_accounts.PAID_SINCE}') e
                   where m.gone_id = %(person)s and m.before ? '{parted_accounts.PAID_SINCE}' group by 1) j
               ) as paid_joined,
               claimed.id as claim, claimed.promised
        from (select) one
        left join lateral (
            select coalesce(p.sent_at, p.proposed_at) as since, p.state = '{PayoutState.SENT}' as sent,
                   case when p.state = '{PayoutState.SENT}' or d.ended_at is null then d.tail end as tail,
                   case when p.fee_hers then jsonb_build_object(p.currency, p.fee) end as fee
            from payout p join destination d on d.id = p.destination_id
            where p.person_id = %(person)s and p.state in {UNDER_WAY} order by p.id limit 1) way on true
        left join lateral (
            select coalesce(p.sent_at, p.paid_at) as since, d.tail
            from payout p join destination d on d.id = p.destination_id
            where p.person_id = %(person)s and p.state = '{PayoutState.PAID}'
            order by p.paid_at desc limit 1) paid on true
        left join lateral (
            select c.id, c.promised from payout_claim c join payout p on p.id = c.payout_id
            where p.person_id = %(person)s and c.closed_at is null order by c.promised limit 1) claimed on true
        """,  # noqa: S608 (constants)
        {"person": person_id},
        row=PaymentDates,
    )
