"""The ledger: append-only, one currency per transfer, each cause booked once, every fault found."""

import asyncio
from datetime import timedelta

import psycopg
import pytest

from backend.db.clients.queries import HOUSE_ID
from backend.db.earnings import ledger, ledger_check
from backend.db.engine.uow import Database
from backend.db.work import queries as work_rows
from backend.domain.money import Money
from backend.domain.people.commands import Person
from backend.domain.work.commands import SubmitAnswer, TakeWork
from backend.services.work import service as work_service
from tests.integration.scenes import NOW, PAY, after, commit, hiteuses, project, value


async def move(database: Database, key: str, units: int, currency: str = "EUR") -> bool:
    return await commit(database, ledger.transfer, key, ("client", 0), ("project", 7), Money(units, currency), NOW)


@pytest.fixture
async def accounts(database: Database) -> None:
    async with database.unit() as uow:
        for _ in range(2):  # a second time does nothing
            await ledger.open_account(uow, "client", HOUSE_ID, "EUR")
            await ledger.open_account(uow, "project", 7, "EUR")
            await ledger.open_account(uow, "project", 7, "XOF")
        await uow.commit()


@pytest.mark.usefixtures("accounts")
async def test_a_cause_is_booked_once_even_by_many_at_once(database: Database) -> None:
    assert sorted(await asyncio.gather(*(move(database, "fund:1", 500) for _ in range(8)))) == [False] * 7 + [True]
    assert await move(database, "fund:2", 25)
    async with database.unit() as uow:
        assert await ledger.balances(uow, "project", 7) == (Money(525, "EUR"), Money(0, "XOF"))
        assert await ledger.balances(uow, "client", 0) == (Money(-525, "EUR"),)
        assert await ledger_check.totals(uow) == {"transfers": 2, "accounts": 3}


@pytest.mark.usefixtures("accounts")
async def test_to_an_account_that_is_not_there_nothing_moves(database: Database) -> None:
    assert not await move(database, "fund:1", 500, "XAF")
    assert await value(database, "select count(*) from transfer") == 0


@pytest.mark.usefixtures("accounts")
@pytest.mark.parametrize(
    "statement",
    [
        "update transfer set units = units + 1",
        "delete from transfer",
        "truncate transfer",
        "truncate account cascade",
        "delete from account",
    ],
)
async def test_what_is_booked_can_be_neither_changed_nor_deleted(database: Database, statement: str) -> None:
    await move(database, "fund:1", 500)
    async with database.unit() as uow:
        if statement == "delete from account":
            statement += " where kind = 'client'"
        with pytest.raises(psycopg.IntegrityError):
            await uow.execute(statement)
    assert await value(database, "select sum(units)::bigint from transfer") == 500


@pytest.mark.usefixtures("accounts")
@pytest.mark.parametrize(
    ("debit", "credit", "units"),
    [
        ("client", "EUR", 0),
        ("client", "EUR", -5),
        ("client", "XOF", 5),  # from euros to francs
        ("project", "EUR", 5),  # to itself
    ],
)
async def test_a_senseless_transfer_is_refused_by_the_database(
    database: Database, debit: str, credit: str, units: int
) -> None:
    async with database.unit() as uow:
        with pytest.raises((psycopg.errors.CheckViolation, psycopg.errors.ForeignKeyViolation)):
            await uow.execute(
                """
                insert into transfer (key, debit, credit, units, currency, at)
                select 'x', d.id, c.id, %s, d.currency, now()
                from account d, account c
                where d.kind = %s and d.currency = 'EUR' and c.kind = 'project' and c.currency = %s
                """,
                (units, debit, credit),
            )


async def test_consent_is_not_rewritten(database: Database) -> None:
    (awa,) = await hiteuses(database, 1)
    async with database.unit() as uow:
        await uow.execute(
            "insert into consent (person_id, document, version, given_at) values (%s, 'terms', '1', now())", (awa.id,)
        )
        with pytest.raises(psycopg.IntegrityError, match="append-only"):
            await uow.execute("update consent set version = '2'")


# --- disagreements --------------------------------------------------------------------------------


async def answered(database: Database) -> tuple[Person, Person, int]:
    """Two answers, the first of them accepted; a second person who has accounts; the answered task."""
    awa, binta = await hiteuses(database, 2)
    project_id = await project(database, 4)
    await commit(database, work_service.take, binta, NOW, TakeWork(project_id))
    given = await commit(database, work_service.take, awa, NOW, TakeWork(project_id))
    assert given.task is not None
    task_id = given.task.id
    done = await commit(database, work_service.submit, awa, NOW, SubmitAnswer(task_id, "ok"))
    assert done.next is not None
    next_id = done.next.id
    await commit(database, work_service.submit, awa, after(hours=1), SubmitAnswer(next_id, "ok"))
    assert await commit(database, work_rows.accept_due, after(hours=24), 10) == 1
    return awa, binta, task_id


