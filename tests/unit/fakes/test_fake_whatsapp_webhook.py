"""The fake WhatsApp tells the bot what people do and what became of its messages, as Meta does."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
import pytest

from tests.fakes.whatsapp import FakeWhatsApp, Person, Timing
from tests.unit.fakes.hook import Hook, buttons, graph, rows, send, text


async def test_a_webhook_that_does_not_shake_hands_is_not_taken(whatsapp: FakeWhatsApp) -> None:
    async with Hook(whatsapp.account) as hook:
        with pytest.raises(ValueError, match="handshake"):
            await whatsapp.connect(f"{hook.url}s")
    assert not whatsapp.connected.is_set()


async def test_a_message_of_hers_is_told_with_who_she_is(whatsapp: FakeWhatsApp, hook: Hook) -> None:
    awa = whatsapp.person("Awa")
    await awa.says("héhé / été")
    await hook.until(lambda: bool(hook.bodies))

    (value,) = hook.values
    assert value["metadata"]["phone_number_id"] == whatsapp.account.phone_number_id
    assert value["contacts"] == [{"profile": {"name": "Awa"}, "wa_id": awa.number, "user_id": awa.user_id}]
    (message,) = value["messages"]
    assert (message["from"], message["from_user_id"], message["type"]) == (awa.number, awa.user_id, "text")
    assert message["text"] == {"body": "héhé / été"}
    assert b"h\\u00e9h\\u00e9 \\/ \\u00e9t\\u00e9" in hook.bodies[0]


async def test_who_does_not_share_her_number_is_known_by_her_user_id_only(whatsapp: FakeWhatsApp, hook: Hook) -> None:
    fatou = whatsapp.person("Fatou", shares_number=False)
    await fatou.says("bonjour")
    await hook.until(lambda: bool(hook.bodies))

    assert fatou.number.encode() not in hook.bodies[0]
    assert hook.messages[0]["from_user_id"] == hook.values[0]["contacts"][0]["user_id"] == fatou.user_id
    assert hook.values[0]["contacts"][0]["profile"]["username"]


ACTS: list[tuple[str, Callable[[Person], Awaitable[Any]], dict[str, Any]]] = [
    ("image", lambda p: p.sends_photo(b"jpeg", "Ici"), {"caption": "Ici", "mime_type": "image/jpeg"}),
    ("audio", lambda p: p.sends_voice(), {"voice": True}),
    ("audio", lambda p: p.sends_audio(), {"voice": False}),
    ("video", lambda p: p.sends_video(), {"mime_type": "video/mp4"}),
    ("sticker", lambda p: p.sends_sticker(), {"animated": False}),
    ("document", lambda p: p.sends_document(b"a,b", "d.csv"), {"filename": "d.csv", "mime_type": "text/csv"}),
    ("location", lambda p: p.sends_location(), {"latitude": 5.3364}),
    ("edit", lambda p: p.edits(p.chat[0], "bonsoir"), {}),
    ("revoke", lambda p: p.deletes(p.chat[0]), {}),
    ("unsupported", lambda p: p.sends_unsupported(), {"type": "poll_creation"}),
    ("system", lambda p: p.changes_number("2250799999999"), {"type": "user_changed_number", "wa_id": "2250799999999"}),
]


@pytest.mark.parametrize(("kind", "act", "content"), ACTS, ids=[f"{kind}-{n}" for n, (kind, *_) in enumerate(ACTS)])
async def test_everything_she_can_do_is_told_in_metas_shape(
    whatsapp: FakeWhatsApp, hook: Hook, binta: Person, kind: str, act: Callable[[Person], Any], content: dict[str, Any]
) -> None:
    number = binta.number
    await act(binta)
    await hook.until(lambda: len(hook.messages) == 2)

    message = hook.messages[1]
    assert (message["type"], message["from"]) == (kind, number)
    assert content.items() <= message[kind].items()
    if kind in ("edit", "revoke"):
        assert message[kind]["original_message_id"] == hook.messages[0]["id"]
    assert ("contacts" in hook.values[1]) == (kind != "system")


async def test_taps_say_which_button_of_which_message(
    whatsapp: FakeWhatsApp, http: aiohttp.ClientSession, hook: Hook, binta: Person
) -> None:
    await send(http, whatsapp, to=binta.number, type="interactive", interactive=buttons("Oui", "Non"))
    await send(http, whatsapp, to=binta.number, type="interactive", interactive=rows("Haine", "Publi…"))
    asked, listed = await binta.hears(2)
    await binta.taps("Non", asked)
    await binta.taps("Publicité")
    await binta.reacts(listed, "❤")
    await hook.until(lambda: len(hook.messages) == 4)

    _, button, row, reaction = hook.messages
    assert button["interactive"] == {"type": "button_reply", "button_reply": {"id": "1:1", "title": "Non"}}
    assert button["context"] == {"from": whatsapp.account.number, "id": asked.json["id"]}
    listed_row = {"id": "1:1", "title": "Publi…", "description": "Publi…, en entier"}
    assert row["interactive"] == {"type": "list_reply", "list_reply": listed_row}
    assert reaction["reaction"] == {"message_id": listed.json["id"], "emoji": "❤"}


async def test_what_becomes_of_a_message_is_told_with_our_own_mark(
    whatsapp: FakeWhatsApp, http: aiohttp.ClientSession, hook: Hook, binta: Person
) -> None:
    _, answer = await send(http, whatsapp, biz_opaque_callback_data="row 17", **text(binta))
    await hook.until(lambda: len(hook.statuses) == 3)

    assert [status["status"] for status in hook.statuses] == ["sent", "delivered", "read"]
    for status in hook.statuses:
        assert status["id"] == answer["messages"][0]["id"]
        assert status["biz_opaque_callback_data"] == "row 17"
        assert (status["recipient_id"], status["recipient_user_id"]) == (binta.number, binta.user_id)
        assert status["pricing"]["category"] == "service"
    assert binta.statuses(binta.last) == ["sent", "delivered", "read"]


async def test_outside_the_window_a_message_is_accepted_and_fails_by_status(
    whatsapp: FakeWhatsApp, http: aiohttp.ClientSession, hook: Hook, binta: Person
) -> None:
    whatsapp.forward(24 * 3600 + 1)
    status, _ = await send(http, whatsapp, biz_opaque_callback_data="row 17", **text(binta))
    assert status == 200
    await hook.until(lambda: bool(hook.statuses))

    (failed,) = hook.statuses
    assert (failed["status"], failed["errors"][0]["code"]) == ("failed", 131047)
    assert failed["biz_opaque_callback_data"] == "row 17"
    assert binta.unheard == []
    await binta.says("me revoilà")
    await send(http, whatsapp, **text(binta))
    assert (await binta.hears_one()).text == "Bonjour"


@pytest.mark.parametrize("who", ["nobody", "absent"])
async def test_who_is_not_on_whatsapp_is_told_by_status(
    whatsapp: FakeWhatsApp, http: aiohttp.ClientSession, hook: Hook, binta: Person, who: str
) -> None:
    to = text(binta)
    if who == "nobody":
        to["to"] = "2250100000000"
    else:
        whatsapp.absent(binta)
    assert (await send(http, whatsapp, **to))[0] == 200
    await hook.until(lambda: bool(hook.statuses))

    assert [status["errors"][0]["code"] for status in hook.statuses] == [131026]
    assert hook.statuses[0]["recipient_id"] == to["to"]


async def test_who_blocks_the_bot_or_is_away_gets_nothing_and_it_is_told_no_more_than_sent(
    whatsapp: FakeWhatsApp, http: aiohttp.ClientSession, hook: Hook, binta: Person
) -> None:
    await binta.blocks_bot()
    await send(http, whatsapp, **text(binta))
    await binta.unblocks_bot()
    whatsapp.away(binta)
    await send(http, whatsapp, **text(binta))
    await hook.until(lambda: len(hook.statuses) == 2)

    assert [status["status"] for status in hook.statuses] == ["sent", "sent"]
    assert binta.unheard == []
    whatsapp.away(binta, on=False)
    await hook.until(lambda: len(hook.statuses) == 4)
    assert [status["status"] for status in hook.statuses[2:]] == ["delivered", "read"]
    assert len(binta.unheard) == 1


async def test_a_failure_can_be_ordered_and_statuses_can_come_later_or_never(
    whatsapp: FakeWhatsApp, http: aiohttp.ClientSession, hook: Hook, binta: Person
) -> None:
    whatsapp.fail_by_status(131053)
    await send(http, whatsapp, **text(binta))
    whatsapp.world.receipts.timing = Timing(sent=None, delivered=0.01, read=None)
    await send(http, whatsapp, **text(binta))
    assert whatsapp.pending >= 1
    await hook.until(lambda: len(hook.statuses) == 2)

    assert hook.statuses[0]["errors"][0]["code"] == 131053
    assert hook.statuses[1]["status"] == "delivered"
    assert len(binta.unheard) == 1


async def test_what_is_not_answered_200_comes_again_byte_for_byte(whatsapp: FakeWhatsApp, hook: Hook) -> None:
    answers = iter([503, 500, 302, 200])
    hook.answer = lambda: next(answers)
    awa = whatsapp.person("Awa")
    await awa.says("bonjour")
    await hook.until(lambda: len(hook.bodies) == 4)

    assert len(set(hook.bodies)) == 1
    assert whatsapp.webhook.posted == 0 or whatsapp.pending == 0


async def test_a_request_can_be_repeated_although_it_was_answered(whatsapp: FakeWhatsApp, hook: Hook) -> None:
    whatsapp.repeat_next()
    await whatsapp.person("Awa").says("bonjour")
    await hook.until(lambda: len(hook.bodies) == 2)

    assert len(set(hook.bodies)) == 1
    assert whatsapp.webhook.repeated == 1


async def test_without_disorder_a_persons_words_come_in_order_one_request_after_the_other(
    whatsapp: FakeWhatsApp, hook: Hook
) -> None:
    awa = whatsapp.person("Awa")
    for number in range(20):
        await awa.says(f"{number}")
    await hook.until(lambda: len(hook.bodies) == 20)

    assert [message["text"]["body"] for message in hook.messages] == [f"{number}" for number in range(20)]


async def test_with_disorder_all_come_once_in_another_order(whatsapp: FakeWhatsApp, hook: Hook) -> None:
    whatsapp.deliver(disorder=1.0, latest=0.02)
    awa = whatsapp.person("Awa")
    said = [f"{number}" for number in range(40)]
    for words in said:
        await awa.says(words)
    await hook.until(lambda: len(hook.messages) == 40)

    found = [message["text"]["body"] for message in hook.messages]
    assert found != said
    assert sorted(found) == sorted(said)


async def test_many_events_come_in_one_request_with_many_entries_and_changes(
    whatsapp: FakeWhatsApp, http: aiohttp.ClientSession, binta: Person
) -> None:
    whatsapp.deliver(most=50, per_change=3, per_entry=2)
    people = [binta, *(whatsapp.person(f"Awa {n}") for n in range(4))]
    for person in people:
        await person.says("un")
        await person.says("deux")
    await send(http, whatsapp, **text(binta))
    async with Hook(whatsapp.account) as hook:
        await whatsapp.connect(hook.url)
        await hook.until(lambda: len(hook.statuses) == 3)

        assert len(hook.bodies) == 1
        entries = json.loads(hook.bodies[0])["entry"]
        assert [len(entry["changes"]) for entry in entries] == [2, 2, 1]
        assert [len(value.get("messages", ())) for value in hook.values] == [3, 3, 3, 2, 0]
        assert [message["text"]["body"] for message in hook.messages[:3]] == ["bonjour", "un", "deux"]
        assert len(hook.statuses) == 3


async def test_events_are_gathered_for_a_moment_where_that_is_asked_for(whatsapp: FakeWhatsApp, hook: Hook) -> None:
    whatsapp.deliver(most=50, gather=0.02)
    for number in range(10):
        await whatsapp.person(f"Awa {number}").says("bonjour")
    await hook.until(lambda: len(hook.messages) == 10)

    assert len(hook.bodies) == 1


async def test_a_new_number_takes_the_chat_along(
    whatsapp: FakeWhatsApp, http: aiohttp.ClientSession, hook: Hook, binta: Person
) -> None:
    old, old_user = binta.number, binta.user_id
    await binta.changes_number("2250799999999")
    await hook.until(lambda: len(hook.messages) == 2)
    system = hook.messages[1]
    assert (system["from"], system["system"]["previous_user_id"]) == (old, old_user)
    assert system["system"]["user_id"] == binta.user_id != old_user
    await send(http, whatsapp, **text(binta))
    assert (await binta.hears_one()).text == "Bonjour"
    await send(http, whatsapp, to=old, type="text", text={"body": "?"})
    await hook.until(lambda: any(status["status"] == "failed" for status in hook.statuses))
    assert binta.unheard == []


async def test_events_wait_until_there_is_a_webhook(whatsapp: FakeWhatsApp) -> None:
    await whatsapp.person("Awa").says("bonjour")
    await asyncio.sleep(0)
    assert whatsapp.pending == 1
    async with Hook(whatsapp.account) as hook:
        await whatsapp.connect(hook.url)
        await hook.until(lambda: bool(hook.messages))


async def test_the_bot_may_set_its_webhook_itself_which_is_asked_at_once(
    whatsapp: FakeWhatsApp, http: aiohttp.ClientSession
) -> None:
    path = f"{whatsapp.account.business_account_id}/subscribed_apps"
    async with Hook(whatsapp.account) as hook:
        given = {"override_callback_uri": hook.url, "verify_token": "wrong"}
        assert (await graph(http, whatsapp, "POST", path, json=given))[1]["error"]["code"] == 2200
        given["verify_token"] = whatsapp.account.verify_token
        assert (await graph(http, whatsapp, "POST", path, json=given))[1] == {"success": True}
        _, apps = await graph(http, whatsapp, "GET", path)
        assert apps["data"][0]["override_callback_uri"] == hook.url
        await whatsapp.person("Awa").says("bonjour")
        await hook.until(lambda: bool(hook.messages))


async def test_a_choice_in_a_numbered_line_of_the_newest_message_is_written_by_its_number(
    whatsapp: FakeWhatsApp, http: aiohttp.ClientSession, hook: Hook, binta: Person
) -> None:
    asked = {"type": "interactive", "interactive": buttons("Oui", "Non", body="On y va ?\n\n3. Passer\n4. Pause")}
    await send(http, whatsapp, to=binta.number, **asked)
    first = await binta.hears_one()
    await binta.taps("Pause")
    await send(http, whatsapp, **text(binta, "Et puis ?"))
    await hook.until(lambda: len(hook.messages) == 2)

    assert hook.messages[1]["text"] == {"body": "4"}
    with pytest.raises(LookupError):
        await binta.taps("Pause", first)
