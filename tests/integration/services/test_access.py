"""Services refuse by themselves whom they are not for, whatever the chat would have shown her."""

from __future__ import annotations

import pytest

from backend.db.engine.uow import Database
from backend.domain.errors import NotAllowed
from backend.domain.people.commands import OPERATOR, Actor, Person
from backend.services import access
from backend.services.work import projects
from tests.integration.scenes import look
from tests.integration.work.importing import run, tasks

ADMIN = Person(1, "admin", duty="reader")
OTHERS = [Person(1, "hiteuse"), Person(1, "trainee"), Person(1, "huber"), Person(1)]


@pytest.mark.parametrize("by", [ADMIN, OPERATOR])
async def test_an_admin_and_the_operator_see_the_projects(database: Database, by: Actor) -> None:
    await run(database, tasks(3))
    assert [each.tasks for each in await look(database, projects.listing, by)] == [3]


@pytest.mark.parametrize("by", OTHERS)
async def test_nobody_else_sees_the_projects(database: Database, by: Person) -> None:
    async with database.unit() as uow:
        with pytest.raises(NotAllowed):
            await projects.listing(uow, by)


def test_a_permission_is_for_those_in_the_table_alone() -> None:
    access.require(Person(1, "huber", country="CM"), "invite", "CM")
    with pytest.raises(NotAllowed):
        access.require(Person(1, "huber", country="CM"), "invite", "CI")
    with pytest.raises(NotAllowed):
        access.require(Person(1, "trainee"), "invite", "CM")
