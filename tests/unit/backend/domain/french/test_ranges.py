from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.french.range_patterns import Found, find, find_together, folded
from backend.domain.french.ranges import BEGINNING, Span

TODAY = date(2026, 11, 25)  # a Wednesday


def read(text: str, today: date = TODAY) -> tuple[str, str] | None:
    found = find(folded(text), today)
    return (f"{found.span.first:%Y-%m-%d}", f"{found.span.last:%Y-%m-%d}") if found else None


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("aujourd'hui", "2026-11-25", "2026-11-25"),
        ("hier", "2026-11-24", "2026-11-24"),
        ("Avant-hier", "2026-11-23", "2026-11-23"),
        ("cette semaine", "2026-11-23", "2026-11-25"),
        ("la semaine dernière", "2026-11-16", "2026-11-22"),
        ("la semaine passée", "2026-11-16", "2026-11-22"),
        ("ce mois-ci", "2026-11-01", "2026-11-25"),
        ("le mois dernier", "2026-10-01", "2026-10-31"),
        ("cette année", "2026-01-01", "2026-11-25"),
        ("l'année dernière", "2025-01-01", "2025-12-31"),
        ("en 2025", "2025-01-01", "2025-12-31"),
        ("7 jours", "2026-11-19", "2026-11-25"),
        ("les 7 derniers jours", "2026-11-19", "2026-11-25"),
        ("depuis trois jours", "2026-11-23", "2026-11-25"),
        ("les onze derniers jours", "2026-11-15", "2026-11-25"),
        ("deux semaines", "2026-11-12", "2026-11-25"),
        ("lundi", "2026-11-23", "2026-11-23"),
        ("mercredi", "2026-11-25", "2026-11-25"),
        ("mercredi dernier", "2026-11-18", "2026-11-18"),
        ("depuis lundi", "2026-11-23", "2026-11-25"),
        ("en novembre", "2026-11-01", "2026-11-25"),
        ("en décembre", "2025-12-01", "2025-12-31"),
        ("novembre 2025", "2025-11-01", "2025-11-30"),
        ("au mois de mai", "2026-05-01", "2026-05-31"),
        ("le 3", "2026-11-03", "2026-11-03"),
        ("le 30", "2026-10-30", "2026-10-30"),
        ("le 1er", "2026-11-01", "2026-11-01"),
        ("lundi 3 novembre 2025", "2025-11-03", "2025-11-03"),
        ("jeudi 19", "2026-11-19", "2026-11-19"),
        ("vendredi 30", "2026-10-30", "2026-10-30"),
        ("lundi 16/11", "2026-11-16", "2026-11-16"),
        ("du lundi 16 au vendredi 20", "2026-11-16", "2026-11-20"),
        ("du vendredi 30 octobre au lundi 2", "2026-10-30", "2026-11-02"),
        ("depuis le lundi 16", "2026-11-16", "2026-11-25"),
        ("jusqu'au dimanche 15", f"{BEGINNING:%Y-%m-%d}", "2026-11-15"),
        ("le dernier trimestre de 2025", "2025-10-01", "2025-12-31"),
        ("dernier semestre 2025", "2025-07-01", "2025-12-31"),
        ("3/11", "2026-11-03", "2026-11-03"),
        ("03/12/25", "2025-12-03", "2025-12-03"),
        ("le 12.10.26", "2026-10-12", "2026-10-12"),
        ("12-10-2026", "2026-10-12", "2026-10-12"),
        ("depuis le 01.11.2026", "2026-11-01", "2026-11-25"),
        ("Du 1.11 au 15.11", "2026-11-01", "2026-11-15"),
        ("entre le 1.11.2026 et le 15.11.2026", "2026-11-01", "2026-11-15"),
        ("2025-11-03", "2025-11-03", "2025-11-03"),
        ("du 3 au 10", "2026-11-03", "2026-11-10"),
        ("du 28 au 3", "2026-10-28", "2026-11-03"),
        ("du 28 octobre au 3 novembre", "2026-10-28", "2026-11-03"),
        ("du 28 décembre au 3 janvier", "2025-12-28", "2026-01-03"),
        ("entre le 3 et le 10 octobre", "2026-10-03", "2026-10-10"),
        ("du 3 novembre 2025 au 4 mars 2026", "2025-11-03", "2026-03-04"),
        ("du 1er au 30 novembre", "2026-11-01", "2026-11-25"),  # today is in it: not last year's
        ("du 1 au 30", "2026-11-01", "2026-11-25"),
        ("entre le 20/11 et le 05/12", "2026-11-20", "2026-11-25"),
        ("d'octobre à décembre", "2026-10-01", "2026-11-25"),
        ("du 26 au 30 novembre", "2025-11-26", "2025-11-30"),
        ("depuis le 3", "2026-11-03", "2026-11-25"),
        ("de la semaine", "2026-11-23", "2026-11-25"),
        ("du mois", "2026-11-01", "2026-11-25"),
        ("de l'année", "2026-01-01", "2026-11-25"),
        ("en ce moment", "2026-11-25", "2026-11-25"),
        ("2025", "2025-01-01", "2025-12-31"),
        ("de lundi à mercredi", "2026-11-23", "2026-11-25"),
        ("du lundi au mardi", "2026-11-23", "2026-11-24"),
        ("entre lundi et hier", "2026-11-23", "2026-11-24"),
        ("de vendredi à lundi", "2026-11-20", "2026-11-23"),
        ("de lundi à vendredi", "2026-11-16", "2026-11-20"),
        ("de lundi à aujourd'hui", "2026-11-23", "2026-11-25"),
        ("il y a trois jours", "2026-11-22", "2026-11-22"),
        ("y a 3 jours", "2026-11-22", "2026-11-22"),
        ("il y a une semaine", "2026-11-16", "2026-11-22"),
        ("il y a deux mois", "2026-09-01", "2026-09-30"),
        ("il y a un an", "2025-01-01", "2025-12-31"),
        ("depuis janvier", "2026-01-01", "2026-11-25"),
        ("depuis décembre", "2025-12-01", "2026-11-25"),
        ("depuis mars 2025", "2025-03-01", "2026-11-25"),
        ("depuis 2025", "2025-01-01", "2026-11-25"),
        ("depuis la semaine dernière", "2026-11-16", "2026-11-25"),
        ("depuis le mois dernier", "2026-10-01", "2026-11-25"),
        ("depuis l'année dernière", "2025-01-01", "2026-11-25"),
        ("depuis ce mois", "2026-11-01", "2026-11-25"),
        ("depuis le début", f"{BEGINNING:%Y-%m-%d}", "2026-11-25"),
    ],
)
def test_a_period_is_read_as_it_is_said(text: str, first: str, last: str) -> None:
    assert read(text) == (first, last)
    assert read(f"combien de tâches {text} au Togo ?") == (first, last)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "demain",
        "la semaine prochaine",
        "le 31 février",
        "le 12/13",
        "le 30 décembre 2026",
        "en 2027",
        "plus de 2000 F",
        "plus de 1.10 euro",
        "plus de 1.500 F",
    ],
)
def test_what_names_no_past_day_is_not_guessed(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("combien samedi et dimanche", "2026-11-21", "2026-11-22"),
        ("combien hier et aujourd'hui", "2026-11-24", "2026-11-25"),
        ("combien lundi, mardi et mercredi", "2026-11-23", "2026-11-25"),
        ("combien ce mois et le mois passé", "2026-10-01", "2026-11-25"),
    ],
)
def test_days_that_are_named_together_are_one_span(text: str, first: str, last: str) -> None:
    """« Combien samedi et dimanche » told what Saturday brought."""
    found = find_together(folded(text), TODAY)
    assert found == Found(Span(date.fromisoformat(first), date.fromisoformat(last)), "combien")


def test_of_days_with_a_gap_none_is_told_for_both() -> None:
    assert find_together(folded("combien lundi et vendredi"), TODAY) is None


def test_what_stands_around_a_period_is_left() -> None:
    found = find(folded("Tâches hier au Cameroun"), TODAY)
    assert found is not None and found.rest == "taches | au cameroun"


@given(st.text(max_size=60), st.dates(date(2020, 1, 1), date(2030, 12, 31)))
def test_whatever_is_typed_it_never_fails_and_never_looks_ahead(text: str, today: date) -> None:
    found = find(folded(text), today)
    assert found is None or found.span.first <= found.span.last <= today


@given(st.dates(date(2024, 1, 1), date(2030, 12, 31)), st.integers(0, 300), st.integers(0, 40))
def test_every_past_day_and_range_is_found_by_its_date(today: date, back: int, length: int) -> None:
    last = today - timedelta(days=back)
    first = last - timedelta(days=length)
    words = f"du {first.day}/{first.month}/{first.year} au {last:%Y-%m-%d}"
    found = find(folded(words), today)
    assert found is not None and found.span == Span(first, last)
