"""Send messages on Telegram: rendered, cut to its limits, files uploaded once.

Most messages are plain JSON calls that bypass python-telegram-bot's defaults and its parsing of the answer, which cost
as much as the rest of a message. Uploads use its `Bot`."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from typing import Any

import telegram as tg
from telegram.error import BadRequest, RetryAfter, TelegramError

from backend.domain.errors import NotFound
from backend.domain.messaging.failures import NOT_SHOWN
from backend.domain.messaging.message import Attachment, Message
from backend.records import replace
from bot.channels.base import Files, Outgoing, Said
from bot.channels.cutting import shorten
from bot.channels.telegram import text
from bot.channels.telegram.request import AiohttpRequest, asked_to_wait
from bot.i18n.render import Run, plain, runs
from bot.pictures.drawing import draw

log = logging.getLogger(__name__)

MAX_TOAST = 200
"""The most characters of a notice."""
TAP_PAUSES = (0.2, 1.0, 2.5, 5.0, float("inf"))
"""Seconds before the answer to a tap is retried; the button waits for about 15 seconds."""
LONGEST_TAP_PAUSE = 5.0
"""The longest wait, in seconds, that Telegram may ask for before a tap's answer is left to the row's next try.
The message is sent anyway."""
MOST_LEFT = 1_000
"""The most rows whose unsent pieces are remembered."""
MOST_ANSWERED = 10_000
"""The most taps that are remembered as answered; more than can be sent while
one of their messages waits for a retry."""
NO_PREVIEW = {"is_disabled": True}
METHODS = {
    "image": ("sendPhoto", "photo"),
    "audio": ("sendAudio", "audio"),
    "voice": ("sendVoice", "voice"),
    "document": ("sendDocument", "document"),
}


class TelegramSender:
    """Sends messages for one account. Raises PTB's errors unchanged."""

    def __init__(self, bot: tg.Bot, request: AiohttpRequest, files: Files, channel: str, *, paid: bool) -> None:
        self._bot = bot
        self._request = request
        self._files = files
        self._channel = channel
        self._answered: OrderedDict[str, None] = OrderedDict()  # ids of the latest taps
        # by row, the pieces that are still to be sent, and the ids of those that were
        self._left: OrderedDict[int, tuple[list[list[Run]], list[str]]] = OrderedDict()
        self._common = {"parse_mode": "HTML", **({"allow_paid_broadcast": True} if paid else {})}

    async def send(self, outgoing: Outgoing) -> Said | None:
        answering = self._answer_tap(outgoing) if outgoing.answers else None
        if outgoing.message is None:
            if answering:
                await answering
            return None
        if answering is None:
            return await self._say(outgoing)
        # the button's spinner stops at once; if that fails, nothing is sent twice for it
        _, sent = await asyncio.gather(answering, self._say(outgoing), return_exceptions=True)
        if isinstance(sent, BaseException):
            raise sent
        return sent

    def pieces(self, outgoing: Outgoing) -> int:
        """How many messages it takes, without the answer to a tap."""
        if outgoing.message is None or outgoing.edits is not None:
            return 1
        content = runs(outgoing.message.parts, outgoing.language, outgoing.zone)
        texts = sum(1 for _ in text.pieces(content))
        if outgoing.message.attachment is None:
            return max(1, texts)
        return 1 if _fits(content, texts) else 1 + texts

    async def _call(self, method: str, fields: Mapping[str, Any]) -> Any:
        given = {name: value for name, value in fields.items() if value is not None}
        return await self._request.call(f"{self._bot.base_url}/{method}", given)

    async def _answer_tap(self, outgoing: Outgoing) -> None:
        """Answer a tap once, also when its message is retried. Raises PTB's error if it could not be answered in this
        time."""
        tap = outgoing.answers
        if tap is None or tap in self._answered:
            return
        toast = shorten(plain(outgoing.toast, outgoing.language, outgoing.zone), MAX_TOAST) if outgoing.toast else None
        for pause in TAP_PAUSES:
            try:
                await self._call("answerCallbackQuery", {"callback_query_id": tap, "text": toast})
                self._note_answered(tap)
                return
            except BadRequest:  # answered already, or too late: both are normal
                self._note_answered(tap)
                return
            except TelegramError as error:
                log.debug("a tap was not answered: %s", type(error).__name__)
                if isinstance(error, RetryAfter):
                    pause = max(pause, asked_to_wait(error))
                if pause > LONGEST_TAP_PAUSE:
                    raise
            await asyncio.sleep(pause)

    def _note_answered(self, tap: str) -> None:
        self._answered[tap] = None
        if len(self._answered) > MOST_ANSWERED:
            self._answered.popitem(last=False)

    async def _say(self, outgoing: Outgoing) -> Said:
        message = outgoing.message
        assert message is not None
        markup = text.keyboard(message, outgoing.question, outgoing.language)
        if outgoing.edits is not None and await self._edit(outgoing, markup):
            return Said(outgoing.edits)
        common = {"chat_id": int(outgoing.address), **self._common}
        if outgoing.discreet:
            common["protect_content"] = True
        pieces, sent = self._left.pop(outgoing.id, (None, []))
        begun = pieces is not None
        content = _content(outgoing, message)
        if pieces is None:
            pieces = list(text.pieces(content))
        if message.attachment is not None and not begun:
            fits = _fits(content, len(pieces))
            caption = text.html(pieces[0]) if fits and pieces else None
            head = {**common, "caption": caption, "reply_markup": markup if fits else None}
            if outgoing.discreet and message.attachment.kind == "image":
                head["has_spoiler"] = True
            try:
                message_id = await self._file(message.attachment, outgoing.language, head)
                if fits:
                    return Said(message_id)
                begun = True
                sent.append(message_id)
            except (BadRequest, NotFound) as error:
                # a client's broken address must not keep the question, with its ways out, from the person
                log.warning("a file could not be shown: row %s, %s", outgoing.id, error)
                lost = runs((NOT_SHOWN,), outgoing.language, outgoing.zone)
                pieces = list(text.pieces([*lost, Run("\n\n"), *content]))
        pieces = pieces or [[Run("…")]]
        last = {"reply_markup": markup, "link_preview_options": NO_PREVIEW}
        for place, piece in enumerate(pieces):
            more = last if place == len(pieces) - 1 else {}
            try:
                sent.append(_id(await self._call("sendMessage", {**common, "text": text.html(piece), **more})))
            except TelegramError:
                if begun or place:
                    self._keep_left(outgoing.id, pieces[place:], sent)
                raise
        *before, last_id = sent
        return Said(last_id, before=tuple(before))

    def _keep_left(self, row: int, pieces: list[list[Run]], sent: list[str]) -> None:
        """Remember the pieces of a row that are still to be sent, so that a retry does not repeat the others."""
        self._left[row] = pieces, sent
        if len(self._left) > MOST_LEFT:
            self._left.popitem(last=False)

    async def _edit(self, outgoing: Outgoing, markup: Mapping[str, Any] | None) -> bool:
        """Edit a message's buttons in place, or all of it (`Message.fresh`). Returns False if the message is gone or
        does not fit into one text; a new message is sent then."""
        assert outgoing.edits is not None and outgoing.message is not None
        target: dict[str, Any] = {
            "chat_id": int(outgoing.address),
            "message_id": int(outgoing.edits),
            "reply_markup": markup,
        }
        method = "editMessageReplyMarkup"
        if outgoing.message.fresh:
            pieces = list(text.pieces(runs(outgoing.message.parts, outgoing.language, outgoing.zone)))
            if len(pieces) != 1 or outgoing.message.attachment is not None:
                return False
            method = "editMessageText"
            target |= {"text": text.html(pieces[0]), "parse_mode": "HTML", "link_preview_options": NO_PREVIEW}
        try:
            await self._call(method, target)
        except BadRequest as error:
            return "not modified" in error.message.lower()
        return True

    async def _file(self, attachment: Attachment, language: str, head: Mapping[str, Any]) -> str:
        """Send a picture, sound or document. It is uploaded once, then sent by the platform's own id."""
        kind, media = attachment.kind, attachment.media
        if attachment.covered and kind in ("image", "chart"):
            head = {**head, "has_spoiler": True}
        if kind == "chart":
            picture = await asyncio.to_thread(draw, media, attachment.values, language)
            return str((await self._upload("image", picture, f"{media}.png", head)).message_id)
        method, field = METHODS[kind]
        if media.startswith("https://"):
            return _id(await self._call(method, {**head, field: media}))
        handle = await self._files.handle(self._channel, media)
        if handle is not None:
            try:
                return _id(await self._call(method, {**head, field: handle}))
            except BadRequest as error:
                if "file" not in error.message.lower():
                    raise
                await self._files.remember(self._channel, media, None)  # Telegram has forgotten it: upload again
        mime, content = await self._files.content(media)
        name = attachment.name or f"fichier.{mime.rpartition('/')[2]}"
        sent = await self._upload(kind, content, name, head)
        try:
            await self._files.remember(self._channel, media, _file_id(sent))
        # the message was sent and must not be sent again; the next one uploads the file again
        except Exception as error:
            log.warning("the platform's name of a file was not kept: %s", type(error).__name__)
        return str(sent.message_id)

    async def _upload(self, kind: str, content: bytes, name: str, head: Mapping[str, Any]) -> tg.Message:
        markup = tg.InlineKeyboardMarkup.de_json(head["reply_markup"], self._bot) if head["reply_markup"] else None
        options: dict[str, Any] = {**head, "reply_markup": markup, "filename": name}
        match kind:
            case "image":
                return await self._bot.send_photo(photo=content, **options)
            case "audio":
                return await self._bot.send_audio(audio=content, **options)
            case "voice":
                return await self._bot.send_voice(voice=content, **options)
            case _:
                return await self._bot.send_document(document=content, **options)


def _fits(content: Sequence[Run], texts: int) -> bool:
    """Whether the text fits below a file, as its caption."""
    return texts <= 1 and text.length(content) <= text.MAX_CAPTION


def _content(outgoing: Outgoing, message: Message) -> list[Run]:
    """The text. Of a discreet message all but the first part is hidden until it is tapped, also in notifications."""
    if not outgoing.discreet:
        return runs(message.parts, outgoing.language, outgoing.zone)
    first = runs(message.parts[:1], outgoing.language, outgoing.zone)
    rest = runs(message.parts[1:], outgoing.language, outgoing.zone)
    return [*first, Run("\n\n"), *(replace(run, covered=True) for run in rest)] if rest else first


def _id(sent: Any) -> str:
    return str(sent["message_id"])


def _file_id(sent: tg.Message) -> str | None:
    if sent.photo:
        return sent.photo[-1].file_id
    file = sent.audio or sent.voice or sent.document
    return file.file_id if file else None
