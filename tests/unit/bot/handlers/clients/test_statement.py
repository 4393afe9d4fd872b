"""Which client and month are meant."""

from datetime import UTC, date, datetime

import pytest

from bot.handlers.clients.statement import read

NOW = datetime(2026, 3, 4, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "name", "month"),
    [
        ("Moov", "Moov", date(2026, 2, 1)),
        ("Banque du Sahel mars", "Banque du Sahel", date(2026, 3, 1)),
        ("L'Étoile février", "L'Étoile", date(2026, 2, 1)),
        ("L'Étoile décembre", "L'Étoile", date(2025, 12, 1)),
        ("Moov  août 2024", "Moov", date(2024, 8, 1)),
        ("Moov 2026-01", "Moov", date(2026, 1, 1)),
        ("Mars", "Mars", date(2026, 2, 1)),  # a client's name
        ("", "", date(2026, 2, 1)),
    ],
)
def test_a_name_and_a_month_are_read(text: str, name: str, month: date) -> None:
    assert read(text, NOW) == (name, month)


def test_in_january_the_last_month_is_december() -> None:
    assert read("Moov", datetime(2026, 1, 2, tzinfo=UTC)) == ("Moov", date(2025, 12, 1))
