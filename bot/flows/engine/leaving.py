"""How people say that they want to leave a question: "annuler", "retour", "laisse tomber", "non merci"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Literal

from backend.domain.french.phonetics import sound
from backend.domain.french.spelling import fold
from backend.domain.messaging.intent_vocabulary import vocabulary
from backend.domain.messaging.message import Choice
from bot.flows.engine import denials

Way = Literal["back", "away"]
"""One step back, or out of the question."""

_BACK = frozenset(
    (
        *("retour", "retourner", "revenir", "revenir en arriere", "retour en arriere", "retour arriere", "en arriere"),
        *("precedent", "back", "je veux revenir", "je veux retourner", "retour au menu"),
        *("reviens en arriere", "retourne en arriere", "je veux revenir en arriere", "je veux retourner en arriere"),
        *("ecran precedent", "l ecran precedent", "ecran d avant", "l ecran d avant", "page precedente"),
        *("la page precedente", "la page d avant"),
    )
)
_AWAY = frozenset(
    (
        *("annuler", "annule", "annulez", "annuler ca", "annule ca", "j annule", "je veux annuler", "cancel"),
        *("annule la", "annule le", "annulez la", "annulez le", "annule tout", "annuler tout", "annule moi ca"),
        *("laisse", "laissez", "laisser", "laisse tomber", "laissez tomber", "je laisse", "je laisse tomber"),
        *("laisse ca", "laisse comme ca", "on laisse", "on laisse tomber", "abandonner", "j abandonne", "abandonne"),
        *(
            "non merci",
            "non merci beaucoup",
            "merci non",
            "sans facon",
            "pas maintenant",
            "plus tard",
            "plutard",
            "plustard",
            "plu tard",
            "pas la",
        ),
        *("une autre fois", "apres", "tant pis", "c est pas grave", "quitter", "sortir", "fermer", "exit", "quit"),
        *("je veux sortir", "je veux quitter", "j ai change d avis", "je ne veux pas", "je veux pas", "pas envie"),
        *(
            "pas la peine",
            "c est pas la peine",
            "ce n est pas la peine",
            "c pas la peine",
            "pas besoin",
            "j ai pas besoin",
        ),
        *("j en ai pas besoin", "je n en ai pas besoin", "j en veux pas", "je n en veux pas", "surtout pas"),
        *("je ne veux plus", "je veux plus", "oublie", "oubliez", "terminer", "fini", "c est fini"),
    )
)
_LATER = frozenset(
    ("pas maintenant", "plus tard", "plutard", "plustard", "plu tard", "pas la", "une autre fois", "apres")
)
"""Phrases of these that only put it off."""
_OVER = frozenset(
    ("terminer", "fini", "c est fini", "j ai fini", "c est tout", "c tout", "c est bon", "oui c est bon", "c bon")
)
"""Phrases that, with a question mark, ask whether something is over; they do not leave then."""
_NEXT_PICTURE = frozenset(
    (
        *("celle d apres", "autre photo", "une autre photo", "autre image", "une autre image", "photo suivante"),
        *("image suivante", "change de photo", "change d image", "change la photo", "changez la photo"),
        "change l image",
    )
)
"""Phrases that pass a task with a picture, and no question of a lesson."""
_PASSES = frozenset(
    (
        *("passer", "passe", "je passe", "on passe", "je veux passer", "passer ca", "passe ca", "skip", "passons"),
        *("sauter", "saute", "je saute", "on saute", "je veux sauter", "sauter ca", "saute ca"),
        *("question suivante", "la question suivante", "la suivante"),
        *(
            f"{deed} {what}"
            for deed in ("passe", "passer", "saute", "sauter", "je passe", "je saute")
            for what in ("la question", "cette question", "cette etape")
        ),
    )
)
_OPENS = re.compile(r"^(?:(?:ah|oh|euh|hum+|hmm+|bon|bah|ben|ou bien|en fait|finalement|attends?) )+")
_NO_BEFORE = re.compile(r"^(?:non|nn|nan) (?:en fait |finalement )?")
_ELIDED = re.compile(r"^j(?=(?:abandonne|annule|en|ai)\b)")
"""« Jabandonne », « jannule » without an apostrophe."""
_POLITE = frozenset(("svp", "stp", "merci", "s il te plait", "s il vous plait"))

OUT = ("cancel", "later", "no", "not", "mine")
"""Ids of choices that leave a question, the clearest first."""
BACK = "back"
"""The id of the choice that goes one step back."""


def read(text: str) -> Way | None:
    """Whether the text says that the person wants to leave, and how; None if it does not."""
    said = _ELIDED.sub("j ", fold(text))
    for word in _POLITE:
        if said not in _AWAY:
            said = said.removesuffix(f" {word}")
    if "?" in text and is_over(text):
        return None
    opened = _OPENS.sub("", said)  # « en fait laisse tomber »
    denied = _NO_BEFORE.sub("", opened)  # « non laisse »
    whole = fold(" ".join(vocabulary().words(text))) if len(said) <= LONGEST else ""  # « jve plus »
    if _BACK & {said, opened, denied, whole}:
        return "back"
    if said in _AWAY or whole in _AWAY or any(each in _AWAY - _OVER for each in (opened, denied)):
        return "away"
    return _by_ear(said, denied, whole) if whole else None


def _by_ear(*said: str) -> Way | None:
    """How a text leaves that only sounds like such a phrase: « anule », « lesse tombé », « retourné »."""
    heard = {*map(_sounds, said)}
    return "back" if heard & _heard(_BACK) else "away" if heard & _heard(_AWAY) else None


_HEARD = re.compile(r"annul|laiss|abandon|retour|reven|arriere|merci|grave|pas (?:maintenant|envie|besoin|la peine)")
"""Phrases that sound like nothing else; « fermer » is a shop that is « fermé »."""
LONGEST = 40
"""Signs of the longest phrase that is heard."""


def _sounds(said: str) -> tuple[str, ...]:
    return tuple(map(sound, said.split()))


@cache
def _heard(phrases: frozenset[str]) -> frozenset[tuple[str, ...]]:
    return frozenset(
        _sounds(phrase) for phrase in phrases if _HEARD.search(phrase) and len(sound(phrase)) > LEAST_SOUND
    )


LEAST_SOUND = 3
"""Signs of the shortest sound of a phrase that is heard; shorter ones are shared by too many words."""


def is_over(text: str) -> bool:
    """Whether the text says that something is done: the answer, or everything."""
    return fold(text) in _OVER or fold(" ".join(vocabulary().words(text))) in _OVER


def puts_off(text: str) -> bool:
    """Whether a text that leaves only says that it is not now: « plus tard »."""
    said = fold(text)
    return not _LATER.isdisjoint((said, _NO_BEFORE.sub("", _OPENS.sub("", said))))


def passes(text: str) -> bool:
    """Whether the person skips the question: « je passe »."""
    return fold(text) in _PASSES or fold(text) in _NEXT_PICTURE


def leaves_out(text: str) -> bool:
    """Whether the person leaves out a question, where that may cost a point."""
    return fold(text) in _PASSES


_MAY_I = re.compile(r"(?:est ce que )?(?:je|on) peu[xt] ")


def would_pass(text: str) -> bool:
    """Whether the person skips the question or asks to, where that costs nothing: « je peux passer ? »."""
    return passes(_MAY_I.sub("", fold(text), count=1))


def way_out(choices: Iterable[Choice], way: Way) -> str | None:
    """The id of the choice that leaves the question, or goes one step back; None if it has none."""
    ids = {choice.id for choice in choices}
    wanted = (BACK, *OUT) if way == "back" else (*OUT, BACK)
    return next((choice_id for choice_id in wanted if choice_id in ids), None)


_TAKES_BACK = re.compile(
    r"(?:(?:en fait|finalement|ah|mais|attends?|oh|pardon|non|nn|nan|stop) )*"
    r"(?:(?:non|nn|nan) (?:en fait|finalement)|(?<=en fait )(?:non|nn)|(?<=finalement )(?:non|nn)"
    r"|je (?:blague|rigole|plaisante)|c ?etait (?:une blague|pour rire)|(?<=non )pardon|(?<=nn )pardon"
    r"|(?:(?:je |j )?(?:n )?ai pas dit |(?:je |j )?(?:ne )?(?:voulais|veux) pas (?:dire )?|pas )stop"
    r"|(?:je |j ?)(?:ai |viens de )?change[rzs]? d ?(?:avis?|idee))(?: (?:svp|stp|hein))*"
)


def takes_back(text: str) -> bool:
    """Whether the text takes back what was just said: « non je blague », « en fait non », « attend g changé davis »,
    « ne l'envoie pas »."""
    if len(text) > LONGEST:
        return False
    return denials.of_sending(text) or any(
        map(_TAKES_BACK.fullmatch, (fold(text), fold(" ".join(vocabulary().words(text)))))
    )


_UNDOING = frozenset(("annuler", "arreter", "retirer", "refuser"))
_STATES = frozenset(("pas", "toujours", "ce"))
_BACK_AGAIN = ("/revenir", "/je reste")


def undoing(choices: Sequence[tuple[Choice, str]]) -> Choice | None:
    """The button that takes back or refuses what a message announces, if it has exactly one: « 🛑 Arrêter », or
    « Revenir » below the reply to « stop ». One that says how it is, « ❌ Pas reçu », « 🚫 Ce n'est pas elle », takes
    nothing back."""
    if 0 < len(choices) <= 2:
        first, label = choices[0]
        if first.id in _BACK_AGAIN or (first.id == "/travail" and fold(label) == "reprendre"):  # a pause
            return first
    begun = [(choice, set(fold(label).split()[:1])) for choice, label in choices]
    found = [each for each, word in begun if (each.says == "no" and not word & _STATES) or word & _UNDOING]
    return found[0] if len(found) == 1 else None
