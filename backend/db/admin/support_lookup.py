"""Statements that find a person and tell about them, for staff who help. All read by key, except the search for a name,
which looks at every name once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from backend.db.engine.uow import UnitOfWork
from backend.domain.admin.support_lookup import Contact, Hit, Note, PersonWork, Told, masked
from backend.domain.messaging import channels
from backend.domain.messaging.states import OutboxStatus
from backend.domain.work.commands import AnswerStatus
from backend.records import Record


class NamedLearner(Record):
    """A hiteuse or trainee. `invited`: the name for which her invitation code was made; "" if there is none."""

    id: int
    name: str
    country: str
    invited: str


_HIT = """
    select p.id as person, p.first_name as name, coalesce(p.role, '') as role, coalesce(p.country, '') as country
    from person p
"""


async def names(uow: UnitOfWork) -> list[str]:
    """Every first name in use, and every name for which a used code was made."""
    return await uow.fetch_column(
        """
        select first_name as name from person where role is not null and first_name <> ''
        union select name from invite where used_by is not null and name <> ''
        """
    )


async def of_names(uow: UnitOfWork, wanted: Sequence[str], most: int) -> list[Hit]:
    """People with one of these names, be it their own or that of their invitation."""
    return await uow.fetch_all(
        f"""
        {_HIT} where p.role is not null and (
            p.first_name = any(%(names)s)
            or p.id in (select used_by from invite where used_by is not null and name = any(%(names)s)))
        order by p.id desc limit %(most)s
        """,  # noqa: S608 (constants)
        {"names": list(wanted), "most": most},
        row=Hit,
    )


async def learners(uow: UnitOfWork, countries: Sequence[str]) -> list[NamedLearner]:
    """All hiteuses and trainees of these countries (none given: of all)."""
    return await uow.fetch_all(
        """
        select p.id, p.first_name as name, coalesce(p.country, '') as country, coalesce(i.name, '') as invited
        from person p left join invite i on i.used_by = p.id
        where p.role in ('hiteuse', 'trainee') and p.merged_into is null
          and (cardinality(%(countries)s::text[]) = 0 or p.country = any(%(countries)s))
        order by p.id
        """,
        {"countries": list(countries)},
        row=NamedLearner,
    )


async def of_id(uow: UnitOfWork, person_id: int) -> list[Hit]:
    """That person, or, if the account was merged, the person who has it now. Empty if there is none."""
    return await uow.fetch_all(
        f"""
        {_HIT} where p.id = (select coalesce(merged_into, id) from person where id = %s) and p.role is not null
        """,  # noqa: S608 (constants)
        (person_id,),
        row=Hit,
    )


class StoredNumber(Record):
    """A phone number as it is stored (`backend.encryption.Numbers`), and whose it is."""

    person_id: int
    address: str


async def numbers_ending(uow: UnitOfWork, ending: str) -> list[StoredNumber]:
    """Phone numbers whose shown digits end with these."""
    return await uow.fetch_all(
        "select person_id, address from contact where channel = any(%s) and address like '%%' || %s",
        (channels.numbers(), ending),
        row=StoredNumber,
    )


async def of_ids(uow: UnitOfWork, people: Sequence[int], most: int) -> list[Hit]:
    """Those of these people who have an account, by number."""
    return await uow.fetch_all(
        f"{_HIT} where p.role is not null and p.id = any(%s::bigint[]) order by p.id limit %s",
        (list(people), most),
        row=Hit,
    )


async def work_of(uow: UnitOfWork, person_id: int, week: date) -> PersonWork | None:
    """How she works for clients and how she learns; `answers` and `active` since `week`. None: no such person."""
    return await uow.fetch_one(
        f"""
        select w.answers - y.answers as answers, (w.active - y.active) * interval '1 second' as active,
               w.ever - g.tried as answers_ever, g.tried > 0 as practised, coalesce(t.title, '') as open_task,
               t.leased_at as open_since, b.passed, coalesce(m.title, '') as learning
        from person p
        cross join lateral (
            select coalesce(sum(answers) filter (where date > %(week)s), 0)::bigint as answers,
                   coalesce(sum(active) filter (where date > %(week)s), 0)::bigint as active,
                   coalesce(sum(answers), 0)::bigint as ever  -- the refused ones as well
            from day where person_id = p.id) w
        cross join lateral (
            select count(*) as answers, coalesce(sum(a.active), 0)::bigint as active
            from project j join task t on t.project_id = j.id
            join answer a on a.task_id = t.id and a.person_id = p.id and a.status = {AnswerStatus.ANSWERED:d}
            where j.practice and (a.answered_at at time zone coalesce(p.zone, 'UTC'))::date > %(week)s) y
        cross join lateral (
            select coalesce(sum(g.answers), 0)::bigint as tried
            from progress g join project j on j.id = g.project_id and j.practice where g.person_id = p.id) g
        left join lateral (
            select j.config ->> 'title' as title, a.leased_at
            from answer a join project j on j.id = a.project_id
            where a.person_id = p.id and a.status = {AnswerStatus.LEASED:d}) t on true
        cross join lateral (
            select coalesce(array_agg(title order by at desc), '{{}}') as passed
            from badge where person_id = p.id and revoked_at is null and key = module_id) b
        left join lateral (
            select o.title from enrolment e join module o on o.id = e.module_id
            where e.person_id = p.id and e.passed_at is null order by e.active_at desc limit 1) m on true
        where p.id = %(person)s
        """,  # noqa: S608 (constants)
        {"person": person_id, "week": week},
        row=PersonWork,
    )


async def contacts(uow: UnitOfWork, person_id: int) -> tuple[Contact, ...]:
    """Her chats, with phone numbers masked except their last digits."""
    rows = await uow.fetch_all(
        "select channel, address, blocked_at, locked_at, heard_at from contact where person_id = %s order by id",
        (person_id,),
    )
    return tuple(
        Contact(
            row["channel"],
            masked(row["channel"], row["address"]),
            row["blocked_at"] is not None,
            row["locked_at"] is not None,
            row["heard_at"],
        )
        for row in rows
    )


async def told(uow: UnitOfWork, person_id: int, most: int, skip: int = 0) -> list[Told]:
    """Messages to her, the newest first."""
    return await uow.fetch_all(
        """
        select created_at as at, purpose, channel, status, sent_at, delivered_at, read_at, coalesce(error, '') as error
        from outbox where person_id = %s and message is not null order by id desc limit %s offset %s
        """,
        (person_id, most, skip),
        row=Told,
    )


async def failed(uow: UnitOfWork, person_id: int) -> int:
    """How many messages to her were given up."""
    return await uow.fetch_int(
        f"select count(*) from outbox where person_id = %s and status = {OutboxStatus.FAILED:d}",  # noqa: S608
        (person_id,),
    )


async def notes(uow: UnitOfWork, person_id: int, most: int, skip: int = 0) -> tuple[tuple[Note, ...], int]:
    """A page of the newest notes about her, and their total number."""
    rows = await uow.fetch_all(
        """
        select n.at, coalesce(b.first_name, '') as by, n.text, count(*) over () as in_all
        from person_note n join person b on b.id = n.by_id where n.person_id = %s order by n.id desc limit %s offset %s
        """,
        (person_id, most, skip),
    )
    return tuple(Note(row["at"], row["by"], row["text"]) for row in rows), rows[0]["in_all"] if rows else 0


async def add_note(uow: UnitOfWork, person_id: int, by: int, text: str, now: datetime) -> None:
    """Add a staff note about that person."""
    await uow.execute(
        "insert into person_note (person_id, by_id, at, text) values (%s, %s, %s, %s)", (person_id, by, now, text)
    )


async def was_read(uow: UnitOfWork, person_id: int, by: int, action: str, since: datetime) -> bool:
    """Whether the audit says that this admin has read that person's file since then."""
    row = await uow.fetch_one(
        "select 1 from audit where subject_id = %s and person_id = %s and action = %s and at > %s limit 1",
        (person_id, by, action, since),
    )
    return row is not None
