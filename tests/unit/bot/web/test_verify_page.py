"""What the page that verifies says of a certificate, and of a certificate of income."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from backend.domain.certificates.credentials import Status, Verdict
from backend.domain.certificates.income import PREFIX
from backend.records import replace
from bot.web import verify_page
from tests.unit.bot.channels.test_escaping import CREDENTIAL

GONE = datetime(2026, 11, 2, tzinfo=UTC)
INCOME = replace(CREDENTIAL, key=f"{PREFIX}2026-10", title="Revenus d'octobre 2026", about="45 000 F CFA gagnés.")


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("valid", "Cette attestation est authentique"),
        ("revoked", "Cette attestation a été retirée"),
        ("replaced", "Cette attestation a été remplacée"),
    ],
)
def test_a_certificate_of_income_is_called_an_attestation(status: Status, said: str) -> None:
    gone = None if status == "valid" else GONE
    page = verify_page.page(Verdict(status, replace(INCOME, revoked_at=gone)))
    assert said in page
    assert "ertificat" not in page


def test_the_amounts_are_to_be_compared() -> None:
    assert "ces montants avec le document" in verify_page.page(Verdict("valid", INCOME))
    assert "ce titre avec le document" in verify_page.page(Verdict("valid", CREDENTIAL))


def test_a_certificate_of_training_stays_one() -> None:
    page = verify_page.page(Verdict("valid", CREDENTIAL))
    assert "Ce certificat est authentique" in page and "ttestation" not in page


@pytest.mark.parametrize("status", ["altered", "forged"])
def test_where_nobody_knows_what_it_was_it_is_a_document(status: Status) -> None:
    assert "Ce document" in verify_page.page(Verdict(status))
