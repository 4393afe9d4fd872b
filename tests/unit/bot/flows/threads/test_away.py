"""What a Huber writes who will not be there, and what only sounds like it."""

from __future__ import annotations

import pytest

from bot.flows.threads.away import told


@pytest.mark.parametrize(
    "said",
    [
        *("je suis en congé", "je pars en vacances demain", "je serai absente deux semaines", "je prends mes congés"),
        *("Demain je serai pas là", "je ne suis pas disponible ce weekend", "je vais être absente", "chui pas la"),
        *("je fais une pause", "une pause", "je veux faire une pause de 3 jours", "en pause"),
        *("qui me remplace", "qui peut me remplacer la semaine prochaine ?", "je veux me faire remplacer"),
    ],
)
def test_who_will_not_be_there_is_heard(said: str) -> None:
    assert told(said)


@pytest.mark.parametrize(
    "said",
    [
        *(
            "mets Awa en pause",
            "Awa est en pause",
            "Awa est absente",
            "combien sont absentes",
            "je suis là",
            "je suis en train de regarder",
            "je pars",
        ),
        *("remplace Awa par Binta", "qui remplace Awa", "elle part en congé", "combien de tâches en vacances", ""),
    ],
)
def test_what_only_sounds_like_it_is_not(said: str) -> None:
    assert not told(said)
