"""The countries where hiteuses live: names, currencies, time zones, minimum wages. Phone numbers are left to the
package `phonenumbers`."""

from __future__ import annotations

import tomllib
from fractions import Fraction
from functools import cache
from importlib import resources

from backend.domain.errors import BadInput, Reason
from backend.records import Record

HOURS_PER_MONTH = Fraction(40 * 52, 12)
"""Hours of full work per month: 173.33, at 40 hours a week. The monthly minimum wages are for this time."""


class Zone(Record):
    """A time zone: its IANA name, and its French name if the country has several."""

    name: str
    label: str


class MinimumWage(Record):
    """F CFA per month of full work, as in force in `year`."""

    month: int
    year: int

    @property
    def hour(self) -> Fraction:
        """F CFA per hour, exact. It is shown rounded to the nearest franc (Côte d'Ivoire 2023: 433)."""
        return self.month / HOURS_PER_MONTH


class Country(Record):
    """A country. `code`: ISO 3166; `name`: alone; `within`: after a verb ("au Cameroun")."""

    code: str
    name: str
    within: str
    currency: str
    zones: tuple[Zone, ...]

    @property
    def flag(self) -> str:
        """The country's flag as an emoji."""
        return "".join(chr(0x1F1E6 + ord(letter) - ord("A")) for letter in self.code)

    @property
    def minimum_wage(self) -> MinimumWage | None:
        """The minimum wage; None if we have no figure."""
        return _minimum_wages().get(self.code)


def _one(code: str, name: str, within: str, currency: str, zone: str, city: str) -> Country:
    return Country(code, name, within, currency, (Zone(zone, city),))


COUNTRIES: tuple[Country, ...] = (
    _one("BF", "Burkina Faso", "au Burkina Faso", "XOF", "Africa/Ouagadougou", "Ouagadougou"),
    _one("BJ", "Bénin", "au Bénin", "XOF", "Africa/Porto-Novo", "Porto-Novo"),
    Country(
        "CD",
        "RD Congo",
        "en RD Congo",
        "CDF",
        (
            Zone("Africa/Kinshasa", "Kinshasa et l'ouest"),
            Zone("Africa/Lubumbashi", "Lubumbashi et l'est"),
        ),
    ),
    _one(
        "CG",
        "Congo-Brazzaville",
        "au Congo-Brazzaville",
        "XAF",
        "Africa/Brazzaville",
        "Brazzaville",
    ),
    _one("CI", "Côte d'Ivoire", "en Côte d'Ivoire", "XOF", "Africa/Abidjan", "Abidjan"),
    _one("CM", "Cameroun", "au Cameroun", "XAF", "Africa/Douala", "Yaoundé"),
    _one("GA", "Gabon", "au Gabon", "XAF", "Africa/Libreville", "Libreville"),
    _one("GN", "Guinée", "en Guinée", "GNF", "Africa/Conakry", "Conakry"),
    _one("MG", "Madagascar", "à Madagascar", "MGA", "Indian/Antananarivo", "Antananarivo"),
    _one("ML", "Mali", "au Mali", "XOF", "Africa/Bamako", "Bamako"),
    _one("NE", "Niger", "au Niger", "XOF", "Africa/Niamey", "Niamey"),
    _one("SN", "Sénégal", "au Sénégal", "XOF", "Africa/Dakar", "Dakar"),
    _one("TD", "Tchad", "au Tchad", "XAF", "Africa/Ndjamena", "N'Djamena"),
    _one("TG", "Togo", "au Togo", "XOF", "Africa/Lome", "Lomé"),
)
"""In the alphabetical order of the codes; 14 of them."""

ZONES = ("UTC", *dict.fromkeys(zone.name for country in COUNTRIES for zone in country.zones))
"""All time zones of the countries, and UTC, which is used if the zone is unknown."""

BY_CODE = {c.code: c for c in COUNTRIES}
"""Code (upper case) → country."""


@cache
def _minimum_wages() -> dict[str, MinimumWage]:
    file = resources.files("backend.domain") / "data" / "minimum_wages.toml"
    table = tomllib.loads(file.read_text("utf-8"))
    return {code: MinimumWage(row["month"], row["year"]) for code, row in table.items()}


def country(code: str) -> Country:
    """The country with this ISO 3166 code, in upper or lower case. Raises `BadInput` for a country where we do not
    work."""
    try:
        return BY_CODE[code.strip().upper()]
    except KeyError:
        known = ", ".join(BY_CODE)
        raise BadInput(Reason("unknown country {code!r}; known: {known}", code=code, known=known)) from None
