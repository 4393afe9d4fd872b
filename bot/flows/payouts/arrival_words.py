"""How she says below « Tu l'as bien reçue ? » whether her pay came. Where it came to somebody else or was not the sum,
that is for a person."""

from __future__ import annotations

import re
from typing import Literal

from backend.domain.french.phonetics import sound
from backend.domain.french.spelling import fold
from backend.domain.messaging.intent_vocabulary import vocabulary

Came = Literal["yes", "no", "part"]
"""It came; it did not; something came, and it is not what it should be."""
_THANKS = r"dieu merci|grace a dieu|alhamdoulill?ahi?|amen"
_KIND = (
    r"(?:(?:oui|ok|okay|ouais|si|non|pardon|desolee?|oups|finalement|en fait|(?:je )?me suis trompee?|merci|super"
    r"|bonjour|bonsoir|voila|ah|enfin|je vois(?: que)?"
    r"|c est bon|ca y est|deja|wallah"
    rf"|{_THANKS}) )*"
)
_MONEY = r"(?:l argent|mon argent|la paie|ma paie|le depot|le virement)"
_AFTER = (
    rf"(?: (?:{_MONEY}|tout|merci|beaucoup|bien|maintenant|hier soir|hier|ce matin|aujourd hui|svp|stp|hein|a vous"
    rf"|dsl|desolee?|pardon|sur mon (?:wave|compte|telephone|momo|orange)|maman|ma chere|madame|enfin|en fait"
    rf"|finalement|{_THANKS}))*"
)
_THERE = r"(?:arrivee?|recue?|entree?|rentree?|la|venue?|tombee?|passee?)"
_YES = re.compile(
    rf"{_KIND}(?:(?:j ai|jai|g|je l ai|j en ai|on a) (?:bien |deja |enfin |tout )*"
    r"(?:recue?s?|eue?|touchee?|vu (?:l argent|ca|la paie))"
    rf"|(?:c est|ca|il est|elle est|{_MONEY}(?: est| a ete)?) (?:bien |deja |enfin )*{_THERE}"
    rf"|(?:bien |deja )?recue?){_AFTER}"
)
_HAD = r"(?:recue?s?|eue?|vue?|touchee?|arrivee?|venue?|entree?|rentree?|la)"
_SMS = r"(?:sms|message|depot|notification)"
_NO = re.compile(
    r"(?:(?:non|nan|nn|bonjour|bonsoir|desolee?|pardon|mais|ah|merci|helas|oups|en fait|enfin|finalement"
    r"|(?:je )?me suis trompee?|c est une erreur) )*"
    r"(?:(?:toujours|encore) (?:rien|pas)|pas encore|niet|zero|rien(?: du tout| encore)?|pas du tout|jamais"
    r"|(?:je |j |moi j |on )(?:n )?(?:ai|a) (?:toujours |encore )?rien(?: du tout)?"
    r"|(?:je |j |on |moi )?(?:(?:ne |n )?(?:vois|ai|a) )?(?:(?:toujours|encore) )?(?:rien|pas|jamais)"
    rf"(?: encore| bien)? {_HAD}"
    rf"|(?:je |j )(?:ne )?vois (?:toujours )?rien|je (?:ne )?(?:l ai|les ai) pas {_HAD}"
    rf"|(?:c est|ca|il|elle|il est|elle est|{_MONEY}(?: est)?|le {_SMS}(?: est)?) (?:n )?(?:est )?"
    rf"(?:toujours )?pas(?: encore)? (?:{_THERE}|vient|arrive)"
    r"|(?:ca|il|elle) (?:ne )?(?:vient|arrive|entre|passe) (?:toujours )?pas"
    rf"|(?:{_SMS}|argent|paie) pas (?:encore )?{_THERE}|(?:pas de|aucun|pas vu de|pas recu de) {_SMS}"
    rf"|j attends (?:toujours|encore)){_AFTER}"
)
_HERS = r"(?:soeur|frere|mari|mere|maman|pere|papa|fille|fils|cousine?|tante|copine|amie)"
_PART = re.compile(
    r".*\b(?:manque\w*|pas (?:tout|complete?t?e?|le bon montant|le compte|exact)|incomplete?t?e?|seulement|au lieu de"
    r"|(?:recue?s?|eue?s?|touchee?s?) (?:que|qu|k|ke|juste)|moins que"
    r"|la moitie|une partie|(?:deux|2|trois|3) fois|trop(?! vite\b)|plus que (?:prevu|ca)|frais|coupe\w*"
    rf"|vole\w*|arnaqu\w*|(?:ancien(?:ne)?|autre) (?:numero|num|puce|sim|compte)|(?:ma|mon) {_HERS})\b.*"
)
_BY_EAR = {
    "pa": "pas",
    "encor": "encore",
    "ankor": "encore",
    "toujour": "toujours",
    "tjrs": "toujours",
    "rin": "rien",
    "dja": "deja",
    "djai": "deja",
    "walai": "wallah",
    "depui": "depuis",
    "jusk": "jusqu",
    "maintenan": "maintenant",
}
_DENIES = "pas rien jamais aucun aucune"
_WHAT = (
    "rien aucun aucune recu recue recus arrive arrivee arrives arriver venu venue entre entree entrer rentre rentree "
    "rentrer tombe tombee tomber passe passee bouge vu vue touche credite"
)
"""What did not happen to the money."""
_AROUND = (
    "je j ai on a nous moi ne n na nai est nest sont c ca il elle y ete le la les l de du mon ma mes sur dans tout non "
    "nan nn toujours encore deja bien depuis jusqu jusque present maintenant vraiment hein hier avant matin soir ce "
    "cette semaine derniere aujourd hui lundi mardi mercredi jeudi vendredi samedi dimanche vrai argent largent "
    "largen paie gombo sous dje do virement depot sms compte numero telephone solde wave orange mtn momo money moov "
    "airtel mobile regarde verifie wallah yako deh bonjour bonsoir svp stp merci vois trouve eu gagne"
)
"""Words that may stand around it."""
_DENIALS, _MATTERS = frozenset(_DENIES.split()), frozenset(_WHAT.split())
_KNOWN = _DENIALS | _MATTERS | frozenset(_AROUND.split())
_BESIDE = re.compile(r"\bpas (?:(?:encore|bien) )?(?:regarde|verifie)\b|\b(?:recue?s?|touchee?|eue?)\b.*\bpas\b")
"""She has not looked yet; it came, and not where it should."""
_CLAIM = sound("reclamation")
_ABOUT = (
    "ma mes la ou en est et de pour c alors comment commen va quoi suite nouvelle nouvelles reponse bonjour bonsoir "
    "svp stp numero n no des une quand ca sa donne donner koi kwa dit avance toujours encore mon"
)
_OF_A_CLAIM = frozenset(_ABOUT.split())
_WAITS = frozenset(("encore", "toujours"))
MOST_SIGNS = 120
"""A longer text tells something to a person."""


