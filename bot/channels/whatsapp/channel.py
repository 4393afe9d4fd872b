"""WhatsApp, through Meta's Cloud API: one number."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import logging
from collections import OrderedDict
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from backend.domain.messaging.accounts import AccountCondition
from backend.encryption import Numbers
from backend.records import replace
from bot.channels.base import Files, Heard, Menu, Moved, Outgoing, Pace, Received, Said
from bot.channels.errors import Later, SendError, WindowClosed
from bot.channels.whatsapp import NAME, approvals, errors, templates, webhook_events
from bot.channels.whatsapp.client import Graph, Phone
from bot.channels.whatsapp.errors import PAIR_RATE_LIMIT, ApiError, Lost, NotSent, classify
from bot.channels.whatsapp.sending import WhatsAppSender
from bot.channels.whatsapp.templates import Template
from bot.settings import WhatsAppAccount

log = logging.getLogger(__name__)

PER_CHAT = 1 / 6  # messages a second to one person …
BURST_MESSAGES = 45  # … after a burst of this many (error 131056 beyond that)
RECEIPT_WITHIN = timedelta(seconds=60)
"""Receipts come within this time."""

FREE_WINDOW = timedelta(hours=24)
"""How long after a person's message free text may be sent."""
WINDOW_MARGIN = timedelta(minutes=1)
"""A message that leaves less than this before the end of the window could arrive after it."""

LOOK_AGAIN = 300.0  # seconds between checks of which templates are approved
LOOK_SOON = 15.0  # seconds after a check that failed
UNKNOWN_WAIT = 2.0  # seconds before a message that needs a template is retried, while none is known

SEEN_AT_ONCE = 8
"""The most calls at once that mark messages as read."""
SEEN_WAITING = 256  # people whose messages are to be marked as read; beyond that the oldest are dropped
MAX_STREAKS = 10_000
"""The most addresses whose refusals are counted."""
LONGEST_STREAK = 5  # 4 ** 5 seconds are a quarter of an hour


