"""Several machines on one database: `hiteuses web`, `worker` and `relay` as processes of their own, with
a balancer before the web ones."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import psycopg
from psycopg.rows import DictRow

from tests.fakes.ports import Port
from tests.fakes.telegram import FakeTelegram
from tests.processes import Process, environment, is_trouble
from tests.program import PATIENCE

Connection = psycopg.Connection[DictRow]
ACTIVE = "relay: active for telegram"
LOOK = 0.02
"""Seconds between looks at what only another process or the database knows."""


class Machine:
    """One process. `name` is how its connections are called in the database. `code`: the folder of another version of
    the program."""

    def __init__(self, part: str, name: str, url: str, settings: Mapping[str, str], code: Path | None = None) -> None:
        self.part = part
        self.name = name
        self._held = Port()
        self.port = self._held.number
        self.lines: list[str] = []
        self._more = asyncio.Event()
        other = {} if code is None else {"PYTHONPATH": str(code)}
        ours = {**settings, **other, "DATABASE_URL": f"{url}&application_name={name}", "PORT": str(self.port)}
        self.process = Process(part, environment=environment(**ours), heard=self._hears)
        self.process.ended.add_done_callback(lambda _: self._more.set())

    def _hears(self, line: str) -> None:
        self.lines.append(line)
        self._more.set()

    @property
    def complaints(self) -> list[str]:
        return [line for line in self.lines if is_trouble(line)]

    async def said(self, text: str) -> None:
        """Wait until it has said this. Raises `AssertionError` when it ends instead, or lets wait in vain."""
        try:
            async with asyncio.timeout(PATIENCE):
                while not any(text in line for line in self.lines):
                    assert self.process.running, f"{self.name} ended:\n" + "\n".join(self.lines[-50:])
                    self._more.clear()
                    await self._more.wait()
        except TimeoutError:
            raise AssertionError(f"{self.name} never said {text!r}:\n" + "\n".join(self.lines[-50:])) from None


class Machines:
    """All of them. `began`: every one that ever ran here."""

    def __init__(
        self, url: str, telegram: FakeTelegram, connection: Connection, balancer: Balancer, **more: str
    ) -> None:
        """`more`: settings beside those of the platform."""
        self.began: list[Machine] = []
        self._url = url
        self._connection = connection
        self._balancer = balancer
        self._settings = {
            "PUBLIC_URL": balancer.url,
            "TELEGRAM_BOT_TOKEN": telegram.token,
            "TELEGRAM_API_URL": telegram.url,
            **more,
        }

    def start(self, part: str, code: Path | None = None) -> Machine:
        """Begin to run one more, of another version if `code` is given; `ready` waits for the end of that."""
        machine = Machine(part, f"{part}-{len(self.began)}", self._url, self._settings, code)
        self.began.append(machine)
        return machine

    async def ready(self, machine: Machine) -> None:
        """Wait until it takes part: a web one is called, the others listen to the rest."""
        if machine.part == "web":
            await machine.said("ready on http")
            self._balancer.ports.append(machine.port)
            return
        async with asyncio.timeout(PATIENCE):
            while not self._listens(machine):
                assert machine.process.running, "\n".join(machine.lines)
                await asyncio.sleep(LOOK)

    def _listens(self, machine: Machine) -> bool:
        found = self._connection.execute(
            "select 1 from pg_stat_activity where application_name = %s and query ilike 'listen %%'", (machine.name,)
        )
        return found.fetchone() is not None

    async def gone(self, machine: Machine) -> None:
        """Wait until the database has let go of a killed one: it can do nothing any more."""
        self._balancer.forget(machine.port)
        async with asyncio.timeout(PATIENCE):
            while self._connection.execute(  # noqa: ASYNC110 (only the server knows)
                "select 1 from pg_stat_activity where application_name = %s", (machine.name,)
            ).fetchone():
                await asyncio.sleep(LOOK)

    async def replace(self, old: Machine, code: Path | None = None) -> tuple[int, float]:
        """A rolling restart's step: a new one takes part before the old one is told to end; how that ended."""
        new = self.start(old.part, code)
        await self.ready(new)
        self._balancer.forget(old.port)
        return await old.process.stop()

    def running(self, part: str = "") -> list[Machine]:
        return [machine for machine in self.began if part in ("", machine.part) and machine.process.running]

    async def active_relay(self) -> Machine:
        """The one that sends, as soon as there is one."""
        async with asyncio.timeout(PATIENCE):
            while True:
                active = [m for m in self.running("relay") if any(ACTIVE in line for line in m.lines)]
                if active:
                    (only,) = active
                    return only
                await asyncio.sleep(LOOK)  # any of them may be the next to say so

    @property
    def complaints(self) -> list[str]:
        return [f"{machine.name}: {line}" for machine in self.began for line in machine.complaints]

    async def close(self) -> None:
        for machine in self.began:
            if machine.process.running:
                await machine.process.kill()


class Balancer:
    """Hands each connection to the next of `ports` that takes it."""

    def __init__(self) -> None:
        self.ports: list[int] = []
        self.url = ""
        self._next = 0
        self._pumps: set[asyncio.Task[None]] = set()

    def forget(self, port: int) -> None:
        if port in self.ports:
            self.ports.remove(port)

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[Balancer]:
        server = await asyncio.start_server(self._connected, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        try:
            yield self
        finally:
            server.close()
            for pump in list(self._pumps):
                pump.cancel()
            await asyncio.gather(*self._pumps, return_exceptions=True)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for _ in range(len(self.ports)):
            self._next += 1
            try:
                back_reader, back_writer = await asyncio.open_connection(
                    "127.0.0.1", self.ports[self._next % len(self.ports)]
                )
                break
            except OSError:
                continue
        else:
            writer.close()
            return
        for source, target in ((reader, back_writer), (back_reader, writer)):
            pump = asyncio.create_task(_pump(source, target))
            self._pumps.add(pump)
            pump.add_done_callback(self._pumps.discard)


async def _pump(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError):
        try:
            while data := await source.read(65_536):
                target.write(data)
                await target.drain()
        finally:
            target.close()
