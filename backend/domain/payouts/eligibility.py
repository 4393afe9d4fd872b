"""Who is paid in a run, how much, and why people with enough money are not."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from backend.domain.errors import BadInput
from backend.domain.money import Money
from backend.domain.payouts.amounts import CURRENCIES, Payment, payment
from backend.domain.payouts.destinations import DestinationKind
from backend.domain.payouts.states import HoldReason
from backend.domain.payouts.terms import DEFAULT_RHYTHM, Rhythm, Terms
from backend.domain.people import places
from backend.records import Record

Due = Mapping[str, frozenset[Rhythm]]
"""Country → the rhythms that are paid now."""


class Account(Record):
    """What decides on a payment.

    - `carried`: see `amounts.Payment`. `open`: a payment is proposed or on its way.
    - `named`: the person has a destination, which can be used from `usable_at`. `kind`, `operator`: of it; the
      operator's name is "" if it is not known. `shared`: somebody else is paid there, and nobody has confirmed that
      this is right.
    - `held_back`: finance holds their pay back. `locked`: a chat of theirs is locked. `joined`: another account was
    merged into theirs recently.
    - `rhythm`: when the person wants to be paid; `reach`: from which sum, for `Rhythm.AMOUNT`. `asked`: they have asked
      to be paid in the next run."""

    country: str | None
    balances: tuple[Money, ...]
    carried: int = 0
    open: bool = False
    named: bool = True
    usable_at: datetime | None = None
    kind: DestinationKind = DestinationKind.PHONE
    operator: str = ""
    shared: bool = False
    held_back: bool = False
    locked: bool = False
    joined: bool = False
    rhythm: Rhythm = DEFAULT_RHYTHM
    reach: Money | None = None
    asked: bool = False


def currency_of(country: str | None) -> str | None:
    """The currency in which people of a country are paid. None if nobody is paid there."""
    try:
        code = places.country(country or "").currency
    except BadInput:
        return None
    return code if code in CURRENCIES else None


def decide(
    account: Account, terms: Terms, now: datetime, *, minimum: int | None = None, due: Due | None = None
) -> Payment | HoldReason | None:
    """The payment, or why it waits; None if there is nothing to pay. `minimum`: units of the payment's currency; None:
    that of the terms. `due`: who is paid now; None: everybody."""
    if account.open:
        return None
    currency = currency_of(account.country)
    if currency is None or account.country is None:
        return HoldReason.NO_RATE
    if due is not None and not _wants(account, due.get(account.country)):
        return None
    found = _amount(account, terms, currency, now.date())
    if found is None or isinstance(found, HoldReason):
        return found
    if not _enough(account, found, terms, currency, minimum, by_rhythm=due is not None):
        return None
    return held(account, now) or found


def _wants(account: Account, rhythms: frozenset[Rhythm] | None) -> bool:
    if not rhythms:
        return False
    return account.asked or (account.rhythm in rhythms and account.rhythm is not Rhythm.DEMAND)


def _amount(account: Account, terms: Terms, currency: str, today: date) -> Payment | HoldReason | None:
    country = account.country or ""
    try:
        per_euro = terms.rate(currency, today)
    except BadInput:
        return HoldReason.NO_RATE if account.balances else None
    most = terms.most(country, currency, account.kind, account.operator)
    fee = terms.fee(country, account.kind)
    return payment(account.balances, currency, account.carried, per_euro=per_euro, fee=fee, most=most)


def _enough(
    account: Account, found: Payment, terms: Terms, currency: str, minimum: int | None, *, by_rhythm: bool
) -> bool:
    rhythm = _rhythm(account)
    enough = least(account, terms, currency, minimum, by_rhythm=by_rhythm)
    if by_rhythm and rhythm is Rhythm.AMOUNT and account.reach is not None and account.reach.currency == currency:
        enough = max(enough, account.reach.units)
    return found.capped or found.charged >= enough


def least(account: Account, terms: Terms, currency: str, minimum: int | None, *, by_rhythm: bool) -> int:
    """The smallest payment in units of `currency`, whatever sum the person waits for. `minimum`: as in `decide`.
    `by_rhythm`: the person is paid as they have chosen."""
    if minimum is not None:
        return minimum
    return terms.minimum(currency, _rhythm(account) if by_rhythm else DEFAULT_RHYTHM).units


def _rhythm(account: Account) -> Rhythm:
    return Rhythm.DEMAND if account.asked else account.rhythm


def held(account: Account, now: datetime) -> HoldReason | None:
    """Why a person with enough money is not paid now; None if they are."""
    if account.held_back:
        return HoldReason.HELD_BACK
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
    return None
