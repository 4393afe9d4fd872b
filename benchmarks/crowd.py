"""The fake platform and the people on it, as a process of their own: `python -m benchmarks.crowd`.

Prints `{"url", "token"}`, then answers each line of JSON that it is given with one line:

| do | what |
|---|---|
| join `{codes}` | new people with one code each ("": none) go on until they see their first task → report |
| work `{seconds or actions, think?, ramp?, patience?}` | they take up where they stand and answer tasks → report |
| told | what each was told last of her day: `{chat id: answers}` |
| stats | what the platform counted |
| write `{text}` | somebody new writes, and waits → `{seconds, text}` of the first answer |
| close | ends the process |
"""

from __future__ import annotations

import asyncio
import gc
import json
import sys
import time
from collections.abc import Sequence
from typing import Any

import uvloop

from benchmarks import people
from tests.fakes.crowd import Crowd, _Member
from tests.fakes.telegram import FakeTelegram, Person


class Regulars(Crowd):
    """A crowd of people who have been here before: each begins with what she sees last."""

    def __init__(self, telegram: FakeTelegram, regulars: Sequence[Person], **options: Any) -> None:
        self._regulars = regulars
        super().__init__(telegram, len(regulars), **options)

    def _join(self, number: int) -> _Member:
        member = _Member(self._regulars[number])
        member.person.on_message = lambda message: self._told(member, message)
        return member

    def _open(self, member: _Member, number: int) -> None:
        member.latest = member.person.last
        self._react(member)


class Stage:
    """The platform with its people, and what can be asked of them."""

    def __init__(self, telegram: FakeTelegram) -> None:
        self.telegram = telegram
        self._there: list[Person] = []

    async def join(self, codes: list[str], ramp: float = 0.0, patience: float = 30.0) -> dict[str, Any]:
        before = set(self.telegram.people)
        crowd = Crowd(
            self.telegram,
            len(codes),
            policy=people.joins,
            opening=lambda number: f"/start {codes[number]}".strip(),
            seconds=600.0,
            ramp=ramp,
            patience=patience,
        )
        self._there += [p for chat, p in self.telegram.people.items() if chat not in before]
        return (await crowd.run()).json

    async def work(self, think: float | list[float] = 0.0, **options: Any) -> dict[str, Any]:
        """`think`: seconds, or the ends of a range to draw them from."""
        options["think"] = tuple(think) if isinstance(think, list) else think
        return (await Regulars(self.telegram, self._there, policy=people.works, **options).run()).json

    async def write(self, text: str) -> dict[str, Any]:
        started = time.perf_counter()
        person = self.telegram.person("Une personne")
        await person.says(text)
        answer = await person.hears_one(timeout=60)
        return {"seconds": time.perf_counter() - started, "text": answer.text}

    async def answer(self, command: dict[str, Any]) -> Any:
        match command.pop("do"):
            case "join":
                return await self.join(**command)
            case "work":
                return await self.work(**command)
            case "write":
                return await self.write(**command)
            case "told":
                # a crowd that has ended reacts to nothing more, but she has read it
                for person in self._there:
                    for message in person.chat:
                        people.listen(person, message)
                return people.told
            case "stats":
                return self.telegram.stats
            case unknown:
                return {"error": f"nobody knows how to {unknown}"}


async def serve() -> None:
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader(limit=2**24)
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    async with FakeTelegram(history=6) as telegram:
        stage = Stage(telegram)
        _say({"url": telegram.url, "token": telegram.token})
        while line := await reader.readline():
            command = json.loads(line)
            if command.get("do") == "close":
                return
            try:
                _say(await stage.answer(command))
            except Exception as error:  # told to whoever asked, who decides
                _say({"error": f"{type(error).__name__}: {error}"})


def _say(what: Any) -> None:
    print(json.dumps(what), flush=True)


if __name__ == "__main__":
    # A collection over all kept messages takes tens of milliseconds, which would be booked to the bot.
    gc.freeze()
    gc.set_threshold(100_000, 50, 1000)
    uvloop.run(serve())
