"""Who carries out a payment: a file for a bank or an operator, or a provider over HTTP; and what a provider answers."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from backend.domain.money import Money
from backend.domain.payouts.destinations import Destination, DestinationKind
from backend.domain.payouts.states import Word


class ProviderName(StrEnum):
    """Who carries out payments. `FILES` needs no account: its orders are exported, and its results are read back."""

    FILES = "files"
    WAVE = "wave"
    PAWAPAY = "pawapay"


LABELS: Mapping[ProviderName, str] = {
    ProviderName.FILES: "files",
    ProviderName.WAVE: "Wave",
    ProviderName.PAWAPAY: "pawaPay",
}
"""The names as they are written."""
OVER_HTTP: tuple[ProviderName, ...] = (ProviderName.WAVE, ProviderName.PAWAPAY)

PREFERRED: Mapping[str, tuple[ProviderName, ...]] = {
    **dict.fromkeys(("CI", "SN"), (ProviderName.WAVE, ProviderName.PAWAPAY)),
    **dict.fromkeys(("BF", "BJ", "CD", "CG", "CM", "GA"), (ProviderName.PAWAPAY,)),
}
"""The providers that reach the mobile-money numbers of a country, the best first. Other countries: files."""


def served_by(
    country: str | None,
    kind: DestinationKind,
    ready: Collection[ProviderName],
    preferred: Mapping[str, Sequence[ProviderName]] = PREFERRED,
) -> ProviderName:
    """Who carries out a payment to this kind of destination in a country: the first preferred one that is set up
    (`ready`). `FILES` for bank accounts, and where no other is set up."""
    if kind is DestinationKind.ACCOUNT:
        return ProviderName.FILES
    wanted = preferred.get(country or "", ())
    return next((name for name in wanted if name in ready), ProviderName.FILES)


def missed(
    country: str | None,
    kind: DestinationKind,
    ready: Collection[ProviderName],
    preferred: Mapping[str, Sequence[ProviderName]] = PREFERRED,
) -> ProviderName | None:
    """The provider that would be preferred to `served_by` and is not set up. None if there is none."""
    if kind is DestinationKind.ACCOUNT:
        return None
    first = next(iter(preferred.get(country or "", ())), None)
    return first if first is not None and first is not ProviderName.FILES and first not in ready else None


@dataclass(frozen=True, slots=True)
class Transfer:
    """A payment as a provider over HTTP gets it, the same each time. `key`: the idempotency key, which is also our
    reference. `operator`: the mobile operator as the provider names it, "" where none is needed."""

    payout_id: int
    key: UUID
    amount: Money
    to: Destination
    operator: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a provider says about a payment. `word` None: it is on its way. `reason`: the provider's code if it failed
    or came back. `reference`: the provider's own id. `amount`: as the provider has it, None if it does not say."""

    word: Word | None
    reason: str = ""
    reference: str = ""
    amount: Money | None = None


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
