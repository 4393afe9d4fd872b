"""She wants no more of some hard content, and says so in a sentence."""

from __future__ import annotations

import pytest

from tests.product import COMMENTS, Product

BOTH = pytest.mark.parametrize("channel", ["telegram", "whatsapp"])


@BOTH
async def test_what_she_no_more_wants_to_see_opens_what_she_agreed_to(on_both: Product, channel: str) -> None:
    """« On y va doucement », her project or her gains came, and the work went on."""
    product = on_both
    await product.project(COMMENTS)
    awa = await product.joined(product.somebody(channel))
    for said in (
        "je veux plus faire les trucs de haine",
        "je veux plus les contenu haine et mets mon projet en champ de manioc",
        "plus de trucs de haine svp ca me fait mal et paiement",
    ):
        for before in ("menu", "travail"):
            await product.says(awa, before)
            shown = await product.says(awa, said)
            assert "Contenus durs" in shown.text, (said, before, shown.text)
            await product.taps(awa, "‹ Retour", shown)


@BOTH
async def test_what_is_said_on_that_screen_is_decided_there(on_both: Product, channel: str) -> None:
    product = on_both
    await product.project(COMMENTS)
    awa = await product.joined(product.somebody(channel))
    await product.says(awa, "contenus")
    assert "✅ haine" in (await product.taps(awa, "🚫 haine")).labels
    assert "🚫 haine" in (await product.says(awa, "je veux plus voir la haine")).labels
