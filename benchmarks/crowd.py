"""The fake platforms and the people on them, in a process of their own: `python -m benchmarks.crowd`.

Prints where the platforms are, then answers each line of JSON that it reads with one line. `on` is "telegram" (the
default) or "whatsapp".

| do | what |
|---|---|
| join `{codes, on?}` | new people with one code each ("": none) go on until they see their first task → report |
| work `{seconds or actions, think?, ramp?, patience?, on?}` | they go on where they are, answering tasks → report |
| follow `{like work}` | the same → `[[address, handed out at, answered at] of each answered action]`, monotonic time |
| session `{answers, on?}` | they come back with `travail`, answer so many tasks each, and leave with `menu` → report |
| told | the day's answers that each person on Telegram was told last: `{chat id: answers}` |
| stats `{on?}` | what the platform counted |
| calls `{on?}` | what the platform accepted recently: `{method: [calls, bytes of their parameters]}` |
| write `{text}` | somebody new writes on Telegram, and waits → `{seconds, text}` of the first answer |
| strangers `{count, on?}` | people to whom the bot may write, and who only listen → their addresses |
| heard `{on?}` | when each message reached these people: seconds, in order |
| deliver `{most, gather, connections, on: "whatsapp"}` | how its events are posted from now on |
| close | ends the process |
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import json
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import orjson
import uvloop

from benchmarks import people
from tests.fakes.chat import ChatMessage
from tests.fakes.crowd import Crowd, Report, _Member
from tests.fakes.people import Person
from tests.fakes.telegram import FakeTelegram
from tests.fakes.telegram import RateLimits as TelegramLimits
from tests.fakes.whatsapp import FakeWhatsApp
from tests.fakes.whatsapp import RateLimits as WhatsAppLimits

Fake = FakeTelegram | FakeWhatsApp
HISTORY = 6
"""The number of messages that are kept of each chat."""
CHAT_BURST = 20
"""The number of messages that Telegram lets through to one chat at once."""


class Regulars(Crowd):
    """A crowd of people who have used the bot before. Each begins with the last message they see, or with a word."""

    def __init__(self, fake: Fake, regulars: Sequence[Person], **options: Any) -> None:
        self._regulars = regulars
        self._goes_on = "opening" not in options
        super().__init__(fake, len(regulars), **options)

    def _join(self, number: int) -> _Member:
        member = _Member(self._regulars[number])
        member.person.on_message = lambda message: self._told(member, message)
        return member

    def _open(self, member: _Member, number: int) -> None:
        if not self._goes_on:
            super()._open(member, number)
            return
        member.latest = member.person.last
        self._react(member)


class Stage:
    """One platform with its people, and what can be asked of them."""

    def __init__(self, fake: Fake) -> None:
        self.fake = fake
        self._there: list[Person] = []
        self._heard: list[float] = []

    async def join(self, codes: list[str], ramp: float = 0.0, patience: float = 30.0) -> dict[str, Any]:
        before = set(self.fake.people)
        crowd = Crowd(
            self.fake,
            len(codes),
            policy=people.joins,
            opening=lambda number: f"/start {codes[number]}".strip(),
            seconds=600.0,
            ramp=ramp,
            patience=patience,
        )
        self._there += [p for chat, p in self.fake.people.items() if chat not in before]
        return (await crowd.run()).json

    async def work(self, think: float | list[float] = 0.0, **options: Any) -> dict[str, Any]:
        """`think`: seconds between a message and the reaction to it, or a range to draw them from."""
        return (await self._worked(think, **options)).json

    async def follow(self, think: float | list[float] = 0.0, **options: Any) -> list[tuple[str, float, float]]:
        """As `work`; (address, handed out at, answered at) of each answered action, in seconds of `time.monotonic`.
        Raises `RuntimeError` if somebody was left without an answer."""
        report = await self._worked(think, **options)
        if report.mute:
            raise RuntimeError(f"{len(report.mute)} people were left without an answer")
        addresses = {person.id: person.address for person in self._there}
        late = time.monotonic() - self.fake.moment()
        return [(addresses[person], handed + late, answered + late) for person, handed, answered in report.each]

    async def _worked(self, think: float | list[float], **options: Any) -> Report:
        options["think"] = tuple(think) if isinstance(think, list) else think
        return await Regulars(self.fake, self._there, policy=people.works, **options).run()

    async def session(self, answers: int) -> dict[str, Any]:
        crowd = Regulars(
            self.fake, self._there, policy=people.comes_back(answers), opening="travail", seconds=600.0, patience=60.0
        )
        return (await crowd.run()).json

    async def write(self, text: str) -> dict[str, Any]:
        started = time.perf_counter()
        person = self.fake.person("Une personne")
        await person.says(text)
        answer = await person.hears_one(timeout=60)
        return {"seconds": time.perf_counter() - started, "text": answer.text}

    def told(self) -> dict[int, int]:
        # A crowd that has ended reacts to no later messages, but its people have read them.
        for person in self._there:
            for message in person.chat:
                people.listen(person, message)
        return people.told

    def calls(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(lambda: [0, 0])
        for call in self.fake.calls:
            if call.status == 200:
                found[call.method][0] += 1
                found[call.method][1] += len(orjson.dumps(dict(call.params)))
        return found

    def strangers(self, count: int) -> list[str]:
        found: list[Person] = [self.fake.person("Une personne") for _ in range(count)]
        for person in found:
            if isinstance(self.fake, FakeTelegram):
                self.fake.world.chats[person.id].known = True
            else:
                self.fake.world.chats[person.id].heard_at = self.fake.clock()
            person.on_message = self._hears
        return [person.address for person in found]

    def _hears(self, _message: ChatMessage) -> None:
        self._heard.append(time.monotonic())

    async def answer(self, command: dict[str, Any]) -> Any:
        match command.pop("do"):
            case "join":
                return await self.join(**command)
            case "work":
                return await self.work(**command)
            case "follow":
                return await self.follow(**command)
            case "session":
                return await self.session(**command)
            case "told":
                return self.told()
            case "stats":
                return self.fake.stats
            case "calls":
                return self.calls()
            case "deliver":
                assert isinstance(self.fake, FakeWhatsApp)
                return self.fake.deliver(**command)
            case "write":
                return await self.write(**command)
            case "strangers":
                return self.strangers(**command)
            case "heard":
                return self._heard
            case unknown:
                return {"error": f"nobody knows how to {unknown}"}


async def serve(telegram_limit: float | None, whatsapp_limit: float | None) -> None:
    """Answers commands until standard input is closed."""
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader(limit=2**24)
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    chats = TelegramLimits(telegram_limit, chat_burst=CHAT_BURST) if telegram_limit else None
    pairs = WhatsAppLimits(whatsapp_limit) if whatsapp_limit else None
    async with (
        FakeTelegram(history=HISTORY, limits=chats) as telegram,
        FakeWhatsApp(history=HISTORY, limits=pairs) as whatsapp,
    ):
        stages = {"telegram": Stage(telegram), "whatsapp": Stage(whatsapp)}
        whatsapp.deliver(most=50, gather=0.005)
        environ = {**whatsapp.account.environment, "WHATSAPP_API_URL": whatsapp.url}
        _say({"url": telegram.url, "token": telegram.token, "whatsapp": environ})
        while line := await reader.readline():
            command = json.loads(line)
            if command.get("do") == "close":
                return
            try:
                _say(await stages[command.pop("on", "telegram")].answer(command))
            except Exception as error:  # Reported to the caller, who decides.
                _say({"error": f"{type(error).__name__}: {error}"})


def _say(what: Any) -> None:
    print(json.dumps(what), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.crowd")
    parser.add_argument("--telegram-limit", type=float, help="messages a second; left out: no limits at all")
    parser.add_argument("--whatsapp-limit", type=float)
    given = parser.parse_args()
    # Garbage collection over all kept messages takes tens of milliseconds, which would count as the bot's time.
    gc.freeze()
    gc.set_threshold(100_000, 50, 1000)
    uvloop.run(serve(given.telegram_limit, given.whatsapp_limit))


if __name__ == "__main__":
    main()
