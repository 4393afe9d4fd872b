"""Whether a text says nothing: a hand on the keyboard, a laugh, an insult, a letter alone. Who writes it as an answer
is asked whether it is one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from backend.domain.french.spelling import fold

_ROWS = ("azertyuiop", "qsdfghjklm", "wxcvbn", "qwertyuiop", "asdfghjkl", "zxcvbnm", "abcdefghijklmnopqrstuvwxyz")
_RUNS = (*_ROWS, *(row[::-1] for row in _ROWS))
LEAST_RUN = 4
"""Keys side by side that are no word: « azer », « fghj »."""
_SAME = re.compile(r"([a-z])\1{3,}")
_OVER_AND_OVER = re.compile(r"([a-z]{1,4})\1{2,}[a-z]?")
LEAST_MUTE, MOST_MUTE = 5, 12
"""Letters of a word without a vowel that is none: « hgfdsq ». A longer one may be a code."""
_VOWEL = re.compile(r"[aeiouy]")
_LAUGH = re.compile(r"(?:(?:ha|he|hi|ho|ah|eh|ih|oh|ja|je){2,}h?|l+o+l+|m+d+r+|p+t+d+r+|x+d+)")
_INSULTS = frozenset(
    (
        *("imbecile", "imbeciles", "idiot", "idiote", "idiots", "con", "cons", "conne", "connard", "connards"),
        *("connasse", "conard", "pute", "putes", "putain", "ptn", "merde", "merdes", "salope", "salopes", "salaud"),
        *("salauds", "batard", "batards", "encule", "encules", "fdp", "ntm", "tg", "gueule", "debile", "debiles"),
        *("cretin", "cretins", "abruti", "abrutis", "vaurien", "vauriens", "chien", "chiens", "sorcier"),
        *("sorciers", "sorciere", "maudit", "maudits", "bordel", "nique", "niquez", "fuck", "shit", "bete"),
        *("betes", "stupide", "stupides", "pourri", "pourris", "nul", "nuls", "gaou", "gawa", "mougou", "cabri"),
    )
)
_HARD = _INSULTS - frozenset(
    (
        *("chien", "chiens", "con", "bete", "betes", "sorcier", "sorciere", "cabri", "nul", "nuls", "gueule"),
        *("pourri", "pourris"),
    )
)
"""Insults that are one by themselves: « chien » may be what a picture shows."""
_AROUND = frozenset(
    (
        *("bande", "de", "des", "d", "espece", "sale", "sales", "gros", "grosse", "petit", "petite", "vous", "tu"),
        *("t", "es", "etes", "est", "c", "un", "une", "le", "la", "ta", "ton", "va", "te", "vas", "toi", "faire"),
        *("foutre", "ferme", "fermez", "vraiment", "trop", "tous", "mere", "race", "ca", "me", "nous", "votre"),
        *("travail", "jeu", "application", "appli", "robot", "dehors", "voyons", "oh", "et", "comme"),
        *("pauvre", "pauvres"),
    )
)
_SPOKEN_TO = frozenset(
    ("bande", "espece", "sale", "sales", "vous", "tu", "t", "ta", "ton", "va", "vas", "toi", "ferme")
)
_SHUT_UP = re.compile(
    r"fermez? ?(?:la|ta|vos)(?: bouche| gueule| bec)?s?|vos gueules|tais toi|taisez vous|va te faire \w+"
)


def laughs(text: str) -> bool:
    """Whether a word of the text is a laugh: « mdrr trop drôle »."""
    return any(map(_LAUGH.fullmatch, fold(text).split()))


def is_noise(text: str) -> bool:
    """Whether the text says nothing. Signs and digits alone are no noise here."""
    if any(sign in text for sign in '«»“”"') or any(sign.isdigit() for sign in text):
        return False
    words = fold(text).split()
    if not words or (text.isupper() and len(text) > 1):  # "BNP" is an abbreviation
        return False
    if len(words) == 1 and len(words[0]) == 1:
        return True
    return all(map(_is_mashed, words)) or _insults(words)


def _is_mashed(word: str) -> bool:
    if _SAME.fullmatch(word) or _OVER_AND_OVER.fullmatch(word) or _LAUGH.fullmatch(word):
        return True
    if len(word) >= LEAST_RUN and any(word in run for run in _RUNS):
        return True
    return LEAST_MUTE <= len(word) <= MOST_MUTE and _VOWEL.search(word) is None


def _insults(words: Sequence[str]) -> bool:
    """Whether the text is nothing but an insult, to somebody or alone."""
    said = frozenset(words)
    if _SHUT_UP.fullmatch(" ".join(words)):
        return True
    if not said <= _INSULTS | _AROUND or not said & _INSULTS:
        return False
    return bool(said & _HARD) or bool(said & _SPOKEN_TO)
