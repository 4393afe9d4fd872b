"""What the public page of a certificate shows, said in words on a channel without boxes to tick."""

from __future__ import annotations

import pytest

from tests import signing
from tests.integration.telegram.test_certificates import FIVE, learns
from tests.integration.training.lessons import enrolled, lesson, module
from tests.product import Product


@pytest.mark.parametrize(
    ("said", "seen"),
    [
        *((said, "On y voit ton nom, pas la date") for said in ("tout sauf la date", "sans la date", "cache la date")),
        ("je veux pas qu'on voie mon nom", "On y voit la date, pas ton nom"),
        ("tout sauf mon nom et la date", "On n'y voit ni ton nom ni la date"),
        ("tout montrer", "On y voit ton nom et la date"),
    ],
)
async def test_what_she_hides_is_not_on_the_page_where_nothing_is_ticked(
    on_whatsapp: Product, said: str, seen: str
) -> None:
    """« Tout sauf la date » showed the date to everybody: « Tout montrer » is a choice there, too."""
    product = on_whatsapp
    product.app.issuer.pem = signing.pem()
    await module(product.database, [lesson(1, FIVE)])
    awa = await enrolled(product, product.whatsapp.person("Awa"))
    await product.taps(awa, "🎓 Mon certificat", await learns(product, awa))
    await product.says(awa, "Awa Koné")
    assert seen in (await product.says(awa, said)).text
