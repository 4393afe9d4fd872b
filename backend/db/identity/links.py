"""The statements about a person's chats: codes that join them, which are hers, which are locked, and how a
locked one shows whose it is."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from psycopg.types.json import Jsonb

from backend.db.engine.uow import Row, UnitOfWork
from backend.db.messaging import contact_routing
from backend.domain.people import permissions

# --- codes --------------------------------------------------------------------------------------------


async def add_link(
    uow: UnitOfWork, digest: bytes, person_id: int, now: datetime, expires: datetime, contact_id: int | None
) -> None:
    """Keep a code's digest; her earlier ones are good no longer. `contact_id`: where it was made, None: not by her."""
    await uow.execute(
        "update link set expires_at = least(expires_at, %s) where person_id = %s and used_at is null", (now, person_id)
    )
    await uow.execute(
        "insert into link (digest, person_id, created_at, expires_at, contact_id) values (%s, %s, %s, %s, %s)",
        (digest, person_id, now, expires, contact_id),
    )


async def link(uow: UnitOfWork, digest: bytes) -> Row | None:
    """`digest`, `person_id`, `contact_id`, `expires_at`, `used_at` of a code, locked until the end of the
    transaction."""
    return await uow.fetch_one(
        "select digest, person_id, contact_id, expires_at, used_at from link where digest = %s for update", (digest,)
    )


async def use_link(uow: UnitOfWork, digest: bytes, now: datetime) -> None:
    await uow.execute("update link set used_at = %s where digest = %s", (now, digest))


async def forget_links(uow: UnitOfWork, before: datetime) -> None:
    """Codes that ended long ago: so long each is told apart from one that never was."""
    await uow.execute("delete from link where expires_at < %s", (before,))


# --- her chats ------------------------------------------------------------------------------------------


async def chats(uow: UnitOfWork, person_id: int) -> list[Row]:
    """All chats of hers, the oldest first: `id`, `channel`, `address`, `name`, `locked_at`."""
    return await uow.fetch_all(
        "select id, channel, address, name, locked_at from contact where person_id = %s order by id", (person_id,)
    )


_CHAT = "select id, channel, address, name, person_id, locked_at, joined_at, joined_how from contact where id = %s"


async def chat(uow: UnitOfWork, contact_id: int) -> Row | None:
    """`id`, `channel`, `address`, `name`, `person_id`, `locked_at`, `joined_at`, `joined_how`, locked until the end of
    the transaction."""
    return await uow.fetch_one(f"{_CHAT} for no key update", (contact_id,))


async def chat_seen(uow: UnitOfWork, contact_id: int) -> Row | None:
    """The same, not locked."""
    return await uow.fetch_one(_CHAT, (contact_id,))


async def with_address(uow: UnitOfWork, address: str, channel: str | None) -> list[Row]:
    """The chats of people with an account that have this address, on one channel (None: on any): `id`, `channel`,
    `address`."""
    return await uow.fetch_all(
        """
        select k.id, k.channel, k.address from contact k join person p on p.id = k.person_id
        where k.address = %(address)s and p.role is not null
          and (%(channel)s::text is null or k.channel = %(channel)s) order by k.id
        """,
        {"address": address, "channel": channel},
    )


async def at(uow: UnitOfWork, channel: str, address: str, user_id: str, besides: int) -> list[Row]:
    """The chats that a platform knows under this address or this name of its own, but one: `id`, `channel`,
    `person_id`, and the `role` of whose it is."""
    return await uow.fetch_all(
        """
        select k.id, k.channel, k.person_id, p.role from contact k join person p on p.id = k.person_id
        where k.channel = %(channel)s and k.id <> %(besides)s
          and (k.address = %(address)s or k.user_id = nullif(%(user)s, ''))
        order by k.address <> %(address)s, k.id
        """,
        {"channel": channel, "address": address, "user": user_id, "besides": besides},
    )


async def name_chat(uow: UnitOfWork, contact_id: int, address: str, user_id: str) -> None:
    """The platform knows her under another number or another name of its own now. Where it tells no number,
    an address that was one stays; where it tells no new name of its own, the one that went with the old
    number is forgotten, or her next word under another would look like somebody else's."""
    await uow.execute(
        """
        update contact set user_id = case when %(user)s <> '' then %(user)s
                                          when address = %(address)s then user_id end,
               address = case when %(address)s = %(user)s and address is distinct from user_id then address
                              else %(address)s end
        where id = %(chat)s
        """,
        {"chat": contact_id, "address": address, "user": user_id},
    )


