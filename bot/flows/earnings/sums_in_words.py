"""A sum among the words that women write around it: « 3500 pour la marmite », « c pas 3500 c 3000 », « 500 chaque
vendredi »."""

from __future__ import annotations

import re

from backend.domain.french.lexicon import NUMBERS
from backend.domain.french.numbers import with_sums
from backend.domain.french.spelling import fold
from backend.domain.messaging import intents
from backend.domain.messaging.intent_vocabulary import FILLER, vocabulary
from backend.domain.money import UNITS_PER_WHOLE, Money
from bot.flows.earnings.project_words import tells_of_it
from bot.flows.earnings.sums import amounts_in, read_sum

MOST_SIGNS = 100
"""A longer text tells something."""
_NO_SUM = frozenset(
    (
        *("pas", "rien", "jamais", "code", "kode", "pin", "mdp", "numero", "num", "envoi", "envoie", "envoies"),
        *("envoyez", "transfere", "transferez", "transfert", "prete", "pretez", "otp", "dois", "doit", "gagne"),
        *("gagnez", "solde"),
    )
)
"""With these a number is denied, no sum, an order, or of something else: « code 4821 », « envoi 5000 à ma mère », « je
dois 20000 à mon frère »."""
_TOO_MUCH_OR_LITTLE = re.compile(r"\d.*\btrop\b")
"""« 5 000 c'est trop peu » says what she does not want."""
LEAST = 100 * UNITS_PER_WHOLE
"""The least sum that is taken out of a sentence: smaller numbers count something, or are those of buttons."""
_N = r"(\d[\d ]*(?: ?(?:mille|k)\b)?(?: ?(?:f(?:rancs?)?(?: ?cfa)?|cfa)\b)?)"
_NOT_SO_MUCH = r"(?:c ?est |c |ca fait )?(?:(?:un peu|beaucoup|vraiment) )?(?:trop|pas assez)"
_BEFORE = (
    rf"(?:(?:{_NOT_SO_MUCH}|non|nn|nan|ah|oups|oh|pardon|desolee?|attends?|mais|en fait|je me suis trompee?"
    r"|jme suis trompee?"
    r"|je voulais dire|erreur|faute|(?:retire|enleve|efface|annule|corrige|change|modifie)[rz]? ?(?:ca|le|la|moi ca)?"
    r"|la somme|le montant|le prix|mets?|mettez|ecri[st]|note[rz]?) ){0,8}"
)
_IS = r"(?:(?:c ?est|c|ce n est|ce|ca fait|etait|c etait|je voulais dire|mais|plutot|mets?) ){0,8}"
_INSTEAD = (
    re.compile(rf"{_BEFORE}{_IS}pas (?:de )?{_N},? ?(?:mais )?{_IS}(?P<meant>{_N})(?: .{{0,30}})?"),
    re.compile(rf"{_BEFORE}{_IS}(?P<meant>{_N})(?: et)? (?:pas|au lieu de|plutot que|non) (?:de )?{_N}(?: .{{0,30}})?"),
    re.compile(
        rf"(?=(?:{_NOT_SO_MUCH}|non|nn|nan|ah|oups|pardon|en fait|je me|jme|erreur|faute|retire|enleve|efface|annule"
        rf"|corrige|change|modifie|c ?etait|plutot|c plutot|c est plutot))"
        rf"{_BEFORE}{_IS}(?P<meant>{_N})(?: (?:plutot|svp|stp|merci))*"
    ),
    re.compile(rf"{_BEFORE}{_IS}(?P<meant>{_N}) plutot(?: (?:svp|stp|merci))*"),
)
_OF_PROJECT = re.compile(
    r"(?:(?:oui|bon|ah|en fait|finalement|non) )*(?:(?:le |la )?(?:prix|cout|montant|total|somme) (?:de |du |pour )?)?"
    r"mon (?:projet|objectif|but)"
    r" (?:(?:c|est|ca|il|me|faut|coute|vaut|fait|fera|de|a|pour|sera|environ|dans|les|autour|en|tout) )*"
    rf"(?P<meant>{_N})(?: (?:svp|stp|merci|environ|maintenant|en tout|au total))*"
    r"|(?:(?:oui|bon|ah|en fait|finalement|mais) )*(?:le|son) (?:prix|cout)"
    r" (?:(?:a|est|c est|ca) )?(?:monte|augmente|baisse|change|passe|descendu)(?: (?:a|de|jusqu a))?"
    rf" (?P<now>{_N})(?: (?:svp|stp|merci|maintenant))*"
)
"""« Mon projet c 150 000 », « le prix a monté à 200 000 »: what it costs."""
_OPENING = r"(?:non|nn|nan|svp|stp|ah|oups|pardon|mais|en fait|finalement|je me suis trompee?|jme suis trompee?)"
_REMOVE = r"(?:retire|enleve|efface|annule|supprime|laisse)[rz]?"
_TAKES_BACK = re.compile(
    rf"(?:{_OPENING} )*"
    rf"(?:{_REMOVE} (?:ca|moi ca|le|tomber|tout(?: ca)?|cette somme|ce montant|la somme)"
    rf"|(?<=\w ){_REMOVE}|(?:enleve|annule)[rz]?|(?<=\w )rien|(?:finalement|en fait) non"
    r"|(?:c ?est |c )?pas (?:ca|la bonne somme|le bon montant)|(?:je |j )?(?:n )?ai (?:pas|rien) (?:encore )?paye"
    r"|je me suis trompee?|jme suis trompee?)(?: (?:svp|stp|merci))*"
)
_EACH_TIME = re.compile(
    r"\b(?:chaque|par|tou(?:te)?s les|ts les|tt les|le|les|/) ?"
    r"(?:semaines?|mois|jours?|matins?|soirs?|quinzaines?|fin (?:du|de) mois"
    r"|(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)s?)\b|/ ?(?:semaine|mois|jour)\b"
)


