"""The world of certificates: what a person has passed, and what she takes of it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from backend.domain.certificates import income
from backend.domain.certificates.badges import ModuleSet
from backend.domain.certificates.credentials import CertificateTaken, Credential, Shown, TakeCertificate, Wallet
from backend.domain.certificates.income import IncomeTaken, TakeIncome
from backend.domain.money import Money
from backend.records import Struct, field, replace
from bot.flows.certificates import dialogue as certificates_dialogue
from bot.flows.certificates import income as income_dialogue

AT = datetime(2026, 3, 4, 9, tzinfo=UTC)
SETS = {
    "outils": ModuleSet("outils", "Outils du travail en ligne", "", ("bureautique", "micro-taches")),
    "micro-taches": ModuleSet("micro-taches", "Les micro-tâches", "", ("micro-taches",)),
}


class Certifying(Struct):
    """`passed`: keys of `SETS`; `used`: the name that she took before."""

    passed: list[str] = field(default_factory=list)
    used: str = ""
    earned: dict[date, int] = field(default_factory=dict)
    """First day of a month → units in euros that were accepted in it."""
    wallet: Wallet = field(default_factory=Wallet)

    def __post_init__(self) -> None:
        self.wallet = Wallet(tuple(SETS[key] for key in self.passed), name=self.used)

    def facts(self, first_name: str, *, ticks: bool) -> certificates_dialogue.Facts:
        return certificates_dialogue.Facts(self.wallet, first_name, ticks)

    def lose(self) -> None:
        self.wallet = replace(self.wallet, sets=())

    def income_facts(self, first_name: str, *, has_pin: bool) -> income_dialogue.Facts:
        earned = {month: (Money(units),) for month, units in self.earned.items()}
        found = income.incomes(earned, {}, AT.date())
        return income_dialogue.Facts(found, self.used, first_name, has_pin)

    def carry_out(self, command: Any) -> Any:
        if isinstance(command, TakeIncome):
            return self._income(command)
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

    def _income(self, command: TakeIncome) -> IncomeTaken:
        found = self.income_facts("", has_pin=False).of(command.period)
        if found is None:
            return IncomeTaken(None)
        number, shown = UUID(int=2), Shown(name=command.show_name, modules=False)
        address = f"https://hiteuses.example.org/verify/{number}"
        about = income.about(found, exact=command.exact)
        key = income.PREFIX + command.period
        taken = Credential(number, 1, key, found.period.title, about, command.name, (), AT, shown, address, "", AT)
        return IncomeTaken(taken, "0" * 64, f"attestation-revenus-{command.period}.pdf")
