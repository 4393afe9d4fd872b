"""Statements of credentials and of the keys that sign them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from backend.db.engine.uow import Row, UnitOfWork
from backend.domain.certificates.credentials import Credential, Shown, dump

_FIRST_KEY = 7_310_500  # key of an advisory lock
_CREDENTIAL = """id, person_id, key, name, badges, issued_at, revoked_at, coalesce(reason, '') as reason,
                 shown, document"""


async def reserve(uow: UnitOfWork) -> int:
    """Reserve the place of a new credential before it is signed, because its token names the place."""
    return await uow.fetch_int("select nextval(pg_get_serial_sequence('credential', 'place')) as place")


async def add(uow: UnitOfWork, credential: Credential, kind: str, place: int) -> None:
    """Store a credential that was just signed. `kind`: "certificate", "badge" or "income"."""
    await uow.execute(
        """
        insert into credential (id, person_id, kind, key, name, place, badges, shown, document, issued_at)
        overriding system value values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
        """,
        (
            credential.id,
            credential.person_id,
            kind,
            credential.key,
            credential.name,
            place,
            sorted(credential.badges),
            Jsonb(credential.shown.to_json()),
            Jsonb(dump(credential)),
            credential.issued_at,
        ),
    )


async def find(uow: UnitOfWork, credential_id: UUID) -> Credential | None:
    """A credential of any person, also a revoked one; None if there is none."""
    row = await uow.fetch_one(
        f"select {_CREDENTIAL} from credential where id = %s",  # noqa: S608 (a constant)
        (credential_id,),
    )
    return _credential(row) if row else None


def _credential(row: Row) -> Credential:
    document = row["document"]
    return Credential(
        id=row["id"],
        person_id=row["person_id"],
        key=row["key"],
        title=document["title"],
        about=document["about"],
        name=row["name"],
        contents=tuple(document["contents"]),
        awarded=datetime.fromisoformat(document["awarded"]),
        shown=Shown(**row["shown"]),
        address=document["address"],
        token=document["jwt"],
        issued_at=row["issued_at"],
        revoked_at=row["revoked_at"],
        reason=row["reason"],
        badges=frozenset(row["badges"]),
    )


async def standing(uow: UnitOfWork, person_id: int) -> tuple[Credential, ...]:
    """Her valid credentials, the oldest first."""
    rows = await uow.fetch_all(
        f"""
        select {_CREDENTIAL} from credential where person_id = %s and revoked_at is null order by issued_at, place
        """,  # noqa: S608
        (person_id,),
    )
    return tuple(_credential(row) for row in rows)


async def withdrawn(uow: UnitOfWork, person_id: int, replaced: str) -> tuple[Credential, ...]:
    """Her credentials that were revoked for another reason than `replaced` while a badge that they certify is still
    valid. She cannot get these again by asking."""
    rows = await uow.fetch_all(
        f"""
        select {_CREDENTIAL} from credential c
        where person_id = %s and revoked_at is not null and reason <> %s and not exists (
            select from unnest(c.badges) b (id) join badge on badge.id = b.id where badge.revoked_at is not null)
        order by revoked_at
        """,  # noqa: S608
        (person_id, replaced),
    )
    return tuple(_credential(row) for row in rows)


async def last_choices(uow: UnitOfWork, person_id: int) -> tuple[str, Shown] | None:
    """Her name on the credential that she took last, even if it was revoked, and what she let the last one of what she
    has learnt show; None if she took none."""
    row = await uow.fetch_one(
        """
        select name, (select shown from credential where person_id = %(person)s and kind <> 'income'
                      order by issued_at desc, place desc limit 1) as shown
        from credential where person_id = %(person)s order by issued_at desc, place desc limit 1
        """,
        {"person": person_id},
    )
    return (row["name"], Shown(**row["shown"] or {})) if row else None


async def revoke(uow: UnitOfWork, ids: Collection[UUID], reason: str, now: datetime) -> None:
    """Revoke these credentials, for a reason in words or `credentials.REPLACED`."""
    await uow.execute(
        "update credential set revoked_at = %s, reason = %s where id = any(%s) and revoked_at is null",
        (now, reason, list(ids)),
    )


async def resting_on(uow: UnitOfWork, badge_ids: Collection[int]) -> tuple[Credential, ...]:
    """Valid credentials that certify one of these badges."""
    rows = await uow.fetch_all(
        f"select {_CREDENTIAL} from credential where badges && %s::bigint[] and revoked_at is null",  # noqa: S608
        (list(badge_ids),),
    )
    return tuple(_credential(row) for row in rows)


async def revoked_places(uow: UnitOfWork, first: int, last: int) -> list[int]:
    """The places of revoked credentials between these two (both included), in order, also of people who were erased:
    who holds one cannot make it valid again by leaving."""
    return await uow.fetch_column(
        f"""
        select place from (
            select place from credential where revoked_at is not null union select place from ({_OF_ERASED}) gone) each
        where place between %s and %s order by place
        """,  # noqa: S608 (constants)
        (first, last),
    )


async def last_place(uow: UnitOfWork) -> int:
    """The highest place of a credential; -1 if there is none."""
    return await uow.fetch_int(
        f"""
        select greatest((select coalesce(max(place), -1) from credential),
                        (select coalesce(max(place), -1) from ({_OF_ERASED}) gone)) as last
        """  # noqa: S608 (constants)
    )


_REVOKED = "revoked credentials of the erased"
_OF_ERASED = f"""
    select place::bigint as place from setting s, jsonb_array_elements_text(s.value) as place
    where s.name = '{_REVOKED}'
