from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.moments import read_moment

NOW = datetime(2026, 3, 4, 16, 30)  # noqa: DTZ001 (her own clock; a Wednesday)


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("demain 18h", "2026-03-05 18:00"),
        ("demain à 18 h 30", "2026-03-05 18:30"),
        ("Demain matin", "2026-03-05 08:00"),
        ("vendredi 9 h", "2026-03-06 09:00"),
        ("vendredi à neuf heures", "2026-03-06 09:00"),
        ("mercredi 9h", "2026-03-11 09:00"),
        ("lundi prochain 7h du soir", "2026-03-09 19:00"),
        ("ce soir", "2026-03-04 18:00"),
        ("ce soir à 20h", "2026-03-04 20:00"),
        ("après-demain midi", "2026-03-06 12:00"),
        ("18h", "2026-03-04 18:00"),
        ("8h", "2026-03-05 08:00"),
        ("le 12 mai à 10h", "2026-05-12 10:00"),
        ("12/05 10:15", "2026-05-12 10:15"),
        ("1er février 8h", "2027-02-01 08:00"),
        ("aujourd'hui 8h", "2026-03-04 08:00"),
        ("hier 18h", "2026-03-03 18:00"),
        ("3 mars 2026 9h", "2026-03-03 09:00"),
    ],
)
def test_a_day_and_an_hour_are_read_as_they_are_said(said: str, wanted: str) -> None:
    assert read_moment(said, NOW) == datetime.fromisoformat(wanted)


@pytest.mark.parametrize("said", ["", "demain", "bientôt", "31 février 9h", "12", "lundi", "25h", "18h " * 30])
def test_what_names_no_moment_is_none(said: str) -> None:
    assert read_moment(said, NOW) is None


@given(st.text(max_size=80))
def test_no_words_break_the_reader(said: str) -> None:
    read_moment(said, NOW)
