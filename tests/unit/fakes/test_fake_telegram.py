"""The fake Telegram refuses what the platform refuses, and shows people what the bot did."""

import asyncio
import io
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import orjson
import pytest
import telegram as ptb
from aiohttp import web
from PIL import Image
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, InputMediaPhoto

from tests.fakes.telegram import FakeTelegram, Person, RateLimits
from tests.fakes.telegram.table import METHODS, TYPES

YES_NO = InlineKeyboardMarkup(
    [[InlineKeyboardButton("Oui", callback_data="1:yes"), InlineKeyboardButton("Non", callback_data="1:no")]]
)


@pytest.fixture
async def telegram() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram(webhook_pause=0.001) as fake:
        yield fake


@pytest.fixture
async def bot(telegram: FakeTelegram) -> AsyncIterator[ptb.Bot]:
    root = telegram.url
    async with ptb.Bot(telegram.token, f"{root}/bot", f"{root}/file/bot") as client:
        yield client


@pytest.fixture
async def awa(telegram: FakeTelegram) -> Person:
    """Awa has written, so the bot may write to her; it has that update behind it."""
    person = telegram.person("Awa")
    await person.says("bonjour")
    telegram.world.updates.forget()
    return person


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


async def call(http: aiohttp.ClientSession, telegram: FakeTelegram, method: str, **params: Any) -> Any:
    """The whole answer to a call with a JSON body."""
    async with http.post(f"{telegram.url}/bot{telegram.token}/{method}", json=params) as response:
        answer = await response.json()
        assert answer["ok"] == (response.status == 200)
        assert answer["ok"] or answer["error_code"] == response.status
        return answer


def png(width: int = 300, height: int = 200) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "orange").save(out, "PNG")
    return out.getvalue()


def keyboard(*buttons: dict[str, Any]) -> dict[str, Any]:
    return {"inline_keyboard": [[button] for button in buttons]}


# Parameters


@pytest.mark.parametrize(
    ("method", "params", "reason"),
    [
        ("sendMessage", {"text": "a", "colour": "red"}, "no parameter 'colour'"),
        ("sendMessage", {}, "'text' is required"),
        ("sendMessage", {"text": 7}, "text: 7 is not a String"),
        ("sendMessage", {"text": "a", "disable_notification": "maybe"}, "not a Boolean"),
        ("sendMessage", {"text": "a", "message_thread_id": "x1"}, "not an Integer"),
        ("sendMessage", {"text": "a", "message_thread_id": True}, "not an Integer"),
        ("sendMessage", {"text": "a", "reply_markup": "{oops"}, "reply_markup: is not JSON"),
        (
            "sendMessage",
            {"text": "a", "reply_markup": keyboard({"text": "b", "calback_data": "c"})},
            "reply_markup.inline_keyboard.0.0: InlineKeyboardButton has no field 'calback_data'",
        ),
        (
            "sendMessage",
            {"text": "a", "reply_markup": keyboard({"callback_data": "c"})},
            "InlineKeyboardButton needs 'text'",
        ),
        (
            "sendMessage",
            {"text": "a", "reply_markup": keyboard({"text": 5, "callback_data": "c"})},
            "inline_keyboard.0.0.text: 5 is not a String",
        ),
        ("sendMessage", {"text": "a", "reply_markup": {"inline_keyboard": [{}]}}, "not an array"),
        ("sendMessage", {"text": "a", "entities": [{"type": "bold", "offset": "0", "length": 1}]}, "entities.0.offset"),
        ("editMessageMedia", {"message_id": 1, "media": {"type": "photos", "media": "x"}}, "media.type: 'photos'"),
        ("editMessageMedia", {"message_id": 1, "media": {"type": "photo", "media": "attach://x"}}, "names no uploaded"),
    ],
)
async def test_a_call_that_breaks_the_method_table_is_refused_and_kept_as_a_violation(
    telegram: FakeTelegram,
    http: aiohttp.ClientSession,
    awa: Person,
    method: str,
    params: dict[str, Any],
    reason: str,
) -> None:
    answer = await call(http, telegram, method, chat_id=awa.id, **params)

    assert answer["error_code"] == 400
    assert reason in answer["description"]
    (violation,) = telegram.violations
    assert (violation.method, violation.status) == (method, 400)
    assert awa.unheard == []


