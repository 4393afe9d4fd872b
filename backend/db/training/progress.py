"""Statements about people's progress, from their answers: for the learner, the Huber, and authors."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from backend.db.engine.uow import UnitOfWork
from backend.db.messaging import contact_routing
from backend.db.messaging.contact_routing import Chat
from backend.domain.training.progress import Cohort, Stuck


async def known(uow: UnitOfWork, person_id: int, firm: float) -> int:
    """How many questions have a memory at least this stable (days)."""
    return await uow.fetch_int("select count(*) from card where person_id = %s and stability >= %s", (person_id, firm))


# --- a cohort ---------------------------------------------------------------------------------------

_OURS = """
    p.role in ('trainee', 'hiteuse') and p.joined_at is not null
    and (%(countries)s::text[] = '{}' or p.country = any(%(countries)s))
"""
"""People who may learn, in these countries or (none given) everywhere."""


async def cohort(uow: UnitOfWork, countries: Sequence[str], since: datetime) -> Cohort:
    """The counts of a cohort, with who learnt since then. `stuck` is not filled in."""
    return await uow.fetch_only(
        f"""
        with open as (select count(*) as count from module where closed_at is null), hers as (
            select p.id, count(e.module_id) as begun, max(e.active_at) as active_at,
                   count(*) filter (where e.passed_at is not null) as passed,
                   count(*) filter (where e.passed_at is not null and m.closed_at is null) as passed_open
            from person p left join enrolment e on e.person_id = p.id left join module m on m.id = e.module_id
            where {_OURS} group by p.id
        )
        select count(*) as people, count(*) filter (where begun > 0) as begun,
               count(*) filter (where active_at >= %(since)s) as active,
               count(*) filter (where passed > 0) as passed_one,
               count(*) filter (where passed_open = (select count from open) and passed_open > 0) as passed_all,
               coalesce(sum(passed), 0)::bigint as modules
        from hers
        """,  # noqa: S608 (constants)
        {"countries": list(countries), "since": since},
        row=Cohort,
    )


async def stuck(
    uow: UnitOfWork, countries: Sequence[str], before: datetime, failures: int, most: int, skip: int
) -> tuple[tuple[Stuck, ...], int]:
    """A page of the people who are stuck in a module that they have not passed, and how many there are (0 for an empty
    page).

    They stopped before then, or failed a lesson or the final test this often in a row. Those who fail come first, then
    those who stopped last.
    """
    rows = await uow.fetch_all(
        f"""
        with last as (
            select distinct on (e.person_id) e.person_id, e.module_id, e.active_at, e.nudged_at, l.title,
                   case when e.failures > 0 then e.failures else lp.failures end as failures,
                   e.failures > 0 or not exists (
                       select from lesson o left join lesson_progress op
                            on op.lesson_id = o.id and op.person_id = e.person_id
                       where o.module_id = e.module_id and o.retired_at is null and op.finished_at is null) as final
            from enrolment e
            join lesson l on l.module_id = e.module_id and l.retired_at is null
            join lesson_progress lp on lp.person_id = e.person_id and lp.lesson_id = l.id
            where e.passed_at is null
            order by e.person_id, greatest(e.failures, lp.failures) >= %(failures)s desc, e.active_at desc,
                     lp.state <> '{{}}' desc, l.position desc
        )
        select p.id as person, p.first_name as name, p.role, m.title as module, last.title as lesson, last.final,
               last.active_at, last.failures, last.nudged_at as told_at, count(*) over () as in_all
        from person p join last on last.person_id = p.id join module m on m.id = last.module_id
        where {_OURS} and (last.active_at < %(before)s or last.failures >= %(failures)s)
        order by last.failures >= %(failures)s desc, last.active_at desc, p.id limit %(most)s offset %(skip)s
        """,  # noqa: S608 (constants)
        {"countries": list(countries), "before": before, "failures": failures, "most": most, "skip": skip},
    )
    found = tuple(
        Stuck(**{name: value for name, value in row.items() if name != "in_all"})  # each row also holds the total
        for row in rows
    )
    return found, rows[0]["in_all"] if rows else 0


async def hubers(uow: UnitOfWork, country: str) -> list[Chat]:
    """The chats in which the Hubers of a country can be told now."""
    return await uow.fetch_all(
        f"""
        select r.* from person h cross join lateral ({contact_routing.reach("h.id")}) r
        where h.role = 'huber' and {contact_routing.looks_after("h", "%s")} and h.stopped_at is null
          and r.blocked_at is null and r.locked_at is null order by h.id
        """,  # noqa: S608 (constants)
        (country,),
        row=Chat,
    )


async def told_at(uow: UnitOfWork, person_id: int) -> datetime | None:
    """When the person was last asked to come back; None: never."""
    return await uow.find_value("select max(nudged_at) from enrolment where person_id = %s", (person_id,))


async def tell(uow: UnitOfWork, person_id: int, now: datetime) -> None:
    """Record that the person is asked to come back now."""
    await uow.execute(
        "update enrolment set nudged_at = %s where person_id = %s and passed_at is null", (now, person_id)
    )


async def begin_anew(uow: UnitOfWork, person_id: int, module_ids: Sequence[str]) -> None:
    """Reset these modules for a person: they are no longer passed, nor their lessons finished.

    What the person is in the middle of stays. Revisions ask no question of a final test's pool until the test is passed
    again.
    """
    await uow.pipeline(
        (
            "update enrolment set passed_at = null, score = null where person_id = %s and module_id = any(%s)",
            (person_id, list(module_ids)),
        ),
        (
            """
            update lesson_progress set finished_at = null, score = null
            where person_id = %s and lesson_id in (select id from lesson where module_id = any(%s))
            """,
            (person_id, list(module_ids)),
        ),
        (
            """
            delete from card where person_id = %s and question_id in (
                select id from question where module_id = any(%s) and lesson_id is null)
            """,
            (person_id, list(module_ids)),
        ),
    )


async def silent_since(uow: UnitOfWork, person_id: int, lesson_id: int) -> datetime | None:
    """The person's last activity in the module of a lesson; None: never."""
    return await uow.find_value(
        """
        select e.active_at from lesson l join enrolment e on e.module_id = l.module_id and e.person_id = %s
        where l.id = %s
        """,
        (person_id, lesson_id),
    )


async def stay_awake(uow: UnitOfWork, person_id: int, now: datetime, lesson_id: int | None = None) -> None:
    """Record activity in the module of this lesson, or, without a lesson, in the module that the person was in last."""
    await uow.execute(
        """
        update enrolment set active_at = %(now)s, nudged = 0
        where person_id = %(person)s and module_id = coalesce(
            (select module_id from lesson where id = %(lesson)s::bigint),
            (select module_id from enrolment where person_id = %(person)s and passed_at is null
             order by active_at desc, module_id limit 1))
        """,
        {"now": now, "person": person_id, "lesson": lesson_id},
    )
