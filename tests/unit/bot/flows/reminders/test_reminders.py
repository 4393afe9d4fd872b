from __future__ import annotations

from datetime import time

import pytest

from backend.domain.people.commands import SetReminder
from backend.domain.people.reminder_preferences import EVERY_DAY, Preference
from bot.flows.engine.kit import Do, Say, Started, Typed
from bot.flows.reminders import dialogue, how_often, reading
from bot.flows.reminders.dialogue import Facts, State, step
from bot.flows.reminders.reading import read, with_pause


@pytest.mark.parametrize(
    ("said", "hour"),
    [
        ("tous les soirs", time(18)),
        ("Tous les soirs à 8h", time(20)),
        ("chaque matin à 9 h", time(9)),
        ("tous les après-midi", time(15)),
    ],
)
def test_a_part_of_every_day_is_every_day_at_that_hour(said: str, hour: time) -> None:
    assert read(None, said) == (True, Preference(EVERY_DAY, hour))


@pytest.mark.parametrize(
    ("said", "hour"),
    [
        ("tou les jours a 6h du mat", time(6)),
        ("vendredi soir svp", time(18)),
        ("le wk 10h", time(10)),
        ("lundi 20 h s'il te plaît", time(20)),
    ],
)
def test_short_forms_and_kind_words_do_not_hide_an_hour(said: str, hour: time) -> None:
    understood, wish = read(None, said)
    assert understood and wish is not None and wish.at == hour


@pytest.mark.parametrize(
    ("said", "hour", "without"),
    [
        ("tous les jours à 20h30 pas le dimanche", time(20, 30), {6}),
        ("vers 20h30 alors, pas le dimanche", time(20, 30), {6}),
        ("tous les soirs à 8h sauf dimanche", time(20), {6}),
        ("tous les soirs sauf dimanche à 20h", time(20), {6}),
        ("jamais le dimanche sinon 20h", time(20), {6}),
        ("tous les jours vers 8 heures du soir sauf le week-end", time(20), {5, 6}),
        ("tlj le soir genre 21h30 sauf dimanche", time(21, 30), {6}),
        ("rappel 20h tt les jours sauf le vendredi", time(20), {4}),
        ("tt les jours sauf le week end 8h", time(8), {5, 6}),
        ("rappelle moi tlj a 20h sauf dimanche", time(20), {6}),
        ("je veux les rappels a 21h tlj sauf dim", time(21), {6}),
        ("mets 8h du matin du lundi au vendredi", time(8), {5, 6}),
        ("chak jour genre 18h", time(18), set()),
        ("je préfère 20h", time(20), set()),
        ("lundi à 20h et mardi", time(20), {2, 3, 4, 5, 6}),
        ("ver 21h tou lé jour sauf dimanch", time(21), {6}),
        ("matin 5h30 lundi o vendredi", time(5, 30), {5, 6}),
        ("tou lé soir ver 9h", time(21), set()),
        ("le soir à 9h", time(21), set()),
        ("le soir apré 20h", time(20), set()),
        ("mardi é jeudi 8h du soir", time(20), {0, 2, 4, 5, 6}),
        ("sof le dimanch", time(18), {6}),
        ("le soir après 20h sauf samedi", time(20), {5}),
        ("à partir de 19h30", time(19, 30), set()),
        ("6h chak matin", time(6), set()),
        ("9h chaque soir sauf dimanche", time(21), {6}),
        ("le soir vers vingt heures mais pas le vendredi ni le samedi", time(20), {4, 5}),
        ("sauf dimanche chaque matin 6h", time(6), {6}),
        ("pas le dimanche, chaque soir 20h", time(20), {6}),
    ],
)
def test_the_hour_may_stand_between_the_days(said: str, hour: time, without: set[int]) -> None:
    assert read(None, said) == (True, Preference(EVERY_DAY - without, hour))


