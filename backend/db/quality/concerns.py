"""Statements of concerns: whose answers are examined, what they show, and what is done (`conduct`)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from psycopg.types.json import Jsonb

from backend.db.engine.uow import UnitOfWork
from backend.db.messaging import contact_routing
from backend.db.quality.own_results import COMPARED, SAME
from backend.domain.quality import conduct
from backend.domain.quality.conduct import Decision, Evidence, Given, Known, Signal, Step
from backend.domain.quality.review import ReviewKind
from backend.domain.work.commands import GIVEN, AnswerStatus
from backend.domain.work.projects import ProjectStatus
from backend.records import Record, asdict


class Working(Record):
    """A person who has recently answered tasks of a project."""

    person_id: int
    project_id: int


async def working(uow: UnitOfWork, since: datetime) -> list[Working]:
    """The people who have answered since then, by project; practice is left out."""
    return await uow.fetch_all(
        f"""
        select distinct a.person_id, a.project_id from project p
        cross join lateral (
            select person_id, project_id from answer
            where project_id = p.id and status in {GIVEN} and answered_at >= %s offset 0) a
        where not p.practice order by a.person_id, a.project_id
        """,  # noqa: S608 (constants)
        (since,),
        row=Working,
    )


async def answers(uow: UnitOfWork, person_id: int, project_id: int, since: datetime) -> list[Given]:
    """The person's answers to a project since then, the newest first. Only their newest `conduct.LOOKED_AT` answers, of
    all projects, are searched."""
    return await uow.fetch_all(
        f"""
        select h.value, h.seconds, h.reading, case when h.compared then {SAME} end as agreed from (
            select a.value, a.seconds, a.reading, a.answered_at, p.config ->> 'kind' as kind,
                   t.result -> 'answer' as result, {COMPARED} as compared
            from (
                select * from answer where person_id = %(person)s and status = {AnswerStatus.ANSWERED}
                order by answered_at desc limit {conduct.LOOKED_AT}) a
            join lateral (select * from task where id = a.task_id offset 0) t on true
            join project p on p.id = a.project_id
            where a.project_id = %(project)s and a.answered_at > %(since)s) h
        order by h.answered_at desc
        """,  # noqa: S608 (constants)
        {"person": person_id, "project": project_id, "since": since},
        row=Given,
    )


async def known(uow: UnitOfWork, person_id: int, project_id: int, since: datetime) -> list[Known]:
    """The person's newest answers to control tasks of a project, the newest first. A control task that most people get
    wrong is left out."""
    return await uow.fetch_all(
        f"""
        select a.control_right as right, a.answered_at > %(since)s as fresh from (
            select task_id, control_right, answered_at from answer
            where person_id = %(person)s and project_id = %(project)s and control_right is not null
            order by answered_at desc limit {conduct.KNOWN_LOOKED_AT}) a
        cross join lateral (
            select count(*) as given, count(*) filter (where o.control_right) as right from answer o
            where o.task_id = a.task_id and o.status = {AnswerStatus.ANSWERED} offset 0) all_
        where all_.given < {conduct.FLAWED_OF} or all_.right * 2 >= all_.given
        order by a.answered_at desc
        """,  # noqa: S608 (constants)
        {"person": person_id, "project": project_id, "since": since},
        row=Known,
    )


class FlawedControl(Record):
    """A control task that most people get wrong."""

    task_id: int
    project_id: int


async def flawed(uow: UnitOfWork) -> list[FlawedControl]:
    """Control tasks of open projects with fewer than half right answers that nobody has reviewed yet."""
    return await uow.fetch_all(
        f"""
        select t.id as task_id, t.project_id from project p join task t on t.project_id = p.id and t.control
        cross join lateral (
            select count(*) as given, count(*) filter (where a.control_right) as right from answer a
            where a.task_id = t.id and a.status = {AnswerStatus.ANSWERED} offset 0) all_
        where p.status = '{ProjectStatus.OPEN}' and t.answers >= {conduct.FLAWED_OF} and t.held_at is null
          and t.done_at is null and all_.given >= {conduct.FLAWED_OF} and all_.right * 2 < all_.given
          and not exists (select from review r where r.task_id = t.id and r.kind = {ReviewKind.REPORT})
        order by t.id
        """,  # noqa: S608 (constants)
        row=FlawedControl,
    )


async def shares(uow: UnitOfWork, person_id: int, project_id: int) -> Mapping[str, float]:
    """How often others give each answer to a project (0 to 1), by its text. Empty if too few others have answered."""
    rows = await uow.fetch_all(
        f"""
        select a.value #>> '{{}}' as value, count(*) as n, count(distinct a.person_id) as people,
               (sum(count(*)) over ())::bigint as all_
        from (
            select person_id, value from answer where project_id = %s and status = {AnswerStatus.ANSWERED}
            order by answered_at desc limit 2000) a
        where a.person_id <> %s and jsonb_typeof(a.value) in ('string', 'number') group by 1
        """,  # noqa: S608 (constants)
        (project_id, person_id),
    )
    if not rows or rows[0]["all_"] < conduct.OTHERS or max(row["people"] for row in rows) < conduct.OTHER_PEOPLE:
        return {}
    return {row["value"]: row["n"] / row["all_"] for row in rows}


class Concern(Record):
    """A concern, with the person and the project that it is about. `evidence`: of the newest step."""

    id: int
    person_id: int
    project_id: int
    title: str
    signal: Signal
    evidence: Mapping[str, Any]
    step: Step
    step_at: datetime
    closed_at: datetime | None
    decision: Decision | None
    first_name: str
    country: str

    @property
    def seen(self) -> Evidence:
        """The stored evidence as an object."""
        return Evidence(**self.evidence)


_CONCERN = """
    select c.id, c.person_id, c.project_id, p.config ->> 'title' as title, c.signal, c.evidence, c.step, c.step_at,
           c.closed_at, c.decision, o.first_name, coalesce(o.country, '') as country
    from concern c join project p on p.id = c.project_id join person o on o.id = c.person_id
