"""A fake of Wave's Payout API (docs.wave.com/payout) with its webhooks (docs.wave.com/webhook).

Stricter than Wave: fields that the documents do not name are refused, and a second key for one `client_reference` is a
violation, because it can pay twice.
"""

from __future__ import annotations

import hashlib
import hmac
import itertools
import time
from collections.abc import Mapping
from typing import Any

import orjson
from aiohttp import web

from .books import Fate, Payout
from .serving import FakeProvider, Refused, text

FIELDS = {"currency", "receive_amount", "mobile", "name", "client_reference", "national_id", "payment_reason"}
REFUSED_AT_ONCE = frozenset(
    {
        "insufficient-funds",
        "recipient-limit-exceeded",
        "recipient-minor",
        "recipient-account-blocked",
        "recipient-account-inactive",
    }
)


class FakeWave(FakeProvider):
    """`fates`: by mobile number; a code of `REFUSED_AT_ONCE` with status "failed" and `asks` 0 refuses the call."""

    def __init__(
        self, token: str = "wave_ci_test_key", secret: str = "wave_WH_test_secret", *, port: int = 0, seed: int = 0
    ) -> None:
        super().__init__(token, port=port, seed=seed)
        self.secret = secret
        self.fates: dict[str, Fate] = {}
        self.holders: dict[str, str] = {}
        """Mobile number → the name of its wallet."""
        self.fate = Fate("succeeded")
        """That of all other numbers."""
        self._ids = itertools.count(1)
        self._events = itertools.count(1)
        self._refused: dict[str, tuple[Mapping[str, Any], str]] = {}

    def reverse(self, payout: Payout) -> None:
        """A payout that succeeded comes back."""
        payout.status = "reversed"
        self.books.give_back(payout)
        self._event(payout)

    # --- calls --------------------------------------------------------------------------------------

    def _operation(self, request: web.BaseRequest) -> str:
        match request.method, request.path.split("/")[1:]:
            case "POST", ["v1", "payout"]:
                return "start"
            case "POST", ["v1", "verify_recipient", ""]:
                return "verify"
            case "GET", ["v1", "payouts", "search"] | ["v1", "payout", _]:
                return "ask"
            case "GET", ["v1", "balance"]:
                return "balance"
        return "nothing"

    def _carry_out(self, operation: str, request: web.BaseRequest, body: Any) -> Any:
        match operation:
            case "start":
                return self._start(request, body)
            case "ask":
                return self._ask(request)
            case "verify":
                return self._verify(body)
            case "balance":
                return {"amount": str(self.books.balance["XOF"]), "currency": "XOF"}
        raise Refused(404, {"code": "not-found", "message": "no such endpoint"}, violation=True)

    def _start(self, request: web.BaseRequest, body: Any) -> dict[str, Any]:
        key = request.headers.get("idempotency-key", "")
        if not key:
            raise Refused(400, {"code": "missing-idempotency-key", "message": ""}, violation=True)
        amount = text(body, "receive_amount", r"[1-9]\d*")
        currency = text(body, "currency", "XOF")
        mobile = text(body, "mobile", r"\+(225\d{10}|221\d{9})")
        reference = text(body, "client_reference", r".{1,255}")
        text(body, "name", r".{1,255}")
        if not set(body) <= FIELDS:
            raise Refused(400, {"code": "request-validation-error", "message": "unknown field"}, violation=True)
        known = self.books.payouts.get(key)
        if known is not None:
            if known.body != body:
                said = {"code": "idempotency-mismatch", "message": "another body with the same key"}
                raise Refused(409, said, violation=True)
            return self._said(known)
        if key in self._refused:
            before, code = self._refused[key]
            if before != body:
                raise Refused(409, {"code": "idempotency-mismatch", "message": ""}, violation=True)
            raise Refused(422, {"code": code, "message": "refused before"})
        if any(each.body["client_reference"] == reference for each in self.books.payouts.values()):
            raise Refused(409, {"code": "second-key", "message": "one payment under two keys"}, violation=True)
        fate = self.fates.get(mobile, self.fate)
        if self.books.balance["XOF"] < int(amount):
            fate = Fate("failed", "insufficient-funds", asks=0)
        if fate.asks == 0 and fate.error in REFUSED_AT_ONCE:
            self._refused[key] = (body, fate.error)
            raise Refused(422, {"code": fate.error, "message": "refused"})
        payout = Payout(key, f"pt-{next(self._ids):011d}", mobile, int(amount), currency, body, "processing", fate)
        self.books.payouts[key] = payout
        self.books.balance["XOF"] -= payout.amount
        if fate.asks == 0:
            self._end(payout)
        return self._said(payout)

    def _verify(self, body: Any) -> dict[str, Any]:
        """Whether a wallet is in this name: `holders`, by mobile number."""
        mobile = text(body, "mobile", r"\+(225\d{10}|221\d{9})")
        name = text(body, "name", r".{1,255}")
        text(body, "amount", r"[1-9]\d*")
        text(body, "currency", "XOF")
        if not set(body) <= {"mobile", "name", "amount", "currency", "national_id"}:
            raise Refused(400, {"code": "request-validation-error", "message": "unknown field"}, violation=True)
        known = self.holders.get(mobile)
        said = "NAME_NOT_KNOWN" if known is None else "MATCH" if known == name else "NO_MATCH"
        return {"within_limits": True, "name_match": said, "national_id_match": None}

    def _ask(self, request: web.BaseRequest) -> Any:
        if request.path.startswith("/v1/payout/"):
            wanted = request.path.rpartition("/")[2]
            found = [each for each in self.books.payouts.values() if each.id == wanted]
            if not found:
                raise Refused(404, {"code": "payout-not-found", "message": ""})
            return self._look(found[0])
        reference = request.query.get("client_reference", "")
        if not reference:
            raise Refused(400, {"code": "request-validation-error", "message": ""}, violation=True)
        found = [each for each in self.books.payouts.values() if each.body["client_reference"] == reference]
        return {"result": [self._look(each) for each in found]}

    def _look(self, payout: Payout) -> dict[str, Any]:
        payout.asked += 1
        if payout.status == "processing" and payout.asked >= payout.fate.asks:
            self._end(payout)
        return self._said(payout)

    def _end(self, payout: Payout) -> None:
        payout.status, payout.error = payout.fate.status, payout.fate.error
        if payout.status == "succeeded":
            self.books.pay(payout)
        elif payout.status in ("failed", "reversed"):
            self.books.balance["XOF"] += payout.amount
        if payout.fate.callback and payout.status != "processing":
            self._event(payout)

    def _said(self, payout: Payout) -> dict[str, Any]:
        said = {
            "id": payout.id,
            "currency": payout.currency,
            "receive_amount": str(payout.amount),
            "fee": str(payout.amount // 100),
            "mobile": payout.number,
            "name": payout.body["name"],
            "client_reference": payout.body["client_reference"],
            "status": payout.status,
            "timestamp": "2026-03-04T09:00:00Z",
        }
        if payout.error:
            said["payout_error"] = {"error_code": payout.error, "error_message": "The payout failed"}
        return said

    def _unauthorised(self) -> Refused:
        return Refused(401, {"code": "invalid-auth", "message": "The API key is wrong"})

    # --- webhooks -----------------------------------------------------------------------------------

    def _event(self, payout: Payout) -> None:
        kind = f"payout.{payout.status}"
        self.callbacks.put({"id": f"EV_{next(self._events)}", "type": kind, "data": self._said(payout)})

    def _prepared(self, event: Mapping[str, Any]) -> tuple[bytes, dict[str, str]]:
        raw = orjson.dumps(event)
        return raw, {"Wave-Signature": self.sign(raw)}

    def sign(self, raw: bytes, at: float | None = None) -> str:
        """The header `Wave-Signature` of these bytes."""
        seconds = str(int(time.time() if at is None else at))
        mac = hmac.new(self.secret.encode(), seconds.encode() + raw, hashlib.sha256).hexdigest()
        return f"t={seconds},v1={mac}"
