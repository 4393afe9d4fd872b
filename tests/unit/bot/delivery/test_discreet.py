"""Who wants discretion: what a locked phone shows of messages that we start says nothing, on every platform."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from backend.db.messaging.outbox import WaitingMessage
from backend.domain.messaging.message import Attachment, Message, Raw, dump, tr
from backend.domain.messaging.states import Lane
from backend.records import replace
from bot.channels.telegram import sending as telegram
from bot.channels.telegram.text import html
from bot.channels.whatsapp import sending as whatsapp
from bot.channels.whatsapp import templates
from bot.delivery.outgoing import outgoing

NOW = datetime(2026, 3, 4, tzinfo=UTC)
PAID = tr("✅ *{name}*, tu as reçu {sum}.", name="Awa", sum=Raw("12 500 F CFA"))


def row(purpose: str = "payment", lane: Lane = Lane.REMINDER, message: Message = PAID) -> WaitingMessage:
    return WaitingMessage(
        1, 1, 1, "7", lane, purpose, NOW, message=dump(message), first_name="Awa", zone="UTC", discreet=True
    )


@pytest.mark.parametrize(
    ("purpose", "lane"),
    [
        ("payment", Lane.TURN),
        ("reminder", Lane.REMINDER),
        ("reply", Lane.REMINDER),
        ("notice", Lane.TURN),
        ("announcement", Lane.ANNOUNCEMENT),
        ("alert", Lane.TURN),
    ],
)
def test_whatever_we_start_begins_with_a_line_that_says_nothing(purpose: str, lane: Lane) -> None:
    sent = outgoing(row(purpose, lane), None)
    assert sent.discreet and sent.message is not None
    on_whatsapp = str(whatsapp._message(sent).parts)
    assert "Awa" not in on_whatsapp.split("·\\n·\\n·\\n·")[0] and "12 500" in on_whatsapp
    on_telegram = html(telegram._content(sent, sent.message))
    assert on_telegram.startswith("🔔 Un message pour toi.\n\n<tg-spoiler>") or "<tg-spoiler>" in on_telegram
    before = on_telegram.split("<tg-spoiler>")[0]
    assert "Awa" not in before and "12 500" not in before


def test_an_answer_to_her_own_word_is_as_always() -> None:
    sent = outgoing(row("reply", Lane.TURN), None)
    assert not sent.discreet and sent.message == PAID


def test_who_has_not_asked_for_it_gets_everything_at_once() -> None:
    sent = outgoing(replace(row(), discreet=False), None)
    assert not sent.discreet and sent.message == PAID


def test_our_own_picture_is_left_out_and_a_file_of_somebody_stays() -> None:
    chart = replace(PAID, attachment=Attachment("chart", "gains", values={}))
    sent = outgoing(row(message=chart), None)
    assert sent.message is not None and sent.message.attachment is None
    voice = replace(PAID, attachment=Attachment("voice", "digest"))
    sent = outgoing(row(message=voice), None)
    assert sent.message is not None and sent.message.attachment == voice.attachment


def test_a_template_names_neither_her_nor_the_sum() -> None:
    template = next(each for each in templates.TEMPLATES if each.purpose == "payment")
    told = str(templates.filled(template, outgoing(row(), None)))
    assert "Awa" not in told and "12 500" not in told and "touche le bouton" in told
