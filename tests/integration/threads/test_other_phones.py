"""A letter that is open on one phone, and what is sent from another."""

from __future__ import annotations

import pytest

from tests.integration.scenes import value
from tests.integration.telegram.linking import linked
from tests.integration.telegram.test_odd_messages import PHOTO
from tests.integration.threads.listening import huber
from tests.product import Product

SENT = "select count(*) from thread_message"


@pytest.mark.parametrize(("first", "second"), [("telegram", "whatsapp"), ("whatsapp", "telegram")])
async def test_a_picture_from_her_other_phone_has_not_gone_and_she_is_told(
    on_both: Product, first: str, second: str
) -> None:
    """« On continue ici ! », and the picture of her receipt was nowhere."""
    product = on_both
    awa = await product.joined(product.somebody(first))
    await huber(product, product.telegram.person("Mariam"))
    there = await linked(product, awa, product.somebody(second))
    await product.says(awa, "huber")
    await there.sends_photo(PHOTO)
    told = await product.answer(there)
    assert "n'est pas parti : envoie-le encore" in told.text and "Écris ton message à Mariam" in told.text
    assert await value(product.database, SENT) == 0
    await there.sends_photo(PHOTO, "mon reçu")
    await product.heard(there)
    assert await value(product.database, SENT) == 1
