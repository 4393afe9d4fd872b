"""`revues`: words of a reviewer that are about her decision, and not for the woman whose answer she looks at."""

from __future__ import annotations

import re

from backend.domain.french.spelling import fold
from backend.domain.messaging.intent_vocabulary import vocabulary
from bot.flows.engine.corrections import second_thoughts, taking_back

MOST_OF_REGRET = 80
_DECIDES = r"(?:accept|refus|valid|rejet|corrig)\w*"
_REGRETS = re.compile(
    r"(?:\w+ ){0,4}(?:je l ai|j ?ai|fallait|devai[st]|voulai[st]?|(?:c etait|ct)(?: pas| plutot)?) (?:\w+ ){0,2}"
    rf"{_DECIDES}(?: \w+){{0,8}}"
    rf"|(?:\w+ ){{0,2}}(?:la derniere|celle d avant|la precedente) (?:\w+ ){{0,3}}{_DECIDES}(?: \w+){{0,4}}"
    r"|(?:\w+ ){0,4}(?:(?:elle|il) (?:avait|avai|a|ai) (?:\w+ ){0,2}|(?:(?:sa|la) reponse|la derniere|celle d avant"
    r"|la precedente|c|ct|ce) ?(?:etai[st]?|ete|et|ait) (?:\w+ )?)(?:raison|bon(?:ne)?|juste|correcte?|vrai)"
    r"|(?:\w+ ){0,4}(?:revien[st]?|revenir|change[rz]?|annule[rz]?|reprend(?:s|re)) (?:\w+ ){0,2}"
    r"(?:decision|revue|verdict|refus)(?: \w+){0,4}"
)
"""« Oups j'ai refusé par erreur », « la dernière c'était accepter », « non attends elle avait raison »."""


def regrets(text: str) -> bool:
    """Whether a text is about the decision before."""
    return "?" not in text and len(text) <= MOST_OF_REGRET and _REGRETS.fullmatch(fold(text)) is not None


def taken_back(text: str) -> bool:
    """Whether a text wants back what was decided or answered before, and says nothing else."""
    if regrets(text) or taking_back.takes_back(text):
        return True
    thought = second_thoughts.read(text)
    return thought is not None and not thought.instead


_OF_THE_DECISION = re.compile(
    r"\b(?:la|l|le|lui|elle)(?: \w+){0,2} (?:refus|accept|valid|rejet)\w*"
    r"|\b(?:refus|accept|valid|rejet|pa[iy])\w* (?:la|le|lui|elle)\b"
)


def of_the_decision(text: str) -> bool:
    """Whether a text is about what is to be decided here, in words that decide nothing: « je veux pas la refuser »."""
    return "?" not in text and _OF_THE_DECISION.search(fold(text)) is not None


_NOT_REFUSED = re.compile(
    r"\b(?:pas|plus|rien) (?:\w+ ){0,2}refus\w*|\b(?:accept|valid)\w*|\bje (?:la |l )?pa[iy]e\b|\bpa[iy]\w* la\b"
)


def will_not_refuse(text: str) -> bool:
    """Whether a reviewer who is asked why she refuses does not want to: « non attends je veux pas refuser »."""
    return "?" not in text and _NOT_REFUSED.search(fold(text)) is not None


_SEES_AGAIN = re.compile(
    r"(?:(?:pardon|attends?|svp|stp|je|j|tu|vous|peux|peut|veux|voudrais|fais|laisse|moi|me) )*"
    r"(?:(?:re)?mont(?:re|rer|rez)|(?:re)?voir|relire|reaffiche[rz]?|(?:ne )?(?:vois|voit) plus)"
    r"(?: (?:moi|encore|une fois|le|la|les|l|ce|cette|sa|son|de|du|nouveau|commentaire|phrase|texte|photo|image|audio"
    r"|son|enregistrement|tache|question|tableau|reponse|ca|svp|stp))*"
)


def sees_again(text: str) -> bool:
    """Whether a reviewer would see once more what she decides about: « montre-moi le commentaire encore »."""
    return _SEES_AGAIN.fullmatch(fold(text)) is not None


_SHE_ERRED = re.compile(r"\bs est tr[oa]n?m?p")


def she_erred(text: str) -> bool:
    """Whether a text says that another has erred: « oui mais elle s'est trompée » corrects no answer."""
    return _SHE_ERRED.search(fold(text)) is not None


_OF_THE_OTHERS = re.compile(
    r"(?:(?:non|oui|ok|bon|mais|finalement|en fait|moi|pour moi|je (?:dis|pense|suis)|c est|c|que) )*(?:"
    r"(?:comme|idem|pareil(?:le)?|d accord|(?:la|le) meme(?: (?:chose|reponse|avis))?|meme chose)"
    r"(?: (?:que|qu|avec|a|pour))?(?: (?:eux|elles?|lui|les? autres?|l autre|(?:la|le) [\w]+|les? deux|\w+))?"
    r"|(?:elles?|ils?|l autre|les autres|(?:la|le) (?:\w+|\d)|les deux|aucune? des deux|personne)"
    r"(?: (?:qui|sont|a|ont|est|n a|n ont)){0,2} (?:raison|tort|bon(?:ne)?s?|fau(?:x|sses?)|justes?|mauvaise?s?)"
    r"|(?:la|le) (?:\d|premi\w+|deux|deuxieme|seconde?|derni\w+)|aucune? des deux|les deux"
    r")(?: merci| aussi)*"
)


def of_the_others(text: str) -> bool:
    """Whether a text where the reviewer's own answer is wanted speaks of the answers of others: « comme les autres »,
    « c'est elle qui a raison »."""
    return _OF_THE_OTHERS.fullmatch(fold(text)) is not None


_REVIEWS = r"(?:revues?|relectures?|revoir|relire|juger)"
_NO_MORE = re.compile(
    r"\b(?:plus|arret\w*|stop\w*|marre|assez|fatigue\w*|fini\w*|envie?|refuse|laisse\w*|quitt\w*"
    rf"|(?:veux|prefere|peux|aime) pas)\b(?: \w+){{0,4}} {_REVIEWS}\b"
    rf"|\b{_REVIEWS} (?:\w+ ){{0,3}}(?:c est fini|ca suffit|stop|plus tard|pas maintenant)\b"
)


def wants_no_more(text: str) -> bool:
    """Whether a reviewer would rather not review any more: « je veux plus faire de revues », « j'ai pas envie de
    relire »."""
    said = fold(" ".join(vocabulary().words(text)))
    return "?" not in text and len(text) <= MOST_OF_REGRET and _NO_MORE.search(said) is not None


_KNOWS_HER = re.compile(
    r"\b(?:c est|c|cest|ce|se|connais|conais|reponse (?:de|a)) (?:\w+ )?(?:ma|mon|mes) "
    r"(?:petite |grande |belle |meilleure )?"
    r"(?:soeur|frere|cousine?|mere|maman|fille|niece|tante|tantie|amie?s?|copine|copain|voisine?|collegue)\b"
    r"|\bje (?:la|l|le) (?:connais|conais|reconnais)\b"
)


def knows_her(text: str) -> bool:
    """Whether a reviewer says that she knows whose answer she looks at: « c'est ma sœur »."""
    return "?" not in text and _KNOWS_HER.search(fold(" ".join(vocabulary().words(text)))) is not None
