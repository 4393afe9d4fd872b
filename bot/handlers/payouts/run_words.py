"""Words about runs of payments: what is written without `paiements`, and after it."""

from __future__ import annotations

from collections.abc import Mapping

from backend.domain.french.spelling import fold
from bot.handlers.engine.words import Context

_ENDS, _RUNS = ("", "r", "z"), ("envoi", "l envoi", "cet envoi", "la paie", "le paiement")
_THIS = ("le", "la", "ca", "le maintenant", "la maintenant", "maintenant")
"""What stands for a run, below one that was shown: « Lance-le quand tu veux. »"""


def _said(*verbs: str) -> tuple[str, ...]:
    """A deed done to a run, in each form: « approuver l'envoi », « lancez la paie », « lance-le »."""
    return tuple(f"{verb}{end} {what}" for verb in verbs for end in _ENDS for what in (*_RUNS, *_THIS))


def _of_all(*verbs: str) -> tuple[str, ...]:
    """A deed done to all runs: « approuve tout », « lance les deux envois »."""
    every = ("tout", "tous", "les envois", "tous les envois", "les deux", "les deux envois", "les paiements")
    return tuple(f"{verb}{end} {what}" for verb in verbs for end in _ENDS for what in every)


PROPOSES = frozenset(
    f"{verb} {which}{noun}"
    for verb in (*(f"{verb}{end}" for verb in ("propose", "prepare") for end in _ENDS), "fais", "faire", "faites")
    for which in ("un ", "l ", "le ", "la ", "les ", "des ", "une ", "")
    for noun in ("envoi", "envois", "paiement", "paiements", "virement", "virements", "paie", "paies", "paye")
)
"""« Propose un paiement », « prépare la paie »."""
ALONE: Mapping[str, str] = {
    **dict.fromkeys(("reclamation", "reclamations", "reclamations en attente", "paiements non recus"), "reclamation"),
    **dict.fromkeys(("retenues", "retenus", "paies retenues", "paiements retenus"), "retenues"),
    **dict.fromkeys(("echecs", "paiements echoues", "echecs de paiement", "paiements rates"), "echecs"),
    **dict.fromkeys(("envoi", "envois"), "envoi"),
    **dict.fromkeys(("approuver", "approuve", "approuvez", *_said("approuve", "valide")), "approuver"),
    **dict.fromkeys(_of_all("approuve", "valide"), "approuver"),
    **dict.fromkeys(_of_all("lance"), "lancer"),
    **dict.fromkeys(("lancer", "lance", "lancez", *_said("lance")), "lancer"),
    **dict.fromkeys((each for each in _said("abandonne", "annule") if each.endswith("envoi")), "abandonner"),
    **dict.fromkeys(("abandonner", "abandonne", "abandonnez"), "abandonner"),
    **dict.fromkeys(("proposer", "propose", "preparer", "prepare", *PROPOSES), "proposer"),
}
"""What is written without `paiements` → what it stands for after it."""
_MATTERS = frozenset(
    (
        *(
            "pays",
            "services",
            "revenus",
            "echecs",
            "envoi",
            "approuver",
            "lancer",
            "abandonner",
            "proposer",
            "preparer",
        ),
        *(
            "reprendre",
            "continuer",
            "arreter",
            "arrete",
            "stopper",
            "stoppe",
            "stop",
            "retenues",
            "retenus",
            "retenir",
            "liberer",
            "reessayer",
            "reclamation",
        ),
        *("reclamations",),
    )
)
"""What the text after `paiements` begins with."""
_ORDERED: Mapping[str, str] = {
    "approuve": "approuver",
    "approuvez": "approuver",
    "valide": "approuver",
    "valider": "approuver",
    "lance": "lancer",
    "lancez": "lancer",
    "abandonne": "abandonner",
    "abandonnez": "abandonner",
    "propose": "proposer",
    "prepare": "preparer",
    "reprends": "reprendre",
    "continue": "continuer",
    "retiens": "retenir",
    "bloque": "retenir",
    "bloquer": "retenir",
    "garde": "retenir",
    "garder": "retenir",
    "libere": "liberer",
    "debloque": "liberer",
    "debloquer": "liberer",
    "reessaie": "reessayer",
}
"""Other words for a deed → the one that is read."""


def is_sentence(rest: str, _context: Context) -> bool:
    """Whether the text is an answer that only begins with the word: « virement bancaire », « virement validé »."""
    first = fold(rest).partition(" ")[0]
    ordered = first in _ORDERED and any(sign.isdecimal() for sign in rest)
    return first not in _MATTERS and not ordered


def ordered(rest: str) -> str:
    """The text with its deed in the form that is read: « approuve 3 » as « approuver 3 »."""
    first, space, others = rest.strip().partition(" ")
    return _ORDERED.get(fold(first), first) + space + others
