"""A sentence that says how much of each payment she sets aside: « mets 10 % de côté à chaque paie »."""

from __future__ import annotations

import re

from backend.domain.messaging.intent_vocabulary import vocabulary

_ACCENTS = str.maketrans("éèêôàâ", "eeeoaa")
_HOW_MUCH = r"(?P<much>\d[\d ]*(?: ?(?:%|pour ?cents?)|(?: ?mille)?(?: ?(?:f(?:rancs?)?(?: ?cfa)?|cfa))?)?)"
_OF_EACH = (
    r"(?:(?:a|de|sur|par|pour|dans) )?(?:chaque|toutes? (?:mes|les)|tous (?:mes|les)|mes|ma|les) "
    r"(?:paies?|payes?|paiements?|gains?|salaires?|fois)"
)
_EACH_TIME = (
    r"(?:(?:chaque|par|toutes les|tous les|tt les|le|les) (?:semaines?|mois|jours?|quinzaines?"
    r"|(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)s?))"
)
_ASIDE = r"(?:de cote|a cote|pour mon projet|dans mon projet)"
_KEEP = (
    r"(?:(?:je|j|tu|vous|on|peux|pouvez|veux|voudrais|voudrai|il faut|alors|svp|stp|ok|oui) )*"
    r"(?:me |moi )?(?:met|mets|mettre|mettez|garde|garder|gardez|epargne|epargner|epargnez|retiens|retenir|retenez)"
    r"(?: moi)?"
)
_SENTENCES = (
    re.compile(
        rf"{_KEEP} {_HOW_MUCH} ?(?:{_ASIDE}(?: {_OF_EACH}| (?P<when>{_EACH_TIME}))?|{_OF_EACH}(?: {_ASIDE})?"
        rf"|(?P<time>{_EACH_TIME}) {_ASIDE})(?: (?:svp|stp|merci))*"
    ),
    re.compile(
        rf"{_KEEP} {_ASIDE} {_HOW_MUCH}(?: ?(?:{_OF_EACH}|(?P<when>{_EACH_TIME})))?(?P<time>)(?: (?:svp|stp|merci))*"
    ),
    re.compile(
        rf"(?:(?:je|j|on|veux|voudrais|il faut|alors|svp|stp|ok|oui) )*epargne[rz]? {_HOW_MUCH}"
        rf"(?: (?P<when>{_EACH_TIME}))?(?P<time>)(?: (?:svp|stp|merci))*"
    ),
    re.compile(
        rf"(?:(?:alors|svp|stp|ok|oui) )*prends? {_HOW_MUCH} ?{_ASIDE}"
        rf"(?: (?:{_OF_EACH}|(?P<when>{_EACH_TIME})))?(?P<time>)"
    ),
)
"""« Vous prenez 20 % de mes gains » is none."""
_STOPS = re.compile(
    r"(?:(?:non|nn|nan|finalement|en fait|je|j|tu|vous|on|peux|pouvez|veux|voudrais|il faut|alors|svp|stp|ok|oui|ne"
    r"|n) )*"
    r"(?:(?:arrete[rz]?|arreter|stop|stoppe[rz]?|annule[rz]?|enleve[rz]?) (?:de )?(?:l ?|mon |la |le |mes )?"
    r"(?:epargne[rz]?|epargnes|mettre de cote|mise de cote|de cote|garder)"
    r"|(?:veux |mets? |mettez |garde[rz]? |epargne[rz]? )?(?:plus rien|plus|rien|pas|jamais)"
    r"(?: (?:epargner|mettre|garder))? (?:de cote|pour mon projet|d epargne)"
    r"|(?:veux )?(?:plus |pas )?rien (?:mettre|garder|epargner)(?: (?:de cote|pour mon projet))?"
    r"|(?:me[st]?|mets|mettez|garde[rz]?|epargne[rz]?) (?:plus )?rien(?: (?:de cote|du tout|pour mon projet))?"
    r"|(?:garde[rz]? |veux )tout (?:pour moi|ma paie)"
    r"|veux (?:plus|pas) epargner|plus epargner)(?: (?:svp|stp|merci))*"
)
"""« Arrête l'épargne », « je vx rien metre »: nothing of a payment is kept any more."""
_TAKES_OUT = re.compile(
    r"(?:(?:je|j|on|veux|voudrais|peux|dois|il faut|alors|svp|stp|ok|oui|comment) )*"
    r"(?:reprendre|reprends|retirer|retire|sortir|recuperer|prendre) (?:(?P<much>\d[\d ]*)(?:f(?:rancs?)?(?: ?cfa)? )?"
    r"(?:(?:de|sur|dans) )?)?(?:l argent )?(?:(?:de|sur|dans) )?"
    r"(?:mon epargne|mes epargnes|mes economies|l argent de cote|(?:mon argent )?(?:mis )?de cote|(?:la|ma) cagnotte)"
    r"(?: (?:svp|stp|merci))*"
)
_AS_HEARD = (
    (re.compile(r"\b(?:veu|veut|vx|ve)\b"), "veux"),
    (re.compile(r"\bmetre\b"), "mettre"),
    (re.compile(r"\b(?:de|2) cot(?:er|ee?|es)\b"), "de cote"),
    (re.compile(r"\bmes(?= de cote)"), "mets"),
    (re.compile(r"\b(?:chak|chake|chq)\b"), "chaque"),
)
MOST_SIGNS = 100
"""A longer text tells something."""


_HIDES = re.compile(
    r"(?:(?:je|j|tu|vous|il faut|svp|stp|non|mais|ne|n) )*"
    r"(?:(?:montre[rz]?|affiche[rz]?) (?:pas|plus)|cache[rz]?|masque[rz]?)(?: (?:mon projet|ca|le|tout))*"
    r" (?:a|de) (?:ma |la |mon )?(?:huber|uber)(?: (?:mon projet|svp|stp|merci))*"
    r"|(?:je )?(?:ne )?veux (?:pas|plus) que (?:ma |la |mon )?(?:huber|uber) (?:voi\w*|regarde|sache) (?:mon projet|ca)"
)


def hides(text: str) -> bool:
    """Whether a sentence says that her Huber shall not see her project: « montre pas à ma huber »."""
    return _HIDES.fullmatch(_plain(text)) is not None


def put_aside(text: str) -> str | None:
    """The share or sum of each payment in such a sentence, "rien" where nothing shall be kept any more; None if the
    text is none."""
    said = _plain(text)
    if any(map(_STOPS.fullmatch, (said, _plain(" ".join(vocabulary().words(text)))))):
        return "rien"
    found = next((found for each in _SENTENCES if (found := each.fullmatch(said)) is not None), None)
    if found is None:
        return None
    return f"{found['much'].strip()} {found['when'] or found['time'] or ''}".strip()


def taken_out(text: str) -> str | None:
    """The sum that a sentence wants to have back of what is set aside, "" if it names none; None if it wants none:
    « je veux reprendre 5 000 de mon épargne »."""
    found = _TAKES_OUT.fullmatch(_plain(text))
    return (found["much"] or "").strip() if found is not None else None


def _plain(text: str) -> str:
    if len(text) > MOST_SIGNS:
        return ""
    plain = " ".join(re.sub(r"[.,!'’-]+", " ", text.casefold().translate(_ACCENTS)).split())
    for heard, written in _AS_HEARD:
        plain = heard.sub(written, plain)
    return plain
