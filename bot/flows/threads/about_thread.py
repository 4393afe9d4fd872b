"""What staff write in somebody's thread about her, or for us or the team: « elle a reçu son argent ? », « passe ça à
l'équipe ». It may still be meant for her, so it is asked about before it is sent."""

from __future__ import annotations

import re

from backend.domain.french.spelling import fold
from bot.flows.threads import letter_words

MOST_ABOUT = 60
"""The most characters of a text that is about a thread."""
_TO_HER = frozenset(["tu", "t", "te", "toi", "ton", "ta", "tes", "vous", "votre", "vos"])
_BEGINS = (
    r"(?:(?:combien|est ce (?:que|qu)|qu est ce (?:que|qu)|pourquoi|quand|ou|comment|mais|et|ah|bah|bon|ok|si"
    r"|je crois qu|je sais pas si) )*"
)
_OF_HER = (
    rf"{_BEGINS}elle .+|.*\b(?:avec|chez|c est) elle(?: .*)?|.*\bcelle (?:la|ci)\b.*"
    r"|.*\b(?:je|j|on|faut|quoi|comment) (?:(?:vais|ai|dois|peux|sais pas quoi|sais pas comment|y) )*lui \w+.*"
)
"""« Elle a reçu son argent ou pas ? », « c'est réglé avec elle », « je sais pas quoi lui répondre »."""
_OF_NAME = (
    r"(?:.*\b)?(?:qui(?: est)?|appele|vu|contacte|paye|aide|de|d|avec|chez|fiche|compte) {name}(?: .*)?"
    r"|{_begins}{name} (?:est|n|s|va|veut|c est (?:qui|laquelle|quoi)|a (?!demain|bientot|plus|tout|tantot|ce|lundi)).*"
)
"""« C'est qui Solange ? », « j'ai déjà appelé Solange », « Solange a été payée ? »."""
_FOR_US = (
    r"(?:(?:dis|envoie|ecris|reponds|donne|montre|explique|bloque|paie|paye)[sz]? )lui\b.*"
    r"|(?:peux tu |tu peux )?(?:transfere|transmet|passe|fais suivre|envoie|montre|demande)\w*(?: \w+){0,3}"
    r" a l ?equipe\b.*"
    r"|(?:dis|dire|dites|previens|prevenez|annonce|ecris|envoie|transmets?)\w*(?: (?:ca|cela|le|un message))?(?: a)?"
    r" (?:tout le monde|toutes|tous|(?:les|mes) (?:filles|autres|femmes|hiteuses))\b.*"
    r"|(?:(?:attends?|ok|non) )*je (?:lui )?(?:reponds?|repondrai|ecrirai|vais (?:lui )?(?:repondre|ecrire))"
    r" (?:plus tard|apres|demain|ce soir|tout a l heure|tantot)"
    r"|(?:quelqu un(?: d autre)?|qui(?: d autre)?) (?:peut|pourrait) (?:lui )?(?:repondre|prendre).*"
    r"|(?:(?:la|le|au) )?(?:suivante?|prochaine?)(?: (?:svp|stp))?|marque[rz]? (?:comme )?lue?s?|reponses? pretes?"
    r"|hein|c(?: est)? (?:qui|quoi)(?: (?:ca|elle|deja|son .+))?"
)
"""« Dis-lui non », « passe ce message à l'équipe », « préviens tout le monde », « je réponds plus tard »."""


def is_about(text: str, name: str) -> bool:
    """Whether a text in the thread of somebody of this name is rather about her than to her, orders something of us, or
    says nothing."""
    said, whose = fold(text), re.escape(fold(name))
    if says_nothing(text):
        return True
    if len(text) > MOST_ABOUT:
        return False
    if re.fullmatch(_FOR_US, said) is not None or letter_words.for_the_team(text) is not None:
        return True
    of_her = _OF_HER + ("|" + _OF_NAME.format(name=whose, _begins=_BEGINS) if whose else "")
    return _TO_HER.isdisjoint(said.split()) and re.fullmatch(of_her, said) is not None


def says_nothing(text: str) -> bool:
    """Whether a text is nothing but punctuation: « ?? », « - »."""
    return re.fullmatch(r"[\s?!.…,;:-]+", text) is not None
