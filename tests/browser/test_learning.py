"""From a first lesson to a certificate and to paid work, in the demo, as a trainee meets it."""

from __future__ import annotations

import re

from playwright.async_api import BrowserContext, Page, expect

from benchmarks.learner import UNKNOWN, Learner
from benchmarks.lesson_cost import ENDS
from bot import samples
from tests.browser.test_demo import (  # the fixtures of the running demo
    Command,
    Phone,
    browser,
    command,
    context,
    open_page,
    phone,
)
from tests.fakes.chat import Button, ChatMessage
from tests.fakes.crowd import Says, Taps

__all__ = ["browser", "command", "context"]
MODULE = "Les micro-tâches"
PATIENCE = 200  # steps in which a lesson ends, whatever happens in it


async def read(hers: Phone, number: int) -> ChatMessage:
    """Her newest message, as somebody reads it who knows the answers."""
    text = (await hers.last.locator(".words").inner_text()).replace("\u00a0", " ").replace("\u202f", " ")
    labels = await hers.last.locator(".choice").all_inner_texts()
    row = tuple(Button(label.strip()) for label in labels)
    return ChatMessage(id=number, chat_id=1, mine=False, kind="text", json={}, text=text, rows=(row,))


async def lesson(hers: Phone, learner: Learner, *, knows: bool) -> ChatMessage:
    """Through one lesson or a final test to its end, answering rightly or that she does not know."""
    for number in range(1, PATIENCE):
        message = await read(hers, number)
        if any(sign in message.text for sign in ENDS):
            return message
        action = Taps(UNKNOWN, message) if not knows and UNKNOWN in message.labels else learner.next(message, number)
        before = await hers.messages.count()
        if isinstance(action, Says):
            await hers.root.locator("textarea").fill(action.text)
            await hers.page.keyboard.press("Enter")
        else:
            assert isinstance(action, Taps), message
            await hers.last.locator(".choice", has_text=str(action.what)).first.click()
        await expect(hers.messages).not_to_have_count(before)
    raise AssertionError("the lesson does not end")


async def test_a_trainee_fails_repeats_passes_and_works(context: BrowserContext, command: Command) -> None:
    page = await open_page(context, command)
    await page.get_by_role("button", name="Nouvelle apprenante").click()
    rokia = await phone(page, "trainee-1")
    await rokia.begins()
    await rokia.hears("tu apprends les outils numériques")
    await rokia.taps("J'accepte", "Ta formation")
    await rokia.taps(MODULE, "t'ouvrira : Second avis de modération")
    learner = Learner(samples.training() / "micro-taches", wrong=10_000)

    await rokia.taps("▶️ Commencer", "Une micro-tâche bien faite")
    await expect(rokia.last).not_to_contain_text("t'ouvrira")  # the list of lessons names this one as well
    assert " : 0 sur " in (await lesson(rokia, learner, knows=False)).text
    for begin in ("🔄 Refaire la leçon", *["▶️ Continuer"] * 3):
        await rokia.last.locator(".choice", has_text=begin).first.click()
        await expect(rokia.last).not_to_contain_text("🏁")
        end = await lesson(rokia, learner, knows=True)
    assert "toutes les leçons sont faites" in end.text and "badge" not in end.text
    await rokia.taps("🎓 Passer le test", "Pendant le test, je ne dis pas si c'est juste")
    await rokia.taps("▶️ Commencer le test", "question 1 sur")
    end = await lesson(rokia, learner, knows=True)
    assert f"Module réussi : {MODULE}" in end.text and "badges" in end.text

    await rokia.taps("🎓 Mon certificat", "Quel nom veux-tu")
    await rokia.says("Rokia N'Dri", "Que verra cette personne")
    await rokia.taps("✅ Valider", "Au nom de Rokia N’Dri")
    await expect_confirmed(context, await rokia.last.locator(".words").inner_text())
    await rokia.taps("📄 PDF", "Tu peux l'imprimer")
    await expect(rokia.last.get_by_text("certificat-micro-taches.pdf")).to_be_visible()

    admin = await phone(page, "admin")
    await admin.begins()
    await admin.hears("Ton accès est ouvert")
    await admin.says("promouvoir Rokia", "apprenante → hiteuse")
    await admin.taps("Oui", "Rokia est maintenant hiteuse")
    await rokia.hears("t'ouvre le travail payé")
    await rokia.hears("Second avis de modération")
    await rokia.taps("J'accepte", "Quel projet")
    await rokia.taps("Mes études", "Raconte-le")
    await rokia.taps("Plus tard", "Quand veux-tu")
    await rokia.taps("Pas de rappel", "Tu veux bien ?")
    await rokia.taps("Oui, je veux bien", "De quoi parle")
    await rokia.taps("Transport", "Tu viens de gagner")
    await rokia.hears("Second avis de modération")  # what her badge has opened stands first
    await rokia.taps("Accepter", "Es-tu d'accord avec ce classement")


async def expect_confirmed(context: BrowserContext, said: str) -> None:
    """The link in her message leads to a page that confirms the certificate, and knows a wrong one."""
    found = re.search(r"http://127\.0\.0\.1:\d+/verify/[0-9a-f-]{36}", said)
    assert found is not None
    checker = await context.new_page()
    await checker.set_viewport_size({"width": 360, "height": 740})
    await checker.goto(found.group())
    await expect(checker.get_by_role("heading")).to_contain_text("Ce certificat est authentique")
    await expect(checker.get_by_role("main")).to_contain_text("Rokia N’Dri")
    assert await checker.evaluate("document.documentElement.scrollWidth") <= 360
    await pasted(checker, found.group()[:-1] + ("0" if found.group()[-1] != "0" else "1"), "Certificat inconnu")
    await pasted(checker, "eyJhbGciOiJSUzI1NiJ9.eyJuYW1lIjoiRG9jdG9yYXQifQ.AAAA", "Ce document est un faux")
    await pasted(checker, found.group(), "Ce certificat est authentique")
    await checker.close()


async def pasted(checker: Page, text: str, verdict: str) -> None:
    await checker.get_by_role("textbox").fill(text)
    await checker.get_by_role("button", name="Vérifier").click()
    await expect(checker.get_by_role("heading")).to_contain_text(verdict)
