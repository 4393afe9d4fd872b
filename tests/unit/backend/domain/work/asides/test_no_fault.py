from __future__ import annotations

import pytest

from backend.domain.work.asides.no_fault import tells_none


@pytest.mark.parametrize(
    "text",
    [
        "non rien laisse",
        "c'est bon j'ai trouvé",
        "en fait c'est bon",
        "je veux continuer",
        "la photo s'affiche maintenant",
        "c'est haine la réponse",
        "2",
        "je réponds acceptable",
        "pk tu demandes ça",
        "comment on fait",
        "combien j'ai gagné",
        "rien à signaler",
        "ok",
        "on verra demain",
        "explique en wolof",
        "je veux voir avant",
    ],
)
def test_what_tells_no_fault_is_known(text: str) -> None:
    assert tells_none(text)


@pytest.mark.parametrize(
    "text",
    [
        "le commentaire est en anglais",
        "la question est pas claire",
        "l'image est coupée",
        "on voit rien",
        "c'est flou",
        "il y a deux reçus sur la photo",
        "c une pub pour l'alcool",
        "les deux réponses sont justes",
        "il y a une photo d'enfant nu",
        "je ne comprends pas le mot",
        "on parle de quelqu'un que je connais",
        "je connais cette personne",
        "je l'ai déjà fait",
        "le numéro de téléphone est visible",
        "texte vide",
        "illisible",
        "trop long",
        "insultes en wolof",
    ],
)
def test_a_fault_is_taken_as_it_is_told(text: str) -> None:
    assert not tells_none(text)
