"""What staff order in a sentence: « fais une annonce », « préviens toutes les filles que demain est férié », « crée
3 codes pour le Togo », « ajoute un client Moov »."""

from __future__ import annotations

import re

from backend.domain.french.spelling import fold
from bot.flows.people.invite_words import countries_of, words_of

_BEFORE = r"(?:(?:il faut|faut|on|je (?:veux|voudrais|dois|vais)|peux tu|tu peux|merci de|vite|stp|svp) )*"
_EVERYBODY = (
    r"(?:tout le monde|tous|toutes|ma cohorte|(?:toutes )?(?:les|mes|nos) (?:hiteuses|femmes|filles|dames|mamans))"
)
"""Whoever names some of them chooses them in the announcement: they are not taken for all."""
_ANNOUNCES = tuple(
    re.compile(_BEFORE + form)
    for form in (
        r"(?:fais|faire|faites|(?:envoie|programme|prepare|publie|diffuse|redige|cree)[rz]?|ecris|ecrire)"
        rf" (?:une|l|la|cette) (?:nouvelle )?annonce(?: (?:a|pour) {_EVERYBODY})?",
        rf"(?:ecris|ecrire|ecrivez|envoie[rz]?|parle[rz]?)(?: un (?:message|mot|sms))? a {_EVERYBODY}",
        rf"(?:previen(?:s|t)|prevenir|informe[rz]?|averti[rs]|dis|dire|rappelle[rz]?) (?:a )?{_EVERYBODY}",
    )
)
_LATER = re.compile(
    rf"{_BEFORE}(?:programme|prepare|envoie|planifie)[rz]? une annonce (?:pour )?(?:demain|ce (?:matin|soir)|lundi"
    r"|mardi|mercredi|jeudi|vendredi|samedi|dimanche)(?: .{1,40})?"
)
"""When is chosen in the announcement as well: with its text at once it would be lost."""
_TEXT = re.compile(r"(?P<head>.*?)\s*(?::|\bque\b|\bqu['’])\s*(?P<text>.+)", re.IGNORECASE | re.DOTALL)
_CODES = re.compile(
    r"\s*(?:(?:je (?:veux|voudrais)|il (?:me )?faut|peux[- ]tu|tu peux) )?"
    r"(?:(?:cr[ée]e|g[ée]n[èe]re|donne|pr[ée]pare|envoie)[rz]?|fais|faire)(?:[- ](?:moi|nous))? (?:un|des|de"
    r"|(?P<count>\d{1,3}|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|vingt)) (?:nouveaux? )?"
    r"codes?(?: d['’ ]invitations?)?(?: (?P<whom>\S.*))?",
    re.IGNORECASE | re.DOTALL,
)
_INVITES = re.compile(r"\s*invite[rz]?(?:[- ](?:moi|nous))? (?P<whom>[^\W\d_]+ .+)", re.IGNORECASE | re.DOTALL)
_IMPORTS = re.compile(
    rf"{_BEFORE}(?:cree|ajoute|importe|charge|depose)[rz]? (?:un|une|le|mon|ce) (?:nouveau |nouvel )?(?:projet|lot)"
    r"(?: de taches)?(?: stp| svp)?"
)
_CLIENT = re.compile(
    r"\s*(?:ajoute|cr[ée]e|enregistre)[rz]? (?:une? |le |la )?(?:nouveau |nouvelle )?cliente?\s*:?\s+(?P<name>\S.*)",
    re.IGNORECASE | re.DOTALL,
)


_EXPORTS = re.compile(
    r"\s*(?:(?:je (?:veux|voudrais)|peux[- ]tu|tu peux|il faut) )?(?:exporte|t[ée]l[ée]charge|envoie|donne|sors?)[rz]?"
    r"(?:[- ](?:moi|nous))? (?:tous |toutes )?(?:les |mes )?(?:r[ée]sultats|r[ée]ponses)"
    r"(?: (?:de la|de l['’]|de|du|des|d['’])\s*(?:projet )?(?P<project>\S.*?))?(?: (?:stp|svp))?",
    re.IGNORECASE | re.DOTALL,
)

_WHO_DID = re.compile(
    r"qui (?:est ce qui )?a (?:vu|lu|regarde|consulte|ouvert|change|modifie|retenu|libere|bloque|debloque)"
    r" (?:(?:la|le|l) )?(?:fiche|dossier|profil|role|compte|numero|paie|acces) (?:de|d) (?P<whom>[a-z].*)"
)
"""« Qui a vu la fiche d'Awa », « qui a changé le rôle de Binta »: the audit tells."""


def ordered(text: str) -> tuple[str, str] | None:
    """The word that a sentence stands for, and what is written after it; None if it stands for none."""
    said = fold(text)
    if (client := _CLIENT.fullmatch(text)) is not None:
        return "clients", f"ajouter {client['name']}"
    if _IMPORTS.fullmatch(said):
        return "lot", ""
    if (codes := _CODES.fullmatch(text)) is not None:
        return "inviter", " ".join(filter(None, (codes["count"], codes["whom"])))
    found = _INVITES.fullmatch(text)
    if found is not None and (countries_of(words_of(found["whom"]))[0] or found["whom"].istitle()):
        return "inviter", found["whom"]
    if (exported := _EXPORTS.fullmatch(text)) is not None:
        return "projets", exported["project"] or ""
    if (did := _WHO_DID.fullmatch(said)) is not None:
        return "audit", did["whom"]
    return _announced(text)


def _announced(text: str) -> tuple[str, str] | None:
    cut = _TEXT.fullmatch(text)
    for head, words in (*([(cut["head"], cut["text"])] if cut is not None else ()), (text, "")):
        if any(form.fullmatch(fold(head)) for form in _ANNOUNCES):
            return "annonce", words.strip()
    return ("annonce", "") if _LATER.fullmatch(fold(text)) and ":" not in text else None
