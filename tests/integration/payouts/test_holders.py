"""Whose a wallet is: the provider is asked where it can be, and she hears only when the name is another one."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping

import pytest

from backend.clock import Clock
from backend.db.engine.signals import Signals
from backend.db.engine.uow import Database
from backend.domain.payouts import terms_file
from backend.domain.payouts.providers import ProviderName
from backend.records import Struct, replace
from backend.services.payouts.keys import KeySource
from bot.jobs.payouts.holders import Holders
from bot.providers.base import Provider
from bot.providers.pawapay import PawaPay
from bot.providers.wave import Wave
from bot.settings import PawaPayAccount, WaveAccount
from tests.fakes.payments import FakePawaPay, FakeWave
from tests.integration import payments
from tests.integration.payments import names
from tests.integration.payouts.providing import READY, TIMEOUT
from tests.integration.scenes import NOW, hiteuse, rows

NUMBER = "+2250701020304"


class Scene(Struct):
    database: Database
    wave: FakeWave
    holders: Holders

    async def told(self) -> list[str]:
        """The last digits of the wallets about which people were told."""
        found = await rows(
            self.database, "select payload from inbox where payload ->> 'wake' = 'wallet in another name'"
        )
        return [row["payload"]["tail"] for row in found]


@pytest.fixture
async def scene(database: Database) -> AsyncIterator[Scene]:
    async with FakeWave() as wave, FakePawaPay() as pawapay:
        clients: Mapping[ProviderName, Provider] = {
            ProviderName.WAVE: Wave(WaveAccount(wave.token, wave.secret, wave.url), TIMEOUT),
            ProviderName.PAWAPAY: PawaPay(PawaPayAccount(pawapay.token, pawapay.url), TIMEOUT),
        }
        keys, terms = KeySource(tuple(payments.RAW_KEYS)), replace(terms_file.shipped(), ready=READY)
        for client in clients.values():
            await client.open()
        yield Scene(database, wave, Holders(database, Clock(NOW), Signals(database), clients, keys, terms))
        for client in clients.values():
            await client.close()
        assert wave.violations == [] and pawapay.violations == []


@pytest.mark.parametrize(
    ("holder", "told"), [("Awa Koné", []), ("Yao Kouassi", ["0304"]), (None, [])], ids=["hers", "another's", "unknown"]
)
async def test_she_hears_of_another_name_and_of_nothing_else(scene: Scene, holder: str | None, told: list[str]) -> None:
    if holder is not None:
        scene.wave.holders[NUMBER] = holder
    awa = await hiteuse(scene.database)
    await names(scene.database, awa)
    await scene.holders.verify(awa.id)
    await scene.holders.verify(awa.id)  # a job may run twice
    assert await scene.told() == told


async def test_where_the_provider_knows_no_names_or_is_away_nothing_is_said(scene: Scene) -> None:
    binta = await hiteuse(scene.database, country="CM")
    await names(scene.database, binta, "+237671234567")
    await scene.holders.verify(binta.id)
    scene.wave.holders[NUMBER] = "Yao Kouassi"
    awa = await hiteuse(scene.database)
    await names(scene.database, awa)
    scene.wave.token = "another"
    await scene.holders.verify(awa.id)
    assert await scene.told() == []