@pytest.mark.parametrize(
    ("said", "without"),
    [
        *(("le dimanche pas de rappel", {6}), ("vendredi c la priere pas de rappel svp", {4})),
        *(("le week-end plus de rappels", {5, 6}), ("du lundi au vendredi pas de rappel", {0, 1, 2, 3, 4})),
    ],
)
def test_no_reminder_on_the_days_that_stand_before(said: str, without: set[int]) -> None:
    """They ended all reminders, on every day."""
    assert read(None, said, Preference(EVERY_DAY, time(18))) == (True, Preference(EVERY_DAY - without, time(18)))


def test_no_reminder_in_the_evening_is_no_end_of_them() -> None:
    assert read(None, "le soir pas de rappel", Preference(EVERY_DAY, time(18))) == (False, None)


@pytest.mark.parametrize("said", ["pas tous les jours", "pas chaque jour"])
def test_not_every_day_is_no_end_of_reminders(said: str) -> None:
    """It ended them, and so did « sauf dimanche tous les jours 6h »."""
    assert read(None, said) == (False, None)


@pytest.mark.parametrize("said", ["non mais oui", "non oui", "non je veux", "jamais ok"])
def test_a_no_with_a_yes_is_no_end_of_reminders(said: str) -> None:
    """« Non mais oui » ended them."""
    assert read(None, said) == (False, None)


def test_two_hours_are_asked_about_again() -> None:
    assert read(None, "lundi 8h et mardi 9h") == (False, None)


@pytest.mark.parametrize(
    "said",
    [
        *("non", "Non merci", "jamais", "je ne veux pas de rappel", "plus de rappels svp", "non rien", "rien"),
        *("non ça ira", "nn pas besoin", "non je veux pas"),
    ],
)
def test_no_is_no_reminder(said: str) -> None:
    assert read(None, said) == (True, None)


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("plus de rappel le dimanche", {0, 1, 2, 3, 4, 5}),
        ("stop les rappel du dimanche", {0, 1, 2, 3, 4, 5}),
        ("pas de rappel le week end", {0, 1, 2, 3, 4}),
        ("enleve les rappels du samedi et dimanch", {0, 1, 2, 3, 4}),
    ],
)
def test_no_reminder_on_some_days_leaves_the_others(said: str, left: set[int]) -> None:
    """« Plus de rappel le dimanche » ended them all, on all days."""
    daily, two = Preference(EVERY_DAY, time(19)), Preference(frozenset({1, 3}), time(21, 30))
    assert read(None, said, daily) == (True, Preference(frozenset(left), time(19)))
    assert not read(None, said, two)[0] and not read(None, said)[0], "there are none on these days"


def test_who_has_none_on_these_days_reads_so() -> None:
    two = Facts(Preference(frozenset({1, 3}), time(21, 30)))
    for event in (Typed("plus de rappel le dimanche"), Started("plus de rappel le dimanche")):
        found = step(State(), event, two)
        assert found.misread and "déjà pas de rappel" in str(found.effects)
    assert read(None, "plus de rappel mardi et jeudi", two.preference) == (True, None)


@pytest.mark.parametrize("said", ["pas de rappel avant 20h", "pas de rappel demain", "plus de rappel pour le moment"])
def test_what_is_no_reminder_at_some_time_ends_not_all_of_them(said: str) -> None:
    assert not read(None, said)[0]


