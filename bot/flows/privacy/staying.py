"""How people say that an erasure they asked for shall not be: « annule l'effacement », « non g pas voulu effacer »."""

from __future__ import annotations

import re
from datetime import date
from typing import Literal

from backend.domain.french.spelling import fold
from backend.domain.messaging.intent_vocabulary import vocabulary
from backend.domain.messaging.message import Choice, FullDay, Message, tr

BACK = Choice("/je reste", "Je reste")
Meant = Literal["stay", "ask"]
MOST_WORDS = 14
"""Words of a sentence that is read here. A longer one tells something else."""

_ELIDED = re.compile(r"\b([dl])(?=(?:eff?ac|annul))|\b(mon|le|ton)(?=compte\b)")
"""« Leffacement », « moncompte »."""
_ERASE = r"(?:eff?ac\w*|supp?ri\w*)"
_BETWEEN = r"(?:(?:que|qu|tu|on|me|te|m|l|le|la|mon|moi|etre|d|de|tout|a) ){0,4}"
_SAYS_SO = re.compile(
    r"(?:(?:si(?= si )|(?:(?<=\bsi )|(?<=\bah )|(?<=\bnon )|(?<=\boui )|(?<=\bmais ))si(?! si )"
    r"|en fait|non|nn|nan|no|oui|ah|finalement|attends?|attendez|laisse[rz]?(?: tomber)?|stop|svp|stp"
    r"|pardon|excuse|excusez moi|mais|je|moi) )*"
    r"(?:je|j|on) ?(?:reste|(?:ai )?change[rz]? d ?(?:avis?|idee)|annule|(?:ne )?pars (?:pas|plus))"
    r"(?: (?:finalement|ici|avec vous|svp|stp|quand meme|mon compte|merci|tout))*"
)
"""« Finalement je reste », « j'ai changé d'avis »: nothing else is said."""
_CLEAR = re.compile(
    r"(?:veux|veut|veu|voudrais|voulais|vais|souhaite|prefere|aimerais) (?:(?:bien|encore|juste|toujours) )?"
    r"(?:rester|continuer)\b"
    r"|(?<!pas )(?<!plus )\b(?:garde|laisse|conserve)[rz]? (?:(?:moi|mon|mn|le|bien|en paix) ){0,2}compte\b"
    r"|\b(?:annul|arret|stop)\w* (?:(?:l|la|le|mon|moi|cette|d|de|cet) ){0,3}(?:eff?acements?|supp?res+ions?)\b"
    r"|\b(?:annule|arrete)[rz]? (?:d|de) (?:(?:m|me|tout|l) )?(?:eff?acer?|supp?rimer?)\b"
    r"|\b(?:eff?ace|supp?rime)[rsz]? (?:pas|plus|rien)\b(?! tout\b)"
    r"|\b(?:faut|fo|doit|dois|devez) (?:pas|plus|rien) (?:eff?ace|supp?rime)[rsz]?\b"
    r"|^(?:(?:non|nn|nan|no) )*(?:pas|plus|rien) (?:eff?ace|supp?rime)[rsz]?\b"
    rf"|\b(?:pas|jamais) (?:voulu|demande) {_BETWEEN}(?:{_ERASE}|partir|quitter)"
    rf"|\b(?:veux|veut|veu|voulais|voudrais) (?:pas|plus) {_BETWEEN}(?:{_ERASE}|partir|quitter)"
)
_DOUBT = re.compile(
    r"\b(?:pourquoi|ca|il|elle|encore|toujours|quand|si|comment|est ce)\b.*\b(?:pas|plus|rien|jamais)\b"
)
"""What makes of « efface pas » a complaint: « pourquoi ça efface pas »."""
_NAMES = re.compile(rf"\b(?:{_ERASE}|eff?acements?|supp?res+ions?|rester|(?:mon|le|mn) compte)\b")
_OF_MONEY = re.compile(
    r"\b(?:argent|combien|sur (?:mon|le) compte|solde|orange|wave|momo|mtn|moov|airtel|numero|paie|paye\w*|banque"
    r"|bancaire|francs?)\b"
)
_MISTAKE = re.compile(
    r"\b(?:tromp\w+|erreurs?|expres|accident|pas voulu|pas (?:moi|mwa)|rien demande|regret\w+|annul\w+|blagu\w+"
    r"|rigol\w+|plaisant\w+|mal (?:appuye|touche|clique)\w*)\b"
)

_SOMEBODY = (
    r"(?:quelq\w* ?u[nm]\w*|kelk\w*|mari|copain|gars|frere|soeur|fils|fille|enfants?|petite?s?|pere|mere|papa|maman"
    r"|neveu|niece|cousine?|voisine?|amie?|qui)"
)
_DID = r"(?:fai[ts]?|jou\w+|touch\w+|appuy\w+|cliqu\w+|ecri\w+|pri[st]?|demande ca|demande (?:a ma place|sans)|voulu)"
_BY_ANOTHER = re.compile(rf"\b{_SOMEBODY} (?:\w+ ){{0,4}}{_DID}\b")
"""« C'est mon mari qui a fait ça »."""
_AGAINST = re.compile(
    r"(?:(?:ah|eh|oh|hein|mais|non|moi|svp|stp) )*(?:mais non"
    r"|(?:je |j |on )?(?:ne? )?(?:veux|veut|veu|voulais|voudrais) (?:pas|plus)(?: (?:de |du )?(?:ca|cela|tout))*"
    r"|(?:pourquoi|pq|quoi|koi|comment|c est quoi)(?: (?:ca|cela|donc))*)"
)
"""« Je veux pas ça », « mais pourquoi ? »."""


def read(text: str, *, below: bool) -> Meant | None:
    """Whether a sentence surely wants the person to stay, or may want it or speaks of the erasure, so she is asked;
    None if it is about something else. `below`: it answers a message about the erasure."""
    said = fold(_ELIDED.sub(_apart, fold(" ".join(vocabulary().words(text)))))
    if not said or len(said.split()) > MOST_WORDS:
        return None
    if _SAYS_SO.fullmatch(said) or ("?" not in text and _CLEAR.search(said) and not _DOUBT.search(said)):
        return "stay"
    if _NAMES.search(said) and not _OF_MONEY.search(said):
        return "ask"
    if below and (_MISTAKE.search(said) or _BY_ANOTHER.search(said) or _AGAINST.fullmatch(said)):
        return "ask"
    return None


def _apart(found: re.Match[str]) -> str:
    return f"{found[0]} "


def ask(day: date) -> Message:
    """Ask whether she stays. `day`: on which the account would be erased."""
    said = tr("🗑 Ton compte est effacé le {day}. Tu veux rester ?", day=FullDay(day))
    return said.with_choices(STAY, GO, columns=2)


STAY = Choice(BACK.id, BACK.label, says="yes")
GO = Choice("/supprimer", "Non, efface", says="no")
