"""Statements about people: invitations, consent, profile, goal, reminder."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

from backend.db.engine.uow import UnitOfWork
from backend.domain.earnings.pay_events import PayEvent
from backend.domain.money import Money
from backend.domain.people.commands import Goal, Invite, Person, Role
from backend.domain.people.reminder_preferences import Preference
from backend.domain.work.commands import GIVEN
from backend.records import Record

_FIRST_ADMIN = 7_310_300  # key of an advisory lock


class NamedPerson(Record):
    """A person whom a name may mean."""

    id: int
    first_name: str
    role: Role
    country: str


async def add_invites(uow: UnitOfWork, invites: Sequence[Invite], by: int | None, now: datetime) -> list[str]:
    """Store new codes. Return those that existed already: they must be drawn again."""
    rows = await uow.fetch_all(
        """
        insert into invite (code, role, country, name, duty, countries, created_at, created_by)
        select code, role, country, name, duty, string_to_array(nullif(looks_after, ''), ' '), %(now)s, %(by)s
        from unnest(%(codes)s::text[], %(roles)s::text[], %(countries)s::text[], %(names)s::text[],
                    %(duties)s::text[], %(looks_after)s::text[])
             as i (code, role, country, name, duty, looks_after)
        on conflict (code) do nothing returning code
        """,
        {
            "now": now,
            "by": by,
            "codes": [i.code for i in invites],
            "roles": [i.role for i in invites],
            "countries": [i.country for i in invites],
            "names": [i.name for i in invites],
            "duties": [i.duty for i in invites],
            "looks_after": [" ".join(i.countries) for i in invites],
        },
    )
    stored = {row["code"] for row in rows}
    return [i.code for i in invites if i.code not in stored]


async def invite(uow: UnitOfWork, digest: bytes) -> tuple[Invite, int | None] | None:
    """An invitation by its code's digest (`codes.digest`), and who has used it, locked until the end of the
    transaction. None if there is none or it was withdrawn."""
    row = await uow.fetch_one(
        """
        select code, role, country, name, duty, countries, used_by from invite
        where sha256(decode(translate(code, 'OIL', '011'), 'escape')) = %s and withdrawn_at is null for update
        """,
        (digest,),
    )
    if row is None:
        return None
    invite = Invite(row["code"], row["role"], row["country"], row["name"], row["duty"], tuple(row["countries"] or ()))
    return invite, row["used_by"]


async def use_invite(uow: UnitOfWork, code: str, person_id: int, now: datetime) -> None:
    """Record that a person joined by this invitation."""
    await uow.execute("update invite set used_by = %s, used_at = %s where code = %s", (person_id, now, code))


async def alone_for_first_admin(uow: UnitOfWork) -> None:
    """Hold the right to create the first admin until the end of the transaction. Of two starts at once, the second sees
    what the first has created."""
    await uow.execute("select pg_advisory_xact_lock(%s)", (_FIRST_ADMIN,))


async def anybody(uow: UnitOfWork, role: str) -> bool:
    """Whether anybody has this role, or anybody was given a code for it."""
    return await uow.fetch_bool(
        "select exists (select from person where role = %s) or exists (select from invite where role = %s) as there",
        (role, role),
    )


async def set_profile(uow: UnitOfWork, /, person_id: int, **columns: Any) -> None:
    """Set columns of a person's row. Their names come from our code, never from input."""
    sets = ", ".join(f"{name} = %s" for name in columns)
    await uow.execute(f"update person set {sets} where id = %s", (*columns.values(), person_id))  # noqa: S608


async def holder(uow: UnitOfWork, person_id: int) -> Person | None:
    """The person of this number, or whose account that one was merged into; None if there is none."""
    found = await uow.find_value("select coalesce(merged_into, id) from person where id = %s", (person_id,))
    return await person(uow, found) if found is not None else None


async def person(uow: UnitOfWork, person_id: int) -> Person | None:
    """A person as a turn needs them; None if there is none."""
    row = await uow.fetch_one(
        """
        select id, role, first_name, coalesce(country, '') as country, coalesce(zone, 'UTC') as zone, language,
               data_saver, joined_at, paused_until, stopped_at, duty, coalesce(countries, '{}') as countries, pin_at,
               discreet, terms
        from person where id = %s
        """,
        (person_id,),
    )
    return Person(**{**row, "countries": tuple(row["countries"])}) if row else None


async def working(uow: UnitOfWork) -> int:
    """The number of hiteuses who have joined and not said stop."""
    return await uow.fetch_int(
        "select count(*) from person where role = 'hiteuse' and joined_at is not null and stopped_at is null "
        "and merged_into is null"
    )


async def block(uow: UnitOfWork, contact_id: int, at: datetime | None) -> None:
    """Record that the person cannot be reached in this chat (None: they can again)."""
    await uow.execute("update contact set blocked_at = %s where id = %s", (at, contact_id))


async def add_consent(uow: UnitOfWork, person_id: int, document: str, version: str, now: datetime) -> None:
    """Record that a person agreed to this version of a document."""
    await uow.execute(
        "insert into consent (person_id, document, version, given_at) values (%s, %s, %s, %s)",
        (person_id, document, version, now),
    )