def came(text: str) -> Came | None:
    """What a text says of the payment that is asked about; None if it says nothing of it."""
    if "?" in text or len(text) > MOST_SIGNS:
        return None
    for said in (fold(text), _written_out(text)):
        if _YES.fullmatch(said):
            return "yes"
        if _NO.fullmatch(said):
            return "no"
        if _PART.fullmatch(said):
            return "part"
    return "no" if _denies(_written_out(text).split()) else None


_LOOKS = re.compile(
    r"(?:(?:euh|ah|oui|ok|bon|alors|attends?|attendez|laisse|moi|d abord) )*(?:je |j )?(?:vais |va )?"
    r"(?:regarde[rz]?|verifie[rz]?|check|voir)(?: (?!.*\b(?:pas|rien)\b).{0,40})?"
)


def looks(text: str) -> bool:
    """Whether she says that she will look: « attends je regarde mon téléphone »."""
    return "?" not in text and _LOOKS.fullmatch(fold(text[: MOST_SIGNS + 1])) is not None


_OF_WHAT_IS_KEPT = re.compile(
    rf"(?!.*\b(?:ma|mon) {_HERS}\b)(?:.*\b(?:gard\w*|retenu\w*|retenez|retiens|preleve\w*|prends|prenez|pris|enlev\w*"
    r"|coupe\w*|rends?|rendez|reste|difference|manque\w*|moins)\b.*|.*\bpourquoi\b.*\d.*|.*\d.*\bpourquoi)"
)


