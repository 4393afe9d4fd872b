"""First names: how a person is greeted, and how others read who writes or asks for something."""

from __future__ import annotations

from backend.domain.french.spelling import unaccented

MOST_SIGNS = 40
"""Signs of a first name that are kept."""
TITLES = frozenset(
    (
        *("mme", "mde", "mlle", "mle", "madame", "mademoiselle", "dame", "maman", "mama", "tantie", "tata", "soeur"),
        *("m", "mr", "monsieur", "dr", "docteur", "veuve", "vve"),
    )
)
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
    """How to greet a person: the first word of their name after its titles that is no family name in capitals, at most
    `MOST_SIGNS` signs. Words that name the team are left out, unless we chose the name: that of an invitation."""
    words = [word for word in name.split() if chosen_by_us or (_plain(word).strip() and not passes_for_us(word))]
    words = without_titles(words)
    first = next((word for word in words if not word.isupper()), "")  # « KONÉ Brigitte »
    return (first or words[0])[:MOST_SIGNS] if words else ""


def without_titles(words: list[str]) -> list[str]:
    """The words of a name without the titles before it: « Mme », « Sœur ». A title alone is how somebody is called."""
    while len(words) > 1 and _plain(words[0]).strip() in TITLES:
        words = words[1:]
    return words


def _plain(name: str) -> str:
    return "".join(sign if sign.isalnum() else " " for sign in unaccented(name))
