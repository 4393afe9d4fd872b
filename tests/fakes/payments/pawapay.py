"""A fake of pawaPay's Merchant API v2 (docs.pawapay.io/v2): payouts, predict-provider, wallet balances, callbacks.

Stricter than pawaPay: fields that the documents do not name are refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import orjson
from aiohttp import web

from .books import Fate, Payout
from .serving import FakeProvider, Refused, text

UUID4 = r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
OPERATORS = {
    "MTN_MOMO_CMR": ("CMR", "XAF", r"237(67|650|651|652|653|654|680)\d+"),
    "ORANGE_CMR": ("CMR", "XAF", r"237(69|655|656|657|658|659)\d+"),
    "MTN_MOMO_CIV": ("CIV", "XOF", r"22505\d{8}"),
    "ORANGE_CIV": ("CIV", "XOF", r"22507\d{8}"),
    "MTN_MOMO_BEN": ("BEN", "XOF", r"22901\d{8}"),
    "ORANGE_SEN": ("SEN", "XOF", r"22177\d{7}"),
    "MTN_MOMO_COG": ("COG", "XAF", r"24206\d{7}"),
    "AIRTEL_GAB": ("GAB", "XAF", r"241\d{8}"),
    "ORANGE_BFA": ("BFA", "XOF", r"226\d{8}"),
}
"""The operator → country, currency, and its numbers."""
FIELDS = {"payoutId", "amount", "currency", "recipient", "customerMessage", "clientReferenceId", "metadata"}
REJECTIONS = frozenset(
    {
        "INVALID_PHONE_NUMBER",
        "AMOUNT_OUT_OF_BOUNDS",
        "PAWAPAY_WALLET_OUT_OF_FUNDS",
        "PROVIDER_TEMPORARILY_UNAVAILABLE",
        "INVALID_PROVIDER",
    }
)
"""Codes of a refusal at once; a rejected `payoutId` is not remembered."""


class FakePawaPay(FakeProvider):
    """`fates`: by phone number in digits. One with a code of `REJECTIONS` and `asks` 0 rejects the call."""

    def __init__(self, token: str = "pawapay_test_token", *, port: int = 0, seed: int = 0) -> None:
        super().__init__(token, port=port, seed=seed)
        self.fates: dict[str, Fate] = {}
        self.fate = Fate("COMPLETED")
        self.wallets = {country: 10**9 for country, *_ in OPERATORS.values()}
        """Francs in the wallet of each country."""

    def _operation(self, request: web.BaseRequest) -> str:
        match request.method, request.path.split("/")[1:]:
            case "POST", ["v2", "payouts"]:
                return "start"
            case "GET", ["v2", "payouts", _]:
                return "ask"
            case "GET", ["v2", "wallet-balances"]:
                return "balance"
            case "POST", ["v2", "predict-provider"]:
                return "predict"
        return "nothing"

    def _carry_out(self, operation: str, request: web.BaseRequest, body: Any) -> Any:
        match operation:
            case "start":
                return self._start(body)
            case "ask":
                return self._ask(request.path.rpartition("/")[2])
            case "balance":
                spare = {"country": "CMR", "balance": "0.00", "currency": "XAF", "provider": "ORANGE_CMR"}
                return {"balances": [spare, *(self._wallet(country) for country in self.wallets)]}
            case "predict":
                return self._predict(text(body, "phoneNumber", r"\d{8,15}"))
        raise Refused(404, {"errorMessage": "no such endpoint"}, violation=True)

    def _wallet(self, country: str) -> dict[str, str]:
        currency = next(currency for where, currency, _ in OPERATORS.values() if where == country)
        return {"country": country, "balance": f"{self.wallets[country]}.00", "currency": currency}

    def _predict(self, number: str) -> dict[str, str]:
        for name, (country, _, numbers) in OPERATORS.items():
            if re.fullmatch(numbers, number):
                return {"country": country, "provider": name, "phoneNumber": number}
        raise Refused(400, _failure("INVALID_PHONE_NUMBER"))

    def _start(self, body: Any) -> dict[str, Any]:
        key = text(body, "payoutId", UUID4)
        amount = text(body, "amount", r"[1-9]\d{0,20}")
        currency = text(body, "currency", "[A-Z]{3}")
        if not set(body) <= FIELDS:
            raise Refused(400, _failure("UNSUPPORTED_PARAMETER"), violation=True)
        match body.get("recipient"):
            case {"type": "MMO", "accountDetails": {"phoneNumber": str(number), "provider": str(operator)}}:
                pass
            case _:
                raise Refused(400, _failure("MISSING_PARAMETER"), violation=True)
        if operator not in OPERATORS or not re.fullmatch(r"\d{8,15}", number):
            raise Refused(400, _failure("INVALID_PARAMETER"), violation=True)
        country, paid_in, _ = OPERATORS[operator]
        if currency != paid_in:
            raise Refused(200, {"payoutId": key, "status": "REJECTED", **_failure("INVALID_CURRENCY")}, violation=True)
        created = {"created": "2026-03-04T09:00:00Z"}
        if key in self.books.payouts:
            return {"payoutId": key, "status": "DUPLICATE_IGNORED", **created}
        fate = self.fates.get(number, self.fate)
        if self.wallets[country] < int(amount):
            fate = Fate("REJECTED", "PAWAPAY_WALLET_OUT_OF_FUNDS", asks=0)
        if fate.asks == 0 and fate.error in REJECTIONS:
            return {"payoutId": key, "status": "REJECTED", **_failure(fate.error)}
        self.wallets[country] -= int(amount)
        payout = Payout(key, key, number, int(amount), currency, body, "ACCEPTED", fate)
        self.books.payouts[key] = payout
        if fate.asks == 0:
            self._end(payout)
        return {"payoutId": key, "status": "ACCEPTED", **created}

    def _ask(self, key: str) -> dict[str, Any]:
        payout = self.books.payouts.get(key)
        if payout is None:
            return {"status": "NOT_FOUND"}
        payout.asked += 1
        if payout.status in ("ACCEPTED", "SUBMITTED"):
            payout.status = "SUBMITTED"
            if payout.asked >= payout.fate.asks:
                self._end(payout)
        return {"status": "FOUND", "data": self._said(payout)}

    def _end(self, payout: Payout) -> None:
        payout.status, payout.error = payout.fate.status, payout.fate.error
        if payout.status == "COMPLETED":
            self.books.pay(payout)
        elif payout.status == "FAILED":
            self.wallets[OPERATORS[self._operator(payout)][0]] += payout.amount
        if payout.fate.callback and payout.status in ("COMPLETED", "FAILED"):
            self.callbacks.put(self._said(payout))

    def _operator(self, payout: Payout) -> str:
        return str(payout.body["recipient"]["accountDetails"]["provider"])

    def _said(self, payout: Payout) -> dict[str, Any]:
        said = {
            "payoutId": payout.key,
            "status": payout.status,
            "amount": f"{payout.amount}.00",
            "currency": payout.currency,
            "country": OPERATORS[self._operator(payout)][0],
            "recipient": payout.body["recipient"],
            "created": "2026-03-04T09:00:00Z",
        }
        return {**said, **_failure(payout.error)} if payout.error else said

    def _unauthorised(self) -> Refused:
        return Refused(403, _failure("AUTHENTICATION_ERROR"))

    def _prepared(self, event: Mapping[str, Any]) -> tuple[bytes, dict[str, str]]:
        return orjson.dumps(event), {}


def _failure(code: str) -> dict[str, Any]:
    return {"failureReason": {"failureCode": code, "failureMessage": code.replace("_", " ").lower()}}
