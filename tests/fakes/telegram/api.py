"""One call from its parameters to its answer, whatever carried it here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import orjson

from tests.fakes.calls import Answer, Calls

from . import limits, table
from .errors import ApiError
from .faults import RateLimits, Rates
from .methods import handler
from .requests import Request
from .updates import Delivery
from .world import World

IDLE = frozenset({"getUpdates"})


class Api:
    """Checks, counts and carries out calls; `webhook` makes one from the parameters of setWebhook."""

    def __init__(
        self, world: World, rate_limits: RateLimits | None, webhook: Callable[[dict[str, Any]], Delivery]
    ) -> None:
        self.world = world
        self.calls = Calls(world.clock, IDLE)
        self.rates = Rates(rate_limits, world.clock)
        self.revoked = False
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
        return await self.calls.answer(name, params, lambda: self._carry_out(name, params, uploads, alive))

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


_WEBHOOK_METHODS = frozenset({"setWebhook", "deleteWebhook", "getWebhookInfo"})
