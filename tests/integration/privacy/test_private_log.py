"""What people are and write stays out of the log, whatever goes wrong around them."""

from __future__ import annotations

import asyncio
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot import logs, samples
from bot.channels.whatsapp import errors
from bot.delivery import account
from bot.handlers import dispatch
from bot.handlers.engine.turn import Turn
from tests.fakes.people import Person
from tests.integration.scenes import value
from tests.integration.telegram.linking import linked
from tests.logs import restored
from tests.product import ADMIN_CODE, PATIENCE, Product, comments

HERS = ("Zéphyrine", "Ouattara-Kessé", "j'habite derrière la pharmacie", "+225 07 08 09 10 11", "ma-photo-de-famille")
"""Her names, and what she writes, asks and sends in the course of these tests."""

PICTURE = (Path(samples.__file__).parent / "projects/etiquetage-images/images/moto.png").read_bytes()


@pytest.fixture(params=["text", "json"])
def log(request: pytest.FixtureRequest) -> Iterator[io.StringIO]:
    """All that the product logs at its default level, as its operator reads it. Must come before the
    product among a test's arguments."""
    stream = io.StringIO()
    with restored():
        logs.setup("info", request.param, (), stream)  # no secrets are given: none may get as far as the formatter
        yield stream


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """The account's pauses are counted in real seconds, of which a test has few."""
    monkeypatch.setattr(errors, "_WAIT_SECONDS", 0.05)
    monkeypatch.setattr(errors, "_ACCOUNT_WAIT", 0.1)
    monkeypatch.setattr(account, "FIRST_REST", 0.03)
    monkeypatch.setattr(account, "LONGEST_REST", 0.1)


def assert_silent(log: io.StringIO, product: Product, *people: Person) -> None:
    """Nothing of theirs and no secret is in it."""
    text = log.getvalue()
    secrets = [product.telegram.token, *product.app.settings.secrets, ADMIN_CODE]
    told = [*HERS, *(word for person in people for word in person.name.split())]
    ids = {number for person in people for number in (str(person.id), person.address)}
    assert [word for word in {*secrets, *told} if word in text] == []
    assert [number for number in ids if re.search(rf"(?<!\d){re.escape(number)}(?!\d)", text)] == []


async def both(product: Product) -> tuple[Person, Person]:
    """A woman with a task before her on each platform: two people."""
    await product.project(data=comments(30).replace("Commentaire", "Commentaire de Zéphyrine"))
    here = await product.joined(product.telegram.person("Zéphyrine Ouattara-Kessé"))
    await product.taps(here, "Accepter")
    there = await product.joined(product.whatsapp.person("Zéphyrine Ouattara-Kessé"))
    await product.taps(there, "Accepter")
    return here, there


async def test_a_day_of_joining_linking_working_and_odd_messages(log: io.StringIO, on_both: Product) -> None:
    product = on_both
    here, there = await both(product)
    stranger = product.telegram.person("Ouattara-Kessé")
    await product.says(stranger, "start WRONG-CODE-7")
    for person in (here, there):
        await product.taps(person, "Acceptable")
        for text in HERS:
            await person.says(text)
        await person.sends_photo(PICTURE, HERS[2])
        await person.sends_document(b"MZ", "ma-photo-de-famille.exe", HERS[3])
        await person.sends_voice()
        await person.sends_sticker()
        await person.edits(await person.says("gains"), HERS[2])
        await product.settled()
    await product.heard(here)
    await product.heard(there)
    await linked(product, here, product.whatsapp.person("Zéphyrine"))
    assert "ready on" in log.getvalue()
    assert_silent(log, product, here, there, stranger)


