"""The fake Telegram fails on order, and holds its rate limits."""

import asyncio
from typing import Any

import aiohttp
import pytest
import telegram as ptb

from tests.fakes.telegram import FakeTelegram, Person, RateLimits
from tests.unit.fakes.calls import call


async def test_scripted_failures_have_no_effect_and_end_by_themselves(
    telegram: FakeTelegram, http: aiohttp.ClientSession, awa: Person
) -> None:
    telegram.fail_next("sendMessage", 429, "Too Many Requests", retry_after=7)
    telegram.fail_next("sendMessage", 500, b"<html>oops")
    assert (await call(http, telegram, "sendMessage", chat_id=awa.id, text="a"))["parameters"] == {"retry_after": 7}
    url = f"{telegram.url}/bot{telegram.token}/sendMessage"
    async with http.post(url, json={"chat_id": awa.id, "text": "b"}) as response:
        assert (response.status, await response.read()) == (500, b"<html>oops")
    assert (await call(http, telegram, "sendMessage", chat_id=awa.id, text="c"))["ok"]

    assert [m.text for m in awa.unheard] == ["c"]


@pytest.mark.parametrize(("when", "heard"), [("before", []), ("after", ["a"])])
async def test_a_connection_can_be_cut_before_or_after_the_effect(
    telegram: FakeTelegram, http: aiohttp.ClientSession, awa: Person, when: Any, heard: list[str]
) -> None:
    telegram.drop_next("sendMessage", when)
    with pytest.raises(aiohttp.ClientConnectionError):
        await call(http, telegram, "sendMessage", chat_id=awa.id, text="a")

    assert [m.text for m in awa.unheard] == heard


async def test_an_answer_can_be_held_back_after_the_effect(
    telegram: FakeTelegram, http: aiohttp.ClientSession, awa: Person
) -> None:
    held = telegram.hold("sendMessage")
    sending = asyncio.create_task(call(http, telegram, "sendMessage", chat_id=awa.id, text="a"))
    await held.reached.wait()
    assert (await awa.hears_one()).text == "a"
    assert not sending.done()
    held.release()
    assert (await sending)["ok"]


async def test_blocked_gone_and_revoked_are_told_apart(telegram: FakeTelegram, bot: ptb.Bot, awa: Person) -> None:
    telegram.blocked(awa)
    with pytest.raises(ptb.error.Forbidden, match="blocked by the user"):
        await bot.send_message(awa.id, "a")
    telegram.blocked(awa, on=False)
    telegram.deactivated(awa)
    with pytest.raises(ptb.error.Forbidden, match="deactivated"):
        await bot.send_message(awa.id, "a")
    telegram.token_revoked()
    with pytest.raises(ptb.error.InvalidToken):
        await bot.get_me()
    assert telegram.violations == []


async def test_rate_limits_hold_per_chat_and_over_all_and_punish_impatience() -> None:
    now = 100.0
    limits = RateLimits(per_second=4, per_chat=1, chat_burst=2)
    async with FakeTelegram(limits=limits, clock=lambda: now) as telegram, aiohttp.ClientSession() as http:
        people = [telegram.person(str(n)) for n in range(3)]
        for person in people:
            await person.says("a")

        async def send(person: Person) -> int | None:
            answer = await call(http, telegram, "sendMessage", chat_id=person.id, text="a")
            return None if answer["ok"] else answer["parameters"]["retry_after"]

        first, second, third = people
        assert [await send(first), await send(first), await send(first)] == [None, None, 1]
        now += 0.5
        assert await send(first) == 2  # half a second to go, and one for asking early
        assert telegram.stats["too_early"] == 1
        now += 2.0
        assert await send(first) is None
        assert [await send(second), await send(second), await send(third)] == [None, None, None]
        assert await send(third) == 1  # five within a second, over all chats
        assert telegram.stats["refused_by_rate"] == 3
