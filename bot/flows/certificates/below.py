"""What is said right below a certificate: it shall show less, its name is wrong, it shall go to somebody."""

from __future__ import annotations

import re
from typing import Literal

from backend.domain.french.spelling import fold

MOST_SIGNS = 100
"""A longer text tells something."""
_CHANGES = re.compile(
    r".*\b(?:cach\w*|masqu\w*|enlev\w*|retir\w*|effac\w*|supprim\w*|chang\w*)\b.*\b(?:nom|page|lien|date|ligne"
    r"|internet)\b.*"
    r"|.*\b(?:pas|plus|jamais|sans)\b.*\b(?:en ligne|internet|voi[est]\w*|vu|public\w*|montr\w*|affich\w*"
    r"|mon nom)\b.*"
    r"|.*\bnom\b.*\b(?:mal ecrit|faux|pas (?:le )?bon|faute)\b.*"
)
_FOR_SOMEBODY = re.compile(
    r"(?!.*\bmails?\b).*\b(?:envo\w+|transmet\w*|partag\w*|donne\w*|montr\w*)\b(?: \w+){0,4} (?:a|au|aux) .+"
)
_WHAT_IS_IT = re.compile(r".*\b(?:c est quoi|sert a quoi|a quoi|pourquoi)\b.*\b(?:lien|page|qr|adresse)\b.*")
_FORM = re.compile(
    r"(?:(?:ok|oui|et|bonjour|svp|stp|je (?:veux|voudrais|prends)|donne|envoi[er]?|montre|moi|le|la|l|un|une|mon|ma|en"
    r"|format|plutot) )*(?P<form>pdf|image|photo|lien)(?: (?:svp|stp|merci|(?:du|de mon|pour mon) certificat))*"
)
Form = Literal["pdf", "image", "lien"]


def form(text: str) -> Form | None:
    """The form in which a text wants a certificate: « je veux le pdf », « un lien ». None if it wants none."""
    found = _FORM.fullmatch(fold(text))
    if found is None:
        return None
    match found["form"]:
        case "pdf":
            return "pdf"
        case "lien":
            return "lien"
        case _:
            return "image"


def read(text: str) -> Form | Literal["changer", "what"] | None:
    """What is wanted of the certificate: one of its forms, what it shows or the name changed, the link to be sent on,
    to know what its page is. None if the text is none of these."""
    said = fold(text) if len(text) <= MOST_SIGNS else ""
    if (wanted := form(said)) is not None:
        return wanted
    if _WHAT_IS_IT.fullmatch(said):
        return "what"
    if _CHANGES.fullmatch(said):
        return "changer"
    return "lien" if _FOR_SOMEBODY.fullmatch(said) else None
