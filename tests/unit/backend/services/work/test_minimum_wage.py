from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from backend.domain.errors import BadInput
from backend.domain.money import Money
from backend.domain.work.projects import ProjectConfig
from backend.records import replace
from backend.services.work.files import imports


def wage(pay: str, currency: str, minutes: str, *countries: str) -> str:
    config = ProjectConfig(
        name="comments",
        title="Commentaires",
        kind="text",
        question="Que vois-tu ?",
        show={"text": "{text}"},
        pay=Money.parse(pay, currency),
        minutes=Decimal(minutes),
        countries=countries,
    )
    try:
        imports.check_wage(config)
    except BadInput as error:
        return str(error)
    return ""


@pytest.mark.parametrize(
    ("pay", "currency", "minutes", "countries"),
    [
        ("0.011", "EUR", "1", ()),  # 432.93 F CFA an hour: Côte d'Ivoire asks 432.69
        ("7.2116", "XOF", "1", ("CI",)),
        ("4", "XOF", "1", ("ML",)),  # 240: Mali asks 230.77
        ("1", "XOF", "60", ("MG",)),  # no figure is known
    ],
)
def test_pay_at_the_minimum_wage_is_enough(pay: str, currency: str, minutes: str, countries: tuple[str, ...]) -> None:
    assert wage(pay, currency, minutes, *countries) == ""


@pytest.mark.parametrize(
    ("pay", "currency", "minutes", "countries", "named"),
    [
        ("0.0109", "EUR", "1", (), "CI (433 F CFA an hour in 2023): pay 0.011 or more"),
        ("7.2115", "XOF", "1", ("ML", "CI"), "CI (433 F CFA an hour in 2023): pay 7.2116 or more"),
        ("3", "XAF", "1", ("CM",), "CM (346 F CFA an hour in 2023): pay 5.7693 or more"),
        ("0.05", "EUR", "30", ("SN",), "SN (371 F CFA an hour in 2023): pay 0.2825 or more"),
    ],
)
def test_pay_below_a_countrys_minimum_wage_is_refused_with_the_figures(
    pay: str, currency: str, minutes: str, countries: tuple[str, ...], named: str
) -> None:
    line = wage(pay, currency, minutes, *countries)
    assert line.endswith(named)
    assert line.startswith(f"pay {pay} {currency} at {minutes} minutes is ")
    enough = line.split(": pay ")[1].split()[0]
    assert wage(enough, currency, minutes, *countries) == ""


CONFIG = ProjectConfig(
    name="comments",
    title="Commentaires",
    kind="text",
    question="Que vois-tu ?",
    show={"text": "{text}"},
    pay=Money(500, "EUR"),
    minutes=Decimal("0.5"),
    countries=("CI",),
)


def test_a_measured_pace_counts_where_there_is_one() -> None:
    """0.05 EUR is 32.8 F CFA: at 4 minutes 492 F an hour, at 5 minutes 394, below Côte d'Ivoire's 433."""
    imports.check_wage(CONFIG, Fraction(4))
    with pytest.raises(BadInput, match=r"at 5 minutes is 393 F CFA an hour, .* pay 0\.055 or more"):
        imports.check_wage(CONFIG, Fraction(5))


def test_what_a_month_brings_is_told_at_that_pace() -> None:
    config = replace(CONFIG, pay=Money(320, "EUR"))
    assert imports.a_month(config, Fraction("0.5")) == Money(2_534_400, "EUR")  # 0.032 × 120 × 66
    assert imports.a_month(config, Fraction("0.6")) == Money(2_112_000, "EUR")
