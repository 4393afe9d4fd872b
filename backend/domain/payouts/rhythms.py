"""The sum from which somebody wants to be paid."""

from __future__ import annotations

from datetime import date

from backend.domain.money import Money
from backend.domain.payouts.amounts import Payment
from backend.domain.payouts.states import HoldReason
from backend.records import Record


class ChooseReach(Record):
    """Pay the person as soon as they have this sum. Outcome: `ReachChosen`."""

    reach: Money


class ReachChosen(Record):
    """What comes next for the person; see `backend.services.payouts.timing.rhythms.Outlook`."""

    least: Money
    payment: Payment | HoldReason | None
    day: date | None
    asked: bool
    aside: Money | None = None
    stopped: bool = False
