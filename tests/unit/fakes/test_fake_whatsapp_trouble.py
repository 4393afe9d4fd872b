"""The fake WhatsApp fails on order, holds its rate limits, and works as a process with crowds."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import orjson
import pytest
from aiohttp import web

from tests.fakes.crowd import Crowd
from tests.fakes.whatsapp import FakeWhatsApp, Person, RateLimits
from tests.unit.fakes.hook import buttons, send, text

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize(("when", "heard"), [("before", []), ("after", ["a"])])
async def test_an_answer_can_be_lost_or_be_a_5xx_before_or_after_the_effect(
    whatsapp: FakeWhatsApp, http: aiohttp.ClientSession, binta: Person, when: Any, heard: list[str]
) -> None:
    whatsapp.drop_next("messages", when)
    with pytest.raises(aiohttp.ClientConnectionError):
        await send(http, whatsapp, **text(binta, "a"))
    assert [m.text for m in binta.unheard] == heard

    whatsapp.fail_next("messages", 131016, when=when)
    status, answer = await send(http, whatsapp, **text(binta, "a"))
    assert (status, answer["error"]["code"]) == (500, 131016)
    assert [m.text for m in binta.unheard] == heard * 2
    assert whatsapp.violations == []


async def test_how_often_the_same_row_was_accepted_is_known(
    whatsapp: FakeWhatsApp, http: aiohttp.ClientSession, binta: Person
) -> None:
    for mark in ("row 1", "row 2", "row 1"):
        await send(http, whatsapp, biz_opaque_callback_data=mark, **text(binta))

    assert whatsapp.repeated == {"row 1": 2}


async def test_an_answer_can_be_held_back_and_the_platform_can_go_away(
    whatsapp: FakeWhatsApp, http: aiohttp.ClientSession, binta: Person
) -> None:
    held = whatsapp.hold()
    sending = asyncio.create_task(send(http, whatsapp, **text(binta, "a")))
    await held.reached.wait()
    assert (await binta.hears_one()).text == "a"
    held.release()
    assert (await sending)[0] == 200

    await whatsapp.goes_away()
    with pytest.raises(aiohttp.ClientConnectionError):
        await send(http, whatsapp, **text(binta))
    await whatsapp.comes_back()
    assert (await send(http, whatsapp, **text(binta)))[0] == 200


async def test_a_revoked_token_is_good_for_nothing(
    whatsapp: FakeWhatsApp, http: aiohttp.ClientSession, binta: Person
) -> None:
    whatsapp.token_revoked()
    status, answer = await send(http, whatsapp, **text(binta))
    assert (status, answer["error"]["code"]) == (401, 190)
    whatsapp.token_revoked(on=False)
    assert (await send(http, whatsapp, **text(binta)))[0] == 200


async def test_one_person_gets_a_burst_and_then_one_message_in_six_seconds(http: aiohttp.ClientSession) -> None:
    now = 1_770_000_000.0
    async with FakeWhatsApp(limits=RateLimits(), clock=lambda: now) as whatsapp:
        awa, binta = whatsapp.person("Awa"), whatsapp.person("Binta")
        for person in (awa, binta):
            await person.says("bonjour")
        codes = [(await send(http, whatsapp, **text(awa)))[1].get("error", {}).get("code") for _ in range(46)]
        assert codes == [None] * 45 + [131056]
        assert (await send(http, whatsapp, **text(binta)))[0] == 200
        whatsapp.forward(5.9)
        assert (await send(http, whatsapp, **text(awa)))[0] == 400
        whatsapp.forward(0.2)
        assert (await send(http, whatsapp, **text(awa)))[0] == 200
        assert (await send(http, whatsapp, **text(awa)))[0] == 400
        assert whatsapp.stats["refused_by_rate"] == {"131056": 3}


async def test_all_together_get_eighty_messages_a_second(http: aiohttp.ClientSession) -> None:
    now = 1_770_000_000.0
    async with FakeWhatsApp(limits=RateLimits(), clock=lambda: now) as whatsapp:
        people = [whatsapp.person(f"Awa {n}") for n in range(81)]
        for person in people:
            await person.says("bonjour")
        codes = [(await send(http, whatsapp, **text(p)))[1].get("error", {}).get("code") for p in people]
        assert codes == [None] * 80 + [130429]
        whatsapp.forward(0.5)
        again = [(await send(http, whatsapp, **text(p)))[0] for p in people[:41]]
        assert again == [200] * 40 + [400]


class CountingBot:
    """Says to each person how often she has written or tapped, with a button."""

    def __init__(self, url: str, environment: dict[str, str]) -> None:
        self._messages = f"{url}/v23.0/{environment['WHATSAPP_PHONE_NUMBER_ID']}/messages"
        self._headers = {"Authorization": f"Bearer {environment['WHATSAPP_ACCESS_TOKEN']}"}
        self._counts: dict[str, int] = {}
        self._http = aiohttp.ClientSession()
        self._runner: web.AppRunner | None = None

    async def start(self) -> str:
        app = web.Application()
        app.router.add_get("/hook", self._greet)
        app.router.add_post("/hook", self._take)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        host, port = self._runner.addresses[0][:2]
        return f"http://{host}:{port}/hook"

    async def stop(self) -> None:
        assert self._runner is not None
        await self._runner.cleanup()
        await self._http.close()

    async def _greet(self, request: web.Request) -> web.Response:
        return web.Response(text=request.query["hub.challenge"])

    async def _take(self, request: web.Request) -> web.Response:
        for entry in (await request.json())["entry"]:
            for change in entry["changes"]:
                for message in change["value"].get("messages", ()):
                    await self._answer(message["from"])
        return web.Response()

    async def _answer(self, number: str) -> None:
        self._counts[number] = self._counts.get(number, 0) + 1
        message = {
            "messaging_product": "whatsapp",
            "to": number,
            "type": "interactive",
            "interactive": buttons("Encore", body=str(self._counts[number])),
        }
        async with self._http.post(self._messages, json=message, headers=self._headers) as response:
            await response.read()


@pytest.fixture
async def counting(whatsapp: FakeWhatsApp) -> AsyncIterator[None]:
    bot = CountingBot(whatsapp.url, whatsapp.account.environment)
    await whatsapp.connect(await bot.start())
    yield
    await bot.stop()


@pytest.mark.usefixtures("counting")
async def test_the_same_crowd_as_on_telegram_taps_on(whatsapp: FakeWhatsApp) -> None:
    whatsapp.deliver(most=10)
    report = await Crowd(whatsapp, 5, actions=60).run()

    assert (report.actions, len(report.handed), report.mute, report.violations) == (60, 60, [], 0)
    assert report.calls == 60
    assert [len(p.chat) for p in whatsapp.people.values()] == [24] * 5


async def test_another_process_serves_and_is_steered_by_json() -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.fakes.whatsapp", cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    try:
        assert process.stdout
        served = orjson.loads(await process.stdout.readline())
        assert served["environment"]["WHATSAPP_API_URL"] == served["url"]
        bot = CountingBot(served["url"], served["environment"])
        hook = await bot.start()
        async with aiohttp.ClientSession(f"{served['url']}/_control/") as http:

            async def post(path: str, **body: Any) -> Any:
                async with http.post(path, json=body) as response:
                    return await response.json()

            async def get(path: str) -> Any:
                async with http.get(path) as response:
                    return await response.json()

            await post("faults", do="connect", url=hook)
            awa = f"people/{(await post('people', name='Awa'))['id']}"
            await post(f"{awa}/says", text="bonjour")
            (heard,) = await post(f"{awa}/hears", count=1)
            assert (heard["text"], heard["rows"][0][0]["label"]) == ("1", "Encore")
            await post(f"{awa}/taps", what="Encore", message=heard["id"])
            assert [m["text"] for m in await post(f"{awa}/hears")] == ["2"]
            await post("faults", do="fail_next", method="messages", code=131016)
            assert "no button" in (await post(f"{awa}/taps", what="Non"))["error"]
            await post(f"{awa}/sends_document", data="YSxi", name="d.csv")
            assert "heard 0 of 1" in (await post(f"{awa}/hears", timeout=0.2))["error"]
            assert "no lateness" in (await post("faults", do="deliver", lateness=1))["error"]
            await post("faults", do="deliver", most=20)
            report = await post("crowd", people=3, actions=30, think=[0, 0.001], patience=30)
            assert (report["answered"], report["mute"]) == (30, 0)
            assert await get("violations") == []
            assert (await get("stats"))["statuses"]["500"] == 1
        await bot.stop()
    finally:
        process.terminate()
        await process.wait()
    assert process.returncode == 0
