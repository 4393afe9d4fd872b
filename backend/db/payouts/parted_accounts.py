"""Statements about a payment that comes back after the accounts that it paid for were parted (`identity.unmerging`):
what was the other one's of it is hers again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from psycopg.types.json import Jsonb

from backend.db.earnings import ledger
from backend.db.earnings.ledger import AccountKind
from backend.db.engine.uow import UnitOfWork
from backend.domain.money import Money
from backend.records import Record

PAID_SINCE = "paid_since"
"""Under this name the merge keeps what was paid of the parted one's money while both were one, by currency, as long as
it did not come back."""


async def note(uow: UnitOfWork, merge_id: int, sums: Sequence[Money]) -> None:
    """Keep what was paid of her money, as the merge is undone."""
    kept = {PAID_SINCE: {each.currency: each.units for each in sums}}
    await uow.execute("update merge set before = before || %s where id = %s", (Jsonb(kept), merge_id))


class _Part(Record):
    """Of one currency what the payment took (`units`), and what is still missing of `gone_id`'s money (`hers`)."""

    merge_id: int
    gone_id: int
    currency: str
    units: int
    hers: int


async def give_back(uow: UnitOfWork, payout_id: int, person_id: int, now: datetime) -> None:
    """A payment of this person came back, and its money is accepted pay of theirs again: hand over what was taken of
    others' for it."""
    parts = await uow.fetch_all(
        f"""
        select m.id as merge_id, m.gone_id, y.currency, y.units,
               (m.before -> '{PAID_SINCE}' ->> y.currency)::bigint as hers
        from payout p join payout_part y on y.payout_id = p.id
        join merge m on m.undone_from = p.person_id and p.paid_at between m.at and m.undone_at
        where p.id = %s and m.before -> '{PAID_SINCE}' ? y.currency order by m.id for no key update of m
        """,  # noqa: S608 (constants)
        (payout_id,),
        row=_Part,
    )
    given = Counter[str]()
    for part in parts:
        units = min(part.hers, part.units - given[part.currency])
        if units <= 0:
            continue
        given[part.currency] += units
        amount = Money(units, part.currency)
        ways: tuple[tuple[AccountKind, int, int], ...] = (
            ("paid", part.gone_id, person_id),
            ("accepted", person_id, part.gone_id),
        )
        for kind, of, to in ways:
            key = f"unmerge:{part.merge_id}:returned:{kind}:{payout_id}:{part.currency}"
            if not await ledger.transfer(uow, key, (kind, of), (kind, to), amount, now):
                raise RuntimeError("what came back of a parted account's money was handed over before")
        await uow.execute(
            "update merge set before = jsonb_set(before, %s, %s) where id = %s",
            ([PAID_SINCE, part.currency], Jsonb(part.hers - units), part.merge_id),
        )
