"""Two of the team at one announcement, and an author whose role is taken from her."""

from __future__ import annotations

import asyncio

from tests.integration.announcements.announcing import huber, number, owner, sent, written
from tests.integration.scenes import value
from tests.product import Product


async def test_of_two_who_stop_it_at_once_the_second_hears_that_it_is_stopped(product: Product) -> None:
    """Both turns had read it as planned: the second failed, and was told nothing until it was tried again."""
    paul, olga, mariam = await product.admin(), await owner(product, "Olga"), await huber(product)
    await product.hiteuse()
    await written(product, mariam, "Bonjour")
    await sent(product, mariam, "demain à 10h")
    for each in (paul, olga):
        assert "Plus rien ne partira" in (await product.says(each, f"annonce {await number(product)} arreter")).text
    await asyncio.gather(paul.taps("Oui"), olga.taps("Oui"))
    await product.settled()
    said = sorted([(await product.answer(paul)).text, (await product.answer(olga)).text])
    assert said == [
        "Cette annonce est déjà finie ou arrêtée : plus rien ne part.",
        "🛑 C'est arrêté : plus rien ne part.",
    ]
    assert await value(product.database, "select count(*) from audit where action = 'cancel an announcement'") == 1


async def test_an_author_hears_that_what_she_planned_will_not_go_out(product: Product) -> None:
    paul, mariam = await product.admin(), await huber(product)
    await product.hiteuse()
    await written(product, mariam, "Bonjour")
    await sent(product, mariam, "demain à 10h")
    person = await value(product.database, "select id from person where role = 'huber'")
    await product.says(paul, f"role {person} huber SN")
    assert "1 annonce d'elle" in (await product.taps(paul, "Oui")).text
    told = (await product.answer(mariam)).text
    assert "Huber (Sénégal)" in told and "🛑 Ton annonce n'était pas finie : elle ne part plus." in told
