"""Trouble of the platforms as the whole product meets it."""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta

import pytest

from backend.domain.messaging.states import OutboxStatus
from bot.channels.telegram import sending
from bot.delivery import account
from bot.delivery.pace import Limits
from bot.delivery.relay import Relay
from tests.fakes import people
from tests.fakes.telegram import Person
from tests.integration.scenes import rows, value
from tests.product import Product

MESSAGES = ("send", "editMessage")


def calls(product: Product) -> int:
    """Messages and edits that the platform was asked for."""
    counted = product.telegram.stats["calls"].items()
    return sum(n for method, n in counted if method.startswith(MESSAGES) and method != "sendChatAction")


async def linked(product: Product, hers: Person) -> people.Person:
    """Her other phone, with WhatsApp: one person."""
    other = product.whatsapp.person("Awa")
    await other.says("bonjour")
    await product.heard(other)
    async with product.database.unit() as uow:
        await uow.execute(
            """
            update contact set person_id = (select person_id from contact where channel = 'telegram' and address = %s)
            where channel = 'whatsapp'
            """,
            (str(hers.id),),
        )
        await uow.execute("update inbox set person_id = k.person_id from contact k where k.id = contact_id")
        await uow.commit()
    return other


async def test_a_429_slows_the_chat_that_it_is_about_and_no_other(product: Product) -> None:
    awa, binta = await product.hiteuse("Awa"), await product.hiteuse("Binta")
    product.telegram.fail_next("sendMessage", 429, "Too Many Requests: retry after 40", retry_after=40)
    await awa.says("menu")
    await product.settled()
    assert "Écris un mot" in (await product.says(binta, "aide")).text
    await product.forward(seconds=35)
    assert await product.heard(awa) == []
    before = calls(product)
    await awa.says("aide")
    await product.forward(seconds=10)
    first, second = await product.heard(awa)
    assert first.text == "Que veux-tu faire ?" and "Écris un mot" in second.text
    assert calls(product) == before + 2


def assumed_burst(limits: Limits) -> int:
    """How many messages a chat that was quiet is taken to bear."""
    now, sent = asyncio.get_running_loop().time(), 0
    while limits.chat_wait("somebody new", now) == 0:
        limits.take("somebody new", now, urgent=True)
        sent += 1
    return sent


@pytest.mark.parametrize("platform", ["telegram", "whatsapp"])
async def test_a_chat_that_is_refused_for_its_pace_halves_the_burst_of_all(
    on_both: Product, monkeypatch: pytest.MonkeyPatch, platform: str
) -> None:
    product = on_both
    limits: dict[str, Limits] = {}
    begin = Relay._begin_anew

    def noted(relay: Relay, found: Limits) -> None:
        begin(relay, found)
        limits[relay._channel.name] = found

    monkeypatch.setattr(Relay, "_begin_anew", noted)
    await product.stop()
    await product.start()
    awa = await product.joined(getattr(product, platform).person("Awa"))
    if platform == "telegram":
        product.telegram.fail_next("sendMessage", 429, "Too Many Requests: retry after 3", retry_after=3)
    else:
        product.whatsapp.fail_next("messages", 131056)
    await awa.says("menu")
    await product.settled()
    await product.forward(minutes=5)
    assert [message.text for message in await product.heard(awa)] == ["Que veux-tu faire ?"]
    assert assumed_burst(limits[platform]) == 5_000  # the tests' own pace, 10,000 at once, halved
    other = "whatsapp" if platform == "telegram" else "telegram"
    assert assumed_burst(limits[other]) == 10_000


async def test_a_tap_is_answered_once_however_often_its_message_is_tried(product: Product) -> None:
    await product.project()
    awa = await product.hiteuse()
    await product.taps(awa, "Accepter")
    before = product.telegram.stats["calls"]["answerCallbackQuery"]
    product.telegram.fail_next("sendMessage", 429, "Too Many Requests: retry after 3", retry_after=3, times=3)
    await awa.taps("Acceptable")
    await product.settled()
    for _ in range(3):
        await product.forward(seconds=4)
    assert "Commentaire numéro 2" in (await product.answer(awa)).text
    assert product.telegram.stats["calls"]["answerCallbackQuery"] == before + 1


async def test_a_tap_whose_answer_failed_is_answered_with_the_next_try(
    product: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "TAP_PAUSES", (float("inf"),))
    await product.project()
    awa = await product.hiteuse()
    await product.taps(awa, "Accepter")
    before = product.telegram.stats["calls"]["answerCallbackQuery"]
    product.telegram.fail_next("answerCallbackQuery", 500)
    product.telegram.fail_next("sendMessage", 429, "Too Many Requests: retry after 3", retry_after=3)
    await awa.taps("Acceptable")
    await product.settled()
    await product.forward(seconds=4)
    assert "Commentaire numéro 2" in (await product.answer(awa)).text
    assert product.telegram.stats["calls"]["answerCallbackQuery"] == before + 2
    product.telegram.api.calls.kept.clear()  # the one that failed


