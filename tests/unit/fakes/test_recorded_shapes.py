"""The fakes say what the platforms say: events and answers have the shapes of those recorded in `tests/payloads`."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from tests.fakes.telegram import FakeTelegram, RateLimits
from tests.fakes.telegram import Person as OnTelegram
from tests.fakes.telegram.table import TYPES
from tests.fakes.whatsapp import FakeWhatsApp, Person
from tests.fakes.whatsapp import RateLimits as WhatsAppLimits
from tests.payloads.recorded import recorded
from tests.payloads.shapes import Shape, learnt
from tests.unit.fakes.calls import call, png
from tests.unit.fakes.hook import Hook, buttons, graph, rows, send, text

PAYLOADS = Path(__file__).parents[2] / "payloads"
TOMORROW = ("a_kind_of_tomorrow", "news_of_tomorrow", "message_of_a_kind_of_tomorrow", "update_of_a_kind_of_tomorrow")
"""Recorded shapes of no platform of today."""

LEGACY = "message_new_chat_members"
"""With a field that the documents dropped in 2016, and Telegram sends to this day."""


def answers(platform: str) -> dict[str, Any]:
    """Name → status and body."""
    files = sorted((PAYLOADS / f"{platform}_answers").glob("*.json"))
    return {file.stem: json.loads(file.read_text("utf-8")) for file in files}


TELEGRAM, WHATSAPP = answers("telegram"), answers("whatsapp")


# WhatsApp: what it tells


@pytest.fixture(scope="module")
def webhook() -> Shape:
    return learnt(json.loads(body) for name, body in recorded("whatsapp").items() if not name.endswith(TOMORROW))


async def speak(binta: Person, fatou: Person, asked: list[Any]) -> None:
    """Everything that people can do, by one who shares her number and one who does not."""
    first = await binta.says("bonjour")
    await fatou.says("bonsoir")
    await binta.taps("Non", asked[0])
    await binta.taps("Publicité", asked[1])
    await binta.reacts(asked[1], "❤")
    await binta.reacts(asked[1], "")
    await binta.answers(asked[0], "je réponds")
    await binta.sends_photo(b"jpeg", "Ici")
    await binta.sends_photo(b"jpeg")
    await binta.sends_voice()
    await binta.sends_audio()
    await binta.sends_video()
    await binta.sends_sticker()
    await binta.sends_document(b"a,b", "d.csv")
    await binta.sends_location()
    await binta.sends_contact("Ama", "2250700000099")
    await binta.sends_unsupported()
    await binta.edits(first, "bonsoir")
    await binta.deletes(first)
    await binta.changes_number("2250799999999")


async def test_whatever_people_do_on_whatsapp_is_told_in_a_recorded_shape(
    whatsapp: FakeWhatsApp, http: aiohttp.ClientSession, hook: Hook, webhook: Shape
) -> None:
    binta, fatou = whatsapp.person("Binta"), whatsapp.person("Fatou", shares_number=False)
    await binta.says("start")
    await send(http, whatsapp, to=binta.number, type="interactive", interactive=buttons("Oui", "Non"))
    await send(http, whatsapp, to=binta.number, type="interactive", interactive=rows("Haine", "Publicité"))
    await speak(binta, fatou, await binta.hears(2))
    await hook.until(lambda: len(hook.messages) == 21)

    assert "\n".join(differences(webhook, hook)) == ""


async def test_what_becomes_of_messages_and_templates_is_told_in_a_recorded_shape(
    whatsapp: FakeWhatsApp, http: aiohttp.ClientSession, hook: Hook, webhook: Shape, binta: Person
) -> None:
    fatou = whatsapp.person("Fatou", shares_number=False)
    await fatou.says("bonjour")
    await send(http, whatsapp, biz_opaque_callback_data="17", **text(binta))
    await send(http, whatsapp, biz_opaque_callback_data="18", recipient=fatou.user_id, text={"body": "Bonjour"})
    whatsapp.fail_by_status(131049, 2)
    await send(http, whatsapp, biz_opaque_callback_data="19", **text(binta))
    await send(http, whatsapp, biz_opaque_callback_data="20", recipient=fatou.user_id, text={"body": "Bonjour"})
    await template(http, whatsapp)
    await hook.until(lambda: len(hook.statuses) == 8 and any("event" in value for value in hook.values))

    assert "\n".join(differences(webhook, hook)) == ""


def differences(webhook: Shape, hook: Hook) -> list[str]:
    return [found for body in hook.bodies for found in webhook.differences(json.loads(body))]


# WhatsApp: what it answers


async def template(http: aiohttp.ClientSession, whatsapp: FakeWhatsApp, name: str = "rappel") -> Any:
    body = {"type": "BODY", "text": "Bonjour {{1}}, à toi.", "example": {"body_text": [["Awa"]]}}
    quick = {"type": "BUTTONS", "buttons": [{"type": "QUICK_REPLY", "text": "Travailler"}]}
    given = {"name": name, "language": "fr", "category": "UTILITY", "components": [body, quick]}
    return await graph(http, whatsapp, "POST", f"{whatsapp.account.business_account_id}/message_templates", json=given)


async def upload(http: aiohttp.ClientSession, whatsapp: FakeWhatsApp) -> Any:
    form = aiohttp.FormData({"messaging_product": "whatsapp", "type": "image/png"})
    form.add_field("file", png(), filename="a.png", content_type="image/png")
    return await graph(http, whatsapp, "POST", f"{whatsapp.account.phone_number_id}/media", data=form)


Asked = tuple[aiohttp.ClientSession, FakeWhatsApp, Person]
"""Who asks, whom, and somebody who has just written."""
Found = Awaitable[tuple[int, Any]]


def as_template(*parameters: str, name: str = "rappel") -> dict[str, Any]:
    filled = [{"type": "text", "text": each} for each in parameters]
    components = [{"type": "body", "parameters": filled}]
    return {"type": "template", "template": {"name": name, "language": {"code": "fr"}, "components": components}}


async def after(first: Found, then: Callable[[Any], Found]) -> tuple[int, Any]:
    """The second answer; it asks about what the first one said."""
    return await then((await first)[1])


async def with_token(a: Asked, token: str) -> tuple[int, Any]:
    http, whatsapp, binta = a
    url = f"{whatsapp.url}/v23.0/{whatsapp.account.phone_number_id}/messages"
    async with http.post(url, json=text(binta), headers={"Authorization": f"Bearer {token}"}) as response:
        return response.status, await response.json()


async def revoked(a: Asked) -> tuple[int, Any]:
    a[1].token_revoked()
    return await with_token(a, a[1].account.token)


async def hurried(a: Asked, limits: WhatsAppLimits) -> tuple[int, Any]:
    a[1].api.rates.limits = limits
    for _ in range(3):
        found = await send(a[0], a[1], **text(a[2]))
    return found


def templates(a: Asked, **query: str) -> Found:
    return graph(a[0], a[1], "GET", f"{a[1].account.business_account_id}/message_templates", params=query)


def deleted(a: Asked, name: str) -> Found:
    return graph(a[0], a[1], "DELETE", f"{a[1].account.business_account_id}/message_templates", params={"name": name})


async def two_templates(a: Asked) -> None:
    for name in ("rappel", "rappel_deux"):
        await template(a[0], a[1], name)


async def listed(a: Asked, **query: str) -> tuple[int, Any]:
    await two_templates(a)
    return await templates(a, **query)


async def refused_by(a: Asked, code: int) -> tuple[int, Any]:
    a[1].fail_next("messages", code)
    return await send(a[0], a[1], **text(a[2]))


PHONE = "verified_name,display_phone_number,quality_rating"
CALLS: Mapping[str, Callable[[Asked], Found]] = {
    "message_accepted": lambda a: send(a[0], a[1], **text(a[2])),
    "message_accepted_by_user_id": lambda a: send(a[0], a[1], recipient=a[2].user_id, text={"body": "Bonjour"}),
    "read": lambda a: send(a[0], a[1], status="read", message_id=a[2].chat[0].json["id"]),
    "media_uploaded": lambda a: upload(a[0], a[1]),
    "media": lambda a: after(upload(a[0], a[1]), lambda made: graph(a[0], a[1], "GET", made["id"])),
    "media_deleted": lambda a: after(upload(a[0], a[1]), lambda made: graph(a[0], a[1], "DELETE", made["id"])),
    "media_unknown": lambda a: graph(a[0], a[1], "GET", "17"),
    "node_unknown": lambda a: graph(a[0], a[1], "POST", "17/messages", json={}),
    "token_unknown": lambda a: with_token(a, "wrong"),
    "token_revoked": revoked,
    "parameter_unexpected": lambda a: send(a[0], a[1], colour="red", **text(a[2])),
    "parameter_missing": lambda a: send(a[0], a[1], to=a[2].number, type="text"),
    "parameter_wrong": lambda a: send(a[0], a[1], **text(a[2], "x" * 4097)),
    "window_closed": lambda a: refused_by(a, 131047),
    "throughput": lambda a: hurried(a, WhatsAppLimits(per_second=1)),
    "pair_rate": lambda a: hurried(a, WhatsAppLimits(pair_burst=1)),
    "template_unknown": lambda a: send(a[0], a[1], to=a[2].number, **as_template("Awa")),
    "template_parameters": lambda a: after(
        template(a[0], a[1]), lambda _: send(a[0], a[1], to=a[2].number, **as_template("Awa", "12"))
    ),
    "template_created": lambda a: template(a[0], a[1]),
    "template_changed": lambda a: after(
        template(a[0], a[1]), lambda made: graph(a[0], a[1], "POST", made["id"], json={"category": "UTILITY"})
    ),
    "template_deleted": lambda a: after(template(a[0], a[1]), lambda _: deleted(a, "rappel")),
    "template_there_already": lambda a: after(template(a[0], a[1]), lambda _: template(a[0], a[1])),
    "template_to_delete_unknown": lambda a: deleted(a, "rappel"),
    "templates": listed,
    "templates_first_page": lambda a: listed(a, limit="1"),
    "templates_none": templates,
    "phone": lambda a: graph(a[0], a[1], "GET", a[1].account.phone_number_id, params={"fields": PHONE}),
}
"""Recorded answer → the call that brings it."""
OURS = frozenset({"fbtrace_id", "error_data", "error_user_msg"})
"""What of an error's content is in words of the fake, or of one call."""


