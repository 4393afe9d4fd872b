"""What she says of hard content in words."""

from __future__ import annotations

import pytest

from bot.flows.people.theme_words import in_words, withdraws

NONE = (
    "nn pas pr moi",
    "ca fai peur sa",
    "je ve pa",
    "jpréfère pas",
    "non je peu pas voir sa",
    "plus jamais ça",
    "enlève tout",
    "non je veux pas voir ca mais jai besoin d'argent vite",
    "non parce que je suis enceinte",
)


@pytest.mark.parametrize(
    ("said", "decided"),
    [
        ("pas de violence", {"violence": False}),
        ("je veux pas voir de morts", {"mort": False}),
        ("pas de sang ni de cadavres", {"violence": False, "mort": False}),
        ("oui mais pas les morts", {"violence": True, "mort": False}),
        ("tout sauf la violence", {"violence": False, "mort": True}),
        ("juste la violence", {"violence": True, "mort": False}),
        ("pas ça", {"violence": False, "mort": False}),
        ("non jaime pa sa", {"violence": False, "mort": False}),
        ("non pas de ça svp", {"violence": False, "mort": False}),
        ("non pa de ça moi jai peur", {"violence": False, "mort": False}),
        ("non merci ça me fait peur", {"violence": False, "mort": False}),
        ("non j'ai peur de ça", {"violence": False, "mort": False}),
        ("nooon jamais je supporte pas ça", {"violence": False, "mort": False}),
        ("ça me fait peur", {"violence": False, "mort": False}),
        *((said, {"violence": False, "mort": False}) for said in NONE),
        ("non j'ai peur de la mort", {"mort": False}),
        ("non j'ai pas peur", {}),
        ("je veux pas mais je peux essayer", {}),
        ("non mais si ça paie bien oui", {}),
        ("non non ça me fait pas peur", {}),
        ("j'ai peur de dire non", {}),
        ("j'ai un peu peur mais oui", {}),
        ("la violence ça me dérange pas", {}),
        ("pas de souci pour la violence", {}),
        ("c'est quoi la violence ?", {}),
        ("oui mais pas trop violent", {"violence": False}),
        ("la violence non", {"violence": False}),
        ("violence oui mort non", {"violence": True, "mort": False}),
        ("violence oui mais pas trop", {}),
        ("la mort je sais pas", {}),
        ("pas mal", {}),
        ("pas tout", {}),
        ("non c pas clair", {}),
        ("nn attend", {}),
        ("la mort fait peur", {}),
        ("bonjour", {}),
    ],
)
def test_a_theme_is_decided_by_its_name_and_no_other_by_it(said: str, decided: dict[str, bool]) -> None:
    assert in_words(said, ("violence", "mort")) == decided


@pytest.mark.parametrize(
    "text",
    [
        *("je veux plus faire les trucs de haine", "plus de trucs de haine svp ca me fait mal et paiement"),
        *("je ne veux plus voir les contenus durs", "je veux plus les contenu haine et mets mon projet en champ"),
        *("enlève les contenus de violence", "bonjour je supporte plus les commentaires racistes"),
    ],
)
def test_a_consent_is_withdrawn_in_words_at_any_point(text: str) -> None:
    assert withdraws(text)


@pytest.mark.parametrize(
    "text",
    [
        *("pas de haine", "c'est de la haine", "pas de contenu haineux", "je supporte plus la violence de mon mari"),
        *("je peux pas travailler j'ai eu un accident", "je veux plus de travail", "je ne veux plus de rappels"),
        *("je veux pas voir mon mari il me donne des coups", "j'aime pas le sang", "je veux plus de trucs a faire"),
    ],
)
def test_what_only_names_such_a_thing_withdraws_nothing(text: str) -> None:
    assert not withdraws(text)