async def test_a_tap_that_brings_no_message_is_answered_once_the_platform_is_there_again(
    product: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "TAP_PAUSES", (float("inf"),))
    await product.project()
    awa = await product.hiteuse()
    await product.taps(awa, "Accepter")
    task = awa.last
    await product.taps(awa, "Acceptable", task)
    answered = awa.answers
    product.telegram.fail_next("answerCallbackQuery", 502, b"<html>Bad Gateway</html>", times=2)
    await awa.taps("Acceptable", task)  # counted already: a notice, and no message
    await product.settled()
    for _ in range(3):
        await product.forward(seconds=20)
    assert awa.answers == answered + 1
    assert [toast.text for toast in awa.toasts] == ["C'est déjà noté, merci !"]
    assert await product.heard(awa) == []
    product.telegram.api.calls.kept.clear()  # those that failed


async def test_a_lost_answer_is_said_again_and_counted(product: Product) -> None:
    awa = await product.hiteuse()
    product.telegram.drop_next("sendMessage", "after")
    await awa.says("menu")
    await product.settled()
    await product.forward(seconds=4)
    assert [message.text for message in await product.heard(awa)] == ["Que veux-tu faire ?"] * 2
    assert await value(product.database, "select count from tally where what = 'repeated'") == 1
    product.telegram.drop_next("sendMessage", "before")
    await awa.says("menu")
    await product.settled()
    await product.forward(seconds=4)
    assert len(await product.heard(awa)) == 1


@pytest.mark.parametrize("how", ["blocked", "deactivated"])
async def test_what_we_begin_is_said_on_her_other_phone_when_one_is_gone(on_both: Product, how: str) -> None:
    product = on_both
    await product.project()
    awa = await product.hiteuse(reminder="tous les jours à 19h")
    other = await linked(product, awa)
    getattr(product.telegram, how)(awa)
    await product.forward_to(product.now.replace(hour=20))
    await product.heard(other)
    await other.says("bonjour")  # her 24 hours there are open
    await product.heard(other)
    await product.forward_to((product.now + timedelta(days=1)).replace(hour=19, minute=0))
    told = await rows(
        product.database, "select channel, status, moved_to from outbox where purpose = 'reminder' order by id"
    )
    assert told[-1]["channel"] == "whatsapp" and told[-1]["status"] == OutboxStatus.SENT
    assert "Modération de commentaires" in (await product.answer(other)).text
    assert awa.unheard == []


async def test_a_revoked_token_gives_one_alarm_elsewhere_and_all_is_said_once_it_works(
    on_both: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(account, "FIRST_REST", 0.05)
    product = on_both
    admin = await product.admin()
    other = await linked(product, admin)
    awa = await product.hiteuse()
    product.telegram.token_revoked()
    async with product.database.unit() as uow:
        for _ in range(3):
            await uow.execute(
                """
                insert into outbox (person_id, contact_id, channel, lane, purpose, message, created_at, due)
                select person_id, id, channel, 0, 'reply', '{"p": ["Menu"]}', %(now)s, %(now)s
                from contact where channel = 'telegram' and address = %(address)s
                """,
                {"now": product.now, "address": str(awa.id)},
            )
        await uow.commit()
    (alarm,) = await other.hears(1)
    assert "Telegram" in alarm.text and "refusé" in alarm.text
    waiting = "select count(*) from outbox where status = 0 and channel = 'telegram'"
    assert await value(product.database, waiting) == 3
    product.telegram.token_revoked(False)
    (clear,) = await other.hears(1)
    assert "de nouveau" in clear.text
    assert [message.text for message in await product.heard(awa)] == ["Menu"] * 3
    critical = [record for record in product.errors if record.levelno == logging.CRITICAL]
    assert len(critical) == 1
    product.errors.clear()


async def test_a_telegram_that_refuses_us_at_the_start_leaves_whatsapp_at_work(on_both: Product) -> None:
    product = on_both
    other = product.whatsapp.person("Awa")
    product.telegram.token_revoked()
    await product.restart()
    assert "invitation" in (await product.says(other, "bonjour")).text
    product.telegram.token_revoked(False)
    product.errors.clear()


async def test_a_session_costs_about_one_message_for_each_completed_task(product: Product) -> None:
    """From her word to the end of her work: offer, tasks, a skip, a look at her earnings."""
    tasks = 30
    data = "id,comment\n" + "".join(f"c{n},Commentaire {n}\n" for n in range(tasks + 1))
    await product.project(data=data)
    awa = await product.hiteuse()
    before = calls(product)
    await product.says(awa, "travail")
    await product.taps(awa, "Accepter")
    await product.taps(awa, "⏭ Passer")
    for _ in range(tasks):
        await product.taps(awa, "Acceptable")
    answers = await value(product.database, "select count(*) from answer where status = 1") - 1  # the practice task
    assert answers == tasks
    assert (calls(product) - before) / answers <= 1.1
