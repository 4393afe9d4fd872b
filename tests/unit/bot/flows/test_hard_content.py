"""What she says of hard content in words."""

from __future__ import annotations

import pytest

from bot.flows.people.hard_content import in_words

NONE = (
    "nn pas pr moi",
    "ca fai peur sa",
    "je ve pa",
    "jpréfère pas",
    "non je peu pas voir sa",
    "plus jamais ça",
    "enlève tout",
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
        ("non non ça me fait pas peur", {}),
        ("j'ai peur de dire non", {}),
        ("j'ai un peu peur mais oui", {}),
        ("la violence ça me dérange pas", {}),
        ("pas de souci pour la violence", {}),
        ("c'est quoi la violence ?", {}),
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
