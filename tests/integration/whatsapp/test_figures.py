"""What an admin's figures cost on WhatsApp: one message each, the picture and the buttons with it."""

from __future__ import annotations

from tests.integration.telegram.test_figures import PAIRS, table
from tests.product import Product


async def test_each_answer_is_one_message_with_its_picture_and_buttons(on_whatsapp: Product) -> None:
    product = on_whatsapp
    admin = await product.appointed(product.whatsapp.person("Paul"))
    await product.project(PAIRS)
    awa = await product.joined(product.whatsapp.person("Awa"), "CM")
    await product.taps(awa, 0)
    await product.taps(awa, "Acceptable")
    stats = await product.says(admin, "stats")  # `says` fails on a second message
    assert stats.file is not None and "1 personne a travaillé" in stats.text and len(stats.labels) == 3
    countries = await product.taps(admin, "🌍 Par pays")
    assert countries.file is not None and "Cameroun : ✅ 2" in countries.text
    await product.taps(admin, "📄 Exporter")
    assert {row["country"] for row in await table(admin) if int(row["answers"])} == {"CM"}
    assert "1 projet" in (await product.says(admin, "projets")).text
    one = await product.taps(admin, 0)
    assert one.file is not None and "0 sur 10 tâches" in one.text and len(one.labels) == 3
    assert (await product.taps(admin, "⏸ Mettre en pause")).labels == ["Oui", "Non"]


async def test_a_question_that_is_not_understood_costs_one_message_and_its_list_asks_again(
    on_whatsapp: Product,
) -> None:
    product = on_whatsapp
    admin = await product.appointed(product.whatsapp.person("Paul"))
    await product.project(PAIRS)
    for country in ("CM", "CI"):
        awa = await product.joined(product.whatsapp.person("Awa"), country)
        await product.taps(awa, 0)
        await product.taps(awa, "Acceptable")
    said = await product.says(admin, "tâches rousses aujourd'hui au Cameroun")
    assert "Je n'ai pas compris « rousses »" in said.text and "✅" not in said.text
    assert "🇨🇲 Cameroun\n\nAujourd'hui\n✅ 2 tâches" in (await product.taps(admin, 0)).text
    asked = await product.says(admin, "combien a gagné Awa aujourd'hui")
    assert "Laquelle ?" in asked.text and len(asked.labels) == 3
    told = await product.taps(admin, 0)
    assert "Awa 🇨🇲" in told.text and "💰" in told.text
    assert "✅ 2 tâches" in (await product.says(admin, "tâches aujourd'hui hors Cameroun")).text
    assert "hors 🇨🇲 Cameroun" in admin.last.text
