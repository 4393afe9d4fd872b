"""What staff order about payments without the word for it: « arrête tout les paiements », « retiens Awa : numéro à
vérifier », « approuver 3 et 4 »."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

from backend.domain.french.spelling import fold
from backend.records import Record

Deed = Literal["stop", "go on", "hold", "release", "several", "partly"]

_BEFORE = r"(?:(?:il faut|faut|on|je (?:veux|voudrais|dois)|peux tu|tu peux|merci de|vite|urgent|stp|svp) )*"
_PAY = r"(?:paiements?|payements?|virements?|versements?|paies?|payes?|salaires?|envois|envoi d argent)"
_ALL = r"(?:(?:tous|tout|toute|toutes|tt) )?(?:(?:les?|la|l|des?|d|nos|ces|cette|ce) )?"
_DAYS = r"lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|demain|aujourd hui|auj|semaine|mois|jour|matin|soir|midi"
_AFTER = (
    rf"(?: (?:(?:avant|jusqu a|nouvel ordre|de|du|d|des|pour|prevue?s?|en cours|tout de suite|maintenant|immediatement"
    rf"|vite|urgent|stp|svp|la|ce|cette|prochaine?|s il te plait|s il vous plait|{_DAYS})))*"
)
_EVERYBODY = r"(?:(?:tout le monde|toutes?|tous|(?:(?:tous|toutes) )?les (?:femmes|filles|hiteuses|gens)))"
_STOP = re.compile(
    rf"{_BEFORE}(?:arret(?:e|er|ez|es|ons)|stop(?:pe|per|pez|pes|pons)?|suspend(?:s|re|ez)?|bloque[rz]?|gele[rz]?"
    rf"|coupe[rz]?|interromp(?:s|re|ez)|annule[rz]?) (?:(?:tout )?{_ALL}{_PAY}|de payer(?: {_EVERYBODY})?){_AFTER}"
    rf"|{_BEFORE}(?:retien[st]|retenir|retenez|bloque[rz]?|gele[rz]?|suspend(?:s|re|ez)?) tout"
    r"(?: de suite| maintenant| stp| svp)*"
    rf"|{_BEFORE}tout (?:bloquer|geler|suspendre|retenir){_AFTER}"
    rf"|{_BEFORE}ne pa[iy](?:e[rz]?|ons) (?:plus |surtout )?(?:personne|rien){_AFTER}"
    rf"|{_BEFORE}(?:ne (?:lance[rz]?|fai(?:s|t|tes|re))|n envo(?:ie|yez|yer)) (?:plus )?(?:aucune?|de|d) {_PAY}{_AFTER}"
    rf"|{_BEFORE}personne ne (?:doit|sera) (?:etre )?paye{_AFTER}"
)
_ALARM = re.compile(
    r"[,.;:!\n]+|\b(?:car|parce qu[e'’]?|(?:il )?y a|(?:c['’ ]?est |tr[eè]s )*(?:urgent|une urgence|grave))\b",
    re.IGNORECASE,
)
"""What stands between an order to stop all and its reason: « c'est urgent bloque tout », « on nous vole, arrête les
paiements »."""
_GO_ON = re.compile(
    rf"{_BEFORE}(?:reprend(?:s|re|ez)|relance[rz]?|continue[rz]?|debloque[rz]?|redemarre[rz]?|reactive[rz]?) (?:tout )?"
    rf"{_ALL}{_PAY}{_AFTER}"
)
_HERS = r"(?:(?:la|le|les|l|son|sa|ses) )?(?:paies?|payes?|paiements?|virements?|argent|gains?|salaires?)"
_TO = r"(?:(?:de|d|a|pour) )"
_NAME = r"(?P<name>[a-z]{2,})(?: (?:(?:n|no|numero) (?P<number>\d{1,18})|(?P<last>\d{1,18})$))?(?: (?P<reason>.+))?"
_NOT_YET = r"(?:(?:encore|maintenant|tout de suite) )?(?!encore|maintenant|avant|trop|tout )"
_NO_PAYING = r"(?:ne|(?:il )?(?:ne )?faut)(?: surtout)? pas"
_NOT_PAID = rf"(?:(?:ne )?pa[iy]e[rz]? pas|ne pa[iy]e[rz]? (?:plus|surtout pas)|{_NO_PAYING} payer)"
_UNNAMED = re.compile(
    rf"{_BEFORE}(?:ne (?:la|le|les) pa[iy]e[rz]? (?:surtout )?(?:pas|plus)|{_NO_PAYING} (?:la|le|les) payer)"
    rf"(?: encore)?{_AFTER}"
)
"""« Ne la paie pas » does not say whose pay is to be held."""
_HOLD = re.compile(
    rf"{_BEFORE}(?:(?:retien(?:s|t)|retenir|retenez) (?:{_HERS} )?{_TO}?"
    rf"|(?:bloque[rz]?|suspend(?:s|re|ez)|gele[rz]?|garde[rz]?|arret(?:e|er|ez)|stop(?:pe|per|pez)?)"
    rf" (?:{_HERS} {_TO}|de payer )|{_NOT_PAID} {_NOT_YET}){_NAME}"
)
_RELEASE = re.compile(rf"{_BEFORE}(?:libere[rz]? (?:{_HERS} )?{_TO}?|debloque[rz]? {_HERS} {_TO}){_NAME}")
_SEVERAL = re.compile(
    r"(?P<verb>approuve|valide|lance|abandonne)[rz]? (?:l |les )?(?:envois? )?"
    r"(?P<numbers>\d{1,9}(?: (?:et |puis )?\d{1,9})+)"
)
_PARTLY = re.compile(
    rf"{_BEFORE}(?:approuve|valide|lance|abandonne)[rz]? (?:l |les? |la )?(?:(?:envois?|paies?|paiements?|virements?)"
    r"(?: (?:n|no|numero))?(?: \d{1,9})?|tout|\d{1,9}) (?:sauf|sans|hors|excepte|mais pas|a part) .+"
    rf"|{_BEFORE}(?:retire|enleve|ote)[rz]? .+ (?:de|du) (?:l )?envoi(?: (?:n|no|numero))?(?: \d{{1,9}})?"
)
"""« Approuve l'envoi 2 sauf Awa », « retire Awa de l'envoi 2 »."""
_N = r"(?:(?:n|no|num|numero) )?(?P<number>\d{1,18})"
_CLAIM = re.compile(
    rf"{_BEFORE}(?:(?:regarde|montre|ouvre|voi[sr]|ferme|clo[st]|cloture|confirme|valide)[rz]? )?(?:pour )?"
    rf"(?:(?:la|le|l|une|cette|ma) )?(?:reclamations?|reclam) {_N}(?: (?P<rest>.+))?"
)
_IS = r"(?:(?:est|a ete|etait|c est|bien|deja|stp|svp) )*"
_CLAIMED = (
    ("versee", re.compile(rf"{_IS}(?:verse|paye|confirme)e?(?: (?:bien|deja|stp|svp))*")),
    ("revenue", re.compile(rf"{_IS}(?:revenu|rendu|retourne|rembourse)e?(?: (?:stp|svp))*")),
    ("dire", re.compile(r"(?:dire|dis|dites|reponds?|repondre|ecri[st]|ecrire)(?: lui)?(?: (?P<words>.+))?")),
    ("", re.compile(r"stp|svp|s il te plait|ou ca en est|c est quoi")),
)
"""What may follow a claim's number: the deed as it is read after `paiements`, and its forms."""
_PAYMENT = r"(?:(?:le |ce |l )?(?:paiement|payement|virement|versement) )"
_WOMAN = r"(?:(?:(?:la |sa )?(?:paie|paye) )?(?:de )?(?:la )?(?:personne|femme) )"
_ONE: Mapping[str, re.Pattern[str]] = {
    "reessayer": re.compile(
        rf"{_BEFORE}(?:(?:reessa(?:y|i)e|reessaye|retente)[rz]? {_PAYMENT}?|(?:relance|renvoie)[rz]? {_PAYMENT}){_N}"
    ),
    "retenir": re.compile(
        rf"{_BEFORE}(?:(?:retien[st]|retenir|retenez) {_PAYMENT}?|(?:bloque|gele)[rz]? {_PAYMENT}){_N}"
    ),
    "liberer": re.compile(rf"{_BEFORE}(?:libere[rz]? {_WOMAN}?|debloque[rz]? (?:la |sa )?paie (?:de )?{_WOMAN}?){_N}"),
}
"""Deeds about one payment, or about one woman's pay, by number."""
_VERBS = {"valide": "approuver"}
_NO_NAMES = frozenset(
    (
        *("la", "le", "les", "un", "une", "tout", "tous", "toute", "toutes", "de", "du", "des", "en", "ce", "cet"),
        *("cette", "ces", "mon", "ma", "mes", "son", "sa", "ses", "personne", "femme", "paiement", "paiements", "paie"),
        *("paies", "argent", "envoi", "envois", "qui", "que", "quoi", "combien", "ca", "moi", "ne", "pas", "place"),
        *("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche", "demain", "hier", "semaine", "mois"),
    )
)


