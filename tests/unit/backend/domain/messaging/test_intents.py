"""What is said beside the matter; the phrases themselves are in tests/dialogues/phrases."""

from __future__ import annotations

import tomllib
from importlib import resources
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.french.phonetics import sound
from backend.domain.messaging.intent_vocabulary import content, vocabulary
from backend.domain.messaging.intents import Intent, asks, read


@pytest.mark.parametrize(
    "alike",
    [
        ("argent", "arjen", "Arjan", "argents"),
        ("reçu", "resu", "ressu"),
        ("gagné", "gagner", "gagne", "ganier"),
        ("combien", "kombien", "conbien"),
        ("comprends", "compren", "comprend"),
        ("photo", "foto"),
        ("projet", "projjet"),
        ("bloquée", "bloké"),
    ],
)
def test_what_is_written_by_ear_sounds_alike(alike: tuple[str, ...]) -> None:
    assert len({sound(word) for word in alike}) == 1


def test_what_sounds_otherwise_is_another_word() -> None:
    assert sound("gains") != sound("grains")
    assert sound("argent") != sound("agent")


@given(st.text(max_size=200), st.booleans())
def test_any_text_can_be_read(text: str, loosely: bool) -> None:
    found = read(text, loosely=loosely)
    assert found is None or found in get_args(Intent)


def test_a_long_text_without_spaces_is_not_parted() -> None:
    assert [*vocabulary().words("jeveuxmonargent")] == ["je", "veux", "mon", "argent"]
    long = "jeveuxmonargent" * 300
    assert [*vocabulary().words(long)] == [long]  # parting it would take seconds, in which nobody else is answered


@given(st.text(max_size=60))
def test_what_is_read_without_a_doubt_is_read_loosely_too(text: str) -> None:
    strict = read(text)
    assert strict is None or read(text, loosely=True) == strict


@pytest.mark.parametrize(
    ("said", "strict", "loose"),
    [
        ("mon argent", "money", "money"),
        ("je veux changer où je suis payée", "number", "number"),  # and not her last answer
        ("changer mon numéro de paiement", "number", "number"),
        ("je veux recevoir sur un autre numéro", "number", "number"),  # and no letter with it
        ("changer mon numéro", "number", "number"),
        ("j'ai changé de puce", "number", "number"),
        ("changer mon numéro de téléphone", "person", "person"),
        ("Un reçu de retrait d'argent", None, None),  # what a picture shows
        ("retirer mon argent", "unpaid", "unpaid"),
        ("je veux changer ma réponse", "mistake", "mistake"),
        ("Mon argent est où Mariam svp", None, "money"),  # a name, where nothing can be lost
        ("Elle compte son argent", None, None),
        ("Bonjour", "greeting", "greeting"),
        ("Bonjour, je voudrais un remboursement", None, None),
        ("bonjour j'ai pas reçu mon argent merci", "unpaid", "unpaid"),
        ("c'est une arnaque ?", "trust", "trust"),
        ("c'est une arnaque", None, "trust"),  # it may be what a comment says
        ("demain", None, "rest"),
        ("haine", None, None),
        ("👍👍", "mark", "mark"),
        ("!!!", "mark", "mark"),
        ("???", "lost", "lost"),
        ("", None, None),
        ("  ", None, None),
        ("مرحبا", "mark", "mark"),
    ],
)
def test_one_word_alone_decides_nothing(said: str, strict: str | None, loose: str | None) -> None:
    assert (read(said), read(said, loosely=True)) == (strict, loose)


def test_a_long_text_tells_something() -> None:
    assert read("je n'ai pas reçu mon argent " * 3) is None
    assert read("x" * 4_000, loosely=True) is None


def test_every_word_of_a_rule_is_there() -> None:
    data = content()
    known = set(data["words"])
    for name, of in data["intents"].items():
        assert name in get_args(Intent)
        assert set(of.get("about", "").split()) <= known, name
        for rule in (*of.get("rules", ()), *of.get("asked_rules", ())):
            assert {need for each in rule.split() for need in each.removeprefix("-").split("|")} <= known, (name, rule)
    assert set(data["polite"].split()) <= {*data["words"]["filler"].split(), *vocabulary().forms}


