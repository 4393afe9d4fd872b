"""Payments by providers over HTTP: what is due, and what becomes of an answer.

The key of a payment is stored before the first call, and so is the call itself (`calling`). So whatever dies when, a
payment of which a provider may have heard is asked about first, and sent again only with the same key and content.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from backend.db.engine.uow import UnitOfWork
from backend.db.payouts import destinations as destination_rows
from backend.db.payouts import execution as rows
from backend.db.payouts import payouts
from backend.db.payouts.execution import Due, Known
from backend.domain.errors import Reason
from backend.domain.payouts import destinations, providers
from backend.domain.payouts.providers import LABELS, Answer, ProviderName, Transfer
from backend.domain.payouts.states import ReturnLine
from backend.encryption import Keys
from backend.records import Record
from backend.services.payouts import settling
from backend.services.payouts.settling import Settled

LEASE = timedelta(seconds=10)
"""A payment that was claimed is claimed again after this time if its caller died. Only one process calls a provider at
a time, so this may be short."""


class Call(Record):
    """A payment for which a provider is to be called. `called_at` None: the provider has not heard of it, so it is
    started; else it is asked about."""

    transfer: Transfer
    called_at: datetime | None
    asked: int


async def claim(
    uow: UnitOfWork, provider: ProviderName, keys: Keys, now: datetime, most: int, *, starting: bool
) -> list[Call]:
    """Take up to `most` payments that are due. Without `starting`, only those that the provider has heard of."""
    due = await rows.claim(uow, provider, now, now + LEASE, most, starting=starting)
    return await _calls(uow, due, keys)


async def one(uow: UnitOfWork, provider: ProviderName, payout_id: int, keys: Keys) -> Call | None:
    """A payment that is asked about out of turn. None if the provider has not heard of it."""
    found = await rows.one(uow, payout_id, provider)
    calls = [] if found is None else await _calls(uow, [found], keys)
    return calls[0] if calls else None


async def _calls(uow: UnitOfWork, due: Sequence[Due], keys: Keys) -> list[Call]:
    sealed = await destination_rows.sealed(uow, sorted({each.destination_id for each in due})) if due else {}
    return [
        Call(
            Transfer(
                each.id,
                each.key,
                each.amount,
                destinations.opened(keys.open(sealed[each.destination_id])),
                each.operator,
            ),
            each.called_at,
            each.asked,
        )
        for each in due
        if sealed[each.destination_id]  # else she was erased: nothing is known about where it went
    ]


class Outcome(Record):
    """What became of an answer. `settled`: it ended the payment. `aside` : why it does not count; `fresh`: that was not
    known before."""

    settled: Settled | None = None
    aside: str = ""
    fresh: bool = False


async def answered(uow: UnitOfWork, provider: ProviderName, call: Call, answer: Answer, now: datetime) -> Outcome:
    """Apply a provider's answer about a payment. A payment that is still on its way is asked about again later."""
    payout_id = call.transfer.payout_id
    outcome = await _apply(uow, provider, payout_id, answer, b"", now)
    if outcome.settled is None:
        await rows.put_off(uow, payout_id, now + providers.ask_after(call.asked + 1))
    return outcome


async def _apply(
    uow: UnitOfWork, provider: ProviderName, payout_id: int, answer: Answer, raw: bytes, now: datetime
) -> Outcome:
    if answer.reference:
        await rows.refer(uow, payout_id, answer.reference)
    if answer.word is None:
        found = await payouts.lock_payout(uow, payout_id)
        if found is not None and answer.amount is not None and answer.amount != found.amount:
            other = settling.other_amount(payout_id, found.amount, answer.amount, LABELS[provider])
            return await _aside(uow, provider, payout_id, other, raw, now)
        return Outcome()
    line = ReturnLine(0, payout_id, answer.word, answer.reason, answer.amount)
    done = await settling.apply(uow, line, now, LABELS[provider])
    if isinstance(done, Reason):
        return await _aside(uow, provider, payout_id, done, raw, now)
    if done is None:
        return Outcome()
    await settling.end_run(uow, done.run_id, now)
    return Outcome(settled=done)


