"""The demo's channel: what phones show, what survives, and who may talk to them."""

from __future__ import annotations

import asyncio
import re
from base64 import b64encode
from collections.abc import AsyncIterator, Sequence
from typing import Any

import aiohttp
import pytest

from backend.clock import Clock
from backend.db.engine.uow import Database
from backend.db.messaging import media as media_rows
from backend.domain.errors import NotFound, Unavailable
from backend.domain.messaging.message import Attachment, Choice, Message, Raw, Tr, tr
from bot.channels.base import File, Oddity, Outgoing, Receipt, Received, Tap, Text
from bot.channels.demo.channel import MOST_FILE, Demo
from bot.channels.demo.log import Frame, Log
from bot.channels.files import StoredFiles
from tests.demo import START, RunningDemo
from tests.integration.scenes import look


@pytest.fixture
def demo(database: Database) -> Demo:
    return Demo(database, Clock(START), StoredFiles(database))


@pytest.fixture
async def running(database: Database) -> AsyncIterator[RunningDemo]:
    running = RunningDemo(database)
    await running.start()
    yield running
    await running.stop()


def row(number: int, message: Message | None, **more: Any) -> Outgoing:
    return Outgoing(number, "awa", message, question=7, at=START, **more)


async def shown(demo: Demo) -> list[Frame]:
    frames = (await demo.phone("awa")).since(0)
    return [frame for frame in frames if frame["type"] == "message"]


def looking(log: Log) -> asyncio.Queue[Frame]:
    line: asyncio.Queue[Frame] = asyncio.Queue()
    log.lines.add(line)
    return line


async def told(line: asyncio.Queue[Frame]) -> list[Frame]:
    return [line.get_nowait() for _ in range(line.qsize())]


# --- what she sees ----------------------------------------------------------------------------------


async def test_words_of_people_and_clients_are_escaped_and_ours_keep_their_styles(demo: Demo) -> None:
    message = tr("*{name}* a dit _ceci_", name=Raw("<b>Awa</b> & *co*")) + Message(
        (Raw("<img src=x onerror=alert(1)>"),)
    )
    await demo.send(row(1, message))
    (frame,) = await shown(demo)
    assert frame["html"] == (
        "<b>&lt;b&gt;Awa&lt;/b&gt; &amp; *co*</b> a dit <i>ceci</i>\n\n&lt;img src=x onerror=alert(1)&gt;"
    )


async def test_french_punctuation_and_amounts_do_not_part_at_the_end_of_a_line(demo: Demo) -> None:
    await demo.send(row(1, tr("Ça va ? « Oui » : 300 000 F CFA, 18 h, ⏳ En attente")))
    (frame,) = await shown(demo)
    assert frame["html"].replace("\u00a0", "~") == "Ça va~? «~Oui~»~: 300~000~F CFA, 18~h, ⏳~En attente"


async def test_choices_stand_in_the_rows_that_every_channel_has(demo: Demo) -> None:
    choices = [Choice("a", "Fruit"), Choice("b", "Plat"), Choice("c", "Un très long choix qui prend sa ligne")]
    asides = [Choice("skip", "Passer", aside=True), Choice("/pause", "Pause", aside=True)]
    await demo.send(row(1, tr("?").with_choices(*choices, *asides, columns=2)))
    (frame,) = await shown(demo)
    assert [[button["label"] for button in line] for line in frame["rows"]] == [
        ["Fruit", "Plat"],
        ["Un très long choix qui prend sa ligne"],
        ["Passer", "Pause"],
    ]
    assert [button["data"] for line in frame["rows"] for button in line] == ["7:0", "7:1", "7:2", "7:3", "/pause"]


@pytest.mark.parametrize(
    ("attachment", "field", "value"),
    [
        (Attachment("image", "abc", "reçu"), "picture", {"url": "/demo/media/abc", "alt": "reçu"}),
        (
            Attachment("image", "https://a.example/b.png", "b"),
            "picture",
            {"url": "https://a.example/b.png", "alt": "b"},
        ),
        (Attachment("audio", "abc"), "audio", "/demo/media/abc"),
        (Attachment("document", "abc", "a.csv"), "document", {"url": "/demo/media/abc", "name": "a.csv"}),
    ],
)
async def test_files_are_shown_by_their_address(demo: Demo, attachment: Attachment, field: str, value: Any) -> None:
    await demo.send(row(1, Message((Tr("Voici"),), attachment=attachment)))
    (frame,) = await shown(demo)
    assert frame[field] == value


