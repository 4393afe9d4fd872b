"""Wishes that a text names and does not have: « ne supprime pas mon compte », « hier j'étais fatiguée », « supprime le
compte d'Awa ».

`said` is the words of a text, folded and written out (`intent_vocabulary`)."""

from __future__ import annotations

import re
from typing import Literal

from backend.domain.messaging.intent_vocabulary import vocabulary

_FIRST = r"(?:(?:non|mais|ah|oh|svp|stp|pardon|attends?|attendez|euh|ok|bon|finalement|surtout|moi|en fait|enfait) )*"
_NOT = r"(?:pas|jamais|rien)"
_TO = r"(?:(?:de|d|a|du|le|la|les|l) )?"
_WISH = re.compile(
    rf"{_FIRST}(?:je|j) (?:ne |n )?(?:veux|veut|ve|voulais|voudrais|souhaite|vais|compte|pense|demande|cherche)"
    rf" (?:surtout )?(?:pas|jamais) (?:du tout |encore |vraiment )?(?:que (?:tu|vous|on) (?:m |me )?)?{_TO}(?P<rest>.+)"
)
_IMPERATIVE = re.compile(
    rf"{_FIRST}(?:(?:il )?(?:ne )?faut {_NOT} (?P<must>.+)"
    rf"|(?:ne|n) (?:(?:me|m|le|la|les|l) )?(?P<verb>\w+) {_NOT}(?P<rest>.*))"
)
_ACTS = r"suppri|effac|annul|arret|ferm|chang|touch|enlev|desactiv|retir|invit|import|publi|approuv"
_ACT = re.compile(
    rf"{_FIRST}(?:ne |n )?(?:(?:me|m|le|la|les|l) )?(?:(?:{_ACTS})\w* (?:surtout )?{_NOT}(?: .+)?"
    rf"|annonc\w* {_NOT}(?: (?:ca|cela|encore|maintenant|tout de suite|pour|le moment|l instant|svp|stp))*)"
)
"""An act, with or without « ne ». « Annonce pas de travail demain » may be what is to be announced."""
_ORDER = re.compile(
    rf"{_FIRST}(?:ne|n) (?:(?:me|m|le|la|les|l|lui|leur) )?"
    rf"(?:met|nomm|pa[iy]|bloqu|liber|reprend|retien|refus|approuv|publi|invit|annonc|lanc|ouvr|envo[iy]|previen|import"
    rf"|confirm|valid|donn|promouv|rappel)\w* {_NOT}(?: .+)?"
)
"""Any other act, and an order of staff. « Ne » is wanted: « paie pas arrivée » complains."""
_NAMES_AN_ACT = re.compile(rf"\b(?:{_ACTS}|quitt|partir\b|part[ei]\b|stop|pause|envo[iy]|confirm|valid)")
_NO_NEED = re.compile(rf"{_FIRST}(?:(?:je|j|il|y) )*(?:ne |n )?(?:ai |a )?(?:pas|aucun) besoin {_TO}(?P<rest>.+)")
_NOT_SO = re.compile(
    rf"{_FIRST}(?:(?:je|j) (?:ne |n )?(?:suis|ai|me sens|pars|vais) pas"
    rf" (?:encore |du tout |trop |vraiment |si )?{_TO}(?P<rest>.+)"
    r"|(?:pas|sans) (?:de )?(?P<none>pause.*))"
)
_NOT_HAPPENED = re.compile(
    rf"{_FIRST}(?:(?:je|j|on)(?: (?:m|me))? (?:ne |n )?(?:ai|suis|a) pas (?:ete )?(?:encore )?"
    r"|m(?:on|a|es) \w+ (?:ne |n )?(?:a|est|ont|sont) pas (?:ete )?)"
    r"(?:perdu|oublie|change|bloque|vole|casse)e?s?\b.*"
)
_NO_BOTHER = re.compile(r"\bme? (?:derang|gen|embet|ennui)\w{0,3} (?:pas|jamais)\b")
_SOMEBODY = re.compile(r"\b(?:huber|equipe|parler|ecrire|quelqu un)\b")
_NOT_SAID = re.compile(
    rf"{_FIRST}(?:je|j) (?:ne |n )?(?:ai )?(?:pas|jamais) (?:dit|demande|ecrit) (?:que je \w+ )?{_TO}(?P<rest>.+)"
)


