"""Pictures, sounds and documents: uploaded once, and no reason to lose a question."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from backend.domain.errors import BadInput
from backend.domain.messaging.message import Attachment, Choice, Message, Raw, raw
from bot.channels.base import Said
from bot.channels.errors import Refused
from tests.unit.bot.channels import whatsapp_limits
from tests.unit.bot.channels.whatsapp_graph import NOW, Number, error, outgoing


def png(mode: str = "RGB", form: str = "PNG") -> bytes:
    file = BytesIO()
    Image.new(mode, (4, 4)).save(file, form)
    return file.getvalue()


def picture(media: str = "abc", kind: Any = "image", name: str = "") -> Message:
    shown = raw("Que vois-tu ?").with_choices(Choice("a", Raw("Bananes")), Choice("b", Raw("Mangues")))
    return shown + Message((), shown.choices, Attachment(kind, media, name))


async def test_a_picture_is_uploaded_once_and_goes_with_its_question(number: Number) -> None:
    number.shelf.files["abc"] = ("image/png", png())
    for _ in range(3):
        await number.channel.send(outgoing(picture()))
    assert len(number.graph.uploads) == 1
    for sent in number.graph.messages:
        whatsapp_limits.check(sent)
        assert sent["interactive"]["header"] == {"type": "image", "image": {"id": "m1"}}


async def test_a_file_is_uploaded_anew_before_the_platform_forgets_it(number: Number) -> None:
    number.shelf.files["abc"] = ("image/png", png())
    await number.channel.send(outgoing(picture()))
    number.now[0] = NOW + timedelta(days=29)
    await number.channel.send(outgoing(picture(), heard_at=number.now[0]))
    assert len(number.graph.uploads) == 2


async def test_a_file_that_the_platform_has_forgotten_is_uploaded_anew(number: Number) -> None:
    number.shelf.files["abc"] = ("image/png", png())
    await number.channel.send(outgoing(picture()))
    number.graph.answers = [error(131009)]
    assert await number.channel.send(outgoing(picture())) == Said("wamid.3")
    assert number.graph.messages[-1]["interactive"]["header"]["image"] == {"id": "m2"}


async def test_a_picture_of_a_type_that_is_not_shown_there_is_sent_as_another(number: Number) -> None:
    number.shelf.files["abc"] = ("image/webp", png("RGBA", "WEBP"))
    await number.channel.send(outgoing(picture()))
    ((mime, content),) = number.graph.uploads
    assert mime == "image/jpeg"
    with Image.open(BytesIO(content)) as sent:
        assert sent.format == "JPEG"


async def test_an_address_goes_as_a_link(number: Number) -> None:
    await number.channel.send(outgoing(picture("https://exemple.org/a.png")))
    assert number.graph.messages[0]["interactive"]["header"]["image"] == {"link": "https://exemple.org/a.png"}
    assert number.graph.uploads == []


@pytest.mark.parametrize("media", ["gone", "https://exemple.org/dead.png"])
async def test_a_file_that_cannot_be_shown_does_not_take_the_question_with_it(number: Number, media: str) -> None:
    number.graph.answers = [error(131053)] if media.startswith("https") else []
    await number.channel.send(outgoing(picture(media)))
    sent = number.graph.messages[-1]["interactive"]
    assert "header" not in sent
    assert sent["body"]["text"].startswith("⚠️ Je n'arrive pas à te montrer le fichier")
    assert sent["body"]["text"].endswith("Que vois-tu ?")


async def test_a_sound_has_no_caption_so_its_question_follows(number: Number) -> None:
    number.shelf.files["abc"] = ("audio/ogg", b"OggS")
    await number.channel.send(outgoing(picture(kind="audio")))
    sound, question = number.graph.messages
    assert sound["audio"] == {"id": "m1"}
    assert sound["biz_opaque_callback_data"] == "7/1"
    assert question["interactive"]["body"]["text"] == "Que vois-tu ?"


async def test_a_documents_name_is_shown_and_is_no_path(number: Number) -> None:
    number.shelf.files["abc"] = ("application/pdf", b"%PDF")
    await number.channel.send(outgoing(picture(kind="document", name="../../etc/règles\n.pdf")))
    shown = number.graph.messages[0]["interactive"]["header"]["document"]
    assert shown == {"id": "m1", "filename": "_.._etc_règles_.pdf"}


async def test_what_somebody_sent_is_fetched_up_to_a_size(number: Number) -> None:
    assert await number.channel.fetch("77", 10) == b"1234"
    with pytest.raises(BadInput):
        await number.channel.fetch("77", 3)
    with pytest.raises(Refused):
        await number.channel.fetch("../200/message_templates", 10)