"""  # noqa: S608 (constants)


async def keep_revoked(uow: UnitOfWork, people: Sequence[int]) -> None:
    """Keep the places of these people's revoked credentials, which are about to be deleted: numbers without a name."""
    await uow.execute(
        f"""
        insert into setting (name, value)
        select '{_REVOKED}', jsonb_agg(place order by place) from credential
        where person_id = any(%s) and revoked_at is not null having count(*) > 0
        on conflict (name) do update set value = setting.value || excluded.value
        """,  # noqa: S608 (constants)
        (list(people),),
    )


# --- keys -------------------------------------------------------------------------------------------


async def alone_for_first_key(uow: UnitOfWork) -> None:
    """Hold the right to create the first key until the end of the transaction. If two nodes start at once, the second
    uses the key of the first."""
    await uow.execute("select pg_advisory_xact_lock(%s)", (_FIRST_KEY,))


async def add_key(uow: UnitOfWork, kid: str, public: Mapping[str, Any], private: str | None, now: datetime) -> None:
    """Store a key; no effect if it is stored already. `private` None: that part is kept in the environment."""
    await uow.execute(
        "insert into signing_key (kid, public, private, created_at) values (%s, %s, %s, %s) on conflict do nothing",
        (kid, Jsonb(dict(public)), private, now),
    )


async def own_key(uow: UnitOfWork) -> str | None:
    """The newest private key in the database, as PEM; None if there is none."""
    return await uow.find_value(
        "select private from signing_key where private is not null order by created_at desc, kid limit 1"
    )


async def newest_key_is_elsewhere(uow: UnitOfWork) -> bool:
    """Whether the private part of the newest signing key is kept outside the database."""
    row = await uow.fetch_one("select private from signing_key order by created_at desc, kid limit 1")
    return row is not None and row["private"] is None


async def key_since(uow: UnitOfWork) -> datetime | None:
    """Since when the newest signing key is used; None: nothing was signed yet."""
    at: datetime | None = await uow.fetch_value("select max(created_at) from signing_key")
    return at


async def public_keys(uow: UnitOfWork) -> dict[str, dict[str, str]]:
    """The public part, as a JWK, of every key ever used, by the key's id, the newest first."""
    rows = await uow.fetch_all("select kid, public from signing_key order by created_at desc, kid")
    return {row["kid"]: row["public"] for row in rows}


async def public_key(uow: UnitOfWork, kid: str) -> dict[str, str] | None:
    """The public part of one key, as a JWK; None if it is unknown."""
    return await uow.find_value("select public from signing_key where kid = %s", (kid,))