_PAID_TO_HER = re.compile(
    r"\b(?:m (?:a|as|avez|ont)|ma|mont) (?:deja )?(?:ete )?(?:pay|vers)\w*|\bj ai (?:deja )?ete paye\w*"
)


_CALLED_AWAY = re.compile(
    r"(?:(?:attends?|attendez|pardon|bon|ok) )*(?:la|le|ma|mon|mes|une?|les) (?!huber|uber|equipe)\w+"
    r" m(?: |e )appelle(?:nt)?(?: (?:la|dehors|encore|au telephone|je (?:reviens|viens)))*"
)


def called_away(said: str) -> bool:
    """Whether somebody of hers calls her: « la patronne m'appelle »; « appelle-moi » wants a person of us."""
    return _CALLED_AWAY.fullmatch(said) is not None


def of_pay_had(said: str) -> bool:
    """Whether a question about a price is one about what was paid to her: « on m'a payé combien en tout »."""
    return _PAID_TO_HER.search(said) is not None


def wished(said: str) -> str | None:
    """What somebody says not to wish, need or order, as a wish: « je veux partir » of « je ne veux pas partir ». None
    if they deny nothing."""
    if found := _WISH.fullmatch(said):
        return f"je veux {found['rest']}"
    if found := _IMPERATIVE.fullmatch(said):
        return found["must"] or found["verb"] + found["rest"]
    found = _NO_NEED.fullmatch(said)
    return f"je veux {found['rest']}" if found is not None else None


def state(said: str) -> str | None:
    """What somebody says not to be or do, as if they were: « je suis fatiguée » of « je ne suis pas fatiguée »."""
    found = _NOT_SO.fullmatch(said)
    return None if found is None else found["none"] or f"je suis {found['rest']}"


def names_somebody(wish: str) -> bool:
    """Whether such a wish is to write to somebody: « appelle » may be what she is called."""
    return _SOMEBODY.search(wish) is not None


def of_an_act(said: str) -> bool:
    """Whether a text says what is not to be done, or was not asked for: « ne supprime pas mon compte », « je veux pas
    arrêter », « j'ai pas dit stop », « ne mets pas Awa en pause »."""
    if _ACT.fullmatch(said) or _ORDER.fullmatch(said):
        return True
    wish, not_said = wished(said), _NOT_SAID.fullmatch(said)
    named = wish if wish is not None else not_said["rest"] if not_said is not None else ""
    return _NAMES_AN_ACT.search(named) is not None


def of_an_event(said: str) -> bool:
    """Whether a text says that something did not happen to its author: « j'ai pas perdu mon téléphone »."""
    return _NOT_HAPPENED.fullmatch(said) is not None


def of_a_bother(said: str) -> bool:
    """Whether a text says that something is welcome: « ça me dérange pas »."""
    return _NO_BOTHER.search(said) is not None


_NOT_NOW = re.compile(
    r"\b(?:etais?|etait|avais)\b|\bdeja (?:fait|pris|eu)\b|\bpourquoi\b|\b(?:semaine|mois) (?:derniere?|passee?)\b"
)
"""« Hier j'étais fatiguée », « pourquoi je suis en pause »: no pause is wanted now."""
_WAS_DONE = re.compile(
    r"\b(?:a|ont|avez|as|ai|est|ete|sont)(?: \w+)? (?:suppri|effac|blo[kq]|desactiv|retir|enlev|ferm)\w*(?<!r)\b"
)
"""« Orange a bloqué mon compte »: what was done to her is no wish to be erased."""

