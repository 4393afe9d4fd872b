"""pawaPay's Merchant API v2 (docs.pawapay.io/v2): payouts to MTN, Orange, Moov, Airtel and Wave accounts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar
from uuid import UUID

import phonenumbers

from backend.domain.errors import BadInput
from backend.domain.money import Money
from backend.domain.payouts.amounts import CURRENCIES
from backend.domain.payouts.destinations import Destination
from backend.domain.payouts.providers import Answer, Balance, ProviderName, Transfer
from backend.domain.payouts.states import Word
from bot.providers.base import AccountDown, Unknown, stored
from bot.providers.http import Caller, Reply
from bot.settings import PawaPayAccount

WORDS: Mapping[str, Word | None] = {
    **dict.fromkeys(("ACCEPTED", "ENQUEUED", "SUBMITTED", "PROCESSING", "IN_RECONCILIATION"), None),
    "COMPLETED": Word.PAID,
    "FAILED": Word.FAILED,
}
"""A payout's status → what it means."""
COUNTRIES: Mapping[str, str] = {
    "BEN": "BJ",
    "BFA": "BF",
    "CIV": "CI",
    "CMR": "CM",
    "COD": "CD",
    "COG": "CG",
    "GAB": "GA",
    "SEN": "SN",
}
"""ISO 3166 codes of three letters, as pawaPay writes them, of the countries that it reaches."""
OPERATORS: Mapping[tuple[str, str], str] = {
    ("BF", "Moov"): "MOOV_BFA",
    ("BF", "Orange"): "ORANGE_BFA",
    ("BJ", "MTN"): "MTN_MOMO_BEN",
    ("BJ", "Moov"): "MOOV_BEN",
    ("CD", "Airtel"): "AIRTEL_COD",
    ("CD", "Orange"): "ORANGE_COD",
    ("CD", "Vodacom"): "VODACOM_MPESA_COD",
    ("CG", "Airtel"): "AIRTEL_COG",
    ("CG", "MTN"): "MTN_MOMO_COG",
    ("CI", "MTN"): "MTN_MOMO_CIV",
    ("CI", "Orange"): "ORANGE_CIV",
    ("CM", "MTN"): "MTN_MOMO_CMR",
    ("CM", "Orange"): "ORANGE_CMR",
    ("GA", "Airtel"): "AIRTEL_GAB",
    ("SN", "Orange"): "ORANGE_SEN",
}
"""Country and operator → pawaPay's name of it (docs.pawapay.io/v2/docs/providers, read on 2026-11-28). Used if pawaPay
does not say whose number it is."""
UNCERTAIN = frozenset({"UNKNOWN_ERROR", "", "HTTP_SIGNATURE_ERROR", "PROVIDER_TEMPORARILY_UNAVAILABLE"})
"""Codes of a refusal after which the payout may still exist, or which pass by themselves."""
OF_ACCOUNT = frozenset({"NO_AUTHENTICATION", "AUTHENTICATION_ERROR", "AUTHORISATION_ERROR", "PAYOUTS_NOT_ALLOWED"})
"""Codes by which our account is refused, and not the payment."""


