"""Kept balances: always the sums of the transfers, whatever books them."""

import asyncio

import pytest

from backend.db.earnings import ledger, ledger_check
from backend.db.engine.uow import Database
from backend.domain.money import Money
from tests.integration.scenes import NOW, commit, execute, hiteuses, look, project, rows, value

ALL = """
    select a.kind, a.owner, a.units as kept,
           (select coalesce(sum(case when t.credit = a.id then t.units else -t.units end), 0)::bigint
            from transfer t where a.id in (t.credit, t.debit)) as summed
    from account a
"""


async def people(database: Database, count: int) -> list[int]:
    """People with accounts in euros, and a funded project."""
    found = [person.id for person in await hiteuses(database, count)]
    await project(database, 1_000)
    for each in found:
        await commit(database, ledger.open_earnings, each, "EUR")
    return found


async def test_a_statement_that_books_much_keeps_every_balance(database: Database) -> None:
    owners = await people(database, 3)
    source = "from unnest(%(owners)s::bigint[]) with ordinality as give(owner, place)"
    book = ledger.entries(
        key="'give:' || give.place",
        debit=("'project'", "(select id from project)"),
        credit=("'pending'", "give.owner"),
        units="100 * give.place",
        currency="'EUR'",
        at="%(now)s",
        source=source.removeprefix("from "),
    )
    parameters = {"owners": [*owners, owners[0]], "now": NOW}
    assert await execute(database, book, parameters) == 4
    kept = {row["owner"]: row["kept"] for row in await rows(database, ALL) if row["kind"] == "pending"}
    assert kept == {owners[0]: 500, owners[1]: 200, owners[2]: 300}
    async with database.unit() as uow:
        assert await ledger.balances(uow, "pending", owners[0]) == (Money(500),)
        (funds,) = await ledger.balances(uow, "project", await value(database, "select id from project"))
    assert funds.units == await value(database, "select funded::bigint - 1000 from project")
    # a project's balance is summed, not kept: many people are charged to it at once
    assert {row["kept"] for row in await rows(database, ALL) if row["kind"] in ledger.SHARED} == {0}


async def test_a_cause_that_is_booked_already_moves_no_balance(database: Database) -> None:
    (owner,) = await people(database, 1)
    of = ("project", await value(database, "select id from project"))
    for booked in (True, False):
        found = await commit(
            database,
            lambda uow: ledger.transfer(uow, "once", of, ("pending", owner), Money(7), NOW),  # type: ignore[arg-type]
        )
        assert found is booked
    assert await look(database, ledger.balances, "pending", owner) == (Money(7),)


async def test_what_was_booked_and_given_up_is_in_no_balance(database: Database) -> None:
    (owner,) = await people(database, 1)
    number = await value(database, "select id from project")
    async with database.unit() as uow:
        assert await ledger.transfer(uow, "given up", ("project", number), ("pending", owner), Money(7), NOW)
        assert await ledger.balances(uow, "pending", owner) == (Money(7),)
    assert await look(database, ledger.balances, "pending", owner) == (Money(0),)


async def test_bookings_of_the_same_people_at_once_wait_for_each_other(database: Database) -> None:
    owners = await people(database, 4)
    statement = ledger.entries(
        key="%(key)s || ':' || give.place",
        debit=("'project'", "(select id from project)"),
        credit=("'pending'", "give.owner"),
        units="1",
        currency="'EUR'",
        at="%(now)s",
        source="unnest(%(owners)s::bigint[]) with ordinality as give(owner, place)",
    )

    async def book(n: int) -> None:
        order = owners if n % 2 else owners[::-1]
        values = {"key": f"many:{n}", "owners": order, "now": NOW}
        await execute(database, statement, values)

    await asyncio.gather(*(book(n) for n in range(24)))
    kept = [row for row in await rows(database, ALL) if row["kind"] == "pending"]
    assert [row["kept"] for row in kept] == [24] * 4 == [row["summed"] for row in kept]


@pytest.mark.parametrize(
    ("forge", "told"),
    [
        (
            "update account set units = units + 1 where kind = 'pending'",
            "pending account of {owner} is kept at 8 EUR, and its transfers sum to 7",
        ),
        (
            "update account set units = 1 where kind = 'project'",
            "project account of {project} is kept at 1 EUR, and its transfers sum to",
        ),
    ],
)
async def test_a_balance_that_is_not_the_sum_is_found(database: Database, forge: str, told: str) -> None:
    (owner,) = await people(database, 1)
    number = await value(database, "select id from project")
    async with database.unit() as uow:
        await ledger.transfer(uow, "x", ("project", number), ("pending", owner), Money(7), NOW)
        await uow.execute(forge)
        said = told.format(owner=owner, project=number)
        assert [line for line in await ledger_check.disagreements(uow) if said in line]
