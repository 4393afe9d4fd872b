"""What she said to have opened or reached, taken back, on both platforms: it stands in the figures."""

from __future__ import annotations

import pytest

from tests.integration.payouts.test_payments_on_both import BOTH, scene
from tests.integration.scenes import rows, value
from tests.product import Product


@pytest.fixture
def product(on_both: Product) -> Product:
    return on_both


OPENED = "select count(*)::int from outcome where kind = 'opened'"


@BOTH
@pytest.mark.parametrize(
    "said",
    ["↩️ Pas encore", "non pas encore", "c'était pas vrai", "pardon j'ai pas encore ouvert", "je rigole", "annule ça"],
)
async def test_what_she_has_not_opened_is_taken_back(product: Product, channel: str, said: str) -> None:
    """It stood in the figures as an activity that was opened, and could not be taken back."""
    awa, *_ = await scene(product, channel)
    noted = await product.says(awa, "j'ai ouvert ma boutique")
    assert "Félicitations" in noted.text and await value(product.database, OPENED) == 1
    if said in noted.labels:
        assert "je ne le note plus" in (await product.taps(awa, said, noted)).text
        await product.forward(minutes=1)
        assert "Rien de tel n'est noté" in (await product.taps(awa, said, noted)).text
    else:
        assert "je ne le note plus" in (await product.says(awa, said)).text
    assert await value(product.database, OPENED) == 0


@BOTH
async def test_what_she_has_not_opened_is_taken_back_later(product: Product, channel: str) -> None:
    awa, *_ = await scene(product, channel)
    assert "Rien de tel n'est noté" in (await product.says(awa, "j'ai pas encore ouvert ma boutique")).text
    await product.says(awa, "j'ai ouvert ma boutique")
    await product.says(awa, "gains")
    await product.says(awa, "je n'ai pas ouvert le message")
    assert await value(product.database, OPENED) == 1
    assert "je ne le note plus" in (await product.says(awa, "je n'ai pas encore ouvert ma boutique")).text
    assert await value(product.database, OPENED) == 0


@BOTH
async def test_an_account_that_is_not_identified_yet_is_taken_back(product: Product, channel: str) -> None:
    """Else she is not warned any more that it is nearly full."""
    awa, *_ = await scene(product, channel)
    shown = await product.taps(awa, "📱 Compte identifié", await product.says(awa, "mon compte"))
    while "✅ C'est fait" not in shown.labels:
        shown = await product.taps(awa, "Suivant", shown)
    for said in ("↩️ Pas encore", "non c'est pas encore fait"):
        noted = await product.taps(awa, "✅ C'est fait", shown)
        assert await rows(product.database, "select kind from outcome") == [{"kind": "identified"}]
        await (product.taps(awa, said, noted) if said in noted.labels else product.says(awa, said))
        assert await rows(product.database, "select kind from outcome") == []
        shown = await product.taps(awa, "📱 Compte identifié", await product.says(awa, "mon compte"))
        while "✅ C'est fait" not in shown.labels:
            shown = await product.taps(awa, "Suivant", shown)
