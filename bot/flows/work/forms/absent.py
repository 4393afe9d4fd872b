"""What she says of a field instead of a value: that there is none, « yen a pa », that she has found nothing, or where
something is in the picture."""

from __future__ import annotations

import re

from backend.domain.french.lexicon import ARTICLES
from backend.domain.french.spelling import fold
from backend.domain.messaging import intents
from backend.domain.messaging.intent_vocabulary import vocabulary
from backend.domain.work.forms.form import Field

_NONE_OF_IT = re.compile(
    r"(?:(?:il )?(?:n ?)?y ?(?:en )?a (?:pas|rien|aucune?)|(?:il |elle )?n ?a pas|pas|aucune?|sans|rien|non|vide"
    r"|absente?)((?: \w+){0,4})"
)
_NOT_FOUND = re.compile(
    r"(?:(?:je|j|on) ?)?(?:ne? )?(?:l[ea]? )?(?:ai |a )?(?:rien|pas|non) (?:pu )?(?:l[ea] |l )?"
    r"(?:trouv|vu|indiqu|precis|mentionn|communiqu|ecrit|disponible|visible|affich|donne|not|renseign|marqu)\w*"
    r"(?: \w+){0,4}"
    r"|(?:je |j |on )?(?:ne? )?(?:l[ea]? )?(?:trouve|vois|voit) (?:pas|rien|aucune?)(?: \w+){0,4}"
    r"|introuvable|inconnue?|indisponible|nulle part|n a|na|nr|x+|(?:il |elle |ca )?(?:n )?existe pas"
    r"|j ?ai (?:bien |tout )?cherche (?:\w+ ){0,3}(?:rien|pas|aucun)(?: \w+){0,2}"
)
"""Phrases that say that she has looked and found nothing; they are no value of any field."""
_OF_THE_PICTURE = re.compile(
    r"(?:le|la|l|les) \w+(?: \w+)? (?:est|sont) (?:au|en|o|juste|tout|un peu|la|plus| )* ?(?:dessus|dessous|haut|bas)"
    r"|(?:il )?y a (?:deux|2|plusieurs|trois|3) \w+(?: \w+)?"
)
"""What she says of the picture: « y a deux totaux ». It is no value of a field, whichever is asked for."""
_OF_IT = frozenset(
    (
        *ARTICLES,
        *("ce", "cette", "dessus", "ici", "non", "plus"),
        *(
            "numero",
            "num",
            "telephone",
            "tel",
            "contact",
            "mail",
            "email",
            "e",
            "adresse",
            "page",
            "site",
            "lien",
            "web",
        ),
        *("internet", "date", "prix", "tarif", "montant", "total", "somme", "horaire", "horaires", "heure", "heures"),
        *("source", "affiche", "tout", "merci", "dedans", "pour", "lui", "elle"),
        *("sur", "google", "facebook", "net"),
    )
)
"""Words that may follow "pas" or "sans" in a text that says that there is none. With other words it may be a value."""


_HAS_NONE = re.compile(r"(?:(?:moi|non|ici|mais) )*(?:je |j )?(?:n )?(?:en |l )?ai (?:pas|rien|aucune?)((?: \w+){0,4})")
"""« J'ai pas », « jen é pa »."""


def none_there(text: str) -> bool:
    """Whether a text says that something is not there: below the summary it reports no fault."""
    return intents.read(text) == "none" or found_nothing(text)


def found_nothing(text: str) -> bool:
    """Whether she says that she has looked and found nothing, however she spells it."""
    heard = fold(" ".join(vocabulary().words(_I_HAVE.sub("j'en ai ", text.strip()))))
    has_none = _HAS_NONE.fullmatch(heard)
    if has_none is not None and {*has_none[1].split()} <= _OF_IT:
        return True
    return any(_NOT_FOUND.fullmatch(said) for said in (fold(text), heard))


_I_HAVE = re.compile(r"^j ?['’]?(?:en|an) ?(?:ai|é|è|e) ", re.IGNORECASE)


def is_none(text: str, asked: Field) -> bool:
    """Whether there is none, of a question answered by yes or no: who has found nothing does not say that."""
    return not found_nothing(text) and says_none(text, asked)


def says_none(text: str, asked: Field) -> bool:
    """Whether she says that there is none: "y en a pas", "pas trouvé"; also "pas de mail", where that
    cannot be the text itself, and « pas de numéro » where a text of that name is asked for."""
    said, intent = fold(text), intents.read(text)
    if intent == "none" or found_nothing(text):
        return True
    if intent is not None:
        return False
    heard = fold(" ".join(vocabulary().words(text)))  # « yen a pa »
    label = {*fold(asked.label).split()}
    found = (_NONE_OF_IT.fullmatch(each) for each in (said, heard))
    told = [{*none[1].split()} for none in found if none is not None]
    if asked.type == "text":  # « rien », « non » may stand there
        told = [each for each in told if not each.isdisjoint(label)]
    return any(each <= _OF_IT | label for each in told)


def of_the_picture(text: str) -> bool:
    """Whether a text only tells where something is in the picture, or that it is there twice."""
    return _OF_THE_PICTURE.fullmatch(fold(" ".join(vocabulary().words(text)))) is not None
