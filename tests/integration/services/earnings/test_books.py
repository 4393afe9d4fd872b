"""Closed months: nothing is dated in them any more, whoever books it, and a change is found."""

import asyncio
from datetime import UTC, date, datetime

import psycopg
import pytest

from backend.db.earnings import closing, ledger, ledger_check
from backend.db.engine.uow import Database, UnitOfWork
from backend.domain.errors import BadInput, NotAllowed, Unavailable
from backend.domain.money import Money
from backend.domain.people.commands import OPERATOR
from backend.services.earnings import books
from tests.integration.scenes import commit, hiteuses, look, project, rows, value

OCTOBER, NOVEMBER, DECEMBER = (datetime(2026, month, 12, 9, tzinfo=UTC) for month in (10, 11, 12))


async def booked(database: Database, key: str, at: datetime, units: int = 100) -> datetime:
    """Book on a project, and return the date that the transfer has."""
    number = await value(database, "select id from project")
    assert await commit(database, ledger.transfer, key, ("client", 0), ("project", number), Money(units), at)
    booked_at: datetime = await value(database, "select at from transfer where key = %s", (key,))
    return booked_at


async def close(database: Database, month: date, now: datetime = DECEMBER) -> list[date]:
    return await commit(database, books.close, OPERATOR, "Nadia", month, now)


@pytest.fixture
async def october(database: Database) -> None:
    await project(database, 0)
    assert await booked(database, "a", OCTOBER, 300) == OCTOBER
    assert await booked(database, "b", OCTOBER, 50) == OCTOBER
    assert await booked(database, "c", NOVEMBER, 7) == NOVEMBER


@pytest.mark.usefixtures("october")
async def test_what_comes_later_is_dated_in_the_first_open_month(database: Database) -> None:
    assert await close(database, date(2026, 10, 1)) == [date(2026, 10, 1)]
    assert await booked(database, "late", OCTOBER) == datetime(2026, 11, 1, tzinfo=UTC)
    assert await booked(database, "very late", datetime(2025, 1, 1, tzinfo=UTC)) == datetime(2026, 11, 1, tzinfo=UTC)
    assert await booked(database, "in time", NOVEMBER) == NOVEMBER
    async with database.unit() as uow:
        (month,) = await books.months(uow, OPERATOR)
        assert await closing.disagreements(uow, 10) == []
    assert (month.totals, month.closed_by, month.closed_at) == ({"EUR": [2, 350]}, "Nadia", DECEMBER)


@pytest.mark.usefixtures("october")
async def test_months_before_are_closed_with_it_and_balances_are_carried(database: Database) -> None:
    await booked(database, "first", datetime(2026, 7, 31, 23, 59, tzinfo=UTC), 1)
    closed = await close(database, date(2026, 11, 1))
    assert closed == [date(2026, month, 1) for month in (7, 8, 9, 10, 11)]
    kept = await rows(
        database,
        """
        select b.month, b.units from month_balance b join account a on a.id = b.account_id where a.kind = 'project'
        order by month
        """,
    )
    assert [row["units"] for row in kept] == [1, 1, 1, 351, 358]
    assert await close(database, date(2026, 12, 1), datetime(2027, 1, 2, tzinfo=UTC)) == [date(2026, 12, 1)]
    async with database.unit() as uow:
        assert await closing.disagreements(uow, 10) == []
        (line,) = await uow.fetch_all(
            "select * from audit where action = 'close month' and about ->> 'name' <> '' limit 1"
        )
    assert line["about"]["months"][0] == "2026-07"


@pytest.mark.usefixtures("october")
@pytest.mark.parametrize(
    ("month", "said"), [(date(2026, 12, 1), "2026-12 is not over yet"), (date(2026, 9, 1), "2026-09 is closed already")]
)
async def test_a_month_that_cannot_be_closed_is_named(database: Database, month: date, said: str) -> None:
    await close(database, date(2026, 10, 1))
    with pytest.raises(BadInput, match=said):
        await close(database, month)


@pytest.mark.usefixtures("october")
async def test_hiteuses_close_nothing(database: Database) -> None:
    (awa,) = await hiteuses(database, 1)
    with pytest.raises(NotAllowed):
        await commit(database, books.close, awa, "Awa", date(2026, 10, 1), DECEMBER)


@pytest.mark.parametrize("text", ["2026-13", "2026-1", "octobre", "", "0000-01", "2026-10-01"])
def test_what_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="is no month"):
        books.read_month(text)


@pytest.mark.usefixtures("october")
async def test_a_closing_waits_for_what_is_booked_at_that_moment(database: Database) -> None:
    """A transfer of October that is not committed yet is in the closed month, or later; it is not missed."""
    number = await value(database, "select id from project")
    async with database.unit() as uow:
        await ledger.transfer(uow, "at once", ("client", 0), ("project", number), Money(9), OCTOBER)
        waiting = asyncio.create_task(close(database, date(2026, 10, 1)))
        await waits(uow)
        late = asyncio.create_task(booked(database, "behind", OCTOBER))
        await uow.commit()
    await waiting
    assert await late == datetime(2026, 11, 1, tzinfo=UTC)
    assert await value(database, "select totals from closed_month") == {"EUR": [3, 359]}
    assert await look(database, closing.disagreements, 10) == []


async def waits(uow: UnitOfWork) -> None:
    """Until another transaction waits for the table of transfers."""
    asked = "select exists (select from pg_locks where relation = 'transfer'::regclass and not granted) as there"
    while not (await uow.fetch_all(asked))[0]["there"]:  # noqa: ASYNC110
        await asyncio.sleep(0)


@pytest.mark.usefixtures("october")
async def test_a_closing_does_not_wait_for_long(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(books, "MAX_HOLD", "20ms")
    number = await value(database, "select id from project")
    async with database.unit() as uow:
        await ledger.transfer(uow, "long", ("client", 0), ("project", number), Money(9), OCTOBER)
        with pytest.raises(Unavailable, match="nothing was closed"):
            await close(database, date(2026, 10, 1))
    assert await rows(database, "select * from closed_month") == []


@pytest.mark.usefixtures("october")
@pytest.mark.parametrize(
    ("forge", "told"),
    [
        ("update transfer set at = '2026-10-02T00:00Z' where key = 'c'", "2026-10 was closed with"),
        ("delete from transfer where key = 'a'", "2026-10 was closed with"),
        ("update month_balance set units = 3 where units > 0", "was closed with 3 on account"),
        ("delete from closed_month", "append-only"),
    ],
)
async def test_a_closed_month_that_was_changed_is_found(database: Database, forge: str, told: str) -> None:
    await close(database, date(2026, 10, 1))
    async with database.unit() as uow:
        if told == "append-only":
            with pytest.raises(psycopg.IntegrityError, match=told):
                await uow.execute(forge)
            return
        await uow.execute("set local session_replication_role = replica")
        await uow.execute(forge)
        assert [line for line in await ledger_check.disagreements(uow) if told in line]
