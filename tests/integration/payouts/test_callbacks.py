"""What payment providers say by themselves: signed or not, twice, late, in any order, about nothing of ours."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import aiohttp
import orjson
import pytest

from backend.db.engine.uow import Database
from backend.domain.payouts import terms_file
from backend.domain.people.commands import OPERATOR
from backend.records import Struct, replace
from backend.services.payouts import runs, stopping
from bot.jobs.payouts import paying
from tests.fakes.payments import FakePawaPay, FakeWave, Fate
from tests.fakes.telegram import FakeTelegram
from tests.integration import payments
from tests.integration.payments import FRANC, funded
from tests.integration.payouts.providing import READY, payable
from tests.integration.scenes import NOW, agreement, commit, hiteuse, look, rows, value
from tests.product import Product

CI, CM = "+2250701020304", "+237671234567"


BUSY = """
    select (select count(*) from procrastinate_jobs where status in ('todo', 'doing'))
         + (select count(*) from inbox where status = 0)
"""


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paying, "CALLS_PER_SECOND", 10_000)


class Scene(Struct):
    """The whole product with both providers, which know where to call back."""

    product: Product
    wave: FakeWave
    pawapay: FakePawaPay
    site: str

    async def pays(self, country: str, number: str) -> int:
        """2,000 F for a new person are handed over, and the provider is called. The payment's number."""
        database = self.product.database
        funds = await value(database, "select id from project where name = 'p-XOF'")
        person = await hiteuse(database, country=country)
        await payable(database, funds, person, number)
        run_id = (await runs.propose(database, OPERATOR, "a", NOW, minimum=FRANC)).run_id
        await commit(database, runs.approve, OPERATOR, "b", run_id, NOW)
        terms = replace(terms_file.shipped(), ready=READY)
        await commit(database, runs.run, OPERATOR, run_id, NOW, terms=terms)
        await self.tick()
        return int(await value(database, "select max(id) from payout"))

    async def tick(self, **later: float) -> None:
        self.product.app.clock.forward(timedelta(**later))
        await self.product.app.schedule.tick("pay", self.product.app.clock.now())
        await self.rests()

    async def rests(self) -> None:
        """Until no job and no event is on its way. People here have no platform, so their messages stay."""
        async with asyncio.timeout(20):
            while await value(self.product.database, BUSY):  # noqa: ASYNC110
                await asyncio.sleep(0.01)

    async def state(self, payout: int) -> str:
        return str(await value(self.product.database, "select state from payout where id = %s", (payout,)))

    async def said(self) -> list[str]:
        """What was set aside."""
        return [row["line"] for row in await rows(self.product.database, "select line from payout_notice order by id")]

    async def posts(self, provider: str, body: Any, *, signature: str | None = None, raw: bytes | None = None) -> int:
        """A callback by hand; the answer's status."""
        content = orjson.dumps(body) if raw is None else raw
        headers = {"Content-Type": "application/json"}
        if provider == "wave":
            headers["Wave-Signature"] = self.wave.sign(content) if signature is None else signature
        async with (
            aiohttp.ClientSession() as session,
            session.post(f"{self.site}/webhooks/{provider}", data=content, headers=headers) as answer,
        ):
            status = answer.status
        await self.rests()
        return status

    async def settled(self) -> None:
        await self.wave.callbacks.delivered()
        await self.pawapay.callbacks.delivered()
        await self.rests()


@pytest.fixture
async def scene(database: Database) -> AsyncIterator[Scene]:
    async with FakeTelegram() as telegram, FakeWave() as wave, FakePawaPay() as pawapay:
        product = Product(telegram, database)
        site = product.goes_public()
        product.environment |= {
            "DATA_ENCRYPTION_KEY": payments.RAW_KEYS[0],
            "WAVE_API_URL": wave.url,
            "WAVE_API_KEY": wave.token,
            "WAVE_WEBHOOK_SECRET": wave.secret,
            "PAWAPAY_API_URL": pawapay.url,
            "PAWAPAY_API_TOKEN": pawapay.token,
        }
        await product.start()
        try:
            await funded(database, "XOF")
            wave.callbacks.url = f"{site}/webhooks/wave"
            pawapay.callbacks.url = f"{site}/webhooks/pawapay"
            wave.fate, pawapay.fate = Fate("succeeded", asks=99), Fate("COMPLETED", asks=99)
            yield Scene(product, wave, pawapay, site)
        finally:
            await product.stop()
        assert [record.getMessage() for record in product.errors if record.levelname != "CRITICAL"] == []
        assert await agreement(database) == []
        assert wave.violations == []
        assert pawapay.violations == []