def named(text: str, currency: str) -> Money | None:
    """The one sum in a short sentence, or the sum that a text is. `currency`: as in `sums.read_amount`. None if it
    names none or several, asks, or denies."""
    if (alone := read_sum(text, currency)) is not None:
        return alone
    if len(text) > MOST_SIGNS or "?" in text or "%" in text or intents.asks(text):
        return None
    if _NO_SUM & {*fold(text).split()} or _TOO_MUCH_OR_LITTLE.search(fold(text)):
        return None
    found = amounts_in(text, currency)
    return found[0] if len(found) == 1 and found[0].units >= LEAST else None


_WORDS = frozenset(
    (
        *(
            "met",
            "mets",
            "mettre",
            "mettez",
            "metre",
            "garder",
            "retiens",
            "retenir",
            "reprendre",
            "reprends",
            "retire",
        ),
        *("retirer", "prendre", "prends", "sortir", "recuperer", "f", "fr", "franc", "cfa", "fcfa", "mille", "k"),
        *("environ", "disons", "essayer", "suffit", "commence", "commencer", "epargner", "cent", "cents"),
    )
)
"""Words of who sets money aside or takes it back."""
_ABOUT = frozenset((FILLER, "aside", "project", "keep", "want", "pay", "begin", "money", "give", "okay", "free"))


def tells_more(text: str) -> bool:
    """Whether a text with a sum also says what it is for, or that it is needed: « payer l'école 85 000 »."""
    words = [word for word in vocabulary().words(text) if not any(map(str.isdigit, word))]
    left = [word for word in words if fold(word) not in _WORDS | _BESIDE and fold(word) not in NUMBERS]
    return _NEEDS.match(fold(text)) is not None or not all(meaning & _ABOUT for meaning in vocabulary().meanings(left))


_NEEDS = re.compile(r"(?:il |y )?(?:me |m )?(?:faut|manque|fo)\b|j ai besoin|(?:ca|sa|il|elle) cout")
_BESIDE = frozenset(("corrige", "corriger", "oups", "chaque", "paie", "paye", "fois", "seulement", "juste", "plutot"))


def alone(text: str, currency: str) -> Money | None:
    """The sum that a text names to be set aside or taken back, alone or in words that say that, or what it is for: « ma
    copine a eu 2000 hier » only tells of a sum."""
    words = [word for word in vocabulary().words(text) if not any(map(str.isdigit, word))]
    left = [word for word in words if fold(word) not in _WORDS and fold(word) not in NUMBERS]
    said = all(meaning & _ABOUT for meaning in vocabulary().meanings(left)) or tells_of_it(text)
    return named(text, currency) if said else None


def instead(text: str, currency: str) -> Money | None:
    """The sum that is meant in place of the one just noted: « c pas 3500 c 3000 », « non c'est 3000 », « 3000 et pas
    3500 ». None if the text corrects no sum."""
    said = fold(with_sums(text)) if len(text) <= MOST_SIGNS and "?" not in text else ""
    found = next((match for each in _INSTEAD if (match := each.fullmatch(said)) is not None), None)
    return read_sum(found["meant"], currency) if found is not None else None


_SHARE = re.compile(
    rf"(?:(?:{_NOT_SO_MUCH}|non|nn|nan|ah|oups|pardon|mais|en fait|finalement|enfin|plutot|je voulais dire|mets?|mettez"
    r"|c ?est|c) )+"
    r"(?P<share>\d{1,3}) ?(?:%|pour ?cents?)(?: (?:plutot|svp|stp|merci))*"
)


def share_instead(text: str) -> int | None:
    """The share that is meant in place of what was just to be kept: « non 20 pour cent », « finalement 10 % »."""
    found = _SHARE.fullmatch(fold(text, "%")) if len(text) <= MOST_SIGNS and "?" not in text else None
    return int(found["share"]) if found is not None else None


_CURRENCY = re.compile(r"(?:\b|(?<=\d))(?:f|francs?|f ?cfa|cfa|euros?)\b|€")


def names_currency(text: str) -> bool:
    """Whether a text names a currency beside a number."""
    return _CURRENCY.search(fold(text, "€")) is not None


def of_project(text: str, currency: str) -> Money | None:
    """What her project costs, if the text says that and nothing else: « mon projet c 150 000 »."""
    said = fold(with_sums(text)) if len(text) <= MOST_SIGNS and "?" not in text else ""
    found = _OF_PROJECT.fullmatch(said)
    return read_sum(found["meant"] or found["now"], currency) if found is not None else None


def takes_back(text: str) -> bool:
    """Whether a text takes the sum back that was just noted: « enlève ça », « j'ai rien payé »."""
    return _TAKES_BACK.fullmatch(fold(text[: MOST_SIGNS + 1])) is not None


_TOO_MUCH = re.compile(
    rf"(?:{_OPENING} )*(?:(?:c ?est|c|ca fait|ca) )?(?:un peu |vraiment |beaucoup )?trop"
    r"(?: (?:pour moi|gros|cher|non|nn|en fait|svp|stp|dabord|d abord|ca))*"
)


def too_much(text: str) -> bool:
    """Whether a text says that what was just noted is too much, and names nothing else: « c trop non »."""
    return _TOO_MUCH.fullmatch(fold(text[: MOST_SIGNS + 1])) is not None


def without_each_time(text: str) -> str | None:
    """A text that names a sum or share for each week, month or day, without that: « 500 chaque vendredi » → « 500 ».
    None if it names no such time."""
    said = " ".join(_EACH_TIME.sub(" ", fold(text, "%/")).split())
    return said if _EACH_TIME.search(fold(text, "%/")) else None
