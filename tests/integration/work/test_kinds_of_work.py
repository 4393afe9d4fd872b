"""Every kind of the sample projects, done on Telegram and on WhatsApp, and exported as it was answered."""

from __future__ import annotations

from typing import Any

import pytest

from backend.services.work.files import exports
from bot import samples
from tests.integration.telegram.test_samples import offered
from tests.product import Product

DONE: dict[str, tuple[tuple[str, ...], Any]] = {
    "recherche-lieux": (
        (
            "Oui",
            "www.universite.example",
            "2123456789",
            "Il n'y en a pas",
            "gratuit",
            "universite.example/contact",
            "oui",
        ),
        {
            "page": "oui",
            "adresse": "https://www.universite.example",
            "telephone": "+2252123456789",
            "horaires": "",
            "entree": "0 XOF",
            "source": "https://universite.example/contact",
        },
    ),
    "lecture-tableaux": (
        ("Ils montent", "496", "non", "oui"),
        {"sens": "hausse", "somme": "496", "bizarre": "non", "ligne": ""},
    ),
    "tableau-en-une-phrase": (
        ("Les commandes baissent peu à peu, de 150 à 112.",),
        "Les commandes baissent peu à peu, de 150 à 112.",
    ),
    "comparaison-phrases": (("Les deux se valent",), "tie"),
    "notation-reponses": (("4",), 4),
    "transcription-panneaux": (
        ("Coiffure Chez Adjoua Tresses, (illisible) soins Ouvert du mardi au dimanche",),
        "Coiffure Chez Adjoua Tresses, [?] soins Ouvert du mardi au dimanche",
    ),
}


async def exported(product: Product, name: str, what: exports.What) -> list[Any]:
    async with product.database.unit() as uow:
        return [row async for row in await exports.rows(uow, name, what)]


@pytest.mark.every_platform
@pytest.mark.parametrize("channel", ["telegram", "whatsapp"])
@pytest.mark.parametrize("name", DONE)
async def test_a_task_of_the_kind_is_done_in_chat(on_both: Product, name: str, channel: str) -> None:
    product = on_both
    folder = next(folder for folder in samples.projects() if folder.name == name)
    await offered(product, folder, answers={"max": 1})
    awa = await product.joined(getattr(product, channel).person("Awa"))
    shown = await product.taps(awa, "Accepter")
    table = "tableau" in name
    if table or name == "transcription-panneaux":
        assert shown.kind == ("photo" if channel == "telegram" else "image")
    if table:
        assert " : " in (await product.taps(awa, "📝 En texte")).text
    said, answer = DONE[name]
    for each in said:
        heard = await product.says(awa, each)
    assert "✅ Noté" in heard.text
    assert [given.answer for given in await exported(product, name, "answers")] == [answer]
    (result,) = await exported(product, name, "results")
    assert (result.answer, result.confidence, result.answers) == (answer, 1.0, 1)
