"""The world of certificates: what a person has passed, and what she takes of it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from backend.domain.certificates.badges import ModuleSet
from backend.domain.certificates.credentials import CertificateTaken, Credential, Shown, TakeCertificate, Wallet
from bot.flows.certificates import dialogue as certificates_dialogue

AT = datetime(2026, 3, 4, 9, tzinfo=UTC)
SETS = {
    "outils": ModuleSet("outils", "Outils du travail en ligne", "", ("bureautique", "micro-taches")),
    "micro-taches": ModuleSet("micro-taches", "Les micro-tâches", "", ("micro-taches",)),
}


@dataclass(slots=True)
class Certifying:
    """`passed`: keys of `SETS`; `used`: the name that she took before."""

    passed: list[str] = field(default_factory=list)
    used: str = ""
    wallet: Wallet = field(default_factory=Wallet)

    def __post_init__(self) -> None:
        self.wallet = Wallet(tuple(SETS[key] for key in self.passed), name=self.used)

    def facts(self, first_name: str, *, ticks: bool) -> certificates_dialogue.Facts:
        return certificates_dialogue.Facts(self.wallet, first_name, ticks)

    def lose(self) -> None:
        self.wallet = replace(self.wallet, sets=())

    def carry_out(self, command: Any) -> Any:
        assert isinstance(command, TakeCertificate)
        of = self.wallet.set_of(command.key)
        if of is None:
            return CertificateTaken(None)
        number = UUID(int=1)
        address = f"https://hiteuses.example.org/verify/{number}"
        shown: Shown = command.shown
        return CertificateTaken(
            Credential(number, 1, of.key, of.title, "", command.name, (), AT, shown, address, "", AT)
        )
