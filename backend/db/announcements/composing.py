"""The statements about an announcement in the making, and about the copy that somebody sees of one."""

from __future__ import annotations

from backend.db.engine.uow import Row, UnitOfWork


async def stored_file(uow: UnitOfWork, event_id: int, person_id: int) -> Row | None:
    """What became of the file of an event of hers: `kind`, `name`, `error`, and where it is kept its `hash`,
    `mime` and `size`. None: nothing yet."""
    return await uow.fetch_one(
        """
        select r.kind, r.name, r.error, r.hash, m.mime, octet_length(m.content)::int as size
        from received_media r join inbox i on i.id = r.inbox_id left join media m on m.hash = r.hash
        where r.inbox_id = %s and i.person_id = %s
        """,
        (event_id, person_id),
    )


async def projects(uow: UnitOfWork) -> list[Row]:
    """Clients' projects that are open, the newest first: `id`, `title`."""
    return await uow.fetch_all(
        "select id, config ->> 'title' as title from project where not practice and status = 'open' order by id desc"
    )


async def copied(uow: UnitOfWork, copy: int, person_id: int) -> int | None:
    """The announcement of which a row of the outbox is her copy."""
    row = await uow.fetch_one("select announcement_id from outbox where id = %s and person_id = %s", (copy, person_id))
    return None if row is None else row["announcement_id"]


async def copy_of(uow: UnitOfWork, announcement_id: int, person_id: int) -> Row | None:
    """Her copy that counts, and what she has answered: `id` in the outbox, `contact_id`, `vote`, `noted_at`,
    `interested_at`."""
    return await uow.fetch_one(
        """
        select o.id, o.contact_id, r.vote, r.noted_at, r.interested_at
        from outbox o join recipient r on r.announcement_id = o.announcement_id and r.person_id = o.person_id
        where o.announcement_id = %s and o.person_id = %s and o.moved_to is null order by o.id desc limit 1
        """,
        (announcement_id, person_id),
    )
