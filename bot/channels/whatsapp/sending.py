"""Send messages on WhatsApp: laid out, marked for their receipts, files uploaded once."""

from __future__ import annotations

import asyncio
import io
import logging
from collections import OrderedDict
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from PIL import Image

from backend.domain.errors import NotFound
from backend.domain.messaging.failures import NOT_SHOWN
from backend.domain.messaging.message import Attachment, Message, Raw
from backend.records import replace
from bot.channels.base import Files, Outgoing, Said
from bot.channels.whatsapp import errors, templates
from bot.channels.whatsapp.client import Graph
from bot.channels.whatsapp.errors import ApiError, Lost, NotSent
from bot.channels.whatsapp.layout import Part, parts
from bot.channels.whatsapp.templates import Template
from bot.pictures.drawing import draw

log = logging.getLogger(__name__)

GAP = Raw("·\n·\n·\n·")
"""Lines below the first one of a discreet message, as many as a locked phone shows."""
MEDIA_ID_LIFETIME = timedelta(days=29)
"""How long an uploaded file is used; the platform forgets it after 30 days."""
MOST_REMEMBERED = 10_000  # rows of which only some parts were sent
MOST_FILE_NAME = 200
"""The most characters of a file name."""
PICTURES = frozenset({"image/jpeg", "image/png"})
"""Types that WhatsApp shows as a picture."""
KINDS = {"image": "image", "chart": "image", "audio": "audio", "voice": "audio", "document": "document"}


class WhatsAppSender:
    """Sends messages for one number. `now`: the product's clock. Raises the client's errors unchanged."""

    def __init__(self, graph: Graph, files: Files, channel: str, now: Callable[[], datetime]) -> None:
        self._graph = graph
        self._files = files
        self._channel = channel
        self._now = now
        self._done: OrderedDict[int, tuple[int, list[str]]] = (
            OrderedDict()
        )  # by row, how many parts were sent, and their ids

    async def send(self, outgoing: Outgoing) -> Said:
        """Send a message of any form. Its last part asks."""
        message = _message(outgoing)
        attachment = message.attachment
        if attachment is None:
            return await self._say(outgoing, message, arrived=outgoing.arrived)
        for fresh in (False, True):  # first by the id that the platform may still know, then uploaded again
            try:
                file = await self._file(attachment, outgoing.language, fresh=fresh)
                return await self._say(outgoing, message, KINDS[attachment.kind], file, arrived=outgoing.arrived)
            except NotFound as error:
                problem: Exception = error
                break
            except ApiError as error:
                if error.code not in errors.FILE:
                    raise
                problem = error
                if attachment.kind == "chart" or attachment.media.startswith("https://"):
                    break
        # a client's broken address must not keep the question, with its ways out, from the person
        log.warning("a file could not be shown: row %s, %s", outgoing.id, problem)
        self._done.pop(outgoing.id, None)
        without = Message((NOT_SHOWN,)) + Message(
            message.parts, message.choices, columns=message.columns, free=message.free, many=message.many
        )
        return await self._say(outgoing, without)

    def pieces(self, outgoing: Outgoing) -> int:
        """How many messages it takes."""
        message = _message(outgoing)
        kind = KINDS[message.attachment.kind] if message.attachment is not None else None
        return sum(1 for _ in parts(message, outgoing.question, outgoing.language, outgoing.zone, kind))

    async def send_template(self, outgoing: Outgoing, template: Template) -> str:
        """Send it as a template, which is always one message."""
        content = templates.filled(template, outgoing)
        return await self._graph.send({**envelope(outgoing), "type": "template", "template": content})

    async def _say(
        self,
        outgoing: Outgoing,
        message: Message,
        kind: str | None = None,
        file: Mapping[str, Any] | None = None,
        *,
        arrived: int = 0,
    ) -> Said:
        """Send part after part. A retry does not repeat parts that were sent, nor the first `arrived` parts, whose
        answers may have been lost."""
        plan = list(parts(message, outgoing.question, outgoing.language, outgoing.zone, kind))
        known, sent = self._done.pop(outgoing.id, (0, []))
        done = max(known, arrived)
        for place, part in enumerate(plan):
            last = place == len(plan) - 1
            if place < done and not last:
                continue
            try:
                ours = envelope(outgoing, None if last else place + 1)
                sent.append(await self._graph.send({**ours, **fields(part, kind, file)}))
            except (ApiError, NotSent, Lost):
                if place:
                    self._done[outgoing.id] = place, sent
                    if len(self._done) > MOST_REMEMBERED:
                        self._done.popitem(last=False)
                raise
        *before, last_id = sent
        return Said(last_id, before=tuple(before))

    # --- files --------------------------------------------------------------------------------------

    async def _file(self, attachment: Attachment, language: str, *, fresh: bool) -> dict[str, Any]:
        """A picture, sound or document as messages refer to it. Raises `NotFound`."""
        kind, media = attachment.kind, attachment.media
        name = _file_name(attachment.name)
        named = {"filename": name} if kind == "document" and name else {}
        if kind == "chart":
            picture = await asyncio.to_thread(draw, media, attachment.values, language)
            return {"id": await self._upload(picture, "image/png", f"{media}.png")}
        if media.startswith("https://"):
            return {"link": media, **named}
        handle = None if fresh else self._known(await self._files.handle(self._channel, media))
        if handle is None:
            mime, content = await self._files.content(media)
            if kind == "image" and mime not in PICTURES:
                mime, content = "image/jpeg", await asyncio.to_thread(_as_jpeg, content)
            handle = await self._upload(content, mime, name or f"fichier.{mime.rpartition('/')[2]}")
            await self._files.remember(self._channel, media, f"{handle} {self._now().date().isoformat()}")
        return {"id": handle, **named}

    def _known(self, noted: str | None) -> str | None:
        """The platform's id of a file, stored with its day; None if the platform has forgotten it by now."""
        handle, _, day = (noted or "").partition(" ")
        try:
            return handle if self._now().date() < date.fromisoformat(day) + MEDIA_ID_LIFETIME else None
        except ValueError:
            return None

    async def _upload(self, content: bytes, mime: str, name: str) -> str:
        try:
            return await self._graph.upload(content, mime, name)
        except Lost as error:
            raise NotSent(f"a file was not uploaded: {error}") from None  # the message itself was not sent


