"""Who becomes what, who may decide it, and that an owner is always left."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from backend.db.engine.uow import Database
from backend.db.people import queries as people_rows
from backend.domain.errors import BadInput, LastOwner, NotAllowed, NotFound
from backend.domain.identity.linking import ProofReason
from backend.domain.people import roles as domain
from backend.domain.people.commands import OPERATOR, Actor, Person
from backend.domain.people.roles import RoleAssignment, read
from backend.domain.work.commands import TakeWork
from backend.services.admin import roles
from backend.services.identity import identity_verification, joining, linking
from backend.services.work import service as work_service
from backend.services.work import tasks
from tests.integration.scenes import NOW, after, commit, execute, hiteuses, project, rows, value

OWNER = RoleAssignment("admin", "owner")


async def one(database: Database, role: str, duty: str | None = None, **columns: Any) -> Person:
    (person,) = await hiteuses(database, 1)
    await commit(
        database, people_rows.set_profile, person_id=person.id, role=role, duty=duty, first_name="Zoé", **columns
    )
    return await now(database, person.id)


async def now(database: Database, person_id: int) -> Person:
    person = await commit(database, people_rows.person, person_id=person_id)
    assert person is not None
    return person


async def change(database: Database, by: Actor, person: Person, wanted: RoleAssignment) -> domain.Changed | None:
    return await commit(
        database, roles.change, by=by, person_id=person.id, wanted=wanted, channel="telegram", now=after(hours=1)
    )


async def test_an_owner_makes_a_hiteuse_a_huber_of_two_countries_and_it_is_written_down(database: Database) -> None:
    owner, awa = await one(database, "admin", "owner"), await one(database, "hiteuse")
    assert (await change(database, owner, awa, read("huber", countries=("SN", "CM")))) is not None
    huber = await now(database, awa.id)
    assert (huber.role, huber.looks_after, huber.joined_at) == ("huber", ("CM", "SN"), NOW)
    (line,) = await rows(database, "select person_id, channel, action, subject_id, before, after from audit")
    assert line == {
        "person_id": owner.id,
        "channel": "telegram",
        "action": "role",
        "subject_id": awa.id,
        "before": {"role": "hiteuse"},
        "after": {"role": "huber", "countries": ["CM", "SN"]},
    }
    assert await value(database, "select person_id from inbox where payload ->> 'wake' = 'role'") == awa.id
    assert await change(database, owner, huber, read("huber", countries=("CM", "SN"))) is None
    assert await value(database, "select count(*) from audit") == 1


@pytest.mark.parametrize("duty", ["operations", "finance", "reader", None])
async def test_no_other_admin_and_no_huber_gives_roles(database: Database, duty: str | None) -> None:
    awa = await one(database, "hiteuse")
    for by in (await one(database, "admin", duty), await one(database, "huber")):
        with pytest.raises(NotAllowed):
            await change(database, by, awa, OWNER)
    assert (await now(database, awa.id)).role == "hiteuse"


async def test_who_was_an_owner_a_moment_ago_gives_no_roles_any_more(database: Database) -> None:
    owner, other, awa = (
        await one(database, "admin", "owner"),
        await one(database, "admin", "owner"),
        await one(database, "hiteuse"),
    )
    await change(database, owner, other, RoleAssignment("admin", "reader"))
    with pytest.raises(NotAllowed):
        await change(database, other, awa, OWNER)  # `other` as her turn has loaded her before


async def test_the_last_owner_stays_one(database: Database) -> None:
    owner = await one(database, "admin", "owner")
    for by in (owner, OPERATOR):
        for wanted in (RoleAssignment("admin", "reader"), RoleAssignment("hiteuse")):
            with pytest.raises(LastOwner):
                await change(database, by, owner, wanted)
    second = await one(database, "admin", "owner")
    assert await change(database, owner, owner, RoleAssignment("admin", "finance")) is not None
    with pytest.raises(LastOwner):
        await change(database, second, second, RoleAssignment("huber", countries=("CI",)))


async def test_an_owner_who_can_act_from_nowhere_does_not_count(database: Database) -> None:
    owner, gone = await one(database, "admin", "owner"), await one(database, "admin", "owner")
    to, whose = (await one(database, "hiteuse")).id, gone.id
    await execute(database, "update contact set person_id = %s where person_id = %s", (to, whose))
    with pytest.raises(LastOwner):
        await change(database, owner, owner, RoleAssignment("admin", "reader"))


async def test_of_two_owners_who_take_it_from_each_other_at_once_one_is_left(database: Database) -> None:
    one_owner, other = await one(database, "admin", "owner"), await one(database, "admin", "owner")
    reader = RoleAssignment("admin", "reader")
    async with database.turn() as first, database.turn() as second:
        await roles.change(first, one_owner, other.id, reader, "telegram", NOW)
        late = asyncio.create_task(roles.change(second, other, one_owner.id, reader, "telegram", NOW))
        await first.commit()
        with pytest.raises(NotAllowed):
            await late
    left = await rows(database, "select id from person where duty = 'owner'")
    assert [row["id"] for row in left] == [one_owner.id]


async def test_the_last_owners_only_chat_cannot_be_parted_but_one_of_two_can(database: Database) -> None:
    owner = await one(database, "admin", "owner")
    chat = await value(database, "select id from contact where person_id = %s", (owner.id,))
    with pytest.raises(LastOwner):
        await commit(database, linking.part, owner.id, chat, linking.Hand(), NOW)
    other = await one(database, "admin", "owner")
    await commit(database, linking.part, owner.id, chat, linking.Hand(), NOW)
    assert (await now(database, other.id)).duty == "owner"


@pytest.mark.parametrize("duty", ["operations", "reader"])
async def test_two_admin_accounts_become_one_only_when_they_may_do_the_same(database: Database, duty: str) -> None:
    owner, other = await one(database, "admin", "owner"), await one(database, "admin", duty)
    made = await commit(database, linking.make, other.id, NOW, {}, contact_id=None)
    digest = await value(database, "select digest from link")
    assert made.code
    chat = await value(database, "select id from contact where person_id = %s", (owner.id,))
    found = await commit(database, joining.use, owner, chat, bytes(digest), NOW, agreed=True)
    assert getattr(found, "why", None) == "roles"


async def test_a_task_of_who_is_no_hiteuse_any_more_goes_to_others(database: Database) -> None:
    owner, awa = await one(database, "admin", "owner"), await one(database, "hiteuse")
    project_id = await project(database, 1)
    assert (await commit(database, work_service.take, awa, NOW, TakeWork(project_id))).task is not None
    await change(database, owner, awa, read("huber", lives="CI"))
    assert await commit(database, tasks.open_task, awa) is None
    assert await value(database, "select count(*) from wakeup where person_id = %s", (awa.id,)) == 0


async def test_who_becomes_a_hiteuse_must_agree_to_the_work_first(database: Database) -> None:
    owner, huber = await one(database, "admin", "owner"), await one(database, "huber", joined_at=NOW)
    await change(database, owner, huber, RoleAssignment("hiteuse"))
    person = await now(database, huber.id)
    assert (person.role, person.joined_at, person.looks_after) == ("hiteuse", None, ("CI",))


async def test_nonsense_is_refused(database: Database) -> None:
    owner = await one(database, "admin", "owner")
    with pytest.raises(NotFound):
        await commit(database, roles.look, owner, 10**12)
    for role, duty, countries in (
        ("boss", "", ()),
        ("huber", "owner", ()),
        ("admin", "boss", ()),
        ("huber", "", ("XX",)),
    ):
        with pytest.raises(BadInput):
            read(role, duty, countries, lives="CI")
    with pytest.raises(BadInput):
        read("huber")
    with pytest.raises(BadInput):
        read("hiteuse", countries=("CM",))


async def test_only_an_owner_opens_an_admins_chat(database: Database) -> None:
    owner, operations = await one(database, "admin", "owner"), await one(database, "admin", "operations")
    finance, awa = await one(database, "admin", "finance"), await one(database, "hiteuse")
    chat = await value(database, "select id from contact where person_id = %s", (awa.id,))
    await commit(database, linking.lock, awa.id, chat, ProofReason.LOST, linking.Hand(), NOW)
    await execute(database, "update person set pin_after = %s, pin_tries = 5", (after(hours=9),))
    with pytest.raises(NotAllowed):
        await commit(database, roles.unlock, finance, awa.id, "telegram", NOW)
    assert await commit(database, roles.unlock, operations, awa.id, "telegram", NOW) == 1
    assert await value(database, "select locked_at from contact where id = %s", (chat,)) is None
    assert await value(database, "select pin_after from person where id = %s", (awa.id,)) is None
    with pytest.raises(NotAllowed):
        await commit(database, roles.unlock, operations, owner.id, "telegram", NOW)


async def test_only_an_owner_says_whether_a_chat_is_an_admins(database: Database) -> None:
    """Or whoever vouches could let herself into an account that may do more than her own."""
    owner, operations = await one(database, "admin", "owner"), await one(database, "admin", "operations")
    finance = await one(database, "admin", "finance")
    chat = await value(database, "select id from contact where person_id = %s", (finance.id,))
    await commit(database, linking.lock, finance.id, chat, ProofReason.HANDS, linking.Hand(), NOW)
    proof = await value(database, "select id from proof")
    with pytest.raises(NotAllowed):
        await commit(database, identity_verification.in_question, operations, proof)
    asked = await commit(database, identity_verification.referee, finance.id)
    assert asked is not None and asked.person_id == owner.id
