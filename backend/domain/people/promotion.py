"""A trainee becomes a hiteuse: who decides, and what comes of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from backend.domain.people.commands import Role


@dataclass(frozen=True, slots=True)
class PromotionCandidate:
    """Somebody who learns, or works already. `passed`: the titles of her modules."""

    person_id: int
    name: str
    country: str
    role: Role | None
    passed: Sequence[str]


Outcome = Literal["promoted", "ready", "none", "several", "already"]
"""ready: she may be promoted; none: nobody of that name or code whom this Huber may see; several: name her more
exactly; already: she works already, or never was a trainee."""


@dataclass(frozen=True, slots=True)
class Promotion:
    """`who`: of "promoted", "ready" and "already" her; of "several" those who may be meant. `later`: it is night
    where she lives, so that she hears of it in the morning."""

    outcome: Outcome
    who: tuple[PromotionCandidate, ...] = ()
    later: bool = False
