"""Which provider serves a destination."""

from __future__ import annotations

from datetime import timedelta

from backend.domain.payouts.destinations import DestinationKind
from backend.domain.payouts.providers import LONGEST_ASK, ProviderName, ask_after, missed, served_by

BOTH = {ProviderName.WAVE, ProviderName.PAWAPAY}
PHONE, ACCOUNT = DestinationKind.PHONE, DestinationKind.ACCOUNT


def test_the_first_preferred_one_that_is_set_up_serves() -> None:
    assert served_by("CI", PHONE, BOTH) is ProviderName.WAVE
    assert served_by("CI", PHONE, {ProviderName.PAWAPAY}) is ProviderName.PAWAPAY
    assert served_by("CM", PHONE, BOTH) is ProviderName.PAWAPAY
    assert served_by("CM", PHONE, {ProviderName.WAVE}) is ProviderName.FILES
    assert served_by("CM", PHONE, BOTH, {"CM": [ProviderName.FILES]}) is ProviderName.FILES


def test_files_serve_accounts_and_countries_that_no_provider_reaches() -> None:
    assert served_by("CI", ACCOUNT, BOTH) is ProviderName.FILES
    assert served_by("TG", PHONE, BOTH) is ProviderName.FILES
    assert served_by(None, PHONE, BOTH) is ProviderName.FILES


def test_what_is_not_set_up_is_named() -> None:
    assert missed("CI", PHONE, {ProviderName.PAWAPAY}) is ProviderName.WAVE
    assert missed("CI", PHONE, BOTH) is None
    assert missed("CI", ACCOUNT, ()) is None
    assert missed("TG", PHONE, ()) is None


def test_the_wait_between_questions_grows_to_its_limit() -> None:
    assert [ask_after(n) // timedelta(seconds=1) for n in (0, 1, 2, 3)] == [5, 5, 10, 20]
    assert ask_after(10_000) == LONGEST_ASK
