"""`hiteuses demo` as a newcomer meets it: the real command, its page in a real browser."""

from __future__ import annotations

import asyncio
import os
import re
import signal
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Locator, Page, async_playwright, expect

from setup.machine import Machine, find_browser
from tests.processes import Process

START = "2026-03-04T09:00:00Z"  # a Wednesday
PATIENCE = 60.0  # seconds for the start of a whole product on a busy machine


@pytest_asyncio.fixture(scope="module")
async def browser() -> AsyncIterator[Browser]:
    program = find_browser(Machine(os.environ))
    if program is None:
        pytest.fail("the browser tests need Chromium or Chrome on the PATH")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=program)
        yield browser
        await browser.close()


class Command:
    """The running command. `page`: the address that it prints."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._process: Process | None = None
        self._port = "0"
        self._said: list[str] = []
        self._opened = asyncio.Event()
        self.page = ""

    async def start(self) -> None:
        self._said.clear()
        self._opened.clear()
        arguments = ("demo", "--no-browser", "--port", self._port)
        given = {**os.environ, "HITEUSES_HOME": str(self._home), "HITEUSES_CLOCK": START, "LOG_LEVEL": "warning"}
        self._process = Process(*arguments, environment=given, heard=self._hear)
        opened = asyncio.create_task(self._opened.wait())
        async with asyncio.timeout(PATIENCE):
            await asyncio.wait({opened, self._process.ended}, return_when=asyncio.FIRST_COMPLETED)
        assert opened.done(), self._said
        self._port = str(urlsplit(self.page).port)  # the same one after a restart

    def _hear(self, line: str) -> None:
        if found := re.search(r"Open (\S+)", line):
            self.page = found[1]
            self._opened.set()
        elif self._opened.is_set():
            self._said.append(line)

    async def stop(self) -> str:
        """End it as Ctrl-C does; what it had to complain about."""
        process, self._process = self._process, None
        if process is None:
            return ""
        code, _ = await process.stop(signal.SIGINT)
        assert code == 130
        return "\n".join(self._said)


@pytest_asyncio.fixture
async def command(tmp_path: Path) -> AsyncIterator[Command]:
    if os.geteuid() == 0:  # an ordinary user's server must be able to enter where root has no namespaces
        for folder in (tmp_path, *tmp_path.parents[:2]):
            folder.chmod(0o711)
    command = Command(tmp_path)
    await command.start()
    yield command
    assert await command.stop() == ""


@pytest_asyncio.fixture
async def context(browser: Browser, command: Command) -> AsyncIterator[BrowserContext]:
    """A desktop window in a Francophone's browser; a page with a script error fails its test."""
    context = await browser.new_context(viewport={"width": 1280, "height": 800}, locale="fr-FR")
    complaints: list[str] = []
    context.on("weberror", lambda error: complaints.append(str(error.error)))
    yield context
    await context.close()
    assert complaints == []


class Phone:
    """One phone on a page."""

    def __init__(self, page: Page, ident: str) -> None:
        self.page = page
        self.root = page.locator(f"[data-phone={ident}]")
        self.messages = self.root.locator(".message.bot")

    async def ready(self) -> Phone:
        await expect(self.root).to_have_class(re.compile(r"\blive\b.*\bloaded\b|\bloaded\b.*\blive\b"))
        return self

    @property
    def last(self) -> Locator:
        return self.messages.last

    async def begins(self) -> None:
        """Let the hint type its line, and send it."""
        await self.root.get_by_role("button", name="Écrire pour moi").click()
        await self.page.keyboard.press("Enter")

    async def says(self, text: str, answer: str) -> None:
        await self.root.locator("textarea").fill(text)
        await self.page.keyboard.press("Enter")
        await self.hears(answer)

    async def taps(self, label: str, answer: str) -> None:
        await self.last.locator(".choice", has_text=label).first.click()
        await self.hears(answer)

    async def hears(self, text: str) -> None:
        await expect(self.last).to_contain_text(text)

    async def joins(self, reminder: str = "Pas de rappel") -> None:
        """From the code to the first offer."""
        await self.begins()
        await self.hears("En acceptant")
        await self.taps("J'accepte", "Quel projet")
        await self.taps("Mon activité", "Raconte-le")
        await self.says("Un salon de coiffure, 400 000 F", "Quand veux-tu")
        await self.taps(reminder, "Tu veux bien ?")
        await self.taps("Oui, je veux bien", "De quoi parle")
        await self.taps("Transport", "Tu viens de gagner")
        await self.hears("68 tâches t'attendent")


async def open_page(context: BrowserContext, command: Command, query: str = "") -> Page:
    page = await context.new_page()
    await page.goto(command.page + query)
    return page


