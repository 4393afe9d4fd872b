"""Words by which the project that she saves for is known: its kind, and whether a text tells of a project at all."""

from __future__ import annotations

import re

from backend.domain.french.phonetics import sound
from backend.domain.french.spelling import fold
from backend.domain.messaging import intents
from backend.domain.messaging.intent_vocabulary import vocabulary
from backend.domain.people.commands import GoalKind

_SAYS_NOTHING = (
    "mon un le projet projets mes c est j ai oui non je veux but objectif changer modifier autre nouveau de les deux "
    "trois tous tout toutes peu plusieurs choses en ca ceux la tranche tranches versement versements date garder "
    "reprendre paye"
)
"""« Je veux changer mon but », « un peu de tout », « les deux », « projet tranches »."""
_BEGINS = (
    "vx veut fair vais voudrais aimerais souhaite besoin pour une ma me moi d au avec faire avoir ouvrir ouvre acheter "
    "payer mettre lancer commencer demarrer aller prendre et aussi alors donc bon ben abord fait enfait beaucoup bcp "
    "gagner argent dargent"
)
"""What a project begins with, sent before the rest of it: « jveux », « ouvrir un », « c'est pour mes »."""
_NOTHING = frozenset(f"{_SAYS_NOTHING} {_BEGINS}".split())
_WORDS: tuple[tuple[GoalKind, str], ...] = (
    ("business", "activite commerce boutique salon atelier business entreprise restaurant magasin vente vendre"),
    ("business", "couture coiffure taxi elevage poulailler ferme poules poulets champ machine kiosque maquis"),
    ("business", "agriculture pisciculture maraichage boulangerie patisserie friperie traiteur quincaillerie pressing"),
    ("studies", "etude etudes etudier ecole universite fac formation diplome licence master bts concours permis"),
    ("studies", "lycee college scolarite"),
    ("housing", "logement maison loyer terrain appartement chambre parcelle toit construire"),
    ("health", "sante hopital operation soins soigner traitement medicaments lunettes"),
    ("family", "famille enfant enfants fils fille filles bebe mariage parents mere maman pere"),
    ("other", "moto voiture ordinateur telephone frigo congelateur voyage pelerinage dette dettes pagnes bijoux"),
)
_NAMED: dict[str, GoalKind] = {word: kind for kind, words in _WORDS for word in words.split()}
"""Words that tell the kind of a project, folded."""
LEAST_HEARD = 5
"""Letters of a word that is known by its sound: « kiosk », « boutik »."""
_SOUNDS = frozenset(sound(word) for word in _NOTHING if len(word) >= LEAST_HEARD)
_HEARD: dict[str, GoalKind] = {sound(word): kind for word, kind in _NAMED.items() if len(word) >= LEAST_HEARD}


def kind_of(text: str) -> GoalKind:
    """The kind that her words name first: "études", "un salon de coiffure"; "other" if they name none."""
    return [*_kinds(text), "other"][0]


def names_one(text: str) -> bool:
    """Whether a text names what somebody may save for: « moto », « kiosk »."""
    return bool(_kinds(text))


def _kinds(text: str) -> list[GoalKind]:
    words = fold(text).split()
    found = [_NAMED[word] for word in words if word in _NAMED]
    return found + [_HEARD[sound(word)] for word in words if len(word) >= LEAST_HEARD and sound(word) in _HEARD]


_PLANS = re.compile(
    r"\b(?:achet|ouvr[ei]|ouvert|construi|financ|etudi|appren|lanc|commenc|demarr|agrandi|voyag|rembours|soign|equip|elev"
    r"|inscri|scolari)\w*|\b(?:aider|creer|cree|demenager|louer|marier|monter|vendre|vends|vente|faire venir|operer)\b"
    r"|\b(?:avoir|changer) m(?:on|a|es) (?!argent|paie|gain|salaire|certificat|badge|compte|code|numero|nom|but)"
    r"|^c est pour (?:mon|ma|mes|un|une)\b"
    r"|\b(?:veux|veut|veu|ve|voudrais|aimerais|souhaite|reve)\b(?! (?:pas|plus)\b)"
    r"(?! (?:(?:juste|d abord|bien|me|m|te|t|vous|etre) )*(?:arreter|changer|corriger|continuer|denoncer|dormir"
    r"|manger|metre|mettre|monter|parler|passer|payee?|quitter|recevoir|revenir|savoir|sortir|toucher|travailler|voir)\b)"
    r".* (?:\w+(?:er|ir|re)|fair)\b"
)
"""What she wants to do; « je veux parler à Mariam » is none of it."""
_WANTS_ONE = re.compile(
    r"\b(?:veux|veut|veu|ve|voudrais|aimerais|souhaite)\b (?:avoir )?(?:une?|des)"
    r" (?!(?:avance|acompte|credit|pret|pause|retrait|virement|transfert|paiement|code|autre|aide|somme|reponse)s?\b)\w"
)
"""« Je veux une moto », « je veux un moulin 450 000 »."""
_SUM = re.compile(r"\b\d[\d ]{3,}\b")
_AS_HEARD = re.compile(r"(?<=\w)é\b")
"""« Je veu payé lecole », « je veu parlé a Mariam »: an infinitive, as it is heard."""
_MATTERS = frozenset({"business", "studies", "housing"})


def tells_of_it(text: str) -> bool:
    """Whether a text surely tells of a project: it names what is opened, learnt or built, or what she wants to do.
    « Je suis à l'hôpital » may be anything."""
    words = " ".join(vocabulary().words(text))
    written = fold(words)
    if " etre " not in written:
        written = fold(_AS_HEARD.sub("er", words))
    if kind_of(text) in _MATTERS or _PLANS.search(written) is not None:
        return True
    return _WANTS_ONE.search(written) is not None and (names_one(text) or _SUM.search(written) is not None)


