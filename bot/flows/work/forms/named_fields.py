"""Fields of a form that she names herself: « la date c'est le 16/10 », « pardon, le total c'était 12 700 »."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from backend.domain.french import dates
from backend.domain.french.lexicon import ARTICLES
from backend.domain.french.phonetics import sound
from backend.domain.french.spelling import fold
from backend.domain.messaging.intent_vocabulary import vocabulary
from backend.domain.work.forms.form import Field
from backend.records import Record

_OPENING = re.compile(
    r"(?:(?:non|mais|correction|erreur|pardon|oups|oops|mince|d[ée]sol[ée]e?s?|excuse[zs]?(?:[ -]moi)?|attends?|en fait"
    r"|finalement|enfin|plut[oô]t|je (?:me )?corrige|je me suis tromp\w+|euh+|ah|oh|corrige[rz]?|change[rz]?"
    r"|modifie[rz]?|mets?)\b[\s,.:;!…-]*)+",
    re.IGNORECASE,
)
_ENDING = re.compile(
    r"(?<=\w)(?:[\s,.:;!…-]+"
    r"(?:en fait|finalement|enfin|plut[oô]t|pardon|oups|oops|d[ée]sol[ée]e?s?|dsl|svp|stp|merci))+[\s.!…]*$"
)
"""« Le total c 12000 en fait »: words in small letters that are no part of a value."""
_LINKED = re.compile(
    r"(?P<head>[^:=]{1,80}?)\s*+(?:[:=]|,?\s*\b(?:(?:(?P<c>c['’\s]?)?(?:est|(?P<was>[ée]tait)))|(?P<ct>c\s?t)|(?P<bare>c)(?=\s)|[cs]é)\b"
    r"(?:\s+(?:plut[oô]t|bien)\b)?)\s*(?P<rest>[^\s:=].*)",
    re.IGNORECASE | re.DOTALL,
)
_WRONG = re.compile(
    r"(?:pas|faux|fausse|mauvais\w*|mal|incorrect\w*|inexact\w*|a (?:corriger|changer|refaire))(?: .*)?"
)
_GOES_BACK = re.compile(
    r"(?:(?:je|on|peux|peut|veux|voudrais|dois|faut|il|moi|me|attends|non|mais|pardon|ah|oups) )*+"
    r"(?:reviens|revenir|retourne[rz]?|retour|remonte[rz]?|corrige[rz]?|change[rz]?|modifie[rz]?|refaire|repren\w+"
    r"|efface[rz]?)"
    r" (?:(?:sur|a|au|aux|dans) )?(?P<label>.+?)(?: (?:svp|stp|merci))*"
)
"""« Je veux revenir à la date »: a field that she wants to fill in anew."""
_AROUND = ARTICLES | {"mon", "ma", "mes", "aussi"}
MOST_SIGNS = 500
"""Signs of a text that names a field; a longer one is one answer."""
_IN_WORDS = frozenset(("text", "source"))
"""Types of fields that take any words."""
_ALSO_CALLED = {"montant": "amount", "somme": "amount", "tel": "phone", "telephone": "phone", "date": "date"}
"""What a field of a type is called, whatever its label is. A price may be that of one article."""
_OF_NUMBERS = frozenset(("numero", "reference", "code"))
"""Labels of fields of words whose values have digits: « numero el 2025 118 »."""
_HEARD_CALLED = {sound(called): kind for called, kind in _ALSO_CALLED.items() if len(called) > 3}


_ALL_BUT = re.compile(
    r"(?:(?:oui|ok|non)[\s,]+)?(?:tout|tous)(?:\s+est)?\s+(?:juste|bons?|correct|ok|bien|vrai)[\s,]+"
    r"(?:sauf|mais(?:\s+pas)?|[àa]\s+part|hormis|excepté)\s+(?P<rest>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
"""« Tout juste sauf horaires 7h30 », of the fields that are filled in already."""
_HAS_NONE_OF = re.compile(
    r"(?:(?:non|mais|moi|ici|et) )*(?:(?:je |j )?(?:n )?ai|(?:il )?(?:n )?y a|(?:je |on )?(?:ne )?(?:vois|voit|trouve))"
    r" pas (?:(?:de|d|le|la|l|les|du|son|leur) )*(?P<label>\w+(?: \w+){0,2}?)(?: (?:dessus|ici|moi|la|svp|stp))*"
)


class Named(Record):
    """A field, and what she says of it. `value`: what it should be; "" if she only says that it is wrong."""

    field: Field
    value: str


def read(text: str, fields: Sequence[Field], asked: Field | None, *, begun: bool) -> Named | None:
    """What a text says of a field of the form; None if it may be plain words.

    `asked`: the field that is asked for; None below the summary, where no words are expected. `begun`: something is
    filled in already, so that « c'était » is about this form and not about the one before."""
    if len(text) > MOST_SIGNS:
        return None
    if (again := _gone_back_to(text, fields)) is not None:
        return Named(again, "") if begun or asked in (None, again) else None
    if asked is None and len(alone := _called(text, fields)) == 1:
        return Named(alone[0], "")
    but = _ALL_BUT.fullmatch(text.strip()) if begun else None
    opening, said = _around(text if but is None else but["rest"])
    if but is not None:
        opening = True
    if said and asked is not None and (value := _behind_label(said, asked)):
        return Named(asked, value)
    for label, value, was, is_ in _parted(said, linked_only=asked is not None and but is None):
        found = _called(label, fields)
        if len(found) != 1:
            continue
        (field,), wrong = found, _WRONG.fullmatch(fold(value)) is not None
        if asked is None:
            return Named(field, "" if wrong else value)
        if field == asked and not (wrong or was or (is_ and field.type in _IN_WORDS)):
            return Named(field, value)
        if field != asked and begun and (opening or was or asked.type not in _IN_WORDS):
            return Named(field, "" if wrong else value)
    return None