"""


async def newest(uow: UnitOfWork, person_id: int, project_id: int) -> Concern | None:
    """The person's last concern in the project, open or closed. None if there is none."""
    return await uow.fetch_one(
        f"{_CONCERN} where c.person_id = %s and c.project_id = %s order by c.id desc limit 1",
        (person_id, project_id),
        row=Concern,
    )


async def one(uow: UnitOfWork, concern_id: int) -> Concern | None:
    """A concern by its number, locked until the end of the transaction."""
    return await uow.fetch_one(f"{_CONCERN} where c.id = %s for no key update of c", (concern_id,), row=Concern)


async def waiting(uow: UnitOfWork, countries: Sequence[str] | None) -> list[Concern]:
    """At most 50 concerns that wait for a person's decision, the oldest first. `countries` None: of all countries."""
    return await uow.fetch_all(
        f"""
        {_CONCERN}
        where c.closed_at is null and c.step = {Step.PERSON}
          and (%(countries)s::text[] is null or o.country = any(%(countries)s))
        order by c.step_at, c.id limit 50
        """,
        {"countries": None if countries is None else list(countries)},
        row=Concern,
    )


async def begin(uow: UnitOfWork, of: Working, evidence: Evidence, now: datetime) -> int | None:
    """Open a concern at its first step. None if there is one already."""
    return await uow.find_value(
        f"""
        insert into concern (person_id, project_id, signal, evidence, step, opened_at, step_at)
        values (%(person)s, %(project)s, %(signal)s, %(evidence)s, {Step.HELP}, %(now)s, %(now)s)
        on conflict (person_id, project_id) where closed_at is null do nothing returning id
        """,  # noqa: S608 (constants)
        {
            "person": of.person_id,
            "project": of.project_id,
            "signal": evidence.signal,
            "evidence": Jsonb(asdict(evidence)),
            "now": now,
        },
    )


