"""The jobs that call payment providers: start payments, and ask what became of them.

Each call is noted before it is made (`backend.services.payouts.execution`), so these jobs may end anywhere and be run
again.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import timedelta
from time import monotonic

from backend.clock import Clock
from backend.db.engine.signals import TURN, Signals, outbox_of
from backend.db.engine.uow import Database
from backend.db.payouts import execution as rows
from backend.domain.money import Money
from backend.domain.payouts.alarms import StopReason
from backend.domain.payouts.providers import LABELS, REPLAY_WITHIN, Answer, ProviderName
from backend.domain.payouts.states import Word
from backend.domain.payouts.terms import Alarms
from backend.records import replace
from backend.retries import Away
from backend.services.payouts import execution, stopping
from backend.services.payouts import keys as key_service
from backend.services.payouts.execution import Call
from backend.services.payouts.keys import KeySource
from bot.delivery.alarms import payout_alarm
from bot.providers.base import AccountDown, Busy, NotSent, Provider, ProviderError, Unknown

log = logging.getLogger(__name__)

CALLS_PER_SECOND = 5.0
"""Payments for which one provider is called in a second, over all machines: one of them calls at a time."""
AT_ONCE = 4
"""Calls to one provider at the same time."""
CHUNK_PAYMENTS = 20
TEND_SECONDS = 25.0
"""One job calls for this long; the next one goes on."""


class Paying:
    """`providers`: those that are set up. `alarms`: how many payments may fail."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        signals: Signals,
        providers: Mapping[ProviderName, Provider],
        key_source: KeySource,
        alarms: Alarms,
    ) -> None:
        self._database = database
        self._clock = clock
        self._signals = signals
        self._providers = providers
        self._key_source = key_source
        self._alarms = alarms

    async def tend(self) -> None:
        """Call each provider about the payments that are due."""
        for provider in self._providers.values():
            async with self._database.unit() as alone:  # holds its lock as long as this provider is called
                if await rows.alone(alone, provider.name):
                    await self._tend(provider)
                await alone.rollback()
        await self._look_at_failures()  # also of payments by file

    async def ask(self, provider: str, payout_id: int) -> None:
        """Ask about one payment out of turn: a callback speaks of it. Its answer counts, the callback did not."""
        name = ProviderName(provider)
        found = self._providers.get(name)
        if found is None:
            return
        async with self._database.unit() as uow:
            keys = await key_service.keys(uow, self._key_source)
            call = await execution.one(uow, name, payout_id, keys)
            await uow.commit()
        if call is None:
            return
        try:
            answer = await found.ask(call.transfer)
        except ProviderError as error:
            raise Away(str(error)) from None
        if answer is not None:
            await self._answered(found, call, answer)

    # --- one provider --------------------------------------------------------------------------------

    async def _tend(self, provider: Provider) -> None:
        ends = monotonic() + TEND_SECONDS
        starting = await self._may_start(provider)
        while monotonic() < ends:
            now = self._clock.now()
            async with self._database.unit() as uow:
                starting = starting and await stopping.standing(uow) is None
                keys = await key_service.keys(uow, self._key_source)
                calls = await execution.claim(uow, provider.name, keys, now, CHUNK_PAYMENTS, starting=starting)
                await uow.commit()
            if not calls or not await self._carry_out(provider, calls):
                return
            await self._look_at_failures()

    async def _may_start(self, provider: Provider) -> bool:
        """Whether new payments may be sent: payouts are not stopped, and our account holds enough for what waits."""
        async with self._database.unit() as uow:
            if await stopping.standing(uow) is not None:
                return False
            waiting = await rows.waiting(uow, provider.name)
        if not waiting:
            return True
        try:
            balances = await provider.balances()
        except AccountDown as error:
            await self._stop(StopReason.ACCOUNT, str(error))
            return False
        except ProviderError as error:
            log.warning("the balance is not known: %s", error)
            return True  # a payment for which the money is missing is refused
        held: Counter[tuple[str, str]] = Counter()
        for balance in balances:  # a country may have several wallets
            held[balance.country, balance.amount.currency] += balance.amount.units
        for (country, currency), units in held.items():
            needed = sum(each.units for each in waiting if each.currency == currency and country in ("", each.country))
            if needed > units:
                line = (
                    f"our account with {LABELS[provider.name]} holds {Money(units, currency)} {currency}, "
                    f"and {Money(needed, currency)} {currency} are to be sent"
                )
                await self._stop(StopReason.BALANCE, line)
                return False
        return True

    async def _carry_out(self, provider: Provider, calls: Sequence[Call]) -> bool:
        """Call about these payments, `CALLS_PER_SECOND`. False if the provider asks to wait, or refuses our account."""
        places, goes_on = asyncio.Semaphore(AT_ONCE), True

        async def carry_out(call: Call) -> None:
            nonlocal goes_on
            async with places:
                if goes_on:
                    goes_on = await self._one(provider, call) and goes_on

        async with asyncio.TaskGroup() as group:
            for call in calls:
                group.create_task(carry_out(call))
                await asyncio.sleep(1 / CALLS_PER_SECOND)
        return goes_on

    async def _one(self, provider: Provider, call: Call) -> bool:
        """Call about one payment. False if the provider asks to wait, or refuses our account."""
        noted = None
        try:
            if call.called_at is not None:
                answer = await provider.ask(call.transfer)
                if answer is not None:
                    await self._answered(provider, call, answer)
                    return True
                if self._clock.now() - call.called_at > REPLAY_WITHIN:
                    await self._give_to_a_person(provider, call)
                    return True
            operator = call.transfer.operator or await provider.operator(call.transfer)
            if isinstance(operator, Answer):
                await self._answered(provider, call, operator)
                return True
            noted = self._clock.now()
            async with self._database.unit() as uow:
                may = await execution.calling(uow, call, operator, noted)
                await uow.commit()
            if may:
                await self._answered(provider, call, await _start(provider, call, operator))
        except (AccountDown, NotSent) as error:
            log.warning("payment %s was not sent: %s", call.transfer.payout_id, error)
            async with self._database.unit() as uow:
                await execution.unheard(uow, call, noted, self._clock.now())
                await uow.commit()
            if isinstance(error, AccountDown):
                await self._stop(StopReason.ACCOUNT, str(error))
                return False
        except Unknown as error:
            log.warning("the result of payment %s is not known: %s", call.transfer.payout_id, error)
            wait = timedelta(seconds=error.seconds) if isinstance(error, Busy) else timedelta()
            async with self._database.unit() as uow:
                await execution.put_off(uow, call, self._clock.now(), wait)
                await uow.commit()
            return not wait
        return True

    async def _answered(self, provider: Provider, call: Call, answer: Answer) -> None:
        async with self._database.unit() as uow:
            outcome = await execution.answered(uow, provider.name, call, answer, self._clock.now())
            told = await payout_alarm.if_empty(uow, outcome.settled, self._clock.now())
            if outcome.aside and outcome.fresh:
                told += await payout_alarm.give(uow, StopReason.CONTRADICTION, outcome.aside, self._clock.now())
            await uow.commit()
        self._tell(told)
        if outcome.settled is not None:
            self._signals.tell(TURN)

    async def _give_to_a_person(self, provider: Provider, call: Call) -> None:
        now = self._clock.now()
        async with self._database.unit() as uow:
            line = await execution.give_to_a_person(uow, provider.name, call, now)
            told = await payout_alarm.give(uow, StopReason.UNKNOWN, line, now)
            await uow.commit()
        self._tell(told)

    async def _look_at_failures(self) -> None:
        async with self._database.unit() as uow:
            found = await stopping.failing(uow, self._alarms, self._clock.now())
        if found is not None:
            failed, ended = found
            await self._stop(StopReason.FAILURES, f"{failed} of {ended} payments failed within a day")

    async def _stop(self, reason: StopReason, line: str) -> None:
        async with self._database.unit() as uow:
            told = await payout_alarm.give(uow, reason, line, self._clock.now())
            await uow.commit()
        self._tell(told)

    def _tell(self, channels: Sequence[str]) -> None:
        for channel in channels:
            self._signals.tell(outbox_of(channel))


async def _start(provider: Provider, call: Call, operator: str) -> Answer:
    transfer = replace(call.transfer, operator=operator)
    answer = await provider.start(transfer)
    if answer.word is Word.FAILED and call.called_at is not None:
        # a refusal counts only if the first call, whose answer was lost, has not been carried out after all
        return await provider.ask(transfer) or answer
    return answer
