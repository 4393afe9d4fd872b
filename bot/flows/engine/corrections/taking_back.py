"""What is taken back, meant for somebody else, or about an older answer: « annule », « c'était pour le Togo »."""

from __future__ import annotations

import re

from backend.domain.french.slips import MOST_SIGNS
from bot.flows.engine.corrections.wording import IT_WAS, MISTAKEN, SORRY, THIS, written_out

_UNDONE = (
    r"(?:moi )?(?:(?:tout )?(?:ca|cela|ce (?:que|qu) .{1,60})|(?:le|la|les|l|mon|ma|mes|ce|cet|cette|ces)"
    r" (?:(?:\d+|deux|trois|derniers?|dernieres?) )*"
    r"(?:messages?|reponses?|codes?|invitations?|actions?|changements?|modifications?|choses?|derniere?)(?: .{1,60})?)"
)
_TAKEN_BACK = re.compile(
    rf"(?:(?:{SORRY}|non|oh|ah|mais|euh|zut|stop) )*?"
    r"(?:(?:je (?:veux|voudrais|peux) |comment )?"
    rf"(?:(?:annul\w+|defai\w+|efface[rz]?|supprime[rz]?|retire[rz]?|enleve[rz]?|rattrape[rz]?) {_UNDONE}"
    r"|annul(?:e|er|ez)(?: (?:tout|le|la|les))?|defais(?: tout)?|defaire)"
    r"|j annule(?: (?:tout|ca))?|cancel|undo"
    rf"|{MISTAKEN}(?: (?:de|d|du|sur) .{{1,40}})?|(?:c est |c etait |j ai fait )une erreur"
    r"|oups|oops|mince|zut|attends?|j ai change d avis)(?: (?:svp|stp|non|pardon|attends?))*"
)
"""« Annule ce que je viens de faire », « non attends », « je me suis trompée de personne »."""
_FOR_ANOTHER = re.compile(
    rf"(?:(?:{SORRY}|non|oh|ah|mais|zut) )*{IT_WAS}(?: plutot)?"
    r" (?:(?:pour|au|aux) (?:(?:le|la|les|l) )?\w+(?: \w+)?|\d+(?: \w+)?)(?: (?:et )?pas .{1,40})?"
)
"""« C'était pour le Togo », « c'était 2 codes », « c'était pour Fatou pas Awa »."""
_TO_ANOTHER = re.compile(
    rf"(?:(?:{SORRY}|non|oh|ah|mais|zut|{THIS}) )*+"
    r"(?:mauvaise personne|pas (?:la bonne(?: personne)?|la personne|(?:a|pour) (?:elle|lui|eux|[^\W\d]+)))"
    rf"(?: (?:{SORRY}|svp|stp))*"
)
"""« Oups mauvaise personne », « c'était pas pour elle »."""
_SOME = r"(?:deux|trois|quatre|cinq|[2-9]|1\d) (?:taches?|reponses?|questions?)"
_OLDER = re.compile(
    r"(?:(?:non|et|mais|en fait|pardon|oups|je veux|je voudrais|je peux|corriger?|changer?|modifier|de|sur|pour) )*"
    r"(?:(?:la|ma|l|mon|celle) )?"
    r"(?:avant dernieres?|avant avant derniere|d avant avant"
    rf"|(?:(?:reponse|tache) )?(?:d )?il y a {_SOME}"
    r"|(?:premiere|1 ?ere|(?:deux|trois|quatr)ieme|[234] ?e(?:me)?)"
    r"(?= (?:tache|reponse|question|c etait|c est faux|est fausse|etait)\b))"
    r"(?: (?:tache|reponse|question))?(?: .{1,60})?"
)
"""« L'avant-dernière c'est haine », « corriger la deuxième réponse »."""
_BEFORE = (
    r"(?:(?:la|ma|cette|le|mon) (?:derniere?|precedente?)(?: reponse| texte| panneau)?"
    r"|(?:(?:la|ma|cette) )?reponse (?:precedente|d avant|d en haut)|cel(?:le|ui) d avant)"
)
_THE_LAST = re.compile(
    r"(?:(?:non|oups|pardon|attends?|mais|euh|je (?:veux|voudrais|peux|dois)|tu peux|laisse moi|comment|il faut) )*"
    r"(?:corrig\w+|modifi\w+|change[rz]?|rectifi\w+|annul\w+|efface[rz]?|supprime[rz]?|enleve[rz]?) "
    rf"{_BEFORE}(?: (?:stp|svp|merci))*"
    r"|(?:(?:non|oups|pardon|mais|ah) )*(?:j ai|jai|g|il y a|y a|ya)(?: mis| fait| laisse)? une? (?:faute|erreur)"
    rf" (?:dans|sur|a|au) {_BEFORE}"
)
LEAST_OF_OLDER = 4
"""Words of such a text: « l'avant-dernière » alone may be a choice of this question."""
_EXCUSE_OF = re.compile(
    r"(?:(?:ah|oh|vraiment|je suis) )*(?:pardon|desolee?s?|dsl|excuse[zs]?(?: moi)?)"
    r"(?: (?:vraiment|mais|hein|car|parce que|hier|la))*"
    r" (?:(?:j|je) ?(?:n ?)?(?:etais|avais|dormais|travaillais|voyageais|suis (?:malade|en retard|absente|occupee)"
    r"|ai (?:eu|ete|pas pu|pas eu))"
    r"|(?:pour|du|de) (?:(?:le|la|l|mon|ma|ce|cette) )?(?:retard|absence|attente|derangement|silence))\b.*"
)


