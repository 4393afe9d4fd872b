"""Statements about a person's decisions on hard content, theme by theme."""

from __future__ import annotations

from datetime import datetime, timedelta

from psycopg.types.json import Jsonb

from backend.db.engine.uow import UnitOfWork
from backend.domain.people.themes import Decisions
from backend.domain.work.commands import GIVEN


async def decisions(uow: UnitOfWork, person_id: int) -> Decisions:
    """The person's yes or no to each theme of hard content that they were asked about."""
    row = await uow.fetch_one("select themes from person where id = %s", (person_id,))
    return row["themes"] if row else {}


async def decide(uow: UnitOfWork, person_id: int, said: Decisions) -> None:
    """Store decisions. Earlier decisions on other themes stay."""
    await uow.execute("update person set themes = themes || %s where id = %s", (Jsonb(dict(said)), person_id))


def agreed(config: str, themes: str, unasked: str = "false") -> str:
    """SQL: whether a person with the decisions `themes` agreed to every theme of a project's configuration. `unasked`:
    the result for themes that they were never asked about."""
    return f"""not exists (
        select from jsonb_array_elements_text({config} -> 'sensitive') theme (name)
        where not coalesce(({themes} ->> theme.name)::boolean, {unasked}))"""


async def hard_work(uow: UnitOfWork, person_id: int, since: datetime) -> list[tuple[datetime, timedelta]]:
    """Her answers to tasks with hard content since then, in the form that `themes.too_much` takes."""
    rows = await uow.fetch_all(
        f"""
        select answered_at, active from answer
        where person_id = %(person)s and status in {GIVEN} and answered_at >= %(since)s
          and project_id in (
              select g.project_id from progress g join project p on p.id = g.project_id
              where g.person_id = %(person)s and p.config -> 'sensitive' <> '[]')
        order by answered_at
        """,  # noqa: S608 (constants)
        {"person": person_id, "since": since},
    )
    return [(row["answered_at"], timedelta(seconds=row["active"])) for row in rows]
