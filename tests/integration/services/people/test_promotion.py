"""A trainee becomes a hiteuse: who may decide, whom she may see, and what is written of it."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from backend.db.engine.uow import Database
from backend.db.people import queries as people_rows
from backend.db.threads import schedule as threads_schedule
from backend.domain.errors import NotAllowed
from backend.domain.people.commands import OPERATOR, MakeInvites, Person
from backend.domain.people.promotion import Promotion
from backend.records import replace
from backend.services.certificates import badges
from backend.services.people import promotion
from backend.services.people import service as people_service
from tests.integration.scenes import NOW, after, commit, execute, hiteuses, project, rows, value
from tests.integration.services.work.steps import counted, taken
from tests.integration.training.rows import module


async def trainee(database: Database, name: str = "Awa", country: str = "CI", *, passed: bool = True) -> Person:
    (person,) = await hiteuses(database, 1, country=country)
    await commit(database, people_rows.set_profile, person_id=person.id, role="trainee", first_name=name)
    person = replace(person, role="trainee", first_name=name)
    if passed:
        if not await rows(database, "select from module"):
            await module(database, unlocks=())
        await commit(database, badges.grant, person=person, module="micro-taches", now=NOW)
    return person


async def staff(database: Database, role: str = "huber", country: str = "CI") -> Person:
    (person,) = await hiteuses(database, 1, country=country)
    duty = "operations" if role == "admin" else None
    columns: dict[str, Any] = {"role": role, "first_name": "Mariam", "duty": duty}
    await commit(database, people_rows.set_profile, person_id=person.id, **columns)
    return replace(person, **columns)


async def promote(database: Database, by: Person, who: str) -> Promotion:
    return await commit(database, promotion.promote, by=by, who=who, channel="telegram", now=after(hours=1))


async def role(database: Database, person: Person) -> str:
    return str(await value(database, "select role from person where id = %s", (person.id,)))


async def test_a_huber_sees_the_trainees_of_her_country_who_have_passed_something(database: Database) -> None:
    huber = await staff(database)
    awa = await trainee(database)
    await trainee(database, "Binta", passed=False)
    await trainee(database, "Solange", "CM")
    found = await commit(database, promotion.candidates, by=huber, most=10)
    assert [(c.person_id, c.name, *c.passed) for c in found] == [(awa.id, "Awa", "Les micro-tâches")]
    admin = await staff(database, "admin")
    assert [c.name for c in await commit(database, promotion.candidates, by=admin, most=10)] == [
        "Awa",
        "Solange",
    ]


@pytest.mark.parametrize("named", ["number", "name", "code"])
async def test_she_is_named_by_number_first_name_or_code(database: Database, named: str) -> None:
    huber, awa = await staff(database), await trainee(database)
    made = await commit(
        database, people_service.make_invites, command=MakeInvites("trainee", "CI"), by=OPERATOR, now=NOW, links={}
    )
    code = made.invites[0].code
    await execute(database, "update invite set used_by = %s", (awa.id,))
    who = {"number": str(awa.id), "name": "  awa ", "code": code.lower().replace("-", " ")}[named]
    done = await promote(database, huber, who)
    assert (done.outcome, [c.person_id for c in done.who]) == ("promoted", [awa.id])
    assert await role(database, awa) == "hiteuse"


async def test_she_must_agree_to_work_before_she_may(database: Database) -> None:
    huber, awa = await staff(database), await trainee(database)
    await promote(database, huber, "Awa")
    assert await value(database, "select joined_at from person where id = %s", (awa.id,)) is None


async def test_it_is_written_down_and_she_is_told_once(database: Database) -> None:
    huber, awa = await staff(database), await trainee(database)
    await promote(database, huber, "Awa")
    assert (await promote(database, huber, str(awa.id))).outcome == "already"
    (line,) = await rows(database, "select person_id, channel, action, subject_id, before, after from audit")
    assert line == {
        "person_id": huber.id,
        "channel": "telegram",
        "action": "promote",
        "subject_id": awa.id,
        "before": {"role": "trainee"},
        "after": {"role": "hiteuse"},
    }
    (event,) = await rows(database, "select person_id, payload ->> 'by' as by from inbox")
    assert event == {"person_id": awa.id, "by": "Mariam"}


async def test_of_two_who_promote_her_at_once_one_does_it(database: Database) -> None:
    huber, admin, awa = await staff(database), await staff(database, "admin"), await trainee(database)
    async with database.turn() as one, database.turn() as other:
        first = await promotion.promote(one, huber, str(awa.id), "telegram", NOW)
        second = asyncio.create_task(promotion.promote(other, admin, str(awa.id), "telegram", NOW))
        await one.commit()
        assert first.outcome == "promoted" and (await second).outcome == "already"
        await other.commit()
    assert await value(database, "select count(*) from audit") == 1


async def test_who_is_a_hiteuse_already_is_found_and_said_to_be_one(database: Database) -> None:
    huber, awa = await staff(database), await trainee(database)
    assert (await promote(database, huber, str(awa.id))).outcome == "promoted"
    again = await promote(database, huber, "awa")
    assert (again.outcome, [each.person_id for each in again.who]) == ("already", [awa.id])


async def test_two_of_one_name_are_asked_about(database: Database) -> None:
    huber = await staff(database)
    one, two = await trainee(database), await trainee(database)
    found = await promote(database, huber, "Awa")
    assert (found.outcome, {c.person_id for c in found.who}) == ("several", {one.id, two.id})
    assert await role(database, one) == await role(database, two) == "trainee"


@pytest.mark.parametrize("who", ["Zoé", "999999999", "ABCD-EFGH-JKMN-PQRS", "", "🌸", "9" * 40])
async def test_nobody_is_nobody(database: Database, who: str) -> None:
    huber = await staff(database)
    await trainee(database)
    assert (await promote(database, huber, who)).outcome == "none"


async def test_a_huber_reaches_nobody_of_another_country_whatever_she_types(database: Database) -> None:
    huber, solange = await staff(database), await trainee(database, "Solange", "CM")
    for who in ("Solange", str(solange.id)):
        assert (await promote(database, huber, who)).outcome == "none"
    assert await role(database, solange) == "trainee"
    assert (await promote(database, await staff(database, "admin"), "Solange")).outcome == "promoted"


async def test_neither_staff_nor_strangers_are_promoted(database: Database) -> None:
    admin, other = await staff(database, "admin"), await staff(database)
    assert (await promote(database, admin, str(other.id))).outcome == "none"
    assert (await promote(database, admin, str(admin.id))).outcome == "none"


@pytest.mark.parametrize("who", ["hiteuse", "trainee", None])
async def test_only_hubers_and_admins_decide(database: Database, who: str | None) -> None:
    awa = await trainee(database)
    by = replace(awa, role=who)  # type: ignore[arg-type]
    with pytest.raises(NotAllowed):
        await promote(database, by, str(awa.id))
    with pytest.raises(NotAllowed):
        await commit(database, promotion.candidates, by=by, most=10)
    assert await role(database, awa) == "trainee"


async def test_she_may_decline_as_long_as_she_has_not_agreed(database: Database) -> None:
    huber, awa = await staff(database), await trainee(database)
    await promote(database, huber, "Awa")
    await commit(database, promotion.decline, person=awa, channel="telegram", now=after(hours=2))
    (row,) = await rows(database, "select role, joined_at from person where id = %s", (awa.id,))
    assert row == {"role": "trainee", "joined_at": after(hours=2)}
    assert [line["action"] for line in await rows(database, "select action from audit order by id")] == [
        "promote",
        "decline work",
    ]
    told = await rows(database, "select payload ->> 'person' as who from inbox where person_id = %s", (huber.id,))
    assert told == [{"who": str(awa.id)}]  # who promoted her
    assert (await promote(database, huber, "Awa")).outcome == "promoted"
    await commit(database, people_rows.set_profile, person_id=awa.id, joined_at=after(hours=3))
    await commit(database, promotion.decline, person=awa, channel="telegram", now=after(hours=4))
    assert await role(database, awa) == "hiteuse"


async def test_who_declines_joined_when_she_began_to_learn(database: Database) -> None:
    huber, awa = await staff(database), await trainee(database)
    await commit(database, people_rows.add_consent, awa.id, "terms", "1", NOW)
    await promote(database, huber, "Awa")
    await commit(database, promotion.decline, person=awa, channel="telegram", now=after(days=9))
    assert await value(database, "select joined_at from person where id = %s", (awa.id,)) == NOW


async def test_who_worked_before_another_role_does_not_join_twice(database: Database) -> None:
    awa, binta = await hiteuses(database, 2)
    for person in (awa, binta):
        await commit(database, people_rows.add_consent, person.id, "terms", "1", NOW)
    task = await taken(database, awa, await project(database, 1))
    await counted(database, awa, task.id, now=after(minutes=1))
    await execute(database, "update person set joined_at = null")  # both were Hubers in between
    for person in (awa, binta):
        await commit(database, people_rows.add_consent, person.id, "terms", "1", after(days=9))
        await commit(database, people_service.join, replace(person, joined_at=None), after(days=9))
    joined = await rows(database, "select joined_at from person order by id")
    assert [row["joined_at"] for row in joined] == [NOW, after(days=9)]


async def test_at_night_she_is_promoted_at_once_and_told_in_her_morning(database: Database) -> None:
    huber, awa = await staff(database), await trainee(database)
    night = after(hours=14)
    done = await commit(database, promotion.promote, by=huber, who=str(awa.id), channel="telegram", now=night)
    assert done.later and await role(database, awa) == "hiteuse"
    told = "select count(*) from inbox where person_id = %s and payload ->> 'wake' = 'promoted'"
    assert await value(database, told, (awa.id,)) == 0
    assert await commit(database, threads_schedule.post_due, now=after(hours=21), most=10) == 0
    assert await commit(database, threads_schedule.post_due, now=after(hours=22), most=10) == 1
    waited = "select payload -> 'events' -> 0 ->> 'wake' from inbox where person_id = %s"
    assert await value(database, waited, (awa.id,)) == "promoted"
