"""The product as it receives raw bodies: whom it knows, and what it says to whom."""

from __future__ import annotations

import io
from collections.abc import Iterable
from types import TracebackType
from typing import Self

import aiohttp

from backend.db.messaging import inbox
from backend.db.people import queries as people_queries
from backend.records import Record
from tests.fakes.people import Person
from tests.fakes.whatsapp import people as whatsapp_people
from tests.fakes.whatsapp.events import signature
from tests.payloads.recorded import Platform
from tests.product import Product

AWAY = "passed over"


class Known(Record):
    """A hiteuse who has joined. `mark` is her first name, which nobody else has: whoever else is told of it
    has learnt something of hers. `sender`: what stands for her in payloads."""

    person: Person
    person_id: int
    mark: str
    sender: tuple[str, ...]


class Receiver:
    """Posts bodies to the webhooks of a running product, as the platforms do."""

    def __init__(self, product: Product) -> None:
        self.product = product
        self.known: list[Known] = []
        self._http = aiohttp.ClientSession()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._http.close()

    async def hiteuse(self, platform: Platform) -> Known:
        """Somebody new, put in the database as if she had joined; anything may be sent to her now."""
        mark = f"Zq{len(self.known)}x"
        person: Person
        if platform == "telegram":
            person = telegram = self.product.telegram.person(mark)
            self.product.telegram.world.chats[telegram.id].known = True
            sender: tuple[str, ...] = (str(telegram.id),)
        else:
            person = whatsapp = self.product.whatsapp.person(mark)
            chat = self.product.whatsapp.world.chats[whatsapp.id]
            chat.heard_at = self.product.whatsapp.clock()
            assert isinstance(whatsapp, whatsapp_people.Person)
            sender = (whatsapp.number, whatsapp.user_id)
        now = self.product.now
        async with self.product.database.unit() as uow:
            address = sender[0] if platform == "telegram" else self.product.stored(person)
            person_id = await inbox.meet(uow, platform, address, mark, now)
            await people_queries.set_profile(
                uow, person_id, role="hiteuse", first_name=mark, country="CI", zone="Africa/Abidjan", joined_at=now
            )
            if len(sender) > 1:
                await uow.execute("update contact set user_id = %s where person_id = %s", (sender[1], person_id))
            await uow.commit()
        known = Known(person, person_id, mark, sender)
        self.known.append(known)
        return known

    async def post(self, platform: Platform, raw: bytes) -> int:
        """The status of the answer."""
        product = self.product
        if platform == "telegram":
            headers = {"X-Telegram-Bot-Api-Secret-Token": product.app.settings.webhook_secret}
        else:
            headers = {"X-Hub-Signature-256": signature(product.whatsapp.account.app_secret, raw)}
        url = f"{product.environment['PUBLIC_URL']}/webhooks/{platform}"
        async with self._http.post(
            url, data=io.BytesIO(raw), headers=headers | {"Content-Type": "application/json"}
        ) as answer:
            await answer.read()
            return answer.status

    async def events(self) -> dict[int, list[int]]:
        """Person → the states of her stored events."""
        async with self.product.database.unit() as uow:
            found = await uow.fetch_all("select person_id, status from inbox where channel <> 'clock' order by id")
        events: dict[int, list[int]] = {}
        for row in found:
            events.setdefault(row["person_id"], []).append(row["status"])
        return events

    def leaks(self) -> list[str]:
        """What somebody was told that names somebody else, in words."""
        return [line for known in self.known for line in self._leaks(known)]

    def _leaks(self, known: Known) -> Iterable[str]:
        others = {other.mark for other in self.known} - {known.mark}
        for message in known.person.chat:
            if not message.mine and (found := [mark for mark in others if mark in message.text]):
                yield f"{known.mark} was told of {found}: {message.text}"
