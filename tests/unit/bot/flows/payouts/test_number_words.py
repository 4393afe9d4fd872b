"""What is said of the number where she is paid."""

from __future__ import annotations

import pytest

from bot.flows.engine.kit import Typed
from bot.flows.payouts import destination, number_words


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("mon numéro de paie c'est le 0701020399", "0701020399"),
        ("mets moi sur le 07 01 02 03 99 c'est mon wave", "07 01 02 03 99"),
        ("mets 0701020398 alors", "0701020398"),
        ("envoie mon argent sur le 07-01-02-03-04 svp", "07 01 02 03 04"),
        ("mon Wave c'est 0701020304", "0701020304"),
        ("payez-moi au +225 07 01 02 03 04", "225 07 01 02 03 04"),
        ("0701020304", None),
        ("mon numéro est 0701020304", None),
        ("le client a payé 0701020304 par wave", None),
        ("mets 0701020304 ou 0501020304", None),
        ("envoie 12 000 sur wave", None),
        ("mon wave c'est 0701020304 ?", None),
        ("envoie " + "1 " * 100, None),
        ("efface mon numero et mets 0102030405", "0102030405"),
        ("remplace mon ancien numero par 07 01 02 03 04", "07 01 02 03 04"),
        ("efface mon numero 0102030405", None),
    ],
)
def test_a_sentence_that_says_where_she_is_paid(said: str, number: str | None) -> None:
    assert number_words.named(said) == number


@pytest.mark.parametrize(
    ("said", "changes"),
    [
        ("change le numero pour 0708091011", True),
        ("envoie mon argent ici 0708091011", True),
        ("orange money 0708091011", False),
        ("Awa Koné 0708091011", False),
    ],
)
def test_a_sentence_that_would_be_paid_elsewhere_is_no_number_on_a_sign(said: str, changes: bool) -> None:
    assert number_words.would_change(said) is changes


@pytest.mark.parametrize(
    ("said", "about"),
    [
        ("je veux orange money", "whose"),
        ("mtn", "whose"),
        ("le numéro de mon frère", "whose"),
        ("wave ou orange c'est mieux ?", "which"),
        ("mtn ou orange", "which"),
        ("quel opérateur", "which"),
        ("pourquoi tu veux mon numéro", "why"),
        ("c'est sécurisé ?", "why"),
        *(("je donne pas mon numéro", "why"), ("je donne mon numéro", None), ("je mets le numéro de ma sœur", "whose")),
        ("en espèces", "none"),
        ("j'ai pas de compte", "none"),
        *(("c koi un iban", "iban"), ("IBAN ?", "iban"), ("je connais pas mon iban", "iban")),
        *(("iban CI93 CI04 2011 1530 0303 0402 0134", None), ("0701020304", None)),
        ("demain", None),
    ],
)
def test_what_is_said_instead_of_it(said: str, about: str | None) -> None:
    assert number_words.about(said) == about


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("0701020304", "0701020304"),
        ("non c 07 01 02 03 04", "07 01 02 03 04"),
        ("pardon je me suis trompée c'est le 0701020304", "0701020304"),
        ("mon frère a le 0701020304", None),
        ("c'est 0701020304 ?", None),
        ("4071", None),
        ("pardon", None),
    ],
)
def test_a_number_in_place_of_another(said: str, number: str | None) -> None:
    assert number_words.instead(said) == number


@pytest.mark.parametrize(
    "said", ["nn jme sui trompé", "c pa le bon", "cé pa mon numero", "c faux", "je me sui tronpé de num"]
)
def test_the_number_is_wrong(said: str) -> None:
    assert number_words.says_wrong(said)


@pytest.mark.parametrize("said", ["Awa Koné", "4071", "c pas vrai", "non", "pas maintenant"])
def test_nothing_says_that_the_number_is_wrong(said: str) -> None:
    assert not number_words.says_wrong(said)


def test_a_wish_spelled_as_it_sounds_names_the_number() -> None:
    """What she has earned was shown, and the number was lost."""
    assert number_words.named("je veu mon argent sur orange 699112233") == "699112233"


@pytest.mark.parametrize(
    ("said", "unwanted"),
    [
        *((said, True) for said in ("pas 0701020304", "surtout pas le 07 01 02 03 04", "ce n'est pas 0701020304")),
        *((said, True) for said in ("0701020304 ne marche plus", "le 0701020304 est bloqué", "plus le 0701020304")),
        *((said, False) for said in ("0701020304", "mon numéro est le 0701020304 pas de souci")),
        *((said, False) for said in ("0701020304 c'est pas orange c'est wave", "je n'ai pas orange mais 0701020304")),
    ],
)
def test_a_number_that_is_not_to_be_paid(said: str, unwanted: bool) -> None:
    """« Pas 0701020304 » was read as the number where she is paid."""
    assert number_words.unwanted(said) is unwanted


def test_whose_it_is_may_still_be_said_where_she_confirms() -> None:
    """« C'est au nom de ma mère » was met with « Choisis une des réponses »."""
    at = destination.State("confirm", "phone", "+2250701020304", "Awa Koné")
    step = destination.FLOW.step(at, Typed("c'est au nom de ma mère"), destination.Facts("CI", has_pin=False))
    assert isinstance(step.state, destination.State)
    assert (step.state.at, step.state.value) == ("name", "+2250701020304")
