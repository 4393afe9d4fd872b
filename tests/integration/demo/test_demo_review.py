"""The demo's client, reviewer and appeal: refusal, redoing, appeal and overturn, with the money at each step."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

import pytest_asyncio

from backend.db.earnings import ledger_check
from backend.db.engine.uow import Database
from tests.demo import Line, RunningDemo
from tests.integration.scenes import look, value

FIRST = "Le sac est beau, mais il est arrivé tout écrasé"


@pytest_asyncio.fixture
async def running(database: Database) -> AsyncIterator[RunningDemo]:
    running = RunningDemo(database)
    await running.start()
    yield running
    await running.stop()


async def hint(running: RunningDemo, phone: str) -> str:
    return next(str(each["hint"]) for each in await running.phones() if each["id"] == phone)


async def answers(running: RunningDemo, awa: Line, label: str) -> None:
    """Awa joins and answers the first opinion."""
    await awa.joins(await hint(running, "awa"))
    await awa.says("travail")
    while "Avis de clientes" not in awa.last["html"]:
        await awa.next()
    await awa.taps("Accepter")
    assert FIRST in awa.last["html"]
    await awa.taps(label)


async def heard(line: Line, text: str) -> str:
    while text not in line.last["html"]:
        await line.next()
    return str(line.last["html"])


async def gains(line: Line) -> int:
    """Today's francs."""
    html = (await line.says("gains"))["html"]
    found = re.search(r"hui : ([\d ]+) F CFA", " ".join(re.sub("<[^>]+>", "", html).split()))
    assert found is not None, html
    return int(found[1].replace(" ", ""))


async def refused(running: RunningDemo, awa: Line, admin: Line) -> tuple[int, int]:
    """Her gains before and after."""
    before = await gains(awa)
    await admin.says(await hint(running, "admin"))
    assert FIRST in (await admin.says("revues"))["html"]
    assert "Les autres" in (await admin.taps("Le produit"))["html"]
    await admin.taps("Refuser")
    await admin.taps("La consigne n'est pas suivie")
    await admin.says("Cet avis parle du sac.")
    await admin.taps("Envoyer")
    assert "Cet avis parle du sac." in await heard(awa, "est refusée")
    return before, await gains(awa)


async def test_a_refusal_an_appeal_and_an_overturn_can_be_lived(running: RunningDemo, database: Database) -> None:
    reviewer = await running.post("/phones", {"role": "reviewer"})
    assert (reviewer["title"], reviewer["role"], reviewer["hint"]) == ("Prisca", "hiteuse", "revues")
    async with running.phone("awa") as awa, running.phone("admin") as admin, running.phone(reviewer["id"]) as prisca:
        await answers(running, awa, "La livraison")
        before, after = await refused(running, awa, admin)
        assert after < before
        assert "rien à revoir" in (await admin.says("revues"))["html"]  # not her own refusal's appeal either
        await awa.says("recours")
        await awa.taps("Demander un autre regard")
        await awa.says("Elle se plaint du carton écrasé.")
        await awa.taps("Envoyer")
        assert FIRST in (await prisca.says(reviewer["hint"]))["html"]
        assert "Elle se plaint du carton écrasé." in (await prisca.taps("La livraison"))["html"]
        await prisca.taps("Elle a raison")
        await heard(awa, "Tu avais raison")
        assert await gains(awa) == before
        assert "Boutique Aya" in (await admin.says("clients"))["html"]
    assert await look(database, ledger_check.disagreements) == []
    assert await value(database, "select count(*) from pay_event where kind in ('refuse', 'restore', 'review')") == 3


async def test_a_refused_answer_is_redone_and_counts_again(running: RunningDemo, database: Database) -> None:
    await running.post("/phones", {"role": "reviewer"})
    async with running.phone("awa") as awa, running.phone("admin") as admin:
        await answers(running, awa, "La livraison")
        before, after = await refused(running, awa, admin)
        await awa.says("recours")
        await awa.taps("Refaire la tâche")
        assert "compte de nouveau" in (await awa.taps("Le produit"))["html"]
        assert after < before == await gains(awa)
    assert await look(database, ledger_check.disagreements) == []


async def test_a_demo_without_a_reviewer_has_only_the_people_of_its_phones(
    running: RunningDemo, database: Database
) -> None:
    assert await value(database, "select count(*) from person") == 0
    assert [phone["id"] for phone in await running.phones()] == ["awa", "huber", "admin"]
    first = await running.post("/phones", {"role": "reviewer"})
    second = await running.post("/phones", {"role": "reviewer"})
    assert [first["title"], second["title"]] == ["Prisca", "Béatrice"]
    assert await value(database, "select count(*) from answer where status = 1") == 16  # of two colleagues, once
    assert (await running.post("/phones", {}))["title"] == "Solange"
