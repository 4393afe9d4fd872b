"""The fake Telegram hands updates out as the platform does."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from tests.fakes.serving import pause_after
from tests.fakes.telegram import FakeTelegram, Person
from tests.unit.fakes.calls import call


async def test_updates_come_again_until_an_offset_confirms_them(
    telegram: FakeTelegram, http: aiohttp.ClientSession, awa: Person
) -> None:
    async def poll(**params: Any) -> list[str]:
        answer = await call(http, telegram, "getUpdates", **params)
        ids.extend(u["update_id"] for u in answer["result"])
        return [u["message"]["text"] for u in answer["result"]]

    ids: list[int] = []
    for text in "abcd":
        await awa.says(text)
    assert await poll(limit=2) == ["a", "b"]
    assert await poll() == ["a", "b", "c", "d"]
    assert await poll(offset=ids[1] + 1) == ["c", "d"]
    assert await poll(offset=-1) == ["d"]
    assert await poll() == ["d"]
    assert await poll(offset=ids[-1] + 1) == []
    assert telegram.stats["updates"] == {"made": 5, "handed": 4, "confirmed": 4, "pending": 0}


async def test_a_long_poll_returns_when_something_happens(
    telegram: FakeTelegram, http: aiohttp.ClientSession, awa: Person
) -> None:
    poll = asyncio.create_task(call(http, telegram, "getUpdates", timeout=60))
    await telegram.listens()
    await awa.says("enfin")

    assert [u["message"]["text"] for u in (await poll)["result"]] == ["enfin"]


async def test_the_older_of_two_polls_ends_in_a_conflict(telegram: FakeTelegram, http: aiohttp.ClientSession) -> None:
    older = asyncio.create_task(call(http, telegram, "getUpdates", timeout=60))
    await telegram.listens()

    assert (await call(http, telegram, "getUpdates"))["result"] == []
    assert (await older)["error_code"] == 409


async def test_only_the_kinds_of_update_that_were_asked_for_come(
    telegram: FakeTelegram, http: aiohttp.ClientSession, awa: Person
) -> None:
    await call(http, telegram, "getUpdates", allowed_updates=["my_chat_member"])
    await awa.says("a")
    await awa.blocks_bot()

    (update,) = (await call(http, telegram, "getUpdates"))["result"]
    assert "my_chat_member" in update


async def test_a_duplicated_update_comes_again_after_it_was_confirmed(
    telegram: FakeTelegram, http: aiohttp.ClientSession, awa: Person
) -> None:
    telegram.duplicate_next_update()
    await awa.says("a")
    (first,) = (await call(http, telegram, "getUpdates"))["result"]
    following = first["update_id"] + 1
    (second,) = (await call(http, telegram, "getUpdates", offset=following))["result"]

    assert second == first
    assert (await call(http, telegram, "getUpdates", offset=following))["result"] == []


class Hook:
    """A webhook that answers with `statuses` in turn, then with 200."""

    def __init__(self, *statuses: int, reply: dict[str, Any] | None = None) -> None:
        self.statuses = list(statuses)
        self.reply = reply
        self.got: list[tuple[str, str | None]] = []
        self.complete = asyncio.Event()
        self.wanted = 0
        self.gate: asyncio.Event | None = None
        self.inside = self.most_inside = 0

    async def __call__(self, request: web.BaseRequest) -> web.Response:
        update = await request.json()
        self.inside += 1
        self.most_inside = max(self.inside, self.most_inside)
        self.got.append((update["message"]["text"], request.headers.get("X-Telegram-Bot-Api-Secret-Token")))
        if len(self.got) >= self.wanted:
            self.complete.set()
        if self.gate:
            await self.gate.wait()
        self.inside -= 1
        status = self.statuses.pop(0) if self.statuses else 200
        return web.json_response(self.reply, status=status)

    async def gets(self, count: int) -> list[str]:
        """The texts of the first `count` posts."""
        self.wanted = count
        if len(self.got) < count:
            self.complete.clear()
            async with asyncio.timeout(30):
                await self.complete.wait()
        return [text for text, _ in self.got]


@pytest.fixture
async def hooks() -> AsyncIterator[Any]:
    """Serves a `Hook`; returns its address."""
    runners: list[web.ServerRunner] = []

    async def serve(hook: Hook) -> str:
        runner = web.ServerRunner(web.Server(hook))
        await runner.setup()
        runners.append(runner)
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        return f"http://127.0.0.1:{runner.addresses[0][1]}/hook"

    yield serve
    for runner in runners:
        await runner.cleanup()


async def test_a_webhook_gets_updates_with_its_secret_and_again_when_it_fails(
    telegram: FakeTelegram, http: aiohttp.ClientSession, awa: Person, hooks: Any
) -> None:
    hook = Hook(500, 503)
    await awa.says("avant")
    await call(http, telegram, "setWebhook", url=await hooks(hook), secret_token="s3cret")
    await awa.says("après")

    assert await hook.gets(4) == ["avant", "avant", "avant", "après"]
    assert {secret for _, secret in hook.got} == {"s3cret"}
    info = (await call(http, telegram, "getWebhookInfo"))["result"]
    assert "503" in info["last_error_message"]
    assert (await call(http, telegram, "getUpdates"))["error_code"] == 409
    await call(http, telegram, "deleteWebhook")
    assert (await call(http, telegram, "getUpdates"))["ok"]


def test_the_pauses_of_a_webhook_that_fails_double_up_to_the_longest() -> None:
    assert [pause_after(failures, 1.0, 6.0) for failures in range(5)] == [1.0, 2.0, 4.0, 6.0, 6.0]


async def test_a_webhook_gets_different_chats_side_by_side_but_each_in_order(
    telegram: FakeTelegram, http: aiohttp.ClientSession, hooks: Any
) -> None:
    hook = Hook()
    hook.gate = asyncio.Event()
    await call(http, telegram, "setWebhook", url=await hooks(hook), max_connections=2)
    people = [telegram.person(name) for name in ("Awa", "Fatou", "Aïcha")]
    for word in ("un", "deux"):
        for person in people:
            await person.says(f"{person.name} {word}")

    assert await hook.gets(2) == ["Awa un", "Fatou un"]
    hook.gate.set()
    texts = await hook.gets(6)
    assert hook.most_inside == 2
    for person in people:
        assert [t for t in texts if t.startswith(person.name)] == [f"{person.name} un", f"{person.name} deux"]


async def test_a_webhook_may_answer_with_a_call(
    telegram: FakeTelegram, http: aiohttp.ClientSession, awa: Person, hooks: Any
) -> None:
    reply = {"method": "sendMessage", "chat_id": awa.id, "text": "tout de suite"}
    await call(http, telegram, "setWebhook", url=await hooks(Hook(reply=reply)))
    await awa.says("vite")

    assert (await awa.hears_one()).text == "tout de suite"