_DONE = re.compile(r"\b(?:envoy|fai[ts]|fini|termin|not)[ée]?e?s?\b", re.IGNORECASE)
"""« C'est envoyé ? » asks whether it is done: « Très bien ! » would say that it is."""

_OF_ANOTHER = re.compile(
    r"^(?!.*\b(?i:mon compte|mes donn[ée]es))(?:.*(?:"
    r"(?:\b[dD]['’]|\b(?:de|à|a|pour) )(?!Hiteuse|Isahit)(?P<name>[A-ZÉ][a-zéèêëïô]+)"
    r"|\b(?i:(?:de|à|a|pour) (?:ma|mon|cette|une) "
    r"(?:s(?:œ|oe)ur|mari|fr[èe]re|amie?|copine|cousine|fille|femme|m[èe]re))\b"
    r"|\b(?i:(?:compte|donn[ée]es) (?:de |d['’])"
    r"(?!(?:ma|mon|mes|moi|cet?|cette|la|l|hiteuses?|isahit|travail)\b)\w))"
    r"|(?:(?i:ma|mon|une|cette) \w+|(?i:elle)|(?!Je|J|On|Moi)(?P<who>[A-ZÉ][a-zéèêëïô]+)) (?:ne )?veut\b)",
    re.DOTALL,
)
"""« Supprime le compte d'Awa », « ma sœur ne veut plus de messages »: somebody else's is no wish of one's own."""


def of_another(text: str) -> bool:
    """Whether a wish in any words is somebody else's. « Plus de Messages » names nobody."""
    found = _OF_ANOTHER.search(text)
    name = found and (found["name"] or found["who"])
    return found is not None and (not name or not any(vocabulary().meanings([name])))


_CAME_WRONG = re.compile(
    r"\b(?:recue?|payee?|envoyee?|versee?)s?(?: \w+){0,2} (?:2|deux|3|trois) fois\b(?! par)"
    r"|\b(?:2|deux|3|trois) fois (?:ma|la|mon|l) (?:paie|paye|argent)\b"
    r"|\b(?:quelqu un|kelkun|kelk1) d ?(?:autre|otre)\b|\bargent d une autre\b|\btrop d argent\b"
)
"""« On m'a payé 2 fois », « jai recu largen de kelkun dotre »: it came, and not as it should."""


_WITHHOLDS = re.compile(
    rf"{_FIRST}(?:je |j )(?P<how>(?:ne )?"
    r"(?:(?:veux|peux|vais|dois|prefere|refuse)(?: (?:pas|jamais|plus))? )?(?:(?:ne )?(?:pas )?(?:de )?"
    r"(?:donn|envo|laiss|partag|communiqu|mett)\w* )(?:(?:pas|jamais|plus) )?)"
    r"(?:mon|mes|le|de) (?:numeros?|num|compte|coordonnees|rib)(?: \w+){0,3}"
)
_NOT_GIVEN = re.compile(r"\b(?:pas|jamais|plus|refuse)\b")


def withholds(said: str) -> bool:
    """Whether somebody would not give their number: « je donne pas mon numéro » is no wish to name one."""
    found = _WITHHOLDS.fullmatch(said)
    return found is not None and _NOT_GIVEN.search(found["how"]) is not None


_CANNOT_PRESS = re.compile(
    r".*\b(?:arrive|peux|peut|reussis) (?:pas|plus) (?:a )?(?:bien )?touche[rz]?(?: (?:sur )?(?:le|la|les|l|ce|un)"
    r" (?:boutons?|touches?|ecran|choix|reponses?))?(?: (?:svp|stp|ici|la))*"
)


def cannot_press(said: str) -> bool:
    """Whether somebody cannot touch a button: « j'arrive pas à toucher » speaks of no pay, unless it names some."""
    return _CANNOT_PRESS.fullmatch(said) is not None


