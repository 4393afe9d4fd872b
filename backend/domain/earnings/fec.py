"""The ledger as a *fichier des écritures comptables* (FEC), the file that the French tax administration asks for.

The form is that of article A47 A-1 of the *Livre des procédures fiscales*: 18 fields in this order, named in the first
line, separated by a tab or a bar; ISO 8859-15; dates as YYYYMMDD; a comma before decimals and nothing between
thousands; entries numbered without a gap, in the order of their validation, after the balances brought forward. The
file is named SIRENFECYYYYMMDD after the day on which the period ends (comments: BOI-CF-IOR-60-40-20).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

from backend.domain.errors import BadInput
from backend.records import Record

COLUMNS = (
    *("JournalCode", "JournalLib", "EcritureNum", "EcritureDate", "CompteNum", "CompteLib", "CompAuxNum", "CompAuxLib"),
    *("PieceRef", "PieceDate", "EcritureLib", "Debit", "Credit", "EcritureLet", "DateLet", "ValidDate"),
    *("Montantdevise", "Idevise"),
)
ENCODING = "iso8859-15"


class Account(Record):
    """An account of the *plan comptable général*. `prefix`: of the auxiliary account's number, before the owner's; "":
    it has no auxiliary accounts."""

    number: str
    label: str
    prefix: str


PLAN: Mapping[str, Account] = {
    "client": Account("411000", "Clients", "C"),
    "project": Account("419100", "Clients - avances et acomptes reçus", "P"),
    "pending": Account("408000", "Fournisseurs - factures non parvenues", "H"),
    "accepted": Account("401000", "Fournisseurs", "H"),
    "savings": Account("467000", "Autres comptes débiteurs ou créditeurs", "H"),
    "transit": Account("580000", "Virements internes", "H"),
    "paid": Account("512000", "Banques", "H"),
    "bank": Account("512100", "Banques - change et frais", ""),
    "exchange": Account("471000", "Comptes d'attente - différences de change", ""),
    "fees": Account("627000", "Services bancaires et assimilés", ""),
}
"""By the kind of account in the ledger. Hiteuses are paid by the task, so they are suppliers. What leaves an account of
the ledger is its debit, what arrives is its credit."""

JOURNALS: Mapping[str, tuple[str, str]] = {
    "CL": ("Clients", "Budget de projet"),
    "TR": ("Travail", "Travail rendu ou accepté"),
    "PA": ("Paiements", "Paiement"),
    "OD": ("Opérations diverses", "Virement entre comptes"),
}
"""Code → label, and the text of its entries."""
CAUSES: Mapping[str, str] = {
    **dict.fromkeys(("fund", "practice"), "CL"),
    **dict.fromkeys(("answer", "accept", "refuse", "redo", "restore", "assessment", "review", "report", "topup"), "TR"),
    **dict.fromkeys(("payout", "paid", "return", "exchange", "unexchange", "fee"), "PA"),
}
"""The journal of a transfer by the first part of its key; all others, such as those of merges, are in `OD`."""
OPENING = ("AN", "A nouveaux", "Soldes repris de l'exercice précédent")
"""Code and label of the journal of balances brought forward, and the text of its entry."""


class Period(Record):
    """A calendar year or month: `begins` and `ends` (the first instant after it) in UTC."""

    begins: datetime
    ends: datetime

    @property
    def year_begins(self) -> datetime:
        """When its year begins: entries are numbered over the year."""
        return self.begins.replace(month=1)

    @property
    def last_day(self) -> date:
        """The last day of the period."""
        return (self.ends - timedelta(days=1)).date()


_PERIOD = re.compile(r"([1-9]\d{3})(?:-(0[1-9]|1[0-2]))?")


def read_period(text: str) -> Period:
    """ "2026" or "2026-10". Raises `BadInput`."""
    found = _PERIOD.fullmatch(text.strip())
    if found is None or found[1] == "9999":
        raise BadInput(f"{text!r} is no period; write a year like 2026 or a month like 2026-10")
    year, month = int(found[1]), int(found[2] or 1)
    begins = datetime(year, month, 1, tzinfo=UTC)
    if found[2] is None or month == 12:
        return Period(begins, datetime(year + 1, 1, 1, tzinfo=UTC))
    return Period(begins, datetime(year, month + 1, 1, tzinfo=UTC))


def read_siren(text: str) -> str:
    """The nine digits of a company's SIREN, whose last is a check digit (Luhn). Raises `BadInput`."""
    digits = "".join(text.split())
    if not re.fullmatch(r"[0-9]{9}", digits):
        raise BadInput("a SIREN has nine digits")
    doubled = [int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(digits)]
    if sum(each - 9 if each > 9 else each for each in doubled) % 10:
        raise BadInput(f"{digits} is no SIREN: its last digit does not fit the others")
    return digits


def file_name(siren: str, period: Period) -> str:
    """The name that the administration wants."""
    return f"{siren}FEC{period.last_day:%Y%m%d}.txt"
