"""The whole product in the process of a test: the fake platforms, the real database, every part of the
app but the ticking of its schedule, which tests do by hand on a clock that they move."""

from __future__ import annotations

import asyncio
import io
import logging
import shutil
import tempfile
import weakref
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from backend.db.engine.uow import Database
from backend.db.messaging.contacts import EventSender
from backend.domain.french.spelling import fold
from backend.domain.people.commands import OPERATOR, MakeInvites, Role
from backend.domain.work.formats.data_rows import read_rows
from backend.domain.work.formats.project_files import read_config
from backend.services.people import service as people_service
from backend.services.work.files.imports import Imported, import_project
from bot import app as composition
from bot.channels.base import Pace
from bot.settings import Settings, load
from tests import joining
from tests.database import Lent, Pools, look, looker
from tests.fakes import people
from tests.fakes.chat import ChatMessage
from tests.fakes.ports import Port
from tests.fakes.telegram import FakeTelegram, Person
from tests.fakes.whatsapp import FakeWhatsApp
from tests.fakes.whatsapp.people import Person as WhatsAppPerson
from tests.stored import stored

START = datetime(2026, 3, 4, 9, tzinfo=UTC)  # a Wednesday
ADMIN_CODE = "ADMIN2026"
PARTS = frozenset({"web", "worker", "relay"})
AnyPerson = TypeVar("AnyPerson", bound=people.Person)
TICKING = (
    "give_back_leases",
    "accept_answers",
    "wake_people",
    "tend_threads",
    "tend_joinings",
    "tend_reviews",
    "tell_decisions",
)
"""Jobs that run whenever a test lets time pass."""
# By the product's clock as it is ahead of the server's: by a time that was read here, what came before the query but
# after that would not be due.
ON_ITS_WAY = """
    select (select count(*) from inbox where status = 0 and due <= clock_timestamp() + %(ahead)s) as events,
           (select count(*) from outbox where status = 0 and due <= clock_timestamp() + %(ahead)s) as messages,
           (select count(*) from procrastinate_jobs
            where status in ('todo', 'doing') and (scheduled_at is null or scheduled_at <= now())) as jobs
    """
PATIENCE = 60.0
"""Seconds that a test waits for the product to come to rest: far more than it ever takes."""

ONCE_MORE = timedelta(seconds=2)
"""What passes before somebody writes the same words again."""

COMMENTS = """
name: commentaires
title: Modération de commentaires
kind: choice
instructions: |
  Lis chaque commentaire **en entier**.
question: "Ce commentaire est-il acceptable ?"
show: {text: "{comment}"}
choices:
  - {id: ok, label: Acceptable}
  - {id: haine, label: Haine}
  - {id: pub, label: Publicité}
pay: {amount: "0.05", currency: EUR}
answers: {min: 1, max: 1}
minutes: 0.5
"""


def comments(count: int, first: int = 1) -> str:
    """Data for `COMMENTS`."""
    return "id,comment\n" + "".join(f"c{n},Commentaire numéro {n}\n" for n in range(first, first + count))


