"""Both payment providers as fakes, and the jobs that call them, on the real database."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from backend.clock import Clock
from backend.db.engine.signals import Signals
from backend.db.engine.uow import Database
from backend.domain.money import UNITS_PER_WHOLE, Money
from backend.domain.payouts import terms_file
from backend.domain.payouts.providers import ProviderName
from backend.domain.payouts.terms import Alarms
from backend.domain.people.commands import OPERATOR, Person
from backend.records import Struct, replace
from backend.services.payouts import runs
from backend.services.payouts.keys import KeySource
from bot.jobs.payouts.paying import Paying
from bot.providers.base import Provider
from bot.providers.pawapay import PawaPay
from bot.providers.wave import Wave
from bot.settings import PawaPayAccount, WaveAccount
from tests.fakes.payments import FakePawaPay, FakeWave
from tests.integration import payments
from tests.integration.payments import FRANC, earns, names
from tests.integration.scenes import NOW, commit, rows

READY = frozenset({ProviderName.WAVE, ProviderName.PAWAPAY})
TIMEOUT = 2.0
"""Seconds after which the clients of tests give up a call."""


class Providing(Struct):
    """`wave`, `pawapay`: the fakes. `paying`: the jobs. `clock`: theirs."""

    database: Database
    wave: FakeWave
    pawapay: FakePawaPay
    paying: Paying
    clock: Clock

    async def tend(self, times: int = 1, **apart: float) -> None:
        """Let the job run so often, with time between."""
        for _ in range(times):
            self.clock.forward(timedelta(**apart))
            await self.paying.tend()

    async def run(self) -> int:
        """A run of everything, proposed, approved and handed over. Its number, also if it pays nobody."""
        now, terms = self.clock.now(), replace(terms_file.shipped(), ready=READY)
        proposal = await runs.propose(self.database, OPERATOR, "a", now, minimum=FRANC)
        run_id = proposal.run_id
        if proposal.payouts:
            await commit(self.database, runs.approve, OPERATOR, "b", run_id, now)
            await commit(self.database, runs.run, OPERATOR, run_id, now, terms=terms)
        return run_id

    async def states(self) -> list[str]:
        """The states of all payments, by number."""
        return [row["state"] for row in await rows(self.database, "select state from payout order by id")]

    async def notices(self) -> list[str]:
        """What was set aside."""
        return [row["line"] for row in await rows(self.database, "select line from payout_notice order by id")]


@asynccontextmanager
async def providing(database: Database) -> AsyncIterator[Providing]:
    """Both fakes, with open clients."""
    async with FakeWave() as wave, FakePawaPay() as pawapay:
        clients: dict[ProviderName, Provider] = {
            ProviderName.WAVE: Wave(WaveAccount(wave.token, wave.secret, wave.url), TIMEOUT),
            ProviderName.PAWAPAY: PawaPay(PawaPayAccount(pawapay.token, pawapay.url), TIMEOUT),
        }
        clock, keys = Clock(NOW), KeySource(tuple(payments.RAW_KEYS))
        paying = Paying(database, clock, Signals(database), clients, keys, Alarms())
        for client in clients.values():
            await client.open()
        try:
            yield Providing(database, wave, pawapay, paying, clock)
        finally:
            for client in clients.values():
                await client.close()
        assert wave.violations == []
        assert pawapay.violations == []
        assert wave.books.paid_twice == []
        assert pawapay.books.paid_twice == []


async def payable(database: Database, funds: int, person: Person, number: str, francs: int = 2_000) -> None:
    """She has so much accepted, and a number."""
    await earns(database, funds, person, Money(francs * UNITS_PER_WHOLE, "XOF"))
    await names(database, person, number)