async def phone(page: Page, ident: str = "awa") -> Phone:
    return await Phone(page, ident).ready()


async def test_a_newcomer_comes_from_her_code_to_the_picture_of_her_gains(
    context: BrowserContext, command: Command
) -> None:
    page = await open_page(context, command)
    awa = await phone(page)
    await awa.joins()
    await awa.taps("Accepter", "Que penses-tu de ce commentaire")
    for number in range(2, 7):
        await awa.taps("Acceptable", f"Aujourd'hui : {number} tâches")
    await awa.says("gains", "Tes gains")
    await awa.hears("125 F CFA")
    picture = awa.last.locator("img")
    await expect(picture).to_have_js_property("complete", True)
    assert await picture.evaluate("image => image.naturalWidth") >= 300
    # she sees it without touching anything
    await expect(awa.last.locator(".choice").last).to_be_in_viewport()
    await awa.taps("Travailler", "Que penses-tu de ce commentaire")


async def test_a_receipt_is_typed_in_corrected_and_confirmed(context: BrowserContext, command: Command) -> None:
    awa = await phone(await open_page(context, command))
    await awa.joins()
    await awa.taps("Voir les autres", "18 tâches")
    await awa.taps("Saisie de reçus", "Recopie ce reçu")
    image = awa.last.locator("img")
    await expect(image).to_have_js_property("complete", True)
    assert await image.evaluate("image => image.naturalWidth") >= 300
    await awa.says("Coiffure Prestige", "2 sur 5")
    await awa.says("hier ou avant-hier", "date")
    await awa.says("31/12/2025", "3 sur 5")
    await awa.says("F-001", "4 sur 5")
    await awa.says("12 500", "5 sur 5")
    await awa.taps("Il n'y en a pas", "Vérifie ce que tu as écrit")
    await awa.hears("F-001")
    await awa.taps("Numéro", "3 sur 5")  # its name alone stands in the message above too
    await awa.says("F-002", "Vérifie ce que tu as écrit")
    await awa.hears("F-002")
    await awa.hears("Coiffure Prestige")
    await awa.taps("Tout est juste", "Aujourd'hui : 2 tâches")


async def test_two_windows_are_two_people(context: BrowserContext, command: Command) -> None:
    page = await open_page(context, command)
    await (await phone(page)).joins()
    await page.get_by_role("button", name="Nouvelle hiteuse").click()
    solange = page.locator(".phone", has_text="Solange")
    address = await solange.locator("a.window").get_attribute("href")
    other = await context.new_page()
    await other.goto(command.page.removesuffix("/demo") + str(address))
    hers = await phone(other, str(await solange.get_attribute("data-phone")))
    await expect(other.locator(".phone")).to_have_count(1)
    await hers.begins()
    await hers.hears("Bienvenue, Solange")
    await hers.hears("au Cameroun")
    # the same phone on the first page follows, the other one hears nothing of it
    await expect(solange.locator(".message.bot").last).to_contain_text("Bienvenue, Solange")
    await expect(page.locator("[data-phone=awa] .message.bot").last).to_contain_text("Modération")


async def test_the_clock_moved_on_brings_the_reminder_and_the_summary(
    context: BrowserContext, command: Command
) -> None:
    page = await open_page(context, command)
    awa = await phone(page)
    await awa.joins("Tous les jours, 19 h")
    await awa.taps("Accepter", "Que penses-tu de ce commentaire")
    await awa.taps("Acceptable", "Aujourd'hui : 2 tâches")
    await page.get_by_role("button", name="Avancer de 1 jour").click()
    await expect(page.locator("#clock")).to_contain_text("jeudi 5 mars")
    assert await awa.messages.filter(has_text=re.compile("Il y a du travail")).count() == 0  # today she has worked
    await page.get_by_role("button", name="Avancer de 1 jour").click()
    await awa.hears("Il y a du travail")
    await expect(awa.last.locator("time").first).to_have_text("19:00")
    await page.get_by_role("button", name="à dimanche").click()
    await expect(page.locator("#clock")).to_contain_text("dimanche 8 mars")
    await expect(page.locator("#clock")).to_contain_text("17:59")
    await page.get_by_role("button", name="Avancer de 1 heure").click()
    await page.get_by_role("button", name="Avancer de 10 minutes").click()
    # one message for both: her reminder's hour is her summary's as well
    await expect(awa.messages.filter(has_text="Cette semaine")).to_have_count(1)


async def test_the_code_that_the_admin_makes_lets_somebody_in(context: BrowserContext, command: Command) -> None:
    page = await open_page(context, command)
    admin = await phone(page, "admin")
    await admin.begins()
    await admin.hears("Ton accès est ouvert")
    await admin.says("inviter hiteuse SN", "Voici 1 code")
    code = re.search(r"\b[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}\b", await admin.last.inner_text())
    assert code is not None
    awa = await phone(page)
    await awa.says(f"start {code.group()}", "au Sénégal")