async def part(uow: UnitOfWork, contact_id: int, now: datetime) -> int:
    """Give a chat to a new stranger, whose number is returned, with what waits to be handled from there.
    The stranger's questions are numbered on, so that no old button there is taken for one of them."""
    row = await uow.fetch_one(
        """
        with k as materialized (
            select k.person_id, c.question from contact k join conversation c on c.person_id = k.person_id
            where k.id = %(chat)s
        ),
        p as (insert into person (created_at) values (%(now)s) returning id),
        moved as (
            update contact set person_id = p.id, locked_at = null, open_until = null, joined_at = null,
                   joined_how = null
            from p where contact.id = %(chat)s
        ),
        proved as (delete from proof where contact_id = %(chat)s),
        last as (
            update conversation c set contact_id = (
                select o.id from contact o where o.person_id = k.person_id and o.id <> %(chat)s
                order by o.locked_at is not null, o.heard_at desc nulls last, o.id desc limit 1)
            from k where c.person_id = k.person_id and c.contact_id = %(chat)s
        ),
        waiting as (
            update inbox i set person_id = p.id from k, p
            where i.person_id = k.person_id and i.status = 0 and i.contact_id = %(chat)s
        ),
        wish as (
            update person w set prefers = null from k, contact g
            where w.id = k.person_id and g.id = %(chat)s and w.prefers = g.channel and not exists (
                select from contact o where o.person_id = k.person_id and o.channel = g.channel and o.id <> g.id)
        ),
        codes as (update link l set expires_at = least(expires_at, %(now)s) from k
                  where l.person_id = k.person_id and l.used_at is null)
        insert into conversation (person_id, contact_id, question) select p.id, %(chat)s, k.question from p, k
        returning person_id
        """,
        {"chat": contact_id, "now": now},
    )
    assert row is not None
    return int(row["person_id"])


async def redirect(uow: UnitOfWork, contact_id: int, other: Row | None) -> None:
    """What waits to be said in a chat is said in another one of hers; None: it is let go."""
    if other is not None:
        await uow.execute(
            """
            update outbox set contact_id = %s, channel = %s, status = 0, edits = null, answers = null
            where contact_id = %s and status in (0, 3) and message is not null
            """,
            (other["id"], other["channel"], contact_id),
        )
    await uow.execute(
        "update outbox set status = 4, error = 'the chat is not hers' where contact_id = %s and status in (0, 3)",
        (contact_id,),
    )


async def prefer(uow: UnitOfWork, person_id: int, channel: str) -> None:
    await uow.execute("update person set prefers = %s where id = %s", (channel, person_id))


# --- locks and proofs -------------------------------------------------------------------------------------


async def lock(uow: UnitOfWork, contact_id: int, reason: str, now: datetime) -> None:
    """Show nothing there until it is settled whose it is; nothing new where that is so already."""
    await uow.execute("update contact set locked_at = coalesce(locked_at, %s) where id = %s", (now, contact_id))
    await ask_proof(uow, contact_id, reason, now)


async def lock_silent(uow: UnitOfWork, channels: Collection[str], since: datetime, now: datetime) -> int:
    """Lock the chats of people with a role where nobody has written since; how many."""
    return await uow.execute(
        """
        with late as (
            update contact k set locked_at = %(now)s from person p
            where p.id = k.person_id and p.role is not null and k.channel = any(%(channels)s)
              and k.heard_at < %(since)s and k.locked_at is null
            returning k.id, k.person_id, k.channel
        ),
        noted as (
            insert into audit (at, person_id, channel, action, about, subject_id)
            select %(now)s, null, channel, 'lock', jsonb_build_object('chat', id, 'reason', 'silent'), person_id
            from late order by id
        )
        insert into proof (contact_id, reason, at) select id, 'silent', %(now)s from late
        on conflict (contact_id) do update set reason = 'silent'
        """,
        {"channels": sorted(channels), "since": since, "now": now},
    )


async def ask_proof(uow: UnitOfWork, contact_id: int, reason: str, now: datetime) -> Row:
    """The talk with a chat that must show whose it is, locked until the end of the transaction; begun when
    there is none. `id`, `contact_id`, `reason`, `stack`, `question`, `asked`, `answers`, `answers_since`,
    `referee_asked_at`, and `new`."""
    row = await uow.fetch_one(
        """
        insert into proof (contact_id, reason, at) values (%s, %s, %s)
        on conflict (contact_id) do update
            set reason = case when proof.reason in ('forgot', 'part') then excluded.reason else proof.reason end
        returning *, xmax = 0 as new
        """,
        (contact_id, reason, now),
    )
    assert row is not None
    return row


def save_proof(uow: UnitOfWork, contact_id: int, **columns: Any) -> None:
    """Where that talk stands, with the commit (names of columns are ours)."""
    sets = ", ".join(f"{name} = %s" for name in columns)
    values = [Jsonb(value) if isinstance(value, list | dict) else value for value in columns.values()]
    uow.on_commit(f"update proof set {sets} where contact_id = %s", (*values, contact_id))  # noqa: S608


async def forget_proof(uow: UnitOfWork, contact_id: int) -> None:
    """It is settled."""
    await uow.execute("delete from proof where contact_id = %s", (contact_id,))


