"""Offers and the taking of work: who may, what is left, in which order."""

import pytest

from backend.db.engine.uow import Database
from backend.domain.errors import Misuse, NotAllowed
from backend.domain.people.commands import Person
from backend.domain.work import commands as domain
from backend.domain.work.commands import AnswerStatus, TaskGiven
from backend.services.work import service as work_service
from tests.integration.scenes import (
    NOW,
    after,
    agreement,
    hiteuse,
    hiteuses,
    look,
    project,
)
from tests.integration.services.work.steps import counted, status, take, taken


async def test_an_offer_says_what_is_left_for_her(database: Database) -> None:
    awa, binta = await hiteuses(database, 2)
    first = await project(database, 3, name="first")
    second = await project(database, 2, name="second", wanted=2)
    task = await taken(database, awa, second)
    await counted(database, awa, task.id)
    async with database.turn() as uow:
        hers, others = await work_service.offers(uow, awa, NOW), await work_service.offers(uow, binta, NOW)
    # she has answered one of the second project and holds its other one: nothing is left there for her
    assert [(o.project_id, o.left, o.started) for o in hers] == [(first, 3, False)]
    assert [(o.project_id, o.left, o.started) for o in others] == [(first, 3, False), (second, 2, False)]


async def test_what_she_has_begun_is_offered_first(database: Database) -> None:
    awa = await hiteuse(database)
    first, second = await project(database, 3, name="first"), await project(database, 3, name="second")
    await taken(database, awa, second)
    assert [(o.project_id, o.started) for o in await look(database, work_service.offers, awa, NOW)] == [
        (second, True),
        (first, False),
    ]


async def test_what_is_left_is_exact_up_to_the_cap_whatever_she_has_had(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(domain, "LEFT_SHOWN", 5)
    awa = await hiteuse(database)
    project_id = await project(database, 12, wanted=3)
    lefts = []
    task: domain.Task | None = await taken(database, awa, project_id)
    while task is not None:
        offers = await look(database, work_service.offers, awa, NOW)
        lefts.append(offers[0].left if offers else 0)
        task = (await counted(database, awa, task.id)).next
    assert lefts == [6, 6, 6, 6, 6, 6, 5, 4, 3, 2, 1, 0]


async def test_work_of_another_country_or_with_needs_is_not_offered(database: Database) -> None:
    awa = await hiteuse(database, country="CI")
    here = await project(database, 1, name="here", countries=("CI", "SN"))
    other = await project(database, 1, name="elsewhere", countries=("CM",))
    await project(database, 1, name="trained", needs=("moderation-1",))
    assert [o.project_id for o in await look(database, work_service.offers, awa, NOW)] == [here]
    assert await take(database, awa, other) == TaskGiven(None, "none_left")


async def test_only_a_hiteuse_who_has_joined_works(database: Database) -> None:
    project_id = await project(database, 1)
    with pytest.raises(NotAllowed):
        await take(database, Person(1, "huber"), project_id)
    with pytest.raises(Misuse, match="profile"):
        await take(database, Person(1, "hiteuse"), project_id)


async def test_taking_again_gives_the_task_that_is_open(database: Database) -> None:
    awa = await hiteuse(database)
    project_id = await project(database, 3)
    task = await taken(database, awa, project_id)
    assert (await taken(database, awa, project_id, after(minutes=5))).id == task.id
    assert await agreement(database) == []


async def test_another_project_gives_the_open_task_back(database: Database) -> None:
    awa = await hiteuse(database)
    first, second = await project(database, 1, name="first"), await project(database, 1, name="second")
    task = await taken(database, awa, first)
    other = await taken(database, awa, second)
    assert await status(database, awa, task.id) == AnswerStatus.GIVEN_BACK
    assert await agreement(database) == []
    await counted(database, awa, other.id)
    again = await taken(database, awa, first)
    assert (again.id, again.value) == (task.id, None)


async def test_the_oldest_batch_comes_first_and_each_task_in_its_order(database: Database) -> None:
    awa = await hiteuse(database)
    project_id = await project(database, 3, batches=(2, 2))
    task: domain.Task | None = await taken(database, awa, project_id)
    seen = []
    while task is not None:
        seen.append(task.content["text"])
        task = (await counted(database, awa, task.id)).next
    assert seen == [f"comment {n}" for n in range(7)]
