"""The library of modules: what an import writes, and what lists and exports read.

Lessons and questions keep their keys over all versions of their module. Those that a version no longer has are retired,
and their rows stay, because people's progress, answers and cards refer to them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from psycopg.types.json import Jsonb

from backend.db.engine.uow import UnitOfWork
from backend.domain.training.modules import Lesson, Module, dump_screens, load_screens
from backend.domain.training.questions import Question, dump, load
from backend.records import Record, replace

# key of an advisory lock: imports run one by one, because prerequisites are checked over all modules
IMPORT_LOCK = 7_310_004


class NamedQuestion(Record):
    """A question under a name that it has (`holds`) or once had."""

    id: int
    name: str
    holds: bool
    question: Question


class ModuleCounts(Record):
    """A module in a list, with the numbers of its `lessons`, their `questions` and those in the final test's `pool`.
    Retired ones do not count."""

    id: str
    title: str
    lessons: int
    questions: int
    pool: int
    closed: bool = False


async def wait_for_other_imports(uow: UnitOfWork) -> None:
    """Be the only import until the transaction ends."""
    await uow.execute("select pg_advisory_xact_lock(%s)", (IMPORT_LOCK,))


async def prerequisites(uow: UnitOfWork) -> dict[str, tuple[str, ...]]:
    """Each module's id, and the ids of the modules that it needs."""
    return {row["id"]: tuple(row["needs"]) for row in await uow.fetch_all("select id, needs from module")}


async def version(uow: UnitOfWork, module_id: str) -> tuple[int, str]:
    """A module's version and digest; (0, "") if there is none."""
    row = await uow.fetch_one("select version, digest from module where id = %s", (module_id,))
    return (row["version"], row["digest"]) if row else (0, "")


async def module(uow: UnitOfWork, module_id: str) -> Module | None:
    """The current version of a module, without retired parts; None if there is none. Pictures are named by their
    digests."""
    heads, lessons, questions, pool = await uow.pipeline(
        ("select * from module where id = %s", (module_id,)),
        (
            "select * from lesson where module_id = %s and retired_at is null order by position, id",
            (module_id,),
        ),
        (
            """
            select lesson_id, key, content from question
            where module_id = %s and retired_at is null order by lesson_id, position, id
            """,
            (module_id,),
        ),
        (
            """
            select q.key, q.content, coalesce(l.key, '') as about
            from question q left join lesson l on l.id = q.about_id
            where q.module_id = %s and q.lesson_id is null and q.retired_at is null order by q.position, q.id
            """,
            (module_id,),
        ),
    )
    if not heads:
        return None
    head = heads[0]
    found: dict[int, list[Any]] = {row["id"]: [] for row in lessons}
    for row in questions:
        if row["lesson_id"] in found:
            found[row["lesson_id"]].append(load(row["key"], row["content"]))
    return Module(
        head["id"],
        head["title"],
        head["about"],
        head["minutes"],
        head["position"],
        tuple(head["needs"]),
        tuple(head["unlocks"]),
        head["pass_mark"],
        head["checked"],
        tuple(head["sources"]),
        tuple(
            Lesson(row["key"], row["position"], row["title"], load_screens(row["screens"]), tuple(found[row["id"]]))
            for row in lessons
        ),
        head["ask"],
        tuple(replace(load(row["key"], row["content"]), about=row["about"]) for row in pool),
    )


async def question_lessons(uow: UnitOfWork, module_id: str) -> Mapping[str, str]:
    """The key of each question that the module ever had in a lesson, and the key of that lesson."""
    rows = await uow.fetch_all(
        "select q.key, l.key as lesson from question q join lesson l on l.id = q.lesson_id where q.module_id = %s",
        (module_id,),
    )
    return {row["key"]: row["lesson"] for row in rows}


async def named(uow: UnitOfWork, module_id: str, keys: Sequence[str]) -> list[NamedQuestion]:
    """Every question that has one of these names or once had it, in any version."""
    rows = await uow.fetch_all(
        """
        select id, coalesce(former_key, key) as name, former_key is null as holds, content from question
        where module_id = %s and coalesce(former_key, key) = any(%s) order by id
        """,
        (module_id, list(keys)),
    )
    return [NamedQuestion(row["id"], row["name"], row["holds"], load(row["name"], row["content"])) for row in rows]


async def take_names(uow: UnitOfWork, question_ids: Sequence[int]) -> None:
    """Take their names from these questions. The substitute is no name that a file can use."""
    await uow.execute(
        "update question set former_key = key, key = E'\\x1f' || id where id = any(%s)", (list(question_ids),)
    )


async def give_names_back(uow: UnitOfWork, question_ids: Sequence[int]) -> None:
    """Give these questions their former names back."""
    await uow.execute(
        "update question set key = former_key, former_key = null where id = any(%s)", (list(question_ids),)
    )


