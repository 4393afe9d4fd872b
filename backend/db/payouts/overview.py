"""What finance sees of payments: what is due, on its way, paid and failed, by country and provider, and single
payments."""

from __future__ import annotations

from datetime import date, datetime

from backend.db.earnings import ledger
from backend.db.engine.uow import UnitOfWork
from backend.db.payouts import leavers
from backend.domain.money import FRANCS_PER_EURO, UNITS_PER_WHOLE, Money
from backend.domain.payouts.providers import ProviderName
from backend.domain.payouts.states import ENDED, UNDER_WAY, PayoutState
from backend.records import Record

_EURO = f"{FRANCS_PER_EURO.numerator}::numeric / {FRANCS_PER_EURO.denominator}"


class DuePay(Record):
    """Accepted pay in one country that is in no payment yet. `people` have at least the minimum; `unnamed` of them have
    not said where they are paid, `held` are held back, `busy` have another payment that has not ended, so that none
    is proposed for them until then, and `gone` have left: theirs is a part of `leavers.kept`. `francs`: whole F CFA,
    rounded down."""

    country: str
    people: int
    unnamed: int
    held: int
    busy: int
    gone: int
    francs: int


async def due(uow: UnitOfWork, least: int) -> list[DuePay]:
    """What is due, by country, the most first. `least`: whole F CFA; people with less are left out, and those who were
    erased: nothing is proposed for them."""
    return await uow.fetch_all(
        f"""
        with owed as (
            select a.owner, sum(a.units * case when a.currency = 'EUR' then {_EURO} else 1 end) / {UNITS_PER_WHOLE}
                   as francs
            from (select a.owner, a.currency, {ledger.BALANCE} as units from account a where a.kind = 'accepted') a
            where a.units > 0 group by 1
        )
        select coalesce(p.country, '') as country, count(*)::int as people,
               (count(*) filter (where not exists (
                   select from destination d where d.person_id = p.id and d.ended_at is null)))::int as unnamed,
               (count(*) filter (where exists (
                   select from pay_hold h where h.person_id = p.id and h.ended_at is null)))::int as held,
               (count(*) filter (where exists (
                   select from payout y where y.person_id = p.id and y.state in {UNDER_WAY})))::int as busy,
               (count(*) filter (where {leavers.HAS_LEFT}))::int as gone, floor(sum(o.francs))::bigint as francs
        from owed o join person p on p.id = o.owner
        where o.francs >= %s and p.merged_into is null
              and not exists (select from erasure e where e.person_id = p.id and e.begun_at is not null)
        group by 1 order by sum(o.francs) desc
        """,  # noqa: S608 (constants)
        (least,),
        row=DuePay,
    )


class PlacePay(Record):
    """Payments in one country by one provider in one currency: on their way now, and paid and failed since some day;
    units. `provider` None: proposed, and given to nobody yet. `fees`: what those that were paid cost, also where they
    came back."""

    country: str
    provider: ProviderName | None
    currency: str
    ways: int
    way_units: int
    paid: int
    paid_units: int
    failed: int
    failed_units: int
    fees: int


async def places(uow: UnitOfWork, since: datetime) -> list[PlacePay]:
    """Payments that are on their way, or have ended since then, by country, provider and currency."""
    return await uow.fetch_all(
        f"""
        select coalesce(p.country, '') as country,
               case when y.state <> '{PayoutState.PROPOSED}' then y.provider end as provider, y.currency,
               count(*) filter (where y.state in {UNDER_WAY})::int as ways,
               coalesce(sum(y.units) filter (where y.state in {UNDER_WAY}), 0)::bigint as way_units,
               count(*) filter (where y.state = '{PayoutState.PAID}')::int as paid,
               coalesce(sum(y.units) filter (where y.state = '{PayoutState.PAID}'), 0)::bigint as paid_units,
               count(*) filter (where y.state = '{PayoutState.FAILED}')::int as failed,
               coalesce(sum(y.units) filter (where y.state = '{PayoutState.FAILED}'), 0)::bigint as failed_units,
               coalesce(sum(y.fee) filter (where y.state in {ENDED} and y.paid_at is not null), 0)::bigint as fees
        from payout y join person p on p.id = y.person_id
        where y.state in {UNDER_WAY} or (y.state in {ENDED} and y.settled_at >= %s)
        group by 1, 2, 3 order by 1, 2, 3
        """,  # noqa: S608 (constants)
        (since,),
        row=PlacePay,
    )