def test_the_file_says_nothing_twice() -> None:
    file = resources.files("backend.domain") / "data" / "intents.toml"
    for concept, written in tomllib.loads(file.read_text("utf-8"))["words"].items():
        listed = written.split()
        assert len(listed) == len(set(listed)), (concept, sorted({w for w in listed if listed.count(w) > 1}))


def test_a_word_that_sounds_like_one_of_every_day_may_be_another() -> None:
    assert read("taux d'accord", loosely=True) is None  # no « tôt, d'accord »
    assert read("A", loosely=True) is None  # no « à plus »


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("jcompren rien", ["je", "compren", "rien"]),  # no French word begins with j and a consonant
        ("jattends", ["j", "attends"]),
        ("monargentestou", ["mon", "argent", "est", "ou"]),
        ("jecomprendspas", ["je", "comprends", "pas"]),
        ("aidezmoi", ["aidez", "moi"]),
        ("jeunesse", ["jeunesse"]),
        ("jarret de boeuf", ["jarret", "de", "boeuf"]),
        ("photo.jpeg", ["photo", "jpeg"]),
        ("jambon", ["jambon"]),
        ("stationnement", ["stationnement"]),
        ("quincaillerie", ["quincaillerie"]),
        ("commerçante", ["commerçante"]),
    ],
)
def test_words_that_were_written_together_are_parted(said: str, words: list[str]) -> None:
    assert [*vocabulary().words(said)] == words


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("est ce que mon mari peut voir", True),
        ("cé une arnak ou koi", True),
        ("c koi ça", True),
        ("Tu dors ?", True),
        ("une dame qui porte un panier", False),
        ("le prix ou la taille", False),
    ],
)
def test_a_question_needs_no_mark(said: str, asked: bool) -> None:
    assert asks(said) is asked


def test_the_sign_for_a_word_that_cannot_be_read_asks_nothing() -> None:
    """« [?] », which a transcription's question names, was answered as a call for help."""
    assert [read(said) for said in ("[?]", "[?] [?].", "?", "(??)")] == [None, None, "lost", "lost"]


@pytest.mark.parametrize("text", ["j" * 4_096, "j " * 2_048, "jj", "JJJJ!!!"])
def test_a_letter_that_is_held_down_is_read_as_well(text: str) -> None:
    assert "".join(vocabulary().words(text))


@pytest.mark.parametrize(
    ("said", "intent"),
    [
        *(("j'ai plus rien à manger", "person"), ("je n'ai rien mangé depuis hier", "person")),
        *(("j'ai pas l'argent pour manger", "person"), ("je suis pas fatiguée", "denied"), ("je vais manger", "rest")),
    ],
)
def test_who_has_nothing_to_eat_wants_no_break(said: str, intent: Intent) -> None:
    """« J'ai plus rien à manger » paused the task."""
    assert read(said) == intent


@pytest.mark.parametrize(("said", "intent"), [("cv", "greeting"), ("cv ?", "greeting"), ("c'est pour mon cv", None)])
def test_a_cv_is_a_paper_where_it_is_somebody_s(said: str, intent: Intent | None) -> None:
    """« C'est pour mon cv » was greeted: « cv » is short for « ça va »."""
    assert read(said, loosely=True) == intent


@pytest.mark.parametrize(
    ("said", "intent"),
    [
        ("je comprends pas ce message", "lost"),
        ("j'ai pas compris ce message", "lost"),
        ("g pa lu ton message", "lost"),
        ("je reçois plus de messages", "person"),
        ("g pa resu le messag", "person"),
        ("j'ai pas eu de message", "person"),
        ("je veux plus recevoir de messages je comprends rien", "leave"),
        ("je ne veux pas ces messages", "leave"),
        ("plus de messages", "leave"),
        ("y a pas de pub", None),
    ],
)
def test_who_has_not_read_or_got_a_message_does_not_want_none(said: str, intent: Intent | None) -> None:
    """« Je comprends pas ce message » was told how to get no more of them."""
    assert read(said, loosely=True) == intent


