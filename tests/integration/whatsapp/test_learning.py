"""What we say by ourselves to who learns on WhatsApp, after a day without a word of hers."""

from __future__ import annotations

from tests.integration.training.lessons import KEYS, answer, enrolled, lesson, module, read
from tests.integration.whatsapp.test_window import at, with_templates
from tests.product import Product


async def test_a_revision_that_is_due_comes_as_a_template_and_leads_to_it(product: Product) -> None:
    await module(product.database, [lesson(1, KEYS[:3])])
    await with_templates(product)
    awa = await enrolled(product, product.whatsapp.person("Awa"))
    await answer(product, awa, await read(product, awa, await product.taps(awa, "▶️ Commencer")), True, True, True)
    await product.says(awa, "rappels")
    await product.says(awa, "tous les jours à 19h")
    await product.forward_to(at(5, 19))
    assert await product.heard(awa) == []  # nothing is due yet
    await product.forward_to(at(6, 19))
    said = await product.answer(awa)
    assert said.json["template"]["name"] == "hiteuses_formation_2"
    assert "3 questions t'attendent pour réviser" in said.text
    listed = await product.taps(awa, "Mes modules")
    assert "3 questions à revoir" in listed.text
    assert "Révision 1 sur 3" in (await product.taps(awa, "🔁 Réviser", listed)).text


async def test_a_word_from_her_huber_comes_as_a_template(product: Product) -> None:
    await module(product.database, [lesson(1, KEYS[:3])])
    await with_templates(product)
    mariam = product.whatsapp.person("Mariam")
    await product.says(mariam, f"start {await product.code('huber')}")
    awa = await enrolled(product, product.whatsapp.person("Awa"))
    await product.taps(awa, "▶️ Commencer")
    await product.says(awa, "rappels")
    await product.taps(awa, "Pas de rappel")
    await product.forward_to(at(8, 10))
    await product.says(mariam, "cohorte")
    await product.taps(mariam, "💛 Awa")
    said = await product.answer(awa)
    assert said.json["template"]["name"] == "hiteuses_encouragement_2"
    assert "C'est Mariam, ta Huber." in said.text
