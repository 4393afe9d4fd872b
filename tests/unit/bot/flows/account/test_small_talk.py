"""Whether what she says beside the matter is answered, asked back, or her answer."""

from __future__ import annotations

from typing import get_args

import pytest

from backend.domain.messaging.intents import Intent
from backend.records import replace
from bot.flows.account import doubts, small_talk
from bot.flows.account.small_talk import weigh
from bot.flows.engine.agreement import agrees, goes, insists
from bot.flows.engine.kit import Step, in_her_words, misread, stay
from bot.flows.engine.kit import Typed as Words
from bot.i18n.render import plain

TAKEN, MISREAD = stay(1), misread(1)
IN_HER_WORDS: Step[int] = in_her_words(TAKEN, Words("bonjour"))


@pytest.mark.parametrize(
    ("step", "loose", "strict", "heard"),
    [
        (MISREAD, "money", "money", "beside"),
        (MISREAD, "money", None, "beside"),
        (MISREAD, None, None, "answer"),  # the question says what it expects
        (MISREAD, "okay", "okay", "answer"),
        (TAKEN, "money", "money", "answer"),  # the flow has read it
        (IN_HER_WORDS, "money", "money", "unsure"),
        (IN_HER_WORDS, "mark", "mark", "unsure"),
        (IN_HER_WORDS, "money", None, "answer"),
        (IN_HER_WORDS, None, None, "answer"),
    ],
)
def test_only_where_any_words_may_be_the_answer_she_is_asked(
    step: Step[int], loose: str | None, strict: str | None, heard: str
) -> None:
    assert weigh(step, loose, strict) == heard


def test_a_word_that_was_not_understood_is_no_word_of_hers() -> None:
    assert not in_her_words(MISREAD, Words("x")).words


def test_what_is_wrong_with_a_task_belongs_where_she_tells_of_it() -> None:
    assert small_talk.belongs("flaw", "work", "problem") and small_talk.belongs("lost", "work", "words")
    assert not small_talk.belongs("money", "work", "problem") and not small_talk.belongs("flaw", "work", "task")


def test_questions_about_money_are_no_asides_of_staff() -> None:
    assert small_talk.concerns("money", "hiteuse") and small_talk.concerns("unpaid", "trainee")
    assert not any(small_talk.concerns("money", role) for role in ("huber", "admin", None))
    assert small_talk.concerns("greeting", "admin")


def test_every_intent_has_a_question_whose_button_fits_any_channel() -> None:
    assert set(doubts.DOUBTS) == set(get_args(Intent))
    for intent, doubt in doubts.DOUBTS.items():
        assert len(plain(doubt.want, "fr").encode("utf-16-le")) <= 2 * 20, intent


def test_only_a_plain_yes_accepts_terms_and_an_ok_goes_on() -> None:
    assert all(agrees(said) for said in ("oui", "Oui !", "D'accord", "oui j'accepte"))
    assert not any(agrees(said) for said in ("ok", "ok merci", "non", "oui mais je paie combien ?"))
    assert goes("ok") and goes("C'est parti !") and goes("oui")
    assert not any(goes(said) for said in ("non", "ok non", "merci"))


def test_she_may_write_that_it_was_her_answer() -> None:
    assert all(insists(said) for said in ("C'est ma réponse", "ma reponse", "oui c'est ma réponse !"))
    assert not any(insists(said) for said in ("oui", "la réponse est dans le texte", "réponse B"))


@pytest.mark.parametrize(
    ("said", "about"),
    [
        ("c quoi la somme", "lost"),
        ("c'est quoi le total là", "lost"),
        ("je vois pas mon argent", "unpaid"),
        ("c'est quoi", None),
    ],
)
def test_what_the_question_names_is_asked_about_the_question(said: str, about: str | None) -> None:
    assert small_talk.matter(said) == about


@pytest.mark.parametrize("said", ["tout noir", "pas celle la", "une sec", "toujours pareil", "photo bizarre", "annule"])
def test_a_few_words_that_name_nothing_are_no_project(said: str) -> None:
    assert small_talk.for_the_team(replace(IN_HER_WORDS, words="own"), said, None, None) == ("mark", "mark")


@pytest.mark.parametrize(
    "said", ["ordinateur", "telephone", "mon bébé", "les enfants", "un four", "moulin", "oui", "nn"]
)
def test_a_thing_a_person_a_yes_or_a_no_is_no_aside_where_her_project_is_asked(said: str) -> None:
    assert small_talk.for_the_team(replace(IN_HER_WORDS, words="own"), said, None, None) == (None, None)


@pytest.mark.parametrize(
    ("said", "about"),
    [
        ("stop le vendredi et change pour 6h", "leave"),
        ("stop pour haine seulement", "leave"),
        ("efface", "mistake"),
        ("valider", "okay"),
        ("un panneau stop au carrefour", None),
    ],
)
def test_what_ends_messages_or_takes_something_back_is_asked_about_where_words_are_data(
    said: str, about: str | None
) -> None:
    assert small_talk.for_the_team(replace(IN_HER_WORDS, words="data"), said, None, None) == (about, about)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("le numero que jai mis est pas bon c'est celui de ma soeur", True),
        ("quelqu'un m'a appelé et il demande mon code", True),
        ("la personne qui m'a invitée me demande de l'argent", True),
        ("mon mari prend mon argent", True),
        ("je veux parler à quelqu'un", False),
        ("donne moi le numéro de ma huber", False),
        ("comment je peux joindre la huber", False),
        ("un souci", False),
        ("blabla " * 60, False),
    ],
)
def test_what_names_a_person_or_a_number_may_tell_something(said: str, told: bool) -> None:
    assert small_talk.tells_a_person(said) is told
