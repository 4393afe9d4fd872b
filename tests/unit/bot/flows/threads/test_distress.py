"""What a woman writes who is hurt, or wants to die, and what only sounds like it."""

from __future__ import annotations

import pytest

from bot.flows.threads.distress import told


@pytest.mark.parametrize(
    "said",
    [
        *("jvai me tuer", "jai envi de mourir", "je veux mourir", "je vais me suicider", "plus envie de vivre"),
        *("il me bat", "mon patron m'a frappé", "mon mari me tape dessus", "il ma violé", "on me menace de mort"),
        *("mon mari me frape", "mon pere me tape", "il ma tapé hier soir", "mon copain me menasse"),
        *("mon mari ma batu", "il m'a battue", "mon mari va me taper si je regarde ca"),
        *("il m'a encore tapée hier", "mon tonton m'a chicotée", "il m'a trop tapé", "mon tonton me touche la nuit"),
    ],
)
def test_who_is_hurt_is_heard(said: str) -> None:
    assert told(said)


@pytest.mark.parametrize(
    "said",
    [
        *("mon coeur bat vite", "elle bat le mil", "la femme bat son enfant", "je suis morte de rire", "ça me tue"),
        *("je veux tuer le temps", "elle me plait", "envie de mourir de rire", "il me donne le prix", ""),
        *(
            "ça me tape sur les nerfs",
            "il me tape un message",
            "il va me taper un message",
            "elle tape le code",
            "il m'a encore tapé un message",
        ),
        *("ma batterie est à 3", "ma baterie est finie"),
    ],
)
def test_what_only_sounds_like_it_is_not(said: str) -> None:
    assert not told(said)
