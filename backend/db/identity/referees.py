"""Statements about referees: people who can vouch that a chat belongs to a person."""

from __future__ import annotations

from backend.db.engine.uow import UnitOfWork
from backend.db.messaging import contact_routing
from backend.db.threads import reports
from backend.domain.people import permissions
from backend.records import Record


class Referee(Record):
    """A person who can vouch for another."""

    id: int
    first_name: str


async def first(uow: UnitOfWork, person_id: int) -> Referee | None:
    """The first referee of a person; None if there is none."""
    found = await of(uow, person_id, 1)
    return found[0] if found else None


async def of(uow: UnitOfWork, person_id: int, most: int = 10) -> list[Referee]:
    """Referees of a person: the Huber who invited them, another Huber of their country, or an admin. Those who have
    said stop come last. Never the person themselves, nobody who cannot receive messages now, and nobody from whom a
    report keeps the person apart."""
    return await uow.fetch_all(
        f"""
        select r.id, r.first_name from person r, person p
        where p.id = %(person)s and r.id <> p.id
          and {contact_routing.reachable("r.id")} and not {reports.kept_apart("p.id", "r.id")}
          and {contact_routing.title("r")} = any(%(titles)s)
          and (r.role <> 'huber'
               or ({contact_routing.looks_after("r", "p.country")} and p.role in ('hiteuse', 'trainee')))
          and (p.role <> 'admin' or {contact_routing.title("r")} = any(%(givers)s))
        order by r.stopped_at is not null, r.role = 'admin',
                 not exists (select from invite i where i.used_by = p.id and i.created_by = r.id), r.id
        limit %(most)s
        """,  # noqa: S608 (constants)
        {
            "person": person_id,
            "titles": sorted(permissions.TABLE["vouch"]),
            "givers": sorted(permissions.TABLE["give roles"]),
            "most": most,
        },
        row=Referee,
    )