async def put(uow: UnitOfWork, module: Module, version: int, digest: str, now: datetime) -> int:
    """Store a module as this version, and open it again if it was closed. Return how many former questions it no longer
    has."""
    await uow.execute(
        """
        insert into module (id, title, about, minutes, position, needs, unlocks, pass_mark, checked, sources, ask, asks,
                            version, digest, imported_at)
        values (%(id)s, %(title)s, %(about)s, %(minutes)s, %(order)s, %(needs)s, %(unlocks)s, %(pass_mark)s,
                %(checked)s, %(sources)s, %(ask)s, %(asks)s, %(version)s, %(digest)s, %(now)s)
        on conflict (id) do update set
            title = excluded.title, about = excluded.about, minutes = excluded.minutes, position = excluded.position,
            needs = excluded.needs, unlocks = excluded.unlocks, pass_mark = excluded.pass_mark,
            checked = excluded.checked, sources = excluded.sources, ask = excluded.ask, asks = excluded.asks,
            version = excluded.version, digest = excluded.digest, imported_at = excluded.imported_at, closed_at = null
        """,
        {
            "id": module.id,
            "version": version,
            "title": module.title,
            "about": module.about,
            "minutes": module.minutes,
            "order": module.order,
            "needs": list(module.needs),
            "unlocks": list(module.unlocks),
            "pass_mark": module.pass_mark,
            "checked": module.checked,
            "sources": list(module.sources),
            "ask": module.ask,
            "asks": module.asks,
            "digest": digest,
            "now": now,
        },
    )
    ids = await _put_lessons(uow, module.id, module.lessons)
    await _put_questions(uow, module, ids)
    await uow.execute(_RETIRE_LESSONS, (now, module.id, [lesson.key for lesson in module.lessons]))
    keys = [question.key for lesson in module.lessons for question in lesson.questions]
    keys += (question.key for question in module.pool)
    return await uow.execute(_RETIRE_QUESTIONS, (now, module.id, keys))


async def _put_lessons(uow: UnitOfWork, module_id: str, lessons: Sequence[Lesson]) -> dict[str, int]:
    rows = await uow.fetch_all(
        """
        insert into lesson (module_id, key, position, title, screens)
        select %s, l.key, l.position, l.title, l.screens
        from unnest(%s::text[], %s::int[], %s::text[], %s::jsonb[]) as l (key, position, title, screens)
        on conflict (module_id, key) do update set
            position = excluded.position, title = excluded.title, screens = excluded.screens, retired_at = null
        returning key, id
        """,
        (
            module_id,
            [lesson.key for lesson in lessons],
            [lesson.number for lesson in lessons],
            [lesson.title for lesson in lessons],
            [Jsonb(dump_screens(lesson.screens)) for lesson in lessons],
        ),
    )
    return {row["key"]: row["id"] for row in rows}


async def _put_questions(uow: UnitOfWork, module: Module, ids: Mapping[str, int]) -> None:
    """Store all questions in one statement, because a bank has thousands."""
    rows: list[tuple[int | None, int | None, str, int, Jsonb]] = [
        (ids[lesson.key], None, question.key, position, Jsonb(dump(question)))
        for lesson in module.lessons
        for position, question in enumerate(lesson.questions, 1)
    ]
    rows += (
        (None, ids.get(question.about), question.key, position, Jsonb(dump(question)))
        for position, question in enumerate(module.pool, 1)
    )
    await uow.execute(
        """
        insert into question (module_id, lesson_id, about_id, key, position, content)
        select %s, q.*
        from unnest(%s::bigint[], %s::bigint[], %s::text[], %s::int[], %s::jsonb[])
             as q (lesson_id, about_id, key, position, content)
        on conflict (module_id, key) do update set
            lesson_id = excluded.lesson_id, about_id = excluded.about_id, position = excluded.position,
            content = excluded.content, retired_at = null
        """,
        (module.id, *(list(column) for column in zip(*rows, strict=True))),
    )


_RETIRE_LESSONS = """
    update lesson set retired_at = %s
    where module_id = %s and retired_at is null and key not in (select unnest(%s::text[]))
"""
_RETIRE_QUESTIONS = """
    update question set retired_at = %s
    where module_id = %s and retired_at is null and key not in (select unnest(%s::text[]))
"""


async def listing(uow: UnitOfWork) -> list[ModuleCounts]:
    """Every module, in the order of the list."""
    return await uow.fetch_all(
        """
        select m.id, m.title,
               (select count(*) from lesson l where l.module_id = m.id and l.retired_at is null) as lessons,
               q.questions, q.pool,
               m.closed_at is not null as closed
        from module m cross join lateral (
            select count(*) filter (where lesson_id is not null) as questions,
                   count(*) filter (where lesson_id is null) as pool
            from question where module_id = m.id and retired_at is null) q
        order by m.position, m.id
        """,
        row=ModuleCounts,
    )


async def close(uow: UnitOfWork, module_id: str, at: datetime | None) -> bool:
    """Close a module: it is offered only to people who have begun it. `at` None: open it again. False if there is
    none."""
    return bool(
        await uow.execute(
            "update module set closed_at = case when %(at)s::timestamptz is null then null "
            "else coalesce(closed_at, %(at)s) end where id = %(id)s",
            {"at": at, "id": module_id},
        )
    )