async def test_an_unknown_method_is_not_found(telegram: FakeTelegram, http: aiohttp.ClientSession) -> None:
    answer = await call(http, telegram, "sendMesage", text="a")

    assert answer["error_code"] == 404
    assert len(telegram.violations) == 1


async def test_a_wrong_token_is_unauthorized(telegram: FakeTelegram, http: aiohttp.ClientSession) -> None:
    async with http.post(f"{telegram.url}/bot{telegram.token}x/getMe") as response:
        assert response.status == 401


@pytest.mark.parametrize("form", ["json", "json text", "urlencoded", "multipart", "query"])
async def test_the_same_call_may_come_in_every_form_of_body(
    telegram: FakeTelegram, http: aiohttp.ClientSession, awa: Person, form: str
) -> None:
    url = f"{telegram.url}/bot{telegram.token}/sendMessage"
    markup = keyboard({"text": "Oui", "callback_data": "1:yes"})
    native: dict[str, Any] = {"chat_id": awa.id, "text": "é & <", "protect_content": True, "reply_markup": markup}
    text = {k: v if isinstance(v, str) else orjson.dumps(v).decode() for k, v in native.items()}
    match form:
        case "json":
            sending = http.post(url, json=native)
        case "json text":
            sending = http.post(url, json=text)
        case "urlencoded":
            sending = http.post(url, data=text)
        case "multipart":
            writer = aiohttp.MultipartWriter("form-data")
            for name, value in text.items():
                writer.append(value).set_content_disposition("form-data", name=name)
            sending = http.post(url, data=writer)
        case _:
            sending = http.get(url, params=text)
    async with sending as response:
        assert response.status == 200, await response.text()

    message = await awa.hears_one()
    assert (message.text, message.html, message.labels) == ("é & <", "é &amp; &lt;", ["Oui"])
    assert telegram.violations == []


async def test_every_method_of_the_table_has_an_answer_to_empty_parameters(
    telegram: FakeTelegram, http: aiohttp.ClientSession
) -> None:
    for method in METHODS.values():
        answer = await call(http, telegram, method.name)
        if method.required:
            assert f"{method.required[0]!r} is required" in answer["description"]
        else:
            assert answer["ok"] or answer["error_code"] in (400, 501)
            if answer["ok"] and len(method.returns) == 1 and method.returns[0] != "Boolean":
                TYPES.check(method.returns[0], answer["result"])


# Limits


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "text is empty"),
        (" \n", "text is empty"),
        ("<b></b>", "text is empty"),
        ("x" * 4097, "too long"),
        ("a < b", "unescaped '<'"),
        ("a > b", "unescaped '>'"),
        ("Awa & Fils", "unescaped '&'"),
        ("&nbsp;", "unknown entity"),
        ("<b>gras", "can't find end tag"),
        ("gras</b>", "unexpected end tag"),
        ("<b><i>gras</b></i>", "unexpected end tag"),
        ("<p>alinéa</p>", "unsupported start tag"),
        ("<a>lien</a>", "unsupported start tag"),
        ('<b class="x">gras</b>', "unsupported start tag"),
        ("<code><b>gras</b></code>", "inside code"),
    ],
)
async def test_html_that_is_not_well_formed_or_out_of_bounds_is_refused(
    telegram: FakeTelegram, http: aiohttp.ClientSession, awa: Person, text: str, reason: str
) -> None:
    answer = await call(http, telegram, "sendMessage", chat_id=awa.id, text=text, parse_mode="HTML")

    assert reason in answer["description"]
    assert len(telegram.violations) == 1


async def test_the_length_of_a_text_counts_after_its_html_is_parsed(bot: ptb.Bot, awa: Person) -> None:
    await bot.send_message(awa.id, f"<b>{'&amp;' * 4096}</b>", parse_mode="HTML")

    assert (await awa.hears_one()).text == "&" * 4096


