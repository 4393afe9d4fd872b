"""What staff say of payments without the word `paiements`: it leads there, and is no question for figures."""

from __future__ import annotations

import pytest

from tests.integration.announcing import huber, owner
from tests.integration.scenes import value
from tests.product import Product


@pytest.mark.parametrize("said", ["arrête tous les paiements", "stoppe les virements", "BLOQUE les paiements !"])
async def test_all_payments_are_stopped_in_words(product: Product, said: str) -> None:
    """« Je n'ai pas compris « arrête » », with buttons for figures, while money was leaving."""
    paul = await owner(product)
    asked = await product.says(paul, said)
    assert "Arrêter tous les paiements ?" in asked.text
    assert "Les paiements sont arrêtés" in (await product.says(paul, "oui")).text
    assert "Reprendre les paiements ?" in (await product.says(paul, "reprends les paiements")).text
    assert "reprennent" in (await product.says(paul, "oui")).text
    assert (
        await value(
            product.database, "select count(*) from audit where action in ('stop payouts by hand', 'resume payouts')"
        )
        == 2
    )


async def test_what_is_to_be_done_with_pay_is_no_question_for_figures(product: Product) -> None:
    await product.hiteuse()
    paul = await owner(product)
    for said in ("bloque la paie de Awa", "propose la paie", "envoie la paie", "retiens la paie"):
        shown = await product.says(paul, said)
        assert "💵 Paiements" in shown.labels and "c'est dans « paiements »" in shown.text, said
    assert "💵 Paiements" in (await product.says(paul, "combien a-t-on payé en octobre")).labels
    mariam = await huber(product)
    assert "💵 Paiements" not in (await product.says(mariam, "bloque la paie")).labels


async def test_ready_answers_and_reported_messages_are_not_counted(product: Product) -> None:
    """« réponses toutes faites » was answered with the number of tasks."""
    mariam = await huber(product)
    for said in ("réponses toutes faites", "messages signalés"):
        assert "tâche" not in (await product.says(mariam, said)).text, said
