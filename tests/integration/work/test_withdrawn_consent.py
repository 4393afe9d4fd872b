"""She wants no more of some hard content, and says so in a sentence."""

from __future__ import annotations

import pytest

from tests.integration.work.test_hard_content import HARD
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


async def test_what_she_has_answered_is_shown_again_only_where_she_opens_it(on_whatsapp: Product) -> None:
    """She had just taken back her yes to hate, and « corriger » showed the comment."""
    product = on_whatsapp
    awa = await product.joined(product.whatsapp.person("Awa"))
    await product.project(HARD)
    await product.says(awa, "travail")
    for said in ("Oui, je veux bien", "Accepter", "👁 Voir", "Acceptable"):
        await product.taps(awa, said)
    assert "Commentaire numéro 1" in (await product.says(awa, "corriger")).text
    await product.says(awa, "je veux plus voir la haine")
    await product.taps(awa, "✅ haine")
    await product.says(awa, "travail")
    asked = await product.says(awa, "corriger")
    assert "peut être dur : haine" in asked.text and "Commentaire" not in asked.text
    assert "Commentaire numéro 1" in (await product.taps(awa, "👁 Voir", asked)).text
    assert "C'est corrigé" in (await product.taps(awa, "Publicité")).text
