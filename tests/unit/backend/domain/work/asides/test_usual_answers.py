"""A text is told from answers by its shape alone."""

from __future__ import annotations

import pytest

from backend.domain.work.asides.usual_answers import REMEMBERED, Shape, remembered, sentences, speaks, strays, unlike
from backend.records import replace
from tests.dialogues.projects import PROJECTS

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


@pytest.mark.parametrize(
    "text", ["le chat dort", "la 1ere", "Batterie faible", "vache", "12", "07 08 09", "07 08 09 10 et 01 02 03 04"]
)
def test_a_few_words_are_unlike_sentences_that_are_asked_for_until_an_answer_has_as_few(text: str) -> None:
    assert unlike((), text, sentences=True) and unlike(shapes(SCENES[:2]), text, sentences=True)
    assert not unlike(shapes(["Une rue", SCENES[0]]), text, sentences=True) and not unlike((), text)


@pytest.mark.parametrize("text", ["Trois femmes au marché", "[?]", "la [?] baisse"])
def test_a_first_sentence_is_an_answer(text: str) -> None:
    assert not unlike((), text, sentences=True)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("Que montre ce tableau, en une phrase ?", True),
        ("Décris la photo en une seule phrase", True),
        ("Écris deux phrases", True),
        ("Écris quelques phrases", True),
        ("Décris la photo", False),
        ("Traduis cette phrase", False),
    ],
)
def test_a_project_asks_for_sentences(asked: str, expected: bool) -> None:
    captions = replace(PROJECTS["captions"][0], question="Que vois-tu ?", instructions="Regarde bien.")
    assert sentences(replace(captions, question=asked)) is expected
    assert sentences(replace(captions, instructions=asked)) is expected


def test_a_few_answers_say_nothing_yet() -> None:
    assert not unlike(shapes(SIGNS[:2]), "le chat dort")


@pytest.mark.parametrize("text", ["pk", "une sec", "deja vu", "pas celle la", "non attends", "la photo d'avant"])
def test_words_that_are_said_to_us_are_unlike_answers_that_are_not_from_the_first_on(text: str) -> None:
    assert unlike((), text) and unlike(shapes(SIGNS[:1]), text) and not unlike((), text, speech=True)
    assert not unlike(shapes(["trop cher"]), text)


def test_an_answer_of_another_shape_is_usual_from_then_on() -> None:
    assert not unlike(remembered(shapes(SIGNS), "Chez Awa"), "Chez Binta")


def test_only_the_last_answers_count() -> None:
    assert len(shapes(SIGNS * 4)) == REMEMBERED
    assert unlike(shapes(["chez awa", *SIGNS, *SIGNS]), "non attends")


@pytest.mark.parametrize(
    "text",
    [
        *("vous avez changé les prix ?", "pk le prix a baissé", "jai fini mes 3h", "mes 3 h c fini", "mdrr trop drole"),
        *("faut que jaille chercher les enfants", "je crois", "je pense oui"),
    ],
)
def test_what_speaks_to_somebody_is_unlike_answers_that_do_not_from_the_first_on(text: str) -> None:
    assert unlike((), text) and unlike(shapes(SIGNS[:1]), text) and unlike(shapes(SCENES), text)


@pytest.mark.parametrize(
    "text", ["Je vois un marché", "j'entends un bébé qui pleure", "M. Koné vend des mangues", "[?] Awa", "Lait 400 g"]
)
def test_what_tells_what_there_is_speaks_to_nobody(text: str) -> None:
    assert not speaks(text) and not unlike((), text)


def test_who_has_answered_with_a_question_may_do_so_again() -> None:
    assert not unlike(shapes(["Bonjour, je cherche un sac, vous en avez ?"]), "Vous livrez à Yopougon ?")


@pytest.mark.parametrize(
    ("text", "so"),
    [
        *(("pk", True), ("2 min", True), ("non pas sa", True)),
        *(("coiffure chez adjoa", False), ("coifure", False), ("COIFFEUR", False), ("[?]", False), ("12 500", False)),
    ],
)
def test_a_few_small_words_with_nothing_of_what_is_shown_may_be_no_answer(text: str, so: bool) -> None:
    shown = "Texte proposé : Coiffure Chez Adjoua Tresses, tissages, soins"
    assert strays((), text, shown) is so
    assert not strays(shapes(["le marché", "la gare", "le port"]), text, shown)
    assert not strays((), text, "")