FORGERIES = {
    "an answer that nobody paid": (
        "delete from transfer where key = 'answer:{awa}:{task}'",
        "person {awa}, task {task}: worked 500, booked None",
    ),
    "pay without an answer": (
        "update answer set status = 2, accepted_at = null where person_id = {awa} and task_id = {task}",
        "person {awa}, task {task}: worked None, booked 500",
    ),
    "an answer paid too much": (
        "update transfer set units = 600 where key = 'answer:{awa}:{task}'",
        "person {awa}, task {task}: worked None, booked 600",
    ),
    "an answer paid to somebody else": (
        "update transfer set credit = (select id from account where kind = 'pending' and owner = {binta})"
        " where key = 'answer:{awa}:{task}'",
        "person {awa}, task {task}: worked 500, booked None",
    ),
    "an answer paid at once as accepted": (
        "update transfer set credit = (select id from account where kind = 'accepted' and owner = {awa})"
        " where key = 'answer:{awa}:{task}'",
        "person {awa}, task {task}: worked 500, booked None",
    ),
    "an answer paid by nobody's project": (
        "update transfer set debit = (select id from account where kind = 'client') where key = 'answer:{awa}:{task}'",
        "person {awa}, task {task}: worked 500, booked None",
    ),
    "an acceptance that moved nothing": (
        "delete from transfer where key = 'accept:{awa}:{task}'",
        "person {awa}, task {task}: accepted in work or ledger only",
    ),
    "an acceptance of what is not accepted": (
        "update answer set accepted_at = null where person_id = {awa} and task_id = {task}",
        "person {awa}, task {task}: accepted in work or ledger only",
    ),
    "an acceptance that moved the pay to somebody else": (
        "update transfer set credit = (select id from account where kind = 'accepted' and owner = {binta})"
        " where key = 'accept:{awa}:{task}'",
        "person {awa}, task {task}: accepted in work or ledger only",
    ),
    "a gift to her": (
        "insert into transfer (key, debit, credit, units, currency, at)"
        " select 'gift', d.id, c.id, 5, d.currency, now() from account d, account c"
        " where d.kind = 'project' and c.kind = 'pending' and c.owner = {binta}",
        "gift credits the pending account of {binta} without work",
    ),
    "funds that nobody booked": (
        "update project set funded = funded + 1",
        "project comments says 2001 units of funds, the ledger 2000",
    ),
    "an account below zero": (
        "insert into transfer (key, debit, credit, units, currency, at)"
        " select 'back', d.id, c.id, 90000, d.currency, now() from account d, account c"
        " where d.kind = 'project' and c.kind = 'client'",
        "project account of",
    ),
}


@pytest.mark.parametrize("kind", FORGERIES)
async def test_every_kind_of_disagreement_is_found(database: Database, kind: str) -> None:
    awa, binta, task_id = await answered(database)
    names = {"awa": awa.id, "binta": binta.id, "task": task_id}
    forge, told = (text.format(**names) for text in FORGERIES[kind])
    async with database.unit() as uow:
        assert await ledger_check.disagreements(uow) == []
        await uow.execute("set local session_replication_role = replica")  # past the triggers
        assert await uow.execute(forge) == 1
        assert [line for line in await ledger_check.disagreements(uow) if told in line]


async def test_a_long_list_of_disagreements_is_cut(database: Database) -> None:
    people = await hiteuses(database, 5)
    project_id = await project(database, 5)
    for person in people:
        given = await commit(database, work_service.take, person, NOW, TakeWork(project_id))
        assert given.task is not None
        async with database.turn() as uow:
            await uow.fetch_one(
                *work_rows.answer_statement(
                    person.id, given.task.id, "ok", PAY, NOW, NOW, timedelta(minutes=2), NOW.date(), NOW
                )
            )
            await uow.commit()
    async with database.unit() as uow:
        await uow.execute("set local session_replication_role = replica")
        await uow.execute("delete from transfer where key like 'answer:%%'")
        assert len(await ledger_check.disagreements(uow, most=3)) == 3
        assert len(await ledger_check.disagreements(uow)) == 10  # each answer, and what her accounts stand at
