"""A day of payment in the demo's page: worked, proposed, approved, paid, and said to have arrived."""

from __future__ import annotations

import os
from pathlib import Path

from playwright.async_api import BrowserContext, expect

from tests.browser.test_demo import Command, open_page, phone
from tests.browser.test_demo import browser as browser
from tests.browser.test_demo import command as command
from tests.browser.test_demo import context as context


async def test_a_day_of_payment_is_lived_on_the_page(context: BrowserContext, command: Command) -> None:
    page = await open_page(context, command)
    awa, admin = await phone(page), await phone(page, "admin")
    await awa.joins()
    await awa.says("travail", "Accepter")
    await awa.taps("Accepter", "Que penses-tu")
    for _ in range(6):
        shown = await awa.messages.count()
        await awa.taps("Acceptable", "Que penses-tu")
        await expect(awa.messages).not_to_have_count(shown)  # the next task looks alike
    await awa.says("paiement", "Sur quel numéro")
    await awa.says("07 01 02 03 04", "À quel nom")
    await awa.says("Awa Koné", "Ta paie ira ici")
    await awa.taps("C'est juste", "Ton code secret")
    await awa.says("5183", "ta paie ira sur")
    await awa.says("paiement", "Tu es payée chaque vendredi")
    await admin.begins()
    await admin.hears("Bienvenue")
    await page.get_by_role("button", name="au jour de paie").click()
    await admin.hears("jour de paie")
    await admin.taps("Approuver", "Approuver cet envoi")
    await admin.taps("Oui", "est approuvé")
    await admin.taps("Lancer", "Lancer cet envoi")
    await admin.taps("Oui", "démonstration")
    await awa.hears("Tu l'as bien reçue")
    if folder := os.environ.get("SCREENSHOTS"):
        await page.screenshot(path=str(Path(folder) / "payday.png"), full_page=True)
    await awa.taps("Reçu", "c'est noté")
