"""Who carries out a payment: a file for a bank or an operator, or a provider over HTTP; and what a provider answers."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from backend.domain.money import Money
from backend.domain.payouts.destinations import Destination, DestinationKind
from backend.domain.payouts.states import Word
from backend.records import Record


class ProviderName(StrEnum):
    """Who carries out payments. `FILES` needs no account: its orders are exported, and its results are read back.
    `DEMONSTRATION` is the demo's own, which moves no money."""

    FILES = "files"
    WAVE = "wave"
    PAWAPAY = "pawapay"
    DEMONSTRATION = "demonstration"


LABELS: Mapping[ProviderName, str] = {
    ProviderName.FILES: "files",
    ProviderName.WAVE: "Wave",
    ProviderName.PAWAPAY: "pawaPay",
    ProviderName.DEMONSTRATION: "démonstration",
}
"""The names as they are written."""
OVER_HTTP: tuple[ProviderName, ...] = (ProviderName.WAVE, ProviderName.PAWAPAY)

PREFERRED: Mapping[str, tuple[ProviderName, ...]] = {
    **dict.fromkeys(("CI", "SN"), (ProviderName.WAVE, ProviderName.PAWAPAY)),
    **dict.fromkeys(("BF", "BJ", "CD", "CG", "CM", "GA"), (ProviderName.PAWAPAY,)),
}
"""The providers over HTTP that reach the mobile-money numbers of a country, the best first."""


def automatic(country: str, ready: Collection[ProviderName]) -> ProviderName:
    """Who pays in a country if the terms do not say: the first preferred provider that is set up (`ready`), else
    files."""
    return next((name for name in PREFERRED.get(country, ()) if name in ready), ProviderName.FILES)


def served_by(wanted: ProviderName, kind: DestinationKind, ready: Collection[ProviderName]) -> ProviderName:
    """Who carries out a payment. `wanted`: who pays in the country, by the terms. `FILES` for bank accounts, and if
    that provider is not set up."""
    return wanted if kind is DestinationKind.PHONE and wanted in ready else ProviderName.FILES


def missed(wanted: ProviderName, kind: DestinationKind, ready: Collection[ProviderName]) -> bool:
    """Whether a payment goes by file only because the provider that the terms name is not set up."""
    return kind is DestinationKind.PHONE and wanted is not ProviderName.FILES and wanted not in ready


class Transfer(Record):
    """A payment as a provider over HTTP gets it, the same each time. `key`: the idempotency key, which is also our
    reference. `operator`: the mobile operator as the provider names it, "" where none is needed."""

    payout_id: int
    key: UUID
    amount: Money
    to: Destination
    operator: str = ""


class Answer(Record):
    """What a provider says about a payment. `word` None: it is on its way. `reason`: the provider's code if it failed
    or came back. `reference`: the provider's own id. `amount`: as the provider has it, None if it does not say."""

    word: Word | None
    reason: str = ""
    reference: str = ""
    amount: Money | None = None


class Balance(Record):
    """Money on our account with a provider. `country`: the one whose people it pays; "": all."""

    country: str
    amount: Money


FIRST_ASK = timedelta(seconds=5)
"""A payment whose result is unknown is asked about after this time; the wait doubles with each question."""
LONGEST_ASK = timedelta(minutes=30)
REPLAY_WITHIN = timedelta(hours=24)
"""How long after the first call a payment that the provider does not know is sent again, with the same key and the same
content. Later nobody knows whether the provider still remembers the key: a person has to look."""


def ask_after(asked: int) -> timedelta:
    """The wait until a payment is asked about again, after `asked` calls about it."""
    times: int = 2 ** min(max(asked - 1, 0), 20)
    return min(FIRST_ASK * times, LONGEST_ASK)