async def test_a_link_is_told_with_its_address(demo: Demo) -> None:
    link = Choice("", Raw("S'inscrire"), url="https://hiteuses.org/atelier")
    await demo.send(row(1, tr("Un atelier samedi").with_choices(link, Choice("/menu", "Menu"))))
    (frame,) = await shown(demo)
    assert frame["rows"] == [
        [{"data": "", "label": "S'inscrire", "url": "https://hiteuses.org/atelier"}],
        [{"data": "/menu", "label": "Menu"}],
    ]


async def test_an_unknown_picture_is_told_as_such(demo: Demo) -> None:
    with pytest.raises(NotFound):
        await demo.media("chart-0123")


async def test_a_message_that_replaces_another_keeps_its_place_and_gets_a_new_number(demo: Demo) -> None:
    first = await demo.send(row(1, tr("Une ?", Choice("a", "A"))))
    await demo.send(row(2, tr("Deux")))
    assert first is not None
    assert (await demo.send(row(3, tr("Une, changée"), edits=first.id))) == first
    log = await demo.phone("awa")
    before, second, after = [f for f in log.since(0) if f["type"] == "message"]
    assert (before["id"], second["id"], after["id"]) == (first.id, "b2", first.id)
    assert before["seq"] < second["seq"] < after["seq"]
    assert after["html"] == "Une, changée"
    assert after["rows"] == []
    late = [f for f in log.since(second["seq"]) if f["type"] == "message"]
    assert late == [after]


async def test_a_row_that_is_sent_again_after_a_crash_shows_once(demo: Demo) -> None:
    assert await demo.send(row(5, tr("Bonjour"))) == await demo.send(row(5, tr("Bonjour")))
    assert {frame["id"] for frame in await shown(demo)} == {"b5"}


async def test_a_notice_is_a_toast_and_leaves_no_message(demo: Demo) -> None:
    line = looking(await demo.phone("awa"))
    await demo.send(row(1, None, answers="t1", toast=Tr("C'est déjà noté, merci !")))
    assert await told(line) == [{"type": "toast", "text": "C'est déjà noté, merci !"}]
    assert await shown(demo) == []


# --- what is heard ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("payload", "heard"),
    [
        ({"text": "menu", "ref": "r"}, Text("menu")),
        ({"tap": "7:0", "message": "b1", "ref": "r"}, Tap("7:0", "r")),
        (
            {"file": {"name": "a.csv", "mime": "text/csv", "ref": "d", "size": 3}, "ref": "r"},
            File("document", "a.csv", "d/r", "text/csv", 3),
        ),
        (
            {"file": {"name": "a.png", "mime": "image/png", "ref": "d", "size": 3}, "ref": "r"},
            File("image", "a.png", "d/r", "image/png", 3),
        ),
        ({"text": 5}, Oddity("unknown")),
        ({}, Oddity("unknown")),
        (None, Oddity("unknown")),
        ([], Oddity("unknown")),
    ],
)
def test_what_a_stored_event_means(demo: Demo, payload: Any, heard: Any) -> None:
    assert demo.hear(payload) == heard


class Inbox:
    """A store that keeps what it is given, or is away."""

    def __init__(self) -> None:
        self.received: list[Received] = []
        self.away = False

    async def __call__(self, received: Sequence[Received], _receipts: Sequence[Receipt] = (), /) -> None:
        if self.away:
            raise Unavailable("away")
        self.received += received


