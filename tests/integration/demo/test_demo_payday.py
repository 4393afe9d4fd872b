"""The demo's day of payment: an accepted answer becomes a paid franc with the approval of an admin, and one that fails
comes back and is explained."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio

from backend.db.engine.uow import Database
from tests.demo import Line, RunningDemo
from tests.integration.scenes import agreement, value

PIN = "5183"


@pytest_asyncio.fixture
async def running(database: Database) -> AsyncIterator[RunningDemo]:
    running = RunningDemo(database)
    await running.start()
    yield running
    await running.stop()


async def hint(running: RunningDemo, phone: str) -> str:
    return next(str(each["hint"]) for each in await running.phones() if each["id"] == phone)


async def heard(line: Line, text: str) -> str:
    while text not in line.last["html"]:
        await line.next()
    return str(line.last["html"])


async def works(running: RunningDemo, awa: Line, number: str) -> None:
    """Awa joins, does two tasks, and says where she is paid."""
    await awa.joins(await hint(running, "awa"))
    await awa.says("travail")
    await awa.taps("Accepter")
    for _ in range(8):
        await awa.taps("Acceptable")
    await awa.says("paiement")
    await awa.says(number)
    await awa.says("Awa Koné")
    await awa.taps("C'est juste")
    assert "ta paie ira sur" in (await awa.says(PIN))["html"]


async def payday(running: RunningDemo, admin: Line) -> None:
    """The schedule proposes; the admin approves and starts the run."""
    await admin.says(await hint(running, "admin"))
    await running.post("/clock", {"until": "payday"})
    assert "jour de paie" in await heard(admin, "est prêt")
    await admin.taps("Approuver")
    assert "est approuvé" in (await admin.taps("Oui"))["html"]
    assert "démonstration" in (await admin.taps("Lancer"))["html"]
    await admin.taps("Oui")


async def test_an_accepted_answer_becomes_a_paid_franc(running: RunningDemo, database: Database) -> None:
    async with running.phone("awa") as awa, running.phone("admin") as admin:
        await works(running, awa, "07 01 02 03 04")
        await payday(running, admin)
        assert "est arrivée" in await heard(awa, "Ta paie de")
        assert "Merci" in (await awa.taps("Reçu"))["html"]
        assert "Payé" in (await awa.says("gains"))["html"]
    assert await value(database, "select state || ' ' || arrived from payout") == "paid true"
    assert await value(database, "select scheduled and approved_by is not null from payout_run where state = 'done'")
    assert await agreement(database) == []


async def test_a_payment_that_fails_is_explained_and_hers_again(running: RunningDemo, database: Database) -> None:
    async with running.phone("awa") as awa, running.phone("admin") as admin:
        await works(running, awa, "07 01 02 03 99")
        await payday(running, admin)
        said = await heard(awa, "n'est pas arrivée")
        assert "compte mobile money est plein" in said and "rien n'est perdu" in said
    assert await value(database, "select state from payout") == "failed"
    assert await agreement(database) == []
