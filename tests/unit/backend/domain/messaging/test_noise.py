"""Texts that say nothing, and short answers that do."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from backend.domain.messaging.noise import is_noise

FOLDER = Path(__file__).parents[4] / "dialogues" / "phrases"
NOISE = [
    *(
        "azertyuiop",
        "Qsdfghjklm",
        "jjjjjj",
        "aaaa",
        "hgfdsq",
        "dfgh jklm",
        "sdfsdf",
        "lkjhgf",
        "wxcvbn",
        "zzzz",
        "a",
        "K",
    ),
    *("mdr", "lool", "hahaha", "ptdr", "blablabla", "imbécile", "vous êtes des cons", "bande d'idiots", "ta gueule"),
    *(
        "ferme la",
        "ferme-la",
        "va te faire foutre",
        "nique ta mère",
        "espèce de sorcière",
        "putain",
        "merde",
        "tu es bête",
    ),
]
HONEST = [
    *(
        "Wax",
        "Pagne",
        "BNP",
        "SGBCI",
        "BCEAO",
        "CFA",
        "KFC",
        "un chien",
        "chien",
        "Chien",
        "bête",
        "une sorcière",
        "nul",
    ),
    *(
        "c'est nul",
        "Lycée",
        "Rythme",
        "Toto",
        "Papa",
        "Mama",
        "Bobo",
        "Dodo",
        "Kiki",
        "Maman et bébé",
        "Zara",
        "Aya",
        "Ali",
    ),
    *(
        "riz",
        "sel",
        "eau",
        "thé",
        "œuf",
        "or",
        "un an",
        "12",
        "A4",
        "10 kg",
        "H2O",
        "Ndjamena",
        "Mbrou",
        "Nsrekou",
        "Gbagba",
    ),
    *(
        "Ngnomire",
        "Psst",
        "tsst",
        "Bzz",
        "Le client est en colère",
        "« imbécile »",
        "une insulte",
        "chien et chat",
        "dix",
    ),
    *("Coco", "Koko", "Nana", "Baba", "Tchatcha", "Atchekè", "placali", "kpakpato", "gnamakoudji", "alloco", "djembé"),
    *("vert", "bleu", "flou", "route", "marché", "la ferme", "Ferme avicole", "une mère", "chez ta mère", "pourri"),
    *("mangues pourries", "le travail", "trop petit", "Qwerty Informatique", "Azur", "Asdf Sarl 2", "www.site.ci"),
]


@pytest.mark.parametrize("said", NOISE)
def test_what_says_nothing_is_noise(said: str) -> None:
    assert is_noise(said)


@pytest.mark.parametrize("said", HONEST)
def test_a_short_answer_is_no_noise(said: str) -> None:
    assert not is_noise(said)


def test_no_honest_answer_that_is_known_is_noise() -> None:
    addressed = yaml.safe_load((FOLDER / "addressed.yaml").read_text("utf-8"))
    genuine = yaml.safe_load((FOLDER / "genuine.yaml").read_text("utf-8"))
    said = [*genuine, *addressed["honest"], *addressed["honest_held_out"], *addressed["voices"]]
    assert len(said) > 250
    assert [each for each in said if is_noise(each)] == []