async def _aside(
    uow: UnitOfWork, provider: ProviderName, payout_id: int, reason: Reason, raw: bytes, now: datetime
) -> Outcome:
    said = str(reason)
    return Outcome(aside=said, fresh=await set_aside(uow, provider, payout_id, said, raw or said.encode(), now))


async def set_aside(
    uow: UnitOfWork, provider: ProviderName, payout_id: int | None, line: str, raw: bytes, now: datetime
) -> bool:
    """Keep for a person what a provider said amiss; it moves no money. `line`: one sentence without names or numbers of
    people. `raw`: what came, so that the same is kept once. False if it was kept before."""
    digest = hashlib.sha256(provider.encode() + b"\0" + raw).digest()
    return await rows.note(uow, provider, digest, payout_id, line, now)


async def called_back(
    uow: UnitOfWork, provider: ProviderName, key: UUID, answer: Answer, raw: bytes, now: datetime
) -> tuple[Known | None, Outcome]:
    """Apply a callback whose sender is proved. Returns the payment that it names (None: there is none), and what became
    of it. `raw`: the callback, so that one that does not count is set aside once."""
    found = await rows.by_key(uow, provider, key)
    if found is None or not found.called:
        line = f"{LABELS[provider]} speaks of a payment that we did not send there"
        return None, Outcome(aside=line, fresh=await set_aside(uow, provider, None, line, raw, now))
    return found, await _apply(uow, provider, found.id, answer, raw, now)


async def named(
    uow: UnitOfWork, provider: ProviderName, key: UUID, answer: Answer, now: datetime
) -> tuple[Known | None, str]:
    """The payment that an unproved callback names (None: there is none), and why the callback is set aside ("": it is
    not). It changes nothing else."""
    found = await rows.by_key(uow, provider, key)
    if found is None or not found.called:
        line = f"{LABELS[provider]} speaks of a payment that we did not send there"
        await set_aside(uow, provider, None, line, line.encode(), now)
        return None, line
    payment = await payouts.lock_payout(uow, found.id)
    assert payment is not None
    if answer.amount is None or answer.amount == payment.amount:
        return found, ""
    line = str(settling.other_amount(found.id, payment.amount, answer.amount, f"a callback of {LABELS[provider]}"))
    await set_aside(uow, provider, found.id, line, line.encode(), now)
    return found, line


async def put_off(uow: UnitOfWork, call: Call, now: datetime, wait: timedelta = timedelta()) -> None:
    """Ask about a payment again later: the result of the last call is unknown. `wait`: the shortest wait that the
    provider asked for."""
    later = max(providers.ask_after(call.asked + 1), wait)
    await rows.put_off(uow, call.transfer.payout_id, now + later)


async def unheard(uow: UnitOfWork, call: Call, noted: datetime | None, now: datetime) -> None:
    """The call about a payment surely did not reach the provider. `noted`: when it was noted (`calling`), if it was."""
    if call.called_at is None and noted is not None:
        await rows.unheard(uow, call.transfer.payout_id, noted)
    await put_off(uow, call, now)


async def calling(uow: UnitOfWork, call: Call, operator: str, now: datetime) -> bool:
    """Note, before the call, that the provider hears of a payment. False if the payment has ended meanwhile: then there
    must be no call."""
    return await rows.calling(uow, call.transfer.payout_id, operator, now)


async def give_to_a_person(uow: UnitOfWork, provider: ProviderName, call: Call, now: datetime) -> str:
    """The provider does not know a payment that was sent to it long ago: it is neither sent nor asked about again by
    itself. Returns the line about it."""
    payout_id = call.transfer.payout_id
    line = f"{LABELS[provider]} does not know payment {payout_id}, which was sent more than a day ago"
    await rows.put_off(uow, payout_id, None)
    await set_aside(uow, provider, payout_id, line, line.encode(), now)
    return line
