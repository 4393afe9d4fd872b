"""A word of ours alone is no answer of hers."""

from __future__ import annotations

import pytest

from backend.domain.work.asides.own_words import names_nothing, only_ours
from backend.records import replace
from tests.dialogues.projects import PROJECTS

RECEIPTS = PROJECTS["receipts"][0]


@pytest.mark.parametrize(
    "text",
    [
        *("enlev", "reçu", "10 %", "10%", "lisible", "magasin", "total", "saisi", "efface"),
        *("5% de batterie", "il me reste 3 % bat", "le téléphone est à 2%"),
    ],
)
def test_a_word_of_the_form_or_what_is_done_with_it_says_nothing(text: str) -> None:
    assert only_ours(text, RECEIPTS)


@pytest.mark.parametrize(
    "text",
    ["Total", "TOTAL", "le total", "MAGASIN AWA", "chez awa", "awa", "100 % coton", "5 % de remise", "Reçu", "a"],
)
def test_what_has_a_capital_letter_an_article_or_a_name_may_be_the_answer(text: str) -> None:
    assert not only_ours(text, RECEIPTS)


@pytest.mark.parametrize("name", ["captions", "speech"])
@pytest.mark.parametrize("text", ["oui", "Oui", "nn", "ok", "1", "12"])
def test_what_is_written_for_a_button_is_no_description(name: str, text: str) -> None:
    assert only_ours(text, PROJECTS[name][0])
    assert only_ours(text, RECEIPTS) != text.isdigit(), "a field may ask for a number"


@pytest.mark.parametrize("text", ["12 rue des Jardins", "OUI MAMAN", "100", "Ouagadougou"])
def test_a_sign_with_a_number_or_a_yes_in_it_is_one(text: str) -> None:
    assert not only_ours(text, PROJECTS["captions"][0])


@pytest.mark.parametrize("text", ["montr moi", "renvoi limage", "montre la photo stp", "agrandis l'image"])
def test_who_wants_to_see_the_picture_copies_nothing(text: str) -> None:
    assert only_ours(text, RECEIPTS)
    assert not only_ours(text.title(), RECEIPTS)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "pk",
            "oh",
            "no",
            "nope",
            "non pas de ça",
            "c pas ca",
            "pas celle la",
            "la photo d'avant",
            "l'autre photo",
            "mal tapé",
        ),
        *("une sec", "deux sec", "patiente un peu", "wait", "deja vu", "toujours pareil", "pas interessant ça"),
        *("trop facile lol", "pret", "c'est parti", "le premier", "g cliqué par erreur"),
    ],
)
def test_a_few_words_that_are_said_to_us_name_nothing(text: str) -> None:
    assert names_nothing(text) and not names_nothing(text.upper())


@pytest.mark.parametrize(
    "text",
    [
        *("un téléphone", "une photo de famille", "des gens", "rien", "personne", "aucun", "dimanche", "deux", "12"),
        *("panneau", "réponse", "ceci est une réponse", "le texte du panneau", "marché", "cassé", "remboursement"),
        *("deux hommes", "une rue", "la rue", "trois vaches", "vendeuse de tomates", "riz au gras", "a", "👍", ""),
        *("il y a encore une photo de plus ici", "une femme vend des mangues", "on achète et on vend", "payez ici"),
        *("elle demande le prix du sac", "c'est la fête du village", "ouvert tous les jours", "rien ne se passe ici"),
    ],
)
def test_what_describes_counts_or_is_long_may_be_an_answer(text: str) -> None:
    assert not names_nothing(text)


@pytest.mark.parametrize(
    "text", ["pk", "oh", "non pas de ça", "hein quoi", "photo bizarre", "tout noir", "une sec", "pret"]
)
def test_words_that_name_nothing_fill_no_field(text: str) -> None:
    assert only_ours(text, RECEIPTS)


@pytest.mark.parametrize("text", ["le marché", "chez maman", "dimanche", "2 min", "rien"])
def test_words_that_may_be_said_to_us_may_fill_a_field(text: str) -> None:
    assert not only_ours(text, RECEIPTS)


@pytest.mark.parametrize(
    "text",
    [
        "sa c 2 quel boutik?",
        "Le nom en haut ?",
        "12 000f",
        "4 500 F CFA",
        "13/02/2026",
        "13-02-26",
        "400 000f pour le terrain",
        "non 5000 seulement",
        "Ok envoi",
        *("donnez autre chose", "on a arraché mon sac", "au fait pour l'autre c'était 4500"),
    ],
)
def test_what_is_said_and_the_value_of_another_field_are_asked_about_in_a_form(text: str) -> None:
    """They stood as the shop."""
    assert only_ours(text, RECEIPTS)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "12 000",
            "FA-2231",
            "QUOI DE NEUF ?",
            "Sucre 500 f",
            "Tout à 1000 F",
            "OK Market",
            "Bon marché",
            "12 frères",
        ),
        *("c le magasin awa", "8h à 17h tous les jours", "lundi au samedi 8h 18h", "rue 12 treichville"),
    ],
)
def test_a_number_and_what_is_printed_are_not(text: str) -> None:
    assert not only_ours(text, RECEIPTS)


def test_what_is_copied_from_the_instructions_is_no_answer() -> None:
    """Her own example was sent again and again, and paid."""
    scenes = replace(PROJECTS["captions"][0], instructions="Exemple : « Une femme vend des mangues. » Total : 12 500 F")
    assert only_ours("une femme vend des mangues", scenes) and only_ours("Femme vend des mangues !", scenes)
    assert not only_ours("Une femme vend des oignons", scenes) and not only_ours("des mangues", scenes)
    assert not only_ours("12 500 F", scenes)


SIGNS = replace(PROJECTS["speech"][0], show={"image": "{image}"})


@pytest.mark.parametrize(
    "text",
    [
        *("sa c ecri boulangerie", "en bas ya un num 07 07 07", "lotre panneau mm chose"),
        *("BOULANGERI SOLEIL + un autre mot je vois pas", "c'est marqué Chez Ali"),
    ],
)
def test_what_is_told_of_a_sign_is_not_written_there(text: str) -> None:
    """They were stored as what the sign says, and paid."""
    assert only_ours(text, SIGNS)


@pytest.mark.parametrize("text", ["BOULANGERIE SOLEIL", "Chez Ali, tout à 1000 F", "IL Y A DES BEIGNETS", "pain à 6 h"])
def test_what_is_written_on_a_sign_is_copied(text: str) -> None:
    assert not only_ours(text, SIGNS)


def test_what_is_heard_may_tell_of_anything() -> None:
    assert not only_ours("y a un problème, je vois pas", PROJECTS["speech"][0])
