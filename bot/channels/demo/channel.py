"""The demo page as a channel: its phones are a platform inside this process.

Messages are in the same tables as for every channel, so that a phone's log is rebuilt from them after a restart. The
page is `bot/demo/page/`, its web side `bot.demo.routes`."""

from __future__ import annotations

import asyncio
import hashlib
from base64 import b64decode
from collections import OrderedDict
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import orjson

from backend.clock import Clock
from backend.db.engine.uow import Database
from backend.db.messaging import chats
from backend.db.messaging import media as media_rows
from backend.domain.errors import BadInput, Reason
from backend.domain.messaging import channels
from backend.domain.messaging.accounts import AccountCondition
from backend.domain.messaging.message import Attachment, Message, load
from backend.records import replace
from bot.channels import layout
from bot.channels.base import Button, File, Files, Heard, Menu, Oddity, Outgoing, Pace, Received, Said, Store, Tap, Text
from bot.channels.demo.log import Frame, Log
from bot.channels.html_text import bound, html
from bot.i18n.render import Run, plain, runs
from bot.pictures.drawing import draw

NAME = "demo"
WHATSAPP = "demo-whatsapp"
"""The second platform of the demo, for a person's second phone. The two only differ in their looks."""
LOOKS = {NAME: "telegram", WHATSAPP: "whatsapp"}
MOST_TEXT = 4_096  # characters, as on the real platforms
MOST_FILE = 20 * 1024 * 1024  # bytes, the most that a bot can fetch from Telegram
MOST_REF = 64
"""The most characters of a frame's `ref` and of the data of a tap."""
MAX_HISTORY_EVENTS = 1_000  # events of a phone that are shown again after a restart
QUIET_SECONDS = 5.0  # seconds after which a turn that sends nothing is over
MAX_CHARTS = 500  # charts that can still be shown, and …
MAX_DRAWN_CHARTS = 50  # … charts kept as drawn pictures
MEDIA = "/demo/media/"

# The page is in French only, like its own texts.
ALT = {
    "image": "Image à regarder",
    "chart": "Les chiffres en image",
    "gains": "Tes gains en image",
    "week": "La semaine en image",
}
UNREADABLE = "Ce fichier n’a pas pu être lu."
TOO_LARGE = "Ce fichier est trop gros : 20 Mo au plus."


