"""Puts phrases of a question into the one form that is read later: "à partir de" becomes "depuis", "pas livrés" becomes
one word."""

from __future__ import annotations

import re

from backend.domain.french import range_patterns
from backend.domain.french.lexicon import MONTH_NAMES
from backend.domain.people import places

_FROM = re.compile(r"\bd[èÈ]s\b", re.IGNORECASE)
_OWED = re.compile(r"\bd[ûÛ](?:e?s?)?\b|\bdue?s?\b(?= (?:aux|à|au)\b)", re.IGNORECASE)
_SINCE = re.compile(r"\ba partir (?:de|du|d)\b")
_MOST, _LEAST = (re.compile(rf"\b(l[ae]s?|les?)\s*{sign}(?=\s|$)", re.IGNORECASE) for sign in (r"\+", "-"))
"""« Qui a le + gagné », « les - actives »."""
_NUMBER = re.compile(r"\bn\s*[°º]\s*(?=\d)", re.IGNORECASE)
_PER = re.compile(r"\s*/\s*(?=(?:jour|sem|mois|pays|projet|femme|fille|hiteuse|personne|canal)[a-z]*\b)", re.IGNORECASE)


def folded(text: str) -> str:
    """The text as it is read: signs between parts become "et", a slash becomes "par", country codes in capitals become
    names."""
    text = _LEAST.sub(r"\1 moins ", _MOST.sub(r"\1 plus ", text.replace("%", " pourcent ")))
    text = _PER.sub(" par ", _OWED.sub(" doit ", _NUMBER.sub(" numero ", _FROM.sub(" depuis ", text))))
    plain = range_patterns.folded(re.sub(r"[,;+&]", " et ", _codes(text.replace("€", " euros "))))
    return _SINCE.sub("depuis", plain)


def _codes(text: str) -> str:
    """Replace country codes in capitals by names, so that "ne" and "ci" stay words."""
    known = {country.code: country.name for country in places.COUNTRIES}
    if (alone := text.strip().upper()) in known:  # « stats cm »
        return known[alone]
    if text.isupper():  # if all is in capitals, they say nothing
        return text
    return re.sub(r"\b[A-Z]{2}\b", lambda found: known.get(found[0], found[0]), text)


# --- after the names are marked -------------------------------------------------------------------------

_NOT_DELIVERED = re.compile(
    r"\b(?:(?:n|ne|qui n) )?(?:(?:ont|sont|a|est) )?(?:pas|non|jamais)(?: encore)?(?: ete)?"
    r" (?:bien )?(?:livre|delivre|distribue|arrive|parvenu)(?:e?s?)\b"
)
_GIVEN = re.compile(r"\b(?:ai|as|a|avons|avez|ont|ete)(?: (?:t|on|nous|tu|elles?|deja|bien))* donnee?s?\b")
"""Money that was handed out; "donne" alone only asks for a figure."""
_UNTIL = re.compile(
    r"\b(?:temps|delai|jours|semaines|mois)(?: (?:moyen|median))? (?:avant|jusqu (?:a|au)|du|des)"
    r"(?= (?:(?:le|la|un|une|leur|son|les) )?premier(?:e?s?) (?:revenu|gain|salaire|paie|argent))"
)
"""The time that passes before a first income; "avant" elsewhere leaves somebody or some time out."""
_TO_NOW = re.compile(
    r"\b(?:a ce jour|jusqu (?:ici|a (?:ce jour|present|maintenant|aujourd ?hui)))\b"
    r"|(?<=\w )(?<!rapport )(?<!face )a (?:present|maintenant|aujourd ?hui)\b"
)
_TWO_SIDES = re.compile(r"\b(?:compar\w+|difference|ecart|evolution)\b")
UNTIL_TODAY = "jusqu ici"
_MONTH = re.compile(r"(?<=\bce )moi\b|(?<=\b[dl][ue] )moi\b|\bmoi(?= (?:dernier|passe|prochain)\b)")
_EACH = re.compile(r"\bpour (?=(?:heure|jour|semaine|mois|pays|projet|femme|fille|hiteuse|personne)\b(?! \d))")
_BEEN = re.compile(
    r"\b(ai|as|a|avons|avez|ont|n|pas|jamais)"
    r"((?: (?:t|il|ils|elles?|on|pas|deja|bien|encore|jamais|toutes?|tous))*) ete\b"
)
"""The participle; what is left of the word then is the season."""
_RANKED_IN = re.compile(rf"\b(?:top|flop|bottom) ?\d{{1,2}} (?=(?:{'|'.join(MONTH_NAMES)})\b)")
"""« top 5 octobre » is five of October, not the fifth."""
NOT_COUNTED = re.compile(
    r"\b(?:quelle heure|a quelles heures|(?:cette|(?<!en )une)(?: derniere)? heure|sommes nous|nous sommes"
    r"|jours? de (?:la )?semaine|je (?:gagne|travaille|bosse)"
    r"|(?:j ai|ai je) (?:gagne|travaille|bosse|fait|envoye|ecrit|inscrit)e?s?"
    r"|m(?:on|a|es) (?:gains?|paie|salaire|revenus?|argent|temps|heures?|taches?|reponses?|messages?|sms|textos?"
    r"|lecons?)"
    r"|(?:nous|me|m) doi\w+|doi(?:t|vent) (?:W\d|les|nos|mes)|W\d doi(?:t|vent)|(?<!a )qui doi(?:t|vent)"
    r"|(?:peut|pourrais?|faut|faudrait)(?: (?:t|il|on|nous|elles?|encore|les \w+|une? \w+|W\d)){0,3}"
    r" (?:gagner|faire|travailler|bosser|depenser|couter|envoyer)"
    r"|combien (?:\w+ ){0,5}?(?:faut|faudrait)(?: il)?(?! (?:encore |pour )?(?:payer|verser))"
    r"|(?:dis|dites|dire) (?!moi|nous)(?:\w+ ){1,6}?a W\d|besoin d argent"
    r"|combien (?:\w+ ){0,4}?besoin(?! (?:d argent )?pour payer)|(?:au|en) des(?:sus|sous) d\w*)\b"
)
"""These ask for a time of day or an hour of it, for one of the seven days in general, how many "we" are, the asker's
own money, work or messages, what somebody owes, what could, should or is needed to be, a limit, or to tell somebody
something; none is counted."""


def unambiguous(text: str) -> str:
    """One word for "not delivered", for money handed out, for the time before a first income; no participle "été"; "ce
    mois" for "ce moi", "par heure" for "pour heure" ("pr heure")."""
    text = _EACH.sub("par ", _MONTH.sub("mois", text))
    text = _BEEN.sub(r"\1\2", _NOT_DELIVERED.sub(" nonlivre ", text))
    return _UNTIL.sub(" temps ", _GIVEN.sub(" verse ", text))


def periods_apart(text: str) -> str:
    """The number of a ranking apart from the month after it, and one form of "until today"."""
    text = _RANKED_IN.sub(r"\g<0>de ", range_patterns.with_months(text))
    return text if _TWO_SIDES.search(text) else _TO_NOW.sub(UNTIL_TODAY, text)
