"""The sum from which somebody wants to be paid."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from backend.domain.money import Money
from backend.domain.payouts.amounts import Payment
from backend.domain.payouts.states import HoldReason


@dataclass(frozen=True, slots=True)
class ChooseReach:
    """Pay the person as soon as they have this sum. Outcome: `ReachChosen`."""

    reach: Money


@dataclass(frozen=True, slots=True)
class ReachChosen:
    """What comes next for the person; see `backend.services.payouts.timing.rhythms.Outlook`."""

    least: Money
    payment: Payment | HoldReason | None
    day: date | None
    asked: bool
    aside: Money | None = None
