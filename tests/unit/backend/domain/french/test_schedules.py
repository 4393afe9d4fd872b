from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain import days
from backend.domain.french.datetimes import read_hour
from backend.domain.french.schedules import read_days, read_pause, stops_for

ZONE = "Africa/Douala"
NOW = datetime(2026, 3, 4, 9, 15, tzinfo=UTC)
"""A Wednesday, 10:15 in Douala."""


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
        ("mais pas le vendredi ni le samedi", "01236"),
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
    [
        "",
        "oui",
        "18h",
        "3 fois par semaine",
        "quand je peux",
        "lundi 18h",
        "midi",
        "je",
        "x" * 500,
        "mars",
        "le 3 mars",
    ],
)
def test_what_names_no_days_is_not_guessed(text: str) -> None:
    assert read_days(text) is None


_TIME_PIECES = (
    "lundi mar ven - à au du et sauf tous les jours semaine 18 h 30 midi soir matin moins quart demi deux vingt : ."
)
_TIME_WORDS = st.lists(st.sampled_from(_TIME_PIECES.split()), max_size=8).map(" ".join)


@given(st.text(max_size=150) | _TIME_WORDS)
def test_reading_days_and_hours_never_raises(text: str) -> None:
    found = read_days(text)
    assert found is None or found <= set(range(7))
    hour = read_hour(text)
    assert hour is None or hour.second == 0


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("3 jours", "2026-03-07 10:15"),
        ("3j", "2026-03-07 10:15"),
        ("3", "2026-03-07 10:15"),
        ("pause de trois jours", "2026-03-07 10:15"),
        ("une semaine", "2026-03-11 10:15"),
        ("pendant deux semaines", "2026-03-18 10:15"),
        ("quinze jours", "2026-03-19 10:15"),
        ("soixante minutes", "2026-03-04 11:15"),
        ("jusqu'au 15 sept", "2026-09-15 00:00"),
        ("2 heures", "2026-03-04 12:15"),
        ("1h30", "2026-03-04 11:45"),
        ("une heure et demie", "2026-03-04 11:45"),
        ("une demi-heure", "2026-03-04 10:45"),
        ("30 min", "2026-03-04 10:45"),
        ("un mois", "2026-04-04 10:15"),
        ("un an", "2027-03-04 10:15"),
        ("jusqu'à lundi", "2026-03-09 00:00"),
        ("jusqua lundi en 8", "2026-03-16 00:00"),
        ("jusqu'à mardi en quinze", "2026-03-24 00:00"),
        ("je pars en voyage jusquau 20 mars", "2026-03-20 00:00"),
        ("je pars au village jusqu'à lundi", "2026-03-09 00:00"),
        ("jpar o village jusko 15", "2026-03-15 00:00"),
        ("jvoyage 2 semaine o village", "2026-03-18 10:15"),
        ("jsui o village pendan 1 semaine", "2026-03-11 10:15"),
        ("jusqu'à lundi 8h", "2026-03-09 08:00"),
        ("jusqu'à lundi 8", "2026-03-09 08:00"),
        ("jusqu’à mercredi", "2026-03-11 00:00"),
        ("jusko lundi", "2026-03-09 00:00"),
        ("juska mercredi", "2026-03-11 00:00"),
        ("jusqu'à demain matin", "2026-03-05 08:00"),
        ("demain", "2026-03-05 00:00"),
        ("aujourd'hui", "2026-03-05 00:00"),
        ("ce soir", "2026-03-04 18:00"),
        ("jusqu'à 18 h 30", "2026-03-04 18:30"),
        ("jusqu'à 9h", "2026-03-05 09:00"),
        ("jusqu'au 15", "2026-03-15 00:00"),
        ("jusqu'au 3", "2026-04-03 00:00"),
        ("jusqu'au samedi 15 mai", "2026-05-15 00:00"),
        ("jusqu'au 15/03", "2026-03-15 00:00"),
        ("jusqu'au 1er mars", "2027-03-01 00:00"),
        ("jusqu'en mai", "2026-05-01 00:00"),
        ("cette semaine", "2026-03-09 00:00"),
        ("jusqu'à la semaine prochaine", "2026-03-09 00:00"),
        ("le week-end", "2026-03-09 00:00"),
        ("jusqu'au week-end", "2026-03-07 00:00"),
        ("jusqu'à la fin du mois", "2026-04-01 00:00"),
        ("je voudrais une pause jusqu'à la fin du mois", "2026-04-01 00:00"),
        ("je reviens lundi svp", "2026-03-09 00:00"),
        ("je ne peux pas travailler cette semaine", "2026-03-09 00:00"),
        ("je suis absente jusqu'au 15", "2026-03-15 00:00"),
        ("jusqu'à mardi, non mercredi", "2026-03-11 00:00"),
        ("stop pour aujourd'hui seulement", "2026-03-05 00:00"),
        ("jusqu'à mardi, pardon, jeudi, non vendredi", "2026-03-06 00:00"),
        ("jusqu'à mardi non le 16", "2026-03-16 00:00"),
        ("2 semaines non 3", "2026-03-25 10:15"),
        ("2 semaines environ", "2026-03-18 10:15"),
        ("3 jours max", "2026-03-07 10:15"),
    ],
)
def test_a_pause_ends_when_she_says(text: str, end: str) -> None:
    found = read_pause(text, NOW, ZONE)
    assert found is not None
    assert days.local(found, ZONE).strftime("%Y-%m-%d %H:%M") == end
    assert found.tzinfo is UTC