async def has_agreed(uow: UnitOfWork, person_id: int) -> bool:
    """Whether the person ever agreed to any terms, also as a trainee."""
    return await uow.fetch_bool("select exists (select from consent where person_id = %s)", (person_id,))


async def agreed_before_work(uow: UnitOfWork, person_id: int) -> datetime | None:
    """When the person agreed to the terms under which their first work for a client was done; None: they did none."""
    return await uow.find_value(
        f"""
        select max(c.given_at) from consent c
        where c.person_id = %(person)s and c.document = 'terms' and c.given_at <= (
            select min(at) from (
                select a.answered_at as at from answer a join project q on q.id = a.project_id
                where a.person_id = %(person)s and a.status in {GIVEN} and not q.practice
                union all
                select at from pay_event where person_id = %(person)s and kind = '{PayEvent.REVIEWED}') w)
        """,  # noqa: S608 (constants)
        {"person": person_id},
    )


async def was_trainee(uow: UnitOfWork, person_id: int) -> bool:
    """Whether a hiteuse who has yet to join was a trainee: she agreed to terms before, and was not invited to work."""
    return await uow.fetch_bool(
        """
        select exists (select from consent where person_id = %(person)s)
           and not exists (select from invite where used_by = %(person)s and role = 'hiteuse') as there
        """,
        {"person": person_id},
    )


async def agreed_to(uow: UnitOfWork, person_id: int, document: str) -> tuple[str, datetime] | None:
    """The version of a document to which this person agreed last, and when; None: never."""
    row = await uow.fetch_one(
        """
        select version, given_at from consent where person_id = %s and document = %s
        order by given_at desc, id desc limit 1  -- an account that was joined brought older ones
        """,
        (person_id, document),
    )
    return (row["version"], row["given_at"]) if row is not None else None


async def goal(uow: UnitOfWork, person_id: int) -> Goal | None:
    """What a person saves for; None if they have not said."""
    row = await uow.fetch_one("select kind, words, units, currency from goal where person_id = %s", (person_id,))
    if row is None:
        return None
    return Goal(
        row["kind"],
        row["words"],
        None if row["units"] is None else Money(row["units"], row["currency"]),
    )


async def set_goal(uow: UnitOfWork, person_id: int, goal: Goal, now: datetime) -> None:
    """Store what a person saves for, in place of an earlier goal. Of another kind, or after they have opened what they
    saved for, it is a new project, and the dates of the earlier one end. What is set aside stays, and so does the share
    of each payment."""
    amount = goal.amount
    await uow.execute(
        """
        update goal set started_at = %(now)s, due = null, instalments = '[]', milestone = 0, milestone_due = null,
                        pictured = 0
        where person_id = %(person)s and (kind <> %(kind)s or exists (
            select from outcome o
            where o.person_id = goal.person_id and o.kind = 'opened' and o.at >= goal.started_at))
        """,
        {"person": person_id, "kind": goal.kind, "now": now},
    )
    await uow.execute(
        """
        insert into goal (person_id, kind, words, units, currency, updated_at, started_at)
        values (%(person)s, %(kind)s, %(words)s, %(units)s, %(currency)s, %(now)s, %(now)s)
        on conflict (person_id) do update set kind = excluded.kind, words = excluded.words, units = excluded.units,
            currency = excluded.currency, updated_at = excluded.updated_at
        """,
        {
            "person": person_id,
            "kind": goal.kind,
            "words": goal.words,
            "units": amount.units if amount else None,
            "currency": amount.currency if amount else None,
            "now": now,
        },
    )


async def reminder(uow: UnitOfWork, person_id: int) -> Preference | None:
    """When a person wants to be reminded (no days: never); None if they were not asked yet."""
    row = await uow.fetch_one("select days, at from reminder where person_id = %s", (person_id,))
    return Preference(frozenset(row["days"]), row["at"]) if row else None


async def set_reminder(uow: UnitOfWork, person_id: int, preference: Preference | None) -> None:
    """Store when a person wants to be reminded. None is stored as no days: they were asked and said no."""
    days = sorted(preference.days) if preference else []
    at = preference.at if preference else time(18)
    await uow.execute(
        """
        insert into reminder (person_id, days, at) values (%s, %s, %s)
        on conflict (person_id) do update set days = excluded.days, at = excluded.at
        """,
        (person_id, days, at),
    )


async def named(uow: UnitOfWork, name: str, country: str | None, person_id: int | None) -> list[NamedPerson]:
    """People who have a role, by first name (regardless of case; "": any) and number (None: any)."""
    return await uow.fetch_all(
        """
        select id, first_name, role, coalesce(country, '') as country from person
        where role is not null and (%(id)s::numeric is null or id = %(id)s)
          and (%(name)s = '' or lower(first_name) = lower(%(name)s))
          and (%(country)s::text is null or country = %(country)s)
        order by id
        """,
        {"id": person_id, "name": name, "country": country},
        row=NamedPerson,
    )