def _message(outgoing: Outgoing) -> Message:
    """The message to send. WhatsApp cannot show a notice over a button, so a notice is a message too."""
    if outgoing.message is not None and outgoing.discreet:
        first, *others = outgoing.message.parts
        return replace(outgoing.message, parts=(first, GAP, *others))
    if outgoing.message is not None:
        return outgoing.message
    assert outgoing.toast is not None
    return Message((outgoing.toast,))


def envelope(outgoing: Outgoing, part: int | None = None) -> dict[str, Any]:
    """The receiver's fields. An address of digits is a number; anything else is the platform's own id of the person.
    The last part carries the outbox row for its receipts; an earlier part carries row and part, which is no row id."""
    whom = {"to": outgoing.address} if outgoing.address.isdecimal() else {"recipient": outgoing.address}
    ours = str(outgoing.id) if part is None else f"{outgoing.id}/{part}"
    return {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        **whom,
        "biz_opaque_callback_data": ours,
    }


def fields(part: Part, kind: str | None, file: Mapping[str, Any] | None) -> dict[str, Any]:
    """A part as the platform's fields."""
    carried = dict(file or {}) if part.file else None
    if part.action is not None:
        header = {} if carried is None else {"header": {"type": kind, kind: carried}}
        interactive = {"type": part.type, **header, "body": {"text": part.text}, "action": part.action}
        return {"type": "interactive", "interactive": interactive}
    if carried is not None and kind is not None:
        caption = {"caption": part.text} if part.text else {}
        return {"type": kind, kind: {**carried, **caption}}
    return {"type": "text", "text": {"body": part.text, "preview_url": False}}


def _file_name(name: str) -> str:
    """A file name that can be shown and is no path on any phone."""
    shown = "".join(c if c.isprintable() and c not in '/\\:*?"<>|' else "_" for c in name).strip(". ")
    return shown[-MOST_FILE_NAME:]


def _as_jpeg(content: bytes) -> bytes:
    """A stored picture of a type that WhatsApp does not show, as JPEG on a white background."""
    with Image.open(io.BytesIO(content)) as picture:
        solid = Image.new("RGB", picture.size, "white")
        clear = picture.convert("RGBA")
        solid.paste(clear, mask=clear.getchannel("A"))
    file = io.BytesIO()
    solid.save(file, "JPEG", quality=90)
    return file.getvalue()
