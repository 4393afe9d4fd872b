"""Statements about the pay of people who have left: it is kept for them, and paid where they have said."""

from __future__ import annotations

from backend.db.earnings import ledger
from backend.db.engine.uow import UnitOfWork
from backend.domain.money import FRANCS_PER_EURO, UNITS_PER_WHOLE, Money
from backend.records import Record

_EURO = f"{FRANCS_PER_EURO.numerator}::numeric / {FRANCS_PER_EURO.denominator}"


HAS_LEFT = "(p.stopped_at is not null or p.reached_id is null or p.role is distinct from 'hiteuse')"
"""SQL: whether the person `p` has left."""


class KeptPay(Record):
    """What is kept for people who have left. `why`: "erased" (only the holder of its code can claim it), "stopped"
    (they have said `stop`), "unreachable" (no chat can be written to), or "role" (they work no more). `unnamed`: how
    many of these `people` have not said where they are paid. `balances`: units by currency."""

    why: str
    people: int
    unnamed: int
    balances: dict[str, int]

    @property
    def sums(self) -> tuple[Money, ...]:
        """One sum per currency."""
        return tuple(Money(units, currency) for currency, units in sorted(self.balances.items()))


async def kept(uow: UnitOfWork) -> list[KeptPay]:
    """What is accepted or set aside for people who have left, by the reason; from one franc on."""
    return await uow.fetch_all(
        f"""
        with every as (
            select p.id, a.currency, a.units,
                   case when exists (select from erasure e where e.person_id = p.id and e.begun_at is not null)
                            then 'erased'
                        when p.stopped_at is not null then 'stopped'
                        when p.reached_id is null then 'unreachable' else 'role' end as why,
                   not exists (select from destination d where d.person_id = p.id and d.ended_at is null) as unnamed
            from (select a.owner, a.currency, {ledger.BALANCE} as units from account a
                  where a.kind in ('accepted', 'savings')) a
            join person p on p.id = a.owner
            where a.units > 0 and p.merged_into is null and {HAS_LEFT}
        ),
        owed as (  -- less than a franc is what rounding has left
            select * from every where id in (
                select id from every group by id
                having sum(units * case when currency = 'EUR' then {_EURO} else 1 end) >= {UNITS_PER_WHOLE})
        ),
        sums as (select why, currency, sum(units)::bigint as units from owed group by 1, 2)
        select o.why, count(distinct o.id)::int as people, (count(distinct o.id) filter (where o.unnamed))::int as
        unnamed,        (select jsonb_object_agg(s.currency, s.units) from sums s where s.why = o.why) as balances
        from owed o group by o.why order by o.why
        """,  # noqa: S608 (constants)
        row=KeptPay,
    )


async def has_pay(uow: UnitOfWork, person_id: int) -> bool:
    """Whether the person has earned anything, in whatever state it is."""
    row = await uow.fetch_one(
        f"""
        select 1 from account a where a.owner = %s and a.kind = any(%s) and {ledger.BALANCE} > 0 limit 1
        """,  # noqa: S608 (constants)
        (person_id, list(ledger.HERS)),
    )
    return row is not None
