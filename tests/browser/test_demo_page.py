"""The demo page alone, in a real browser, against a small server that speaks its protocol.

The server says only what a test tells it to say and remembers what it heard, so that each test sees
both ends: what the person sees, and what arrives.
"""

from __future__ import annotations

import asyncio
import html
import shutil
from base64 import b64decode
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import web
from playwright.async_api import Browser, Locator, Page, async_playwright, expect

PAGE = Path(__file__).parents[2] / "bot" / "demo" / "page"
START = datetime(2026, 7, 9, 8, 12, tzinfo=UTC)
SUNDAY = datetime(2026, 7, 12, 18, 0, tzinfo=UTC)
SQUARE = b'<svg xmlns="http://www.w3.org/2000/svg" width="600" height="400"><rect width="600" height="400"/></svg>'
LONG_WORD = "Anticonstitutionnellement" * 24

READ_ALOUD = """
// What a screen reader would say: nodes added inside a live region.
window.readAloud = [];
new MutationObserver((changes) => {
  for (const { target, addedNodes } of changes) for (const node of addedNodes) {
    const region = node.closest?.("[aria-live]") ?? target.closest?.("[aria-live]");
    if (region?.ariaLive === "polite") readAloud.push(node.querySelector(".words")?.textContent);
  }
}).observe(document, { childList: true, subtree: true });
"""

Frame = dict[str, Any]


def said(seq: int, ident: str, text: str, *rows: list[str], **more: Any) -> Frame:
    """A message frame of the bot; a button's data is its label in lower case."""
    buttons = [[{"data": label.lower(), "label": label} for label in row] for row in rows]
    frame = {"type": "message", "seq": seq, "id": ident, "from": "bot", "html": text, "rows": buttons}
    defaults = {"picture": None, "audio": None, "document": None, "edited": False}
    return frame | defaults | {"at": (START + timedelta(seconds=seq)).isoformat()} | more


@dataclass
class Server:
    """The other end. `gate` holds back every hello; `lossy` takes what is sent, then drops the line
    before it acknowledged it, as a crash would."""

    phones: list[Frame]
    address: str = ""
    history: dict[str, list[Frame]] = field(default_factory=dict)
    lines: dict[str, list[web.WebSocketResponse]] = field(default_factory=dict)
    asked_after: list[int] = field(default_factory=list)
    heard: list[Frame] = field(default_factory=list)
    posted: list[tuple[str, Frame]] = field(default_factory=list)
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    lossy: bool = False
    largest: int = 30_000_000
    epoch: str = "1"
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_get("/demo", self.index)
        app.router.add_static("/demo/static", PAGE)
        app.router.add_get("/demo/media/{name}", self.media)
        app.router.add_get("/demo/phones", self.list_phones)
        app.router.add_post("/demo/phones", self.new_phone)
        app.router.add_post("/demo/clock", self.clock)
        app.router.add_get("/demo/ws", self.line)
        return app

    async def index(self, _: web.Request) -> web.FileResponse:
        return web.FileResponse(PAGE / "index.html")

    async def media(self, _: web.Request) -> web.Response:
        return web.Response(body=SQUARE, content_type="image/svg+xml")

    async def list_phones(self, _: web.Request) -> web.Response:
        return web.json_response(self.phones)

    async def new_phone(self, request: web.Request) -> web.Response:
        self.posted.append(("phones", await request.json()))
        self.phones.append({"id": "new", "title": "Nouvelle", "role": "hiteuse", "hint": "start QX7K"})
        return web.json_response(self.phones[-1])

    async def clock(self, request: web.Request) -> web.Response:
        wanted = await request.json()
        self.posted.append(("clock", wanted))
        now = START + timedelta(minutes=wanted["minutes"]) if "minutes" in wanted else SUNDAY
        return web.json_response({"now": now.isoformat()})

    async def line(self, request: web.Request) -> web.WebSocketResponse:
        phone, after = request.query["phone"], int(request.query["after"])
        self.asked_after.append(after)
        line = web.WebSocketResponse(max_msg_size=self.largest)
        await line.prepare(request)
        await self.gate.wait()
        info = next(p for p in self.phones if p["id"] == phone)
        hello = {"type": "hello", "phone": info, "now": START.isoformat(), "zone": "Africa/Abidjan"}
        await line.send_json(hello | {"epoch": self.epoch})
        for frame in self.history.get(phone, []):
            if frame["seq"] > after:
                await line.send_json(frame)
        await line.send_json({"type": "history_end"})
        self.lines.setdefault(phone, []).append(line)
        async for message in line:
            await self.take(phone, line, message.json())
        self.lines[phone].remove(line)
        return line

    async def take(self, phone: str, line: web.WebSocketResponse, frame: Frame) -> None:
        repeated = any(frame["ref"] == other["ref"] for other in self.heard)
        async with self.changed:
            self.heard.append(frame)
            self.changed.notify_all()
        mine: Frame | None = None
        if frame["type"] == "text" and not repeated:
            seq = 1 + max((f["seq"] for f in self.history.get(phone, [])), default=0)
            mine = said(seq, f"m{seq}", html.escape(frame["text"]), ref=frame["ref"]) | {"from": "me"}
            self.history.setdefault(phone, []).append(mine)
        if self.lossy:
            self.lossy = False
            await line.close()
        else:
            await line.send_json(mine or {"type": "ack", "ref": frame["ref"]})

    async def say(self, frame: Frame, phone: str = "awa") -> None:
        """Send a frame to a phone's windows; a message also becomes history."""
        if frame["type"] == "message":
            kept = [f for f in self.history.get(phone, []) if f["id"] != frame["id"]]
            self.history[phone] = [*kept, frame]
        for line in self.lines.get(phone, []):
            await line.send_json(frame)

    async def hang_up(self, phone: str = "awa") -> None:
        for line in list(self.lines.get(phone, [])):
            await line.close()

    async def hears(self, wanted: Callable[[list[Frame]], bool]) -> list[Frame]:
        """What was heard, once it is as wanted; `TimeoutError` when that does not happen."""
        async with asyncio.timeout(30), self.changed:
            await self.changed.wait_for(lambda: wanted(self.heard))
            return list(self.heard)


