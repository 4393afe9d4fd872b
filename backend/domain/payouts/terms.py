"""The terms of payment: who pays in which country, when, from which sum, at which rates of exchange and fees.

They come from one dated file, `payouts.toml` (`terms_file`).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from fractions import Fraction
from typing import Literal

from backend.domain import days
from backend.domain.errors import BadInput, Reason
from backend.domain.money import FRANCS_PER_EURO, PEGGED, UNITS_PER_WHOLE, Money
from backend.domain.payouts.destinations import DestinationKind
from backend.domain.payouts.providers import ProviderName, automatic, served_by
from backend.domain.people import places
from backend.records import Record, field

NamedProvider = ProviderName | Literal["automatic"]
"""Who pays by the file; "automatic": who is set up and reaches the country."""


class Rhythm(StrEnum):
    """When a person wants to be paid: on the day of the week or of the month that the schedule names, as soon as an
    amount is reached, or only when they ask for it."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"
    AMOUNT = "amount"
    DEMAND = "demand"


DEFAULT_RHYTHM = Rhythm.WEEKLY
"""Of people who have not chosen."""


class PaySchedule(Record):
    """The days of payment. `weekly`: day of the week, 0 is Monday. `monthly`: day of the month, 1 to 28. `hour`: the
    local hour at which the run is proposed."""

    weekly: int
    monthly: int
    hour: int

    def is_day(self, day: date) -> bool:
        """Whether anybody is paid on this day."""
        return day.weekday() == self.weekly or day.day == self.monthly

    def rhythms(self, day: date) -> frozenset[Rhythm]:
        """Who is paid on this day. A sum that is reached or asked for is paid on every day of payment."""
        if not self.is_day(day):
            return frozenset()
        found = {Rhythm.AMOUNT, Rhythm.DEMAND}
        if day.weekday() == self.weekly:
            found.add(Rhythm.WEEKLY)
        if day.day == self.monthly:
            found.add(Rhythm.MONTHLY)
        return frozenset(found)

    def next_day(self, rhythm: Rhythm, now: datetime, zone: str) -> date:
        """The next day on which a person with this rhythm is paid, on their calendar. Today counts until the hour."""
        day = days.local_day(now, zone)
        if days.instant(day, time(self.hour), zone) <= now:
            day += timedelta(days=1)
        while rhythm not in self.rhythms(day):  # ends within a month
            day += timedelta(days=1)
        return day


class Rate(Record):
    """Units of a currency for one unit of the euro, as of a day."""

    per_euro: Fraction
    as_of: date


class Fee(Record):
    """What a provider takes for one payment: a share of what arrives, and a fixed sum in units of the currency.
    `hers`: the person bears it; otherwise the company does."""

    share: Fraction = Fraction(0)
    fixed: int = 0
    hers: bool = False

    def of(self, arriving: int) -> int:
        """The fee in units for a payment of which `arriving` units arrive, rounded up to a whole franc."""
        if not self.share and not self.fixed:
            return 0
        return -int(-(arriving * self.share + self.fixed) // UNITS_PER_WHOLE) * UNITS_PER_WHOLE

    def net(self, gross: int) -> int:
        """The most, in whole francs as units, that can arrive if a person who bears the fee is charged `gross` units
        at most."""
        arriving = int((gross - self.fixed) / (1 + self.share) // UNITS_PER_WHOLE) * UNITS_PER_WHOLE
        while arriving > 0 and arriving + self.of(arriving) > gross:
            arriving -= UNITS_PER_WHOLE
        return max(0, arriving)


NO_FEE = Fee()


class Limits(Record):
    """The most that one payment to a mobile-money wallet may be, in units. `wallet`: a wallet whose holder was not
    identified. `transfer`: any. None: no limit is known."""

    wallet: int | None = None
    transfer: int | None = None

    @property
    def most(self) -> int | None:
        """The smaller of the two."""
        known = [each for each in (self.wallet, self.transfer) if each is not None]
        return min(known) if known else None


class Alarms(Record):
    """Payments stop when more than the share `failed` of at least `of` payments in a day has failed."""

    failed: Fraction = Fraction(2, 100)
    of: int = 50


class Terms(Record):
    """The terms of payment. `schedule` None: no day is promised. Amounts are in units (`money.UNITS_PER_WHOLE`).

    - `minimums`: by currency and rhythm. `providers`: by country; "other".
    - `fees`: by provider and country; "other".
    - `limits`: by currency, and by country with the operator's first word in small letters ("mtn"), "" for all.
    - `rates`: by currency. `rate_days`: for so many days a rate may be used.
    - `ready`: the providers that are set up on this installation."""

    as_of: date
    schedule: PaySchedule | None = None
    minimums: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    providers: Mapping[str, NamedProvider] = field(default_factory=dict)
    fees: Mapping[tuple[str, str], Fee] = field(default_factory=dict)
    limits: Mapping[tuple[str, str], Limits] = field(default_factory=dict)
    alarms: Alarms = Alarms()
    rates: Mapping[str, Rate] = field(default_factory=dict)
    rate_days: int = 7
    ready: frozenset[ProviderName] = frozenset()

    def provider(self, country: str) -> ProviderName:
        """Who pays mobile-money numbers of a country."""
        named = self.providers.get(country) or self.providers.get("other", ProviderName.FILES)
        return named if isinstance(named, ProviderName) else automatic(country, self.ready)

    def minimum(self, currency: str, rhythm: Rhythm = DEFAULT_RHYTHM) -> Money:
        """The smallest sum that is paid."""
        table = self.minimums.get(currency, {})
        return Money(table.get(rhythm.value, table.get("other", UNITS_PER_WHOLE)), currency)

    def fee(self, country: str, kind: DestinationKind = DestinationKind.PHONE) -> Fee:
        """What a payment in this country costs, by who carries it out (`providers.served_by`)."""
        provider = served_by(self.provider(country), kind, self.ready)
        return self.fees.get((provider, country)) or self.fees.get((provider, "other"), NO_FEE)

    def most(self, country: str, currency: str, kind: DestinationKind, operator: str) -> int | None:
        """The most that one payment may be, in units; None: no limit. `operator`: its name, "" if it is not known."""
        if kind is DestinationKind.ACCOUNT:
            return None
        first = operator.casefold().split()[0] if operator.strip() else ""
        for key in ((country, first), (country, ""), (currency, "")):
            if key in self.limits:
                return self.limits[key].most
        return None

    def rate(self, currency: str, today: date) -> Fraction:
        """Units of the currency for one unit of the euro. Raises `BadInput` for a currency without a rate, and for a
        rate that is too old or of a later day."""
        if currency in PEGGED:
            return FRANCS_PER_EURO
        found = self.rates.get(currency)
        if found is None:
            raise BadInput(Reason("{currency} has no rate of exchange", currency=currency))
        if found.as_of > today + timedelta(days=1):  # east of here it may be tomorrow
            raise BadInput(Reason("the rate of {currency} is of a day to come", currency=currency))
        if today - found.as_of > timedelta(days=self.rate_days):
            raise BadInput(
                Reason(
                    "the rate of {currency} is of {date}, more than {days} days old",
                    currency=currency,
                    date=found.as_of.isoformat(),
                    days=self.rate_days,
                )
            )
        return found.per_euro

    def stale(self, today: date) -> list[str]:
        """The currencies in which nobody can be paid today, each with the reason; those of our countries only."""
        found = []
        for currency in sorted({each.currency for each in places.COUNTRIES}):
            try:
                self.rate(currency, today)
            except BadInput as error:
                found.append(str(error))
        return found