def asks_for_the_rest(text: str) -> bool:
    """Whether a text below a payment is about what is not in it: « vous gardez 45 pourquoi », « pourquoi 101, j'avais
    146 », « rends-moi les 45 »."""
    return _OF_WHAT_IS_KEPT.fullmatch(fold(text[: MOST_SIGNS + 1])) is not None


_SUM = re.compile(
    rf"{_KIND}(?:(?:j ai|jai|g|j en ai|on a) )?(?:bien |deja |enfin )*(?:recue?s?|eue?|touchee?) (?:(?:les|mes|ces) )?"
    rf"(?P<sum>\d{{1,3}}(?: \d{{3}})+|\d+) ?(?:f|fcfa|cfa|f cfa|francs?|francs? cfa)?{_AFTER}"
)


def came_as(text: str) -> int | None:
    """The sum that came, in whole units, where a text says that: « ok reçu 100 f ». None if it names none."""
    found = _SUM.fullmatch(fold(text)) if "?" not in text and len(text) <= MOST_SIGNS else None
    return int(found["sum"].replace(" ", "")) if found is not None else None


def _denies(words: list[str]) -> bool:
    """Whether words say in any order that nothing came, and nothing else: « rien depuis vendredi », « sur mon Wave y a
    rien »."""
    of_it = not _MATTERS.isdisjoint(words) and not _DENIALS.isdisjoint(words)
    return of_it and _KNOWN.issuperset(words) and _BESIDE.search(" ".join(words)) is None


_NOT_AS_SENT = re.compile(
    rf"(?!.*\b(?:mon|ma) {_HERS} (?:(?:me|m|a|ai|veut|va|toujours) )*"
    r"(?:prend\w*|pris|vol\w+|garde\w*|arrache\w*|force\w*))"
    r"(?!.*\bprojets?\b)"
    r"(?=.*\b(?:recue?s?|ressus?|arrivee?s?|tombee?s?|(?:envoye|paye)(?!r)\w*|argent|sous)\b)"
    rf"(?=.*(?:\d|\b(?:seulement|moins|moitie|montant|frais|place|{_HERS}|(?:ancien(?:ne)?|autre) (?:numero|num|puce"
    r"|compte))\b|\bmanqu)).*|il (?:me )?manque \d.*|.*\bcoupe\w*(?: \w+){0,2} frais\b.*"
)


def is_not_as_sent(text: str) -> bool:
    """Whether a text says that a payment did not come as it should: « g recu 100 seulement », « ils ont coupé des
    frais »."""
    return came(text) == "part" and _NOT_AS_SENT.fullmatch(fold(text)) is not None


def of_a_claim(text: str) -> Literal["hers", "any"] | None:
    """Whether a text asks for a claim, as we call it, and whether for hers: « où en est ma réclamation n° 3 »,
    « réclamation »."""
    words = fold(text).split() if len(text) <= MOST_SIGNS else []
    named = [word for word in words if sound(word.removesuffix("s")) == _CLAIM]
    if not named or not all(word in named or word in _OF_A_CLAIM or word.isdigit() for word in words):
        return None
    return "any" if {"ma", "mes"}.isdisjoint(words) else "hers"


def waits(text: str) -> bool:
    """Whether a text that says that it did not come says that she still expects it: « pas encore », « toujours
    rien »."""
    return not _WAITS.isdisjoint(_written_out(text).split())


def _written_out(text: str) -> str:
    said = fold(" ".join(vocabulary().words(text))).split()
    return " ".join(_BY_EAR.get(word, word) for word in said)