async def test_html_becomes_plain_text_with_entities_counted_in_utf16(bot: ptb.Bot, awa: Person) -> None:
    source = (
        '😀 <b>gras <i>les deux</i></b> <a href="https://exemple.ci/?a=1&amp;b=2">lien</a> '
        '<pre><code class="language-python">x &lt; 1</code></pre> <tg-spoiler>caché</tg-spoiler>'
    )
    sent = await bot.send_message(awa.id, source, parse_mode="HTML")

    assert sent.text == "😀 gras les deux lien x < 1 caché"
    assert [(e.type, t) for e, t in sent.parse_entities().items()] == [
        ("bold", "gras les deux"),
        ("italic", "les deux"),
        ("text_link", "lien"),
        ("pre", "x < 1"),
        ("spoiler", "caché"),
    ]
    assert sent.entities[3].language == "python"


@pytest.mark.parametrize(
    ("markup", "reason"),
    [
        (keyboard({"text": "a", "callback_data": "é" * 33}), "BUTTON_DATA_INVALID"),
        (keyboard({"text": "a", "callback_data": ""}), "BUTTON_DATA_INVALID"),
        (keyboard({"text": "", "callback_data": "a"}), "no text"),
        (keyboard({"text": "a"}), "not exactly one action"),
        (keyboard({"text": "a", "callback_data": "a", "url": "https://a.ci"}), "not exactly one action"),
        (keyboard({"text": "a", "url": "pas une adresse"}), "BUTTON_URL_INVALID"),
        (keyboard(*[{"text": "a", "callback_data": "a"}] * 101), "more than 100 buttons"),
        ({"inline_keyboard": [[{"text": "a", "callback_data": "a"}] * 9]}, "more than 8 buttons"),
    ],
)
async def test_keyboards_out_of_bounds_are_refused(
    telegram: FakeTelegram, http: aiohttp.ClientSession, awa: Person, markup: dict[str, Any], reason: str
) -> None:
    answer = await call(http, telegram, "sendMessage", chat_id=awa.id, text="a", reply_markup=markup)

    assert reason in answer["description"]
    assert len(telegram.violations) == 1


@pytest.mark.parametrize(
    ("method", "params", "reason"),
    [
        ("sendPhoto", {"photo": "x", "caption": "x" * 1025}, "caption is too long"),
        ("sendPhoto", {"photo": "never-given-out"}, "wrong file identifier"),
        ("setMyCommands", {"commands": [{"command": "Menu", "description": "a"}]}, "BOT_COMMAND_INVALID"),
        ("setMyCommands", {"commands": [{"command": "menu", "description": ""}]}, "DESCRIPTION_INVALID"),
        ("answerCallbackQuery", {"callback_query_id": "1", "text": "x" * 201}, "MESSAGE_TOO_LONG"),
        ("getUpdates", {"limit": 101}, "limit must be"),
        ("setWebhook", {"url": "https://a.ci", "secret_token": "un espace"}, "secret token"),
        ("setWebhook", {"url": "https://a.ci", "max_connections": 101}, "max_connections"),
        ("sendChatAction", {"action": "dancing"}, "wrong parameter action"),
    ],
)
async def test_other_values_out_of_bounds_are_refused(
    telegram: FakeTelegram,
    http: aiohttp.ClientSession,
    awa: Person,
    method: str,
    params: dict[str, Any],
    reason: str,
) -> None:
    if method.startswith("send"):
        params = {"chat_id": awa.id, **params}
    answer = await call(http, telegram, method, **params)

    assert answer["error_code"] == 400
    assert reason in answer["description"]


@pytest.mark.parametrize("data", [b"no picture", png(2100, 100), png() + bytes(10 * 2**20)])
async def test_a_photo_that_is_none_or_too_large_is_refused(bot: ptb.Bot, awa: Person, data: bytes) -> None:
    with pytest.raises(ptb.error.BadRequest):
        await bot.send_photo(awa.id, data)


