"""A text is told from answers by its shape alone."""

from __future__ import annotations

import pytest

from backend.domain.work.usual_answers import REMEMBERED, Shape, remembered, unlike

SIGNS = ["PHARMACIE DU CARREFOUR", "COIFFURE CHEZ [?]", "BOULANGERIE N° 12"]
SCENES = ["Une femme vend des mangues au marché", "Deux enfants jouent dans la rue", "Un taxi jaune est arrêté"]


def shapes(answers: list[str]) -> tuple[Shape, ...]:
    found: tuple[Shape, ...] = ()
    for answer in answers:
        found = remembered(found, answer)
    return found


@pytest.mark.parametrize(
    "text", ["non attends", "trop fatigué dè", "le truc du haut c BELLE", "c mort", "seigneur", "ya trop de bruit ici"]
)
def test_what_is_written_small_is_unlike_signs_in_capitals(text: str) -> None:
    assert unlike(shapes(SIGNS), text)


@pytest.mark.parametrize("text", ["GARAGE AUTO", "07 08 09 10 11", "CHEZ Awa", "MTN MoMo", "[?]"])
def test_a_sign_is_like_signs(text: str) -> None:
    assert not unlike(shapes(SIGNS), text)


@pytest.mark.parametrize("text", ["non attends", "nn", "c mort", "une minute"])
def test_a_word_or_two_are_unlike_sentences(text: str) -> None:
    assert unlike(shapes(SCENES), text)


@pytest.mark.parametrize("text", ["une rue avec trois boutiques", "Un marché le soir", "UN HOMME QUI COURT", "[?]"])
def test_a_sentence_is_like_sentences(text: str) -> None:
    assert not unlike(shapes(SCENES), text)


def test_a_speech_is_unlike_names() -> None:
    assert unlike(shapes(["Chez Awa", "Garage", "Salon Belle"]), "je ne vois rien du tout il faut m'envoyer une autre")


def test_a_few_answers_say_nothing_yet() -> None:
    assert not unlike(shapes(SIGNS[:2]), "non attends")


def test_an_answer_of_another_shape_is_usual_from_then_on() -> None:
    assert not unlike(remembered(shapes(SIGNS), "Chez Awa"), "Chez Binta")


def test_only_the_last_answers_count() -> None:
    assert len(shapes(SIGNS * 4)) == REMEMBERED
    assert unlike(shapes(["chez awa", *SIGNS, *SIGNS]), "non attends")