@pytest_asyncio.fixture(scope="module")
async def browser() -> AsyncIterator[Browser]:
    names = ("chromium", "chromium-browser", "google-chrome")
    program = next(filter(None, map(shutil.which, names)), None)
    if program is None:
        pytest.fail(f"the browser tests need one of {', '.join(names)} on the PATH")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=program)
        yield browser
        await browser.close()


@pytest_asyncio.fixture
async def server() -> AsyncIterator[Server]:
    server = Server(
        [
            {"id": "awa", "title": "Awa Koné", "role": "hiteuse", "hint": None},
            {"id": "admin", "title": "Clarisse", "role": "admin", "hint": None},
        ]
    )
    server.gate.set()
    runner = web.AppRunner(server.app(), shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    server.address = f"http://127.0.0.1:{runner.addresses[0][1]}/demo"
    yield server
    server.gate.set()
    await runner.cleanup()


@pytest.fixture
def complaints() -> list[str]:
    """Script errors and what the browser refused; a test that leaves any fails."""
    return []


@pytest_asyncio.fixture
async def page(browser: Browser, server: Server, complaints: list[str]) -> AsyncIterator[Page]:
    """A desktop window in a Francophone's browser."""
    context = await browser.new_context(viewport={"width": 1280, "height": 800}, locale="fr-FR")
    page = await context.new_page()
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
    yield page
    await context.close()
    assert complaints == []


async def opened(page: Page, server: Server, query: str = "") -> Locator:
    """Open the page and wait until the first phone has its history."""
    await page.goto(server.address + query)
    await page.locator(".phone.live.loaded").first.wait_for()
    return page.locator("[data-phone=awa]")


async def broken(phone: Locator, server: Server) -> None:
    """Break the line, and keep it so until the gate opens."""
    server.gate.clear()
    await server.hang_up()
    await expect(phone.get_by_role("textbox")).to_be_disabled()


def bubbles(phone: Locator) -> Locator:
    return phone.locator(".bubbles > li")


async def test_nothing_can_be_pressed_before_the_line_is_open(page: Page, server: Server) -> None:
    server.gate.clear()
    await page.goto(server.address)
    awa = page.locator("[data-phone=awa]")
    field, send = awa.get_by_role("textbox", name="Message"), awa.get_by_role("button", name="Envoyer")
    attach, jump = awa.get_by_role("button", name="Joindre"), page.get_by_role("button", name="dimanche")
    for control in (field, send, attach, jump):
        await expect(control).to_be_disabled()
    server.history["awa"] = [said(1, "b1", "Prête ?", ["Oui"])]
    server.gate.set()
    for control in (field, send, attach, jump, awa.get_by_role("button", name="Oui")):
        await expect(control).to_be_enabled()
    server.gate.clear()
    await server.hang_up()
    for control in (field, send, attach, awa.get_by_role("button", name="Oui")):
        await expect(control).to_be_disabled()
    await expect(awa.get_by_text("Connexion perdue")).to_be_visible()


async def test_a_text_is_sent_once_and_shows_how_far_it_got(page: Page, server: Server) -> None:
    awa = await opened(page, server)
    await awa.get_by_role("textbox").fill("Bonjour,\nc’est Awa")
    await awa.get_by_role("button", name="Envoyer").click()
    await expect(awa.get_by_role("img", name="envoyé")).to_be_visible()
    await expect(awa.get_by_role("textbox")).to_have_value("")
    await server.say({"type": "ticks", "id": "m1", "state": "read"})
    await expect(awa.get_by_role("img", name="reçu")).to_be_visible()
    await expect(bubbles(awa)).to_have_count(1)
    assert [(f["type"], f["text"]) for f in server.heard] == [("text", "Bonjour,\nc’est Awa")]


async def test_a_tap_marks_its_button_until_an_edit_takes_the_buttons_away(page: Page, server: Server) -> None:
    server.history["awa"] = [said(1, "b1", "Ce commentaire ?", ["Acceptable", "Haine"], ["Passer"])]
    awa = await opened(page, server)
    await awa.get_by_role("button", name="Haine").click()
    await expect(awa.locator(".choice[aria-pressed=true]")).to_have_text("Haine")
    (tap,) = await server.hears(lambda heard: len(heard) == 1)
    assert (tap["type"], tap["message"], tap["data"]) == ("tap", "b1", "haine")
    await expect(awa.locator(".busy")).to_have_count(0)
    await expect(bubbles(awa)).to_have_count(1)  # the label is no message of hers
    await server.say(said(2, "b1", "Ce commentaire ? Haine, c’est noté."))
    await expect(awa.locator(".choice")).to_have_count(0)


async def test_a_link_opens_a_page_beside_and_only_a_safe_one_does(page: Page, server: Server) -> None:
    await page.goto(server.address)
    frame = said(1, "b1", "Un atelier samedi.", ["Lu"])
    frame["rows"] += [
        [{"data": "", "label": "S'inscrire", "url": "https://hiteuses.org/atelier?a=1&b=2"}],
        [{"data": "", "label": "Piège", "url": "javascript:alert(1)"}],
    ]
    await server.say(frame)
    link = page.get_by_role("link", name="S'inscrire").first
    await expect(link).to_have_attribute("href", "https://hiteuses.org/atelier?a=1&b=2")
    await expect(link).to_have_attribute("target", "_blank")
    await expect(link).to_have_attribute("rel", "noopener noreferrer")
    await expect(page.get_by_text("Piège").first).to_be_visible()
    assert await page.get_by_role("link", name="Piège").count() == 0
    await page.get_by_role("button", name="Lu").first.click()
    (heard,) = await server.hears(lambda frames: len(frames) == 1)
    assert heard["data"] == "lu"


async def test_an_edit_replaces_the_message_where_it_stands(page: Page, server: Server) -> None:
    server.history["awa"] = [said(1, "b1", "Un"), said(2, "b2", "Deux"), said(3, "b3", "Trois")]
    awa = await opened(page, server)
    await server.say(said(4, "b2", "<b>Deux</b> et demi", edited=True))
    await expect(awa.locator(".text b")).to_have_text("Deux")
    await expect(awa.locator(".words")).to_have_text(["Un", "Deux et demi", "Trois"])
    await expect(bubbles(awa).nth(1).get_by_text("modifié")).to_be_visible()
    await server.say(said(1, "b2", "Deux, mais d’avant"))  # late and stale
    await server.say(said(5, "b5", "Cinq"))
    await expect(bubbles(awa)).to_have_count(4)
    await expect(awa.get_by_text("d’avant")).to_have_count(0)


async def test_after_a_broken_line_the_page_catches_up_without_doubling(page: Page, server: Server) -> None:
    server.history["awa"] = [said(1, "b1", "Un", ["Oui"]), said(2, "b2", "Deux")]
    awa = await opened(page, server)
    await broken(awa, server)
    server.history["awa"] += [said(3, "b3", "Trois"), said(4, "b1", "Un, corrigé", edited=True)]
    server.gate.set()
    await expect(awa.locator(".words")).to_have_text(["Un, corrigé", "Deux", "Trois"])
    assert server.asked_after[-1] == 2
    await broken(awa, server)
    server.gate.set()
    await awa.get_by_role("textbox").fill("Me revoilà")
    await page.keyboard.press("Enter")
    await expect(awa.get_by_role("img", name="envoyé")).to_be_visible()
    await broken(awa, server)
    server.gate.set()
    await awa.get_by_role("textbox").fill("Encore là")
    await page.keyboard.press("Enter")
    heard = await server.hears(lambda heard: "Encore là" in [f["text"] for f in heard])
    assert [f["text"] for f in heard] == ["Me revoilà", "Encore là"]  # what was acknowledged is not sent again
    await expect(bubbles(awa)).to_have_count(5)


@pytest.mark.parametrize("kind", ["text", "tap", "file"])
async def test_what_was_not_acknowledged_is_sent_again_with_its_ref(page: Page, server: Server, kind: str) -> None:
    server.history["awa"] = [said(1, "b1", "Prête ?", ["Oui"])]
    awa = await opened(page, server)
    server.lossy = True
    if kind == "text":
        await awa.get_by_role("textbox").fill("Je suis prête")
        await page.keyboard.press("Enter")
    elif kind == "tap":
        await awa.get_by_role("button", name="Oui").click()
    else:
        await awa.locator("input[type=file]").set_input_files(
            {"name": "a.csv", "mimeType": "text/csv", "buffer": b"id\n"}
        )
    first, again = await server.hears(lambda heard: len(heard) == 2)
    assert first == again
    await expect(awa.locator(".busy, [data-state=waiting]")).to_have_count(0)
    await expect(bubbles(awa)).to_have_count(1 if kind == "tap" else 2)


async def test_everything_works_by_keyboard_alone(page: Page, server: Server) -> None:
    picture = {"url": "/demo/media/recu.svg", "alt": "Reçu de pharmacie"}
    server.history["awa"] = [
        said(1, "b1", "Le reçu", picture=picture),
        said(2, "b2", "Est-il lisible ?", ["Oui", "Non"], ["Passer"]),
    ]
    awa = await opened(page, server, "?phone=awa")
    field = awa.get_by_role("textbox")
    await page.keyboard.press("Tab")
    while not await field.evaluate("field => field === document.activeElement"):
        await page.keyboard.press("Tab")
    await page.keyboard.type("Une ligne")
    await page.keyboard.press("Shift+Enter")
    await page.keyboard.type("puis deux")
    await page.keyboard.press("Enter")
    (text,) = await server.hears(lambda heard: len(heard) == 1)
    assert text["text"] == "Une ligne\npuis deux"

    await page.keyboard.press("Shift+Tab")  # attach
    await page.keyboard.press("Shift+Tab")  # the newest question: one stop for all its buttons
    await expect(awa.get_by_role("button", name="Oui")).to_be_focused()
    assert (await page.evaluate("getComputedStyle(document.activeElement).outlineStyle")) == "solid"
    for key, label in [("ArrowRight", "Non"), ("ArrowDown", "Passer"), ("ArrowUp", "Oui"), ("ArrowUp", "Reçu")]:
        await page.keyboard.press(key)
        await expect(awa.get_by_role("button", name=label)).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("dialog")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_be_hidden()
    await expect(awa.get_by_role("button", name="Reçu")).to_be_focused()
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    heard = await server.hears(lambda heard: len(heard) == 2)
    assert heard[1]["data"] == "oui"
    await page.keyboard.press("Escape")
    await expect(field).to_be_focused()


async def test_a_key_held_down_does_not_answer_the_next_question(page: Page, server: Server) -> None:
    server.history["awa"] = [said(1, "b1", "Tâche 1", ["Oui", "Non"])]
    awa = await opened(page, server)
    await awa.get_by_role("button", name="Oui").focus()
    await page.keyboard.down("Enter")
    await server.hears(lambda heard: len(heard) == 1)
    await expect(awa.locator(".busy")).to_have_count(0)
    await page.keyboard.down("Enter")  # the key repeats
    await server.say(said(2, "b1", "Tâche 2", ["Vrai", "Faux"]))
    await expect(awa.get_by_role("log")).to_be_focused()
    await page.keyboard.down("Enter")
    await page.keyboard.up("Enter")
    await page.keyboard.press("Tab")
    await expect(awa.get_by_role("button", name="Vrai")).to_be_focused()
    await page.keyboard.press("Enter")
    heard = await server.hears(lambda heard: len(heard) == 2)
    assert [f["data"] for f in heard] == ["oui", "vrai"]


async def test_the_focus_comes_back_with_the_line(page: Page, server: Server) -> None:
    awa = await opened(page, server)
    await awa.get_by_role("textbox").fill("à moitié écr")
    await broken(awa, server)
    server.gate.set()
    await expect(awa.get_by_role("textbox")).to_be_enabled()
    await expect(awa.get_by_role("textbox")).to_be_focused()
    await page.keyboard.type("it")
    await expect(awa.get_by_role("textbox")).to_have_value("à moitié écrit")


@pytest.mark.parametrize(("width", "height"), [(390, 844), (320, 568)])
async def test_on_a_small_screen_one_phone_fills_it_and_tabs_switch(
    page: Page, server: Server, width: int, height: int
) -> None:
    many = [[f"Réponse {n}"] for n in range(12)]
    server.history["awa"] = [
        said(1, "b1", LONG_WORD, ["Un", "Deux", "Trois", "Quatre", "Cinq", "Six", "Sept", "Huit"], [LONG_WORD]),
        said(
            2, "b2", "Choisis", *many, picture={"url": "/demo/media/a.svg", "alt": "Photo"}, audio="/demo/media/a.wav"
        ),
    ]
    await page.set_viewport_size({"width": width, "height": height})
    awa = await opened(page, server)
    admin = page.locator("[data-phone=admin]")
    await expect(awa).to_be_visible()
    await expect(admin).to_be_hidden()
    box = await awa.bounding_box()
    assert box is not None
    assert box["width"] == width
    assert box["height"] > height * 0.75
    for part in (page.locator("html"), awa.get_by_role("log"), page.get_by_role("tablist")):
        assert await part.evaluate("part => part.scrollWidth - part.clientWidth") <= 0
    await server.say(said(1, "b9", "Nouveau lot"), "admin")
    tab = page.get_by_role("tab", name="Clarisse")
    await expect(tab).to_have_text("Clarisse1")
    await page.get_by_role("tab", name="Awa").focus()
    await page.keyboard.press("ArrowRight")
    await expect(admin.get_by_text("Nouveau lot")).to_be_in_viewport()
    await expect(awa).to_be_hidden()
    await expect(tab).to_have_text("Clarisse")


async def test_what_people_and_the_server_write_never_becomes_code(
    page: Page, server: Server, complaints: list[str]
) -> None:
    attack = '<img src=x onerror="document.title=\'lost\'"><script>document.title="lost"</script>'
    evil = f'{attack}<b onclick="document.title=1">gras</b> <a href="javascript:alert(1)">ici</a> &lt;i&gt;'
    server.phones[0]["title"] = attack
    server.history["awa"] = [
        said(1, "b1", evil, [attack], document={"url": "javascript:alert(1)", "name": attack}),
        said(
            2, "b2", '<a href="https://example.org/a?b=1&amp;c=2">lien</a>', picture={"url": "data:,x", "alt": attack}
        ),
    ]
    awa = await opened(page, server)
    await server.say({"type": "toast", "text": attack})
    await awa.get_by_role("textbox").fill(attack)
    await page.keyboard.press("Enter")
    await expect(bubbles(awa)).to_have_count(3)
    await expect(awa.locator(".me .text")).to_contain_text(attack)
    await expect(awa.locator(".choice")).to_have_text(attack)
    await expect(awa.locator(".toast")).to_have_text(attack)
    await expect(awa.locator(".name")).to_have_text(attack)
    await expect(bubbles(awa).first.locator(".text")).to_contain_text("gras ici <i>")
    assert await awa.locator(".text img, .text script, [onclick], a[href^=javascript]").count() == 0
    link = awa.get_by_role("link", name="lien")
    await expect(link).to_have_attribute("href", "https://example.org/a?b=1&c=2")
    await expect(link).to_have_attribute("rel", "noopener noreferrer")
    await expect(page).to_have_title("Hiteuses · démonstration")
    # The browser reports each handler that it refused while the text was read.
    assert all("inline event handler" in complaint for complaint in complaints)
    complaints.clear()


async def test_the_clock_shows_the_products_time_and_moves_at_a_press(page: Page, server: Server) -> None:
    await opened(page, server)
    clock = page.locator("#clock")
    await expect(clock).to_contain_text("jeudi 9 juillet à 08:12")
    shown = await clock.text_content()
    assert shown is not None
    await expect(clock).not_to_have_text(shown)  # it ticks
    await page.get_by_role("button", name="1 heure").click()
    await expect(clock).to_contain_text("09:12")
    await page.get_by_role("button", name="dimanche").click()
    await expect(clock).to_contain_text("dimanche 12 juillet à 18:00")
    await server.say({"type": "clock", "now": "2026-07-14T06:30:00+00:00"})  # moved in another window
    await expect(clock).to_contain_text("mardi 14 juillet à 06:30")
    assert server.posted == [("clock", {"minutes": 60}), ("clock", {"until": "sunday"})]


async def test_a_new_hiteuse_gets_a_phone_and_her_line_is_typed_for_her(page: Page, server: Server) -> None:
    await opened(page, server)
    await page.get_by_role("button", name="Nouvelle hiteuse").click()
    new = page.locator("[data-phone=new]")
    await expect(new.locator(".hint")).to_contain_text("start QX7K")
    await new.get_by_role("button", name="Écrire pour moi").click()
    await expect(new.get_by_role("textbox")).to_have_value("start QX7K")
    await page.keyboard.press("Enter")
    await expect(new.locator(".hint")).to_be_hidden()
    (text,) = await server.hears(lambda heard: len(heard) == 1)
    assert text["text"] == "start QX7K"


async def test_a_phone_opens_alone_in_another_window_and_both_stay_in_step(page: Page, server: Server) -> None:
    awa = await opened(page, server)
    async with page.expect_popup() as popup:
        await awa.get_by_role("link", name="Ouvrir dans une autre fenêtre").click()
    other = await popup.value
    await other.locator(".phone.live.loaded").wait_for()
    assert other.url.endswith("/demo?phone=awa")
    await expect(other.locator(".phone")).to_have_count(1)
    await server.say(said(1, "b1", "Pour les deux"))
    for phone in (awa, other.locator(".phone")):
        await expect(phone.get_by_text("Pour les deux")).to_be_visible()


async def test_a_file_arrives_whole_and_one_too_big_is_refused(page: Page, server: Server) -> None:
    await opened(page, server)
    admin = page.locator("[data-phone=admin]")
    content = "id;texte\n1;C’est l’été\n".encode() * 20_000
    await admin.locator("input[type=file]").set_input_files(
        {"name": "lot.csv", "mimeType": "text/csv", "buffer": content}
    )
    (sent,) = await server.hears(lambda heard: len(heard) == 1)
    assert (sent["type"], sent["name"], sent["mime"]) == ("file", "lot.csv", "text/csv")
    assert b64decode(sent["base64"]) == content
    await expect(admin.get_by_text("lot.csv")).to_be_visible()
    await admin.locator("input[type=file]").evaluate("""input => {
      const files = new DataTransfer();
      files.items.add(new File([new Uint8Array(20_000_001)], "film.mp4"));
      input.files = files.files;
      input.dispatchEvent(new Event("change"));
    }""")
    await expect(admin.get_by_text("trop gros")).to_be_visible()
    assert len(server.heard) == 1


async def test_a_file_that_the_server_refuses_does_not_block_what_follows(page: Page, server: Server) -> None:
    server.largest = 1000
    awa = await opened(page, server)
    await awa.locator("input[type=file]").set_input_files(
        {"name": "film.mp4", "mimeType": "video/mp4", "buffer": bytes(5000)}
    )
    await expect(awa.get_by_role("img", name="pas envoyé")).to_be_visible()
    await awa.get_by_role("textbox").fill("Bon, sans le film")
    await page.keyboard.press("Enter")
    heard = await server.hears(lambda heard: len(heard) == 1)
    assert heard[0]["text"] == "Bon, sans le film"


async def test_news_is_read_aloud_and_history_is_not(page: Page, server: Server) -> None:
    server.history["awa"] = [said(n, f"b{n}", f"Ancien message {n}") for n in range(1, 30)]
    await page.add_init_script(READ_ALOUD)
    awa = await opened(page, server)
    await server.say({"type": "typing", "on": True})
    await expect(awa.locator(".presence")).to_have_text("écrit…")
    await expect(awa.locator(".typing")).to_be_visible()
    await server.say(said(31, "b31", "<b>Nouvelle</b> tâche", ["Oui"]))
    await expect(awa.locator(".typing")).to_be_hidden()
    await awa.get_by_role("textbox").fill("Ma réponse")
    await page.keyboard.press("Enter")
    await expect(awa.get_by_role("img", name="envoyé")).to_be_visible()
    await server.say(said(33, "b31", "Nouvelle tâche, corrigée"))
    await expect(awa.get_by_text("corrigée")).to_be_visible()
    assert await page.evaluate("readAloud") == ["Nouvelle tâche", "Nouvelle tâche, corrigée"]


async def test_a_long_history_opens_at_its_end_and_news_does_not_move_a_reader(page: Page, server: Server) -> None:
    server.history["awa"] = [said(n, f"b{n}", f"Message {n} " + "mot " * (n % 30)) for n in range(1, 201)]
    awa = await opened(page, server)
    log = awa.get_by_role("log")
    await expect(bubbles(awa).nth(199)).to_be_in_viewport()
    await log.hover()
    await page.mouse.wheel(0, -4000)
    latest = awa.get_by_role("button", name="dernier message")
    await expect(latest).to_be_visible()
    top = await log.evaluate("log => log.scrollTop")
    await server.say(said(201, "b201", "Tout nouveau"))
    await expect(latest.locator(".count")).to_have_text("1")
    assert await log.evaluate("log => log.scrollTop") == top
    await latest.click()
    await expect(bubbles(awa).last).to_be_in_viewport()
    await expect(latest).to_be_hidden()


async def test_a_demo_started_afresh_replaces_what_an_open_page_shows(page: Page, server: Server) -> None:
    server.history["awa"] = [said(7, "b7", "D’hier")]
    awa = await opened(page, server)
    server.epoch, server.history["awa"] = "2", [said(1, "b1", "D’aujourd’hui")]
    await server.hang_up()
    await expect(awa.locator(".words")).to_have_text(["D’aujourd’hui"])


async def test_colours_and_motion_follow_the_system(page: Page, server: Server) -> None:
    server.history["awa"] = [said(1, "b1", "Bonjour")]
    awa = await opened(page, server)
    colour = "element => getComputedStyle(element).backgroundColor"
    light = await awa.locator(".bubble").evaluate(colour)
    await page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    assert await awa.locator(".bubble").evaluate(colour) != light
    await server.say({"type": "typing", "on": True})
    moving = "element => getComputedStyle(element).animationIterationCount"
    assert await awa.locator(".typing span").first.evaluate(moving) == "1"


async def test_the_page_is_small_and_loads_nothing_from_elsewhere(page: Page, server: Server) -> None:
    assert sum(path.stat().st_size for path in PAGE.iterdir()) < 72 * 1024
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    await opened(page, server)
    assert [url for url in asked if not url.startswith(server.address)] == []
