"""Modules and what people did in them, straight in the tables, for tests of what follows from it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from backend.db.engine.uow import Database
from tests.integration.scenes import NOW


async def module(
    database: Database,
    module_id: str = "micro-taches",
    *,
    title: str = "Les micro-tâches",
    unlocks: Sequence[str] = ("moderation-1", "saisie-1"),
    minutes: int = 30,
) -> str:
    """A module with one lesson of one question."""
    async with database.unit() as uow:
        await uow.execute(
            """
            insert into module (id, title, about, minutes, unlocks, position, imported_at)
            values (%s, %s, 'Tu sais faire.', %s, %s, (select count(*) from module), %s)
            """,
            (module_id, title, minutes, list(unlocks), NOW),
        )
        await uow.execute(
            "insert into lesson (module_id, key, position, title) values (%s, '01', 1, 'Leçon')",
            (module_id,),
        )
        await uow.execute(
            """
            insert into question (module_id, lesson_id, key, position, content)
            select module_id, id, 'q', 1, '{}' from lesson where module_id = %s
            """,
            (module_id,),
        )
        await uow.commit()
    return module_id


async def answered(
    database: Database, person_id: int, module_id: str, seconds: Sequence[int], *, now: datetime = NOW
) -> None:
    """Her answers in the module's tests, by how long each took; and one in a revision, which is none."""
    async with database.unit() as uow:
        for place, each in enumerate((*seconds, 77)):
            await uow.execute(
                """
                insert into attempt (person_id, question_id, lesson_id, at, share, first, seconds)
                select %s, id, case when %s then lesson_id end, %s, 1, false, %s from question where module_id = %s
                """,
                (person_id, place < len(seconds), now, each, module_id),
            )
        await uow.commit()
