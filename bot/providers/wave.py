"""Wave's Payout API (docs.wave.com/payout) and its webhooks (docs.wave.com/webhook)."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, ClassVar
from uuid import UUID

from backend.domain.errors import BadInput
from backend.domain.money import Money
from backend.domain.payouts.amounts import CURRENCIES
from backend.domain.payouts.destinations import Destination
from backend.domain.payouts.providers import Answer, Balance, ProviderName, Transfer
from backend.domain.payouts.states import Word
from backend.records import Record
from bot.providers.base import Unknown, stored
from bot.providers.http import Caller, Reply
from bot.settings import WaveAccount

WORDS: Mapping[str, Word | None] = {
    "processing": None,
    "succeeded": Word.PAID,
    "failed": Word.FAILED,
    "reversed": Word.CAME_BACK,
}
"""A payout's status → what it means."""
DEFINITE = frozenset(
    {
        "aggregated-merchant-required",
        "country-mismatch",
        "currency-mismatch",
        "insufficient-funds",
        "invalid-aggregated-merchant-id",
        "recipient-account-blocked",
        "recipient-account-inactive",
        "recipient-limit-exceeded",
        "recipient-minor",
        "request-not-json",
        "request-parsing-error",
        "request-validation-error",
    }
)
"""Errors of a call by which Wave says for certain that it sends nothing. Any other leaves the result unknown: also
`idempotency-mismatch`, after which a payment of this key exists."""
SIGNED_WITHIN = timedelta(minutes=5)
"""How old a webhook may be. Wave asks receivers to refuse older ones, against replays."""
MOST_SIGNATURES = 8


class Wave:
    """Payments to Wave accounts."""

    name: ClassVar[ProviderName] = ProviderName.WAVE

    def __init__(self, account: WaveAccount, timeout: float | None = None) -> None:
        extra = {} if timeout is None else {"timeout": timeout}
        self._http = Caller("Wave", account.api_url, account.api_key, **extra)

    async def open(self) -> None:
        await self._http.open()

    async def close(self) -> None:
        await self._http.close()

    async def operator(self, transfer: Transfer) -> str:
        return ""

    async def start(self, transfer: Transfer) -> Answer:
        body = {
            "currency": transfer.amount.currency,
            "receive_amount": str(transfer.amount),
            "mobile": transfer.to.value,
            "name": transfer.to.name,
            "client_reference": str(transfer.key),
        }
        reply = await self._http.call("POST", "/v1/payout", body, headers={"idempotency-key": str(transfer.key)})
        if reply.status < 300:
            return self._answer(reply, reply.body, transfer)
        match reply.body:
            case {"code": str(code)} | {"error_code": str(code)} if code in DEFINITE:
                return Answer(Word.FAILED, code)
        raise self._http.unreadable(reply)

    async def ask(self, transfer: Transfer) -> Answer | None:
        reply = await self._http.call("GET", "/v1/payouts/search", params={"client_reference": str(transfer.key)})
        match reply:
            case Reply(200, {"result": []}):
                return None
            case Reply(200, {"result": [payout]}):
                return self._answer(reply, payout, transfer)
        # also for two payouts of one reference, which only a person can sort out
        raise self._http.unreadable(reply)

    async def holds(self, to: Destination, amount: Money) -> bool | None:
        body = {"mobile": to.value, "name": to.name, "amount": str(amount), "currency": amount.currency}
        reply = await self._http.call("POST", "/v1/verify_recipient/", body)
        match reply:
            case Reply(200, {"name_match": "MATCH"}):
                return True
            case Reply(200, {"name_match": "NO_MATCH"}):
                return False
            case _:  # the number is not known, or nobody has shown a paper for it
                return None

    async def balances(self) -> tuple[Balance, ...]:
        reply = await self._http.call("GET", "/v1/balance")
        match reply.body:
            case {"amount": str(amount), "currency": str(currency)} if reply.status == 200:
                try:
                    return (Balance("", Money.parse(amount, currency, CURRENCIES)),)
                except BadInput:
                    pass
        raise self._http.unreadable(reply)

    def _answer(self, reply: Reply, payout: Any, transfer: Transfer) -> Answer:
        """The answer in a payout object. Raises `Unknown` for one that is none, or of another payment."""
        try:
            key, answer = read(payout)
        except ValueError:
            raise self._http.unreadable(reply) from None
        if key != transfer.key:
            raise Unknown("Wave: an answer about another payment")
        return answer


def read(payout: Any) -> tuple[UUID, Answer]:
    """Our key and the answer in a payout object. Raises `ValueError` for anything else."""
    match payout:
        case {
            "id": str(reference),
            "status": str(status),
            "currency": str(currency),
            "receive_amount": str(text),
            "client_reference": str(key),
        } if status in WORDS:
            pass
        case _:
            raise ValueError("no payout")
    try:
        amount = Money.parse(text, currency, CURRENCIES)
    except BadInput:
        raise ValueError("no amount") from None
    reason = ""
    match payout.get("payout_error"):
        case {"error_code": str(code)}:
            reason = stored(code)
    if not reason and WORDS[status] in (Word.FAILED, Word.CAME_BACK):
        reason = status
    return UUID(key), Answer(WORDS[status], reason, stored(reference), amount)


# --- webhooks ----------------------------------------------------------------------------------------


def signed(secret: str, header: str, raw: bytes, now: datetime) -> bool:
    """Whether Wave signed these bytes lately. `header`: `Wave-Signature`, "t=SECONDS,v1=HEX", with several `v1` while a
    secret is being changed; each is the HMAC-SHA256 of the seconds followed by the body."""
    parts = [part.strip().partition("=") for part in header.split(",")[: MOST_SIGNATURES + 1]]
    times = [value for name, _, value in parts if name == "t"]
    if len(times) != 1 or not (times[0].isascii() and times[0].isdigit() and len(times[0]) <= 12):
        return False
    if abs(now.timestamp() - int(times[0])) > SIGNED_WITHIN.total_seconds():
        return False
    right = hmac.new(secret.encode(), times[0].encode() + raw, hashlib.sha256).hexdigest()
    return any(hmac.compare_digest(right.encode(), value.encode()) for name, _, value in parts if name == "v1")


class Event(Record):
    """A webhook about a payout."""

    key: UUID
    answer: Answer


def event(body: Any) -> Event | None:
    """The payout in a webhook's JSON. None for events about other things. Raises `ValueError` for what is no event, and
    for a payout that cannot be read."""
    match body:
        case {"type": str(), "data": {"id": str(reference)} as data} if reference.startswith("pt-"):
            return Event(*read(data))
        case {"type": str(kind), "data": dict()} if not kind.startswith("payout"):
            return None
    raise ValueError("no event")