async def test_her_words_are_stored_before_they_are_acknowledged(demo: Demo) -> None:
    inbox = Inbox()
    inbox.away = True
    with pytest.raises(Unavailable):
        await demo.take(inbox, "awa", "Awa", {"type": "text", "ref": "r1", "text": "menu"})
    assert await shown(demo) == []
    inbox.away = False
    await demo.take(inbox, "awa", "Awa", {"type": "text", "ref": "r1", "text": "menu <"})
    (frame,) = await shown(demo)
    assert (frame["from"], frame["html"], frame["ref"], frame["state"]) == ("me", "menu &lt;", "r1", "sent")
    assert inbox.received == [Received("awa", "awa:r1", {"text": "menu <", "ref": "r1"}, "Awa")]


async def test_a_repeated_reference_is_answered_and_not_stored_again(demo: Demo) -> None:
    inbox = Inbox()
    text = {"type": "text", "ref": "r1", "text": "menu"}
    tap = {"type": "tap", "ref": "r2", "message": "b1", "data": "7:0"}
    for frame in (text, tap):
        await demo.take(inbox, "awa", "Awa", frame)
    answers = [await demo.take(inbox, "awa", "Awa", frame) for frame in (text, tap)]
    assert [answer["ref"] for answer in answers if answer] == ["r1", "r2"]
    assert len(inbox.received) == 2


@pytest.mark.parametrize(
    "frame",
    [
        None,
        "menu",
        {},
        {"type": "text", "text": "menu"},
        {"type": "text", "ref": "", "text": "menu"},
        {"type": "text", "ref": "x" * 65, "text": "menu"},
        {"type": "text", "ref": "a:b", "text": "menu"},
        {"type": "text", "ref": "r1", "text": 5},
        {"type": "tap", "ref": "r1", "data": "7:0"},
        {"type": "dance", "ref": "r1"},
    ],
)
async def test_what_is_no_frame_of_the_protocol_is_dropped(demo: Demo, frame: Any) -> None:
    inbox = Inbox()
    assert await demo.take(inbox, "awa", "Awa", frame) is None
    assert inbox.received == []


async def test_a_tapped_button_is_marked_and_only_that_one(demo: Demo) -> None:
    await demo.send(row(1, tr("?").with_choices(Choice("a", "A"), Choice("b", "B"))))
    line = looking(await demo.phone("awa"))
    for ref, data in (("r1", "7:0"), ("r2", "7:1")):
        await demo.take(Inbox(), "awa", "Awa", {"type": "tap", "ref": ref, "message": "b1", "data": data})
    marks = [f for f in await told(line) if f["type"] == "message"]
    assert [f["ref"] for f in marks] == ["r1", "r2"]
    assert [[b.get("chosen", False) for r in f["rows"] for b in r] for f in marks] == [[True, False], [False, True]]


async def test_a_tap_on_a_message_that_is_gone_is_acknowledged(demo: Demo) -> None:
    line = looking(await demo.phone("awa"))
    await demo.take(Inbox(), "awa", "Awa", {"type": "tap", "ref": "r1", "message": "b9", "data": "7:0"})
    assert {"type": "ack", "ref": "r1"} in await told(line)


async def test_the_bot_writes_from_her_word_to_its_answer_and_her_word_is_read_then(demo: Demo) -> None:
    line = looking(await demo.phone("awa"))
    await demo.take(Inbox(), "awa", "Awa", {"type": "text", "ref": "r1", "text": "menu"})
    assert [f["type"] for f in await told(line)] == ["typing", "message"]
    await demo.send(row(1, tr("Que veux-tu faire ?")))
    off, ticks, answer = await told(line)
    assert off == {"type": "typing", "on": False}
    assert ticks == {"type": "ticks", "id": "mr1", "state": "read"}
    assert answer["from"] == "bot"


async def test_files_are_kept_and_can_be_fetched_up_to_a_size(demo: Demo, database: Database) -> None:
    inbox = Inbox()
    coded = b64encode(b"a,b\n").decode()
    await demo.take(
        inbox, "awa", "Awa", {"type": "file", "ref": "r1", "name": "a\n.csv", "mime": "text/csv", "base64": coded}
    )
    heard = demo.hear(inbox.received[0].payload)
    assert isinstance(heard, File)
    assert (heard.name, heard.size) == ("a.csv", 4)
    assert await demo.fetch(heard.ref, 4) == b"a,b\n"
    assert await look(database, media_rows.read, heard.ref.partition("/")[0]) == ("text/csv", b"a,b\n")


