"""A question bank that an admin sends in chat, on both platforms: she is told where it is imported."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from backend.services.training import library
from tests.fakes.people import Person
from tests.integration.scenes import NOW, commit, value
from tests.integration.training.lessons import KEYS, lesson, module
from tests.product import COMMENTS, Product

BANKS = Path(__file__).parents[2] / "fixtures" / "question_banks"


@pytest.fixture(params=["telegram", "whatsapp"])
def person(request: pytest.FixtureRequest, on_both: Product) -> Callable[[str], Person]:
    """Makes people on one of the platforms."""
    made: Callable[[str], Person] = getattr(on_both, request.param).person
    return made


async def test_a_question_bank_that_nobody_asked_for_is_told_where_it_belongs(
    on_both: Product, person: Callable[[str], Person]
) -> None:
    product = on_both
    paul = await product.appointed(person("Paul"))
    await paul.sends_document((BANKS / "matching.gift").read_bytes(), "lecon.gift")
    said = await product.answer(paul)
    assert "lecon.gift sert à la formation, pas à un projet" in said.text
    assert "hiteuses training import" in said.text
    assert "Annuler" not in said.labels  # nothing has begun
    assert "Que veux-tu faire" in (await product.says(paul, "menu")).text


async def test_moodles_xml_in_a_batch_is_named_as_what_it_is(on_both: Product, person: Callable[[str], Person]) -> None:
    product = on_both
    paul = await product.appointed(person("Paul"))
    await paul.sends_document((BANKS / "kinds.xml").read_bytes(), "banque.xml")
    asked, said = await product.heard(paul)
    assert "Envoie maintenant les données" in asked.text
    assert "ligne 2 : c'est une banque de questions" in said.text
    assert "hiteuses training import" in said.text
    assert said.text.count("banque.xml") == 1
    await paul.sends_document(b"id,comment\n1,a\n", "donnees.csv")
    assert "pour quel projet" in (await product.answer(paul)).text
    assert await value(product.database, "select count(*) from module") == 0


async def test_who_cannot_begin_a_closed_module_is_not_led_to_what_needs_it(
    on_both: Product, person: Callable[[str], Person]
) -> None:
    """« Prochaine leçon : Leçon 1 (Les fleuves) », and it said to pass first what she is not shown; so for ever."""
    product = on_both
    await product.project(COMMENTS.replace("minutes:", "needs: [fleuves]\nminutes:"))
    await module(product.database, [lesson(1, KEYS[:2], screens=1)])
    await module(
        product.database, [lesson(1, KEYS[:2])], name="fleuves", title="Les fleuves", needs=["capitales"], order=2
    )
    awa, binta = [await product.joined(person(name)) for name in ("Awa", "Binta")]
    await product.taps(awa, "▶️ Commencer", await product.says(awa, "formation"))
    listed = await product.says(binta, "formation")
    await commit(product.database, library.close_module, "capitales", NOW)
    assert "🔒 Les fleuves : après Les capitales" in (await product.says(awa, "formation")).text
    assert "Les fleuves" in (await product.says(awa, "travail")).text
    assert "Aucune leçon n'est ouverte" in (await product.taps(binta, "▶️ Commencer", listed)).text
    for word in ("formation", "progres", "travail"):
        assert "fleuves" not in (await product.says(binta, word)).text
    for order, name in enumerate(("villes", "parcs"), 3):
        await module(product.database, [lesson(1, KEYS[2:4])], name=name, title=name, order=order)
    listed = await product.says(binta, "formation")
    await commit(product.database, library.close_module, "villes", NOW)
    assert "Cette leçon n'est plus là" in (await product.taps(binta, "▶️ Commencer", listed)).text
    assert "Je ne trouve pas ce module" in (await product.says(binta, "formation capitales")).text
