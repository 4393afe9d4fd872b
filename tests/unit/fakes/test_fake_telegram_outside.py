"""The fake Telegram with crowds, and as a process of its own."""

import asyncio
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import orjson
import pytest

from tests.fakes.chat import ChatMessage
from tests.fakes.crowd import Crowd, Says, Taps
from tests.fakes.people import Person
from tests.fakes.telegram import FakeTelegram

ROOT = Path(__file__).parents[3]


async def counting_bot(url: str, token: str, *, mute_after: int | None = None) -> None:
    """Says to each person how often she has written or tapped, with a button; polls for ever."""
    counts: dict[int, int] = {}
    offset = 0
    async with aiohttp.ClientSession() as http:

        async def call(method: str, **params: Any) -> Any:
            async with http.post(f"{url}/bot{token}/{method}", json=params) as response:
                return (await response.json()).get("result")

        while True:
            for update in await call("getUpdates", offset=offset, timeout=30):
                offset = update["update_id"] + 1
                if tap := update.get("callback_query"):
                    await call("answerCallbackQuery", callback_query_id=tap["id"])
                chat = (tap or update)["message"]["chat"]["id"]
                counts[chat] = counts.get(chat, 0) + 1
                if mute_after is not None and counts[chat] > mute_after:
                    continue
                button = {"text": "Encore", "callback_data": "more"}
                markup = {"inline_keyboard": [[button]]}
                await call("sendMessage", chat_id=chat, text=str(counts[chat]), reply_markup=markup)


@pytest.fixture
async def telegram() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram() as fake:
        yield fake


@pytest.fixture
async def bot(telegram: FakeTelegram) -> AsyncIterator[None]:
    task = asyncio.create_task(counting_bot(telegram.url, telegram.token))
    yield
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


@pytest.mark.usefixtures("bot")
async def test_a_crowd_taps_on_until_its_number_of_actions(telegram: FakeTelegram) -> None:
    report = await Crowd(telegram, 5, actions=60).run()

    assert (report.actions, len(report.handed), report.mute, report.violations) == (60, 60, [], 0)
    assert report.calls == 60 + 55  # an answer to each action, and one to each tap
    assert [len(p.chat) for p in telegram.people.values()] == [13] * 5  # one opening, 12 answers
    assert 0 < report.json["handed_to_answered_ms"]["p50"] <= report.json["handed_to_answered_ms"]["max"]


@pytest.mark.usefixtures("bot")
async def test_a_policy_may_type_and_may_stop(telegram: FakeTelegram) -> None:
    def policy(person: Person, message: ChatMessage) -> Says | Taps | None:
        match message.text:
            case "1":
                return Says(f"je suis {person.name}")
            case "2":
                return Taps("Encore")
            case _:
                return None

    assert (await Crowd(telegram, 2, policy=policy, opening=lambda n: f"/start C{n}", actions=100).run()).actions == 6
    for number, person in enumerate(telegram.people.values()):
        assert [m.text for m in person.chat if m.mine] == [f"/start C{number}", f"je suis {person.name}"]
        assert person.last.text == "3"


async def test_people_who_get_no_answer_are_reported_as_mute(telegram: FakeTelegram) -> None:
    task = asyncio.create_task(counting_bot(telegram.url, telegram.token, mute_after=2))
    report = await Crowd(telegram, 3, actions=100, patience=1.0).run()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)

    assert (report.actions, len(report.handed)) == (9, 6)
    assert report.mute == list(telegram.people)


@pytest.mark.usefixtures("bot")
async def test_a_policy_that_raises_ends_the_run(telegram: FakeTelegram) -> None:
    def policy(person: Person, message: ChatMessage) -> Taps:
        return Taps("Jamais vu")

    with pytest.raises(LookupError, match="Jamais vu"):
        await Crowd(telegram, 2, policy=policy, actions=10).run()


async def test_another_process_serves_and_is_steered_by_json() -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.fakes.telegram", cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    try:
        assert process.stdout
        served = orjson.loads(await process.stdout.readline())
        url = served["url"]
        bot = asyncio.create_task(counting_bot(url, served["token"]))
        async with aiohttp.ClientSession(f"{url}/_control/") as http:

            async def post(path: str, **body: Any) -> Any:
                async with http.post(path, json=body) as response:
                    return await response.json()

            async def get(path: str) -> Any:
                async with http.get(path) as response:
                    return await response.json()

            awa = f"people/{(await post('people', name='Awa'))['id']}"
            await post(f"{awa}/says", text="bonjour")
            (heard,) = await post(f"{awa}/hears", count=1)
            assert (heard["text"], heard["rows"][0][0]["label"]) == ("1", "Encore")
            await post(f"{awa}/taps", what="Encore", message=heard["id"])
            assert [m["text"] for m in await post(f"{awa}/hears")] == ["2"]
            await post("faults", do="fail_next", method="sendMessage", status=500, body="panne")
            assert "no button" in (await post(f"{awa}/taps", what="Non"))["error"]
            assert "heard 0 of 1" in (await post(f"{awa}/hears", timeout=0))["error"]
            assert [m["text"] for m in await get(f"{awa}/chat")] == ["bonjour", "1", "2"]
            await post("faults", do="fail_next", method="getMe", status=500)
            report = await post("crowd", people=3, actions=30, think=[0, 0.001], patience=1.0)
            assert (report["answered"], report["mute"]) == (29, 1)  # the failure ordered above
            assert await get("violations") == []
            assert (await get("stats"))["statuses"]["500"] == 1
        bot.cancel()
        await asyncio.gather(bot, return_exceptions=True)
    finally:
        process.terminate()
        await process.wait()
    assert process.returncode == 0
