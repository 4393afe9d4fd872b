"""Roles as staff name them, and their orders about the role of somebody: « nomme Awa huber du Togo », « fais de Mariam
une admin », « promeus Binta »."""

from __future__ import annotations

import re
from collections.abc import Sequence

from backend.domain.french.spelling import fold
from backend.domain.people import place_names
from backend.domain.people.commands import DUTIES
from bot.flows.people.invite_words import BESIDE_DUTY, DUTY_NAMES

_ROLES = {
    **dict.fromkeys(("hiteuse", "travailleuse"), "hiteuse"),
    **dict.fromkeys(("apprenante", "trainee", "stagiaire"), "trainee"),
    **dict.fromkeys(("huber", "referente"), "huber"),
    **dict.fromkeys(("admin", "administratrice", "administrateur"), "admin"),
}
_DUTIES = ("proprietaire", "owner", "finance", "finances", "operations", "lectrice", "lecture")
"""Duties that name a role without « admin »."""
_ANY = rf"(?P<role>{'|'.join((*_ROLES, *_DUTIES))})"
_BEFORE = r"(?:(?:il faut|faut|on|je (?:veux|voudrais|dois)|peux tu|tu peux|merci de|vite|stp|svp) )*"
_NAME = r"(?P<name>\d{1,18}|[^\W\d_]{2,}(?: [^\W\d_]+){0,2}?)"
_ROLE = rf"(?:(?:une?|la|le|l|notre|comme|en|au|aux|a|rang|role|acces|droits?|de|d) )*{_ANY}(?P<more>(?: .+)?)"
_HERS = r"(?:(?:une?|la|le|l|les|des|son|sa|ses) )?(?:role|acces|droits?)"
_GIVES = tuple(
    re.compile(_BEFORE + form)
    for form in (
        rf"(?:fai[st]|faites|faire) (?:de |d ){_NAME} {_ROLE}",
        r"(?:(?:nomme|passe|designe|bascule|transforme)[rz]?|(?:re)?me(?:ts?|ttre)|promeus|promouvoir) "
        rf"{_NAME} {_ROLE}",
        rf"{_NAME} (?:devient|passe|(?:doit|va) (?:devenir|etre|passer)) {_ROLE}",
        rf"(?:donne|ajoute|attribue|accorde)[rz]? a {_NAME} {_ROLE}",
        rf"(?:donne|ajoute|attribue|accorde)[rz]? {_HERS} (?:(?:de|d|des|a la|aux) )*{_ANY}(?P<more>) a {_NAME}",
    )
)
_LEFT_OPEN = (
    ("role", re.compile(rf"{_BEFORE}(?:retire|enleve)[rz]? {_HERS}(?: (?:(?:de|d) )?{_ANY})? (?:de|d|a) {_NAME}")),
    ("role", re.compile(rf"{_BEFORE}(?:retire|enleve)[rz]? a {_NAME} {_HERS}(?: .*)?")),
    ("role", re.compile(rf"{_BEFORE}(?:retire|enleve|sor[st])[rz]? {_NAME} (?:de|des|du|d|comme) {_ANY}s?")),
    ("role", re.compile(rf"{_NAME} (?:n )?est plus (?:une? )?{_ANY}")),
    ("role", re.compile(rf"{_BEFORE}(?:retrograde|destitue)[rz]? {_NAME}")),
    ("promouvoir", re.compile(rf"{_BEFORE}(?:promeus|promouvoir) {_NAME}")),
)
"""The word, and forms that say of whom, and not what she shall become."""
_FILLERS = frozenset({"du", "de", "des", "d", "la", "en", "au", "aux", "pour", "et", "stp", "svp", "maintenant"})
_NO_NAMES = frozenset(
    (
        *(
            "moi",
            "toi",
            "lui",
            "elle",
            "la",
            "le",
            "les",
            "une",
            "un",
            "tout",
            "tous",
            "toutes",
            "qui",
            "on",
            "personne",
        ),
        *("nouvelle", "autre", "role", "acces", "droits", "droit"),
    )
)


def wanted(words: Sequence[str]) -> list[str]:
    """What stands after the number of `role`, as `roles.read` takes it: « propriétaire » is « admin owner », « Huber
    CM » is « huber CM »."""
    folded = [fold(word) for word in words]
    role = next((_ROLES[word] for word in folded if word in _ROLES), "")
    duty = next((DUTY_NAMES[word] for word in folded if word in DUTY_NAMES), "") if role in ("", "admin") else ""
    if not role and not duty:
        return [*words]
    more = [
        word
        for word, said in zip(words, folded, strict=True)
        if said not in _ROLES and not (duty and said in (*DUTY_NAMES, *BESIDE_DUTY))
    ]
    return [*filter(None, (role or "admin", duty)), *more]


def parted(first: str, more: Sequence[str]) -> tuple[str, list[str]]:
    """The name at the beginning of « Awa Marie huber CM », and what stands behind it."""
    at = next((n for n, word in enumerate(more) if wanted([word]) != [word] or fold(word) in _ROLES), len(more))
    return " ".join((first, *more[:at])), [*more[at:]]


def ordered(text: str) -> tuple[str, str] | None:
    """The word, and what stands after it, of an order about somebody's role; None if the text is none. The duty of an
    admin, and what comes of a role that is taken away, are left to be chosen: then it is the name alone."""
    said = fold(text)
    found = next((match for form in _GIVES if (match := form.fullmatch(said)) is not None), None)
    if found is not None:
        role, *more = wanted([found["role"], *(word for word in found["more"].split() if word not in _FILLERS)])
        countries, unread = place_names.named_in([word for word in more if word not in DUTIES])
        if unread or not _is_name(found["name"]):
            return None
        if len({DUTY_NAMES[word] for word in said.split() if word in DUTY_NAMES}) > 1:
            return "role", found["name"]  # an admin has one duty: which is left to be chosen
        rest = [role, *(word for word in more if word in DUTIES), *countries]
        return "role", " ".join((found["name"], *(rest if rest != ["admin"] else ())))
    for word, form in _LEFT_OPEN:
        if (found := form.fullmatch(said)) is not None and _is_name(found["name"]):
            return word, found["name"]
    return None


def _is_name(name: str) -> bool:
    return _NO_NAMES.isdisjoint(name.split())
