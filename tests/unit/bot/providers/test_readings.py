"""What providers write is read strictly: anything of another form is an unknown result, never a failure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from backend.domain.money import Money
from backend.domain.payouts.amounts import CURRENCIES
from backend.domain.payouts.destinations import Destination, DestinationKind
from backend.domain.payouts.providers import Answer, Transfer
from backend.domain.payouts.states import Word
from bot.providers import http, pawapay, wave
from bot.providers.base import Busy, NotSent, Provider, Unknown
from bot.providers.pawapay import PawaPay
from bot.providers.wave import Wave
from bot.settings import PawaPayAccount, WaveAccount
from tests.fakes.calls import Answer as Said
from tests.fakes.payments import FakePawaPay, FakeWave

KEY = UUID("7b9c1ad4-9e0c-4a83-8b2a-0c1de8f6a001")
AMOUNT = Money(20_000_000, "XOF")
TRANSFER = Transfer(7, KEY, AMOUNT, Destination(DestinationKind.PHONE, "+2250701020304", "Awa Koné"), "ORANGE_CIV")
OF_WAVE = {
    "id": "pt-1",
    "currency": "XOF",
    "receive_amount": "2000",
    "fee": "20",
    "mobile": "+2250701020304",
    "name": "Awa Koné",
    "client_reference": str(KEY),
    "status": "succeeded",
    "timestamp": "2026-03-04T09:00:00Z",
}
OF_PAWAPAY = {"payoutId": str(KEY), "status": "COMPLETED", "amount": "2000.00", "currency": "XOF", "country": "CIV"}


def test_a_payout_of_wave() -> None:
    assert wave.read(OF_WAVE) == (KEY, Answer(Word.PAID, "", "pt-1", AMOUNT))
    failed = {**OF_WAVE, "status": "failed", "payout_error": {"error_code": "recipient-minor", "error_message": "?"}}
    assert wave.read(failed)[1] == Answer(Word.FAILED, "recipient-minor", "pt-1", AMOUNT)
    assert wave.read({**OF_WAVE, "status": "failed"})[1].reason == "failed"
    assert wave.read({**OF_WAVE, "status": "processing"})[1].word is None
    assert wave.read({**OF_WAVE, "status": "reversed"})[1].word is Word.CAME_BACK


def test_a_payout_of_pawapay() -> None:
    assert pawapay.read(OF_PAWAPAY) == (KEY, Answer(Word.PAID, "", str(KEY), AMOUNT))
    reason = {"failureReason": {"failureCode": "RECIPIENT_NOT_FOUND"}}
    assert pawapay.read({**OF_PAWAPAY, "status": "FAILED", **reason})[1].reason == "RECIPIENT_NOT_FOUND"
    for status in ("ACCEPTED", "ENQUEUED", "SUBMITTED", "PROCESSING", "IN_RECONCILIATION"):
        assert pawapay.read({**OF_PAWAPAY, "status": status})[1].word is None


def test_no_words_of_a_provider_are_beyond_the_database() -> None:
    """A callback with such a character was answered « come again », and came for days."""
    failed = {**OF_WAVE, "id": "pt-\0", "status": "failed", "payout_error": {"error_code": "\0" * 300}}
    assert wave.read(failed)[1] == Answer(Word.FAILED, " " * 200, "pt- ", AMOUNT)
    reason = {"failureReason": {"failureCode": "a\0"}}
    assert pawapay.read({**OF_PAWAPAY, "status": "FAILED", **reason})[1].reason == "a "


@pytest.mark.parametrize("currency", sorted(CURRENCIES))
def test_every_currency_in_which_people_are_paid_is_read(currency: str) -> None:
    assert pawapay.read({**OF_PAWAPAY, "currency": currency})[1].amount == Money(20_000_000, currency)
    assert wave.read({**OF_WAVE, "currency": currency})[1].amount == Money(20_000_000, currency)


@pytest.mark.parametrize(
    "changes",
    [
        *({"status": "done"}, {"status": 1}, {"receive_amount": 2000}, {"receive_amount": "-"}, {"currency": "EURO"}),
        *({"client_reference": "x"}, {"client_reference": None}, {"id": None}),
    ],
)
def test_what_is_no_payout_of_wave(changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r".+"):
        wave.read({**OF_WAVE, **changes})


@pytest.mark.parametrize("changes", [{"status": "completed"}, {"amount": 2000}, {"amount": "x"}, {"payoutId": "x"}])
def test_what_is_no_payout_of_pawapay(changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r".+"):
        pawapay.read({**OF_PAWAPAY, **changes})


def test_events_of_wave_about_other_things_are_nothing() -> None:
    assert wave.event({"id": "EV_1", "type": "checkout.session.completed", "data": {"id": "cos-1"}}) is None
    found = wave.event({"id": "EV_1", "type": "payout.succeeded", "data": OF_WAVE})
    assert found is not None
    assert found.key == KEY


def test_a_signature_of_wave() -> None:
    now, raw = datetime(2026, 3, 4, 9, tzinfo=UTC), b'{"id": 1}'
    header = FakeWave().sign(raw, now.timestamp())
    assert wave.signed("wave_WH_test_secret", header, raw, now)
    assert wave.signed("wave_WH_test_secret", header, raw, now + timedelta(minutes=5))
    assert not wave.signed("wave_WH_test_secret", header, raw, now + timedelta(minutes=5, seconds=1))
    assert not wave.signed("wave_WH_test_secret", header, raw + b" ", now)
    assert not wave.signed("another", header, raw, now)
    assert not wave.signed("another", header.replace("v1=", "v0="), raw, now)
    assert not wave.signed("wave_WH_test_secret", "t=1²,v1=é", raw, now)


async def clients(fake: FakeWave | FakePawaPay, timeout: float = 30.0) -> Provider:
    client: Provider = (
        Wave(WaveAccount(fake.token, None, fake.url), timeout)
        if isinstance(fake, FakeWave)
        else PawaPay(PawaPayAccount(fake.token, fake.url), timeout)
    )
    await client.open()
    return client


@pytest.mark.parametrize("make", [FakeWave, FakePawaPay])
@pytest.mark.parametrize(
    "body",
    [
        *(b"", b"<html>", b"null", b"[]", b"{}", b'{"status": "FOUND"}', b'{"result": 5}', b"[" * 10_000),
        *(b'{"status": "FOUND", "data": {"status": "LOST"}}', b'{"result": [{}, {}]}', b'"' + b"x" * 2**21 + b'"'),
    ],
    ids=range(11),
)
async def test_an_answer_of_another_form_leaves_the_result_open(
    make: type[FakeWave | FakePawaPay], body: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with make() as fake:
        monkeypatch.setattr(fake, "_carry_out", lambda *_: Said(200, body))
        client = await clients(fake)
        try:
            for act in (client.start, client.ask):
                with pytest.raises(Unknown):
                    await act(TRANSFER)
            with pytest.raises(Unknown):
                await client.balances()
        finally:
            await client.close()


@pytest.mark.parametrize("make", [FakeWave, FakePawaPay])
async def test_what_surely_was_not_sent_and_what_may_have_been(make: type[FakeWave | FakePawaPay]) -> None:
    async with make() as fake:
        client = await clients(fake, 2.0)
        try:
            fake.loses("start", when="before")
            with pytest.raises(Unknown):
                await client.start(TRANSFER)
            fake.slow("start", 3.0)
            with pytest.raises(Unknown):
                await client.start(TRANSFER)
            for status in (408, 429, 500, 502, 503, 504):
                fake.fails("ask", status)
                with pytest.raises(Busy):
                    await client.ask(TRANSFER)
            await fake.away()
            with pytest.raises(NotSent):
                await client.start(TRANSFER)
        finally:
            await client.close()


def test_a_wait_that_a_provider_asks_for() -> None:
    assert http._seconds("120") == 120.0
    assert http._seconds("999999999") == http.LONGEST_WAIT
    assert http._seconds("Wed, 21 Oct 2026 07:28:00 GMT") == 0.0
    assert http._seconds("") == 0.0
