"""How a platform treats our account as a whole: asked to wait, in trouble, or refused."""

from __future__ import annotations

from datetime import timedelta

from backend.domain.delivery import Failure
from bot.channels.errors import Later
from bot.delivery.failures import Crowd, kind, named
from bot.delivery.pace import Limits

FIRST_REST = 10.0  # seconds until a refused account is tried again, doubled each time
LONGEST_REST = 300.0


class Account:
    """Hears how every call went, and slows `limits` where the whole account is meant.

    `refused`: why the platform refuses the account now; None while it does not.
    """

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.refused: str | None = None
        self._crowd = Crowd()
        self._rest = FIRST_REST

    def fine(self) -> None:
        """A call was answered as it should be, whatever the answer says of its message."""
        self.limits.fine()
        self.refused = None
        self._rest = FIRST_REST

    def heard(self, error: Exception, contact_id: int, now: float) -> tuple[Failure, timedelta]:
        """What kind of failure a call met, and how long it makes wait."""
        failure, wait = kind(error), named(error)
        untold = isinstance(error, Later) and error.account is None
        if untold and self._crowd.joins(contact_id, now):
            failure = Failure.BUSY
        match failure:
            case Failure.ACCOUNT:
                wait = timedelta(seconds=self._refuse(str(error), now))
            case Failure.BUSY:
                self.limits.pause(wait.total_seconds(), now)
            case Failure.UNSURE:
                self.limits.trouble(now)
            case Failure.LATER | Failure.REFUSED | Failure.WINDOW | Failure.UNREACHABLE:
                self.fine()
        return failure, wait

    def _refuse(self, reason: str, now: float) -> float:
        """The seconds until it is tried again; the calls that were under way meet the same refusal and
        make it no longer."""
        if self.refused is None or now >= self.limits.paused_until:
            self.limits.pause(self._rest, now, probe=True)
            self._rest = min(self._rest * 2, LONGEST_REST)
        self.refused = reason
        return max(0.0, self.limits.paused_until - now)
