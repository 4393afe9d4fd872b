"""Pay and minimum wages: what an hour of a project's work brings, whether that is below the legal minimum (Fairwork's
principle of fair pay), and what a person who worked below it is owed."""

from __future__ import annotations

from fractions import Fraction
from math import ceil

from backend.domain.money import FRANCS_PER_EURO, UNITS_PER_WHOLE, Money
from backend.domain.people import places
from backend.domain.work.projects import ProjectConfig
from backend.records import Record


class Floor(Record):
    """A country's minimum wage: exact F CFA per hour, as in force in `year`."""

    country: str
    hour: Fraction
    year: int


def floors(countries: tuple[str, ...]) -> tuple[Floor, ...]:
    """The known minimum wages of these countries (none given: of all), the highest first."""
    found = [
        Floor(each.code, wage.hour, wage.year)
        for each in places.COUNTRIES
        if (each.code in countries or not countries) and (wage := each.minimum_wage) is not None
    ]
    return tuple(sorted(found, key=lambda floor: (-floor.hour, floor.country)))


def hourly(config: ProjectConfig, minutes: Fraction) -> Fraction:
    """What an hour of the project's work brings, in F CFA, if a task takes `minutes`."""
    return config.pay.francs * 60 / minutes


def below(config: ProjectConfig, minutes: Fraction) -> tuple[Floor, ...]:
    """The minimum wages that the project does not reach at this pace, the highest first."""
    brings = hourly(config, minutes)
    return tuple(floor for floor in floors(config.countries) if floor.hour > brings)


def enough(floor: Floor, minutes: Fraction, currency: str) -> Money:
    """The least pay of a task that takes `minutes`, rounded up to a unit."""
    return _money(floor.hour * minutes / 60, currency)


def missing(floor: Floor, earned: Money, seconds: int) -> Money | None:
    """The difference to the minimum wage for this much work that was paid this much, rounded up to a unit. None below
    one franc: it waits until it is more."""
    francs = floor.hour * seconds / 3600 - earned.francs
    return _money(francs, earned.currency) if francs >= 1 else None


def _money(francs: Fraction, currency: str) -> Money:
    return Money(ceil(francs * UNITS_PER_WHOLE / (FRANCS_PER_EURO if currency == "EUR" else 1)), currency)
