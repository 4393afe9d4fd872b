"""Statements about payments by providers over HTTP: which are due for a call, and what was set aside."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from backend.db.engine.uow import UnitOfWork
from backend.domain.money import Money
from backend.domain.payouts.providers import ProviderName
from backend.domain.payouts.states import ENDED, PayoutState
from backend.records import Record

_LOCKS: Mapping[ProviderName, int] = {
    ProviderName.WAVE: 7310401,
    ProviderName.PAWAPAY: 7310402,
    ProviderName.DEMONSTRATION: 7310403,
}


async def alone(uow: UnitOfWork, provider: ProviderName) -> bool:
    """Let only this transaction call the provider until it ends. False if another one does."""
    return await uow.fetch_bool("select pg_try_advisory_xact_lock(%s) as got", (_LOCKS[provider],))


class Routed(Record):
    """A proposed payment and what decides on its provider. `kind`: of the destination. `units`: what arrives; `fee`: in
    units, as it was proposed; `fee_hers`: she bears it."""

    id: int
    country: str | None
    kind: str
    units: int
    fee: int
    fee_hers: bool


async def routed(uow: UnitOfWork, run_id: int) -> list[Routed]:
    """The proposed payments of a run."""
    return await uow.fetch_all(
        f"""
        select y.id, p.country, d.kind, y.units, y.fee, y.fee_hers
        from payout y join person p on p.id = y.person_id join destination d on d.id = y.destination_id
        where y.run_id = %s and y.state = '{PayoutState.PROPOSED}' order by y.id
        """,  # noqa: S608 (constants)
        (run_id,),
        row=Routed,
    )


async def assign(uow: UnitOfWork, to: Mapping[int, ProviderName], now: datetime) -> None:
    """Note who carries out each of these payments. What goes over HTTP is due at once."""
    await uow.execute(
        """
        update payout y set provider = t.provider, ask_at = case when t.provider <> 'files' then %s end
        from unnest(%s::bigint[], %s::text[]) as t(id, provider) where y.id = t.id
        """,
        (now, list(to), [name.value for name in to.values()]),
    )


class Due(Record):
    """A payment that is due for a call. `called_at` None: the provider has not heard of it. `asked`: calls that left
    the result open."""

    id: int
    key: UUID
    destination_id: int
    units: int
    currency: str
    operator: str
    called_at: datetime | None
    asked: int

    @property
    def amount(self) -> Money:
        """The sum that arrives."""
        return Money(self.units, self.currency)


_DUE = "y.id, y.key, y.destination_id, y.units, y.currency, y.operator, y.called_at, y.asked"


async def claim(
    uow: UnitOfWork, provider: ProviderName, now: datetime, until: datetime, most: int, *, starting: bool
) -> list[Due]:
    """Payments that are due for a call, the longest due first, put off until `until` in case the caller dies.
    `starting`: also those that the provider has not heard of."""
    rows = await uow.fetch_all(
        f"""
        with due as (
            select id, row_number() over (order by ask_at, id) as place from (
                select id, ask_at from payout
                where provider = %(provider)s and state = '{PayoutState.SENT}' and ask_at <= %(now)s
                      and (%(starting)s or called_at is not null)
                order by ask_at, id limit %(most)s for no key update skip locked) found)
        update payout y set ask_at = %(until)s from due where due.id = y.id
        returning {_DUE}
        """,  # noqa: S608 (constants)
        {"provider": provider.value, "now": now, "until": until, "most": most, "starting": starting},
        row=Due,
    )
    return sorted(rows, key=lambda row: row.id)


async def one(uow: UnitOfWork, payout_id: int, provider: ProviderName) -> Due | None:
    """A payment that this provider has heard of, whatever its state. None if there is none."""
    return await uow.fetch_one(
        f"""
        select {_DUE} from payout y where y.id = %s and y.provider = %s and y.called_at is not null
        """,  # noqa: S608 (constants)
        (payout_id, provider.value),
        row=Due,
    )


async def calling(uow: UnitOfWork, payout_id: int, operator: str, now: datetime) -> bool:
    """Note that the provider is called about a payment now. False if the payment has ended meanwhile."""
    return (
        await uow.execute(
            f"""
            update payout set called_at = coalesce(called_at, %s), operator = %s
            where id = %s and state = '{PayoutState.SENT}'
            """,  # noqa: S608 (constants)
            (now, operator, payout_id),
        )
        == 1
    )


async def unheard(uow: UnitOfWork, payout_id: int, called_at: datetime) -> None:
    """Note that the call about a payment that was noted at `called_at` surely did not reach the provider, if it was the
    first one."""
    await uow.execute("update payout set called_at = null where id = %s and called_at = %s", (payout_id, called_at))


async def put_off(uow: UnitOfWork, payout_id: int, until: datetime | None) -> None:
    """Call about a payment again at `until`; None: never by itself, because a person has to look."""
    await uow.execute(
        f"update payout set ask_at = %s, asked = asked + 1 where id = %s and state = '{PayoutState.SENT}'",  # noqa: S608 (constants)
        (until, payout_id),
    )


async def refer(uow: UnitOfWork, payout_id: int, reference: str) -> None:
    """Note the provider's own id of a payment."""
    await uow.execute(
        "update payout set reference = %s where id = %s and reference <> %s", (reference, payout_id, reference)
    )


