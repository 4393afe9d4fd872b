"""How people say that they want to be written to again, after `stop` or `pause`: « écris-moi encore »."""

from __future__ import annotations

import re
from typing import Literal

from backend.domain.french.spelling import fold
from backend.domain.messaging.intent_vocabulary import vocabulary
from bot.flows.engine import denials

_OPENING = (
    r"(?:(?:si(?= si )|(?:(?<=\bsi )|(?<=\bah )|(?<=\bnon )|(?<=\boui )|(?<=\bmais ))si(?! si )"
    r"|finalement|en fait|oui|non|ok|bon|ah|mais|stp|svp|pardon|excuse moi|je me suis trompee?|moi|coucou|bonjour"
    r"|bonsoir|salut|slt|bjr|bsr|voila|ca y est|c(?: est)? bon|c(?: est)? moi"
    r"|c(?: est)? (?:moi )?(?!quoi|pas|ou|fini)\w+(?= je)) )*"
)
_AGAIN = re.compile(
    _OPENING + r"(?:(?:je|j) (?:veux|veut|veu|vais|voudrais|souhaite|prefere|aimerais) (?:bien |encore |juste )?"
    r"(?:revenir|reprendre|continuer|recommencer|rester)"
    r"|je (?:revien[st]?|continue|recommence|repren[ds]*|reste|regrette)"
    r"|(?:je suis?|jsuis?|chuis?|(?:me )?(?:re)?voila) (?:de retour|revenue?|rentree?|(?:toujours )?la)|me revoila"
    r"|(?:j ai )?fini(?:e|r)? (?:la|ma) pause|(?:la|ma) pause (?:est )?(?:finie?|terminee?)|fin de (?:la )?pause"
    r"|(?:revien[st]?|revenez|repren(?:[ds]*|ez|dre)|recommence[rz]?|continue[rz]?|on continue|on reprend)"
    r"|(?:j ai )?change d ?avis)"
    r"(?: (?:finalement|encore|(?:du|de) (?:village|voyage|vacances?)|avec (?:vous|toi)|svp|stp|merci|ici|maintenant"
    r"|quand meme|oui|les? rappels?|a travailler))*"
)
_WRITE = re.compile(
    r"\b(?:tu|vous|de|peux|pouvez|continue[rz]?) (?:a )?(?:(?:peux|pouvez|dois|devez|continues?|continuez) (?:a )?)?"
    r"m (?:ecri\w*|envo\w*)\b"
    r"|\b(?:ecri[stv]?|ecrivez|ecrire|rappelle[sz]?|envoie[sz]?|envoyez) moi\b"
    r"|\b(?:remets?|remettez|redonne[sz]?|veux|veut|veu|reprends?) (?:moi )?"
    r"(?:(?:les|mes|des|tes|vos) rappels?|(?:tes|vos) messages?)\b"
)
_NOT = re.compile(r"\b(?:pas|plus|jamais|arrete\w*|stop\w*|cesse\w*|sans|aucun)\b")
MOST_WORDS = 12


def surely(text: str) -> bool:
    """Whether a sentence wants messages again, whatever it answers: « écris-moi encore »."""
    said = _said(text)
    return "?" not in text and len(said.split()) <= MOST_WORDS and bool(_WRITE.search(said)) and not _NOT.search(said)


_RETURNS = re.compile(r"\brev(?:ien|en)\w*\b|\bde retour\b")


_STOPPING = re.compile(r"\b(?:stop|arret|quitt|part|pause)")


def denies(text: str) -> bool:
    """Whether a sentence says that `stop` or `pause` was not meant: « j'ai pas dit stop », « je veux pas arrêter »."""
    return denials.of_an_act(text) and _STOPPING.search(_said(text)) is not None


_LESS = re.compile(
    r"\b(?:(?:voulai[st]?|veux|voulu) (?:juste |seulement )?dire|juste|seulement|uniquement|sauf|que (?:pour|l|les?|la)"
    r"|pas (?:pour )?(?:tou[st]?|toute?s?|tt)|pas (?:les|mes|tes|vos) (?:messages?|rappels?|annonces?)"
    r"|(?:stop|arrete) pour)\b"
)
_SURELY_LESS = re.compile(r"\b(?:stop|arrete\w*|pas (?:pour )?(?:tou[st]?|toute?s?|tt)|pas (?:les|mes) \w+)\b")
_NO_REMINDERS = re.compile(r"(?!.*\bpas (?:(?:les|mes|tes|vos|de) )?rappels?\b).*\brappels?\b")
_OF_MESSAGES = re.compile(r"\b(?:rappels?|annonces?|messages?|tou[st]?|toute?s?|tt)\b")


def meant_less(text: str) -> Literal["reminders", "messages", "else"] | None:
    """What a sentence below `stop` says to be meant instead of all messages: « je voulais dire stop les rappels », some
    of the messages, « pas tout, juste les annonces », or something else that is named, « stop haine seulement ». None
    if it says nothing of the kind."""
    said = _said(text)
    if "?" in text or len(said.split()) > MOST_WORDS or _LESS.search(said) is None:
        return None
    if _NO_REMINDERS.match(said):
        return "reminders"
    return "messages" if _OF_MESSAGES.search(said) else "else"


def stops_something(text: str) -> bool:
    """Whether such a sentence says itself that something is to stop, or not all: « juste haine » may be an answer."""
    return _SURELY_LESS.search(_said(text)) is not None


def anywhere(text: str) -> bool:
    """Whether a sentence wants to come back, wherever it is no answer: « reviens », « écris-moi encore »."""
    return surely(text) or denies(text) or (below(text) and bool(_RETURNS.search(_said(text))))


def below(text: str) -> bool:
    """Whether a sentence wants to come back, if it answers what says that nothing is sent any more: « je continue »."""
    return surely(text) or denies(text) or comes(text)


def comes(text: str) -> bool:
    """Whether a text says that somebody is there again, and nothing else: « je continue », « je suis là »."""
    return "?" not in text and _AGAIN.fullmatch(_said(text)) is not None


def _said(text: str) -> str:
    return fold(" ".join(vocabulary().words(text)))
