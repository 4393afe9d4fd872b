"""Which provider serves a destination."""

from __future__ import annotations

from datetime import timedelta

from backend.domain.payouts.destinations import DestinationKind
from backend.domain.payouts.providers import LONGEST_ASK, ProviderName, ask_after, automatic, missed, served_by

FILES, WAVE, PAWAPAY = ProviderName.FILES, ProviderName.WAVE, ProviderName.PAWAPAY
PHONE, ACCOUNT = DestinationKind.PHONE, DestinationKind.ACCOUNT


def test_the_first_preferred_one_that_is_set_up_pays_in_a_country() -> None:
    assert automatic("CI", {WAVE, PAWAPAY}) is WAVE
    assert automatic("CI", {PAWAPAY}) is PAWAPAY
    assert automatic("CM", {WAVE, PAWAPAY}) is PAWAPAY
    assert automatic("CM", {WAVE}) is FILES
    assert automatic("TG", {WAVE, PAWAPAY}) is FILES


def test_accounts_and_what_is_not_set_up_go_by_file() -> None:
    assert served_by(WAVE, PHONE, {WAVE}) is WAVE
    assert served_by(WAVE, ACCOUNT, {WAVE}) is FILES
    assert served_by(WAVE, PHONE, {PAWAPAY}) is FILES
    assert served_by(FILES, PHONE, {WAVE}) is FILES


def test_what_is_not_set_up_is_told() -> None:
    assert missed(WAVE, PHONE, {PAWAPAY})
    assert not missed(WAVE, PHONE, {WAVE})
    assert not missed(WAVE, ACCOUNT, ())
    assert not missed(FILES, PHONE, ())


def test_the_wait_between_questions_grows_to_its_limit() -> None:
    assert [ask_after(n) // timedelta(seconds=1) for n in (0, 1, 2, 3)] == [5, 5, 10, 20]
    assert ask_after(10_000) == LONGEST_ASK
