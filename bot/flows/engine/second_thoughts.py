"""Second thoughts in words: "pardon, haine", "je voulais dire haine", "je me suis trompée"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from backend.domain.french.spelling import fold

_MISTAKEN = r"(?:je|j|jme|jm|jsuis|jsui|chuis|chui|me|m) (?:(?:me|m|suis|sui) )*tr[oa][mn]p\w+"
"""« Je me suis trompée », as women write it."""
_SORRY = (
    r"pardon|oups|oops|mince|desolee?|excuse[zs]?(?: moi)?|erreur|correction|en fait|enfin|finalement|attends?|plutot"
    rf"|(?:c est |j ai fait )?une erreur|{_MISTAKEN}|je corrige|je voulais|je veux dire"
)
_FILLING = (
    r"dire|mettre|ecrire|repondre|choisir|taper|toucher|c est|c etait|plutot|la reponse|ma reponse|est|etait|mais|que"
    r"|je voulais|je veux|non|la|le"
)
_SAID = re.compile(rf"(?P<sorry>(?:(?:non|{_SORRY}) )*?(?:{_SORRY}))(?: (?:{_FILLING}))*(?: (?P<rest>.+?))?")
_BEYOND = re.compile(rf"(?:non )?(?:pardon|oups|desolee?|excuse|je voulais|{_MISTAKEN})")
_NO = re.compile(r"non (?:(?:c est|plutot) )?(?P<rest>.+)")
_WRONG = re.compile(
    rf"(?:oups |pardon |desolee? )*(?:{_MISTAKEN}(?: de (?:bouton|reponse|touche))?|j ai fait (?:une )?erreur"
    r"|c est une erreur|erreur|je veux (?:corriger|changer)(?: (?:ma|la) (?:derniere )?reponse)?"
    r"|(?:corriger|changer) (?:ma|la) (?:derniere )?reponse|je corrige|mauvaise? (?:reponse|bouton|touche))"
    r"(?: svp| stp| pardon| desolee?)?"
)


@dataclass(frozen=True, slots=True)
class Thought:
    """`instead`: what she names, "": nothing. `clear`: it cannot be an answer to what is asked now; a bare "non" before
    something can. `sorry`: she says so beyond doubt; « Erreur de caisse » may be what is written somewhere."""

    instead: str = ""
    clear: bool = True
    sorry: bool = True


def read(text: str) -> Thought | None:
    """What she says of an answer that she gave before; None: nothing."""
    said = fold(text)
    if _WRONG.fullmatch(said):
        return Thought()
    if (found := _SAID.fullmatch(said)) and found["rest"]:
        return Thought(found["rest"], sorry=_BEYOND.match(said) is not None)
    if found := _NO.fullmatch(said):
        return Thought(found["rest"], clear=False, sorry=False)
    return None
