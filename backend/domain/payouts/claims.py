"""Claims: a person says that a payment which counts as paid has not arrived. Each has a number and a promised day."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from backend.domain import days
from backend.domain.money import Money
from backend.domain.payouts.providers import ProviderName
from backend.domain.payouts.states import PayoutState
from backend.records import Record

ANSWERED_WITHIN = 3
"""Working days within which a claim is answered. The day on which it comes is not counted."""
SAME_FOR = timedelta(days=1)
"""How long a claim that its person closed is the same claim when the person says again that nothing arrived. Who taps
« Reçu » and « Pas reçu » in turn does not make a claim each time."""
MOST_WORDS = 500
"""The most characters of an answer to a claim."""


class ClaimOutcome(StrEnum):
    """How a claim ended.

    - `ARRIVED`: the person says that the payment arrived after all.
    - `CONFIRMED`: the provider confirms that it paid, and the person was told so with the evidence.
    - `RETURNED`: the payment came back, and its money is the person's again.
    """

    ARRIVED = "arrived"
    CONFIRMED = "confirmed"
    RETURNED = "returned"


def promised(at: datetime, zone: str) -> date:
    """The day of the person's calendar by which a claim of now is answered: Saturdays and Sundays are not counted."""
    day, left = days.local_day(at, zone), ANSWERED_WITHIN
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < 5
    return day


class Claim(Record):
    """A claim with its evidence: the payment's key and the provider's own `reference` ("" if there is none), its last
    four digits, its state, the provider's word (`reason`) and the times. `promised`: the day by which it is answered.
    `answered_by`: the first name of who closed it."""

    id: int
    payout_id: int
    opened_at: datetime
    promised: date
    closed_at: datetime | None
    outcome: ClaimOutcome | None
    answered_by: str
    person_id: int
    first_name: str
    country: str | None
    zone: str
    key: UUID
    units: int
    currency: str
    state: PayoutState
    reason: str
    provider: ProviderName
    reference: str
    tail: str
    sent_at: datetime | None
    paid_at: datetime | None

    @property
    def amount(self) -> Money:
        """The sum of the payment."""
        return Money(self.units, self.currency)

    def late(self, now: datetime) -> bool:
        """Whether it is open and its promised day is over."""
        return self.closed_at is None and days.local_day(now, self.zone) > self.promised