def event(scene: Scene, **changes: Any) -> dict[str, Any]:
    """Wave's callback about its newest payout."""
    payout = list(scene.wave.books.payouts.values())[-1]
    return {"id": "EV_1", "type": "payout.succeeded", "data": {**scene.wave._said(payout), **changes}}


async def test_a_signed_callback_ends_a_payment_however_often_it_comes(scene: Scene) -> None:
    payout = await scene.pays("CI", CI)
    assert await scene.state(payout) == "sent"
    done = event(scene, status="succeeded")
    assert await scene.posts("wave", done) == 200
    assert await scene.state(payout) == "paid"
    assert await scene.posts("wave", done) == 200
    assert await scene.posts("wave", {**done, "id": "EV_2"}) == 200
    assert await value(scene.product.database, "select count(*) from transfer where key like 'paid:%%'") == 1
    assert await scene.said() == []
    assert [call.method for call in scene.wave.calls.kept].count("ask") == 0


async def test_whoever_does_not_sign_is_not_read(scene: Scene) -> None:
    payout = await scene.pays("CI", CI)
    raw = orjson.dumps(event(scene, status="failed"))
    old = scene.wave.sign(raw, time.time() - 301)
    other = scene.wave.sign(raw + b" ")
    for signature in (old, other, "", "t=1", "t=,v1=", "v1=00", f"{old},{old}", "t=1,v1=" + "0" * 64, "x" * 500):
        assert await scene.posts("wave", None, raw=raw, signature=signature) == 401
    async with aiohttp.ClientSession() as session, session.post(f"{scene.site}/webhooks/wave", data=raw) as answer:
        assert answer.status == 401
    assert await scene.state(payout) == "sent"
    assert await scene.said() == []
    # one of several signatures is right, while the secret is being changed
    both = scene.wave.sign(raw) + ",v1=" + "0" * 64
    assert await scene.posts("wave", None, raw=raw, signature=both) == 200
    assert await scene.state(payout) == "failed"


@pytest.mark.parametrize(
    "raw",
    [b"", b"null", b"[]", b"{", b'{"type": "payout.succeeded"}', b'{"type": 1, "data": {}}', b"\xff\xfe", b"[" * 5000],
)
async def test_what_cannot_be_read_is_set_aside(scene: Scene, raw: bytes) -> None:
    assert await scene.posts("wave", None, raw=raw) == 400
    assert await scene.posts("wave", None, raw=raw) == 400
    assert await scene.said() == ["a callback of Wave cannot be read"]
    assert await scene.posts("pawapay", None, raw=raw) == 400
    assert len(await scene.said()) == 1  # nobody proved who sent that


@pytest.mark.parametrize(
    "changes",
    [{"status": "lost"}, {"receive_amount": "much"}, {"currency": "XYZ"}, {"client_reference": "me"}, {"id": "pt-"}],
)
async def test_a_payout_that_cannot_be_read_is_set_aside(scene: Scene, changes: dict[str, Any]) -> None:
    payout = await scene.pays("CI", CI)
    known = changes == {"id": "pt-"}
    assert await scene.posts("wave", event(scene, **changes)) == (200 if known else 400)
    assert await scene.state(payout) == "sent"
    assert len(await scene.said()) == (0 if known else 1)


async def test_another_amount_or_currency_moves_nothing(scene: Scene) -> None:
    payout = await scene.pays("CI", CI)
    assert await scene.posts("wave", event(scene, status="succeeded", receive_amount="2001")) == 200
    assert await scene.posts("wave", event(scene, status="failed", currency="XAF")) == 200
    assert await scene.state(payout) == "sent"
    assert await scene.said() == [
        f"payment {payout} is of 2000 XOF, and Wave says 2001 XOF",
        f"payment {payout} is of 2000 XOF, and Wave says 2000 XAF",
    ]
    assert (
        await look(scene.product.database, stopping.standing) is None
    )  # a callback alone stops nothing: Wave was asked


