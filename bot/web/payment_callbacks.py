"""The callbacks of payment providers.

Wave signs its callbacks: what they say counts. Those of pawaPay count for nothing but the payment that they name, about
which pawaPay is asked then. What fits no payment, or contradicts what is known, is set aside with a line and moves no
money.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from typing import Any, Protocol
from uuid import UUID

import orjson
from aiohttp import web

from backend.clock import Clock
from backend.db.engine.failures import DatabaseError
from backend.db.engine.signals import TURN, Signals, outbox_of
from backend.db.engine.uow import Database, UnitOfWork
from backend.domain.errors import Unavailable
from backend.domain.payouts.providers import LABELS, Answer, ProviderName
from backend.services.payouts import execution
from bot.delivery.alarms import payout_alarm
from bot.providers import pawapay, wave
from bot.web import guard

log = logging.getLogger(__name__)

Receive = Callable[[web.Request], Awaitable[web.Response]]


class Defer(Protocol):
    """Enqueues a job with a transaction; see `backend.queue.Queue.defer`."""

    async def __call__(self, uow: UnitOfWork, name: str, /, **arguments: Any) -> None: ...


class PaymentCallbacks:
    """The routes' handlers."""

    def __init__(self, database: Database, clock: Clock, signals: Signals, defer: Defer) -> None:
        self._database = database
        self._clock = clock
        self._signals = signals
        self._defer = defer

    def wave(self, secret: str) -> Receive:
        """Check the signature over the raw bytes, then read and apply them. 503 if nothing could be stored, so that it
        comes again."""

        async def receive(request: web.Request) -> web.Response:
            header = request.headers.get("Wave-Signature")
            if header is None:
                return web.Response(status=401)  # without a signature, the body is not read
            raw = await guard.body(request)
            # Wave signs with the real time, whatever the product's clock shows
            if not wave.signed(secret, header, raw, datetime.now(UTC)):
                return web.Response(status=401)
            try:
                event = wave.event(orjson.loads(raw))
            except ValueError:
                return await self._unreadable(ProviderName.WAVE, raw)
            if event is None:
                return web.Response()
            return await self._kept(lambda uow: self._apply(uow, event.key, event.answer, raw))

        return receive

    async def pawapay(self, request: web.Request) -> web.Response:
        """Ask pawaPay about the payment that is named."""
        try:
            key, answer = pawapay.read(orjson.loads(await guard.body(request)))
        except ValueError:
            log.warning("a callback of pawaPay cannot be read")
            return web.Response(status=400)
        return await self._kept(lambda uow: self._look_up(uow, key, answer))

    # --- in one transaction --------------------------------------------------------------------------

    async def _apply(self, uow: UnitOfWork, key: UUID, answer: Answer, raw: bytes) -> Sequence[str]:
        now = self._clock.now()
        found, outcome = await execution.called_back(uow, ProviderName.WAVE, key, answer, raw, now)
        if outcome.aside:
            log.warning("set aside: %s", outcome.aside)
            if found is not None:  # perhaps it only came late: Wave's answer decides
                await self._defer(uow, "ask_payout", provider=found.provider.value, payout_id=found.id)
        if outcome.settled is not None:
            uow.after_commit(lambda: self._signals.tell(TURN))
        return await payout_alarm.if_empty(uow, outcome.settled, now)

    async def _look_up(self, uow: UnitOfWork, key: UUID, answer: Answer) -> Sequence[str]:
        found, aside = await execution.named(uow, ProviderName.PAWAPAY, key, answer, self._clock.now())
        if aside:
            log.warning("set aside: %s", aside)
        if found is not None:
            await self._defer(uow, "ask_payout", provider=found.provider.value, payout_id=found.id)
        return ()

    # --- answers -------------------------------------------------------------------------------------

    async def _unreadable(self, provider: ProviderName, raw: bytes) -> web.Response:
        line = f"a callback of {LABELS[provider]} cannot be read"
        log.warning("set aside: %s", line)

        async def keep(uow: UnitOfWork) -> Sequence[str]:
            await execution.set_aside(uow, provider, None, line, raw, self._clock.now())
            return ()

        kept = await self._kept(keep)
        return web.Response(status=400) if kept.status == 200 else kept

    async def _kept(self, act: Callable[[UnitOfWork], Awaitable[Sequence[str]]]) -> web.Response:
        """Do this in a transaction: 200, or 503 if the database is away."""
        try:
            async with self._database.unit() as uow:
                told = await act(uow)
                await uow.commit()
        except (DatabaseError, Unavailable, OSError) as error:
            log.warning("a callback could not be stored: %s", type(error).__name__)
            return web.Response(status=503)
        for channel in told:
            self._signals.tell(outbox_of(channel))
        return web.Response()
