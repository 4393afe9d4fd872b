"""The line on work that pays less than a minimum wage."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from backend.domain.messaging.message import Francs, Tr, Value
from backend.domain.messaging.texts import beside
from backend.domain.people import places
from backend.domain.work.minimum_pay import Floor

NAMED = 3
"""The most countries whose minimum wage is named, the highest first."""


def underpaid(hourly: Fraction, below: Sequence[Floor]) -> Tr:
    """The pay of an hour at the measured pace, beside the minimum wages above it."""
    brings = Tr("⚖️ À son rythme mesuré : *{hourly}* de l'heure", {"hourly": Francs(int(hourly))})
    return beside(brings, *(_floor(floor) for floor in below[:NAMED]))


def _floor(floor: Floor) -> Tr:
    values: dict[str, Value] = {
        "where": places.country(floor.country).within,
        "wage": Francs(round(floor.hour)),
        "year": str(floor.year),
    }
    return Tr("minimum {where} : {wage} ({year})", values)