async def test_a_refusal_is_appealed_and_overturned_on_three_phones(context: BrowserContext, command: Command) -> None:
    page = await open_page(context, command)
    await page.get_by_role("button", name="Nouvelle relectrice").click()
    prisca = await phone(page, "reviewer-1")
    awa, admin = await phone(page), await phone(page, "admin")
    await admin.begins()
    await admin.hears("Ton accès est ouvert")
    await admin.says("clients", "Boutique Aya")
    await awa.begins()
    await awa.taps("J'accepte", "Quel projet")
    await awa.taps("Mon activité", "Raconte-le")
    await awa.says("Un salon de coiffure, 400 000 F", "Quand veux-tu")
    await awa.taps("Pas de rappel", "Tu veux bien ?")
    await awa.taps("Oui, je veux bien", "De quoi parle")
    await awa.taps("Transport", "Avis de clientes")
    await awa.taps("Accepter", "arrivé tout écrasé")
    await awa.taps("La livraison", "2 tâches")
    await admin.says("revues", "arrivé tout écrasé")
    await admin.taps("Le produit", "Les autres")
    await admin.taps("Refuser", "Pourquoi")
    await admin.taps("La consigne n'est pas suivie", "Dis-lui en une phrase")
    await admin.says("Cet avis parle du sac.", "elle lira cette phrase ?")
    await admin.taps("Envoyer", "rien à revoir")
    await awa.hears("est refusée")
    await awa.says("gains", "Aujourd'hui : 20 F CFA")
    await awa.says("recours", "Cet avis parle du sac.")
    await awa.taps("Demander un autre regard", "Dis en une phrase")
    await awa.says("Elle se plaint du carton.", "je l'envoie comme ça ?")
    await awa.taps("Envoyer", "C'est envoyé")
    await prisca.begins()
    await prisca.hears("arrivé tout écrasé")
    await prisca.taps("La livraison", "Elle se plaint du carton.")
    await prisca.taps("Elle a raison", "rien à revoir")
    await awa.hears("Tu avais raison")
    await awa.says("gains", "Aujourd'hui : 41 F CFA")


async def test_a_talk_begun_on_telegram_goes_on_on_whatsapp(context: BrowserContext, command: Command) -> None:
    page = await open_page(context, command)
    awa = await phone(page)
    await awa.joins()
    await awa.taps("Accepter", "Que penses-tu de ce commentaire")
    await page.locator(".phone").first.get_by_role("button", name="Son WhatsApp").click()
    second = await phone(page, "awa-2")
    await expect(second.root.locator(".hint")).to_contain_text("Écris « lier » sur l’autre téléphone d’Awa")
    await awa.says("lier", "Cette ligne est pour toi seule")
    await second.begins()
    await second.hears("C'est demandé")
    await page.get_by_role("button", name="Avancer de 1 jour").click()
    await second.hears("C'est relié")
    await second.taps("💼 Travailler", "Les 10 prochains textes peuvent être durs")
    await second.taps("👁 Voir", "Que penses-tu de ce commentaire")
    await second.taps("Acceptable", "Noté")
    await expect(second.root).to_have_attribute("data-look", "whatsapp")
    await awa.hears("WhatsApp est maintenant relié à ton compte")


async def test_one_answer_needs_nothing_but_the_keyboard(context: BrowserContext, command: Command) -> None:
    page = await open_page(context, command)
    awa = await phone(page)
    await awa.joins()
    await awa.taps("Accepter", "Que penses-tu de ce commentaire")
    await awa.root.locator("textarea").focus()
    for key in ("ArrowUp", "ArrowRight", "ArrowDown", "Enter"):  # up to the buttons, then to the fourth
        await page.keyboard.press(key)
    await awa.hears("Aujourd'hui : 2 tâches")
    chosen = awa.root.locator(".choice[aria-pressed=true]").last
    await expect(chosen).to_have_text("Arnaque")


async def test_a_restart_changes_nothing_on_an_open_page(context: BrowserContext, command: Command) -> None:
    page = await open_page(context, command)
    awa = await phone(page)
    await awa.joins()
    texts = await awa.root.locator(".message .words").all_inner_texts()
    assert await command.stop() == ""
    await expect(awa.root).not_to_have_class(re.compile(r"\blive\b"))
    await command.start()
    await awa.ready()
    await awa.says("profil", "Ton profil")
    assert (await awa.root.locator(".message .words").all_inner_texts())[: len(texts)] == texts
