"""kill -9 of the real program at random points while people join and work: nothing is lost, nothing is
counted or paid twice, nobody waits in vain. And its orderly end, which says nothing twice either."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from tests.fakes.chat import ChatMessage
from tests.fakes.telegram import FakeTelegram
from tests.hiteuse import PLENTY, project, tasks
from tests.integration.told import Epochs, at_rest, differences, repetitions
from tests.processes import ENDS_WITHIN
from tests.program import PATIENCE, READY_WITHIN, Program, installation
from tests.working import Crowd

PEOPLE = 10
KNOWN = 30
"""Control tasks among them."""
ANSWERS = 3
"""Wanted per task: the people contend for each."""
START = 1.0
"""Seconds; about what a start takes."""


class OnProgram(Crowd):
    """People at work on one program, which is killed and starts again."""

    def __init__(self, program: Program, telegram: FakeTelegram, codes: list[str], items: int, seed: int) -> None:
        self.program = program
        self.telegram = telegram
        self.epochs = Epochs({})
        self._epoch = 0
        people = [(telegram.person(f"Awa {number}"), code) for number, code in enumerate(codes)]
        super().__init__(people, items * ANSWERS, seed, program.until)

    def sees(self, message: ChatMessage) -> None:
        self.epochs.of[message.id] = self._epoch
        super().sees(message)

    async def next_life(self) -> None:
        """Start the program again, once all that the last one sent has been read."""
        for _ in range(20):
            await asyncio.sleep(0)
        self._epoch += 1
        self.program.start()

    async def wrong(self) -> list[str]:
        """What is wrong when everybody has finished and all is at rest."""
        await self.finish()
        with self.program.database() as connection:
            async with asyncio.timeout(PATIENCE):
                # receipts are written after the last word was seen, by another process: nothing here hears of it
                while not at_rest(connection):  # noqa: ASYNC110
                    await asyncio.sleep(0.01)
            return differences(connection, self.telegram, self.people, self.epochs)


@asynccontextmanager
async def at_work(items: int, seed: int, *, webhook: bool) -> AsyncIterator[OnProgram]:
    """The program as it is shipped, with people who have begun."""
    with installation() as home:
        async with FakeTelegram() as telegram:
            program = Program(home, telegram, webhook=webhook)
            try:
                program.start()
                await program.ready()
                # what is found true goes on to a project that is offered to none of them
                await program.add_work(PLENTY, tasks([f"q{n}" for n in range(4 * PEOPLE)]))
                await program.add_work(project("suite", 1) + "countries: [MG]\n", tasks(["s1"]))
                chained = project("phrases", ANSWERS) + "then: {vrai: suite}\n"
                await program.add_work(chained, tasks([f"p{n}" for n in range(items)], KNOWN))
                crowd = OnProgram(program, telegram, await program.invite(PEOPLE), items, seed)
                crowd.begin()
                yield crowd
            except BaseException:
                print(program.log)
                raise
            finally:
                await program.close()


@pytest.mark.parametrize(("webhook", "kills"), [(False, 30), (True, 12)], ids=["polled", "webhook"])
async def test_kills_lose_nothing_and_pay_nothing_twice(webhook: bool, kills: int) -> None:
    async with at_work(items=12 * kills // 2, seed=7, webhook=webhook) as crowd:
        program = crowd.program
        slowest = 0.0
        for kill in range(kills):
            if kill % 8 == 7:
                # while it is still starting
                starting = asyncio.create_task(program.ready())
                await asyncio.wait({starting}, timeout=crowd.random.uniform(0, START))
                starting.cancel()
                await asyncio.wait({starting})
            else:
                slowest = max(slowest, await program.ready())
                await crowd.a_moment(kills - kill)
            await program.kill(server=kill % 2 == 1)
            await crowd.next_life()
        slowest = max(slowest, await program.ready())
        assert await crowd.wrong() == []
        assert (await program.ledger())["ok"] is True
        assert program.complaints == []
        assert slowest < READY_WITHIN
        assert program.starts == kills + 1
        # a message may come again only when a kill fell between "sent" and "marked": one per person and kill
        assert repetitions(crowd.people) <= kills * PEOPLE


async def test_an_orderly_end_takes_seconds_and_cuts_nothing_off() -> None:
    ends = 5
    async with at_work(items=60, seed=3, webhook=False) as crowd:
        program = crowd.program
        for end in range(ends):
            await program.ready()
            await crowd.a_moment(ends - end)
            code, seconds = await program.stop()
            assert (code, seconds < ENDS_WITHIN) == (0, True)
            await crowd.next_life()
        await program.ready()
        assert await crowd.wrong() == []
        assert repetitions(crowd.people) == 0
        assert program.complaints == []
