"""Promotion of a trainee to a hiteuse: candidates and outcomes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from backend.domain.people.commands import Role
from backend.records import Record


class PromotionCandidate(Record):
    """A person who may be promoted, or already works. `passed`: titles of passed modules."""

    person_id: int
    name: str
    country: str
    role: Role | None
    passed: Sequence[str]


Outcome = Literal["promoted", "ready", "none", "several", "already"]
"""The outcome. "ready": she may be promoted. "none": nobody of that name or code whom this Huber may see. "several":
the name is ambiguous. "already": she works already, or was never a trainee."""


class Promotion(Record):
    """`who`: for "promoted", "ready" and "already" the person; for "several" those who may be meant. `later`: it is
    night at her place, so she hears of it in the morning. `silent`: she has said stop or has no chat that can be
    written to, so she hears of it when she writes."""

    outcome: Outcome
    who: tuple[PromotionCandidate, ...] = ()
    later: bool = False
    silent: bool = False
