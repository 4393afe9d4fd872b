from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.reminders import read_days, read_hour


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("lundi mercredi", "02"),
        ("Lundi, Mercredi et vendredi", "024"),
        ("tous les jours", "0123456"),
        ("TLJ", "0123456"),
        ("tt les jrs", "0123456"),
        ("chaque jour", "0123456"),
        ("toute la semaine", "0123456"),
        ("en semaine", "01234"),
        ("lun-ven", "01234"),
        ("lun – ven", "01234"),
        ("du lundi au vendredi", "01234"),
        ("lundi à jeudi", "0123"),
        ("samedi-lundi", "056"),
        ("lun-mer-ven", "024"),
        ("le week-end", "56"),
        ("weekend", "56"),
        ("en semaine et samedi", "012345"),
        ("tous les jours sauf dimanche", "012345"),
        ("sauf le week-end", "01234"),
        ("pas le lundi", "123456"),
        ("les mardis", "1"),
        ("mecredi, vendrdi", "24"),
        ("lun. jeu.", "03"),
        ("jamais", ""),
        ("non merci", ""),
    ],
)
def test_days_are_read_as_they_are_said(text: str, days: str) -> None:
    assert read_days(text) == frozenset(map(int, days))


@pytest.mark.parametrize(
    "text",
    ["", "oui", "18h", "3 fois par semaine", "quand je peux", "lundi 18h", "midi", "je", "x" * 500],
)
def test_what_names_no_days_is_not_guessed(text: str) -> None:
    assert read_days(text) is None


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("18h", time(18)),
        ("18 h 30", time(18, 30)),
        ("18h30", time(18, 30)),
        ("20:00", time(20)),
        ("18.30", time(18, 30)),
        ("1830", time(18, 30)),
        ("18 30", time(18, 30)),
        ("7", time(7)),
        ("6h du soir", time(18)),
        ("6h30 du soir", time(18, 30)),
        ("8h du matin", time(8)),
        ("3h de l'après-midi", time(15)),
        ("10h de la nuit", time(22)),
        ("une heure du matin", time(1)),
        ("dix-huit heures", time(18)),
        ("vingt heures quarante-cinq", time(20, 45)),
        ("sept heures et demie", time(7, 30)),
        ("sept heures moins le quart", time(6, 45)),
        ("huit heures et quart", time(8, 15)),
        ("à partir de 18 h", time(18)),
        ("vers 19H", time(19)),
        ("midi", time(12)),
        ("midi et demi", time(12, 30)),
        ("minuit", time(0)),
        ("24h", time(0)),
        ("6 pm", time(18)),
        ("12 am", time(0)),
        ("le matin", time(8)),
        ("le soir", time(18)),
    ],
)
def test_an_hour_is_read_as_it_is_said(text: str, hour: time) -> None:
    assert read_hour(text) == hour


@pytest.mark.parametrize(
    "text",
    [
        "",
        "25h",
        "18h60",
        "99",
        "18h du matin",
        "12h du soir",
        "demain",
        "18h-20h",
        "3 4",
        "le matin et le soir",
    ],
)
def test_what_is_no_hour_is_not_guessed(text: str) -> None:
    assert read_hour(text) is None


@given(
    st.sampled_from(["{h}h{m:02}", "{h} h {m:02}", "{h:02}:{m:02}", "à {h} heures {m:02}"]),
    st.times(),
)
def test_every_minute_of_the_day_can_be_typed(form: str, at: time) -> None:
    assert read_hour(form.format(h=at.hour, m=at.minute)) == time(at.hour, at.minute)


_PIECES = (
    "lundi mar ven - à au du et sauf tous les jours semaine 18 h 30 midi soir matin moins quart demi deux vingt : ."
)
_WORDS = st.lists(st.sampled_from(_PIECES.split()), max_size=8).map(" ".join)


@given(st.text(max_size=150) | _WORDS)
def test_reading_never_raises(text: str) -> None:
    found = read_days(text)
    assert found is None or found <= set(range(7))
    hour = read_hour(text)
    assert hour is None or hour.second == 0