class WhatsApp:
    """One number. `now`: the product's clock, by which the 24-hour window is computed."""

    name = NAME
    edits = False
    tells_later: timedelta | None = RECEIPT_WITHIN
    keeps_events = False

    def __init__(self, account: WhatsAppAccount, files: Files, per_second: float, now: Callable[[], datetime]) -> None:
        self.pace = Pace(overall=per_second, per_chat=PER_CHAT, burst=BURST_MESSAGES)
        self.account = account
        self.graph = Graph(account)
        self._now = now
        self._sender = WhatsAppSender(self.graph, files, NAME, now)
        self._approved: set[tuple[str, str]] | None = None  # (name, language); None: not known yet
        self._look = asyncio.Event()
        self._streaks: OrderedDict[str, int] = OrderedDict()  # address → refusals in a row because of the rate limit
        self._unseen: OrderedDict[str, str] = OrderedDict()  # address → the person's latest message
        self._tasks: set[asyncio.Task[None]] = set()
        self.numbers: Numbers | None = None
        """How phone numbers are stored; None: as they are. Outside this channel nobody sees a number: what it hears and
        is told to send names it as it is stored."""

    async def open(self) -> None:
        await self.graph.open()
        self._begin(self._keep_looking())

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks)
        await self.graph.close()

    def _begin(self, work: Any) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    # --- hearing ------------------------------------------------------------------------------------

    def hear(self, payload: Any) -> Heard:
        heard = webhook_events.hear(payload)
        if isinstance(heard, Moved) and self.numbers is not None:
            return replace(heard, address=self.numbers.sealed(heard.address))
        return heard

    def read(self, body: Any) -> webhook_events.Batch:
        """The events for this number in a webhook's body. Raises `ValueError` if it is no webhook of WhatsApp."""
        batch = webhook_events.read(body, self.account.phone_number_id)
        if self.numbers is not None:
            for received in batch.received:
                received.address = self.numbers.sealed(received.address)
        return batch

    async def fetch(self, ref: str, most: int) -> bytes:
        try:
            media = await self.graph.media(ref)
            return await self.graph.download(media.url, most)
        except (ApiError, NotSent, Lost) as error:
            raise _not_said(error) from None

    def seen(self, received: Sequence[Received]) -> None:
        """Mark messages as read and show "typing", soon and in the background. One call covers all
        earlier messages of a person."""
        for one in received:
            if webhook_events.is_said(one.payload):
                self._unseen[one.address] = one.key
                self._unseen.move_to_end(one.address)
        while len(self._unseen) > SEEN_WAITING:
            self._unseen.popitem(last=False)
        ticking = sum(not task.done() for task in self._tasks) - 1  # one task checks the templates
        for _ in range(min(len(self._unseen), SEEN_AT_ONCE - ticking)):
            self._begin(self._see())

    async def _see(self) -> None:
        while self._unseen:
            _, key = self._unseen.popitem(last=False)
            try:
                await self.graph.seen(key)
            except (ApiError, NotSent, Lost) as error:
                log.debug("a message was not ticked as read: %s", error)

    # --- saying -------------------------------------------------------------------------------------

    async def send(self, outgoing: Outgoing) -> Said | None:
        if outgoing.message is None and outgoing.toast is None:
            return None
        outgoing = self._addressed(outgoing)
        try:
            if self._is_open(outgoing):
                said = await self._sender.send(outgoing)
            else:
                said = await self._by_template(outgoing)
        except (ApiError, NotSent, Lost) as error:
            raise self._classified(error, outgoing.address) from None
        self._streaks.pop(outgoing.address, None)
        return said

    def _addressed(self, outgoing: Outgoing) -> Outgoing:
        """The message with the number that the platform knows."""
        if self.numbers is None:
            return outgoing
        return replace(outgoing, address=self.numbers.opened(outgoing.address))

    def pieces(self, outgoing: Outgoing) -> int:
        return self._sender.pieces(outgoing) if self._is_open(outgoing) else 1

    def reaches(self, purpose: str, language: str, at: datetime, heard_at: datetime | None) -> bool:
        if heard_at is not None and at < heard_at + FREE_WINDOW - WINDOW_MARGIN:
            return True
        known = self._approved or set()
        return any((t.name, t.language) in known for t in templates.wanted(purpose, language))

    def _is_open(self, outgoing: Outgoing) -> bool:
        """Whether free text may be sent to the person now. If their last message is not known, a message without a
        template is tried, and the platform decides."""
        if outgoing.heard_at is None:
            return not templates.wanted(outgoing.purpose, outgoing.language)
        return self._now() < outgoing.heard_at + FREE_WINDOW - WINDOW_MARGIN

    async def _by_template(self, outgoing: Outgoing) -> Said:
        template = self._template(outgoing)
        try:
            said = await self._sender.send_template(outgoing, template)
            return Said(said, template.name, unread=templates.is_unread(template, outgoing))
        except ApiError as error:
            if error.code in errors.TEMPLATE and self._approved is not None:
                self._approved.discard((template.name, template.language))
                self.templates_changed()
                log.warning("the template %s cannot be used: %s", template.name, error)
            raise

    def _template(self, outgoing: Outgoing) -> Template:
        wanted = templates.wanted(outgoing.purpose, outgoing.language)
        if outgoing.message is None or not wanted:
            raise WindowClosed("more than 24 hours since her last word, and no template says this")
        if self._approved is None:
            raise Later(UNKNOWN_WAIT, "which templates are approved is not known yet")
        for template in wanted:
            if (template.name, template.language) in self._approved:
                return template
        raise WindowClosed(f"more than 24 hours since her last word, and {wanted[0].name} is not approved")

    def _classified(self, error: ApiError | NotSent | Lost, address: str) -> SendError:
        """The error for the relay. Refusals because of the rate limit to one person wait 4 times longer each
        time, as the platform asks."""
        if isinstance(error, ApiError) and error.code == PAIR_RATE_LIMIT:
            streak = self._streaks.pop(address, 0) + 1
            self._streaks[address] = streak
            if len(self._streaks) > MAX_STREAKS:
                self._streaks.popitem(last=False)
            wait = error.wait or max(1 / PER_CHAT, 4.0 ** min(streak, LONGEST_STREAK))
            return Later(wait, str(error), fast=True)
        return classify(error)

    async def show_menu(self, menu: Menu) -> None:
        """Nothing: a number has one command list for everybody."""

    # --- the account --------------------------------------------------------------------------------

    async def phone(self) -> Phone:
        """The product's number, for links. Raises `SendError`."""
        try:
            return await self.graph.phone()
        except (ApiError, NotSent, Lost) as error:
            raise _not_said(error) from None

    async def condition(self) -> AccountCondition | None:
        """The account's quality, state and daily limit. Raises `SendError`."""
        try:
            number = await self.graph.phone()
            return AccountCondition(number.quality, number.status, await self.graph.tier())
        except (ApiError, NotSent, Lost) as error:
            raise _not_said(error) from None

    async def set_webhook(self, url: str) -> None:
        """Have events sent to this address. The platform calls it at once, so it must answer. Raises `SendError`."""
        try:
            await self.graph.subscribe(url)
        except (ApiError, NotSent, Lost) as error:
            raise _not_said(error) from None

    def templates_changed(self) -> None:
        """Check again which templates are approved."""
        self._look.set()

    async def _keep_looking(self) -> None:
        """Keep the list of approved templates current; while the platform is away, the last list stays."""
        while True:
            pause = LOOK_AGAIN
            try:
                there = await self.graph.templates()
                usable = (t for t in templates.TEMPLATES if approvals.usable(t, there))
                self._approved = {(t.name, t.language) for t in usable}
            except (ApiError, NotSent, Lost) as error:
                pause = LOOK_SOON
                log.info("which templates are approved could not be asked: %s", str(error))
            except Exception:  # an answer of an unknown shape: the next one may be better
                pause = LOOK_SOON
                log.exception("which templates are approved could not be understood")
            with suppress(TimeoutError):
                async with asyncio.timeout(pause):
                    await self._look.wait()
            self._look.clear()


def _not_said(error: ApiError | NotSent | Lost) -> SendError:
    """The error of a call that sends nothing to anybody; it can be repeated whether or not it arrived."""
    return Later(1, str(error), account=True) if isinstance(error, Lost) else classify(error)


def signed(secret: str, body: bytes, signature: str | None) -> bool:
    """Whether `X-Hub-Signature-256` is right for the raw body; compared in constant time. Bytes of the header that are
    not valid text are surrogates in it."""
    wanted = "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return hmac.compare_digest((signature or "").encode(errors="surrogateescape"), wanted.encode())


def greets(token: str, mode: str, given: str) -> bool:
    """Whether the platform's handshake has the right verify token; compared in constant time."""
    return mode == "subscribe" and hmac.compare_digest(given.encode(), token.encode())
