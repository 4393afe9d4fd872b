"""Payments by providers in any order of runs, calls, lost answers, crashes, callbacks, empty accounts and days.

Whatever comes, each payment ends as the provider carried it out, once.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend.db.engine.uow import Database
from backend.domain.money import Money
from backend.domain.payouts.providers import ProviderName
from backend.domain.people.commands import OPERATOR, Person
from backend.services.payouts import execution, stopping
from bot.jobs.payouts import paying
from bot.providers import pawapay, wave
from tests.database import TestServer
from tests.fakes.payments import Fate, Payout
from tests.integration.payments import FRANC, earns, funded
from tests.integration.payouts.providing import Providing, payable, providing
from tests.integration.scenes import agreement, commit, hiteuses, rows

NUMBERS = {"CI": "+22507010203", "CM": "+2376712345"}
PEOPLE = 2
"""In each country."""
FATES = {
    "CI": (
        Fate("succeeded", asks=0),
        Fate("succeeded", asks=2),
        Fate("failed", "recipient-limit-exceeded", asks=0),
        Fate("failed", "recipient-account-blocked", asks=1),
    ),
    "CM": (
        Fate("COMPLETED", asks=0),
        Fate("COMPLETED", asks=2),
        Fate("REJECTED", "INVALID_PHONE_NUMBER", asks=0),
        Fate("FAILED", "RECIPIENT_NOT_FOUND", asks=1),
    ),
}
STEP = st.one_of(
    st.tuples(st.just("earn"), st.integers(0, 2 * PEOPLE - 1)),
    st.tuples(st.just("run"), st.just(0)),
    st.tuples(st.just("tend"), st.sampled_from([0, 6, 40, 1_800])),
    st.tuples(st.just("crash"), st.integers(1, 6)),
    st.tuples(st.sampled_from(["storm", "calm", "empty", "full", "go on"]), st.just(0)),
    st.tuples(st.just("fate"), st.integers(0, 3)),
    st.tuples(st.just("say again"), st.integers(0, 30)),
    st.tuples(st.just("reverse"), st.integers(0, 5)),
    st.tuples(st.just("day"), st.just(0)),
)


class Play:
    """`said`: every word of Wave's so far, which may come again at any time."""

    def __init__(self, scene: Providing, funds: int, people: Sequence[Person]) -> None:
        self.scene = scene
        self.funds = funds
        self.people = people
        self.said: list[dict[str, Any]] = []

    async def does(self, what: str, which: int) -> None:
        scene = self.scene
        match what:
            case "earn":
                await earns(scene.database, self.funds, self.people[which], Money(2_000 * FRANC, "XOF"))
            case "run":
                if await commit(scene.database, stopping.standing) is None:
                    await scene.run()
            case "tend":
                await scene.tend(seconds=which)
            case "crash":
                await self.crash(which)
            case "storm" | "calm":
                scene.wave.weather = scene.pawapay.weather = 0.5 if what == "storm" else 0.0
            case "empty" | "full":
                full = what == "full"
                scene.wave.books.balance["XOF"] = 10**9 if full else 0
                scene.pawapay.wallets["CMR"] = 10**9 if full else 0
            case "go on":
                await commit(scene.database, stopping.go_on, OPERATOR, scene.clock.now())
            case "fate":
                scene.wave.fate, scene.pawapay.fate = FATES["CI"][which], FATES["CM"][which]
            case "say again" if self.said:
                await self.hears(self.said[which % len(self.said)])
            case "reverse":
                if paid := [each for each in scene.wave.books.payouts.values() if each.status == "succeeded"]:
                    payout = paid[which % len(paid)]
                    scene.wave.reverse(payout)
                    self.listens()
                    await self.hears(self.said[-1])
            case "day":
                scene.clock.forward(timedelta(hours=25))
        self.listens()

    def listens(self) -> None:
        self.said += [scene_said for each in self.scene.wave.books.payouts.values() if (scene_said := self.word(each))]

    def word(self, payout: Payout) -> dict[str, Any] | None:
        said = {"type": f"payout.{payout.status}", "data": self.scene.wave._said(payout)}
        return None if said in self.said else said

    async def hears(self, said: dict[str, Any]) -> None:
        """A callback, whose signature was checked."""
        found = wave.event(said)
        assert found is not None
        now, raw = self.scene.clock.now(), repr(said).encode()
        await commit(self.scene.database, execution.called_back, ProviderName.WAVE, found.key, found.answer, raw, now)

    async def crash(self, after: int) -> None:
        """The process dies at its n-th call: it is not there for the answer."""
        left = after
        dying = asyncio.Event()

        def counts() -> None:
            nonlocal left
            left -= 1
            if left == 0:
                dying.set()

        self.scene.wave.on_call = self.scene.pawapay.on_call = counts
        job = asyncio.create_task(self.scene.paying.tend())
        dies = asyncio.create_task(dying.wait())
        await asyncio.wait({job, dies}, return_when=asyncio.FIRST_COMPLETED)
        self.scene.wave.on_call = self.scene.pawapay.on_call = None
        for task in (job, dies):
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        self.scene.clock.forward(execution.LEASE)

    async def ends(self) -> None:
        """No more trouble: everything comes to its end but what is for a person to look at."""
        for what in ("calm", "full"):
            await self.does(what, 0)
        for _ in range(12):
            await self.does("go on", 0)
            await self.does("tend", 1_801)
            for payout in self.scene.wave.books.payouts.values():
                if payout.status == "reversed":  # its callback comes in the end
                    await self.hears({"type": "payout.reversed", "data": self.scene.wave._said(payout)})


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paying, "CALLS_PER_SECOND", 10_000)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEP, min_size=6, max_size=30))
async def test_books_and_providers_agree_whatever_comes(
    server: TestServer, database: Database, steps: Sequence[tuple[str, int]]
) -> None:
    server.clean()
    async with providing(database) as scene:
        funds = await funded(database, "XOF")
        people: list[Person] = []
        for country, start in NUMBERS.items():
            for n, person in enumerate(await hiteuses(database, PEOPLE, country=country)):
                await payable(database, funds, person, f"{start}{n:02}")
                people.append(person)
        play = Play(scene, funds, people)
        await play.does("storm", 0)
        await play.does("run", 0)
        for what, which in steps:
            await play.does(what, which)
        await play.ends()
        assert await agreement(database) == []
        made = await rows(database, "select id, key, state, provider, ask_at, units from payout order by id")
        books = {**scene.wave.books.payouts, **scene.pawapay.books.payouts}
        for each in made:
            theirs = books.get(str(each["key"]))
            paid = 0 if theirs is None else theirs.paid
            match each["state"]:
                case "paid":
                    assert paid == 1, each
                case "failed":
                    assert paid == 0, each
                case "sent":  # given up after a day, and for a person to look at: the provider never heard of it
                    assert theirs is None and each["ask_at"] is None, each
        told = Counter(
            row["payout"]
            for row in await rows(
                database, "select payload ->> 'payout' as payout from inbox where payload ->> 'wake' = 'payout'"
            )
        )
        assert set(told.values()) <= {1, 2}  # twice: it arrived, and came back later
        assert pawapay.WORDS.keys() >= {payout.status for payout in scene.pawapay.books.payouts.values()}