_SUM = (
    r"(?:(?:\d+ )+(?:(?:f|fr|fcfa|cfa|francs?|e|euros?|eur|xaf|xof|mille|balles) )*(?:a|pour|de) [a-z]"
    r"|(?:\d+ )+(?:f|fr|fcfa|cfa|francs?|euros?|eur|xaf|xof|mille|balles)\b"
    r"|\b(?:bonus|primes?|cadeaux?|avances?|prets?|credits?|gratifications?|supplements?|pourboires?|argent)\b)"
)
_BY_HAND = re.compile(
    rf"{_BEFORE}(?:(?:donne|offre|ajoute|verse|avance|prete|pa[iy]e|credite|accorde|transfere|retire|enleve|preleve|vire"
    rf"|envoie)[rz]?|envoyer|rend(?:s|re|ez)?|dedui(?:s|re|sez)) .*?{_SUM}.*"
    r"|(?:une? )?(?:primes?|bonus|avances?|cadeaux?|gratifications?) (?:de \d.*|(?:a|pour) [a-z].*)"
)
_SOMEBODY = re.compile(
    r"\b(?:a|pour) (?!(?:la|le|les|l|un|une|ce|cette)\b)[a-z]{2,}"
    rf"|^{_BEFORE}(?:pa[iy]e|credite)[rz]? (?!(?:la|le|les|l|un|une|des|du|de|d)\b)[a-z]{{2,}}"
)
"""Below a project « ajoute 100 euros » means its budget."""
_OTHERWISE = re.compile(
    r"\b(?:projets?|budgets?|clients?|lots?|taches?|annonces?|messages?|codes?|roles?|acces|combien)\b"
)


