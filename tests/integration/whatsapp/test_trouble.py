"""The platform in trouble: nothing is lost, and nothing comes twice but where nobody can know."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.channels.whatsapp import errors
from bot.delivery import account
from tests.fakes.whatsapp import Person, Timing
from tests.integration.scenes import rows, value
from tests.integration.telegram.test_taps import answers
from tests.integration.whatsapp.test_joining import working
from tests.product import PATIENCE, Product, comments

NOTED = "Commentaire numéro 2"


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """The account's pauses are counted in real seconds, of which a test has few."""
    monkeypatch.setattr(errors, "_WAIT_SECONDS", 0.05)
    monkeypatch.setattr(errors, "_ACCOUNT_WAIT", 0.1)
    monkeypatch.setattr(account, "FIRST_REST", 0.03)
    monkeypatch.setattr(account, "LONGEST_REST", 0.1)


async def noted(product: Product, awa: Person) -> list[str]:
    """What she is told in the end about her answer, time passing as it must."""
    for _ in range(20):
        await product.settled()
        if not await value(product.database, "select count(*) from outbox where status = 0"):
            break
        await product.forward(seconds=30)
    return [message.text for message in await product.heard(awa)]


@pytest.mark.parametrize("how", ["lost", "5xx"])
async def test_an_answer_that_was_lost_after_the_effect_is_settled_by_its_status(product: Product, how: str) -> None:
    awa = await working(product)
    if how == "lost":
        product.whatsapp.drop_next("messages", "after")
    else:
        product.whatsapp.fail_next("messages", status=502, raw="<html>Bad Gateway", when="after")
    await awa.taps("Acceptable")
    told = await noted(product, awa)
    assert [NOTED in text for text in told] == [True]
    assert product.whatsapp.repeated == {}
    (row,) = await rows(product.database, "select status, provider_id from outbox order by id desc limit 1")
    assert row["status"] == 1 and row["provider_id"] == awa.last.json["id"]


@pytest.mark.parametrize("lost", [0, 1, 2])
async def test_of_several_messages_a_lost_answer_to_any_is_settled_by_its_status(product: Product, lost: int) -> None:
    text = "\n\n".join(f"{n}. " + "Une phrase qui se répète. " * 60 for n in range(1, 7))
    await product.project(data='id,comment\n1,"' + text + '"\n')
    awa = await product.joined(product.whatsapp.person("Awa"))
    before = len(awa.chat)
    if lost:
        product.whatsapp.slow_next("messages", 0.001, times=lost)
    product.whatsapp.drop_next("messages", "after")
    await awa.taps("Accepter")
    told = await noted(product, awa)
    said = [message.text for message in awa.chat[before:] if not message.mine]
    assert len(said) > 3 and len(set(said)) == len(said), told
    assert product.whatsapp.repeated == {}
    assert await value(product.database, "select count(*) from outbox where unsure_at is not null") == 0


async def test_a_status_may_come_before_the_answer_of_the_call(product: Product) -> None:
    awa = await working(product)
    held = product.whatsapp.hold("messages")
    await awa.taps("Acceptable")
    await held.reached.wait()
    async with asyncio.timeout(PATIENCE):
        while product.whatsapp.pending:  # noqa: ASYNC110 (the statuses are taken meanwhile)
            await asyncio.sleep(0.003)
    held.release()
    assert [NOTED in text for text in await noted(product, awa)] == [True]
    (row,) = await rows(product.database, "select * from outbox order by id desc limit 1")
    assert None not in (row["sent_at"], row["delivered_at"], row["read_at"], row["provider_id"])
    assert product.whatsapp.repeated == {}


@pytest.mark.parametrize(
    "trouble",
    [
        {"status": 500, "raw": "oops"},
        {"status": 503},
        {"code": 131000},
        {"code": 131016},
        {"code": 2},
        {"code": 130429},
        {"code": 131056},
        {"code": 80007},
    ],
    ids=str,
)
async def test_a_refusal_for_now_before_the_effect_is_tried_again(product: Product, trouble: dict[str, Any]) -> None:
    awa = await working(product)
    product.whatsapp.world.receipts.timing = Timing(delivered=None, read=None)
    product.whatsapp.fail_next("messages", **trouble)
    await awa.taps("Acceptable")
    assert [NOTED in text for text in await noted(product, awa)] == [True]
    assert await answers(product) == 1


async def test_a_connection_that_was_cut_before_the_effect_is_tried_again(product: Product) -> None:
    awa = await working(product)
    product.whatsapp.drop_next("messages", "before", times=2)
    await awa.taps("Acceptable")
    assert [NOTED in text for text in await noted(product, awa)] == [True]


async def test_what_is_refused_for_the_pace_to_one_person_slows_down_nobody_else(product: Product) -> None:
    await product.project(data=comments(10))
    awa, binta = [await product.joined(product.whatsapp.person(name)) for name in ("Awa", "Binta")]
    for person in (awa, binta):
        await product.taps(person, "Accepter")
    product.whatsapp.fail_next("messages", 131056)
    await awa.taps("Acceptable")
    await product.settled()
    assert "✅ Noté" in (await product.taps(binta, "Acceptable")).text
    assert awa.unheard == []
    assert len(await noted(product, awa)) == 1


async def test_a_revoked_token_drops_nothing_and_rings_once(product: Product) -> None:
    awa = await working(product)
    product.whatsapp.token_revoked()
    await awa.taps("Acceptable")
    async with asyncio.timeout(PATIENCE):
        while product.whatsapp.api.calls.statuses[401] < 3:  # noqa: ASYNC110 (the platform's own count)
            await asyncio.sleep(0.003)
    alarms = [record for record in product.errors if record.levelname == "CRITICAL"]
    assert len(alarms) == 1
    assert len(product.errors) == 1
    product.errors.clear()
    product.whatsapp.token_revoked(on=False)
    assert [NOTED in text for text in await noted(product, awa)] == [True]
    assert await value(product.database, "select count(*) from outbox where status in (2, 4)") == 0


async def test_who_is_not_on_whatsapp_any_more_is_written_to_again_after_her_next_word(product: Product) -> None:
    awa = await working(product)
    product.whatsapp.absent(awa)
    await awa.says("gains")
    await product.settled()
    assert awa.unheard == []
    assert await value(product.database, "select count(*) from contact where blocked_at is not null") == 1
    product.whatsapp.absent(awa, on=False)
    assert (await product.says(awa, "menu")).text
    assert await value(product.database, "select count(*) from contact where blocked_at is not null") == 0


async def test_while_the_platform_refuses_connections_all_waits(product: Product) -> None:
    awa = await working(product)
    await product.whatsapp.goes_away()
    await awa.taps("Acceptable")
    async with asyncio.timeout(PATIENCE):
        while not await answers(product):  # noqa: ASYNC110 (the turn is done, its message waits)
            await asyncio.sleep(0.003)
    await product.whatsapp.comes_back()
    assert [NOTED in text for text in await noted(product, awa)] == [True]
    assert product.whatsapp.repeated == {}