async def test_a_person_who_never_wrote_is_an_unknown_chat(telegram: FakeTelegram, bot: ptb.Bot) -> None:
    stranger = telegram.person("Fatou")

    with pytest.raises(ptb.error.BadRequest, match="Chat not found"):
        await bot.send_message(stranger.id, "a")
    assert telegram.violations == []


# Messages, edits and taps


async def test_an_edit_is_heard_and_replaces_what_she_sees(bot: ptb.Bot, awa: Person) -> None:
    sent = await bot.send_message(awa.id, "Une question", reply_markup=YES_NO)
    await sent.edit_text("<b>Merci</b>", parse_mode="HTML")

    before, after = await awa.hears(2)
    assert (before.text, before.edited, before.labels) == ("Une question", False, ["Oui", "Non"])
    assert (after.text, after.edited, after.labels) == ("Merci", True, [])
    assert awa.chat[1:] == [after]


async def test_an_edit_that_changes_nothing_is_refused(telegram: FakeTelegram, bot: ptb.Bot, awa: Person) -> None:
    sent = await bot.send_message(awa.id, "a", reply_markup=YES_NO)

    with pytest.raises(ptb.error.BadRequest, match="not modified"):
        await sent.edit_text("a", reply_markup=YES_NO)
    await sent.edit_reply_markup(None)
    with pytest.raises(ptb.error.BadRequest, match="not modified"):
        await sent.edit_reply_markup(None)
    assert telegram.violations == []


async def test_only_messages_of_the_bot_that_stand_can_be_edited(bot: ptb.Bot, awa: Person) -> None:
    hers = await awa.says("bonjour")
    sent = await bot.send_message(awa.id, "a")
    with pytest.raises(ptb.error.BadRequest, match="can't be edited"):
        await bot.edit_message_text("b", awa.id, hers.id)
    with pytest.raises(ptb.error.BadRequest, match="no caption"):
        await sent.edit_caption("b")
    await sent.delete()
    with pytest.raises(ptb.error.BadRequest, match="to edit not found"):
        await sent.edit_text("b")
    with pytest.raises(ptb.error.BadRequest, match="to delete not found"):
        await sent.delete()
    assert awa.chat[-1] == hers


async def test_a_tap_is_answered_once(telegram: FakeTelegram, bot: ptb.Bot, awa: Person) -> None:
    await bot.send_message(awa.id, "Une question", reply_markup=YES_NO)
    await awa.taps("Non")
    assert telegram.unanswered == 1
    (update,) = await bot.get_updates()
    assert update.callback_query
    assert update.callback_query.data == "1:no"

    await update.callback_query.answer("Bien reçu", show_alert=True)

    toast = await awa.sees_toast()
    assert (toast.text, toast.alert) == ("Bien reçu", True)
    assert telegram.unanswered == 0
    with pytest.raises(ptb.error.BadRequest, match="too old"):
        await update.callback_query.answer()


async def test_a_tap_cannot_be_answered_after_fifteen_seconds() -> None:
    now = 0.0
    async with FakeTelegram(clock=lambda: now) as telegram, aiohttp.ClientSession() as http:
        awa = telegram.person("Awa")
        await awa.says("a")
        markup = keyboard({"text": "Oui", "callback_data": "yes"})
        await call(http, telegram, "sendMessage", chat_id=awa.id, text="a", reply_markup=markup)
        first, second = await awa.taps(0), await awa.taps(0)
        now = 14.0
        assert (await call(http, telegram, "answerCallbackQuery", callback_query_id=first))["ok"]
        now = 16.0
        answer = await call(http, telegram, "answerCallbackQuery", callback_query_id=second)
        assert "too old" in answer["description"]


