"""What the product asks of a payment provider over HTTP, and how a call can fail.

ProviderError
├── NotSent       the call surely did not reach the provider
├── Unknown       it may have been carried out: the payment is asked about, never taken as failed
│   └── Busy      … and the provider asks to wait: 408, 429, 5xx
└── AccountDown   the provider refuses our account (wrong key, no right): payments stop until a person has looked
"""

from __future__ import annotations

from typing import ClassVar, Protocol

from backend.domain.errors import HiteusesError
from backend.domain.money import Money
from backend.domain.payouts.destinations import Destination
from backend.domain.payouts.files import MAX_REASON
from backend.domain.payouts.providers import Answer, Balance, ProviderName, Transfer


def stored(text: str) -> str:
    """A provider's words as they are kept: short, and without the one character that PostgreSQL cannot hold."""
    return text.replace("\0", " ")[:MAX_REASON]


class ProviderError(HiteusesError):
    """The provider could not be called."""


class NotSent(ProviderError):
    """The provider cannot be reached."""


class Unknown(ProviderError):
    """The provider's answer was lost, or cannot be read."""


class Busy(Unknown):
    """The provider asks to wait."""

    def __init__(self, message: str, seconds: float = 0.0) -> None:
        super().__init__(message)
        self.seconds = seconds


class AccountDown(ProviderError):
    """The provider refuses our account."""


class Provider(Protocol):
    """A provider. Each call can raise `ProviderError`. A definite refusal is no error but an answer that failed."""

    name: ClassVar[ProviderName]

    async def open(self) -> None:
        """Open the connections. It must succeed while the provider is away."""

    async def close(self) -> None:
        """Close the connections."""

    async def operator(self, transfer: Transfer) -> str | Answer:
        """The mobile operator of the number, as `Transfer.operator` needs it; "" if the provider needs none. An answer
        that failed if the number can get no money."""

    async def start(self, transfer: Transfer) -> Answer:
        """Send a payment. With the same transfer it may be called again: the provider pays once for each key."""

    async def ask(self, transfer: Transfer) -> Answer | None:
        """What became of a payment. None if the provider does not know it."""

    async def holds(self, to: Destination, amount: Money) -> bool | None:
        """Whether the wallet is in the name of `to`; None if the provider does not say. `amount`: one that could be
        sent."""

    async def balances(self) -> tuple[Balance, ...]:
        """The money on our account."""
