"""How far a payment is, and a run of payments."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from backend.domain.money import Money


class RunState(StrEnum):
    """`PROPOSING`: it is being put together. `PROPOSED`: its money is set aside, nothing has left. `APPROVED`: a second
    person has agreed. `RUNNING`: its payments are on their way. `DONE`: each of them has ended. `DROPPED`: it was
    refused, its money went back."""

    PROPOSING = "proposing"
    PROPOSED = "proposed"
    APPROVED = "approved"
    RUNNING = "running"
    DONE = "done"
    DROPPED = "dropped"


class PayoutState(StrEnum):
    """`PROPOSED`: set aside. `SENT`: handed to the provider; what became of it is not known. `PAID`, `FAILED`: the
    provider's word. What failed, or came back after it was paid, is the person's again and stays failed: it is
    proposed anew as another payment with a key of its own. `DROPPED`: never sent."""

    PROPOSED = "proposed"
    SENT = "sent"
    PAID = "paid"
    FAILED = "failed"
    DROPPED = "dropped"


class HoldReason(StrEnum):
    """Why somebody with enough money is not in a run."""

    NO_DESTINATION = "no destination"
    NEW_DESTINATION = "new destination"
    CHAT_LOCKED = "chat locked"
    JUST_JOINED = "just joined"
    NO_RATE = "no rate"
    SHARED_DESTINATION = "shared destination"


class Word(StrEnum):
    """What a provider says of a payment that it was given."""

    PAID = "paid"
    FAILED = "failed"
    CAME_BACK = "came back"


@dataclass(frozen=True, slots=True)
class ReturnLine:
    """A line of a provider's return file. `reason`: of a payment that failed or came back. `amount`: where it says."""

    line: int
    payout_id: int
    word: Word
    reason: str = ""
    amount: Money | None = None


def after(state: PayoutState, word: Word) -> PayoutState | None:
    """The state that a provider's word leads to (`state` itself: it is known already); None where it contradicts what
    is known, so that a person has to look."""
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
