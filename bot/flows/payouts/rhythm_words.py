"""What she says of when she wants to be paid: « chak moi », « quand j'ai 5 000 », « je veux être payée par mois »."""

from __future__ import annotations

import re

from backend.domain.french.numbers import spelled
from backend.domain.french.spelling import fold
from backend.domain.messaging.intent_vocabulary import vocabulary

MOST_SIGNS = 100
"""A longer text tells something."""
ASK = "quand"
"""What follows `paiement` where she has to choose: no rhythm that there is was named."""

_EACH = r"(?:(?:a )?(?:chaque|chak|chac|chake|chque)|par|tou(?:s|tes?|t)? le?s?|tt le?s?)"
_ONCE = r"(?:(?:1|une?|un) (?:seule )?foi[st]?)"
_MONTH = r"(?:mois|moi|moa)"
_WHEN = r"(?:quand|lorsque|des que|a chaque fois que|chaque fois que|si)"
_RHYTHMS = {
    "semaine": rf"(?:{_ONCE} )?{_EACH} semaines?|{_ONCE} (?:dans )?la semaine|hebdomadaire",
    "mois": rf"(?:{_ONCE} )?{_EACH} {_MONTH}|{_ONCE} (?:(?:dans )?le|au) {_MONTH}"
    rf"|(?:(?:a )?la )?fin (?:du|de|2|des|d) {_MONTH}|mensuel\w*",
    "demande": rf"(?:a|sur) (?:la |ma )?demande|{_WHEN} (?:je|j) (?:le |la )?(?:demand\w*|veux|veut|dis)",
    "montant": rf"{_WHEN} (?:ca|sa|c|il|(?:je|j) ?)?(?:ai|aurai|atteins|fai[st]|fera|y a|gagne|suis a|arrive a)"
    r" (?P<sum>.+)",
    ASK: rf"(?:{_ONCE} )?{_EACH} (?:jours?|soirs?|matins?|quinzaine"
    rf"|(?:15|2|quinze|deux|10|dix) (?:jours|semaines|{_MONTH})"
    r"|lundis?|mardis?|mercredis?|jeudis?|vendredis?|samedis?|dimanches?)|quinzaine",
}
_NAMED = re.compile("|".join(f"(?P<{name}>{form})" for name, form in _RHYTHMS.items()))
_BESIDE = (
    r"(?:non|nn|nan|oui|ok|alors|mais|moi|plutot|en fait|finalement|euh|je|j|on|tu|vous|ne|veux|veut|voudrais|aimerais"
    r"|prefere|met|mets|mettez|mettre|choisi[rst]?|prends?|passe[rz]?|change[rz]?|c est|ca|sera|pour|svp|stp|bonjour"
    r"|bonsoir|il faut|peux|pouvez)"
)
_BEHIND = r"(?: (?:svp|stp|merci|plutot|seulement|voila|alors|maintenant|non|c est mieux|mieux|pardon|ok))*"
_MINE = r"(?:ma|mon|mes|le|la|l)"
_OF_PAY = (
    r"(?:(?:(?:me|m) )?etre (?:(?:regle|pay)\w*)|(?:me |m )?(?:pai|pay)\w* moi|que (?:tu|vous|on) me (?:pai|pay)\w*"
    rf"|(?:recevoir|toucher|avoir|prendre|recois) {_MINE} (?:paie|paye|paiement|argent|gains?|salaire)"
    r"|(?:ma|mon|mes) (?:paie|paye|paiement|argent|gains?|salaire))"
)
_WISHED = re.compile(rf"(?:{_BESIDE} )*{_OF_PAY}(?: (?:que|seulement|plutot|a))? (?P<when>.+)")
_WANTS = re.compile(
    r"\b(?:veux|veut|voudrais|aimerais|prefere|mets?|mettez|passe[rz]?|change[rz]?|(?:pai|pay)\w* moi)\b"
)


def chosen(text: str) -> str | None:
    """The words after `paiement` for the rhythm that a text names, alone or behind a no: "mois", "montant 5000". None
    if it names none, or asks."""
    if "?" in text or len(text) > MOST_SIGNS:
        return None
    found = re.fullmatch(rf"(?:{_BESIDE} )*(?P<when>{_NAMED.pattern}){_BEHIND}", _said(text))
    return None if found is None else _after(found)


def wished(text: str) -> str | None:
    """As `chosen`, of a sentence that says that her pay is meant: « je veux être payée chaque mois »."""
    if len(text) > MOST_SIGNS:
        return None
    said = _said(text)
    sentence = _WISHED.fullmatch(said)
    if sentence is None or not _WANTS.search(said):
        return None
    named = chosen(sentence["when"].rstrip("? "))
    return ASK if named is not None and "?" in text else named


def _after(found: re.Match[str]) -> str:
    name = next(each for each in _RHYTHMS if found[each] is not None)
    if name != "montant":
        return name
    named = found["sum"][0].isdigit() or spelled(found["sum"]) is not None
    return f"{name} {found['sum']}" if named else ASK


def _said(text: str) -> str:
    return fold(" ".join(vocabulary().words(text)))
