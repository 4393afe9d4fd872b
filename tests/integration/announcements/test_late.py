"""An announcement whose hour has passed before it could go out: nothing is sent at another hour without a word."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backend.services.announcements import service as announcements
from tests.fakes.chat import ChatMessage
from tests.fakes.telegram import Person
from tests.integration.announcements.announcing import huber, look, number, owner, sent, written
from tests.integration.scenes import value
from tests.product import Product

TEXT = "Formation samedi"


async def asked_for_tomorrow(product: Product, monkeypatch: pytest.MonkeyPatch) -> tuple[Person, Person, ChatMessage]:
    """A Huber's announcement for tomorrow at 9 that waits for a second person; that person, and what they are asked."""
    monkeypatch.setattr(announcements, "APPROVAL_ABOVE", 0)
    await product.hiteuse()
    mariam, paul = await huber(product), await owner(product)
    await product.says(paul, "annonce accord CI oui")
    await written(product, mariam, TEXT)
    await sent(product, mariam, "demain 9h")
    return mariam, paul, await product.answer(paul)


async def paused(product: Product) -> tuple[Person, int]:
    """A Huber, and her announcement for tomorrow at 9, which she has paused."""
    await product.hiteuse()
    mariam = await huber(product)
    await written(product, mariam, TEXT)
    await sent(product, mariam, "demain 9h")
    which = await number(product)
    await product.says(mariam, f"annonce pause {which}")
    return mariam, which


async def state(product: Product) -> str:
    found: str = await value(product.database, "select state from announcement")
    return found


async def test_who_approves_reads_when_it_goes_out_and_so_does_its_author(
    product: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    """« C'est confirmé : l'annonce part » was said of one for the next day, and the hour was nowhere."""
    mariam, paul, asked = await asked_for_tomorrow(product, monkeypatch)
    assert "Elle part le" in asked.text and "à 9 h, à l'heure de chacune" in asked.text
    await product.heard(mariam)
    said = await product.taps(paul, "✅ Confirmer", asked)
    assert "C'est confirmé." in said.text and "à 9 h" in said.text and "l'annonce part." not in said.text
    told = (await product.heard(mariam))[-1].text
    assert "Paul a dit oui à ton annonce." in told and "à 9 h" in told


@pytest.mark.parametrize("yes", ["Oui", "oui vas-y", "Non"])
async def test_who_approves_it_too_late_is_asked_whether_it_goes_out_now(
    product: Product, monkeypatch: pytest.MonkeyPatch, yes: str
) -> None:
    """A word about « demain matin » went out in the evening, two days later."""
    _, paul, asked = await asked_for_tomorrow(product, monkeypatch)
    await product.forward(hours=30)
    seen = await product.says(paul, f"annonce {await number(product)}")
    assert "Elle part" not in seen.text and "L'heure de cette annonce est passée" in seen.text
    again = await product.taps(paul, "✅ Confirmer", asked)
    assert "L'heure de cette annonce est passée" in again.text and "à 9 h" in again.text
    assert f"Envoyer « {TEXT} » maintenant, à 1 personne ?" in again.text
    assert await state(product) == "asked"
    said = await (product.taps if yes in again.labels else product.says)(paul, yes)
    await look(product)
    if yes == "Non":
        assert await state(product) == "asked"
        return
    assert "l'annonce part" in said.text
    assert await state(product) in ("running", "done")


async def test_two_who_approve_it_too_late_send_it_once(product: Product, monkeypatch: pytest.MonkeyPatch) -> None:
    _, paul, asked = await asked_for_tomorrow(product, monkeypatch)
    awa = await owner(product, "Awa")
    await product.forward(hours=30)
    await product.taps(paul, "✅ Confirmer", asked)
    which = await number(product)
    await product.says(awa, f"annonce oui {which}")
    assert "l'annonce part" in (await product.says(awa, "oui")).text
    assert "C'est déjà fait" in (await product.says(paul, "oui")).text
    assert await value(product.database, "select count(*) from audit where action = 'approve an announcement'") == 1


@pytest.mark.parametrize("yes", ["Oui", "Non"])
async def test_who_resumes_it_too_late_is_asked_whether_it_goes_out_now(product: Product, yes: str) -> None:
    mariam, which = await paused(product)
    await product.forward(hours=30)
    asked = await product.says(mariam, f"annonce reprendre {which}")
    assert "L'heure de cette annonce est passée" in asked.text and await state(product) == "paused"
    await mariam.taps(yes)
    heard = [message.text for message in await product.heard(mariam)]
    await look(product)
    assert any("C'est reparti" in text for text in heard) is (yes == "Oui")
    assert (await state(product) in ("running", "done")) is (yes == "Oui")


async def test_one_that_is_resumed_in_time_goes_out_at_its_hour(product: Product) -> None:
    mariam, which = await paused(product)
    await product.forward(hours=1)
    assert "Annonce prévue" in (await product.says(mariam, f"annonce reprendre {which}")).text
    assert await state(product) == "planned"
    assert product.now + timedelta(hours=1) < await value(product.database, "select begins_at from announcement")