@pytest.mark.parametrize("status", [400, 403, 429, 500])
async def test_a_platform_that_repeats_her_words_as_it_refuses(log: io.StringIO, on_both: Product, status: int) -> None:
    product = on_both
    here, there = await both(product)
    said = f"can't parse {HERS[2]} of {here.address} {there.address} {HERS[3]}"
    product.telegram.fail_next("sendMessage", status, said, times=2, retry_after=1 if status == 429 else None)
    code = {400: 131009, 403: 131026, 429: 130429, 500: 131000}[status]
    product.whatsapp.fail_next("messages", code, details=said, times=2)
    for person in (here, there):
        await person.says(HERS[2])
    await product.settled()
    given_up = 2 if status == 400 else 0
    async with asyncio.timeout(PATIENCE):
        while len(product.errors) < given_up:  # noqa: ASYNC110 (logged once it is committed, and so after it is settled)
            await asyncio.sleep(0.005)
    assert ["a message was given up" in error.getMessage() for error in product.errors] == [True] * given_up
    product.errors.clear()
    assert_silent(log, product, here, there)


async def test_answers_that_are_lost_and_pages_that_are_none(log: io.StringIO, on_both: Product) -> None:
    product = on_both
    here, there = await both(product)
    product.telegram.drop_next("sendMessage")
    product.telegram.fail_next("sendMessage", 502, f"<html>{HERS[2]}".encode())
    product.whatsapp.drop_next("messages", "before")
    product.whatsapp.fail_next("messages", status=502, raw=f"<html>{HERS[2]}")
    await here.says(HERS[2])
    await there.says(HERS[2])
    await product.settled()
    for _ in range(5):
        await product.forward(seconds=30)
    assert_silent(log, product, here, there)


async def test_a_turn_that_fails_over_her_very_words(
    log: io.StringIO, on_both: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    product = on_both
    here, there = await both(product)
    kept = dispatch.handle

    async def unlucky(turn: Turn, event: Any) -> None:
        if HERS[2] in str(event):
            # the database's own words hold what was written: "Key (…)=(…) already exists", "invalid input …"
            await turn.uow.execute(
                "select %s::int", (f"{event} {here.address} {there.address} {product.telegram.token}",)
            )
        await kept(turn, event)

    monkeypatch.setattr(dispatch, "handle", unlucky)
    for person in (here, there):
        await person.says(HERS[2])
        await product.settled()
    for _ in range(6):
        await product.forward(minutes=5)
    assert await value(product.database, "select count(*) from inbox where status = 2") == 2
    assert {record.name for record in product.errors} == {"bot.handlers.runner"}
    product.errors.clear()
    assert "InvalidTextRepresentation 22P02" in log.getvalue()
    assert "in unlucky" in log.getvalue()  # where it failed is told all the same
    assert "dead letter: event" in log.getvalue()
    assert_silent(log, product, here, there)


async def test_calls_of_somebody_else_to_the_webhooks(log: io.StringIO, on_both: Product) -> None:
    product = on_both
    here, there = await both(product)
    url = str(product.app.settings.public_url)
    async with aiohttp.ClientSession() as session:
        for path, header in (("telegram", "X-Telegram-Bot-Api-Secret-Token"), ("whatsapp", "X-Hub-Signature-256")):
            for body in (HERS[2].encode(), b"{", f'{{"update_id": "{here.address}"}}'.encode()):
                headers = {header: product.app.settings.webhook_secret}
                async with session.post(f"{url}/webhooks/{path}", data=body, headers=headers) as answer:
                    assert answer.status in (400, 401)
        wrong = {"hub.mode": "subscribe", "hub.verify_token": HERS[2], "hub.challenge": "1"}
        async with session.get(f"{url}/webhooks/whatsapp", params=wrong) as answer:
            assert answer.status == 403
        async with session.get(f"{url}/{product.telegram.token}/{HERS[2]}") as answer:
            assert answer.status == 404
    assert_silent(log, product, here, there)


async def test_secrets_show_in_no_repr(on_both: Product) -> None:
    app = on_both.app
    whatsapp = app.settings.whatsapp
    assert whatsapp is not None
    # what stands behind the attributes of a channel, too: that is what a debugger or an error of a type shows
    seen = [app.settings, whatsapp, app, *app.channels.values(), *(vars(c) for c in app.channels.values())]
    text = " ".join(repr(each) for each in seen)
    assert "QuietBot" not in text and "<Telegram bot>" in text  # it was looked into
    assert [secret for secret in app.settings.secrets if secret in text] == []