async def test_a_payment_that_is_not_ours_or_not_there_is_set_aside(scene: Scene) -> None:
    await scene.pays("CM", CM)
    key = next(iter(scene.pawapay.books.payouts))  # one of pawaPay's is none of Wave's
    body = {
        "id": "EV_9",
        "type": "payout.succeeded",
        "data": {"id": "pt-9", "status": "succeeded", "currency": "XAF", "receive_amount": "2000"},
    }
    for reference in (key, "7b9c1ad4-9e0c-4a83-8b2a-0c1de8f6a001"):
        body["data"] = {**body["data"], "client_reference": reference}  # type: ignore[dict-item]
        assert await scene.posts("wave", body) == 200
    assert await scene.said() == ["Wave speaks of a payment that we did not send there"] * 2
    for _ in range(3):
        body_ = {"payoutId": reference, "status": "COMPLETED", "amount": "2000", "currency": "XAF"}
        assert await scene.posts("pawapay", body_) == 200
    assert (await scene.said())[2:] == ["pawaPay speaks of a payment that we did not send there"]


async def test_words_in_the_wrong_order_end_right(scene: Scene) -> None:
    """Reversed first, succeeded later: the money is hers once."""
    payout = await scene.pays("CI", CI)
    taken = list(scene.wave.books.payouts.values())[-1]
    late = event(scene, status="succeeded")
    taken.status = "reversed"
    assert await scene.posts("wave", event(scene, status="reversed")) == 200
    assert await scene.state(payout) == "failed"
    assert await scene.posts("wave", late) == 200
    assert await scene.state(payout) == "failed"
    assert await scene.said() == [f"payment {payout} is failed, and Wave says paid"]
    assert await look(scene.product.database, stopping.standing) is None  # Wave was asked, and confirms what we know


async def test_a_payment_that_comes_back_later_is_hers_again(scene: Scene) -> None:
    payout = await scene.pays("CI", CI)
    assert await scene.posts("wave", event(scene, status="succeeded")) == 200
    assert await scene.posts("wave", event(scene, status="reversed")) == 200
    assert await scene.state(payout) == "failed"
    assert await scene.said() == []


async def test_a_provider_that_contradicts_itself_when_asked_stops_payouts(scene: Scene) -> None:
    payout = await scene.pays("CI", CI)
    assert await scene.posts("wave", event(scene, status="failed")) == 200
    list(scene.wave.books.payouts.values())[-1].status = "succeeded"
    assert await scene.posts("wave", event(scene, status="succeeded")) == 200
    assert await scene.state(payout) == "failed"
    stop = await look(scene.product.database, stopping.standing)
    assert stop is not None
    assert stop.reason == "contradiction"
    scene.product.errors.clear()


async def test_an_unsigned_callback_only_asks(scene: Scene) -> None:
    payout = await scene.pays("CM", CM)
    (taken,) = scene.pawapay.books.payouts.values()
    lie = {**scene.pawapay._said(taken), "status": "COMPLETED"}
    assert await scene.posts("pawapay", lie) == 200
    assert await scene.state(payout) == "sent"
    assert await scene.posts("pawapay", {**lie, "amount": "9"}) == 200
    assert await scene.state(payout) == "sent"
    assert await scene.said() == [f"payment {payout} is of 2000 XAF, and a callback of pawaPay says 9 XAF"]
    taken.fate = Fate("COMPLETED")
    assert await scene.posts("pawapay", lie) == 200
    assert await scene.state(payout) == "paid"


@pytest.mark.parametrize(("country", "number"), [("CI", CI), ("CM", CM)])
async def test_callbacks_twice_and_shuffled(scene: Scene, country: str, number: str) -> None:
    fake = scene.wave if country == "CI" else scene.pawapay
    fake.fate = Fate("succeeded" if country == "CI" else "COMPLETED", asks=0)
    fake.callbacks.twice = True
    fake.callbacks.hold()
    found = [await scene.pays(country, number[:-1] + str(n)) for n in range(4)]
    fake.callbacks.release(shuffled=True)
    await scene.settled()
    assert [await scene.state(payout) for payout in found] == ["paid"] * 4
    assert set(fake.callbacks.answers) == {200}
    assert await scene.said() == []


async def test_without_an_account_there_is_no_address(product: Product) -> None:
    async with aiohttp.ClientSession() as session:
        for name in ("wave", "pawapay"):
            site = product.app.issuer.site
            async with session.post(f"{site}/webhooks/{name}", data=b"{}") as answer:
                assert answer.status == 404