@pytest.mark.parametrize(
    "text",
    [
        "",
        "toujours",
        "0 jours",
        "9999 jours",
        "400 jours",
        "200",
        "2030",
        "jusqu'au 31/02",
        "jusqu'au 15 mars 2024",
        "je veux travailler demain",
        "je ne veux pas de pause d'une semaine",
        "jusqu'à mardi ou mercredi",
        "3 jours, non merci",
    ],
)
def test_a_pause_without_an_end_within_a_year_is_not_guessed(text: str) -> None:
    assert read_pause(text, NOW, ZONE) is None


def test_a_month_after_the_last_of_january_is_the_last_of_february() -> None:
    found = read_pause("un mois", datetime(2026, 1, 31, 12, tzinfo=UTC), "Africa/Dakar")
    assert found == datetime(2026, 2, 28, 12, tzinfo=UTC)


_PIECES = (
    "jusqu'à jusqu'au 3 15 31 12 9999 jours mois an h heures lundi mars avril demain et demi / "
    "semaine prochaine fin du soir 2026 0"
)
_WORDS = st.lists(st.sampled_from(_PIECES.split()), max_size=6).map(" ".join)


@given(
    st.text(max_size=150) | _WORDS,
    st.timedeltas(timedelta(), timedelta(days=36_500)),
)
def test_whatever_she_writes_a_pause_lies_ahead_and_within_a_year(text: str, after: timedelta) -> None:
    now = datetime(2000, 1, 1, tzinfo=UTC) + after
    end = read_pause(text, now, "Indian/Antananarivo")
    assert end is None or now < end <= now + timedelta(days=366)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("arrête un mois", 31),
        ("arrête les rappels une semaine", 7),
        ("stop pendant 3 jours", 3),
        ("ne m'écris plus pendant 2 semaines svp", 14),
        ("plus de rappels pendant 10 jours", 10),
        ("coupe les notifications 2 jours", 2),
    ],
)
def test_no_messages_for_some_time_is_a_pause(text: str, days: int) -> None:
    assert stops_for(text)
    assert read_pause(text, NOW, ZONE) == NOW + timedelta(days=days)


@pytest.mark.parametrize(
    "text", ["arrête", "stop", "plus de rappels", "ne m'écris plus jamais", "arrête lundi", "3 jours"]
)
def test_no_messages_at_all_is_none(text: str) -> None:
    assert not stops_for(text)