def wants_the_last(text: str) -> bool:
    """Whether a text wants to correct the answer before, and says nothing else: « corrige la dernière »."""
    return _THE_LAST.fullmatch(written_out(text)) is not None


_NUMBERED = re.compile(
    r"(?:(?:non|oups|pardon|mais|je (?:veux|voudrais|peux|dois)) )*(?:corrig|modifi|rectifi)\w*"
    r"(?: (?:la|le|ma|l|numero|n|no|reponse|tache|question))*"
    r" (?:\d{1,2}|premiere?|(?:deux|trois|quatr)ieme)(?: ?e(?:me)?)?"
)


def numbers_one(text: str) -> bool:
    """Whether a text wants to correct an answer that it counts: « corriger 3 », « corrige la 2 »."""
    return _NUMBERED.fullmatch(written_out(text)) is not None


def excuses(text: str) -> bool:
    """Whether a text says why somebody was away or is late: « désolée j'étais au village » corrects nothing."""
    return _EXCUSE_OF.fullmatch(written_out(text)) is not None


_OF_BEFORE = re.compile(
    r"(?=.*(?:\bc ?est\b|\bc ?t\b|\bcetait\b|\betait\b|\bnon\b|\bpas\b|\bfaux\b|\btromp)).*\b(?:tout a l ?heure|tantot"
    r"|(?:d|de|du|la|le|celle|celui|recu|fiche|tache) ?(?:d )?avant|precedente?)\b.*"
)


def of_before(text: str) -> bool:
    """Whether a text says what something of before is: « le total de tout à l'heure c'est 2000 »."""
    return "?" not in text and len(text) <= MOST_SIGNS and _OF_BEFORE.fullmatch(written_out(text)) is not None


def takes_back(text: str) -> bool:
    """Whether a text wants undone what was done, whatever that was: « annule ce que je viens de faire »."""
    return _TAKEN_BACK.fullmatch(written_out(text)) is not None


def names_another(text: str) -> bool:
    """Whether a text says for whom, where or how many what was done was meant: « c'était pour le Togo »."""
    return _FOR_ANOTHER.fullmatch(written_out(text)) is not None


def to_another(text: str) -> bool:
    """Whether a text says that what was done went to the wrong person: « oups mauvaise personne »."""
    return "?" not in text and _TO_ANOTHER.fullmatch(written_out(text)) is not None


def of_older(text: str) -> bool:
    """Whether a text is about an answer before the last one: « l'avant-dernière c'est haine »."""
    said = written_out(text)
    return len(said.split()) >= LEAST_OF_OLDER and _OLDER.fullmatch(said) is not None
