"""Statements about an announcement that is being written, and about a recipient's copy of one."""

from __future__ import annotations

from typing import Literal

from backend.db.engine.uow import UnitOfWork
from backend.db.work.projects import APART
from backend.domain.announcements.content import AnnouncementFile, SentFile
from backend.domain.announcements.sending import RecipientAnswers
from backend.domain.work.projects import ProjectStatus
from backend.records import Record


class Copy(Record):
    """One person's copy of an announcement: a row of the outbox, in the chat `contact_id`, and the person's answers."""

    id: int
    contact_id: int
    answers: RecipientAnswers


async def stored_file(uow: UnitOfWork, event_id: int, person_id: int) -> SentFile:
    """What became of the file in an event of that person."""
    row = await uow.fetch_one(
        """
        select r.kind, r.name, r.error, r.hash, m.mime, octet_length(m.content)::int as size
        from received_media r join inbox i on i.id = r.inbox_id left join media m on m.hash = r.hash
        where r.inbox_id = %s and i.person_id = %s
        """,
        (event_id, person_id),
    )
    if row is None:
        return SentFile("coming")
    if row["hash"] is None:
        return SentFile("lost", why=row["error"] or "")
    kind: Literal["image", "document"] = "image" if row["kind"] == "image" else "document"
    return SentFile("here", AnnouncementFile(kind, row["hash"], row["mime"], row["size"], row["name"]))


async def open_projects(uow: UnitOfWork) -> dict[int, str]:
    """Titles (`APART`) of clients' open projects by number, the newest first."""
    rows = await uow.fetch_all(
        f"""
        select id, {APART} as title from project
        where not practice and status = '{ProjectStatus.OPEN}' order by id desc
        """  # noqa: S608 (constants)
    )
    return {row["id"]: row["title"] for row in rows}


async def copied(uow: UnitOfWork, copy: int, person_id: int) -> int | None:
    """The announcement of which this row of the outbox is that person's copy; None if it is none."""
    return await uow.find_value(
        "select announcement_id from outbox where id = %s and person_id = %s", (copy, person_id)
    )


async def copy_of(uow: UnitOfWork, announcement_id: int, person_id: int) -> Copy | None:
    """That person's copy that counts: the last one that was not moved to another chat; None if there is none."""
    row = await uow.fetch_one(
        """
        select o.id, o.contact_id, r.vote, r.noted_at, r.interested_at
        from outbox o join recipient r on r.announcement_id = o.announcement_id and r.person_id = o.person_id
        where o.announcement_id = %s and o.person_id = %s and o.moved_to is null order by o.id desc limit 1
        """,
        (announcement_id, person_id),
    )
    if row is None:
        return None
    return Copy(row["id"], row["contact_id"], RecipientAnswers(row["vote"], row["noted_at"], row["interested_at"]))