async def test_a_tap_finds_the_newest_message_that_has_the_button_or_the_one_that_is_named(
    bot: ptb.Bot, awa: Person
) -> None:
    old = await bot.send_message(awa.id, "ancienne", reply_markup=YES_NO)
    new = await bot.send_message(awa.id, "nouvelle", reply_markup=YES_NO)
    await bot.send_message(awa.id, "sans bouton")
    heard = await awa.hears(3)

    await awa.taps("Oui")
    await awa.taps("1:no")
    await awa.taps(0, heard[0])
    with pytest.raises(LookupError, match="no button 'Peut-être'"):
        await awa.taps("Peut-être")

    queries = [u.callback_query for u in await bot.get_updates()]
    assert [(q.message.message_id, q.data) for q in queries if q and q.message] == [
        (new.message_id, "1:yes"),
        (new.message_id, "1:no"),
        (old.message_id, "1:yes"),
    ]


async def test_what_a_person_does_reaches_the_bot_in_the_documented_shape(
    telegram: FakeTelegram, bot: ptb.Bot, http: aiohttp.ClientSession, awa: Person
) -> None:
    question = await bot.send_message(awa.id, "<b>a</b>", parse_mode="HTML", reply_markup=YES_NO)
    said = await awa.opens("ABC")
    await awa.edits(said, "/start ABD")
    await awa.taps("Oui")
    await awa.sends_photo(png(), "ma photo")
    await awa.sends_voice(b"voix")
    await awa.sends_sticker()
    await awa.sends_document(b"a,b", "lot.csv")
    await awa.sends("location", location={"latitude": 5.35, "longitude": -4.0})
    await awa.blocks_bot()
    await awa.unblocks_bot()

    raw = (await call(http, telegram, "getUpdates"))["result"]
    for update in raw:
        TYPES.check("Update", update)
    updates = [u for each in raw if (u := ptb.Update.de_json(each, bot))]
    assert updates[0].message
    assert updates[0].message.parse_entities() == {updates[0].message.entities[0]: "/start"}
    assert updates[1].edited_message
    assert updates[1].edited_message.text == "/start ABD"
    assert updates[2].callback_query
    assert updates[2].callback_query.message == question
    assert [u.effective_message.effective_attachment is not None for u in updates[3:8] if u.effective_message] == [
        True
    ] * 5
    assert [u.my_chat_member.new_chat_member.status for u in updates[8:] if u.my_chat_member] == ["kicked", "member"]


async def test_pictures_and_files_travel_both_ways(telegram: FakeTelegram, bot: ptb.Bot, awa: Person) -> None:
    sent = await bot.send_photo(awa.id, png(), caption="<i>a</i>", parse_mode="HTML", reply_markup=YES_NO)
    again = await bot.send_photo(awa.id, sent.photo[-1].file_id)
    edited = await sent.edit_media(InputMediaPhoto(png(400, 100), caption="b"))
    with pytest.raises(ptb.error.BadRequest, match="use file of type photo as document"):
        await bot.send_document(awa.id, sent.photo[-1].file_id)

    first, second, third = await awa.hears(3)
    assert (first.kind, first.text, first.data, first.labels) == ("photo", "a", png(), ["Oui", "Non"])
    assert (second.data, again.photo[-1].file_unique_id) == (png(), sent.photo[-1].file_unique_id)
    assert (third.id, third.text, third.data, third.labels) == (first.id, "b", png(400, 100), [])
    assert not isinstance(edited, bool)
    assert (edited.photo[-1].width, edited.photo[-1].height) == (400, 100)

    await awa.sends_document(b"id,texte\n", "lot.csv")
    (update,) = await bot.get_updates()
    assert update.message
    assert update.message.document
    file = await bot.get_file(update.message.document.file_id)
    assert bytes(await file.download_as_bytearray()) == b"id,texte\n"
    assert telegram.violations == []


