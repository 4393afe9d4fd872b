"""« Merci » below the words of a person is for them."""

from __future__ import annotations

import pytest

from tests.fakes.people import Person
from tests.integration.scenes import rows, value
from tests.integration.threads.listening import huber
from tests.integration.threads.test_listening import screen
from tests.product import Product

BOTH = pytest.mark.parametrize("channel", ["telegram", "whatsapp"])


async def helped(product: Product, channel: str) -> tuple[Person, Person]:
    """Awa, who has just read her Huber's answer, and that Huber."""
    mariam = await huber(product, product.telegram.person("Mariam"))
    awa = product.somebody(channel, "Awa")
    await product.joined(awa)
    await product.says(awa, "huber la photo reste noire")
    await product.heard(mariam)
    await product.says(mariam, "réponds à Awa : regarde bien")
    await product.answer(awa)
    await product.heard(mariam)
    return awa, mariam


@BOTH
@pytest.mark.parametrize("said", ["merci", "ok merci", "merci beaucoup madame"])
async def test_her_thanks_reach_her_huber_and_wait_for_no_answer(on_both: Product, channel: str, said: str) -> None:
    """« Avec plaisir ! 💛 », said the product, for what her Huber had done."""
    product = on_both
    awa, mariam = await helped(product, channel)
    asked = await product.says(awa, said)
    assert "c'est pour répondre à Mariam" in asked.text.replace("*", "") and "Avec plaisir" not in asked.text
    assert await product.heard(mariam) == []
    sent = await product.taps(awa, "✍️ Lui répondre", asked)
    assert "Ton message part à Mariam" in sent.text.replace("*", "") and "24 heures" not in sent.text
    assert said in (await product.answer(mariam)).text
    assert await rows(product.database, "select 1 from thread where waiting_since is not null") == []
    await product.forward(hours=30)
    assert not any("attend" in each.text for each in await product.heard(mariam))


@BOTH
async def test_thanks_below_a_picture_are_for_who_sent_it(on_both: Product, channel: str) -> None:
    product = on_both
    awa, mariam = await helped(product, channel)
    await product.says(mariam, "messages Awa")
    await mariam.sends_photo(screen(), "comme ça")
    await product.heard(awa)
    asked = await product.says(awa, "merci")
    assert "c'est pour répondre à Mariam" in asked.text.replace("*", "")


async def test_thanks_beside_a_question_that_waits_leave_it_waiting(product: Product) -> None:
    awa, mariam = await helped(product, "telegram")
    await product.says(awa, "huber et la deuxième photo")
    since = await value(product.database, "select waiting_since from thread")
    await product.says(awa, "huber merci")
    assert since is not None and await value(product.database, "select waiting_since from thread") == since
    assert any("merci" in each.text for each in await product.heard(mariam))


async def test_thanks_at_night_are_read_in_the_morning(product: Product) -> None:
    awa, mariam = await helped(product, "telegram")
    await product.forward(hours=14)
    await product.says(awa, "huber merci pour tout")
    await product.heard(mariam)
    await product.forward(hours=9)
    assert any("merci pour tout" in each.text for each in await product.heard(mariam))
