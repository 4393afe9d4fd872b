"""What is too long for one message of the platform's counts for as many as it takes."""

from __future__ import annotations

import pytest

from backend.clock import Clock
from backend.db.engine.uow import Database
from backend.domain.messaging.message import Attachment, Choice, Message, raw
from backend.domain.messaging.states import Lane
from backend.records import replace
from bot.channels.base import Outgoing
from bot.channels.files import StoredFiles
from bot.channels.telegram.channel import Telegram
from tests.fakes.telegram import FakeTelegram, RateLimits
from tests.integration.delivery.relays import contact, relaying, waits
from tests.integration.scenes import NOW

PICTURE = Attachment("image", "https://exemple.org/photo.jpg")
LONG = "Voici un long texte. " * 500  # three messages of Telegram's


def channel(telegram: FakeTelegram, database: Database) -> Telegram:
    return Telegram(telegram.token, telegram.url, StoredFiles(database), 30)


async def test_long_texts_to_many_at_once_stay_within_the_platforms_limit(database: Database) -> None:
    async with FakeTelegram(limits=RateLimits(chat_burst=20)) as telegram:
        people = [telegram.person(f"Awa {n}") for n in range(15)]
        for person in people:
            await person.says("bonjour")
            hers = await contact(database, str(person.id), "telegram")
            await waits(database, hers, Lane.TURN, message=f'{{"p": [{{"r": "{LONG}"}}]}}')
        account = channel(telegram, database)
        await account.open()
        try:
            async with relaying(database, account, Clock(NOW)) as relay:
                await relay.until("select count(*) from outbox where status = 1", len(people))
        finally:
            await account.close()
        assert telegram.stats["calls"]["sendMessage"] == 3 * len(people)
        assert telegram.stats["refused_by_rate"] == 0


@pytest.mark.parametrize(
    "message",
    [
        raw("Bonjour"),
        raw(LONG).with_choices(Choice("a", "Oui")),
        replace(raw("Regarde"), attachment=PICTURE),
        replace(raw(LONG), attachment=PICTURE),
    ],
)
async def test_what_it_takes_is_known_before(database: Database, message: Message) -> None:
    async with FakeTelegram() as telegram:
        awa = telegram.person("Awa")
        await awa.says("bonjour")
        account = channel(telegram, database)
        await account.open()
        try:
            outgoing = Outgoing(1, awa.address, message, question=1)
            await account.send(outgoing)
        finally:
            await account.close()
        assert len([said for said in awa.chat if not said.mine]) == account.pieces(outgoing)
