"""What a Huber says that is no word of the chat, on one phone of each platform."""

from __future__ import annotations

import pytest

from tests.integration.scenes import value
from tests.integration.threads.listening import huber
from tests.product import Product


@pytest.mark.parametrize("channel", ["telegram", "whatsapp"])
async def test_what_no_figure_answers_leads_to_the_team(on_both: Product, channel: str) -> None:
    """« Une femme est en danger » was a question about active hiteuses, and nothing else was offered."""
    mariam = await huber(on_both, on_both.somebody(channel, "Mariam"))
    asked = await on_both.says(mariam, "c'est urgent une femme est en danger")
    assert "écris « équipe »" in asked.text and "🤝 L'équipe" in asked.labels
    assert "écris « équipe »" in (await on_both.says(mariam, "Awa est malade")).text
    assert "écris « équipe »" not in (await on_both.says(mariam, "combien de femmes ont tricoté ?")).text
    hurt = await on_both.says(mariam, "mon mari me frappe")
    assert "passe avant tout" in hurt.text and "J'envoie ces mots à l'équipe" in hurt.text
    await on_both.taps(mariam, "✅ L'envoyer")
    assert await value(on_both.database, "select count(*) from thread_message") == 1


@pytest.mark.parametrize("channel", ["telegram", "whatsapp"])
async def test_the_menu_leaves_an_invitation_that_is_not_begun(on_both: Product, channel: str) -> None:
    """« Pour sortir, écris « menu » », and what was written below the menu brought that question back."""
    mariam = await huber(on_both, on_both.somebody(channel, "Mariam"))
    assert "Qui veux-tu inviter" in (await on_both.says(mariam, "invite ma cousine")).text
    await on_both.says(mariam, "menu")
    assert "Qui veux-tu inviter" not in (await on_both.says(mariam, "Awa est malade")).text
    assert "Binta : pour quel rôle" in (await on_both.says(mariam, "donne-moi un code pour Binta")).text
