"""The fake Telegram refuses calls that break the method table or a limit."""

from typing import Any

import aiohttp
import orjson
import pytest
import telegram as ptb

from tests.fakes.telegram import FakeTelegram, Person
from tests.fakes.telegram.table import METHODS, TYPES
from tests.unit.fakes.calls import call, keyboard, png


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
    assert (await call(http, telegram, "sendMesage", text="a"))["error_code"] == 404
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
