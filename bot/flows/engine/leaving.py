"""How people say that they want out of what is asked: "annuler", "retour", "laisse tomber", "non merci"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from backend.domain.french.spelling import fold
from backend.domain.messaging.message import Choice

Way = Literal["back", "away"]
"""One step back, or out of it."""

_BACK = frozenset(
    (
        *("retour", "retourner", "revenir", "revenir en arriere", "retour en arriere", "retour arriere", "en arriere"),
        *("precedent", "back", "je veux revenir", "je veux retourner", "retour au menu"),
    )
)
_AWAY = frozenset(
    (
        *("annuler", "annule", "annulez", "annuler ca", "annule ca", "j annule", "je veux annuler", "cancel"),
        *("annule la", "annule le", "annulez la", "annulez le", "annule tout", "annuler tout", "annule moi ca"),
        *("laisse", "laissez", "laisser", "laisse tomber", "laissez tomber", "je laisse", "je laisse tomber"),
        *("laisse ca", "laisse comme ca", "on laisse", "on laisse tomber", "abandonner", "j abandonne", "abandonne"),
        *("non merci", "non merci beaucoup", "merci non", "sans facon", "pas maintenant", "plus tard", "pas la"),
        *("une autre fois", "apres", "tant pis", "c est pas grave", "quitter", "sortir", "fermer", "exit", "quit"),
        *("je veux sortir", "je veux quitter", "j ai change d avis", "je ne veux pas", "je veux pas", "pas envie"),
        *("je ne veux plus", "je veux plus", "oublie", "oubliez", "terminer", "fini", "c est fini"),
    )
)
_OVER = frozenset(("terminer", "fini", "c est fini"))
"""With a question mark she asks whether it is."""
_PASSES = frozenset(("passer", "passe", "je passe", "on passe", "je veux passer", "passer ca", "passe ca", "skip"))
_POLITE = frozenset(("svp", "stp", "merci", "s il te plait", "s il vous plait"))

OUT = ("cancel", "later", "no", "not", "mine")
"""Ids of choices that leave a question, the clearest first."""
BACK = "back"


def read(text: str) -> Way | None:
    """Whether it says that she wants out, and which way."""
    said = fold(text)
    for word in _POLITE:
        if said not in _AWAY:
            said = said.removesuffix(f" {word}")
    if "?" in text and is_over(text):
        return None
    if said in _BACK:
        return "back"
    return "away" if said in _AWAY else None


def is_over(text: str) -> bool:
    """Whether she says that she is done, with what she was asked or with it all."""
    return fold(text) in _OVER


def passes(text: str) -> bool:
    """Whether she wants to leave out what is asked: « je passe »."""
    return fold(text) in _PASSES


def way_out(choices: Iterable[Choice], way: Way) -> str | None:
    """The id of the choice of a question that leads out of it, or one step back; None where there is none."""
    ids = {choice.id for choice in choices}
    wanted = (BACK, *OUT) if way == "back" else (*OUT, BACK)
    return next((choice_id for choice_id in wanted if choice_id in ids), None)


_UNDOING = frozenset(("annuler", "arreter", "retirer", "refuser"))


def undoing(choices: Sequence[tuple[Choice, str]]) -> Choice | None:
    """What takes back or refuses that which a screen shows, where it has one button for that: « 🛑 Arrêter »."""
    found = [choice for choice, label in choices if choice.says == "no" or set(fold(label).split()[:1]) & _UNDOING]
    return found[0] if len(found) == 1 else None