async def test_answers_have_the_documented_shape(
    telegram: FakeTelegram, http: aiohttp.ClientSession, awa: Person
) -> None:
    markup = keyboard({"text": "Oui", "callback_data": "yes"})
    sent = await call(http, telegram, "sendMessage", chat_id=awa.id, text="a", reply_markup=markup)
    where = {"chat_id": awa.id, "message_id": sent["result"]["message_id"]}
    await awa.sends_voice()
    voice = awa.chat[-1].json["voice"]["file_id"]
    calls: list[tuple[str, dict[str, Any]]] = [
        ("getMe", {}),
        ("editMessageText", {**where, "text": "b"}),
        ("sendVoice", {"chat_id": awa.id, "voice": voice, "caption": "c"}),
        ("sendPhoto", {"chat_id": awa.id, "photo": "https://exemple.ci/a.jpg"}),
        ("getFile", {"file_id": voice}),
        ("getChat", {"chat_id": awa.id}),
        ("getWebhookInfo", {}),
        ("getMyCommands", {}),
        ("getMyDescription", {}),
    ]
    for method, params in calls:
        answer = await call(http, telegram, method, **params)
        assert answer["ok"], answer
        TYPES.check(METHODS[method].returns[0], answer["result"])


async def test_command_menus_are_kept_by_scope_and_language(telegram: FakeTelegram, bot: ptb.Bot, awa: Person) -> None:
    await bot.set_my_commands([ptb.BotCommand("aide", "Aide")])
    await bot.set_my_commands([ptb.BotCommand("help", "Help")], language_code="en")
    assert awa.commands == {"aide": "Aide"}
    assert telegram.person("Ann", language="en").commands == {"help": "Help"}

    scope = ptb.BotCommandScopeChat(awa.id)
    await bot.set_my_commands([ptb.BotCommand("travail", "Travailler")], scope=scope)
    assert awa.commands == {"travail": "Travailler"}
    assert [c.command for c in await bot.get_my_commands(scope=scope)] == ["travail"]
    assert [c.command for c in await bot.get_my_commands()] == ["aide"]


async def test_a_person_who_hears_nothing_says_what_she_saw(telegram: FakeTelegram, awa: Person) -> None:
    with pytest.raises(TimeoutError, match=r"Awa heard 0 of 1 messages[\s\S]*> bonjour"):
        await awa.hears(1, timeout=0)


# Updates


async def test_updates_come_again_until_an_offset_confirms_them(
    telegram: FakeTelegram, http: aiohttp.ClientSession, awa: Person
) -> None:
    async def poll(**params: Any) -> list[str]:
        answer = await call(http, telegram, "getUpdates", **params)
        ids.extend(u["update_id"] for u in answer["result"])
        return [u["message"]["text"] for u in answer["result"]]

    ids: list[int] = []
    for text in "abcd":
        await awa.says(text)
    assert await poll(limit=2) == ["a", "b"]
    assert await poll() == ["a", "b", "c", "d"]
    assert await poll(offset=ids[1] + 1) == ["c", "d"]
    assert await poll(offset=-1) == ["d"]
    assert await poll() == ["d"]
    assert await poll(offset=ids[-1] + 1) == []
    assert telegram.stats["updates"] == {"made": 5, "handed": 4, "confirmed": 4, "pending": 0}


async def test_a_long_poll_returns_when_something_happens(
    telegram: FakeTelegram, http: aiohttp.ClientSession, awa: Person
) -> None:
    poll = asyncio.create_task(call(http, telegram, "getUpdates", timeout=60))
    await telegram.listens()
    await awa.says("enfin")

    assert [u["message"]["text"] for u in (await poll)["result"]] == ["enfin"]


async def test_the_older_of_two_polls_ends_in_a_conflict(telegram: FakeTelegram, http: aiohttp.ClientSession) -> None:
    older = asyncio.create_task(call(http, telegram, "getUpdates", timeout=60))
    await telegram.listens()

    assert (await call(http, telegram, "getUpdates"))["result"] == []
    assert (await older)["error_code"] == 409


async def test_only_the_kinds_of_update_that_were_asked_for_come(
    telegram: FakeTelegram, http: aiohttp.ClientSession, awa: Person
) -> None:
    await call(http, telegram, "getUpdates", allowed_updates=["my_chat_member"])
    await awa.says("a")
    await awa.blocks_bot()

    (update,) = (await call(http, telegram, "getUpdates"))["result"]
    assert "my_chat_member" in update