@pytest.mark.parametrize(("coded", "notice"), [("!!", "lu"), (b64encode(b"x" * (MOST_FILE + 1)).decode(), "20 Mo")])
async def test_a_file_that_is_damaged_or_too_large_is_refused_in_words(demo: Demo, coded: str, notice: str) -> None:
    inbox = Inbox()
    line = looking(await demo.phone("awa"))
    answer = await demo.take(
        inbox, "awa", "Awa", {"type": "file", "ref": "r1", "name": "a", "mime": "text/csv", "base64": coded}
    )
    assert answer == {"type": "ack", "ref": "r1"}
    (toast,) = await told(line)
    assert notice in toast["text"]
    assert inbox.received == []


# --- the whole demo ---------------------------------------------------------------------------------


async def test_what_phones_show_is_the_same_after_a_restart(running: RunningDemo) -> None:
    async with running.phone("awa") as awa:
        await awa.joins((await running.phones())[0]["hint"])
        await awa.taps("Accepter")
        await awa.taps("Acceptable")
        before = await awa.says("gains")
        hello, messages = awa.frames[0], dict(awa.messages)
    highest = max(message["seq"] for message in messages.values())
    await running.stop()
    await running.start()
    async with running.phone("awa") as awa:
        assert awa.frames[0]["epoch"] == hello["epoch"]
        assert awa.frames[0]["now"] > hello["now"]
        assert awa.frames[0]["phone"]["hint"] is None
        while len(awa.messages) < len(messages):  # what was sent and not yet marked as sent comes again
            await awa.next()
        assert _seen(awa.messages) == _seen(messages)
        assert list(awa.messages) == list(messages)
        url = awa.messages[before["id"]]["picture"]["url"]
        async with aiohttp.ClientSession() as session, session.get(running.url.removesuffix("/demo") + url) as picture:
            assert picture.content_type == "image/png"
            assert (await picture.read()).startswith(b"\x89PNG")
    async with running.phone("awa", after=highest) as awa:
        # nothing that the page does not know already, under whatever number
        assert all(_seen({i: f}) == _seen({i: messages[i]}) for i, f in awa.messages.items())


def _seen(messages: dict[str, Frame]) -> dict[str, Any]:
    kept = ("from", "html", "rows", "picture", "edited")
    return {ident: {key: frame[key] for key in kept} for ident, frame in messages.items()}


async def test_a_day_ahead_brings_the_evenings_reminder_at_its_hour(running: RunningDemo) -> None:
    async with running.phone("awa") as awa:
        await awa.joins((await running.phones())[0]["hint"], reminder="tous les jours 19 h")
        now = (await running.post("/clock", {"minutes": 2 * 24 * 60}))["now"]
        assert now > "2026-03-06T09:00"
        reminders: list[str] = []
        while len(reminders) < 2:
            await awa.next()
            reminders = [m["at"][:16] for m in awa.messages.values() if "Il y a du travail" in m["html"]]
        assert reminders == ["2026-03-04T19:00", "2026-03-05T19:00"]  # the practice task was no work yet
        assert [f for f in awa.frames if f["type"] == "clock"]


async def test_to_sunday_stops_a_minute_before_the_weeks_summary(running: RunningDemo) -> None:
    async with running.phone("awa") as awa:
        await awa.joins((await running.phones())[0]["hint"], reminder="lundi 18 h")
        assert (await running.post("/clock", {"until": "sunday"}))["now"][:16] == "2026-03-08T17:59"
        assert not any("Cette semaine" in message["html"] for message in awa.messages.values())
        await running.post("/clock", {"minutes": 10})
        while "Cette semaine" not in awa.last["html"]:  # beside the work that she has not begun yet
            await awa.next()
        assert awa.last["at"][:16] == "2026-03-08T18:00"
        assert (await running.post("/clock", {"until": "sunday"}))["now"][:16] == "2026-03-15T17:59"


