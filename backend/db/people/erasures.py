"""Statements about the wish of a person to be erased, from the wish to its end."""

from __future__ import annotations

from datetime import datetime

from backend.db.engine.uow import UnitOfWork
from backend.domain.money import Money, francs
from backend.domain.payouts.states import PayoutState
from backend.records import Record


class Request(Record):
    """`due`: nothing is erased before. `stopped_before`: the person had said `stop` before. `begun_at`: since then
    there is no way back. `done_at`: everything is erased. `claim`: the digest of the code under which
    their pay is kept; None: there is none, or it is used."""

    due: datetime
    stopped_before: bool
    begun_at: datetime | None
    done_at: datetime | None
    asked_at: datetime
    claim: bytes | None


BEGUN = "select from erasure e where e.begun_at is not null and e.person_id"
"""SQL: `exists ({BEGUN} = a.person_id)`: whether the erasure of that person has begun."""
_COLUMNS = "due, stopped_before, begun_at, done_at, asked_at, claim"


async def of(uow: UnitOfWork, person_id: int) -> Request | None:
    """The request of a person, open or carried out; None if there is none."""
    return await uow.fetch_one(f"select {_COLUMNS} from erasure where person_id = %s", (person_id,), row=Request)  # noqa: S608 (constants)


async def ask(
    uow: UnitOfWork,
    person_id: int,
    now: datetime,
    due: datetime,
    *,
    stopped_before: bool,
    claim: bytes | None,
) -> bool:
    """Store the request. A request that is there already only becomes due sooner, and gets the code if it has none.
    Returns whether `claim` is its code."""
    row = await uow.fetch_one(
        """
        insert into erasure (person_id, asked_at, due, stopped_before, claim) values (%s, %s, %s, %s, %s)
        on conflict (person_id) do update set due = least(erasure.due, excluded.due),
            claim = coalesce(erasure.claim, excluded.claim)
        returning claim
        """,
        (person_id, now, due, stopped_before, claim),
    )
    return row is not None and row["claim"] is not None and bytes(row["claim"]) == claim


async def drop(uow: UnitOfWork, person_id: int) -> Request | None:
    """Delete the request of a person whose erasure has not begun, and return it; None if there is none."""
    return await uow.fetch_one(
        f"delete from erasure where person_id = %s and begun_at is null returning {_COLUMNS}",  # noqa: S608 (constants)
        (person_id,),
        row=Request,
    )


async def due(uow: UnitOfWork, now: datetime, most: int) -> list[int]:
    """People whose erasure is due or was interrupted, the oldest first; without those of whom nothing is left to erase
    but where a payment goes that is on its way: many of them would keep all others waiting."""
    return await uow.fetch_column(
        f"""
        select person_id from erasure e where done_at is null and due <= %s and not (
            begun_at is not null
            and exists (select from destination d
                        join payout p on p.destination_id = d.id and p.state = '{PayoutState.SENT}'
                        where d.person_id = e.person_id)
            and not exists (select from contact k where k.person_id = e.person_id and k.address <> 'erased:' || k.id))
        order by due, person_id limit %s
        """,  # noqa: S608 (constants)
        (now, most),
    )


class PutOff(Record):
    """An erasure that has not begun, and when it is due now."""

    person_id: int
    due: datetime


async def put_off(uow: UnitOfWork, until: datetime) -> list[PutOff]:
    """Let no erasure that has not begun be due before then. Return all of these."""
    return await uow.fetch_all(
        """
        update erasure set due = greatest(due, %s) where begun_at is null and done_at is null returning person_id, due
        """,
        (until,),
        row=PutOff,
    )


async def begin(uow: UnitOfWork, person_id: int, now: datetime) -> None:
    """From now on there is no way back."""
    await uow.execute("update erasure set begun_at = coalesce(begun_at, %s) where person_id = %s", (now, person_id))


async def end(uow: UnitOfWork, person_id: int, now: datetime) -> None:
    """Everything is erased."""
    await uow.execute("update erasure set done_at = coalesce(done_at, %s) where person_id = %s", (now, person_id))


async def claimed(uow: UnitOfWork, digest: bytes) -> int | None:
    """The number under which pay is kept for the holder of a code, by the code's digest, if that person was erased. The
    row is locked."""
    return await uow.find_value(
        "select person_id from erasure where claim = %s and begun_at is not null for update", (digest,)
    )


async def promised(uow: UnitOfWork, person_id: int, digest: bytes) -> bool:
    """Whether this is the code that was given to a person whose erasure has not begun, by the code's digest."""
    return await uow.fetch_bool(
        """
        select exists (select from erasure where person_id = %s and claim = %s and begun_at is null) as there
        """,
        (person_id, digest),
    )


async def waiting(uow: UnitOfWork, person_id: int) -> Request | None:
    """The request of a person that can still be called off; None if there is none."""
    found = await of(uow, person_id)
    return found if found is not None and found.begun_at is None else None


async def owed(uow: UnitOfWork, person_id: int) -> tuple[tuple[Money, ...], str]:
    """What a person has still to get, one sum per currency, if it is a franc or more; and the last four digits of where
    they are paid, "" if that is not known."""
    rows = await uow.fetch_all(
        """
        select currency, sum(units)::bigint as units from account
        where owner = %s and kind in ('pending', 'accepted', 'savings') and units > 0
        group by currency order by currency
        """,
        (person_id,),
    )
    there = await uow.fetch_one("select tail from destination where person_id = %s and ended_at is null", (person_id,))
    found = tuple(Money(row["units"], row["currency"]) for row in rows)
    return (found if francs(*found) else ()), there["tail"] if there else ""


async def on_the_way(uow: UnitOfWork, person_id: int) -> tuple[Money, ...]:
    """What is in payments to a person that have not ended, one sum per currency."""
    rows = await uow.fetch_all(
        "select currency, units from account where owner = %s and kind = 'transit' and units > 0 order by currency",
        (person_id,),
    )
    return tuple(Money(row["units"], row["currency"]) for row in rows)


async def has_earned(uow: UnitOfWork, person_id: int) -> bool:
    """Whether a person has ever earned anything, so that money may still come back to them: a payment on its way fails,
    an appeal is won."""
    return await uow.fetch_bool(
        """
        select exists (select from account where owner = %s and units > 0
                         and kind in ('pending', 'accepted', 'savings', 'transit', 'paid')) as there
        """,
        (person_id,),
    )


async def forget_claim(uow: UnitOfWork, person_id: int) -> None:
    """The code is used."""
    await uow.execute("update erasure set claim = null where person_id = %s", (person_id,))