def by_hand(text: str) -> bool:
    """Whether a text wants to give somebody money, or take it: « donne 500 F à Awa », « une prime pour Mariam »."""
    said = fold(text)
    return bool(_BY_HAND.fullmatch(said) and _SOMEBODY.search(said)) and _OTHERWISE.search(said) is None


class Order(Record):
    """`name`, `number`: the folded first name of whose pay is held or released ("" if none was written), and her number
    if it was written too; `reason`: why, as it was written, or what else was written behind the name.
    `verb`, `numbers`: what shall be done with several runs."""

    deed: Deed
    name: str = ""
    reason: str = ""
    number: int | None = None
    verb: str = ""
    numbers: tuple[int, ...] = ()


def read(text: str) -> Order | None:
    """The order that a text gives; None if it gives none. « Arrête la paie d'Awa » holds hers, and stops no other."""
    said = fold(text)
    if _STOP.fullmatch(said):
        return Order("stop")
    if _GO_ON.fullmatch(said):
        return Order("go on")
    if (found := _SEVERAL.fullmatch(said)) is not None:
        numbers = tuple(dict.fromkeys(int(each) for each in re.findall(r"\d+", found["numbers"])))
        verb = _VERBS.get(found["verb"], f"{found['verb']}r")
        return Order("several", verb=verb, numbers=numbers) if len(numbers) > 1 else None
    if _PARTLY.fullmatch(said):
        return Order("partly")
    if _UNNAMED.fullmatch(said):
        return Order("hold")
    for deed, form in (("hold", _HOLD), ("release", _RELEASE)):
        found = form.fullmatch(said)
        if found is not None and found["name"] not in _NO_NAMES:
            number = found["number"] or found["last"]
            return Order(
                "hold" if deed == "hold" else "release",
                found["name"],
                _as_written(text, found["reason"]),
                int(number) if number else None,
            )
    apart = "?" not in text and any(_STOP.fullmatch(fold(part)) for part in _ALARM.split(text))
    return Order("stop") if apart else None


def numbered(text: str) -> str | None:
    """What stands after `paiements` for an order about one number: « la réclamation 12 est versée » is « reclamation
    12 versee ». None if the text is none."""
    said = fold(text)
    for verb, form in _ONE.items():
        if (found := form.fullmatch(said)) is not None:
            return f"{verb} {found['number']}"
    claim = _CLAIM.fullmatch(said)
    if claim is None:
        return None
    one = f"reclamation {claim['number']}"
    if claim["rest"] is None:
        return one
    for deed, form in _CLAIMED:
        if (found := form.fullmatch(claim["rest"])) is not None:
            words = _as_written(text, found["words"]) if deed == "dire" else ""
            return f"{one} {deed} {words}".strip()
    return None


def _as_written(text: str, reason: str | None) -> str:
    """The words of the text that were folded to `reason`."""
    if not reason:
        return ""
    words = text.split()
    return next(
        (" ".join(words[at:]).lstrip(" :,") for at in range(len(words)) if fold(" ".join(words[at:])) == reason), reason
    )
