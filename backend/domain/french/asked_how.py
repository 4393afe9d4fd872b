"""Questions how an answer is written: « c'est quoi je dois écrire dans total », « la date on écrit comment ».

They are known by how they are built, so that no field has to be listed. Who asks how to write to somebody asks for that
person, which is none of these.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from backend.domain.french.spelling import fold

_WRITE = (
    r"(?:ecri(?:s|t|re|ver?|vez)|met(?:s|t|tre|tent|tez)?|mai|not(?:e|er|es|ez)|marqu(?:e|er|es|ez)|recopi(?:e|er|es|ez)"
    r"|rempli(?:s|t|r|e)?|saisi(?:s|t|r)?|tap(?:e|er|es|ez)|inscri(?:s|t|re)|precis(?:e|er|es|ez)"
    r"|pren(?:d|ds|dre)?|chois(?:is|it|ir))"
)
_WHO = r"(?:(?:je|j|on|tu|il faut|faut|il)(?: (?:dois|doit|doi|faut|peux|peut|vais|va|devrais|veux|veut))?)"
_I_WRITE = rf"(?:{_WHO}(?: (?:l|le|la|les|ca|y|me))? {_WRITE})"
_PLACE = (
    r"(?: (?:dans|a|au|aux|pour|sur|en|ici|la|dedans|exactement|svp|stp|alors|comme|avec|si|s|quand|lorsque)"
    r"(?: \S+){0,6})?"
)
_OPENING = r"(?:(?:et|mais|dja|donc|alors|bon|svp|stp|pardon|bonjour|est ce que|dis|dites) )*"
_THING = (
    r"(?:(?:le|la|les|l|un|une|ce|cette|cet|du|des|son|sa) )?(?!huber|hubert|vous|toi|te|lui|responsable)"
    r"\S+(?: \S+){0,3}?"
)
_DO = r"(?:(?:faut|doit|dois) (?:que )?(?:je )?(?:faire|fait|fasse)|fais|fait)"
_HOW = re.compile(
    rf"{_OPENING}(?:"
    rf"(?:(?:c est|s est) )?quoi (?:(?:que|qu|qui|ce que) )?{_I_WRITE}{_PLACE}"
    rf"|(?:(?:quand|si|s|lorsque|il y a) \S+(?: \S+){{0,5}} )?{_I_WRITE} (?:quoi|lequel|laquelle|lesquel(?:le)?s)"
    rf"|quoi {_WRITE}{_PLACE}"
    rf"|qu est ce (?:que|qu) {_I_WRITE}{_PLACE}"
    rf"|{_I_WRITE} (?:quoi|comment){_PLACE}(?: {_THING})??"
    rf"|{_I_WRITE} (?!a ){_THING} (?:comment|ou)"
    rf"|{_THING} {_I_WRITE} (?:ca |cela |la )?(?:quoi|comment|ou)"
    rf"|(?:c est )?comment (?:qu )?(?:on|je|j|il faut|faut) {_DO}(?: (?:ca|ici|la|svp|stp))*"
    rf"|comment (?:est ce (?:que|qu) )?{_I_WRITE} {_THING}"
    rf"|(?:c est )?(?:quoi )?(?:qui|que|qu(?: il)?|quoi)(?: (?:que|qui|qu|il|est ce|on|je))* {_DO}{_PLACE}"
    r"(?: je comprends pas)?"
    r"|(?:en |c est )?combien de (?:mots|phrases|lignes|lettres)"
    r"(?: (?:il faut|faut|au|en|pour|a|on|je|minimum)(?: \S+)*)?"
    r"|(?:une?|deux|trois) (?:phrase|mot|ligne)s? (?:ca |c |ce )?(?:suffit|suffisent|va|passe|est (?:bon|bien))"
    r"(?: ou \S+)?"
    r"|(?:on|je|j) (?:peut|peux|dois|doit) (?:ecrire|repondre) en \S+(?: ou (?:en )?\S+)?"
    r"|(?:c est|ca va|c|est ce que c est|est ce que ca va) (?:(?:bon|bien|juste) )?comme ca(?: ou (?:pas|non|bien))?"
    r"|je (?:ne )?sais pas (?:bien |trop )?(?:ecrire|parler)(?: \S+){0,4}"
    r"|(?:c est )?(?:quoi|quelles?(?: sont)?) (?:les |la )?(?:regles?|consignes?)"
    r"(?: (?:du|de la|de ce|d un) (?:test|tache|jeu|lecon))?"
    r")"
)
_MEANS = r"(?:(?:ca )?c est|(?:ca )?veu[tx] dire) quoi"
_NAME = r"(?:(?:le|la|les|l|une?|ce|cet|cette) )?(?!(?:du|de|des|d) )\S+(?: (?!(?:du|de|des|d) )\S+)?"
_WHAT = re.compile(
    rf"{_OPENING}(?:(?:{_MEANS}|comment ca) (?P<thing>{_NAME})(?: (?:la|ici|ca|comme \S+))*"
    rf"|(?P<before>{_NAME}) {_MEANS})"
)
_SHOWN = re.compile(
    rf"{_OPENING}(?:"
    r"(?:quel(?:le)?s? \S+ c(?: est)?|c est (?:(?:en |de )?quel(?:le)?s?|ou|qui|quand(?! meme)))(?: \S+){0,4}"
    r"|(?:c est|il y a|y a|ya) (?:(?:ecrit?|marque|note|dit) )?quoi(?: \S+){0,3}"
    r"|(?:ils?|elles?|on|(?:la|le|l) ?\S+) (?:(?:a|ont|veut|vient de) )?(?:dit|dire|di|parle|raconte)(?: de)? quoi"
    r"(?: \S+){0,2}"
    r"|qu est ce (?:qui|que|qu)(?: \S+){1,5}"
    r"|kesako|kezako|qu es aco"
    r")"
)
MOST_WORDS = 12
"""Words. A longer text tells something."""


def asks_how(words: Sequence[str]) -> bool:
    """Whether these words (`IntentWords.words`) ask how an answer is written."""
    return len(words) <= MOST_WORDS and _HOW.fullmatch(" ".join(map(fold, words))) is not None


def asks_what(words: Sequence[str]) -> bool:
    """Whether these words ask what something is: « c'est quoi la somme », « comment ça haine », « valide c quoi »."""
    return bool(thing_asked(words))


def asks_of_it(words: Sequence[str]) -> bool:
    """Whether these words ask about what she has before her: « c kel boutique ça », « elle dit quoi là »."""
    return len(words) <= MOST_WORDS and _SHOWN.fullmatch(" ".join(map(fold, words))) is not None


def thing_asked(words: Sequence[str]) -> Sequence[str]:
    """What such a question asks about, folded; empty if the words are none."""
    found = _WHAT.fullmatch(" ".join(map(fold, words))) if len(words) <= MOST_WORDS else None
    return () if found is None else (found["thing"] or found["before"]).split()