def has_none_of(text: str, fields: Sequence[Field], asked: Field | None) -> Field | None:
    """The field, not the one asked for, of which a text says that there is none: « j'ai pas le tel »."""
    found = _HAS_NONE_OF.fullmatch(fold(" ".join(vocabulary().words(text)))) if "?" not in text else None
    named = _called(found["label"], fields) if found is not None else []
    return named[0] if len(named) == 1 and named[0] != asked else None


_BUT_NOT = re.compile(
    r"(?P<right>\S.*?)[\s,]+(?:et |mais )?(?:non )?pas (?:l[ea] )?(?P<wrong>\S+(?: \S+){0,3})", re.DOTALL
)


def right_of(value: str, before: str) -> str:
    """What a value says to be right, without what it says not to be: « F-141 pas 114 ». A shop may be called « Tout pas
    cher »: what is denied has figures as the rest has, or is what stood there `before`."""
    found = _BUT_NOT.fullmatch(value)
    if found is None:
        return value
    figures = _has_digit(found["right"]) and _has_digit(found["wrong"])
    return found["right"] if figures or (before and fold(found["wrong"]) == fold(before)) else value


def _around(text: str) -> tuple[bool, str]:
    """Whether a text begins or ends as a correction does, and the text without that."""
    said = _ENDING.sub("", text.strip())
    opening = _OPENING.match(said)
    return opening is not None or said != text.strip(), said[opening.end() if opening else 0 :]


def _behind_label(said: str, asked: Field) -> str:
    """What stands in capitals behind the label of a field of words, where the label does not: « fournisseur SODECI »,
    « numéro FA-2231 ». "" if the text does not begin so: a shop may be called « Magasin Awa »."""
    label, *rest = said.split(maxsplit=1)
    for _ in asked.label.split()[1:]:
        more, *rest = rest[0].split(maxsplit=1) if rest else [""]
        label += f" {more}"
    if asked.type not in _IN_WORDS or not rest or _name(label) != _name(asked.label):
        return ""
    (value,) = rest
    stands_out = (value.isupper() and not label.isupper()) or (label.islower() and value[0].isupper())
    stands_out = stands_out or (fold(label) in _OF_NUMBERS and _has_digit(value))
    return value if stands_out else ""


def _gone_back_to(text: str, fields: Sequence[Field]) -> Field | None:
    found = _GOES_BACK.fullmatch(fold(" ".join(vocabulary().words(text))))
    named = _called(found["label"], fields) if found is not None else []
    return named[0] if len(named) == 1 else None


