"""Client companies: whose a project is, and from whose account it is paid."""

from __future__ import annotations

import pytest

from backend.db.clients.queries import HOUSE_ID
from backend.db.earnings import ledger, ledger_check
from backend.db.engine.uow import Database
from backend.db.messaging import inbox
from backend.db.people import queries as people_queries
from backend.domain.errors import BadInput, NotAllowed
from backend.domain.money import Money
from backend.domain.people.commands import OPERATOR
from backend.records import replace
from backend.services.clients import service
from tests.integration.scenes import commit, look, value
from tests.integration.work.importing import CONFIG, COST, NOW, run, tasks


async def added(database: Database, name: str) -> str:
    return await commit(database, service.add, OPERATOR, name, NOW)


async def listed(database: Database) -> list[service.Client]:
    return await look(database, service.listing, OPERATOR, NOW)


async def test_a_project_of_nobody_is_the_houses_own(database: Database) -> None:
    assert (await run(database, tasks(2))).client == "Maison"
    (house,) = await listed(database)
    assert (house.name, house.projects, house.open, house.tasks, house.done) == ("Maison", 1, 1, 2, 0)
    assert (house.funded, house.reserved, house.spent) == (Money(2 * COST), Money(2 * COST), Money(0))


async def test_a_project_is_paid_from_the_account_of_its_client(database: Database) -> None:
    assert await added(database, "  Banque  du Sahel ") == "Banque du Sahel"
    assert (await run(database, tasks(2), replace(CONFIG, client="banque du sahel"))).client == "Banque du Sahel"
    number = await value(database, "select id from client where name = 'Banque du Sahel'")
    async with database.unit() as uow:
        assert await ledger.balances(uow, "client", number) == (Money(-2 * COST, "EUR"),)
        assert await ledger.balances(uow, "client", HOUSE_ID) == ()
        assert await ledger_check.disagreements(uow) == []
    house, bank = await listed(database)
    assert (house.projects, bank.projects, bank.funded) == (0, 1, Money(2 * COST))


async def test_a_later_batch_stays_with_the_client_that_the_project_has(database: Database) -> None:
    await added(database, "Banque")
    await run(database, tasks(1), replace(CONFIG, client="Banque"))
    assert (await run(database, tasks(1, first=2))).client == "Banque"
    with pytest.raises(BadInput, match="belongs to another client"):
        await run(database, tasks(1, first=3), replace(CONFIG, client="Maison"))


async def test_an_unknown_client_is_refused_with_those_that_there_are(database: Database) -> None:
    await added(database, "Banque")
    with pytest.raises(BadInput, match="no client named 'Bank'; there are Maison, Banque"):
        await run(database, tasks(1), replace(CONFIG, client="Bank"))
    assert await value(database, "select count(*) from project") == 0


@pytest.mark.parametrize("name", ["", "   ", "x" * 81, "Maison", "mAISON"])
async def test_a_name_that_is_empty_too_long_or_taken_is_refused(database: Database, name: str) -> None:
    with pytest.raises(BadInput):
        await added(database, name)
    assert await value(database, "select count(*) from client") == 1


@pytest.mark.parametrize("role", ["hiteuse", "trainee", "huber", None])
async def test_only_admins_add_and_list_clients(database: Database, role: str | None) -> None:
    async with database.unit() as uow:
        person_id = await inbox.meet(uow, "demo", "1", "Awa", NOW)
        await people_queries.set_profile(uow, person_id, role=role)
        by = await people_queries.person(uow, person_id)
        assert by is not None
        with pytest.raises(NotAllowed):
            await service.add(uow, by, "Banque", NOW)
        with pytest.raises(NotAllowed):
            await service.listing(uow, by, NOW)
