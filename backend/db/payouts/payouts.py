"""Statements about payments: what is set aside, and the state of each payment. `candidates` has who may be paid.

Money is set aside in the same transaction that creates the payment's row, so a second run cannot use it again. Each
change of state is written together with its transfers, and cannot happen twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from backend.db.earnings import ledger, savings
from backend.db.engine.uow import UnitOfWork
from backend.db.payouts import exchanges, parted_accounts
from backend.domain.money import Money, decimal
from backend.domain.payouts.amounts import Payment
from backend.domain.payouts.providers import ProviderName
from backend.domain.payouts.states import UNDER_WAY, HoldReason, PayoutState
from backend.records import Record

_TAKE = ledger.entries(
    key="'payout:' || t.payout_id || ':' || t.currency",
    debit=("'accepted'", "t.person_id"),
    credit=("'transit'", "t.person_id"),
    units="t.units",
    currency="t.currency",
    at="%(now)s",
    source="taken t",
)


async def add(
    uow: UnitOfWork, run_id: int, payments: Sequence[tuple[int, int, Payment, int]], now: datetime
) -> dict[int, int]:
    """Add payments to a run, each as (person, destination, payment, change of what is carried for the person), and take
    their money from what is accepted. Returns the payment's number by person. The people must be locked."""
    if not payments:
        return {}
    made = await uow.fetch_all(
        """
        insert into payout (run_id, person_id, destination_id, units, currency, carried, fee, fee_hers, capped,
                            per_euro, state, proposed_at)
        select %s, person, destination, units, currency, carried, fee, hers, capped, per_euro, %s, %s
        from unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::text[], %s::bigint[], %s::bigint[], %s::boolean[],
                    %s::boolean[], %s::numeric[])
             as t(person, destination, units, currency, carried, fee, hers, capped, per_euro)
        returning id, person_id
        """,
        (
            run_id,
            PayoutState.PROPOSED.value,
            now,
            [person for person, *_ in payments],
            [destination for _, destination, *_ in payments],
            [payment.amount.units for *_, payment, _ in payments],
            [payment.amount.currency for *_, payment, _ in payments],
            [grown for *_, grown in payments],
            [payment.fee.units for *_, payment, _ in payments],
            [payment.hers for *_, payment, _ in payments],
            [payment.capped for *_, payment, _ in payments],
            [decimal(payment.per_euro) for *_, payment, _ in payments],
        ),
    )
    number = {row["person_id"]: row["id"] for row in made}
    parts = [(number[person], person, part) for person, _, payment, _ in payments for part in payment.parts]
    await uow.execute(
        """
        insert into account (kind, owner, currency)
        select distinct 'transit', person, currency from unnest(%s::bigint[], %s::text[]) as t(person, currency)
        on conflict do nothing
        """,
        ([person for _, person, _ in parts], [part.currency for *_, part in parts]),
    )
    moved = await uow.execute(
        f"""
        with taken as (
            insert into payout_part (payout_id, currency, units)
            select payout, currency, units
            from unnest(%(payouts)s::bigint[], %(currencies)s::text[], %(units)s::bigint[])
                 as t(payout, currency, units)
            returning payout_id, currency, units,
                      (select person_id from payout where payout.id = payout_part.payout_id) as person_id
        )
        {_TAKE}
        """,  # noqa: S608 (constants)
        {
            "payouts": [payout for payout, *_ in parts],
            "currencies": [part.currency for *_, part in parts],
            "units": [part.units for *_, part in parts],
            "now": now,
        },
    )
    if moved != len(parts):
        raise RuntimeError("a payment is noted and its money is not there")
    return number


class RunPayout(Record):
    """A payment as it is sent, exported and listed. `key`: the provider's idempotency key."""

    id: int
    key: UUID
    person_id: int
    destination_id: int
    units: int
    currency: str
    state: PayoutState
    reason: str
    provider: ProviderName

    @property
    def amount(self) -> Money:
        """The sum that arrives."""
        return Money(self.units, self.currency)


async def of_run(uow: UnitOfWork, run_id: int) -> list[RunPayout]:
    """All payments of a run, by number."""
    return await uow.fetch_all(
        """
        select id, key, person_id, destination_id, units, currency, state, reason, provider from payout
        where run_id = %s order by id
        """,
        (run_id,),
        row=RunPayout,
    )


class AtRisk(Record):
    """A person who is not paid now, and why."""

    person_id: int
    why: HoldReason