def _called(said: str, fields: Sequence[Field]) -> list[Field]:
    """The fields that are called so: by their label, else as fields of their type are."""
    name, written_out = _name(said), _name(" ".join(vocabulary().words(said)))  # « num » is « numéro »
    by_label = [f for f in fields if _name(f.label) in (name, written_out)]
    by_label = by_label or [f for f in fields if name and _heard(_name(f.label)) == _heard(name)]
    by_label = by_label or [f for f in fields if name and _name(f.label)[: len(name)] == name]  # « prix » of the entry
    also = {*(_ALSO_CALLED.get(name[0], ""), _HEARD_CALLED.get(sound(name[0]), ""))} - {""} if len(name) == 1 else set()
    return by_label or [f for f in fields if f.type in also]


def _heard(name: Sequence[str]) -> list[str]:
    return [sound(word) for word in name]


_NEXT = re.compile(r"\s*[,;\n]+\s*|\s+et\s+")


def several(text: str, fields: Sequence[Field], asked: Field) -> bool:
    """Whether a text tells several fields at once where any words are taken: « Chez Ali, date 3/10/2026, total 4500 ».
    A name of a shop may begin like one (« Total 2 Plateaux »), so the first part counts only if it says what the other
    field is: « le total c'est 4500 »."""
    if asked.type not in _IN_WORDS or len(text) > MOST_SIGNS:
        return False
    text = _ENDING.sub("", text.strip())
    typed = [f for f in fields if f != asked and f.type not in _IN_WORDS]
    others = [_name(f.label) for f in typed]
    if any(_is_value(f, value) for label, value, *_ in _parted(text) for f in _called(label, typed)):
        return True
    first, *more = _NEXT.split(text)
    if any(_says_what_is(part, fields, asked) for part in more) or _says_what_is(first, fields, asked, clearly=True):
        return True
    if any(_name(part)[: len(label)] == label and _has_digit(part) for part in more for label in others):
        return True
    found = _LINKED.fullmatch(first)
    if found is None or not _called(found["head"], typed):
        return False
    told = bool(found["c"] or found["ct"] or found["bare"]) and _has_digit(
        found["rest"]
    )  # « la date c'est le 13 mars »
    return told or _FIGURES.fullmatch(found["rest"]) is not None


def _says_what_is(part: str, fields: Sequence[Field], asked: Field, *, clearly: bool = False) -> bool:
    """Whether a part of a text says what another field is: « le fournisseur c'est Sodeci ». `clearly`: with « c'est »,
    and of one that takes words, which a shop is not called like."""
    found = _LINKED.fullmatch(part.strip())
    named = _called(found["head"], fields) if found is not None else []
    if found is None or len(named) != 1 or named[0] == asked:
        return False
    told = found["c"] or found["ct"] or found["bare"]
    return not clearly or (bool(told) and named[0].type in _IN_WORDS)


_FIGURES = re.compile(r"(?:le )?\d[\d\s.,/-]*(?:f|f ?cfa|francs?(?: cfa)?|euros?|€)?\W*", re.IGNORECASE)
"""An amount, a number or a date in figures, and nothing else."""


_SUM = re.compile(r"(?=.*(?:\d[\s.]*){3}|.*f).*", re.IGNORECASE | re.DOTALL)
"""Three digits, or francs: « Total 24 » is a petrol station."""


def _is_value(f: Field, text: str) -> bool:
    """Whether a text can only be a value of the field: « 14 mars 2026 » of a date, « 4500 f » of an amount."""
    if f.type == "date":
        try:
            return dates.read_date(text) is not None
        except dates.NoSuchDayError:
            return True
    return f.type in ("amount", "phone") and bool(_FIGURES.fullmatch(text) and _SUM.fullmatch(text))


def _has_digit(text: str) -> bool:
    return any(sign.isdigit() for sign in text)


def _parted(said: str, *, linked_only: bool = False) -> Iterator[tuple[str, str, bool, bool]]:
    """(what may be a label, what is said of it, whether with « c'était », whether with a mere « est »)."""
    if (found := _LINKED.fullmatch(said)) is not None:
        linked = found.string[found.end("head") : found.start("rest")]
        was = bool(found["was"] or found["ct"])
        yield found["head"], found["rest"], was, not (found["c"] or was or ":" in linked or "=" in linked)
    if linked_only:
        return
    words = said.split()
    for end in range(1, len(words)):
        rest = " ".join(words[end:])
        if _has_digit(rest):  # « total 12700 »
            yield " ".join(words[:end]), rest, False, False


def _name(label: str) -> list[str]:
    return [word for word in fold(label).split() if word not in _AROUND]
