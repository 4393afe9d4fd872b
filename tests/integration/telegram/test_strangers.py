"""People without an invitation, and the codes that let them in."""

from __future__ import annotations

import pytest

from backend.services.people.service import CODE_TRIES
from bot.web.flood import BURST_EVENTS
from tests.product import Product


async def test_a_stranger_is_told_how_to_get_in_at_low_cost_however_often_she_writes(product: Product) -> None:
    zoe = product.telegram.person("Zoé")
    for n in range(100):
        await zoe.says(f"bonjour {n}")
    heard = await product.heard(zoe)
    assert 1 <= len(heard) <= 3
    assert "start CODE" in heard[0].text
    await zoe.sends_sticker()
    await zoe.sends_voice()
    assert await product.heard(zoe) == []
    await product.forward(hours=2)
    await zoe.says("allo ?")
    assert len(await product.heard(zoe)) == 1


async def test_her_chatter_does_not_lock_out_her_code(product: Product) -> None:
    zoe = product.telegram.person("Zoé")
    for n in range(CODE_TRIES + 5):
        await zoe.says(f"bonjour {n}")
    await product.heard(zoe)
    assert "Bienvenue" in (await product.says(zoe, await product.code())).text


async def test_after_a_flood_of_words_her_code_lets_her_in_a_moment_later(product: Product) -> None:
    zoe = product.telegram.person("Zoé")
    for n in range(2 * BURST_EVENTS):
        await zoe.says(f"bonjour {n}")
    await product.heard(zoe)
    code = await product.code()
    await zoe.says(code)
    assert await product.heard(zoe) == []
    await product.forward(seconds=10)
    assert "Bienvenue" in (await product.says(zoe, code)).text
    for n in range(2 * BURST_EVENTS):  # and she is listened to from then on
        await zoe.says(f"non {n}")
    assert len(await product.heard(zoe)) == 2 * BURST_EVENTS


async def test_who_has_an_account_on_another_phone_is_told_how_to_join_it(product: Product) -> None:
    zoe = product.telegram.person("Zoé")
    told = (await product.says(zoe, "je suis Zoé, j'ai changé de téléphone")).text
    assert "Écris « lier » sur la messagerie" in told and "peut te donner cette ligne" in told


async def test_an_unknown_code_is_named(product: Product) -> None:
    zoe = product.telegram.person("Zoé")
    assert "Je ne connais pas le code ABCD2345" in (await product.says(zoe, "start abcd-2345")).text


async def test_many_wrong_codes_end_in_an_hour_of_waiting(product: Product) -> None:
    zoe = product.telegram.person("Zoé")
    for n in range(CODE_TRIES - 1):
        await product.says(zoe, f"start WRONG{n}99")
    assert "Attends une heure" in (await product.says(zoe, "start WRONG999")).text
    code = await product.code()
    await zoe.says(f"start {code}")
    assert await product.heard(zoe) == []
    await product.forward(minutes=61)
    assert "Bienvenue" in (await product.says(zoe, f"start {code}")).text


async def test_a_used_code_lets_nobody_else_in(product: Product) -> None:
    code = await product.code()
    awa, zoe = product.telegram.person("Awa"), product.telegram.person("Zoé")
    await product.says(awa, f"start {code}")
    assert "a déjà servi" in (await product.says(zoe, f"start {code}")).text


async def test_two_people_with_one_code_at_once_are_one_joined_and_one_told(product: Product) -> None:
    code = await product.code()
    awa, zoe = product.telegram.person("Awa"), product.telegram.person("Zoé")
    await awa.says(f"start {code}")
    await zoe.says(f"start {code}")
    texts = [(await product.answer(person)).text for person in (awa, zoe)]
    assert sorted("Bienvenue" in text for text in texts) == [False, True]
    assert sorted("a déjà servi" in text for text in texts) == [False, True]


async def test_her_own_code_again_shows_where_she_stands(product: Product) -> None:
    code = await product.code()
    awa = product.telegram.person("Awa")
    await product.says(awa, f"start {code}")
    assert "Bienvenue" in (await product.says(awa, f"start {code}")).text
    await product.taps(awa, "J'accepte")
    assert "Quel projet" in (await product.says(awa, f"start {code}")).text


async def test_a_code_works_as_a_link_and_bare_and_in_any_writing(product: Product) -> None:
    boss = product.telegram.person("Paul")
    assert "Ton accès est ouvert" in (await product.says(boss, "admin-2026")).text
    for n, write in enumerate(("/start {}", "{}", "start {}", "Démarrer {}", " {} ", "/START {}")):
        person = product.telegram.person(f"Awa{n}")
        code = await product.code()
        said = await product.says(person, write.format(code if n % 2 else code.replace("-", " ").lower()))
        assert f"Bienvenue, Awa{n}" in said.text, write
    linked = product.telegram.person("Fatou")
    await linked.opens(await product.code())
    assert "Bienvenue, Fatou" in (await product.answer(linked)).text


async def test_who_said_no_may_still_join(product: Product) -> None:
    awa = await product.newcomer()
    await product.taps(awa, "Non merci")
    assert "Bienvenue" in (await product.says(awa, "menu")).text
    await product.taps(awa, "Non merci")
    assert "Bienvenue" in (await product.says(awa, "Bonjour")).text


@pytest.mark.parametrize("said", ["pourquoi", "Personne", "bonjourr"])
async def test_a_word_as_long_as_an_old_code_is_no_code(product: Product, said: str) -> None:
    """« Je ne connais pas le code POURQUOI. »"""
    told = await product.says(product.telegram.person("Zoé"), said)
    assert "on entre sur invitation" in told.text and "Je ne connais pas" not in told.text
