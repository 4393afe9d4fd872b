from __future__ import annotations

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.french.datetimes import read_day, read_hour, read_moment

NOW = datetime(2026, 3, 4, 16, 30)  # noqa: DTZ001 (her own clock; a Wednesday)


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
        ("vers les 19h", time(19)),
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
        "15/12",
        "10-12",
        "le matin et le soir",
        "0000",
        "0012",
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
        ("le 12.05.26 à 10h", "2026-05-12 10:00"),
        ("12/05/26 10h15", "2026-05-12 10:15"),
        ("12-05-2026 à 10h", "2026-05-12 10:00"),
        ("1er février 8h", "2027-02-01 08:00"),
        ("15 sept à sept heures", "2026-09-15 07:00"),
        ("1er sept. 9h", "2026-09-01 09:00"),
        ("aujourd'hui 8h", "2026-03-04 08:00"),
        ("hier 18h", "2026-03-03 18:00"),
        ("3 mars 2026 9h", "2026-03-03 09:00"),
        ("à 10h du matin demain", "2026-03-05 10:00"),
        ("9h vendredi", "2026-03-06 09:00"),
        ("18h30 le 12 mai", "2026-05-12 18:30"),
        ("dans 10 minutes", "2026-03-04 16:40"),
        ("dans dix min", "2026-03-04 16:40"),
        ("dans 2 heures", "2026-03-04 18:30"),
        ("dans une heure et demie", "2026-03-04 18:00"),
        ("d'ici 1h30", "2026-03-04 18:00"),
        ("dans une demi-heure", "2026-03-04 17:00"),
        ("dans un quart d'heure", "2026-03-04 16:45"),
        ("dans trois quarts d'heure", "2026-03-04 17:15"),
        ("dans 3 quart d'heure", "2026-03-04 17:15"),
        ("dans 9 h", "2026-03-05 01:30"),
    ],
)
def test_a_day_and_an_hour_are_read_as_they_are_said(said: str, wanted: str) -> None:
    assert read_moment(said, NOW) == datetime.fromisoformat(wanted)


@pytest.mark.parametrize(
    "said",
    [
        "",
        "demain",
        "bientôt",
        "31 février 9h",
        "12",
        "lundi",
        "25h",
        "18h " * 30,
        "12.13.26 9h",
        "15/12",
        "dans 2 jours",
        "dans",
    ],
)
def test_what_names_no_moment_is_none(said: str) -> None:
    assert read_moment(said, NOW) is None


@given(st.text(max_size=80))
def test_no_words_break_the_reader(said: str) -> None:
    read_moment(said, NOW)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("15 septembre", date(2026, 9, 15)),
        ("le 15 janvier", date(2027, 1, 15)),
        ("avant le 1er mars 2027", date(2027, 3, 1)),
        ("15/09/2027", date(2027, 9, 15)),
        ("15/9", date(2026, 9, 15)),
        ("pour demain", date(2026, 3, 5)),
        ("lundi prochain", date(2026, 3, 9)),
        ("dans 3 mois", date(2026, 6, 4)),
        ("dans deux semaines", date(2026, 3, 18)),
        ("d'ici 10 jours", date(2026, 3, 14)),
        ("dans un an", date(2027, 3, 4)),
        ("en mars 2027", date(2027, 3, 1)),
        ("mars", date(2027, 3, 1)),
        ("septembre", date(2026, 9, 1)),
        ("fin août", date(2026, 8, 31)),
        ("fin d'avril", date(2026, 4, 30)),
        ("mi-octobre", date(2026, 10, 15)),
        ("pour noël", date(2026, 12, 25)),
        ("le jour de l'an", date(2027, 1, 1)),
        ("la fin de l'année", date(2026, 12, 31)),
        ("avant Pâques", date(2026, 4, 5)),
        ("la rentrée", None),
        ("15 janvier 2020", date(2020, 1, 15)),
        ("31 février", None),
        ("31/02/2027", None),
        ("bientôt", None),
        ("50 000", None),
        ("3 heures", None),
        ("", None),
    ],
)
def test_a_day_to_come(text: str, day: date | None) -> None:
    assert read_day(text, NOW.date()) == day


@given(st.text(max_size=70))
def test_any_text_is_a_day_or_none(text: str) -> None:
    assert read_day(text, NOW.date()) is None or isinstance(read_day(text, NOW.date()), date)


@pytest.mark.parametrize("text", ["pour les 3", "les 3"])
def test_how_many_is_no_hour(text: str) -> None:
    """« Pour les 3 », where reminders were asked for, set one for each night at 3."""
    assert read_hour(text) is None
