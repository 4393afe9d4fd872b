"""The demo's payment provider. No money moves: a payment is on its way for a moment, then it has arrived, or it comes
back if its number ends in `FULL`."""

from __future__ import annotations

from typing import ClassVar

from backend.domain.money import UNITS_PER_WHOLE, Money
from backend.domain.payouts.amounts import CURRENCIES
from backend.domain.payouts.destinations import Destination
from backend.domain.payouts.providers import Answer, Balance, ProviderName, Transfer
from backend.domain.payouts.states import Word

FULL = "99"
"""How the number of a wallet ends that takes no more money, so that a failed payment can be tried."""
ANOTHERS = "98"
"""How the number of a wallet ends that is in another name."""
MONEY = 10**9 * UNITS_PER_WHOLE
"""Units of each currency that the demo has to pay out."""


class Demonstration:
    """Implements `bot.providers.base.Provider`. It keeps nothing: what became of a payment follows from its number."""

    name: ClassVar[ProviderName] = ProviderName.DEMONSTRATION

    async def open(self) -> None:
        pass

    async def close(self) -> None:
        pass

    async def operator(self, transfer: Transfer) -> str | Answer:
        return ""

    async def start(self, transfer: Transfer) -> Answer:
        return Answer(None, reference=f"demo-{transfer.payout_id}")

    async def ask(self, transfer: Transfer) -> Answer | None:
        if transfer.to.value.endswith(FULL):
            return Answer(Word.FAILED, "recipient-limit-exceeded", f"demo-{transfer.payout_id}")
        return Answer(Word.PAID, reference=f"demo-{transfer.payout_id}", amount=transfer.amount)

    async def holds(self, to: Destination, amount: Money) -> bool | None:
        return None if not to.value.endswith(ANOTHERS) else False

    async def balances(self) -> tuple[Balance, ...]:
        return tuple(Balance("", Money(MONEY, currency)) for currency in sorted(CURRENCIES))
