"""The demo in the process of a test: the whole product with the demo's page, and lines to its phones
that speak the page's protocol."""

from __future__ import annotations

import asyncio
import secrets
import shutil
import tempfile
import weakref
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import aiohttp

from backend.db.engine.uow import Database
from backend.encryption import new_key
from bot import app as composition
from bot.settings import load
from tests.database import Lent

START = datetime(2026, 3, 4, 9, tzinfo=UTC)  # a Wednesday
PARTS = frozenset({"web", "worker", "relay", "schedule"})
PATIENCE = 60.0
"""Seconds that a test waits for what must come: far more than it ever takes."""

Frame = dict[str, Any]


class RunningDemo:
    """`hiteuses demo` on a test's database. `url`: where its page is."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._task: asyncio.Task[None] | None = None
        self._key = new_key()
        self._home = tempfile.mkdtemp(prefix="hiteuses-test-")
        weakref.finalize(self, shutil.rmtree, self._home, ignore_errors=True)
        self.url = ""

    @property
    def app(self) -> composition.App:
        return self._app

    async def start(self) -> None:
        """Build everything anew on the database as it is, and wait until it listens."""
        listening = asyncio.get_running_loop().create_future()
        own = {"HITEUSES_HOME": self._home, "HITEUSES_CLOCK": START.isoformat(), "DATA_ENCRYPTION_KEY": self._key}
        self._app = composition.build(load({"PORT": "0", **own}), Lent(self._database), demo=True)
        self._task = asyncio.create_task(composition.run(self._app, PARTS, listening.set_result))
        await asyncio.wait({self._task, listening}, return_when=asyncio.FIRST_COMPLETED)
        if self._task.done():
            await self._task  # says what went wrong
        self.url = f"{await listening}/demo"

    async def stop(self) -> None:
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    @asynccontextmanager
    async def phone(self, phone: str, after: int = 0) -> AsyncIterator[Line]:
        """A page that looks at one phone, its history already there."""
        async with (
            aiohttp.ClientSession() as session,
            session.ws_connect(f"{self.url}/ws", params={"phone": phone, "after": str(after)}) as socket,
        ):
            line = Line(socket)
            await line.until("history_end")
            yield line

    async def post(self, path: str, body: Frame) -> Frame:
        async with aiohttp.ClientSession() as session, session.post(self.url + path, json=body) as answer:
            answer.raise_for_status()
            found: Frame = await answer.json()
            return found

    async def phones(self) -> list[Frame]:
        async with aiohttp.ClientSession() as session, session.get(f"{self.url}/phones") as answer:
            found: list[Frame] = await answer.json()
            return found


@dataclass
class Line:
    """`frames`: all that came, in order. `messages`: what the phone shows, by id."""

    socket: aiohttp.ClientWebSocketResponse
    frames: list[Frame] = field(default_factory=list)
    messages: dict[str, Frame] = field(default_factory=dict)

    async def next(self) -> Frame:
        frame: Frame = await self.socket.receive_json(timeout=PATIENCE)
        self.frames.append(frame)
        if frame["type"] == "message":
            self.messages[frame["id"]] = frame
        return frame

    async def until(self, kind: str, **fields: Any) -> Frame:
        """The next frame of this type with these fields."""
        while True:
            frame = await self.next()
            if frame["type"] == kind and all(frame.get(name) == value for name, value in fields.items()):
                return frame

    @property
    def last(self) -> Frame:
        """The bot's newest message."""
        return [message for message in self.messages.values() if message["from"] == "bot"][-1]

    async def send(self, kind: str, ref: str = "", **fields: Any) -> str:
        ref = ref or secrets.token_hex(16)
        await self.socket.send_json({"type": kind, "ref": ref, **fields})
        return ref

    async def says(self, text: str) -> Frame:
        """She writes; what the bot says then."""
        await self.send("text", text=text)
        return await self.until("message", **{"from": "bot"})

    async def taps(self, label: str) -> Frame:
        """She taps a button of the newest message; what the bot says then."""
        button = next(b for row in self.last["rows"] for b in row if label in b["label"])
        ref = await self.send("tap", message=self.last["id"], data=button["data"])
        while True:
            frame = await self.until("message", **{"from": "bot"})
            if frame.get("ref") != ref:  # else: her button, marked
                return frame

    async def joins(self, code: str, reminder: str = "Pas de rappel") -> Frame:
        """From the invitation to the first offer."""
        await self.says(code)
        await self.taps("J'accepte")
        await self.taps("activité")
        await self.says("Un salon de coiffure, 400 000 F")
        if reminder == "Pas de rappel":
            await self.taps(reminder)
        else:
            await self.says(reminder)
        await self.taps("Oui, je veux bien")
        return await self.taps("Transport")