class PayoutCount(Record):
    """Payments in one `state` by one provider in one currency: how many, their units, and how long ago the oldest was
    proposed or sent (0 for those that have ended). `state`: "proposed", "sent", "stuck" (sent, and not asked about any
    more), "paid" or "failed"."""

    provider: ProviderName
    currency: str
    state: str
    payouts: int
    units: int
    seconds: float


async def counts(uow: UnitOfWork, now: datetime, since: datetime) -> list[PayoutCount]:
    """Payments that have not ended, and those that ended since then. Only these are read, by their indexes."""
    return await uow.fetch_all(
        f"""
        select provider, currency,
               case when state = '{PayoutState.SENT}' and provider <> 'files' and ask_at is null then 'stuck'
                    else state end as state,
               count(*)::int as payouts, sum(units)::bigint as units,
               extract(epoch from %(now)s - min(coalesce(sent_at, proposed_at)))::float as seconds
        from payout where state in {UNDER_WAY} group by 1, 2, 3
        union all
        select provider, currency, state, count(*)::int, sum(units)::bigint, 0
        from payout where state in {ENDED} and settled_at > %(since)s group by 1, 2, 3
        order by 1, 2, 3
        """,  # noqa: S608 (constants)
        {"now": now, "since": since},
        row=PayoutCount,
    )


class OpenClaims(Record):
    """Claims of people that a payment has not arrived: how many are open, and how many of these past the promised
    day."""

    open: int
    late: int


async def claims(uow: UnitOfWork, today: date) -> OpenClaims:
    """The claims that nobody has answered yet."""
    return await uow.fetch_only(
        """
        select count(*)::int as open, (count(*) filter (where promised < %s))::int as late
        from payout_claim where closed_at is null
        """,
        (today,),
        row=OpenClaims,
    )


class OnePayout(Record):
    """A payment with its person, as finance sees it. `tail`: the last four characters of where it goes."""

    id: int
    run_id: int
    person_id: int
    first_name: str
    units: int
    currency: str
    state: PayoutState
    reason: str
    provider: ProviderName
    tail: str

    @property
    def amount(self) -> Money:
        """The sum that arrives."""
        return Money(self.units, self.currency)


_ONE = """
    select y.id, y.run_id, y.person_id, coalesce(p.first_name, '') as first_name, y.units, y.currency, y.state,
           y.reason, y.provider, d.tail
    from payout y join person p on p.id = y.person_id join destination d on d.id = y.destination_id
"""


async def one(uow: UnitOfWork, payout_id: int) -> OnePayout | None:
    """A payment. None if there is none with this number."""
    return await uow.fetch_one(f"{_ONE} where y.id = %s", (payout_id,), row=OnePayout)


async def of_run(uow: UnitOfWork, run_id: int, most: int) -> list[OnePayout]:
    """The largest payments of a run that were not dropped, whatever their currency."""
    return await uow.fetch_all(
        f"""
        {_ONE}
        where y.run_id = %s and y.state <> '{PayoutState.DROPPED}' order by y.units / y.per_euro desc, y.id limit %s
        """,
        (run_id, most),
        row=OnePayout,
    )


async def failed(uow: UnitOfWork, most: int) -> list[OnePayout]:
    """People's newest payments that failed and were not followed by another one, the newest first."""
    return await uow.fetch_all(
        f"""
        {_ONE}
        where y.state = '{PayoutState.FAILED}' and not exists (
            select from payout o where o.person_id = y.person_id and o.id > y.id and o.state <> '{PayoutState.DROPPED}')
        order by y.settled_at desc limit %s
        """,
        (most,),
        row=OnePayout,
    )