_TELLS = re.compile(
    r"\b(?:est|etait|sera|sont|ont|ai|suis|etes|va|vais|vont|pleut|dort|dorment|marche|dois|doit|faut|peux|peut|sait|sais|dit|dis"
    r"|trop|rien|deja|ici|maintenant|aujourd|hier|demain|apres|il|elle|ils|elles|on|ca|moi|toi|vous|nous|ya|cest|jai|jen|jsuis)\b"
    r"|^c (?!est (?:pour|mon|ma|mes|un|une|le|la|les)\b)|^y "
)


def tells_something(text: str) -> bool:
    """Whether a text that names no project tells or answers something: « il pleut trop ici », « c'est la vie ». A
    project is named, or said with what she wants."""
    return _TELLS.search(fold(text)) is not None and not tells_of_it(text)


def says_nothing(text: str) -> bool:
    """Whether a text has only words that make no project, alone or together: « mon but », « jveux ouvrir un »."""
    words = fold(" ".join(vocabulary().words(text))).split()
    return all(word in _NOTHING or (len(word) >= LEAST_HEARD and sound(word) in _SOUNDS) for word in words)


_OPENED = re.compile(
    r"\b(?:j ?['’ ]?(?:ai|é)|g) (?:(?:enfin|d[eé]j[aà]|bien) )*ouvert?s? "
    r"(?P<what>(?:mon|ma|mes|un|une) (?!(?:compte|num[eé]ro|message|lien|application|appli|image|photo)\b)\w.*)",
    re.IGNORECASE,
)


def opened_in(text: str) -> str:
    """What a text says she has opened, in her words; "" for nothing: « jai fini mon projet jai ouvert mon salon »."""
    found = _OPENED.search(text)
    return found["what"].strip() if found is not None and "?" not in text else ""


_LEADS = r"(?:non|nn|nan|oups|pardon|mais|ah|oh|euh|en fait|finalement|desolee?|attends?|svp|stp)"
_NOT_SO = re.compile(
    rf"(?:{_LEADS} ?)*(?:non"
    r"|(?:(?:c|ce|n|est|etait|cetait|ct|j|je|l|ai|la|elle|il|y|tout|ca|en|suis) )*(?:pas|pa|rien|jamais)(?: \w+){0,7}"
    r"|(?:c ?(?:est|etait) )?(?:faux|une? (?:blague|erreur)|pour rire|bientot|presque)(?: \w+){0,4}"
    r"|je (?:rigol|blagu|plaisant|ment)\w*|j ai menti|je (?:vais|veux) (?:l )?ouvrir(?: \w+){0,4}"
    r"|(?:je )?m[ea] (?:suis )?tromp\w*|je me suis trompee?"
    rf"|(?:retire|enleve|efface|annule|supprime)[rz]?(?: \w+){{0,3}})(?: {_LEADS})*"
)


def is_not_so(text: str) -> bool:
    """Whether a text says that what was just noted is not so: « non pas encore », « c'était pas vrai »."""
    return "?" not in text and _NOT_SO.fullmatch(fold(text)) is not None


_TAKEN_BACK = re.compile(
    r"(?:(?:non|nn|oups|pardon|attends?|mais|ah|en fait|ce|c|est|n) )*pas (?:ca |du tout )?"
    r"(?:(?:mon|le|un|vrai|bon) )*projet.*"
    r"|.*\b(?:tromp\w+|chang\w+|corrig\w+|modifi\w+|refai\w+|mauvais|faux)(?: \w+){0,3} projet\b.*"
)
_NAMES_ANOTHER = re.compile(
    r"^\W*(?:(?:non|nn|oups|pardon|mais|ah|en fait|plut[oô]t|c['’ ]?(?:est)? pas [çc]a)[\s,]+)*"
    r"(?:mon|le) (?:vrai )?projet,? (?:c['’ ]?(?:est)? pa?s? (?:[çc]a|lui|celui[- ]l[aà]),? (?:mais )?)?"
    r"(?:c['’ ]?\s*(?:est)?|est|sera)\s*(?:plut[oô]t |de |d['’])*(?P<words>(?!pas\b)\w.*)",
    re.IGNORECASE | re.DOTALL,
)


def another(text: str) -> str | None:
    """What a text names as her project where something else is asked: « mon projet c'est une ferme »; "" if it only
    takes back the one before: « non c'est pas mon projet ». None if it does neither."""
    if (named := _NAMES_ANOTHER.match(text)) is not None and "?" not in text:
        return named["words"].strip()
    return "" if _TAKEN_BACK.fullmatch(fold(text)) and not intents.asks(text) else None


def as_named(text: str) -> str:
    """The words for her project in a text that tells of it; "" if it rather says which one is over: « mon projet c'est
    plus la dot »."""
    named = another(text)
    said = text.strip() if named is None else named
    return "" if fold(said).startswith("plus ") else said


_A_THING = re.compile(
    r"(?:(?:plus|le|la|les|l|un|une|des|mon|ma|mes|pour|faire) \w.*|\w+(?:er|ir|re) \w.*)", re.IGNORECASE
)


def names_another(text: str) -> bool:
    """Whether a text says what her project is: « mon projet c'est d'aider ma mère ». « Mon projet c'est fini » says how
    it goes."""
    return _A_THING.fullmatch(fold(another(text) or "")) is not None and not intents.asks(text)