async def test_a_duplicated_update_comes_again_after_it_was_confirmed(
    telegram: FakeTelegram, http: aiohttp.ClientSession, awa: Person
) -> None:
    telegram.duplicate_next_update()
    await awa.says("a")
    (first,) = (await call(http, telegram, "getUpdates"))["result"]
    following = first["update_id"] + 1
    (second,) = (await call(http, telegram, "getUpdates", offset=following))["result"]

    assert second == first
    assert (await call(http, telegram, "getUpdates", offset=following))["result"] == []


class Hook:
    """A webhook that answers with `statuses` in turn, then with 200."""

    def __init__(self, *statuses: int, reply: dict[str, Any] | None = None) -> None:
        self.statuses = list(statuses)
        self.reply = reply
        self.got: list[tuple[str, str | None]] = []
        self.complete = asyncio.Event()
        self.wanted = 0
        self.gate: asyncio.Event | None = None
        self.inside = self.most_inside = 0

    async def __call__(self, request: web.BaseRequest) -> web.Response:
        update = await request.json()
        self.inside += 1
        self.most_inside = max(self.inside, self.most_inside)
        self.got.append((update["message"]["text"], request.headers.get("X-Telegram-Bot-Api-Secret-Token")))
        if len(self.got) >= self.wanted:
            self.complete.set()
        if self.gate:
            await self.gate.wait()
        self.inside -= 1
        status = self.statuses.pop(0) if self.statuses else 200
        return web.json_response(self.reply, status=status)

    async def gets(self, count: int) -> list[str]:
        """The texts of the first `count` posts."""
        self.wanted = count
        if len(self.got) < count:
            self.complete.clear()
            async with asyncio.timeout(5):
                await self.complete.wait()
        return [text for text, _ in self.got]


@pytest.fixture
async def hooks() -> AsyncIterator[Any]:
    """Serves a `Hook`; returns its address."""
    runners: list[web.ServerRunner] = []

    async def serve(hook: Hook) -> str:
        runner = web.ServerRunner(web.Server(hook))
        await runner.setup()
        runners.append(runner)
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        return f"http://127.0.0.1:{runner.addresses[0][1]}/hook"

    yield serve
    for runner in runners:
        await runner.cleanup()


async def test_a_webhook_gets_updates_with_its_secret_and_again_when_it_fails(
    telegram: FakeTelegram, http: aiohttp.ClientSession, awa: Person, hooks: Any
) -> None:
    hook = Hook(500, 503)
    await awa.says("avant")
    await call(http, telegram, "setWebhook", url=await hooks(hook), secret_token="s3cret")
    await awa.says("après")

    assert await hook.gets(4) == ["avant", "avant", "avant", "après"]
    assert {secret for _, secret in hook.got} == {"s3cret"}
    info = (await call(http, telegram, "getWebhookInfo"))["result"]
    assert "503" in info["last_error_message"]
    assert (await call(http, telegram, "getUpdates"))["error_code"] == 409
    await call(http, telegram, "deleteWebhook")
    assert (await call(http, telegram, "getUpdates"))["ok"]


async def test_a_webhook_gets_different_chats_side_by_side_but_each_in_order(
    telegram: FakeTelegram, http: aiohttp.ClientSession, hooks: Any
) -> None:
    hook = Hook()
    hook.gate = asyncio.Event()
    await call(http, telegram, "setWebhook", url=await hooks(hook), max_connections=2)
    people = [telegram.person(name) for name in ("Awa", "Fatou", "Aïcha")]
    for word in ("un", "deux"):
        for person in people:
            await person.says(f"{person.name} {word}")

    assert await hook.gets(2) == ["Awa un", "Fatou un"]
    hook.gate.set()
    texts = await hook.gets(6)
    assert hook.most_inside == 2
    for person in people:
        assert [t for t in texts if t.startswith(person.name)] == [f"{person.name} un", f"{person.name} deux"]


