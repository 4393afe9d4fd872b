"""The states of a payment and of a run of payments."""

from __future__ import annotations

from enum import StrEnum

from backend.domain.money import Money
from backend.records import Record


class RunState(StrEnum):
    """The states of a run.

    - `PROPOSING`: it is being put together. `PROPOSED`: its money is set aside, nothing was sent. `APPROVED`: a second
      person has agreed.
    - `RUNNING`: its payments are on their way. `DONE`: all of them have ended. `DROPPED`: it was refused, and its money
      went back.
    """

    PROPOSING = "proposing"
    PROPOSED = "proposed"
    APPROVED = "approved"
    RUNNING = "running"
    DONE = "done"
    DROPPED = "dropped"


class PayoutState(StrEnum):
    """The states of a payment.

    - `PROPOSED`: its money is set aside. `SENT`: handed to the provider; the result is unknown. `DROPPED`: never sent.
    - `PAID`, `FAILED`: as the provider reports. If a payment fails, or comes back after it was paid, the money is the
      person's again and the payment stays failed. The money is proposed again as another payment with a key of its own.
    """

    PROPOSED = "proposed"
    SENT = "sent"
    PAID = "paid"
    FAILED = "failed"
    DROPPED = "dropped"


UNDER_WAY = f"('{PayoutState.PROPOSED}', '{PayoutState.SENT}')"
"""SQL: the states of a payment that has not ended."""
ENDED = f"('{PayoutState.PAID}', '{PayoutState.FAILED}')"
"""SQL: the states of a payment that was sent and has ended."""
STANDING = f"('{PayoutState.PROPOSED}', '{PayoutState.SENT}', '{PayoutState.PAID}')"
"""SQL: the states of a payment whose money has left what may be paid."""


class HoldReason(StrEnum):
    """Why a person with enough money is not in a run. `OTHER_FEE`: the payment costs something else than what was
    proposed, because another provider would carry it out."""

    NO_DESTINATION = "no destination"
    NEW_DESTINATION = "new destination"
    CHAT_LOCKED = "chat locked"
    JUST_JOINED = "just joined"
    NO_RATE = "no rate"
    SHARED_DESTINATION = "shared destination"
    HELD_BACK = "held back"
    OTHER_FEE = "other fee"


class Word(StrEnum):
    """What a provider reports about a payment."""

    PAID = "paid"
    FAILED = "failed"
    CAME_BACK = "came back"


class ReturnLine(Record):
    """A line of a provider's return file. `reason`: of a payment that failed or came back. `amount`, `key`: if the line
    has one; the key is the payment's own, without hyphens and in small letters. `units`: of an amount without its
    currency; `currency`: one without its amount."""

    line: int
    payout_id: int
    word: Word
    reason: str = ""
    amount: Money | None = None
    key: str = ""
    units: int | None = None
    currency: str = ""

    def disagrees(self, amount: Money) -> Money | None:
        """What the line says where it is not this amount; None if it does not say otherwise."""
        said = self.amount or Money(
            amount.units if self.units is None else self.units, self.currency or amount.currency
        )
        return None if said == amount else said


def after(state: PayoutState, word: Word) -> PayoutState | None:
    """The state after a provider's report (`state` itself if it was known already). None if the report contradicts what
    is known, so that a person must look."""
    match state, word:
        case PayoutState.SENT, Word.PAID:
            return PayoutState.PAID
        case PayoutState.SENT, Word.FAILED | Word.CAME_BACK:
            return PayoutState.FAILED
        case PayoutState.PAID, Word.CAME_BACK:
            return PayoutState.FAILED
        case PayoutState.PAID, Word.PAID:
            return PayoutState.PAID
        case PayoutState.FAILED, Word.FAILED | Word.CAME_BACK:
            return PayoutState.FAILED
        case _:
            return None