_THE_RULES = re.compile(r"\b(?:re)?(?:voi[rs]|lire|lis)\b.*\b(?:consignes?|instructions?|regles?)\b")


def of_the_rules(said: str) -> bool:
    """Whether what is to be read again is how a task is done, and no lesson: « je peux revoir la consigne »."""
    return _THE_RULES.search(said) is not None


def not_now(said: str) -> bool:
    """Whether a text that names a pause tells of another time: « hier j'étais fatiguée », or asks why there is one."""
    return _NOT_NOW.search(said) is not None


_HUNGRY = re.compile(r"\b(?:rien|plus|pas)\b.*\bmang")


def hungry(said: str) -> bool:
    """Whether a text that names a meal says that there is none: « j'ai plus rien à manger »."""
    return _HUNGRY.search(said) is not None


def was_done(said: str) -> bool:
    """Whether a text tells what was done: « Orange a bloqué mon compte »."""
    return _WAS_DONE.search(said) is not None


_UNREAD = re.compile(
    r"\b(?:pas|plus|rien|jamais)(?: (?:bien|trop|encore|tout))* (?:lue?s?|compris|comprendre|pige|vue?s?|trouve[rs]?)\b"
    r"|\b(?:comprend[sr]?|comprens|pige|vois|trouve)(?: \w+)? (?:pas|plus|rien)\b"
)
_NOT_HAD = re.compile(
    r"\b(?:pas|plus|rien|jamais)(?: (?:bien|encore))* (?:re[cs]ue?s?|eue?s?)\b|\brecois(?: \w+)? (?:pas|plus|rien)\b"
)


_THERE_IS_NONE = re.compile(r"\by a (?:pas|plus|rien|aucune?)\b")
_WANTS_NONE = re.compile(r"\b(?:veux|veu|voudrais|souhaite) (?:pas|plus)\b|\barret")


OfMessages = Literal["not there", "unread", "not had"]


def of_a_message(said: str) -> OfMessages | None:
    """What a text with a no says of messages: « y a pas de pub », « je comprends pas ce message », « je reçois plus de
    messages »; None if it may want none."""
    if _THERE_IS_NONE.search(said) is not None:
        return "not there"
    if _WANTS_NONE.search(said) is not None:
        return None
    return "unread" if _UNREAD.search(said) else "not had" if _NOT_HAD.search(said) else None


def asks_whether_it_is_done(text: str) -> bool:
    """Whether a question in any words asks whether something is done: « c'est envoyé ? »."""
    return "?" in text and _DONE.search(text) is not None


def came_wrong(said: str) -> bool:
    """Whether money came, and not as it should."""
    return _CAME_WRONG.search(said) is not None


_RELATED = (
    r"(?:(?:belle|petite|grande) )?(?:s(?:oe|e)urs?|copines?|amies?|voisines?|cousines?|mere|maman|filles?|nieces?"
    r"|tantes?|collegues?)"
)
_BRINGS = re.compile(
    rf"(?:(?:\w+ ){{0,4}}(?:ma|mes|connais une|connais des) {_RELATED}(?: \w+){{0,4}}"
    r" (?:travailler|travail|s inscri\w+|inscri\w+|(?:un |le |son )?codes?|commencer|participer|rejoindre|integrer)"
    r"|(?:(?:je veux|je peux|peux|tu|vous|pouvez|comment|on|peut|svp) )*"
    rf"(?:inscri\w+|(?:invite|ajoute|parraine)[rz]?) (?:ma|une|mes|deux|des) {_RELATED})"
    r"(?: (?:aussi|avec moi|avec nous|ici|svp|stp|comme moi|en ligne|chez vous|avec vous))*"
)


def of_who_joins(said: str) -> bool:
    """Whether somebody of hers wants to join: « ma voisine veut un code », « comment ma sœur s'inscrit »."""
    return _BRINGS.fullmatch(said) is not None