class PawaPay:
    """Payments by pawaPay. A payment's key is its `payoutId`."""

    name: ClassVar[ProviderName] = ProviderName.PAWAPAY

    def __init__(self, account: PawaPayAccount, timeout: float | None = None) -> None:
        extra = {} if timeout is None else {"timeout": timeout}
        self._http = Caller("pawaPay", account.api_url, account.api_token, **extra)

    async def open(self) -> None:
        await self._http.open()

    async def close(self) -> None:
        await self._http.close()

    async def operator(self, transfer: Transfer) -> str | Answer:
        reply = await self._http.call("POST", "/v2/predict-provider", {"phoneNumber": _digits(transfer)})
        match reply:
            case Reply(200, {"provider": str(name)}) if name:
                return stored(name)
            case Reply(_, {"failureReason": {"failureCode": str(code)}}) if code == "INVALID_PHONE_NUMBER":
                return Answer(Word.FAILED, code)
        if (known := _operator(transfer)) is not None:
            return known
        raise self._http.unreadable(reply)

    async def start(self, transfer: Transfer) -> Answer:
        body = {
            "payoutId": str(transfer.key),
            "amount": str(transfer.amount),
            "currency": transfer.amount.currency,
            "recipient": {
                "type": "MMO",
                "accountDetails": {"phoneNumber": _digits(transfer), "provider": transfer.operator},
            },
        }
        reply = await self._http.call("POST", "/v2/payouts", body)
        match reply.body:
            case {"payoutId": str(key), "status": "ACCEPTED" | "DUPLICATE_IGNORED"} if _same(key, transfer):
                return Answer(None, reference=key)
            case {"failureReason": {"failureCode": str(code)}} if code in OF_ACCOUNT:
                raise AccountDown(f"pawaPay refuses our account ({code})")
            case {"status": "REJECTED", "failureReason": {"failureCode": str(code)}} if code not in UNCERTAIN:
                return Answer(Word.FAILED, stored(code))
        raise self._http.unreadable(reply)

    async def ask(self, transfer: Transfer) -> Answer | None:
        reply = await self._http.call("GET", f"/v2/payouts/{transfer.key}")
        match reply:
            case Reply(200, {"status": "NOT_FOUND"}):
                return None
            case Reply(200, {"status": "FOUND", "data": payout}):
                try:
                    key, answer = read(payout)
                except ValueError:
                    raise self._http.unreadable(reply) from None
                if key != transfer.key:
                    raise Unknown("pawaPay: an answer about another payment")
                return answer
        raise self._http.unreadable(reply)

    async def holds(self, to: Destination, amount: Money) -> bool | None:
        return None  # it predicts the operator of a number and knows no names

    async def balances(self) -> tuple[Balance, ...]:
        reply = await self._http.call("GET", "/v2/wallet-balances")
        match reply:
            case Reply(200, {"balances": list(rows)}):
                return tuple(_balances(rows))
        raise self._http.unreadable(reply)


def _balances(rows: list[Any]) -> Iterator[Balance]:
    """Our wallets. Those of countries and currencies in which we pay nobody are left out."""
    for row in rows:
        match row:
            case {"country": str(country), "balance": str(text), "currency": str(currency)} if country in COUNTRIES:
                try:
                    yield Balance(COUNTRIES[country], Money.parse(text, currency, CURRENCIES))
                except BadInput:
                    continue


def _operator(transfer: Transfer) -> str | None:
    """The operator by the prefix of the number; None if it is not known."""
    number = phonenumbers.parse(transfer.to.value)
    country = phonenumbers.region_code_for_number(number) or ""
    words = transfer.to.operator.split()
    return OPERATORS.get((country, words[0])) if words else None


def _digits(transfer: Transfer) -> str:
    return transfer.to.value.removeprefix("+")


def _same(key: str, transfer: Transfer) -> bool:
    return key.lower() == str(transfer.key)


def read(payout: Any) -> tuple[UUID, Answer]:
    """Our key and the answer in a payout, as it stands in callbacks and answers. Raises `ValueError` for anything
    else."""
    match payout:
        case {"payoutId": str(key), "status": str(status), "amount": str(text), "currency": str(currency)} if (
            status in WORDS
        ):
            pass
        case _:
            raise ValueError("no payout")
    try:
        amount = Money.parse(text, currency, CURRENCIES)
    except BadInput:
        raise ValueError("no amount") from None
    reason = ""
    match payout.get("failureReason"):
        case {"failureCode": str(code)}:
            reason = stored(code)
    if not reason and WORDS[status] is Word.FAILED:
        reason = status
    return UUID(key), Answer(WORDS[status], reason, key, amount)
