"""Two of each kind of process on one database, and people at work."""

from __future__ import annotations

import asyncio
import io
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import psycopg
from psycopg.rows import dict_row

from backend.db.engine.uow import Database
from backend.db.server import migrate
from backend.domain.people.commands import OPERATOR, MakeInvites
from backend.domain.work.formats.data_rows import read_rows
from backend.domain.work.formats.project_files import read_config
from backend.records import Struct
from backend.services.people import service as people_service
from backend.services.work.files.imports import import_project
from tests.database import TestServer
from tests.fakes.telegram import ChatMessage, FakeTelegram
from tests.hiteuse import CHOICES, PLENTY, Hiteuse, project, tasks
from tests.integration.scenes import commit
from tests.integration.told import Connection, Epochs, at_rest, differences
from tests.machines import LOOK, Balancer, Machines
from tests.program import PATIENCE

PEOPLE = 8
ANSWERS = 2
AUDIT = """
    create table deferred (id bigint, name text);
    create function note() returns trigger language plpgsql as
        $$ begin insert into deferred values (new.id, new.task_name); return null; end $$;
    create trigger note after insert on procrastinate_jobs for each row execute function note()
"""
"""Every job that was ever deferred: the queue forgets those that are done."""


class Site(Struct):
    """Two of each kind of process, started once for all tests of a module: each brings its own people and work."""

    machines: Machines
    telegram: FakeTelegram
    connection: Connection
    database: Database
    projects: int = 0


@asynccontextmanager
async def sited(server: TestServer, name: str, **settings: str) -> AsyncIterator[Site]:
    """The processes, on a database of this name, with these settings."""
    with server.another(name) as url:
        migrate.upgrade(url)
        database = Database(url, turn_connections=1, connections=1)
        with psycopg.connect(url, autocommit=True, row_factory=dict_row) as connection:
            connection.execute(AUDIT)
            async with FakeTelegram() as telegram, Balancer().serving() as balancer:
                machines = Machines(url, telegram, connection, balancer, **settings)
                try:
                    for part in ("web", "worker", "relay") * 2:
                        machines.start(part)
                    await asyncio.gather(*(machines.ready(machine) for machine in machines.began))
                    await telegram.listens()
                    yield Site(machines, telegram, connection, database)
                finally:
                    await machines.close()
        await database.close()


class Work:
    """People at work on one project, to which tasks are added as it goes on."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.epoch = 0
        self.people: list[Hiteuse] = []
        self._epochs = Epochs({})
        self._items = 0
        self._seen = 0
        self._awaited = 0
        self._more = asyncio.Event()
        site.projects += 1
        self._name = f"phrases-{site.projects}"

    async def begin(self) -> None:
        if self.site.projects == 1:
            await self._import(PLENTY, [f"q{n}" for n in range(4 * PEOPLE)])
        await self.add(4 * PEOPLE)
        # a day that does not end while they work: late in the evening they live where it is past midnight
        country = "CM" if datetime.now(UTC).hour == 23 else "CI"
        invites = MakeInvites("hiteuse", country, count=PEOPLE)
        made = await commit(self.site.database, people_service.make_invites, invites, OPERATOR, datetime.now(UTC), {})
        self.people = [self._hiteuse(number, invite.code) for number, invite in enumerate(made.invites)]
        for hiteuse in self.people:
            hiteuse.begin()

    async def add(self, items: int = 3 * PEOPLE // 2) -> None:
        """More tasks, and whoever had none goes on."""
        names = [f"{self._name.replace('-', '')}n{n}" for n in range(self._items, self._items + items)]
        self._items += items
        await self._import(project(self._name, ANSWERS), names)
        for hiteuse in self.people:
            if hiteuse.finished.is_set():
                hiteuse.says("travail")

    async def _import(self, text: str, names: list[str]) -> None:
        config = read_config(text.encode(), "project.yaml")
        rows = read_rows(io.BytesIO(tasks(names).encode()), "data.csv", config)
        async with self.site.database.unit() as uow:
            now = datetime.now(UTC)
            await import_project(uow, config, rows, file="data.csv", base=None, by=OPERATOR, now=now)
            await uow.commit()

    def _hiteuse(self, number: int, code: str) -> Hiteuse:
        choose, answers = random.Random(number).choice, dict[str, str]()
        person = self.site.telegram.person(f"Awa {number}")
        hiteuse = Hiteuse(person, code, lambda item: answers.setdefault(item, choose(sorted(CHOICES))))
        hiteuse.on_seen = self._sees
        return hiteuse

    def _sees(self, message: ChatMessage) -> None:
        self._epochs.of[message.id] = self.epoch
        self._seen += 1
        if self._seen >= self._awaited:
            self._more.set()

    async def goes_on(self, messages: int = PEOPLE) -> None:
        """Until so many more messages have been read: whatever is done to the machines, work goes on."""
        self._awaited = self._seen + messages
        self._more.clear()
        try:
            async with asyncio.timeout(PATIENCE):
                await self._more.wait()
        except TimeoutError:
            raise AssertionError(f"nothing goes on:\n{self._logs()}") from None

    async def finish(self) -> list[str]:
        """Until everybody has finished and asked for her earnings; what is wrong then."""
        await self._all_finished()
        done = -1
        while done < (done := sum(len(hiteuse.answered) for hiteuse in self.people)):
            # whoever was just being told that there is no work has not heard of the tasks added last
            await self._all("travail")
        await self._all("gains")
        async with asyncio.timeout(PATIENCE):
            # a look now and then: the last of it is written by another process, after the last word was seen
            while not at_rest(self.site.connection):  # noqa: ASYNC110
                await asyncio.sleep(LOOK)
        return differences(self.site.connection, self.site.telegram, self.people, self._epochs)

    async def _all(self, word: str) -> None:
        """Everybody says so and finishes again."""
        for hiteuse in self.people:
            hiteuse.says(word)
        await self._all_finished()

    async def _all_finished(self) -> None:
        for hiteuse in self.people:
            try:
                async with asyncio.timeout(PATIENCE):
                    await hiteuse.finished.wait()
            except TimeoutError:
                chat = hiteuse.person.transcript[-1_500:]
                raise AssertionError(f"{hiteuse.person.name} was left waiting:\n{chat}\n{self._logs()}") from None

    def _logs(self) -> str:
        return "\n".join(f"{m.name}: {line}" for m in self.site.machines.began for line in m.lines[-30:])
