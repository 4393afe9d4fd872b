"""What is said beside a task is told from what answers one, also where nothing of the kind was learnt."""

from __future__ import annotations

import pytest

from backend.domain.work.asides.classifier import SURE, Weights, features, learnt, said_to_us, score
from tests.checks import aside_weights


def share(texts: list[str]) -> float:
    """How many of the texts are told to be said to us, of one."""
    return sum(map(said_to_us, texts)) / len(texts)


def test_new_asides_are_told_and_new_answers_are_left_alone() -> None:
    """Nothing is learnt from these. Measured: 107 of 126 and 5 of 158."""
    assert share(aside_weights.held_out("said")) >= 0.8
    assert share(aside_weights.held_out("answers")) <= 0.05
    shouted = [each.upper() for each in aside_weights.held_out("said")]
    assert share(shouted) >= 0.7 and share([each.upper() for each in aside_weights.held_out("answers")]) <= 0.01


def test_the_weights_fit_the_examples() -> None:
    """If not, examples have changed: `make asides`."""
    said = [score(text, learnt()) > 0 for text in aside_weights.said()]
    answers = [score(text, learnt()) < 0 for text in aside_weights.answers()]
    assert sum(said) >= 0.97 * len(said) and sum(answers) >= 0.97 * len(answers)


def test_nothing_that_is_held_out_is_learnt() -> None:
    learned = {*aside_weights.said(), *aside_weights.answers()}
    assert learned.isdisjoint(aside_weights.held_out("said") + aside_weights.held_out("answers"))


def test_two_kinds_of_examples_are_learnt() -> None:
    weights = aside_weights.learn(["je reviens demain", "je mange d'abord"] * 3, ["une rue", "une femme vend"] * 3)
    assert score("je reviens d'abord", weights) > SURE and score("une femme", weights) < 0
    assert score("xyz", Weights(0.5, {})) == 0.5


def test_words_that_sound_alike_are_alike() -> None:
    assert set(features("mon fone chauffe")) & set(features("mon phone chaufe")) >= {"mon ", "fon "}
    assert {"^ 0", "0 $", "?"} <= set(features("12 ?"))
    assert list(features("ça va, ça va")) == sorted(set(features("ça va, ça va")))


@pytest.mark.parametrize(
    "text",
    [
        *("le fone chauffe trop", "Je mange d'abord. Je reviens", "c mon petit frere ki a tapé"),
        *("changer nom c Awa Koné", "mets a mon nom Awa Koné", "mon argent est sur Wave"),
        *("JAI OUBLIE MON CODE", "JE SUIS FATIGUEE"),
    ],
)
def test_it_is_said_to_us(text: str) -> None:
    assert said_to_us(text)


@pytest.mark.parametrize(
    "text",
    [
        *("je mange", "Attends", "Chez Mon Petit Frère", "je mange d'abord " * 8),
        *("une femme vend des mangues", "ma réponse : je ne sais"),
        *("FERME LE DIMANCHE", "PAYEZ ICI AVEC WAVE", "Awa gagne plus que Binta"),
    ],
)
def test_few_words_many_words_names_and_scenes_are_not_weighed_or_are_answers(text: str) -> None:
    assert not said_to_us(text)
