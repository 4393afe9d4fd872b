"""What is promised about the day of payment: true to the terms, and short enough for her screen."""

from __future__ import annotations

from datetime import date

import pytest

from backend.domain.messaging.message import Message
from backend.domain.money import UNITS_PER_WHOLE, Money
from backend.domain.payouts import terms_file
from backend.domain.payouts.amounts import Payment
from backend.domain.payouts.states import HoldReason
from backend.domain.people import places
from bot.flows.payouts import pay_days
from bot.flows.people import onboarding, onboarding_views
from bot.i18n.render import plain
from tests.screens import MOST, length

FRANC = UNITS_PER_WHOLE
NONE = terms_file.shipped()
OWN = terms_file.read(
    """
date = 2026-11-28
[schedule]
weekly = "mercredi"
monthly = 28
hour = 9
""".replace("mercredi", "wednesday")
)


def said(message: Message) -> str:
    return " ".join(plain(part, "fr", "UTC") for part in message.parts)


def facts(country: str, *, own: bool) -> onboarding_views.Facts:
    terms = OWN if own else NONE
    return onboarding_views.Facts(
        "Clémentine",
        "hiteuse",
        country,
        None,
        huber="Marie-Louise",
        paid=pay_days.promise(terms, country),
        paid_short=pay_days.promise_in_terms(terms, country),
    )


def test_the_promise_is_that_of_the_terms() -> None:
    assert plain(pay_days.promise(OWN, "CI"), "fr", "UTC").replace("\xa0", " ") == (
        "Tu es payée le mercredi dès 1 000 F CFA, par mobile money : écris « paiement »."
    )
    assert "7 500 Ar" in plain(pay_days.promise(OWN, "MG"), "fr", "UTC").replace("\xa0", " ")
    assert "pas encore fixés" in plain(pay_days.promise(NONE, "CI"), "fr", "UTC")


@pytest.mark.parametrize("own", [True, False])
@pytest.mark.parametrize("country", [each.code for each in places.COUNTRIES])
def test_welcome_and_conditions_fit_her_screen(country: str, *, own: bool) -> None:
    here = facts(country, own=own)
    welcome = onboarding.FLOW.prompt(onboarding_views.State(), here)
    assert ("pas encore fixés" in said(welcome)) is not own
    assert length(welcome, asks=True) <= MOST
    terms = onboarding_views.terms("hiteuse", here.paid_short)
    assert ("chaque mercredi" in said(terms)) is own
    assert length(terms, asks=False) <= 900


def test_every_reason_is_explained() -> None:
    assert set(pay_days.WAITS) == set(HoldReason)


@pytest.mark.parametrize("hers", [True, False])
def test_fee_and_limit_are_said_before(hers: bool) -> None:
    payment = Payment(Money(200_000 * FRANC, "XOF"), Money(2_000 * FRANC, "XOF"), (), 0, hers=hers, capped=True)
    text = said(pay_days.outlook(payment, date(2026, 12, 4), Money(FRANC, "XOF"), asked=False)).replace("\xa0", " ")
    assert "vendredi 4 décembre" in text and "200 000 F CFA" in text and "Plafond" in text
    assert ("pris sur ta paie : 2 000 F CFA" in text) is hers
    assert ("pour nous" in text) is not hers