class Known(Record):
    """A payment that a provider names. `by_file`: its result may come in a file."""

    id: int
    provider: ProviderName
    called: bool
    by_file: bool


_KNOWN = f"""id, provider, called_at is not null as called,
            provider = 'files' or (state = '{PayoutState.SENT}' and ask_at is null) as by_file"""


async def by_key(uow: UnitOfWork, provider: ProviderName, key: UUID) -> Known | None:
    """The payment with this key, if this provider carries it out."""
    return await uow.fetch_one(
        f"select {_KNOWN} from payout where key = %s and provider = %s",  # noqa: S608 (constants)
        (key, provider.value),
        row=Known,
    )


async def by_id(uow: UnitOfWork, payout_id: int) -> Known | None:
    """The payment with this number."""
    return await uow.fetch_one(
        f"select {_KNOWN} from payout where id = %s",  # noqa: S608 (constants)
        (payout_id,),
        row=Known,
    )


class Underway(Record):
    """What is with a provider over HTTP, in one currency. `waiting`: payments for which it was not
    called yet. `stuck`: payments that are not asked about any more."""

    provider: ProviderName
    currency: str
    payouts: int
    units: int
    waiting: int
    stuck: int


async def underway(uow: UnitOfWork) -> list[Underway]:
    """What is with providers over HTTP now."""
    return await uow.fetch_all(
        f"""
        select provider, currency, count(*)::int as payouts, sum(units)::bigint as units,
               count(*) filter (where called_at is null)::int as waiting,
               count(*) filter (where ask_at is null)::int as stuck
        from payout where state = '{PayoutState.SENT}' and provider <> 'files' group by 1, 2 order by 1, 2
        """,  # noqa: S608 (constants)
        row=Underway,
    )


async def by_provider(uow: UnitOfWork, run_id: int) -> dict[ProviderName, int]:
    """How many payments of a run each provider carries out, without those that were dropped."""
    rows = await uow.fetch_all(
        f"""
        select provider, count(*)::int as payouts from payout
        where run_id = %s and state <> '{PayoutState.DROPPED}' group by 1
        """,  # noqa: S608 (constants)
        (run_id,),
    )
    return {ProviderName(row["provider"]): row["payouts"] for row in rows}


# --- set aside ---------------------------------------------------------------------------------------


class Notice(Record):
    """What a provider said amiss. `times`: how often it came."""

    line: str
    at: datetime
    times: int


async def note(
    uow: UnitOfWork, provider: ProviderName, digest: bytes, payout_id: int | None, line: str, now: datetime
) -> bool:
    """Set aside what a provider said. False if the same was set aside before."""
    return await uow.fetch_bool(
        """
        insert into payout_notice (provider, digest, payout_id, line, at) values (%s, %s, %s, %s, %s)
        on conflict (digest) do update set times = payout_notice.times + 1 returning times = 1 as fresh
        """,
        (provider.value, digest, payout_id, line, now),
    )


async def notices(uow: UnitOfWork, most: int) -> list[Notice]:
    """What was set aside, the newest first."""
    return await uow.fetch_all(
        "select line, at, times from payout_notice order by id desc limit %s",
        (most,),
        row=Notice,
    )


# --- alarms ------------------------------------------------------------------------------------------


class Waiting(Record):
    """Money for which a provider was not called yet, in one country and currency."""

    country: str | None
    currency: str
    units: int


async def waiting(uow: UnitOfWork, provider: ProviderName) -> list[Waiting]:
    """What a provider is still to be sent."""
    return await uow.fetch_all(
        f"""
        select p.country, y.currency, sum(y.units)::bigint as units
        from payout y join person p on p.id = y.person_id
        where y.provider = %s and y.state = '{PayoutState.SENT}' and y.ask_at is not null and y.called_at is null
        group by 1, 2 order by 1, 2
        """,  # noqa: S608 (constants)
        (provider.value,),
        row=Waiting,
    )


async def ended(uow: UnitOfWork, since: datetime) -> tuple[int, int]:
    """How many payments failed since then, and how many ended."""
    row = await uow.fetch_one(
        f"""
        select count(*) filter (where state = '{PayoutState.FAILED}')::int as failed, count(*)::int as ended
        from payout where state in {ENDED} and settled_at > %s
        """,  # noqa: S608 (constants)
        (since,),
    )
    assert row is not None
    return row["failed"], row["ended"]


async def lock_stop(uow: UnitOfWork) -> None:
    """Let only this transaction stop payouts, or let them go on, until it ends."""
    await uow.execute("select pg_advisory_xact_lock(7310410)")
