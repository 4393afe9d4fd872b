"""The state of the product's account at a platform: asked to wait, in trouble, or refused."""

from __future__ import annotations

import logging
from datetime import timedelta

from backend.domain.messaging.failures import Failure
from bot.channels.errors import Later
from bot.delivery.failures import Crowd, kind, named
from bot.delivery.pace import Limits

log = logging.getLogger(__name__)

FIRST_REST = 10.0  # seconds until a refused account is tried again, doubled each time
LONGEST_REST = 300.0
"""The longest rest, in seconds."""
SAY_AGAIN = 60.0  # seconds until a platform that is still in trouble is logged again


class AccountHealth:
    """Tracks the result of every call, and slows `limits` down if the whole account is affected. `refused`: why the
    platform refuses the account now; None if it does not."""

    def __init__(self, name: str, limits: Limits) -> None:
        self.name = name
        self.limits = limits
        self.refused: str | None = None
        self._crowd = Crowd()
        self._rest = FIRST_REST
        self._said_at = float("-inf")

    def fine(self) -> None:
        """A call was answered as it should be, whatever the answer says about its message."""
        self.limits.fine()
        self.refused = None
        self._rest = FIRST_REST

    def heard(self, error: Exception, contact_id: int, now: float) -> tuple[Failure, timedelta]:
        """The kind of failure of a call, and how long to wait."""
        failure, wait = kind(error), named(error)
        untold = isinstance(error, Later) and error.account is None
        if untold and self._crowd.joins(contact_id, now):
            failure = Failure.BUSY
        match failure:
            case Failure.ACCOUNT:
                wait = timedelta(seconds=self._refuse(str(error), now))
            case Failure.BUSY:
                self.limits.pause(wait.total_seconds(), now)
                self._say(error, wait.total_seconds(), now)
            case Failure.UNSURE:
                if rest := self.limits.trouble(now):
                    self._say(error, rest, now)
            case Failure.LATER if isinstance(error, Later) and error.fast:
                self.limits.too_fast(now)
                self.fine()
            case Failure.LATER | Failure.REFUSED | Failure.WINDOW | Failure.UNREACHABLE:
                self.fine()
        return failure, wait

    def _say(self, error: Exception, seconds: float, now: float) -> None:
        if now >= self._said_at + SAY_AGAIN:
            self._said_at = now
            log.warning("%s: nothing is sent for %.0f s: %s", self.name, seconds, error)

    def _refuse(self, reason: str, now: float) -> float:
        """The seconds until the account is tried again. Calls that were under way meet the same
        refusal and do not prolong it."""
        if self.refused is None or now >= self.limits.paused_until:
            self.limits.pause(self._rest, now, probe=True)
            self._rest = min(self._rest * 2, LONGEST_REST)
        self.refused = reason
        return max(0.0, self.limits.paused_until - now)
