"""The statements of credentials and of the keys that sign them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg.rows import DictRow
from psycopg.types.json import Jsonb

from backend.db.engine.uow import UnitOfWork

_FIRST_KEY = 7_310_500  # advisory lock
_CREDENTIAL = """id, person_id, kind, key, name, place, badges, issued_at, revoked_at, coalesce(reason, '') as reason,
                 shown, document"""


async def reserve(uow: UnitOfWork) -> int:
    """The place of a new credential, before it is signed: its token names it."""
    row = await uow.fetch_one("select nextval(pg_get_serial_sequence('credential', 'place')) as place")
    assert row is not None
    return int(row["place"])


async def add(
    uow: UnitOfWork,
    credential_id: UUID,
    person_id: int,
    kind: str,
    key: str,
    name: str,
    place: int,
    badge_ids: Collection[int],
    shown: Mapping[str, Any],
    document: Mapping[str, Any],
    now: datetime,
) -> None:
    await uow.execute(
        """
        insert into credential (id, person_id, kind, key, name, place, badges, shown, document, issued_at)
        overriding system value values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
        """,
        (
            credential_id,
            person_id,
            kind,
            key,
            name,
            place,
            sorted(badge_ids),
            Jsonb(dict(shown)),
            Jsonb(dict(document)),
            now,
        ),
    )


async def find(uow: UnitOfWork, credential_id: UUID) -> DictRow | None:
    return await uow.fetch_one(
        f"select {_CREDENTIAL} from credential where id = %s",  # noqa: S608 (a constant)
        (credential_id,),
    )


async def standing(uow: UnitOfWork, person_id: int) -> list[DictRow]:
    """Hers that are not revoked, the oldest first."""
    return await uow.fetch_all(
        f"""
        select {_CREDENTIAL} from credential where person_id = %s and revoked_at is null order by issued_at, place
        """,  # noqa: S608
        (person_id,),
    )


async def withdrawn(uow: UnitOfWork, person_id: int, replaced: str) -> list[DictRow]:
    """Hers that were taken back while what they certify still stands, other than for the reason
    `replaced`: they are not to be had again by asking."""
    return await uow.fetch_all(
        f"""
        select {_CREDENTIAL} from credential c
        where person_id = %s and revoked_at is not null and reason <> %s and not exists (
            select from unnest(c.badges) b (id) join badge on badge.id = b.id where badge.revoked_at is not null)
        order by revoked_at
        """,  # noqa: S608
        (person_id, replaced),
    )


async def last_choices(uow: UnitOfWork, person_id: int) -> DictRow | None:
    """`name` and `shown` of the credential that she took last, whatever became of it."""
    return await uow.fetch_one(
        "select name, shown from credential where person_id = %s order by issued_at desc, place desc limit 1",
        (person_id,),
    )


async def revoke(uow: UnitOfWork, ids: Collection[UUID], reason: str, now: datetime) -> None:
    await uow.execute(
        "update credential set revoked_at = %s, reason = %s where id = any(%s) and revoked_at is null",
        (now, reason, list(ids)),
    )


async def resting_on(uow: UnitOfWork, badge_ids: Collection[int]) -> list[DictRow]:
    """Standing credentials that certify one of these badges."""
    return await uow.fetch_all(
        f"select {_CREDENTIAL} from credential where badges && %s::bigint[] and revoked_at is null",  # noqa: S608
        (list(badge_ids),),
    )


async def revoked_places(uow: UnitOfWork, first: int, last: int) -> list[int]:
    rows = await uow.fetch_all(
        "select place from credential where revoked_at is not null and place between %s and %s order by place",
        (first, last),
    )
    return [row["place"] for row in rows]


async def last_place(uow: UnitOfWork) -> int:
    """The highest place of a credential; -1: there is none."""
    row = await uow.fetch_one("select coalesce(max(place), -1) as place from credential")
    assert row is not None
    return int(row["place"])


# --- keys -------------------------------------------------------------------------------------------


async def alone_for_first_key(uow: UnitOfWork) -> None:
    """Make a key alone until the end of the transaction: of two nodes at once the second uses the first's."""
    await uow.execute("select pg_advisory_xact_lock(%s)", (_FIRST_KEY,))


async def add_key(uow: UnitOfWork, kid: str, public: Mapping[str, Any], private: str | None, now: datetime) -> None:
    """Note a key; nothing when it is there. `private` None: it is kept in the environment."""
    await uow.execute(
        "insert into signing_key (kid, public, private, created_at) values (%s, %s, %s, %s) on conflict do nothing",
        (kid, Jsonb(dict(public)), private, now),
    )


async def own_key(uow: UnitOfWork) -> str | None:
    """The newest key that is kept here, as PEM."""
    row = await uow.fetch_one(
        "select private from signing_key where private is not null order by created_at desc, kid limit 1"
    )
    return row["private"] if row else None


async def public_keys(uow: UnitOfWork) -> list[DictRow]:
    """`kid` and `public` of every key that was ever used, the newest first."""
    return await uow.fetch_all("select kid, public from signing_key order by created_at desc, kid")


async def public_key(uow: UnitOfWork, kid: str) -> dict[str, str] | None:
    row = await uow.fetch_one("select public from signing_key where kid = %s", (kid,))
    return row["public"] if row else None