async def test_new_hiteuses_come_from_country_after_country_with_a_code_that_works(running: RunningDemo) -> None:
    added = [await running.post("/phones", {}) for _ in range(5)]
    assert [phone["title"] for phone in added] == ["Solange", "Fatou", "Afi", "Divine", "Akissi"]
    for phone, place in zip(added, ["Cameroun", "Sénégal", "Bénin", "RD Congo", "Côte d'Ivoire"], strict=True):
        async with running.phone(phone["id"]) as line:
            welcome = await line.says(phone["hint"])
            assert f"Bienvenue, {phone['title']}" in welcome["html"]
            assert place in welcome["html"]
    await running.stop()
    await running.start()
    firsts = ["awa", "huber", "admin"]
    assert [phone["id"] for phone in await running.phones()] == [*firsts, *[phone["id"] for phone in added]]


async def test_a_talk_begun_on_her_whatsapp_ends_on_her_telegram(running: RunningDemo) -> None:
    second = await running.post("/phones", {"of": "awa"})
    assert (second["look"], second["of"], second["known"]) == ("whatsapp", "awa", False)
    assert await running.post("/phones", {"of": "awa"}) == second
    assert [phone["id"] for phone in await running.phones()] == ["awa", second["id"], "huber", "admin"]
    (awa, *_) = await running.phones()
    assert awa["hint"] == second["hint"]
    async with running.phone(second["id"]) as whatsapp, running.phone("awa") as telegram:
        await whatsapp.says(second["hint"])
        await whatsapp.taps("J'accepte")
        assert [phone["hint"] for phone in (await running.phones())[:2]] == [None, None]
        line = re.search(r"lier [0-9A-Z-]+", (await whatsapp.says("lier"))["html"])
        assert line is not None
        assert "relié, Awa" in (await telegram.says(line.group()))["html"]
        await telegram.taps("activité")
        await telegram.says("Un salon de coiffure, 400 000 F")
        await telegram.taps("Pas de rappel")
        await telegram.taps("Oui, je veux bien")
        assert "Accepter" in str((await telegram.taps("Transport"))["rows"])
    assert all(phone["known"] for phone in (await running.phones())[:2])


async def test_a_second_phone_is_as_it_was_after_a_restart(running: RunningDemo) -> None:
    second = await running.post("/phones", {"of": "awa"})
    async with running.phone(second["id"]) as whatsapp:
        await whatsapp.says("bonjour")
        before = {ident: message["html"] for ident, message in whatsapp.messages.items()}
    await running.stop()
    await running.start()
    assert second in await running.phones()
    async with running.phone(second["id"]) as whatsapp:
        assert {ident: message["html"] for ident, message in whatsapp.messages.items()} == before


async def test_the_admin_sends_a_batch_as_files(running: RunningDemo) -> None:
    config = """
name: avis
title: Avis
kind: choice
question: "Cet avis est-il bon ?"
show: {text: "{texte}"}
choices: [{id: oui, label: Oui}, {id: non, label: Non}]
pay: {amount: "0.05", currency: EUR}
answers: {min: 1, max: 1}
minutes: 0.5
"""
    async with running.phone("admin") as admin:
        await admin.says((await running.phones())[2]["hint"])
        await admin.says("lot")
        for name, text in (("avis.yaml", config), ("avis.csv", "id,texte\n1,Très bien\n2,Bof\n")):
            coded = b64encode(text.encode()).decode()
            await admin.send("file", name=name, mime="application/octet-stream", base64=coded)
            await admin.until("message", **{"from": "bot"})
        while "est prêt" not in admin.last["html"]:
            await admin.next()
        await admin.taps("Importer")
        while "est importé" not in admin.last["html"]:
            await admin.next()
        assert "2 nouvelles tâches" in admin.last["html"]


async def test_a_phone_opens_after_an_erasure_has_emptied_what_was_written_there(
    running: RunningDemo, database: Database
) -> None:
    """« people erase Awa » closed the admin's phone, on which somebody had written « personne Awa »."""
    async with running.phone("admin") as admin:
        await admin.says((await running.phones())[2]["hint"])
        await admin.says("personne Awa")
        await admin.says("stats")
    async with database.unit() as uow:
        await uow.execute("update inbox set payload = '{}' where payload ->> 'text' like '%%Awa%%'")
        await uow.commit()
    await running.stop()
    await running.start()
    async with running.phone("admin") as admin:
        texts = [message["html"] for message in admin.messages.values() if message["from"] == "me"]
        assert any("stats" in text for text in texts) and not any("Awa" in text for text in texts)