async def lost_at(uow: UnitOfWork, contact_id: int) -> datetime | None:
    """When she called this phone lost; None: it is not locked, or for another reason."""
    row = await uow.fetch_one(
        """
        select k.locked_at from contact k join proof f on f.contact_id = k.id and f.reason = 'lost' where k.id = %s
        """,
        (contact_id,),
    )
    return row["locked_at"] if row else None


async def proof(uow: UnitOfWork, proof_id: int) -> Row | None:
    """What somebody is asked to vouch for: `contact_id`, `reason`, and of whose account it is `person_id`,
    `country`, `first_name`. Not locked."""
    return await uow.fetch_one(
        """
        select f.contact_id, f.reason, p.id as person_id, p.role, coalesce(p.country, '') as country, p.first_name
        from proof f join contact k on k.id = f.contact_id join person p on p.id = k.person_id where f.id = %s
        """,
        (proof_id,),
    )


async def open_again(uow: UnitOfWork, contact_id: int, now: datetime) -> None:
    """The chat is hers: all is shown there again. A number counts as heard from now."""
    await uow.execute(
        """
        update contact set locked_at = null, heard_at = case when heard_at is not null then %s end where id = %s
        """,
        (now, contact_id),
    )
    await forget_proof(uow, contact_id)


# --- her secret number --------------------------------------------------------------------------------------


async def pin(uow: UnitOfWork, person_id: int) -> Row:
    """`pin`, `pin_mark`, `pin_at`, `pin_tries`, `pin_after`, locked until the end of the transaction."""
    row = await uow.fetch_one(
        "select pin, pin_mark, pin_at, pin_tries, pin_after from person where id = %s for no key update", (person_id,)
    )
    assert row is not None
    return row


async def kept_pin(uow: UnitOfWork, person_id: int) -> Row | None:
    """`pin`, `pin_mark` of somebody who has one. Not locked."""
    return await uow.fetch_one("select pin, pin_mark from person where id = %s and pin is not null", (person_id,))


async def chat_lock(uow: UnitOfWork, contact_id: int) -> Row | None:
    """Until when an admin acts from a chat without her secret number (`open_until`), and whether she `has_pin`."""
    return await uow.fetch_one(
        """
        select k.open_until, p.pin is not null as has_pin from contact k join person p on p.id = k.person_id
        where k.id = %s
        """,
        (contact_id,),
    )


def keep_open(uow: UnitOfWork, contact_id: int, until: datetime) -> None:
    """With the commit."""
    uow.on_commit("update contact set open_until = %s where id = %s", (until, contact_id))


async def count_pin(uow: UnitOfWork, person_id: int, tries: int, after: datetime | None) -> None:
    await uow.execute("update person set pin_tries = %s, pin_after = %s where id = %s", (tries, after, person_id))


async def set_pin(uow: UnitOfWork, person_id: int, hashed: str | None, mark: int | None, at: datetime | None) -> None:
    """All None: she has none."""
    await uow.execute(
        "update person set pin = %s, pin_mark = %s, pin_at = %s, pin_tries = 0, pin_after = null where id = %s",
        (hashed, mark, at, person_id),
    )


async def referee(uow: UnitOfWork, person_id: int) -> Row | None:
    """The first of `referees`."""
    found = await referees(uow, person_id, 1)
    return found[0] if found else None


async def referees(uow: UnitOfWork, person_id: int, most: int = 10) -> list[Row]:
    """Who can say whether it is her: the Huber who invited her, another one of her country, or an admin;
    never herself, nor who can be told nothing now. `id`, `first_name`."""
    return await uow.fetch_all(
        f"""
        select r.id, r.first_name from person r, person p
        where p.id = %(person)s and r.id <> p.id
          and exists (select from contact k where k.person_id = r.id and k.locked_at is null and k.blocked_at is null)
          and {contact_routing.title("r")} = any(%(titles)s)
          and (r.role <> 'huber' or ({contact_routing.looks_after("r", "p.country")} and p.role in ('hiteuse',
          'trainee')))
          and (p.role <> 'admin' or {contact_routing.title("r")} = any(%(givers)s))
        order by r.role = 'admin',
                 not exists (select from invite i where i.used_by = p.id and i.created_by = r.id), r.id
        limit %(most)s
        """,  # noqa: S608 (constants)
        {
            "person": person_id,
            "titles": sorted(permissions.TABLE["vouch"]),
            "givers": sorted(permissions.TABLE["give roles"]),
            "most": most,
        },
    )


async def named(uow: UnitOfWork, name: str, country: str | None, person_id: int | None) -> list[Row]:
    """People with a role by first name (in any case) or number: `id`, `first_name`, `role`, `country`."""
    return await uow.fetch_all(
        """
        select id, first_name, role, coalesce(country, '') as country from person
        where role is not null and (%(id)s::bigint is null or id = %(id)s)
          and (%(name)s = '' or lower(first_name) = lower(%(name)s))
          and (%(country)s::text is null or country = %(country)s)
        order by id
        """,
        {"id": person_id, "name": name, "country": country},
    )