@pytest.mark.parametrize("text", [". " * 2_048, "lundi 20 h " * 400, " ,.!" * 1_024])
def test_a_long_text_is_not_split_at_every_place(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """With 4,096 signs that took seconds, in which nobody else was answered."""
    monkeypatch.setattr(reading, "days_and_hour", None)
    assert read(None, text) == (False, None)


def test_a_long_no_is_still_a_no() -> None:
    assert read(None, "non merci je ne veux pas de rappels " + "parce que je travaille " * 20) == (True, None)


def test_what_she_does_not_name_stays() -> None:
    """« Jamais le vendredi » moved 19 h to 18 h, « 20 h » made every day of two."""
    hers = Preference(frozenset({0, 2}), time(19))
    assert read(None, "jamais le vendredi", hers) == (True, Preference(EVERY_DAY - {4}, time(19)))
    assert read(None, "à 20 h", hers) == (True, Preference(frozenset({0, 2}), time(20)))
    assert read(None, "tous les jours à 20 h", hers) == (True, Preference(EVERY_DAY, time(20)))
    assert read(None, "20 h", Preference(frozenset(), time(19))) == (True, Preference(EVERY_DAY, time(20)))


@pytest.mark.parametrize(
    "said",
    ["quand il y a du travail", "dès qu'il y a du travail", "rappelle-moi quand y a du boulot", "s'il y a des tâches"],
)
def test_whenever_there_is_work_is_every_day(said: str) -> None:
    assert read(None, said) == (True, Preference(EVERY_DAY, time(18)))


@pytest.mark.parametrize(("said", "hour"), [("à midi pile", 12), ("18 h précises", 18), ("20h pétantes", 20)])
def test_a_sharp_hour_is_that_hour(said: str, hour: int) -> None:
    assert read(None, said) == (True, Preference(EVERY_DAY, time(hour)))


def test_a_yes_that_sounds_like_the_week_end_is_asked_about() -> None:
    """« Wé » is a yes; it set reminders for Saturday and Sunday."""
    assert read(None, "wé") == (False, None) and read(None, "we") == (False, None)
    assert read(None, "le wé 10h") == read(None, "WE 10h") == (True, Preference(frozenset({5, 6}), time(10)))


def test_a_part_of_the_day_is_asked_for_its_hour() -> None:
    assert how_often.misunderstood("le soir kan lé enfan dorme") == how_often.WHICH_HOUR


KNOWN = Preference(frozenset(range(5)), time(18))


@pytest.mark.parametrize(
    ("said", "days", "hour"),
    [
        ("stop le vendredi et change pour 6h", {0, 1, 2, 3}, 6),
        ("rappelle moi a 6h et arrete le vendredi", {0, 1, 2, 3}, 6),
        ("passe à 6h et enlève le vendredi", {0, 1, 2, 3}, 6),
        ("pas le vendredi", {0, 1, 2, 3}, 18),
        ("lundi 8h, non 9h", {0}, 9),
        ("lundi, non mardi 7h", {1}, 7),
        ("lundi plutôt le soir", {0}, 18),
    ],
)
def test_two_wishes_are_both_done_and_of_a_slip_the_last_one_counts(said: str, days: set[int], hour: int) -> None:
    assert read(None, said, KNOWN) == (True, Preference(frozenset(days), time(hour)))


@pytest.mark.parametrize("said", ["lundi et mardi, non mercredi 7h", "lundi 20h, et aussi mardi mais 18h"])
def test_what_may_mean_several_days_or_hours_is_asked_again(said: str) -> None:
    assert read(None, said, KNOWN) == (False, None)


@pytest.mark.parametrize("event", [Typed, Started])
def test_a_pause_behind_days_and_hour_has_a_button_of_its_own(event: type[Typed | Started]) -> None:
    done = step(State(), event("tous les jours sauf dimanche, 20h, mais pas cette semaine"), Facts(KNOWN))
    assert Do(SetReminder(Preference(frozenset(range(6)), time(20)))) in done.effects
    says = next(effect for effect in done.effects if isinstance(effect, Say))
    assert "/pause cette semaine" in [choice.id for choice in says.message.choices]


def test_a_pause_that_opens_the_reminders_is_not_dropped_without_a_word() -> None:
    asked = step(State(), Started("pause 3 jours et apres rappels a 6h"), Facts(KNOWN))
    assert Say(dialogue.FIRST_THIS) in asked.effects
    assert with_pause("pas de rappel cette semaine") == ("pas de rappel cette semaine", "")