async def test_a_platform_in_a_question_is_the_phones_that_bear_its_name(running: RunningDemo) -> None:
    """« tâches sur whatsapp » counted those of the real platform, which nobody uses in a demo: 0."""
    second = await running.post("/phones", {"of": "awa"})
    async with running.phone(second["id"]) as whatsapp:
        await whatsapp.joins(second["hint"])
    async with running.phone("admin") as admin:
        await admin.says((await running.phones())[-1]["hint"])
        assert "1 tâche" in (await admin.says("tâches aujourd'hui sur whatsapp"))["html"]
        assert "0 tâche" in (await admin.says("tâches aujourd'hui sur telegram"))["html"]
        assert "0 tâche" in (await admin.says("tâches aujourd'hui hors whatsapp"))["html"]
        both = (await admin.says("tâches aujourd'hui, whatsapp ou telegram"))["html"]
        assert "WhatsApp\u00a0: ✅ 1 tâche\nTelegram\u00a0: ✅ 0 tâche" in both


# --- who may talk to it -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Host": "evil.example"},
        {"Host": "evil.example", "Origin": "http://evil.example"},
    ],
)
@pytest.mark.parametrize(
    ("method", "path"), [("POST", "/clock"), ("POST", "/phones"), ("GET", "/phones"), ("GET", "/ws")]
)
async def test_another_sites_page_is_refused(
    running: RunningDemo, headers: dict[str, str], method: str, path: str
) -> None:
    async with (
        aiohttp.ClientSession() as session,
        session.request(method, running.url + path, json={"minutes": 5}, headers=headers) as answer,
    ):
        assert answer.status == 403


@pytest.mark.parametrize("body", [{}, {"minutes": 0}, {"minutes": -5}, {"minutes": 10**9}, {"until": "monday"}, [], 5])
async def test_the_clock_refuses_what_is_no_jump(running: RunningDemo, body: Any) -> None:
    before = running.app.clock.now()
    async with aiohttp.ClientSession() as session, session.post(running.url + "/clock", json=body) as answer:
        assert answer.status == 400
    assert (running.app.clock.now() - before).total_seconds() < 60


@pytest.mark.parametrize("path", ["/ws?phone=nobody", "/static/../README.md", "/static/nothing.js", "/media/nothing"])
async def test_what_is_not_there_is_not_found(running: RunningDemo, path: str) -> None:
    async with aiohttp.ClientSession() as session, session.get(running.url + path) as answer:
        assert answer.status == 404


async def test_the_address_without_its_path_leads_to_the_page(running: RunningDemo) -> None:
    root = running.url.removesuffix("/demo")
    async with aiohttp.ClientSession() as session, session.get(f"{root}/") as answer:
        assert answer.status == 200 and str(answer.url) == running.url


async def test_a_page_that_somebody_uploads_is_never_run(running: RunningDemo) -> None:
    coded = b64encode(b"<script>alert(1)</script>").decode()
    async with running.phone("admin") as admin:
        await admin.send("file", name="x.html", mime="text/html", base64=coded)
        mine = await admin.until("message", **{"from": "me"})
    address = running.url.removesuffix("/demo") + mine["document"]["url"]
    async with aiohttp.ClientSession() as session, session.get(address) as answer:
        assert answer.content_type == "application/octet-stream"
        assert "sandbox" in answer.headers["Content-Security-Policy"]


async def test_two_pages_of_one_phone_see_the_same(running: RunningDemo) -> None:
    hint = (await running.phones())[0]["hint"]
    async with running.phone("awa") as one, running.phone("awa") as two:
        said = await one.says(hint)
        assert await two.until("message", id=said["id"]) == said
        await one.taps("J'accepte")
        marked = await two.until("message", id=said["id"])
        assert [b["label"] for r in marked["rows"] for b in r if b.get("chosen")] == ["J'accepte"]