async def at_risk(uow: UnitOfWork, run_id: int, now: datetime, protected: timedelta) -> list[AtRisk]:
    """People of a run whose pay is held back, or who have named another destination since or have none any more; or who
    have a locked chat, or whose account was merged with another within `protected`, and who were not confirmed as safe
    since."""
    return await uow.fetch_all(
        f"""
        select distinct y.person_id,
               case when exists (select from pay_hold h where h.person_id = y.person_id and h.ended_at is null)
                    then %(held)s
                    when d.id is null then %(nowhere)s
                    when d.id <> y.destination_id then %(new)s
                    when exists (select from contact k where k.person_id = y.person_id
                             and k.locked_at > coalesce(d.cleared_at, '-infinity'))
                    then %(locked)s else %(joined)s end as why
        from payout y left join destination d on d.person_id = y.person_id and d.ended_at is null
        where y.run_id = %(run)s and y.state = '{PayoutState.PROPOSED}' and (
            exists (select from pay_hold h where h.person_id = y.person_id and h.ended_at is null)
            or d.id is distinct from y.destination_id
            or exists (select from contact k where k.person_id = y.person_id
                    and k.locked_at > coalesce(d.cleared_at, '-infinity'))
            or exists (select from merge m where m.kept_id = y.person_id and m.undone_at is null
                       and m.at > greatest(d.cleared_at, %(now)s - %(protected)s)))
        """,  # noqa: S608 (constants)
        {
            "run": run_id,
            "now": now,
            "protected": protected,
            "held": HoldReason.HELD_BACK,
            "nowhere": HoldReason.NO_DESTINATION,
            "new": HoldReason.NEW_DESTINATION,
            "locked": HoldReason.CHAT_LOCKED,
            "joined": HoldReason.JUST_JOINED,
        },
        row=AtRisk,
    )


async def lock_payout(uow: UnitOfWork, payout_id: int) -> RunPayout | None:
    """A payment, locked until the end of the transaction. None if there is none."""
    return await uow.fetch_one(
        """
        select id, key, person_id, destination_id, units, currency, state, reason, provider from payout where id = %s
        for no key update
        """,
        (payout_id,),
        row=RunPayout,
    )


async def send(uow: UnitOfWork, run_id: int, now: datetime) -> int:
    """Mark all proposed payments of a run as sent. Returns how many."""
    return await uow.execute(
        f"update payout set state = %s, sent_at = %s where run_id = %s and state = '{PayoutState.PROPOSED}'",  # noqa: S608 (constants)
        (PayoutState.SENT.value, now, run_id),
    )


def _moved(kind: str, of: str, to: str) -> str:
    return ledger.entries(
        key=f"'{kind}:' || t.payout_id || ':' || t.currency",
        debit=(f"'{of}'", "t.person_id"),
        credit=(f"'{to}'", "t.person_id"),
        units="t.units",
        currency="t.currency",
        at="%(now)s",
        source="""
            (select y.payout_id, y.currency, y.units, z.person_id from payout_part y join payout z on z.id = y.payout_id
             where y.payout_id = %(payout)s) t
        """,
    )


_PAID = _moved("paid", "transit", "paid")
_RETURNED = _moved("return", "transit", "accepted")
_CAME_BACK = _moved("return", "paid", "accepted")


async def settle(uow: UnitOfWork, found: RunPayout, state: PayoutState, now: datetime, reason: str = "") -> None:
    """Mark a locked payment as paid, failed or dropped, with its transfers. Raises `RuntimeError` if the transfers are
    not possible."""
    parts = await uow.execute(
        "select from payout_part where payout_id = %s",
        (found.id,),
    )
    what = {"payout": found.id, "now": now}
    if state is PayoutState.PAID:
        moved = await uow.execute(_PAID, what)
    elif found.state is PayoutState.PAID:
        moved = await uow.execute(_CAME_BACK, what)
        await parted_accounts.give_back(uow, found.id, found.person_id, now)
    else:
        moved = await uow.execute(_RETURNED, what)
    if moved != parts:
        raise RuntimeError("a payment's money is not where it should be")
    if state is not PayoutState.PAID:
        await savings.give_back(uow, found.person_id, found.id, now)
    if state is PayoutState.PAID or found.state is PayoutState.PAID:
        await exchanges.book(uow, found.id, now, back=state is not PayoutState.PAID)
    await uow.execute(
        """
        update payout set state = %(state)s, reason = %(reason)s, settled_at = %(now)s,
               paid_at = case when %(state)s = 'paid' then %(now)s else paid_at end
        where id = %(payout)s
        """,
        {"state": state.value, "reason": reason, "now": now, "payout": found.id},
    )


async def open_of(uow: UnitOfWork, person_id: int) -> bool:
    """Whether a payment of the person is proposed or on its way."""
    row = await uow.fetch_one(
        f"select 1 from payout where person_id = %s and state in {UNDER_WAY} limit 1",  # noqa: S608 (constants)
        (person_id,),
    )
    return row is not None


async def proposed_of(uow: UnitOfWork, person_id: int) -> list[int]:
    """The numbers of the person's payments that are proposed and not sent."""
    return await uow.fetch_column(
        f"select id from payout where person_id = %s and state = '{PayoutState.PROPOSED}' order by id",  # noqa: S608 (constants)
        (person_id,),
    )


async def run_of(uow: UnitOfWork, payout_id: int) -> int:
    """The run of a payment that exists."""
    return await uow.fetch_int("select run_id from payout where id = %s", (payout_id,))


async def any_left(uow: UnitOfWork, run_id: int) -> bool:
    """Whether a payment of a run is proposed or sent."""
    row = await uow.fetch_one(f"select 1 from payout where run_id = %s and state in {UNDER_WAY} limit 1", (run_id,))  # noqa: S608 (constants)
    return row is not None