def test_there_is_a_call_for_each_recorded_answer() -> None:
    assert CALLS.keys() == WHATSAPP.keys()
    assert REFUSALS.keys() == TELEGRAM.keys()


@pytest.mark.parametrize("name", CALLS)
async def test_whatsapp_answers_in_the_recorded_shape(
    whatsapp: FakeWhatsApp, http: aiohttp.ClientSession, binta: Person, name: str
) -> None:
    status, body = await CALLS[name]((http, whatsapp, binta))

    assert status == WHATSAPP[name]["status"], body
    assert list(learnt([WHATSAPP[name]["body"]]).differences(body)) == []
    if "error" in body:
        wanted = WHATSAPP[name]["body"]["error"]
        assert {k: v for k, v in body["error"].items() if k not in OURS} == {
            k: v for k, v in wanted.items() if k not in OURS
        }
    if name == "media":
        assert re.fullmatch("[0-9a-f]{64}", body["sha256"])


# Telegram


def test_the_recorded_updates_are_updates_by_the_documented_types() -> None:
    for name, body in recorded("telegram").items():
        if not name.endswith((*TOMORROW, LEGACY)):
            TYPES.check("Update", json.loads(body))


On = tuple[aiohttp.ClientSession, FakeTelegram, OnTelegram]
Said = Awaitable[Any]