async def test_a_webhook_may_answer_with_a_call(
    telegram: FakeTelegram, http: aiohttp.ClientSession, awa: Person, hooks: Any
) -> None:
    reply = {"method": "sendMessage", "chat_id": awa.id, "text": "tout de suite"}
    await call(http, telegram, "setWebhook", url=await hooks(Hook(reply=reply)))
    await awa.says("vite")

    assert (await awa.hears_one()).text == "tout de suite"


# Trouble


async def test_scripted_failures_have_no_effect_and_end_by_themselves(
    telegram: FakeTelegram, http: aiohttp.ClientSession, awa: Person
) -> None:
    telegram.fail_next("sendMessage", 429, "Too Many Requests", retry_after=7)
    telegram.fail_next("sendMessage", 500, b"<html>oops")
    answer = await call(http, telegram, "sendMessage", chat_id=awa.id, text="a")
    assert answer["parameters"] == {"retry_after": 7}
    url = f"{telegram.url}/bot{telegram.token}/sendMessage"
    async with http.post(url, json={"chat_id": awa.id, "text": "b"}) as response:
        assert (response.status, await response.read()) == (500, b"<html>oops")
    assert (await call(http, telegram, "sendMessage", chat_id=awa.id, text="c"))["ok"]

    assert [m.text for m in awa.unheard] == ["c"]


@pytest.mark.parametrize(("when", "heard"), [("before", []), ("after", ["a"])])
async def test_a_connection_can_be_cut_before_or_after_the_effect(
    telegram: FakeTelegram, http: aiohttp.ClientSession, awa: Person, when: Any, heard: list[str]
) -> None:
    telegram.drop_next("sendMessage", when)
    with pytest.raises(aiohttp.ClientConnectionError):
        await call(http, telegram, "sendMessage", chat_id=awa.id, text="a")

    assert [m.text for m in awa.unheard] == heard


async def test_an_answer_can_be_held_back_after_the_effect(
    telegram: FakeTelegram, http: aiohttp.ClientSession, awa: Person
) -> None:
    held = telegram.hold("sendMessage")
    sending = asyncio.create_task(call(http, telegram, "sendMessage", chat_id=awa.id, text="a"))
    await held.reached.wait()
    assert (await awa.hears_one()).text == "a"
    assert not sending.done()
    held.release()
    assert (await sending)["ok"]


async def test_blocked_gone_and_revoked_are_told_apart(telegram: FakeTelegram, bot: ptb.Bot, awa: Person) -> None:
    telegram.blocked(awa)
    with pytest.raises(ptb.error.Forbidden, match="blocked by the user"):
        await bot.send_message(awa.id, "a")
    telegram.blocked(awa, on=False)
    telegram.deactivated(awa)
    with pytest.raises(ptb.error.Forbidden, match="deactivated"):
        await bot.send_message(awa.id, "a")
    telegram.token_revoked()
    with pytest.raises(ptb.error.InvalidToken):
        await bot.get_me()
    assert telegram.violations == []


async def test_rate_limits_hold_per_chat_and_over_all_and_punish_impatience() -> None:
    now = 100.0
    limits = RateLimits(per_second=4, per_chat=1, chat_burst=2)
    async with FakeTelegram(limits=limits, clock=lambda: now) as telegram, aiohttp.ClientSession() as http:
        people = [telegram.person(str(n)) for n in range(3)]
        for person in people:
            await person.says("a")

        async def send(person: Person) -> int | None:
            answer = await call(http, telegram, "sendMessage", chat_id=person.id, text="a")
            return None if answer["ok"] else answer["parameters"]["retry_after"]

        first, second, third = people
        assert [await send(first), await send(first), await send(first)] == [None, None, 1]
        now += 0.5
        assert await send(first) == 2  # half a second to go, and one for asking early
        assert telegram.stats["too_early"] == 1
        now += 2.0
        assert await send(first) is None
        assert [await send(second), await send(second), await send(third)] == [None, None, None]
        assert await send(third) == 1  # five within a second, over all chats
        assert telegram.stats["refused_by_rate"] == 3
