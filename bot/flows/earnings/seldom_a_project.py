"""Texts that are seldom a project: a question, what she tells of herself, an order, a code, an address."""

from __future__ import annotations

import re

from backend.domain.french.lexicon import WEEKDAYS
from backend.domain.french.spelling import fold
from bot.flows.earnings.project_words import names_one, tells_of_it

_QUESTION = re.compile(r"\?|^\s*(?:combien|comment|pourquoi|quand|quelle?|est[- ]ce|qui|où)\b", re.IGNORECASE)
_TO_US = re.compile(
    r"\b(?:vous|votre|vos|tu|toi|te|t|on|pas|mdr|lol)\b|\bme regarden?t?\b"
    r"|^(?:et si|y a|il y a|c est (?:quoi|qui|ou|un vol|une arnaque)|arrete[rz]?|attend[sz]?|qui)\b"
)
"""She speaks to us, or of something else: « vous prenez combien », « ça te regarde pas »."""
_OF_HERSELF = re.compile(
    r"(?:(?:bonjour|bonsoir|salut|moi) )*(?:(?:je |j )?m ?appel\w*|mon (?:pre)?nom\b|moi c(?: est)?\b"
    r"|(?:je |j )?habite\b|j ?ai \d+ ans\b|mon (?:numero|num|contact)\b"
    r"|je (?:vis|reside|suis (?:nee?|mariee|celibataire|une|a|de|au|en)\b|suis \w+$))"
)
"""« Je m'appelle Awa »: what she says of herself, which may be no project."""
_OF_HER_FAMILY = re.compile(
    r"(?:mais )?(?:mon|ma|mes|le|la) (?:mari|copain|pere|papa|mere|maman|frere|soeur|enfants?|fils|fille|bebe|famille)"
    r" (?:ne |n |me |m )?(?:dit|veut|veulent|est|sont|a|ont|va|vont|refuse|prend|pense|demande|peut)\b"
)
"""« Mon mari dit que non »: what she tells of her family."""
_NO_NAME = re.compile(
    r"(?:le |mon )?(?:code|pin|mdp|mot de passe)\b"
    r"|(?:envoi[est]?|envoye[rz]?|envoie[sz]|remet\w*|pardo?n|oups|mon compte) "
)
"""« Code 4821 », « envoi 5000 à ma mère », an address: seldom what is saved for."""
_A_PRICE = re.compile(r"(?:le|son|mon) (?:prix|cout) (?:(?:a|est) )?(?:monte|augmente|baisse|change|passe)")
"""« Le prix a monté à 200 000 » tells what it costs, and not what it is."""
_A_TIME = re.compile(rf"\b(?:{'|'.join(WEEKDAYS)})\b.* \d{{1,2}} ?h\b")
"""« Lundi et jeudi 20 h »: when she would be reminded."""


def seldom(text: str, *, with_amount: bool) -> bool:
    """Whether the text is seldom a project, so that she is asked once more: also one word that we do not know, such as
    her name. `with_amount`: it names a sum, as what is told of her family or of an hour does not."""
    said = fold(text)
    if not with_amount and len(said.split()) == 1 and not names_one(text) and not tells_of_it(text):
        return True
    if _NO_NAME.match(said) or _A_PRICE.match(said) or "@" in text or "://" in text:
        return True
    if _QUESTION.search(text) or _OF_HERSELF.match(said) or _TO_US.search(said):
        return True
    return not with_amount and bool(_OF_HER_FAMILY.match(said) or _A_TIME.search(said))
