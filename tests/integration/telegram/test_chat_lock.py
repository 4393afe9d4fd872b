"""Chats of admins who have a secret number lock after some silence."""

from __future__ import annotations

import pytest

from tests.fakes.telegram import Person
from tests.integration.scenes import rows, value
from tests.integration.telegram.linking import linked
from tests.product import Product

PIN = "8273"


async def locked(product: Product) -> Person:
    """An owner with a secret number, whose chat has been silent for long enough."""
    owner = await product.admin()
    await product.says(owner, "secret")
    await product.says(owner, PIN)
    assert "Chiffres" in (await product.says(owner, "stats")).text
    await product.forward(minutes=16)
    return owner


async def test_without_a_number_nothing_locks(product: Product) -> None:
    owner = await product.admin()
    await product.forward(hours=10)
    assert "Chiffres" in (await product.says(owner, "stats")).text


async def test_it_asks_for_the_number_and_then_does_what_was_asked(product: Product) -> None:
    owner = await locked(product)
    asked = await product.says(owner, "stats")
    assert "verrouillée" in asked.text and "Chiffres" not in asked.text
    assert "Chiffres" in (await product.says(owner, PIN)).text
    await product.forward(minutes=14)
    assert "projet" in (await product.says(owner, "projets")).text.lower()
    await product.forward(minutes=14)  # each word keeps it open
    assert "Chiffres" in (await product.says(owner, "stats")).text
    assert await stands(product) == []


async def stands(product: Product) -> list[str]:
    """Where her number can be read."""
    await product.settled()
    kept = await rows(
        product.database,
        """
        select payload::text as text from inbox union select message::text from outbox
        union select stack::text from conversation
        """,
    )
    return [row["text"] for row in kept if PIN in (row["text"] or "")]


async def test_a_number_that_is_written_before_it_is_asked_for_stands_nowhere(product: Product) -> None:
    owner = await locked(product)
    assert "verrouillée" in (await product.says(owner, PIN)).text
    assert await stands(product) == []
    assert "Que veux-tu faire" in (await product.says(owner, PIN)).text
    assert await stands(product) == []


@pytest.mark.parametrize("word", ["secret", "lier", "profil", "inviter", "role 1", "audit", "combien de tâches hier ?"])
async def test_what_acts_or_shows_waits_for_the_number(product: Product, word: str) -> None:
    owner = await locked(product)
    assert "verrouillée" in (await product.says(owner, word)).text


async def test_what_everybody_may_do_stays_open_and_opens_nothing(product: Product) -> None:
    owner = await locked(product)
    for word in ("menu", "aide", "stop"):
        assert "verrouillée" not in (await product.says(owner, word)).text
    assert "verrouillée" in (await product.says(owner, "stats")).text
    assert "verrouillée" not in (await product.says(owner, "menu")).text
    assert "Chiffres" in (await product.says(owner, PIN)).text


async def test_wrong_numbers_show_nothing_and_make_her_wait(product: Product) -> None:
    owner = await locked(product)
    await product.says(owner, "stats")
    assert "Ce n'est pas le bon code" in (await product.says(owner, "1111")).text
    assert "4 à 6 chiffres" in (await product.says(owner, "ouvre")).text
    await product.says(owner, "2222")
    assert "Tu pourras essayer encore dans" in (await product.says(owner, "3333")).text
    assert "Chiffres" not in (await product.says(owner, PIN)).text  # not even the right one, for now
    await product.forward(minutes=10)
    assert "Chiffres" in (await product.says(owner, PIN)).text


async def test_an_open_question_of_hers_is_answered_only_after_the_number(product: Product) -> None:
    owner = await product.admin()
    await product.says(owner, "secret")
    await product.says(owner, PIN)
    await product.hiteuse()
    number = await value(product.database, "select id from person where role = 'hiteuse'")
    question = await product.says(owner, f"role {number} trainee")
    await product.forward(minutes=16)
    assert "verrouillée" in (await product.taps(owner, "Oui", question)).text
    assert await value(product.database, "select role from person where id = %s", (number,)) == "hiteuse"
    assert "C'est fait" in (await product.says(owner, PIN)).text
    assert await value(product.database, "select role from person where id = %s", (number,)) == "trainee"


async def test_two_chats_of_one_admin_lock_apart(product: Product) -> None:
    owner = await product.admin()
    second = await linked(product, owner, product.telegram.person("Paul 2"), works=True)
    await product.says(owner, "secret")
    await product.says(owner, PIN)
    assert "code secret vient d'être choisi" in (await product.answer(second)).text
    assert "Chiffres" in (await product.says(owner, "stats")).text
    assert "verrouillée" in (await product.says(second, "stats")).text
    assert "Chiffres" in (await product.says(owner, "stats")).text
    await product.says(second, "stats")
    assert "Chiffres" in (await product.says(second, PIN)).text


@pytest.mark.parametrize(
    "said", ["changer mon code", "modifier mon code secret", "mon code secret", "mon fils a vu mon code"]
)
async def test_who_wants_another_code_is_asked_for_the_one_she_has(product: Product, said: str) -> None:
    """« Changer mon code », after somebody had seen it, was sent on to her Huber."""
    awa = await product.hiteuse()
    await product.says(awa, "secret")
    await product.says(awa, "4071")
    assert "Écris ton code secret hiteuses actuel" in (await product.says(awa, said)).text
