"""What is paid or opened day by day, and seldom for what she saves for: the rent, a taxi, airtime; an account."""

from __future__ import annotations

import re

from backend.domain.french.phonetics import sound
from backend.domain.french.spelling import fold
from backend.domain.messaging import channels
from backend.domain.people.commands import Goal
from bot.flows.earnings.project_words import kind_of, names_one

LEAST_LETTERS = 4
"""Letters of a word by which a text names what she saves for."""
LEAST_HEARD = 5
"""Letters of a word that is known by its sound: « eau » sounds like « au »."""


def _heard(text: str) -> frozenset[str]:
    return frozenset(sound(word) if len(word) >= LEAST_HEARD else word for word in fold(text).split())


_EVERYDAY = _heard(
    "transport taxi gbaka zem bus essence credit unite unites forfait mega megas connexion recharge electricite "
    "courant lumiere eau gaz facture factures dette dettes pret dime eglise mosquee quete offrande coiffeur coiffeuse "
    "tresses meches nourriture manger repas riz huile condiments popote tontine cotisation nounou servante cadeau "
    "amende pharmacie docteur ordonnance"
)
"""Words of such payments that name no project, as they are heard."""


def is_everyday(text: str, goal: Goal) -> bool:
    """Whether what she says to have paid may be something else than her project: « le loyer 15 000 », and she saves for
    a sewing machine. Never if the text names her project, or a word of it."""
    said, hers = (_heard(each) for each in (text, goal.words))
    if sound("projet") in said or any(len(each) >= LEAST_LETTERS or each in _EVERYDAY for each in said & hers):
        return False
    return bool(said & _EVERYDAY) or (names_one(text) and kind_of(text) != goal.kind)


_LEADING = re.compile(r"^(?:(?:un|une|mon|ma|mes|le|la|les|l|des|du|ton|ta|votre|vos|deja|bien|enfin|aussi) )+")
_NO_VENTURE = frozenset(
    (
        *("compte", "comptes", "livret", "carte", "porte", "fenetre", "yeux", "sac", "boite", "paquet"),
        *("photo", "photos", "image", "images", "lien", "message", "messages", "vocal", "document", "fichier", "pdf"),
        *("mail", "email", "telephone", "tel", "facebook", "tiktok", "internet", "wifi", "appli", "application"),
        *channels.real(),
    )
)
"""What people open every day."""


def opens_nothing(text: str) -> bool:
    """Whether what she says to have opened is no activity of hers: « un compte », « la photo »."""
    return _LEADING.sub("", fold(text)).partition(" ")[0] in _NO_VENTURE
