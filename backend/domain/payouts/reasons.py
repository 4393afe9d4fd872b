"""Why a payment failed, sorted by what the person can do about it.

The codes are those of Wave (docs.wave.com/payout), pawaPay (docs.pawapay.io/v2/docs/failure_codes) and ISO 20022, and
words that people write into return files.
"""

from __future__ import annotations

from enum import StrEnum

from backend.domain.french.spelling import fold


class Cause(StrEnum):
    """- `FULL`: the wallet holds as much as it may. `BLOCKED`: it is blocked or unused. `MINOR`: it is a child's.
    - `WRONG`: the number or the name is not known there. `OURS`: our own account was empty, or we are refused.
    - `OTHER`: nothing that the person can change."""

    FULL = "full"
    BLOCKED = "blocked"
    MINOR = "minor"
    WRONG = "wrong"
    OURS = "ours"
    OTHER = "other"


_WORDS: tuple[tuple[Cause, tuple[str, ...]], ...] = (
    (Cause.WRONG, ("-name-", "-names-", "-nom-")),
    (
        Cause.OURS,
        (
            *("insufficient-funds", "out-of-funds", "not-allowed", "-mismatch", "aggregated-merchant"),
            *("solde-insuffisant", "fonds-insuffisant", "provision"),
        ),
    ),
    (Cause.FULL, ("limit", "ceiling", "wallet-full", "plein", "plafond")),
    (
        Cause.BLOCKED,
        (
            *("blocked", "inactive", "closed", "ac04", "ac06"),
            *("bloque", "inactif", "ferme", "cloture", "suspendu", "desactive", "resilie"),
        ),
    ),
    (Cause.MINOR, ("minor", "mineur")),
    (
        Cause.WRONG,
        (
            *("number", "recipient", "account", "not-found", "ac01", "ac03", "be01"),
            *("numero", "compte", "beneficiaire", "destinataire", "titulaire", "introuvable", "inconnu", "mauvais-nom"),
        ),
    ),
)
"""Cause → parts of reasons, of providers and in French. The first cause that has one counts."""


def cause(reason: str) -> Cause:
    """The cause that a provider's reason means."""
    said = f"-{fold(reason)}-".replace(" ", "-")
    return next((found for found, words in _WORDS if any(word in said for word in words)), Cause.OTHER)
