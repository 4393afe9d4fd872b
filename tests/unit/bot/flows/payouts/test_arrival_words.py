"""What she says below « Tu l'as bien reçue ? »."""

from __future__ import annotations

import pytest

from bot.flows.payouts.arrival_words import came, came_as, is_not_as_sent, waits

CAME = (
    *(
        "oui j'ai eu",
        "jai eu",
        "c'est entré",
        "l'argent est rentré",
        "merci c'est arrivé",
        "c'est déjà là",
        "j'ai tout reçu",
    ),
    *("c'est bien reçu merci beaucoup", "oui enfin reçu", "dieu merci c'est tombé", "g recu", "ça y est c'est arrivé"),
    *("non jé recu en fait", "c bon c arrivé", "finalement j'ai reçu", "pardon c'est arrivé"),
)
NOT = (
    *(
        "toujours pas",
        "rien du tout",
        "je vois rien",
        "j'ai rien vu",
        "sms pas venu",
        "pas de sms",
        "ça vient pas",
        "jé rien recu",
    ),
    *(
        "non pas encore",
        "pas encor",
        "non jé pa encor recu",
        "j'ai pas encore reçu",
        "l'argent n'est pas arrivé",
        "mon argent n'est toujours pas là",
        "jai pa recu",
        "en fait g rien recu",
        "pardon je me suis trompée j'ai pas reçu",
    ),
)
NOT_IN_ANY_ORDER = (
    *("jai rien recu depui", "rien depuis vendredi", "sa tombe pa", "ya rien", "j'ai regardé y'a rien", "c tjr pa la"),
    *(
        "je vois rien dans mon compte wave",
        "mon argent nest pas arriver",
        "le dje n'est pas tombé",
        "walai jai rien vu",
    ),
)
PART = (
    *("oui mais pas tout", "il manque 500", "reçu 2500 seulement", "ma soeur a reçu", "reçu sur l'ancien numéro"),
    *("j'ai reçu deux fois", "j'ai reçu 2000 au lieu de 2644", "on m'a coupé des frais"),
)
ELSE = (
    *(
        "jé pa encor regardé",
        "recu pas sur wave sur orange",
        "j'ai pas de compte wave",
        "c pas vrai",
        "jai recu mon sms",
    ),
    "je vérifie",
    "attends je regarde",
    "haine",
    "j'ai vu",
    "bonjour",
    "j'ai reçu un message",
    "pas moi",
    "j'ai reçu ?",
)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        *((each, "yes") for each in CAME),
        *((each, "no") for each in NOT + NOT_IN_ANY_ORDER),
        *((each, "part") for each in PART),
        *((each, None) for each in ELSE),
    ],
)
def test_whether_her_pay_came(said: str, meant: str | None) -> None:
    assert came(said) == meant


@pytest.mark.parametrize("said", ["pas encore", "pas encor", "toujour rien", "non jé pa encor recu", "encore rien"])
def test_who_has_nothing_yet_still_waits(said: str) -> None:
    assert came(said) == "no" and waits(said)


@pytest.mark.parametrize("said", ["non", "rien du tout", "jai pa recu", "sms pas venu"])
def test_who_denies_it_does_not_wait(said: str) -> None:
    assert not waits(said)


@pytest.mark.parametrize("said", ["g recu que 100", "j'ai reçu que 100f", "j'ai reçu juste 2000"])
def test_only_some_of_it_came(said: str) -> None:
    assert came(said) == "part"


@pytest.mark.parametrize(
    ("said", "whole"),
    [("recu 100f", 100), ("ok g reçu 1 000 F CFA merci", 1000), ("reçu 12 500", 12500), ("reçu 3 fois", None)],
)
def test_the_sum_that_came(said: str, whole: int | None) -> None:
    assert came_as(said) == whole


@pytest.mark.parametrize(
    "said",
    [
        *("payer la scolarité de mon fils", "mon projet c payer l'école de mon fils 85 000"),
        "mon projet c'est de l'argent pour ma fille",
    ],
)
def test_what_she_would_pay_for_her_family_is_no_pay_that_is_missing(said: str) -> None:
    assert not is_not_as_sent(said)


@pytest.mark.parametrize("said", ["vous avez payé mon fils", "on a envoyé ça à mon mari", "g recu 100 seulement"])
def test_pay_that_went_elsewhere_is_not_as_it_should_be(said: str) -> None:
    assert is_not_as_sent(said)
