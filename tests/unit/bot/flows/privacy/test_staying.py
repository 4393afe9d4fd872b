"""What is said of an erasure while it waits."""

from __future__ import annotations

import pytest

from bot.flows.privacy import staying


@pytest.mark.parametrize(
    "text",
    [
        "annule leffacement",
        "annulez la suppression svp",
        "arrête d'effacer",
        "non g pas voulu effacer",
        "j'ai jamais demandé de supprimer mon compte",
        "je veu garder mon compte",
        "jveu rester",
        "c une erreur jveu rester",
        "gardez mon compte",
        "laisse moncompte",
        "efface pas stp",
        "ne supprimez pas mon compte",
        "je veux pas que tu effaces mon compte",
        "jveux plus partir",
        "nn nn jve pa supprimé",
        "pa suprimé",
        "non fo pa efacé",
        "finalement je reste",
        "si si je reste",
        "ah si je reste",
        "g changé davi",
        "jreste",
        "attend g changé d'avis",
        "nn laisse tomber jreste",
    ],
)
def test_it_surely_wants_to_stay(text: str) -> None:
    assert staying.read(text, below=False) == "stay"


@pytest.mark.parametrize(
    "text",
    [
        "je veux plus rester",
        "je veux pas garder mon compte",
        "stop efface tout",
        "efface vite mon compte",
        "pourquoi ça efface pas",
        "quand est-ce que mon compte est effacé ?",
        "tu veux que j'arrête l'effacement ?",
        "pas effacé ?",
        "il faut pas effacer ?",
        "oui mais efface pas tout",
    ],
)
def test_it_speaks_of_it_and_is_asked_about(text: str) -> None:
    assert staying.read(text, below=False) == "ask"


@pytest.mark.parametrize(
    "text",
    [
        *("je me suis trompée annule", "c une erreur", "g pas fait exprès", "c pa moi", "c'est mon mari qui a fait ça"),
        *("mon fils a joué avec le téléphone", "quelqu'un a fait ça sans me demander", "qui a fait ça ?", "mais non"),
        *("je veux pas ça", "mais pourquoi ?", "quoi ?", "kelkun a pri mon tel"),
    ],
)
def test_a_mistake_is_about_it_only_below_what_speaks_of_it(text: str) -> None:
    assert staying.read(text, below=True) == "ask"
    assert staying.read(text, below=False) is None


@pytest.mark.parametrize(
    "text",
    [
        "combien j'ai sur mon compte",
        "mon argent est où",
        "combien il me reste",
        "je veux garder des enfants",
        "merci",
        "oui",
        "mon compte orange money c'est 0707070707",
        "mes enfants vont bien",
        "ma soeur a demandé si elle peut venir",
        "mon mari est d'accord",
    ],
)
def test_anything_else_is_not(text: str) -> None:
    assert staying.read(text, below=True) is None
