"""What a provider's reason means for the person."""

from __future__ import annotations

import pytest

from backend.domain.payouts.reasons import Cause, cause


@pytest.mark.parametrize(
    ("reason", "means"),
    [
        ("recipient-limit-exceeded", Cause.FULL),
        ("WALLET_LIMIT_REACHED", Cause.FULL),
        ("recipient-account-blocked", Cause.BLOCKED),
        ("recipient-account-inactive", Cause.BLOCKED),
        ("AC04", Cause.BLOCKED),
        ("recipient-minor", Cause.MINOR),
        ("RECIPIENT_NOT_FOUND", Cause.WRONG),
        ("INVALID_PHONE_NUMBER", Cause.WRONG),
        ("AC01 IncorrectAccountNumber", Cause.WRONG),
        ("insufficient-funds", Cause.OURS),
        ("PAWAPAY_WALLET_OUT_OF_FUNDS", Cause.OURS),
        ("country-mismatch", Cause.OURS),
        ("recipient-name-mismatch", Cause.WRONG),
        ("NAME_MISMATCH", Cause.WRONG),
        ("le nom ne correspond pas", Cause.WRONG),
        ("mauvais numéro", Cause.WRONG),
        ("Titulaire différent", Cause.WRONG),
        ("compte bloqué", Cause.BLOCKED),
        ("Compte plein", Cause.FULL),
        ("solde insuffisant", Cause.OURS),
        ("numéro d'un mineur", Cause.MINOR),
        ("refusé", Cause.OTHER),
        ("UNSPECIFIED_FAILURE", Cause.OTHER),
        ("", Cause.OTHER),
    ],
)
def test_the_cause_of_a_failure(reason: str, means: Cause) -> None:
    assert cause(reason) is means
