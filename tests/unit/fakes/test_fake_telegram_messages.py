"""The fake Telegram keeps chats, and shows each side what the other did."""

from typing import Any

import aiohttp
import pytest
import telegram as ptb
from telegram import InputMediaPhoto

from tests.fakes.telegram import FakeTelegram, Person
from tests.fakes.telegram.table import METHODS, TYPES
from tests.unit.fakes.calls import YES_NO, call, keyboard, png


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
