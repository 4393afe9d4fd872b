from __future__ import annotations

from datetime import UTC, datetime
from typing import get_args

import pytest

from backend.domain.people.commands import Duty, Person
from bot.dialogues import DIALOGUES
from bot.handlers.engine.words import Context


@pytest.mark.parametrize(
    ("text", "name", "rest"),
    [
        ("gains", "gains", ""),
        ("/GAINS@hiteuses_bot", "gains", ""),
        ("Stop.", "stop", ""),
        ("STOP !", "stop", ""),
        ("STOP STOP STOP", "stop", ""),
        ("stop stop svp !", "stop", ""),
        ("stop !!!", "stop", ""),
        ("Gains ?", "gains", ""),
        ("les sources ?", "sources", ""),
        ("gains\u00a0?", "gains", ""),
        ("menu 😊", "menu", ""),
        ("« menu »", "menu", ""),
        ("travail…", "travail", ""),
        ("lier ?", "lier", ""),
        ("lier\nABCD-2345", "lier", "ABCD-2345"),
        ("start : ABCD-2345", "start", ": ABCD-2345"),
        ("huber\nBonjour,\nça va ?", "huber", "Bonjour,\nça va ?"),
        ("huber ❤️", "huber", "❤️"),
        ("stop svp", "stop", ""),
        ("Gains s'il te plaît", "gains", ""),
        ("aide stp !", "aide", ""),
        ("lier s'il vous plaît", "lier", ""),
        ("huber merci", "huber", "merci"),
    ],
)
def test_a_word_is_read_in_any_writing(text: str, name: str, rest: str) -> None:
    found = DIALOGUES.words.read(text)
    assert found is not None
    assert (found[0].name, found[1]) == (name, rest)


@pytest.mark.parametrize(
    "text",
    ["", " ", "!", "/", "« »", "gains 2", "stop ou encore", "menu du jour", "menu\nriz", "projet قهوة", "gainsbourg"],
)
def test_what_goes_on_behind_a_word_that_takes_nothing_is_a_sentence(text: str) -> None:
    assert DIALOGUES.words.read(text) is None


HERE = Context("work", datetime(2026, 11, 28, 12, tzinfo=UTC), "Africa/Abidjan")


@pytest.mark.parametrize(
    "answer",
    [
        *("Paiement à la livraison", "paiement en espèces", "virement bancaire", "paie de mars", "Avis positif"),
        *("Demande de renseignements", "Revue de presse", "commencer par laver le riz", "Certificat de naissance"),
        *("Pays du Sahel", "pays Mali et Niger", "Paiement 12 500", "changer mon momo cassé"),
    ],
)
def test_an_answer_that_begins_with_a_word_is_a_sentence(answer: str) -> None:
    word, rest = DIALOGUES.words.read(answer) or (None, "")
    assert word is not None and word.is_sentence(rest, HERE), word


@pytest.mark.parametrize(
    "said",
    [
        *("paiement changer", "paiement quand", "paiement montant 15000", "paiement pas reçu 3", "paiement maintenant"),
        *("paiements proposer", "paiements retenir personne 5 numéro à vérifier", "paiements échecs", "revues suite"),
        *("start ABCD-2345", "commencer : ABCD-2345", "pays sénégal", "pays c'est le Mali", "paiement om 0701020304"),
        *("paiement changer 07 01 02 03 04", "changer mon momo 0701020304"),
    ],
)
def test_what_belongs_to_a_word_is_no_sentence(said: str) -> None:
    word, rest = DIALOGUES.words.read(said) or (None, "")
    assert word is not None and not word.is_sentence(rest, HERE)


@pytest.mark.parametrize(
    "said", ["mettre 20% de cote", "je veux mettre de côté 20%", "Mets 20 % de côté", "mets moi 20% de coté"]
)
def test_what_is_set_aside_stands_before_or_after(said: str) -> None:
    word, rest = DIALOGUES.words.read(said) or (None, "")
    assert word is not None and (word.name, rest.replace(" ", "")) == ("mettre de cote", "20%")
    assert DIALOGUES.words.read("mettre la table de côté") is None


@pytest.mark.parametrize("said", ["mes infos", "Mes informations"])
def test_what_is_known_of_her_is_her_profile(said: str) -> None:
    word, _ = DIALOGUES.words.read(said) or (None, "")
    assert word is not None and word.name == "profil"


def test_a_word_that_does_the_like_for_others_is_one_and_is_for_some_who_may_not_use_the_first() -> None:
    duties: tuple[Duty, ...] = get_args(Duty)
    everybody = [
        *(Person(1, role=role) for role in ("hiteuse", "trainee", "huber")),
        *(Person(1, role="admin", duty=duty) for duty in duties),
    ]
    for word in DIALOGUES.words.words:
        for name in word.like:
            mays = [DIALOGUES.words.is_hers(person, name) for person in everybody if not word.open_to(person)]
            assert any(mays), (word.name, name)


@pytest.mark.parametrize(
    ("person", "word", "own"),
    [
        (Person(1, role="admin", duty="owner"), "pause", "projets"),
        (Person(1, role="admin", duty="owner"), "gains", "stats"),
        (Person(1, role="huber"), "gains", "chiffres"),
        (Person(1, role="huber"), "huber", "equipe"),
        (Person(1, role="admin", duty="operations"), "huber", "messages"),
        (Person(1, role="admin", duty="finance"), "huber", ""),
        (Person(1, role="hiteuse"), "equipe", "huber"),
        (Person(1, role="hiteuse"), "audit", ""),
    ],
)
def test_who_may_not_use_a_word_has_her_own(person: Person, word: str, own: str) -> None:
    assert DIALOGUES.words.like(DIALOGUES.words.by_name[word], person) == own