@pytest.mark.parametrize(
    "said",
    [
        "orange a bloké mon compte",
        "mon compte a été supprimé",
        "qui a supprimé mon compte",
        "c pas moi ki a supprimé mon compte",
    ],
)
def test_what_was_done_to_her_is_no_wish_to_be_erased(said: str) -> None:
    """« Orange a bloké mon compte » opened the question of erasing her account."""
    assert read(said, loosely=True) == "person"


@pytest.mark.parametrize(
    "said",
    [
        "Supprime le compte d'Awa",
        "efface le compte de rokia",
        "Efface toutes les données de Rokia svp",
        "Awa ne veut plus recevoir de messages",
        "arrête les messages à Awa",
        "ma soeur veut supprimer son compte",
        "supprime le compte de mon mari",
    ],
)
def test_somebody_else_s_account_or_messages_are_not_one_s_own(said: str) -> None:
    """A Huber's « supprime le compte d'Awa » opened the question of erasing the Huber's account."""
    assert read(said, loosely=True) == "person"


@pytest.mark.parametrize(
    "said",
    [
        *(
            "efface mon compte",
            "je veux supprimer mes données",
            "bon, supprimez mon compte",
            "Je veut supprimer mon compte",
        ),
        *("Supprimer mon compte de WhatsApp", "supprime le compte de moi", "supprime mon compte hiteuse"),
    ],
)
def test_a_wish_to_be_erased_is_one(said: str) -> None:
    assert read(said, loosely=True) == "erase"


@pytest.mark.parametrize(
    ("said", "intent"),
    [
        *(("c'est envoyé ?", "lost"), ("c'est fait ?", "lost"), ("Envoyé ?", "lost"), ("c'est noté ?", "lost")),
        *(("c'est envoyé", "okay"), ("ok ?", "okay"), ("c'est bon ?", "okay")),
        *(("c'est reçu ?", "unpaid"), ("mon argent est arrivé ?", "unpaid"), ("mon argent est arrivé", "received")),
        *(("j'ai combien de temps", "remains"), ("combien de temps pour la tâche", "remains")),
    ],
)
def test_who_asks_whether_it_is_done_is_not_told_very_well(said: str, intent: Intent) -> None:
    """« C'est envoyé ? » after a letter that was not sent got « Très bien ! »."""
    assert read(said) == intent


@pytest.mark.parametrize("said", ["nouveau projet", "jai un nouvo projet"])
def test_a_new_project_is_what_she_saves_for(said: str) -> None:
    assert read(said) == "saving"


@pytest.mark.parametrize(
    "said",
    [
        "on m'a payé 2 fois",
        "jai recu 2 fois ma paie",
        "jai recu largen de kelkun dotre",
        "j'ai reçu l'argent d'une autre",
    ],
)
def test_money_that_is_not_hers_is_for_a_person(said: str) -> None:
    """« Très bien ! 👍 » was said to who had got somebody else's money."""
    assert read(said, loosely=True) == "person"


def test_how_often_she_is_paid_is_a_question() -> None:
    assert read("on est payé combien de fois par mois", loosely=True) == "price"
    assert read("jai recu mon argent", loosely=True) == "received"


@pytest.mark.parametrize(
    "said",
    [
        "Plus de Messages",
        "je ne veux plus de Notifications",
        "stop à Tous les messages",
        "arrêtez vos messages pour Toujours",
    ],
)
def test_a_noun_with_a_capital_letter_is_nobody_s_name(said: str) -> None:
    """« Plus de Messages » was taken for somebody else's wish."""
    assert read(said) == "leave"


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("cache mes gains", "privacy"),
        ("il faut cacher mon argent a mon mari", "privacy"),
        ("je veux pas que mon mari voi mes gains", "privacy"),
        ("mon mari va voir combien je gagne", "privacy"),
        ("combien j'ai gagné", "money"),
        ("je vois pas mon argent", "unpaid"),
        ("une femme cache son visage", None),
    ],
)
def test_who_would_hide_what_she_earns_is_not_shown_it(said: str, found: str | None) -> None:
    assert read(said, loosely=True) == found
