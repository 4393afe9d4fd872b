"""One call from its parameters to its answer, whatever carried it here."""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from . import limits, table
from .errors import ApiError, ViolationError
from .faults import Fault, Faults, RateLimits, Rates
from .methods import handler
from .requests import Request
from .updates import Delivery
from .world import World

KEPT_CALLS = 20_000


@dataclass(frozen=True, slots=True)
class Call:
    """A call as it was answered: `params` as they came, `at` seconds on the world's clock."""

    method: str
    params: Mapping[str, Any]
    status: int
    description: str
    at: float


@dataclass(frozen=True, slots=True)
class Answer:
    """`body` is JSON; `drop`: the connection is cut instead."""

    status: int
    body: bytes
    drop: bool = False


class Api:
    """Checks, counts and carries out calls. `calls` keeps the newest `KEPT_CALLS`; `webhook` makes
    one from the parameters of setWebhook."""

    def __init__(
        self, world: World, rate_limits: RateLimits | None, webhook: Callable[[dict[str, Any]], Delivery]
    ) -> None:
        self.world = world
        self.faults = Faults()
        self.rates = Rates(rate_limits, world.clock)
        self.revoked = False
        self.calls: deque[Call] = deque(maxlen=KEPT_CALLS)
        self.violations: list[Call] = []
        self.counts: Counter[str] = Counter()
        """Calls by method."""
        self.statuses: Counter[int] = Counter()
        self.webhook = webhook
        self._handlers = {m.name: handler(m) for m in table.METHODS.values()}

    async def call(
        self,
        name: str,
        params: Mapping[str, Any],
        uploads: Mapping[str, table.Upload],
        alive: Callable[[], bool] = lambda: True,
    ) -> Answer:
        """Carries out one call. `alive` tells whether the caller still listens."""
        self.counts[name] += 1
        fault = self.faults.take(name)
        if fault is not None:
            if fault.drop == "before":
                return self._note(name, params, ApiError(0, "connection cut before the effect"), drop=True)
            if fault.status is not None:
                self.statuses[fault.status] += 1
                self.calls.append(Call(name, params, fault.status, "scripted", self.world.clock()))
                return Answer(fault.status, fault.body)
        try:
            result = await self._carry_out(name, params, uploads, alive)
        except ApiError as error:
            answer = self._note(name, params, error)
        else:
            self.statuses[200] += 1
            if name != "getUpdates":
                self.calls.append(Call(name, params, 200, "", self.world.clock()))
            answer = Answer(200, result)
        if fault is not None:
            return await self._troubled(fault, answer)
        return answer

    async def _troubled(self, fault: Fault, answer: Answer) -> Answer:
        if fault.seconds:
            await asyncio.sleep(fault.seconds)
        if fault.held is not None:
            await fault.held.wait()
        return Answer(answer.status, answer.body, drop=True) if fault.drop == "after" else answer

    async def _carry_out(
        self,
        name: str,
        params: Mapping[str, Any],
        uploads: Mapping[str, table.Upload],
        alive: Callable[[], bool],
    ) -> bytes:
        if self.revoked:
            raise ApiError(401, "Unauthorized")
        method = table.method(name)
        checked = method.check(params, uploads)
        body = limits.check(method.name, checked)
        if method.name == "getUpdates":
            return await self._get_updates(checked, alive)
        self.rates.admit(method.name, checked)
        if method.name in _WEBHOOK_METHODS:
            result = self._webhook(method.name, checked)
        else:
            result = self._handlers[method.name](self.world, Request(checked, uploads, body))
        return orjson.dumps({"ok": True, "result": result})

    async def _get_updates(self, params: dict[str, Any], alive: Callable[[], bool]) -> bytes:
        updates = await self.world.updates.poll(
            params.get("offset", 0),
            params.get("limit", 100),
            params.get("timeout", 0),
            params.get("allowed_updates"),
            alive,
        )
        return b'{"ok":true,"result":[' + b",".join(u.body for u in updates) + b"]}"

    def _webhook(self, method: str, params: dict[str, Any]) -> Any:
        queue = self.world.updates
        if method == "getWebhookInfo":
            return self._webhook_info()
        if params.get("drop_pending_updates"):
            queue.forget()
        queue.allow(params.get("allowed_updates"))
        if method == "setWebhook" and params["url"]:
            queue.connect(self.webhook(params))
        else:
            queue.connect(None)
        return True

    def _webhook_info(self) -> dict[str, Any]:
        queue = self.world.updates
        webhook: Any = queue.webhook
        info: dict[str, Any] = {
            "url": webhook.url if webhook else "",
            "has_custom_certificate": False,
            "pending_update_count": len(queue.pending),
        }
        if webhook:
            info["max_connections"] = webhook.max_connections
            if webhook.last_error:
                info["last_error_date"], info["last_error_message"] = webhook.last_error
        if queue.allowed:
            info["allowed_updates"] = sorted(queue.allowed)
        return info

    def _note(self, name: str, params: Mapping[str, Any], error: ApiError, drop: bool = False) -> Answer:
        call = Call(name, params, error.status, error.description, self.world.clock())
        self.statuses[error.status] += 1
        self.calls.append(call)
        if isinstance(error, ViolationError):
            self.violations.append(call)
        body: dict[str, Any] = {
            "ok": False,
            "error_code": error.status,
            "description": error.description,
        }
        if error.retry_after is not None:
            body["parameters"] = {"retry_after": error.retry_after}
        return Answer(error.status, orjson.dumps(body), drop)


_WEBHOOK_METHODS = frozenset({"setWebhook", "deleteWebhook", "getWebhookInfo"})