async def go_to(
    uow: UnitOfWork, concern_id: int, before: Step, step: Step, now: datetime, evidence: Evidence | None = None
) -> bool:
    """Take a step. False if it was taken already or the concern is closed."""
    moved = await uow.execute(
        """
        update concern set step = %(step)s, step_at = %(now)s, signal = coalesce(%(signal)s, signal),
               evidence = coalesce(%(evidence)s::jsonb, evidence)
        where id = %(id)s and step = %(before)s and closed_at is null
        """,
        {
            "id": concern_id,
            "before": before,
            "step": step,
            "now": now,
            "signal": evidence.signal if evidence else None,
            "evidence": Jsonb(asdict(evidence)) if evidence else None,
        },
    )
    return moved == 1


async def close(uow: UnitOfWork, concern_id: int, decision: Decision, by: int | None, now: datetime) -> bool:
    """Close a concern. False if it was closed already."""
    closed = await uow.execute(
        "update concern set closed_at = %s, decision = %s, decided_by = %s where id = %s and closed_at is null",
        (now, decision, by, concern_id),
    )
    return closed == 1


async def open_again(uow: UnitOfWork, concern_id: int, now: datetime) -> bool:
    """Let a closed concern wait for a decision again. False if the person has another open one in the project."""
    opened = await uow.execute(
        f"""
        update concern c set closed_at = null, decision = null, decided_by = null, step = {Step.PERSON}, step_at = %s
        where id = %s and closed_at is not null and not exists (
            select from concern o where o.person_id = c.person_id and o.project_id = c.project_id
                                        and o.closed_at is null)
        """,  # noqa: S608 (constants)
        (now, concern_id),
    )
    return opened == 1


async def give_hard_tasks(uow: UnitOfWork, person_id: int, project_id: int, yes: bool) -> None:
    """Set whether the person gets tasks that were reopened because others disagree."""
    await uow.execute(
        "update progress set gets_reopened = %s where person_id = %s and project_id = %s", (yes, person_id, project_id)
    )


async def bar(uow: UnitOfWork, person_id: int, project_id: int, at: datetime | None) -> None:
    """Bar the person from a project, or admit them again (`at` None)."""
    await uow.execute(
        "update progress set barred_at = %s where person_id = %s and project_id = %s", (at, person_id, project_id)
    )


_HUBERS = f"""
    select o.id from person o
    where o.role = 'huber' and {contact_routing.looks_after("o", "%s")} and o.stopped_at is null
      and o.merged_into is null and {contact_routing.reachable("o.id")} and o.id <> all(%s) order by o.id
"""  # noqa: S608 (constants)
_TEAM = f"""
    select o.id from person o
    where o.role = 'admin' and {contact_routing.title("o")} in ('owner', 'operations') and o.stopped_at is null
      and o.merged_into is null order by o.id
"""  # noqa: S608 (constants)


async def who_decides(uow: UnitOfWork, country: str, but: Collection[int]) -> list[int]:
    """The Hubers of a country who can be told and have not said stop, without the people `but`; if there are none, the
    owners and operations."""
    found = await uow.fetch_all(_HUBERS, (country, list(but))) or await uow.fetch_all(_TEAM)
    return [row["id"] for row in found]


class Shown(Record):
    """An answer as evidence. `text`: what its task shows, "" if that is not text."""

    text: str
    value: Any
    seconds: int
    reading: int


async def shown(uow: UnitOfWork, person_id: int, project_id: int, most: int) -> list[Shown]:
    """The person's newest answers to a project."""
    return await uow.fetch_all(
        f"""
        select coalesce(t.content ->> 'text', '') as text, a.value, a.seconds, a.reading from (
            select * from answer where person_id = %(person)s and status = {AnswerStatus.ANSWERED}
            order by answered_at desc limit {conduct.LOOKED_AT}) a
        join lateral (select * from task where id = a.task_id offset 0) t on true
        where a.project_id = %(project)s order by a.answered_at desc limit %(most)s
        """,  # noqa: S608 (constants)
        {"person": person_id, "project": project_id, "most": most},
        row=Shown,
    )
