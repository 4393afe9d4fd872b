"""Who is paid in a run, how much, and why people with enough money are not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from backend.domain.errors import BadInput
from backend.domain.money import Money
from backend.domain.payouts.amounts import CURRENCIES, Payment, payment
from backend.domain.payouts.states import HoldReason
from backend.domain.people import places


@dataclass(frozen=True, slots=True)
class Account:
    """What decides on a payment. `carried`: see `amounts.Payment`. `open`: a payment is proposed or on its way.
    `named`: the person has a destination, which can be used from `usable_at`. `shared`: somebody else is paid there,
    and nobody has confirmed that this is right. `locked`: a chat of theirs is locked. `joined`: another account was
    merged into theirs recently."""

    country: str | None
    balances: tuple[Money, ...]
    carried: int = 0
    open: bool = False
    named: bool = True
    usable_at: datetime | None = None
    shared: bool = False
    locked: bool = False
    joined: bool = False


def currency_of(country: str | None) -> str | None:
    """The currency in which people of a country are paid. None if nobody is paid there yet."""
    try:
        code = places.country(country or "").currency
    except BadInput:
        return None
    return code if code in CURRENCIES else None


def decide(account: Account, minimum: int, now: datetime) -> Payment | HoldReason | None:
    """The payment, or why it waits; None if there is nothing to pay. `minimum`: units of the payment's currency."""
    if account.open:
        return None
    currency = currency_of(account.country)
    if currency is None:
        return HoldReason.NO_RATE
    due = payment(account.balances, currency, account.carried)
    if due is None or due.amount.units < minimum:
        return None
    if not account.named or account.usable_at is None:
        return HoldReason.NO_DESTINATION
    if account.locked:
        return HoldReason.CHAT_LOCKED
    if account.joined:
        return HoldReason.JUST_JOINED
    if account.usable_at > now:
        return HoldReason.NEW_DESTINATION
    if account.shared:
        return HoldReason.SHARED_DESTINATION
    return due
