"""A client's monthly statement: from the ledger, whole, the same with and without closed months."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from backend.db.clients.queries import HOUSE_ID
from backend.db.earnings import ledger, pay_events
from backend.db.engine.uow import Database, UnitOfWork
from backend.db.work import queries as work_rows
from backend.domain.earnings.pay_events import PayEvent
from backend.domain.errors import BadInput, NotAllowed
from backend.domain.money import Money
from backend.domain.people.commands import OPERATOR
from backend.domain.work.commands import AnswerCounted, SubmitAnswer, TakeWork
from backend.services.clients import statements
from backend.services.earnings import books
from backend.services.work import service as work_service
from bot.pictures import statement_pdf
from tests.integration.scenes import NOW, PAY, after, commit, hiteuses, look, project

MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)
LATER = datetime(2026, 5, 2, 9, tzinfo=UTC)


async def worked(database: Database) -> int:
    """In March 4 tasks are funded, two answered, one accepted; in April one is accepted, one refused, a report paid."""
    (awa,) = await hiteuses(database, 1)
    number = await project(database, 4)
    given = await commit(database, work_service.take, awa, NOW, TakeWork(number))
    assert given.task is not None
    first = SubmitAnswer(given.task.id, "ok")
    done = await commit(database, work_service.submit, awa, NOW, first)
    assert isinstance(done, AnswerCounted) and done.next is not None
    second = SubmitAnswer(done.next.id, "ok")
    await commit(database, work_service.submit, awa, after(hours=1), second)
    assert await commit(database, work_rows.accept_due, after(hours=24), 10) == 1
    assert await commit(database, work_rows.accept_due, after(days=30), 10) == 1

    async def april(uow: UnitOfWork) -> None:
        at = after(days=31)
        more = Money(700)
        await ledger.transfer(uow, "fund:april", ("client", HOUSE_ID), ("project", number), more, at)
        await pay_events.add(uow, PayEvent.REPORTED, awa.id, number, PAY, at)
        await ledger.transfer(uow, "back:april", ("project", number), ("client", HOUSE_ID), Money(200), at)
        await ledger.transfer(uow, "answer:9:9", ("project", number), ("pending", awa.id), Money(30), at)
        await ledger.transfer(uow, "refuse:9", ("pending", awa.id), ("project", number), Money(30), at)

    await commit(database, april)
    return number


async def stated(database: Database, month: date, client: str = "") -> statements.Statement:
    return await look(database, statements.statement, OPERATOR, client, month, LATER)


def sums(said: statements.Statement) -> dict[str, int]:
    return {what: said.total(what, "EUR").units for what in statements.SUMS}


async def test_a_month_begins_where_the_last_one_ended(database: Database) -> None:
    number = await worked(database)
    pay = PAY.units
    march, april = await stated(database, MARCH), await stated(database, APRIL, "maison")
    assert sums(march) == {
        **dict.fromkeys(statements.SUMS, 0),
        "promised": 4 * pay,
        "worked": 2 * pay,
        "closing": 2 * pay,
        "accepted": pay,
    }
    assert sums(april) == {
        "opening": 2 * pay,
        "promised": 700,
        "given_back": 200,
        "worked": pay + 30,
        "refunded": 30,
        "fees": 0,
        "other": 0,
        "closing": pay + 500,
        "accepted": 2 * pay,
    }
    assert [each.answers for each in (*march.projects, *april.projects)] == [1, 1]
    assert await look(database, ledger.balances, "project", number) == (april.total("closing", "EUR"),)


async def test_closed_months_change_nothing_but_the_word(database: Database) -> None:
    await worked(database)
    before = [await stated(database, month) for month in (MARCH, APRIL)]
    await commit(database, books.close, OPERATOR, "x", APRIL, LATER)
    after_ = [await stated(database, month) for month in (MARCH, APRIL)]
    assert [each.closed for each in (*before, *after_)] == [False, False, True, True]
    assert [each.projects for each in before] == [each.projects for each in after_]


async def test_a_month_that_runs_is_stated_until_today(database: Database) -> None:
    await worked(database)
    said = await look(database, statements.statement, OPERATOR, "", MARCH, after(days=2))
    assert (said.until, said.closed) == (date(2026, 3, 6), False)


async def test_what_cannot_be_stated_is_named(database: Database) -> None:
    await worked(database)
    with pytest.raises(BadInput, match="no client named 'Moov'"):
        await stated(database, MARCH, "Moov")
    with pytest.raises(BadInput, match="2026-06 has not begun"):
        await stated(database, date(2026, 6, 1))
    (binta,) = await hiteuses(database, 1)
    async with database.unit() as uow:
        with pytest.raises(NotAllowed):
            await statements.statement(uow, binta, "", MARCH, LATER)


async def test_the_pdf_is_the_same_each_time(database: Database) -> None:
    await worked(database)
    said = await stated(database, APRIL)
    content = statement_pdf.pdf(said)
    assert content.startswith(b"%PDF-") and content == statement_pdf.pdf(said)
    assert statement_pdf.pdf(await stated(database, date(2026, 1, 1))).startswith(b"%PDF-")
