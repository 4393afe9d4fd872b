"""Where she is paid is changed on one of her phones, and she says on the other that it was not her."""

from __future__ import annotations

import pytest

from tests.fakes.telegram import Person
from tests.integration.telegram.linking import linked
from tests.product import Product


async def changed_elsewhere(product: Product) -> Person:
    """Awa, who reads that it was chosen on her other phone."""
    awa = await product.hiteuse()
    other = product.telegram.person("Awa 2")
    await linked(product, awa, other)
    await product.heard(awa)
    for said in ("paiement", "0701020366", "Jean Voleur", "oui", "4829"):
        await other.says(said)
        await product.heard(other)
    told = (await product.heard(awa))[-1]
    assert "vient d'être choisi" in told.text and told.labels == ["✏️ Changer", "✍️ Écrire à ma Huber"]
    return awa


@pytest.mark.parametrize("said", ["c'est pas moi", "j'ai pas changé mon numéro", "non", "on me vole", "bloque ça"])
async def test_who_did_not_choose_it_is_asked_where_she_is_paid(product: Product, said: str) -> None:
    """« D'accord : je ne change rien. Ce qui est déjà réglé reste comme ça », and her pay went to the other."""
    awa = await changed_elsewhere(product)
    assert "Sur quel numéro mobile money" in (await product.says(awa, said)).text


async def test_who_chose_it_herself_changes_nothing(product: Product) -> None:
    awa = await changed_elsewhere(product)
    assert "quel numéro" not in (await product.says(awa, "oui c'est moi")).text
