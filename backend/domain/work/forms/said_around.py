"""What people say around a value: « c'est 8 999 », « la somme c'est 12 merci »."""

from __future__ import annotations

from collections.abc import Mapping

from backend.domain.french.spelling import fold

_BEFORE = frozenset(
    (
        *(
            "la",
            "le",
            "les",
            "l",
            "du",
            "de",
            "d",
            "au",
            "a",
            "en",
            "ma",
            "mon",
            "je",
            "j",
            "moi",
            "on",
            "il",
            "y",
            "c",
        ),
        *("est", "cest", "ca", "sa", "fait", "donne", "vaut", "etait", "trouve", "ai", "vois", "lis", "mets", "met"),
        *("ecris", "note", "compte", "dis", "que", "ecrit", "reponse", "alors", "donc", "euh", "ben", "voila", "reste"),
        *("egal", "egale", "dessus", "marque", "ici", "bon", "ok"),
    )
)
"""Words before a value that add nothing to it. « Environ » is not among them: a guess is no value that is read."""
_OF_TYPE: Mapping[str, frozenset[str]] = {
    "number": frozenset(("total", "somme", "nombre", "chiffre", "resultat")),
    "amount": frozenset(("total", "somme", "montant", "resultat")),
    "price": frozenset(("prix", "tarif")),
    "date": frozenset(("date",)),
}
"""Names of a value by the type of its field. The name of another one is never taken away: « la date c'est le 16 » is no
amount."""
_SIGNS = frozenset((":", "=", ",", "-", "–", "→", "...", "…", "!", "."))
_AFTER = frozenset(("merci", "svp", "stp", "je", "crois", "pense", "voila", "hein", "la", "dessus", "ici", "oui"))


def bare(text: str, type_: str, label: str) -> str:
    """A text without words that add nothing around a value of this type, and without those of the field's `label`. A
    word with a digit is never taken away. The whole text for types whose value does not stand among other words."""
    if type_ not in _OF_TYPE:
        return text
    words, before = text.split(), _BEFORE | _OF_TYPE[type_] | {*fold(label).split()}
    while words and _adds_nothing(words[0], before):
        words.pop(0)
    while words and _adds_nothing(words[-1], _AFTER):
        words.pop()
    return " ".join(words)


def _adds_nothing(word: str, known: frozenset[str]) -> bool:
    if any(sign.isdigit() for sign in word):
        return False
    said = fold(word).split()
    return word in _SIGNS if not said else all(each in known for each in said)