class Demo:
    """The phones of one platform of the demo; each is an address."""

    edits = True
    tells_later: timedelta | None = None
    keeps_events = True
    pace = Pace(overall=1_000, per_chat=100, burst=100)

    def __init__(self, database: Database, clock: Clock, files: Files, name: str = NAME) -> None:
        self.name = name
        self._database = database
        self._clock = clock
        self._files = files
        self._logs: dict[str, Log] = {}
        self._loading: dict[str, asyncio.Lock] = {}
        self._quiet: dict[str, asyncio.TimerHandle] = {}
        self._charts: OrderedDict[str, tuple[str, Mapping[str, Any], str]] = OrderedDict()
        self._drawn: OrderedDict[str, bytes] = OrderedDict()

    async def open(self) -> None:
        pass

    async def close(self) -> None:
        for timer in self._quiet.values():
            timer.cancel()

    # --- hearing ----------------------------------------------------------------------------------

    def hear(self, payload: Any) -> Heard:
        match payload:
            case {"text": str(text)}:
                return Text(text)
            case {"tap": str(data), "ref": str(ref)}:
                return Tap(data, ref)
            case {"file": {"name": str(name), "mime": str(mime), "ref": str(digest), "size": int(size)}, "ref": ref}:
                # the same bytes sent twice are two files, as on every platform
                kind = {"image": "image", "audio": "audio"}.get(mime.partition("/")[0], "document")
                return File(kind, name, f"{digest}/{ref}", mime, size)
            case _:
                return Oddity("unknown")

    async def take(self, store: Store, address: str, name: str, frame: Any) -> Frame | None:
        """Handle a frame that a page sent. Returns the answer to this page alone, if there is one.
        `name`: of the phone's owner.

        A frame that is not part of the protocol is ignored. Raises `Unavailable` if it could not be stored; the
        page then sends it again."""
        match frame:
            case {"ref": str(ref)} if 0 < len(ref) <= MOST_REF and ref.isascii() and ref.isalnum():
                pass
            case _:
                return None
        phone = await self.phone(address)
        if (known := phone.again(ref)) is not None:
            return known
        payload: dict[str, Any]
        match frame:
            case {"type": "text", "text": str(text)}:
                payload = {"text": text[:MOST_TEXT].replace("\0", ""), "ref": ref}
            case {"type": "tap", "message": str(message), "data": str(data)}:
                payload = {"tap": data[:MOST_REF], "message": message[:MOST_REF], "ref": ref}
            case {"type": "file", "name": str(file), "mime": str(mime), "base64": str(coded)}:
                try:
                    payload = {"file": await self._keep(file, mime, coded), "ref": ref}
                except BadInput as error:
                    phone.tell({"type": "toast", "text": str(error)})
                    return {"type": "ack", "ref": ref}
            case _:
                return None
        await store([Received(address, f"{address}:{ref}", payload, name)])
        phone.typing(True)
        self._expect(address, phone)
        self._show_hers(phone, payload, self._clock.now(), done=False)
        return None

    async def _keep(self, name: str, mime: str, coded: str) -> dict[str, Any]:
        try:
            content = await asyncio.to_thread(b64decode, coded, validate=True)
        except ValueError:
            raise BadInput(UNREADABLE) from None
        if len(content) > MOST_FILE:
            raise BadInput(TOO_LARGE)
        digest = hashlib.sha256(content).hexdigest()
        clean = "".join(c for c in name if c.isprintable()).strip()[:200] or "fichier"
        mime = mime if len(mime) <= 100 and mime.isascii() and mime.isprintable() else "application/octet-stream"
        async with self._database.unit() as uow:
            await media_rows.add(uow, digest, mime, content, passing_since=self._clock.now())
            await uow.commit()
        return {"name": clean, "mime": mime, "ref": digest, "size": len(content)}

    def _expect(self, address: str, phone: Log) -> None:
        """Stop showing "typing" after a while: not every turn sends something."""

        def give_up() -> None:
            phone.typing(False)
            phone.read()

        if before := self._quiet.pop(address, None):
            before.cancel()
        self._quiet[address] = asyncio.get_running_loop().call_later(QUIET_SECONDS, give_up)

    # --- saying -----------------------------------------------------------------------------------

    async def send(self, outgoing: Outgoing) -> Said | None:
        phone = await self.phone(outgoing.address)
        if outgoing.lane == 0:
            phone.typing(False)
            phone.read()
        if outgoing.answers is not None and outgoing.toast is not None:
            phone.tell({"type": "toast", "text": plain(outgoing.toast, outgoing.language, outgoing.zone)})
        if outgoing.message is None:
            return None
        # the message's id is its row, so that it keeps its place if it is sent again after a crash
        ident = outgoing.edits or f"b{outgoing.id}"
        content = self._content(outgoing.message, outgoing.question, outgoing.language, outgoing.zone)
        phone.put(self._clock.now(), ident, content, shown_at=outgoing.at)
        return Said(ident)

    def reaches(self, purpose: str, language: str, at: datetime, heard_at: datetime | None) -> bool:
        return True

    def pieces(self, outgoing: Outgoing) -> int:
        return 1

    async def fetch(self, ref: str, most: int) -> bytes:
        _mime, content = await self._files.content(ref.partition("/")[0])
        if len(content) > most:
            raise BadInput(Reason("the file is too large"))
        return content

    async def condition(self) -> AccountCondition | None:
        """None: a bot has no rating and no daily limit."""
        return None

    async def show_menu(self, menu: Menu) -> None:
        """Nothing: the demo's phones have no command list, the words are on buttons."""

    # --- for the web side ---------------------------------------------------------------------------

    async def phone(self, address: str) -> Log:
        """The log of a phone, built from the tables when it is first asked for."""
        found = self._logs.get(address)
        if found is None:
            async with self._loading.setdefault(address, asyncio.Lock()):
                found = self._logs.get(address)
                if found is None:
                    found = self._logs[address] = await self._load(address)
        return found

    def tell_all(self, frame: Frame) -> None:
        """Send a frame to every open page."""
        for phone in self._logs.values():
            phone.tell(frame)

    async def media(self, name: str) -> tuple[str, bytes]:
        """(MIME type, bytes) of what a message showed. Raises `NotFound`."""
        if name in self._drawn:
            self._drawn.move_to_end(name)
        elif name in self._charts:
            chart, values, language = self._charts[name]
            self._drawn[name] = await asyncio.to_thread(draw, chart, values, language)
            if len(self._drawn) > MAX_DRAWN_CHARTS:
                self._drawn.popitem(last=False)
        else:
            return await self._files.content(name)
        return "image/png", self._drawn[name]

    # --- frames -------------------------------------------------------------------------------------

    async def _load(self, address: str) -> Log:
        async with self._database.unit() as uow:
            person = await chats.person(uow, self.name, address)
            rows = await chats.history(uow, self.name, address, MAX_HISTORY_EVENTS)
        phone = Log()
        for row in rows:
            if row.payload is not None:
                self._show_hers(phone, row.payload, row.at, done=row.done)
            elif person is not None:
                message = load(row.message)
                if person.data_saver and message.attachment is not None and message.attachment.kind == "chart":
                    message = replace(message, attachment=None)
                content = self._content(message, row.question, person.language, person.zone or "UTC")
                phone.put(row.at, row.provider_id or f"b{row.id}", content, shown_at=row.created_at)
        return phone

    def _show_hers(self, phone: Log, payload: Mapping[str, Any], at: datetime, *, done: bool) -> None:
        """Show an event of the phone's owner on the phone."""
        ref = payload.get("ref")
        if ref is None:  # an erasure has emptied it, because it named the person
            return
        state = "read" if done else "sent"
        match payload:
            case {"text": text}:
                phone.put(at, f"m{ref}", {"from": "me", "html": html([Run(text)]), "ref": ref, "state": state})
            case {"tap": data, "message": message}:
                phone.choose(at, message, data, ref)
            case {"file": {"name": name, "mime": mime, "ref": digest}}:
                address = MEDIA + digest
                shown: Frame = {"document": {"url": address, "name": name}}
                if mime.startswith("image/"):
                    shown = {"picture": {"url": address, "alt": name}}
                phone.put(at, f"m{ref}", {"from": "me", "ref": ref, "state": state, **shown})

    def _content(self, message: Message, question: int | None, language: str, zone: str) -> Frame:
        rows = layout.rows(message, question, language)
        covers = channels.of(self.name).covers
        words = [replace(run, covered=run.covered and covers) for run in runs(message.parts, language, zone)]
        content: Frame = {
            "html": html(bound(words)),
            "rows": [[_shown(button) for button in row] for row in rows],
        }
        if message.attachment is not None:
            content |= self._attached(message.attachment, language)
            if message.attachment.covered and covers and "picture" in content:
                content["picture"]["covered"] = True
        return content

    def _attached(self, attachment: Attachment, language: str) -> Frame:
        media = attachment.media
        match attachment.kind:
            case "chart":
                alt = ALT.get(media, ALT["chart"])
                return {"picture": {"url": MEDIA + self._chart(attachment, language), "alt": alt}}
            case "image":
                return {"picture": {"url": _address(media), "alt": attachment.name or ALT["image"]}}
            case "audio" | "voice":
                return {"audio": _address(media)}
            case _:
                return {"document": {"url": _address(media), "name": attachment.name or "fichier"}}

    def _chart(self, attachment: Attachment, language: str) -> str:
        """The name under which a chart can be fetched; it is drawn when it is first shown."""
        key = orjson.dumps([attachment.media, attachment.values, language], option=orjson.OPT_SORT_KEYS)
        name = f"chart-{hashlib.sha256(key).hexdigest()[:32]}"
        self._charts[name] = attachment.media, attachment.values, language
        self._charts.move_to_end(name)
        if len(self._charts) > MAX_CHARTS:
            self._charts.popitem(last=False)
        return name


def _shown(button: Button) -> Frame:
    link = {"url": button.url} if button.url else {}
    return {"data": button.data, "label": button.label, **link}


def _address(media: str) -> str:
    return media if media.startswith("https://") else MEDIA + media
