"""What is the answer in a sentence that also says why: « alors là je crois que c'est la deuxième parce que on voit bien
le livreur », « la couleur, donc c'est le produit »."""

from __future__ import annotations

import re

from backend.domain.french.spelling import fold

_BECAUSE = re.compile(
    r" (?:parce qu\w*|pcq|pck|parsk\w*|vu qu\w*|puisqu\w*|car (?:il|elle|ils|elles|on|c|ca|je|le|la|les|l|y)) .+"
)
_LEADS = re.compile(
    r"(?:(?:alors|bon|ben|bah|euh|donc|ok|ah|oh|eh|hum|hm|voila|moi|la|en tout cas|pour moi|a mon avis|celui la"
    r"|celle la) )*(?:je (?:pense|crois|dirais|dis|suis sure?|trouve)(?: que| qu)? )?"
    r"(?:(?:ca|il|elle|on|cet avis|l avis|la phrase|cette phrase|le client|la cliente) parle (?:surtout |plutot )?"
    r"(?:de |d |du |des )?|il s agit (?:de |d |du |des )?)?"
)
_THEREFORE = re.compile(r"(?P<why>.+) donc (?P<so>.+)")


def parted(text: str) -> tuple[str, tuple[str, ...]]:
    """(What stands before « donc », "" without it; what may be the answer, without the reason, and then without the
    words that lead to it). There is none in a text that takes something back, or asks."""
    said, why = _BECAUSE.sub("", fold(text)), ""
    if "?" in text or _TAKES_BACK.search(said) is not None:
        return why, ()
    if (therefore := _THEREFORE.fullmatch(said)) is not None:
        why, said = therefore["why"], therefore["so"]
    without = _LEADS.sub("", said, count=1)
    return why, tuple(each for each in dict.fromkeys((said, without)) if each and each != fold(text))


_TAKES_BACK = re.compile(r"\b(?:non|nn|pas|plutot|ou|oups|pardon|mais|sauf|sinon|si|quand|pourquoi|comment)\b")
"""It is not clear what is meant, or it is asked."""


_AGREES = r"oui|ouais|ok|okay|okey|d accord|dacc?|bien sur"
_WISH = re.compile(
    rf"(?:(?:(?P<agrees>{_AGREES})|alors|bon|ben|bah|euh|donc|ah|oh|eh|moi|plutot|allez|allez y|vas y|vasy|va pour|pour"
    r"|on (?:prend|met|choisit|va|fait)|mets|met|mettez|(?:moi )?(?:je|j)"
    r" (?:(?:veux|veut|veu|vais|voudrais|prefere|aimerais)"
    r"(?: (?:prendre|choisir|mettre))?|prends?|choisi[st]?|mets?|dis|vote|dirais)) )*"
    r"(?P<named>.+?)(?: (?:svp|stp|s il (?:te|vous) plait|merci|pardon))*"
)
_DENIES = re.compile(r"(?:non|nan|nn|no|faux)\b")


def wished(text: str) -> str:
    """What a text names behind a wish, or politely: « je prends le premier », « oui la date stp ». "" if it names what
    it says as it stands, asks, or agrees and denies at once: « ok non »."""
    said = fold(text)
    found = _WISH.fullmatch(said) if "?" not in text else None
    if found is None or found["named"] == said or (found["agrees"] and _DENIES.match(found["named"]) is not None):
        return ""
    return found["named"]


_NOT = re.compile(
    r"(?:(?:non|nan|nn|mais|ah) )*(?:surtout pas|pas|jamais|ne)(?: de| d)? (?P<named>.+?)(?: pas)?"
    r"|(?P<before>.+) (?:non|pas)"
)


def denied(text: str) -> str:
    """What a text names and denies: « surtout pas fermer », « passer non ». "" if it denies nothing."""
    found = _NOT.fullmatch(fold(text))
    return (found["named"] or found["before"]) if found is not None else ""
