from __future__ import annotations

from decimal import Decimal

import pytest

from backend.domain.errors import BadInput
from backend.domain.money import Money
from backend.domain.work.projects import ProjectConfig
from backend.services.work import imports


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
