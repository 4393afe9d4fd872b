"""Statements about voice notes of projects' instructions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from backend.db.engine.uow import UnitOfWork
from backend.domain.work.instruction_voices import VoicedProject, attachment
from backend.domain.work.projects import ProjectStatus
from backend.records import Record

_OPEN = f"""
    not p.practice and p.status = '{ProjectStatus.OPEN.value}' and coalesce(p.config ->> 'instructions', '') <> ''
    and (%(countries)s::text[] is null or jsonb_array_length(coalesce(p.config -> 'countries', '[]')) = 0
         or p.config -> 'countries' ?| %(countries)s::text[])
"""
"""Whether a project is open in one of these countries (null: in any) and has instructions."""


async def projects(
    uow: UnitOfWork, countries: Sequence[str] | None, language: str, most: int, project_id: int | None = None
) -> list[VoicedProject]:
    """Open projects with instructions, the newest first, each with the newest note for these countries and the
    language; countries None: of any country and language, and only projects that have a note."""
    rows = await uow.fetch_all(
        f"""
        select p.id, p.config ->> 'title' as title, p.config ->> 'instructions' as instructions, v.hash, v.mime
        from project p left join lateral (
            select n.hash, m.mime from instruction_voice n join media m on m.hash = n.hash
            where n.project_id = p.id and (%(countries)s::text[] is null or (
                n.country = any(%(countries)s::text[]) and n.language = %(language)s))
            order by n.at desc limit 1) v on true
        where {_OPEN} and (%(countries)s::text[] is not null or v.hash is not null)
          and (%(project)s::bigint is null or p.id = %(project)s)
        order by p.id desc limit %(most)s
        """,  # noqa: S608 (constants)
        {
            "countries": None if countries is None else list(countries),
            "language": language,
            "most": most,
            "project": project_id,
        },
    )
    return [
        VoicedProject(
            row["id"], row["title"], row["instructions"], attachment(row["hash"], row["mime"]) if row["hash"] else None
        )
        for row in rows
    ]


class SentSound(Record):
    """The sound of an event. `hash` None: it could not be fetched."""

    hash: str | None
    size: int | None


async def sent(uow: UnitOfWork, event: int, person_id: int) -> SentSound | None:
    """What became of the sound in an event of that person; None: it is not fetched yet."""
    return await uow.fetch_one(
        """
        select r.hash, octet_length(m.content)::int as size
        from received_media r join inbox i on i.id = r.inbox_id left join media m on m.hash = r.hash
        where r.inbox_id = %s and i.person_id = %s
        """,
        (event, person_id),
        row=SentSound,
    )


async def keep(
    uow: UnitOfWork, project_id: int, countries: Sequence[str], language: str, digest: str, by: int, now: datetime
) -> None:
    """Store a note for these countries, instead of those before."""
    await uow.execute(
        """
        insert into instruction_voice as v (project_id, country, language, hash, by_id, at)
        select %(project)s, country, %(language)s, %(hash)s, %(by)s, %(now)s
        from unnest(%(countries)s::text[]) c (country)
        on conflict (project_id, country, language)
        do update set hash = excluded.hash, by_id = excluded.by_id, at = excluded.at
        """,
        {
            "project": project_id,
            "language": language,
            "hash": digest,
            "by": by,
            "now": now,
            "countries": list(countries),
        },
    )


async def drop(uow: UnitOfWork, project_id: int, countries: Sequence[str] | None) -> int:
    """Remove the notes of a project for these countries; None: for all. Return how many."""
    return await uow.execute(
        """
        delete from instruction_voice
        where project_id = %(project)s and (%(countries)s::text[] is null or country = any(%(countries)s::text[]))
        """,
        {"project": project_id, "countries": None if countries is None else list(countries)},
    )