async def set_up(on: On, method: str, kind: str, **params: Any) -> Any:
    """A refused call, after what makes the platform refuse it."""
    http, telegram, awa = on
    match kind:
        case "blocked":
            telegram.blocked(awa)
        case "deactivated":
            telegram.deactivated(awa)
        case "revoked":
            telegram.token_revoked()
        case "hurry":
            telegram.api.rates.limits = RateLimits(per_chat=1, chat_burst=1)
            await call(http, telegram, "sendMessage", chat_id=awa.id, text="a")
        case "sent":
            sent = await call(http, telegram, "sendMessage", chat_id=awa.id, text="a")
            params["message_id"] = sent["result"]["message_id"]
        case "hers":
            params["message_id"] = awa.chat[0].id
        case "hook":
            await call(http, telegram, "setWebhook", url="http://127.0.0.1:9/")
    return await call(http, telegram, method, **params)


async def overtaken(on: On) -> Any:
    http, telegram, _ = on
    first = asyncio.create_task(call(http, telegram, "getUpdates", timeout=30))
    await telegram.listens()
    await call(http, telegram, "getUpdates")
    return await first


def to(on: On, **params: Any) -> dict[str, Any]:
    return {"chat_id": on[2].id, **params}


REFUSALS: Mapping[str, Callable[[On], Said]] = {
    "chat_unknown": lambda on: set_up(on, "sendMessage", "", chat_id=17, text="a"),
    "blocked": lambda on: set_up(on, "sendMessage", "blocked", **to(on, text="a")),
    "deactivated": lambda on: set_up(on, "sendMessage", "deactivated", **to(on, text="a")),
    "token_unknown": lambda on: set_up(on, "getMe", "revoked"),
    "too_many_requests": lambda on: set_up(on, "sendMessage", "hurry", **to(on, text="b")),
    "not_modified": lambda on: set_up(on, "editMessageText", "sent", **to(on, text="a")),
    "edit_of_a_message_that_is_gone": lambda on: set_up(on, "editMessageText", "", **to(on, message_id=7, text="b")),
    "edit_of_another_ones_message": lambda on: set_up(on, "editMessageText", "hers", **to(on, text="b")),
    "delete_of_a_message_that_is_gone": lambda on: set_up(on, "deleteMessage", "", **to(on, message_id=7)),
    "text_empty": lambda on: set_up(on, "sendMessage", "", **to(on, text=" ")),
    "reply_to_a_message_that_is_gone": lambda on: set_up(
        on, "sendMessage", "", **to(on, text="a", reply_parameters={"message_id": 7})
    ),
    "tap_too_old": lambda on: set_up(on, "answerCallbackQuery", "", callback_query_id="17"),
    "action_unknown": lambda on: set_up(on, "sendChatAction", "", **to(on, action="dancing")),
    "file_unknown": lambda on: set_up(on, "sendPhoto", "", **to(on, photo="AgACInvented")),
    "poll_while_a_webhook_is_set": lambda on: set_up(on, "getUpdates", "hook"),
    "poll_ended_by_another": overtaken,
    "method_unknown": lambda on: set_up(on, "sendMesage", "", text="a"),
}
"""Recorded refusal → the call that brings it."""


@pytest.mark.parametrize("name", REFUSALS)
async def test_telegram_refuses_in_the_recorded_words(
    telegram: FakeTelegram, http: aiohttp.ClientSession, awa: OnTelegram, name: str
) -> None:
    assert await REFUSALS[name]((http, telegram, awa)) == TELEGRAM[name]["body"]
