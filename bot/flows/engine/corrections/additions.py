"""What belongs to an answer too, alone, or no more: « tissu aussi », « juste 1 », « enlève tissu »."""

from __future__ import annotations

import re

from bot.flows.engine.corrections.wording import SORRY, written_out

_FORGOTTEN = re.compile(
    rf"(?:(?:{SORRY}|non|oh|ah|mais|et) )*(?:(?:j|je) ?ai (?:aussi )?(?:oublie[er]?|oublier|zappe)"
    r"(?: (?:de (?:mettre|cocher|dire|noter|choisir|ajouter|toucher|taper|marquer)|aussi|encore))*"
    r"|(?:il )?(?:manque|manquait)|(?:je )?(?:veux |voulais )?r?ajoute[rz]?)"
    r" (?:(?:le|la|les|l|du|de|des|un|une|aussi) )*"
    r"(?P<rest>.+?)(?: aussi)?"
)
"""« J'ai oublié tissu », « il manque le tissu », « ajoute tissu »."""
_LEFT_OUT = re.compile(
    rf"(?:(?:{SORRY}|non|oh|ah|mais|et) )*(?:j|je) ?ai (?:aussi )?(?:oublie[er]?|oublier|zappe)"
    r" (?:de |d )(?:mettre|dire|noter|ajouter|ecrire|marquer|preciser|signaler)\b.*"
)
"""« J'ai oublié de dire qu'elle rit », of an answer in any words."""
_ALSO = re.compile(
    rf"(?:(?:{SORRY}|non|oui|ah|oh|mais|et) )*(?:(?:le|la|les|l|du|de|des|un|une) )*"
    r"(?:(?P<rest>\S+(?: \S+){0,4}?) (?:aussi|en plus|egalement)|(?:aussi|et aussi|plus) (?P<rest_>\S+(?: \S+){0,4}))"
)


def also(text: str) -> str | None:
    """What a text says to belong to an answer too: « tissu aussi ». None if it says nothing of the kind."""
    found = _ALSO.fullmatch(written_out(text)) if "?" not in text else None
    return None if found is None else found["rest"] or found["rest_"]


_AND = re.compile(r"\s*(?:et\s|[+&,])\s*(?P<rest>\S.*)", re.IGNORECASE | re.DOTALL)


def goes_on(text: str) -> str | None:
    """What a text names behind « et » or « + », which go on with an answer of before. None if it does not begin so."""
    found = _AND.fullmatch(text) if "?" not in text else None
    return None if found is None else found["rest"]


_ONLY = re.compile(
    rf"(?:(?:{SORRY}|non|ah|oh|mais|euh|oui) )*(?:(?:juste|seulement|uniquement|que|rien que) )+(?:(?:la|le|les) )?"
    r"(?P<rest>\S+(?: \S+){0,4}?)"
    r"|(?P<rest_>\S+(?: \S+){0,4}?) (?:seulement|uniquement)"
)


def only(text: str) -> str | None:
    """What a text says to be the only answer: « juste 1 ». None if it says nothing of the kind."""
    found = _ONLY.fullmatch(written_out(text)) if "?" not in text else None
    return None if found is None else found["rest"] or found["rest_"]


_RATHER = re.compile(r"(?:(?:ou|bon|euh|mais) )*plutot (?P<rest>.+)|(?P<rest_>.+) plutot")


def rather(text: str) -> str | None:
    """What a text says to be rather the answer, of this question or of the one before: « plutôt 2 », « la 2 plutôt ».
    None if it says nothing of the kind."""
    found = _RATHER.fullmatch(written_out(text)) if "?" not in text else None
    return None if found is None else found["rest"] or found["rest_"]


def forgotten(text: str) -> str | None:
    """What a text says to add to an answer: « j'ai oublié tissu ». None if it says nothing of the kind."""
    found = _FORGOTTEN.fullmatch(written_out(text))
    return found["rest"] if found is not None else None


_TAKEN_OFF = re.compile(
    rf"(?:(?:{SORRY}|non|oh|ah|mais|et) )*(?:je (?:veux |peux )?)?"
    r"(?:(?:enleve|retire|supprime|decoche|ote|cache|masque)[rz]?|(?:ne )?(?:montre|affiche)[rz]? pas"
    r"|(?:ne )?(?:veux )?pas (?:montrer|afficher|qu on (?:voie?|voi[st]))|sans|pas)"
    r" (?:(?:le|la|les|l|du|de|des) )*(?P<rest>.+)"
)


def taken_off(text: str) -> str | None:
    """What a text says to take away from an answer: « enlève tissu », « pas tissu ». None if it says nothing of it."""
    found = _TAKEN_OFF.fullmatch(written_out(text)) if "?" not in text else None
    return found["rest"] if found is not None else None


def left_out(text: str) -> bool:
    """Whether a text says that something was left out of an answer: « j'ai oublié de dire qu'elle rit »."""
    return _LEFT_OUT.fullmatch(written_out(text)) is not None
