"""What a tap counts: once, on the question that is open."""

from __future__ import annotations

from tests.product import Product


async def test_an_answer_brings_one_message_with_the_next_task(product: Product) -> None:
    await product.project()
    awa = await product.hiteuse()
    await product.taps(awa, "Accepter")
    answered = await product.taps(awa, "Acceptable")
    assert "✅ Noté" in answered.text
    assert "Commentaire numéro 2" in answered.text
