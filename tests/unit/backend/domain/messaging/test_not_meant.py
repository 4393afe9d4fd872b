"""Wishes that a text names and does not have."""

from __future__ import annotations

import pytest

from backend.domain.messaging import intents

DENIED = [
    *(
        "ne supprime pas mon compte",
        "je veux pas supprimer mes données",
        "je n'ai pas dit supprimer",
        "faut pas supprimer",
    ),
    *("je ne veux pas arrêter", "je veux pas partir", "j'ai pas dit stop", "j'ai jamais dit que je voulais arrêter"),
    *("je ne suis pas fatiguée", "je ne suis pas malade", "pas besoin de pause", "je veux pas de pause"),
    *("je ne pars pas en voyage", "j'ai pas besoin d'aide", "je ne veux pas parler à huber"),
    *("mon numéro n'a pas changé", "je n'ai pas changé mon numéro", "j'ai pas perdu mon téléphone"),
    *("on m'a pas volé mon téléphone finalement", "je n'ai pas été bloquée", "je n'ai pas oublié mon code"),
    *("je veux pas changer mon prénom", "change rien", "n'annule rien", "ne touche pas à mon épargne"),
    *("je donne pas mon numéro", "je veux pas donner mon num", "je refuse de donner mon numéro à un robot"),
    *(
        "ne mets pas Awa en pause",
        "n'approuve pas l'envoi 8",
        "ne ferme pas le projet Avis",
        "arrête pas les paiements",
    ),
]


@pytest.mark.parametrize("said", DENIED)
def test_what_is_denied_is_not_wished(said: str) -> None:
    """« Ne supprime pas mon compte » opened the erasure, « je ne suis pas fatiguée » made a pause."""
    assert intents.read(said) == "denied"
    assert intents.read(said, loosely=True) == "denied"


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        *((said, "leave") for said in ("ne m'écrivez plus", "il ne faut pas m'écrire", "vous me dérangez")),
        *((said, "okay") for said in ("ça me dérange pas", "bon ok sa me derange pas", "tu ne me déranges jamais")),
        *((said, "unpaid") for said in ("je n'ai pas reçu mon argent", "je n'arrive pas à retirer mon argent")),
        *((said, "lost") for said in ("je comprends pas", "j'ai pas compris", "ça marche pas")),
        ("huber ne répond pas", "person"),
        ("hier j'étais fatiguée", "mark"),
        ("je suis malade depuis hier", "rest"),
        ("la patronne m'appelle", "rest"),
        *((said, "greeting") for said in ("good morning", "how are you", "aw ni sogoma")),
        ("dieu est grand", "thanks"),
        ("je veux pas travailler aujourd'hui", "rest"),
        ("je veux pas voir ça", "shocked"),
        *((said, None) for said in ("je veux pas de rappels la nuit", "la fumée ne gêne pas le chauffeur")),
        *((said, None) for said in ("une femme ne vend pas de poisson", "il ne faut pas courir")),
    ],
)
def test_a_no_that_complains_or_tells_is_read_as_before(said: str, meant: str | None) -> None:
    assert intents.read(said) == meant


def test_a_pause_of_before_is_none_now() -> None:
    assert intents.read("j'étais malade la semaine dernière", loosely=True) == "mark"
    assert intents.read("j'ai déjà fait une pause", loosely=True) == "mark"
    assert intents.read("pourquoi je suis en pause", loosely=True) == "lost"


def test_who_cannot_touch_a_button_speaks_of_no_pay() -> None:
    assert {*map(intents.read, ("j'arrive pas à toucher", "je peux pas toucher sur le bouton"))} <= {"lost", None}
    assert intents.read("j'arrive pas à toucher mon argent") == "unpaid"


def test_who_would_read_the_instructions_again_wants_no_lesson() -> None:
    assert intents.read("je peux revoir la consigne", loosely=True) == "lost"
    assert intents.read("je veux revoir la leçon", loosely=True) != "lost"
