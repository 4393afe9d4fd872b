"""First names: how a person is greeted, and how others read who writes or asks for something."""

from __future__ import annotations

from backend.domain.french.spelling import unaccented

MOST_SIGNS = 40
"""Signs of a first name that are kept."""
TITLES = frozenset({"mme", "mlle", "madame", "mademoiselle", "maman", "tantie", "m", "mr", "monsieur", "dr", "docteur"})
OF_THE_TEAM = frozenset(
    (
        *("isahit", "equipe", "support", "assistance", "admin", "administrateur", "administratrice", "administration"),
        *("huber", "hubers", "officiel", "officielle", "moderateur", "moderatrice", "securite"),
    )
)
"""Words by which somebody would pass for us: « Isahit Support veut relier vos comptes »."""


def passes_for_us(name: str) -> bool:
    """Whether a name has a word that names the team."""
    return not OF_THE_TEAM.isdisjoint(_plain(name).split())


def of(name: str, *, chosen_by_us: bool = False) -> str:
    """How to greet a person: the first word of their name after a title, at most `MOST_SIGNS` signs. Words that name
    the team are left out, unless we chose the name: that of an invitation."""
    words = [word for word in name.split() if chosen_by_us or (_plain(word).strip() and not passes_for_us(word))]
    if len(words) > 1 and words[0].casefold().rstrip(".") in TITLES:
        words = words[1:]
    return words[0][:MOST_SIGNS] if words else ""


def _plain(name: str) -> str:
    return "".join(sign if sign.isalnum() else " " for sign in unaccented(name))
