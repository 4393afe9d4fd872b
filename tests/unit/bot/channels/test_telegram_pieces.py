"""What takes several messages of Telegram's is said once, piece by piece, whatever happens between them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from backend.domain.errors import Unavailable
from backend.domain.messaging.message import Attachment, Choice, Message, raw
from backend.records import replace
from bot.channels.base import Outgoing
from bot.channels.errors import SendError
from bot.channels.telegram.channel import Telegram
from tests.fakes.telegram import FakeTelegram
from tests.fakes.telegram.people import Person
from tests.unit.bot.channels.whatsapp_graph import Shelf

LONG = raw("Voici un long texte. " * 500).with_choices(Choice("a", "Oui"))  # three messages
PICTURE = Attachment("image", "digest")
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415478da63f8cfc000000301010018dd8db00000000049454e44ae426082"
)


class Forgetful(Shelf):
    """Its notes cannot be written."""

    async def remember(self, _channel: str, digest: str, handle: str | None) -> None:
        raise Unavailable("the database is away")


@dataclass
class Line:
    telegram: FakeTelegram
    channel: Telegram
    shelf: Shelf
    awa: Person

    @property
    def said(self) -> list[str]:
        return [said.text for said in self.awa.chat if not said.mine]


@pytest.fixture(params=[Shelf, Forgetful])
async def line(request: pytest.FixtureRequest) -> AsyncIterator[Line]:
    async with FakeTelegram() as telegram:
        shelf = request.param()
        shelf.files["digest"] = ("image/png", PNG)
        channel = Telegram(telegram.token, telegram.url, shelf, 30)
        await channel.open()
        awa = telegram.person("Awa")
        await awa.says("bonjour")
        try:
            yield Line(telegram, channel, shelf, awa)
        finally:
            await channel.close()


@pytest.mark.parametrize("message", [LONG, replace(LONG, attachment=PICTURE)], ids=["text", "picture and text"])
@pytest.mark.parametrize("said_before", [0, 1, 2])
async def test_a_row_that_is_tried_again_goes_on_where_it_stopped(
    line: Line, message: Message, said_before: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    outgoing = Outgoing(1, line.awa.address, message, question=1)
    whole = line.channel.pieces(outgoing)
    sender = line.channel._sender
    call, texts = sender._call, 0

    async def counted(method: str, fields: Mapping[str, Any]) -> Any:
        nonlocal texts
        texts += method == "sendMessage"
        if texts == said_before + 1:
            line.telegram.fail_next("sendMessage", 429, "Too Many Requests", retry_after=1)
        return await call(method, fields)

    monkeypatch.setattr(sender, "_call", counted)
    with pytest.raises(SendError):
        await line.channel.send(outgoing)
    assert await line.channel.send(outgoing) is not None
    assert len(line.said) == whole
    assert line.awa.chat[-1].buttons


async def test_a_file_that_was_said_counts_as_said_even_where_its_name_cannot_be_kept(line: Line) -> None:
    short = replace(raw("Regarde"), attachment=PICTURE)
    assert await line.channel.send(Outgoing(1, line.awa.address, short)) is not None
    assert len(line.said) == 1
