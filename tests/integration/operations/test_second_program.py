"""A second program on one data folder: it shares the database's server, and goes on when the first has ended."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from time import monotonic

import aiohttp
import psutil
import psycopg
import pytest

from backend.db.server import embedded, postmaster
from tests.database import TestServer
from tests.fakes.ports import Port
from tests.fakes.telegram import FakeTelegram
from tests.processes import Commands, Process, environment
from tests.program import PATIENCE, READY_WITHIN, installation


class Node(Commands):
    """`hiteuses COMMAND` on a data folder, with a port of its own."""

    def __init__(self, home: Path, *command: str, **settings: str) -> None:
        self._port = Port()
        self._environment = environment(
            **{"HITEUSES_HOME": str(home / "data"), **settings}, PORT=str(self._port.number)
        )
        super().__init__(home, lambda: self._environment)
        self.lines: list[str] = []
        self.process = Process(*command, environment=self._environment, heard=self.lines.append)

    async def ready(self) -> float:
        """Seconds until it is ready, from now on. Raises `AssertionError`."""
        began = monotonic()
        while not await self._is_ready():
            assert not self.process.ended.done() and monotonic() - began < PATIENCE, "\n".join(self.lines)
            await asyncio.sleep(0.05)  # who becomes ready in another process tells nobody
        return monotonic() - began

    async def away(self) -> None:
        """Wait until it is not ready, or has begun anew."""
        async with asyncio.timeout(PATIENCE):
            while await self._is_ready() and not self.took_over:  # noqa: ASYNC110 (it ends in another process)
                await asyncio.sleep(0.01)

    @property
    def took_over(self) -> bool:
        return any("we go on with our own" in line for line in self.lines)

    async def _is_ready(self) -> bool:
        with suppress(aiohttp.ClientError):
            url = f"http://127.0.0.1:{self._port.number}/ready"
            async with aiohttp.ClientSession() as session, session.get(url) as answer:
                return answer.status == 200
        return False

    async def serves(self) -> None:
        """Wait until it works on a database of its own, also one without a web part."""
        async with asyncio.timeout(PATIENCE):
            while not self.took_over or (await self._told("ledger", "check"))[0] != 0:
                assert not self.process.ended.done(), "\n".join(self.lines)
                await asyncio.sleep(0.05)  # it happens in another process

    async def _told(self, *arguments: str) -> tuple[int, list[str]]:
        lines: list[str] = []
        return await Process(*arguments, environment=self._environment, heard=lines.append).ended, lines

    async def end(self, how: str) -> None:
        """`how`: "told", "killed", or "killed with its server"."""
        if how == "told":
            await self.process.stop()
            return
        children = psutil.Process(self.process.pid).children(recursive=True) if "server" in how else []
        for child in children:  # the server itself is the first: it must not clean up after the others
            with suppress(psutil.NoSuchProcess):
                child.kill()
        await self.process.kill()


@asynccontextmanager
async def running(*nodes: Node) -> AsyncIterator[None]:
    try:
        yield
    finally:
        for node in nodes:
            if node.process.running:
                await node.end("killed with its server")


@pytest.mark.parametrize("how", ["told", "killed", "killed with its server"])
async def test_the_second_takes_over_when_the_first_ends(how: str) -> None:
    with installation() as home:
        first = Node(home, "run")
        async with running(first):
            await first.ready()
            second = Node(home, "run")
            async with running(second):
                await second.ready()
                assert await first.ready() < READY_WITHIN  # and the first goes on
                await first.end(how)
                await second.away()
                assert await second.ready() < READY_WITHIN
                assert second.took_over
                assert (await second.ledger())["ok"] is True  # a command joins the server that it runs now
                code, seconds = await second.process.stop()
                assert (code, seconds < 10) == (0, True)
        assert not (home / "data/postgres/postmaster.pid").exists()


async def test_parts_on_one_data_folder_end_in_any_order() -> None:
    with installation() as home:
        worker = Node(home, "worker")
        async with running(worker):
            while not postmaster.ready(home / "data/postgres"):  # noqa: ASYNC110 (in another process)
                await asyncio.sleep(0.01)
            web = Node(home, "web")
            async with running(web):
                await web.ready()
                await worker.end("told")
                await web.away()
                assert await web.ready() < READY_WITHIN
                assert (await web.process.stop())[0] == 0


LISTENING = "select count(*) from pg_stat_activity where query ilike 'listen hiteuses'"


async def work(home: Path, programs: int) -> None:
    """Wait until so many programs listen to each other on the server of the data folder."""
    server = embedded.start(home / "data", service=False)
    try:
        async with asyncio.timeout(PATIENCE):
            with psycopg.connect(server.url, autocommit=True) as connection:
                while connection.execute(LISTENING).fetchone() != (programs,):  # noqa: ASYNC110 (in other processes)
                    await asyncio.sleep(0.05)
    finally:
        server.stop()


@pytest.mark.parametrize(("first", "second"), [("run", "relay"), ("relay", "web")])
async def test_whichever_part_comes_second_goes_on_alone(first: str, second: str) -> None:
    with installation() as home:
        one = Node(home, first)
        async with running(one):
            while not postmaster.ready(home / "data/postgres"):  # noqa: ASYNC110 (in another process)
                await asyncio.sleep(0.01)
            other = Node(home, second)
            async with running(other):
                await work(home, 2)
                await one.end("killed with its server")
                await other.serves()
                if second in ("run", "web"):
                    assert await other.ready() < READY_WITHIN
                await work(home, 1)
                assert (await other.process.stop())[0] == 0


async def test_the_second_on_one_database_answers_when_the_first_is_killed(server: TestServer) -> None:
    """With `DATABASE_URL` there is nothing to take over but the polling and the sending, which are elected."""
    with installation() as home, server.another("second_program") as url:
        async with FakeTelegram() as telegram:
            settings = {"DATABASE_URL": url, "TELEGRAM_BOT_TOKEN": telegram.token, "TELEGRAM_API_URL": telegram.url}
            nodes = [Node(home, "run", **settings) for _ in range(2)]
            async with running(*nodes):
                for node in nodes:
                    await node.ready()
                await telegram.listens()
                awa = telegram.person("Awa")
                await awa.says("bonjour")
                await awa.hears()
                (active,) = [node for node in nodes if any("relay: active" in line for line in node.lines)]
                (other,) = [node for node in nodes if node is not active]
                await active.end("killed")
                await awa.says("bonsoir")
                await awa.hears()
                assert await other.ready() < 1
        assert not (home / "data").exists()


async def test_a_second_demo_on_one_folder_refuses_with_one_line() -> None:
    """Its phones live in the process that shows them."""
    with installation() as home:
        first = Node(home, "demo", "--no-browser", "--port", "0")
        async with running(first):
            while not any("Open http://127.0.0.1:" in line for line in first.lines):
                assert not first.process.ended.done(), first.lines
                await asyncio.sleep(0.05)
            second = Node(home, "demo", "--no-browser", "--port", "0")
            async with running(second):
                assert await second.process.ended == 1
            (_, line) = second.lines
            assert re.fullmatch(r"hiteuses: a demo is running on .*/data/demo; end it first", line)
            real = Node(home, "run", HITEUSES_HOME=str(home / "data" / "demo"))
            async with running(real):  # it put the demo's clock back, with all that waits by it
                assert await real.process.ended == 1
            assert real.lines[-1].startswith("hiteuses: these are the data of a demo")