class _Errors(logging.Handler):
    """Keeps what the product logs as an error: a turn that failed, a message that was refused."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


class Product:
    """One running product, on Telegram, on WhatsApp or on both. `errors`: what it logged as errors; a test
    that provokes one takes it out (`errors.clear()`), for at the end there must be none. WhatsApp's time
    is the product's.

    People of `newcomer` and what builds on it are on Telegram; `welcomed`, `joined` take anybody.
    """

    def __init__(self, telegram: FakeTelegram | None, database: Database, whatsapp: FakeWhatsApp | None = None) -> None:
        self.database = database
        self.environment: dict[str, str] = {}
        """Settings beside those of the platforms."""
        home = tempfile.mkdtemp(prefix="hiteuses-test-")
        weakref.finalize(self, shutil.rmtree, home, ignore_errors=True)
        self.environment["HITEUSES_HOME"] = home
        self._telegram = telegram
        self._whatsapp = whatsapp
        self._app: composition.App | None = None
        self._running: asyncio.Task[None] | None = None
        self._errors = _Errors()
        self._now = START
        self._said: dict[str, str] = {}  # by chat, what was written there last
        if whatsapp is not None:
            self.goes_public()
            whatsapp.clock.follow(self._unix_time)

    @property
    def telegram(self) -> FakeTelegram:
        assert self._telegram is not None
        return self._telegram

    @property
    def whatsapp(self) -> FakeWhatsApp:
        assert self._whatsapp is not None
        return self._whatsapp

    def goes_public(self) -> str:
        """From its next start on it has an address, at which the platforms call it."""
        self._port = Port()
        url = f"http://127.0.0.1:{self._port.number}"
        self.environment |= {"PORT": str(self._port.number), "PUBLIC_URL": url}
        return url

    # --- running ----------------------------------------------------------------------------------

    @property
    def app(self) -> composition.App:
        assert self._app is not None
        return self._app

    @property
    def errors(self) -> list[logging.LogRecord]:
        return self._errors.records

    async def start(self) -> None:
        """Build everything anew on the database as it is, and wait until it listens."""
        given = {
            "ADMIN_INVITE_CODE": ADMIN_CODE,
            "PORT": "0",
            "DATABASE_URL": self.database.url,
            "HITEUSES_CLOCK": self._now.isoformat(),
            **self.environment,
        }
        if self._telegram is not None:
            given |= {"TELEGRAM_BOT_TOKEN": self._telegram.token, "TELEGRAM_API_URL": self._telegram.url}
        if self._whatsapp is not None:
            given |= {**self._whatsapp.account.environment, "WHATSAPP_API_URL": self._whatsapp.url}
        self._app = self._built(load(given))
        if isinstance(self.database, Pools):
            await self._app.jobs.queue._app.open_async(self.database.jobs)
        for channel in self._app.channels.values():
            channel.pace = Pace(overall=10_000, per_chat=10_000, burst=10_000)  # a test talks faster than people
        logging.getLogger().addHandler(self._errors)
        self._running = asyncio.create_task(composition.run(self._app, PARTS))
        listening = asyncio.create_task(self._listens())
        await asyncio.wait({self._running, listening}, return_when=asyncio.FIRST_COMPLETED)
        if self._running.done():
            listening.cancel()
            await self._running  # says what went wrong
        await listening

    def _built(self, settings: Settings) -> composition.App:
        return composition.build(settings, Lent(self.database))

    async def _listens(self) -> None:
        for platform in (self._telegram, self._whatsapp):
            if platform is not None:
                await platform.listens()

    async def stop(self) -> None:
        """End it as a signal would; what is on its way is finished or left in the database."""
        running, self._running = self._running, None
        if running is not None:
            self._now = self.app.clock.now()
            running.cancel()
            await asyncio.wait({running})
            logging.getLogger().removeHandler(self._errors)
            if not running.cancelled() and (error := running.exception()) is not None:
                raise error

    async def restart(self) -> None:
        await self.stop()
        await self.start()

    # --- time -------------------------------------------------------------------------------------

    @property
    def now(self) -> datetime:
        return self.app.clock.now() if self._running is not None else self._now

    def _unix_time(self) -> float:
        return self.now.timestamp()

    async def forward(self, **duration: float) -> None:
        """Let time pass, and do once what the schedule does then: what came due is done.

        The jobs of `TICKING` run at once, without the queue, through which they would take most of a test's time;
        `ticks` goes through it."""
        self.app.clock.forward(timedelta(**duration))
        await asyncio.gather(*(self.app.jobs.by_name[name].run() for name in TICKING))
        await self.settled()

    async def ticks(self, *names: str) -> None:
        """Let the schedule tick these jobs, and wait until what comes of them is done.

        Jobs of one call run beside each other. What reads the result of another belongs into a call after it.
        """
        for name in names:
            assert await self.app.schedule.tick(name, self.app.clock.now())
        await self.settled()

    def skip(self, **duration: float) -> None:
        """Time that passes while the product is down."""
        assert self._running is None
        self._now += timedelta(**duration)

    async def forward_to(self, moment: datetime) -> None:
        """As `forward`, up to an instant that lies ahead."""
        await self.forward(seconds=(moment - self.now).total_seconds())

    async def settled(self, patience: float = PATIENCE) -> None:
        """Wait until nothing is on its way: no update, event, job or message that is due.

        A look now and then: what is on its way lies with the platform, in three tables and in the hands of
        the queue's library, and only the database knows when the last of it was written.
        """
        await asyncio.sleep(0)  # a test may ask again and again until the product has done something
        try:
            async with asyncio.timeout(patience):
                while self._on_its_way():  # noqa: ASYNC110 (see above)
                    await asyncio.sleep(0.01)
        except TimeoutError:
            raise TimeoutError(f"the product does not come to rest: {self._on_its_way()}") from None
        if self._running is not None and self._running.done():
            await self._running

    def _on_its_way(self) -> Mapping[str, int]:
        # first the updates: what has left there until we look is in the database by then
        updates = self._telegram.pending if self._telegram is not None else 0
        webhooks = self._whatsapp.pending if self._whatsapp is not None else 0
        if updates or webhooks:
            return {"updates": updates, "webhooks": webhooks}
        row = look(self.database.url, ON_ITS_WAY, {"ahead": self.now - datetime.now(UTC)})
        return {name: count for name, count in row.items() if count}

    # --- people and work ----------------------------------------------------------------------------

    def stored(self, person: people.Person) -> str:
        """How the address of her chat is stored."""
        return stored(looker(self.database.url), person)

    def somebody(self, channel: str, name: str = "Awa") -> people.Person:
        """A person on one of the two platforms."""
        return self.whatsapp.person(name) if channel == "whatsapp" else self.telegram.person(name)

    async def heard(self, person: people.Person) -> list[ChatMessage]:
        """Everything that she was told (messages and edits) since she was last asked, as she reads it:
        a space is a space."""
        await self.settled()
        heard = await person.hears(len(person.unheard))
        return [replace(m, text=m.text.replace("\u00a0", " ").replace("\u202f", " ")) for m in heard]

    async def answer(self, person: people.Person) -> ChatMessage:
        """The one message that her last act brought her."""
        (message,) = await self.heard(person)
        return message

    async def says(self, person: people.Person, text: str) -> ChatMessage:
        """She writes, and gets exactly one message. Nobody writes the same twice within a second."""
        if self._said.get(str(person.id)) == fold(text):
            self.app.clock.forward(ONCE_MORE)
        self._said[str(person.id)] = fold(text)
        await person.says(text)
        return await self.answer(person)

    async def taps(self, person: people.Person, what: str | int, message: ChatMessage | None = None) -> ChatMessage:
        """She taps, and gets exactly one message (or edit)."""
        await person.taps(what, message)
        return await self.answer(person)

    async def code(self, role: Role = "hiteuse", country: str = "CI") -> str:
        """A fresh invitation, as from the command line."""
        async with self.database.unit() as uow:
            made = await people_service.make_invites(uow, MakeInvites(role, country), OPERATOR, self.now, {})
            await uow.commit()
        return made.invites[0].code

    async def appointed(self, person: AnyPerson) -> AnyPerson:
        """She becomes the first admin."""
        await self.says(person, f"start {ADMIN_CODE}")
        return person

    async def welcomed(self, person: AnyPerson, country: str = "CI") -> AnyPerson:
        """She writes her code, and is welcomed."""
        await self.says(person, f"start {await self.code(country=country)}")
        return person

    async def joined(self, person: AnyPerson, country: str = "CI", reminder: str = "Pas de rappel") -> AnyPerson:
        """She has come through onboarding, most of which is written without the chat, and does the practice task."""
        practised = await joining.up_to_practice(self.app, self._sender(person), country, reminder)
        await self.says(person, practised)
        return person

    def _sender(self, person: people.Person) -> EventSender:
        if isinstance(person, WhatsAppPerson):
            return EventSender("whatsapp", self.stored(person), person.user_id, person.name)
        return EventSender("telegram", person.address, name=person.name)

    async def joined_in_chat(
        self, person: AnyPerson, country: str = "CI", reminder: str = "Pas de rappel"
    ) -> AnyPerson:
        """`joined`, all of it in chat."""
        await self.welcomed(person, country)
        await self.taps(person, "J'accepte")
        if country == "CD":
            await self.taps(person, 0)
        await self.taps(person, "💼 Mon activité")
        await self.taps(person, "Plus tard")
        await self.says(person, reminder)
        await self.taps(person, 0)  # the practice task
        return person

    async def admin(self, name: str = "Paul") -> Person:
        return await self.appointed(self.telegram.person(name))

    async def newcomer(self, name: str = "Awa", country: str = "CI") -> Person:
        """Somebody who has just been welcomed."""
        return await self.welcomed(self.telegram.person(name), country)

    async def hiteuse(self, name: str = "Awa", country: str = "CI", reminder: str = "Pas de rappel") -> Person:
        """Somebody who has come through onboarding and has done the practice task."""
        return await self.joined(self.telegram.person(name), country, reminder)

    async def project(self, config: str = COMMENTS, data: str = "", *, base: Path | None = None) -> Imported:
        """Import a project, as the command line does."""
        found = read_config(config.encode(), "project.yaml")
        content = io.BytesIO((data or comments(10)).encode())
        async with self.database.unit() as uow:
            imported = await import_project(
                uow, found, read_rows(content, "data.csv", found), file="data.csv", base=base, by=OPERATOR, now=self.now
            )
            await uow.commit()
        return imported
