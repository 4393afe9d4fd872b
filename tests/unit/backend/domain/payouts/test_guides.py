"""Steps by country and operator: each has its source and its days, and none goes to a country without one."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlsplit

import pytest

from backend.domain.money import UNITS_PER_WHOLE, Money
from backend.domain.payouts import guides
from backend.domain.people import places


def cfa(amount: int) -> Money:
    return Money(amount * UNITS_PER_WHOLE, "XOF")


def test_every_guide_names_its_source_and_its_days_and_is_short() -> None:
    for each in guides._guides():
        assert each.topic in guides.TOPICS
        assert each.sources and all(urlsplit(source).hostname for source in each.sources)
        assert each.dated <= each.read <= date(2026, 11, 28)
        assert 2 <= len(each.steps) <= 4 and all(0 < len(step) <= 260 for step in each.steps)
        assert {places.country(code).code for code in each.countries} == set(each.countries)
        assert (each.ceiling is None) == (each.identified is None)


def test_there_is_one_guide_for_a_topic_country_and_operator() -> None:
    keys = [(each.topic, code, each.operator) for each in guides._guides() for code in each.countries]
    assert len(keys) == len(set(keys))


def test_an_operators_own_steps_go_first() -> None:
    mtn = guides.guide("wallet", "CM", "MTN Cameroon")
    orange = guides.guide("wallet", "CM", "Orange")
    assert mtn is not None and orange is not None and mtn != orange
    assert guides.guide("wallet", "CM") is None and guides.guide("wallet", "CM", "Nexttel") is None
    assert guides.guide("wallet", "CI", "Orange") == guides.guide("wallet", "CI") is not None


def test_where_no_source_was_read_there_is_nothing() -> None:
    assert [guides.guide(topic, "MG") for topic in guides.TOPICS] == [None, None, None]
    assert guides.guide("bank", "CM") is None


@pytest.mark.parametrize(
    ("before", "paid", "near"), [(0, 150_000, True), (149_999, 1, True), (0, 149_999, False), (150_000, 50_000, False)]
)
def test_she_is_led_once_a_month_brings_three_quarters_of_the_ceiling(before: int, paid: int, near: bool) -> None:
    assert guides.comes_near(200_000, cfa(before), cfa(paid)) is near
