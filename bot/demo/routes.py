"""The web side of the demo: the page, a WebSocket per phone, pictures, and the clock that can be moved.

The demo has no log-in. It listens on loopback and answers only its own page: requests that another site makes a
browser send are refused."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial, wraps
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

import orjson
from aiohttp import WSCloseCode, WSMsgType, web

from backend.clock import Clock
from backend.db.engine import ticks
from backend.db.engine.uow import Database
from backend.db.messaging import chats
from backend.domain.errors import BadInput, NotFound, Unavailable
from backend.domain.people.commands import Role
from bot.channels.base import Store
from bot.channels.demo.channel import Demo
from bot.channels.demo.log import Frame
from bot.demo import content, review
from bot.demo.apart import DEMO_PAGE
from bot.demo.clock import DemoClock
from bot.demo.content import Phone, Phones, install_projects, install_training
from bot.web import guard

PAGE = Path(__file__).parent / "page"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' https:; media-src 'self' https:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""The page runs only its own scripts and styles, and no other page may embed it."""
EPOCH = "demo.epoch"
MOST_FRAME = 30 * 1024 * 1024  # bytes: a file of 20 MB in base64, and a little more
MOST_JUMP = timedelta(days=31)
"""The longest jump of the clock."""
HEARTBEAT_SECONDS = 20.0  # seconds
TRAINEE: Role = "trainee"

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class DemoPage:
    """Call `prepare` before anything runs, add its `routes`, and `close` it before the server ends.

    `channels`: the demo's platforms by name, each with its inbox. `after_jump`: look at once for what is due. `host`:
    the name under which the server listens."""

    def __init__(
        self,
        database: Database,
        channels: Mapping[str, tuple[Demo, Store]],
        clock: Clock,
        after_jump: Callable[[], Awaitable[None]],
        home: Path,
        host: str = "127.0.0.1",
    ) -> None:
        self._database = database
        self._channels = channels
        self._clock = clock
        self._host = host.lower()
        self._phones = Phones(database, clock)
        self._jumps = DemoClock(database, clock, after_jump, self._tell_time, home)
        self._epoch = ""
        self._open: set[web.WebSocketResponse] = set()
        self._files = {file.name: file for file in PAGE.iterdir() if file.suffix in (".js", ".css", ".svg")}

    async def prepare(self) -> None:
        """Restore the clock, import the sample projects, and make the first phones on an empty database."""
        await self._jumps.restore()
        await install_projects(self._database, self._clock)
        await install_training(self._database, self._clock)
        await review.install(self._database, self._clock)
        await self._phones.prepare()
        async with self._database.unit() as uow:
            self._epoch = await ticks.setting(uow, EPOCH) or secrets.token_hex(8)
            await ticks.set_setting(uow, EPOCH, self._epoch)
            await uow.commit()

    async def listens(self, address: str) -> None:
        """Store the address of the page, for commands that name it."""
        async with self._database.unit() as uow:
            await ticks.set_setting(uow, DEMO_PAGE, f"{address.rstrip('/')}/demo")
            await uow.commit()

    async def close(self) -> None:
        """Close the connections of open pages; they reconnect by themselves."""
        for line in list(self._open):
            await line.close(code=WSCloseCode.GOING_AWAY)

    def routes(self) -> list[web.RouteDef]:
        """The page, its files, and its connection for messages."""
        return [
            web.get("/", self._own(self._from_root)),
            web.get("/demo", self._own(self._index)),
            web.get("/demo/static/{name}", self._own(self._static)),
            web.get("/demo/media/{name}", self._own(self._media)),
            web.get("/demo/phones", self._own(self._list_phones)),
            web.post("/demo/phones", self._own(self._new_phone)),
            web.post("/demo/clock", self._own(self._move_clock)),
            web.get("/demo/ws", self._own(self._line)),
        ]

    # --- access control ---------------------------------------------------------------------------

    def _own(self, handler: Handler) -> Handler:
        """Allow only the demo's own page. A browser names the page that asks in `Origin`. A foreign host name that
        points to this machine shows in `Host`; an IP address is never one."""

        @wraps(handler)
        async def checked(request: web.Request) -> web.StreamResponse:
            origin = request.headers.get("Origin")
            if not self._is_ours(request.host) or (origin is not None and _netloc(origin) != request.host):
                raise web.HTTPForbidden(text="The demo answers its own page only.")
            return await handler(request)

        return checked

    def _is_ours(self, host: str) -> bool:
        try:
            name = urlsplit(f"//{host}").hostname or ""
        except ValueError:
            return False
        try:
            ip_address(name)
        except ValueError:
            return name in ("localhost", self._host)
        return True

    # --- the page -----------------------------------------------------------------------------------

    async def _from_root(self, _request: web.Request) -> web.StreamResponse:
        """Who types the address without its path."""
        raise web.HTTPFound("/demo")

    async def _index(self, _request: web.Request) -> web.StreamResponse:
        page = _file(PAGE / "index.html")
        page.headers["Content-Security-Policy"] = POLICY
        return page

    async def _static(self, request: web.Request) -> web.StreamResponse:
        file = self._files.get(request.match_info["name"])
        if file is None:
            raise web.HTTPNotFound
        return _file(file)

    async def _media(self, request: web.Request) -> web.StreamResponse:
        """A picture, a sound, or a file that somebody sent; never served as a page, whatever its type."""
        mime, content = await self._shown(request.match_info["name"])
        shown = mime.startswith(("image/", "audio/")) and "svg" not in mime
        headers = {
            "Content-Type": mime if shown else "application/octet-stream",
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, max-age=31536000, immutable",  # the name is a hash of the content
        }
        return web.Response(body=content, headers=headers)

    async def _shown(self, name: str) -> tuple[str, bytes]:
        """A stored file, or a chart of either platform."""
        for channel, _ in self._channels.values():
            with suppress(NotFound):
                return await channel.media(name)
        raise web.HTTPNotFound

    # --- phones and clock ---------------------------------------------------------------------------

    async def _list_phones(self, _request: web.Request) -> web.Response:
        return web.json_response(await self._phones.listed())

    async def _new_phone(self, request: web.Request) -> web.Response:
        """Add a phone: `{}` for one more hiteuse, `{"role": "trainee"}` for a trainee, `{"role": "reviewer"}` for a
        hiteuse who reviews, `{"of": id}` for somebody's second phone."""
        add: Callable[[], Awaitable[Phone]] = self._phones.add
        match await guard.json(request):
            case {"of": str(first)}:
                owner = self._phones.get(first)
                if owner is None:
                    raise web.HTTPNotFound
                add = partial(self._phones.add_second, owner)
            case {"role": "trainee"}:
                add = partial(self._phones.add, TRAINEE)
            case {"role": "reviewer"}:
                add = self._phones.add_reviewer
        try:
            phone = await add()
        except BadInput as error:
            raise web.HTTPConflict(text=str(error)) from None
        return web.json_response((await self._phones.listed(phone))[0])

    async def _move_clock(self, request: web.Request) -> web.Response:
        match await guard.json(request):
            case {"until": "sunday"}:
                now = await self._jumps.to_sunday(await self._zone(self._phones.first))
            case {"until": "payday"} if (schedule := content.terms().schedule) is not None:
                now = await self._jumps.to_payday(schedule, await self._zone(self._phones.first))
            case {"minutes": int(minutes)} if minutes is not True and 0 < minutes <= MOST_JUMP.total_seconds() / 60:
                now = await self._jumps.forward(timedelta(minutes=minutes))
            case _:
                raise web.HTTPBadRequest(text='{"minutes": 60}, {"until": "sunday"} or {"until": "payday"}')
        return web.json_response({"now": now.isoformat()})

    def _tell_time(self, now: datetime) -> None:
        for channel, _ in self._channels.values():
            channel.tell_all({"type": "clock", "now": now.isoformat()})

    async def _zone(self, phone: Phone) -> str:
        async with self._database.unit() as uow:
            person = await chats.person(uow, phone.channel, phone.id)
        return (person.zone if person else None) or phone.zone

    # --- the WebSocket of a phone -------------------------------------------------------------------

    async def _line(self, request: web.Request) -> web.StreamResponse:
        phone = self._phones.get(request.query.get("phone", ""))
        if phone is None:
            raise web.HTTPNotFound
        after = request.query.get("after", "0")
        line = web.WebSocketResponse(max_msg_size=MOST_FRAME, heartbeat=HEARTBEAT_SECONDS)
        await line.prepare(request)
        self._open.add(line)
        frames: asyncio.Queue[Frame] = asyncio.Queue()
        log = await self._channels[phone.channel][0].phone(phone.id)
        try:
            hello = {
                "type": "hello",
                "phone": (await self._phones.listed(phone))[0],
                "now": self._clock.now().isoformat(),
                "zone": await self._zone(phone),
                "epoch": self._epoch,
            }
            # without an await in between, so that no frame is missed or sent twice
            for frame in (hello, *log.since(int(after) if after.isascii() and after.isdigit() else 0)):
                frames.put_nowait(frame)
            log.lines.add(frames)
            sender = asyncio.create_task(_send(line, frames))
            try:
                await self._listen(line, phone, frames)
            finally:
                sender.cancel()
        finally:
            log.lines.discard(frames)
            self._open.discard(line)
        return line

    async def _listen(self, line: web.WebSocketResponse, phone: Phone, frames: asyncio.Queue[Frame]) -> None:
        channel, store = self._channels[phone.channel]
        async for message in line:
            if message.type is not WSMsgType.TEXT:
                continue
            try:
                answer = await channel.take(store, phone.id, phone.title, orjson.loads(message.data))
            except ValueError:
                continue  # no JSON: it is not from the demo's page
            except Unavailable:
                # neither stored nor acknowledged: the page reconnects and sends it again
                await line.close(code=WSCloseCode.TRY_AGAIN_LATER)
                return
            if answer is not None:
                frames.put_nowait(answer)


async def _send(line: web.WebSocketResponse, frames: asyncio.Queue[Frame]) -> None:
    with suppress(ConnectionError):
        while True:
            await line.send_json(await frames.get())


def _netloc(address: str) -> str | None:
    try:
        return urlsplit(address).netloc
    except ValueError:
        return None


def _file(path: Path) -> web.FileResponse:
    # always revalidated: a newer version of the program has a newer page
    return web.FileResponse(path, headers={"Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"})
