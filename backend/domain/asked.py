"""Questions about figures in plain words: a small grammar of measure, period, country, channel and project.

"Combien de tâches hier au Cameroun ?" The parts may stand in any order, with slips of the finger. What was
not understood is named, so that an answer never passes for one to something else.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal, get_args

from backend.domain import places, spoken_periods, words
from backend.domain.statistics import Span

Measure = Literal[
    "answers", "people", "time", "earned", "pace", "messages", "cost", "joined", "first income", "lessons"
]
MEASURES: tuple[Measure, ...] = get_args(Measure)

LONGEST = 300
"""Longer texts are no questions."""

_PHRASES: dict[Measure, tuple[str, ...]] = {
    "answers": ("tache", "reponse", "travail fait", "tache travaillee"),
    "people": (
        *("personne", "hiteuse", "femme", "travailleuse", "active", "personne active", "hiteuse active"),
        *("femme active", "travailleuse active", "hiteuse travaille", "personne travaille", "femme travaille"),
        *("travaille", "travaillent"),
    ),
    "time": ("heure", "temps", "duree", "heure travail", "heure travaillee", "temps travail", "heure travaille"),
    "earned": (
        *("argent", "gain", "gagne", "gagnent", "paye", "paie", "remuneration", "revenu", "somme", "montant"),
        *("franc", "fcfa", "f cfa", "euro", "argent gagne", "euro gagne", "franc gagne", "fcfa gagne"),
    ),
    "pace": (
        *("gain heure", "argent heure", "euro heure", "franc heure", "fcfa heure", "f cfa heure", "paye heure"),
        *("gagne heure", "gagnent heure", "taux horaire", "salaire horaire", "gain horaire", "revenu horaire"),
        *("horaire", "mediane", "franc median", "gain median"),
    ),
    "messages": ("message",),
    "cost": (
        *("cout message", "prix message", "depense message", "message coute", "coute message", "coutent message"),
        *("message coutent", "cout", "coute", "coutent", "prix", "depense", "facture message"),
    ),
    "joined": (
        *("nouvelle", "inscrite", "inscription", "inscrit", "arrivee", "recrue", "nouvelle inscrite"),
        *("nouvelle hiteuse", "nouvelle personne", "nouvelle femme", "nouvelle arrivee", "nouvelle inscription"),
    ),
    "first income": ("premier revenu", "premier gain", "premiere paye", "premiere paie", "premier argent"),
    "lessons": ("lecon", "lecon reussie", "lecon finie", "lecon terminee", "cours", "cours fini", "formation"),
}
"""Without what is said around them (`_AROUND`), each word in the singular."""

_AROUND = frozenset(
    (
        *("a", "au", "aux", "avec", "avez", "avons", "bonjour", "c", "ce", "ces", "cet", "cette", "chaque"),
        *("chez", "chiffre", "chiffres", "combien", "connaitre", "d", "dans", "de", "des", "dire", "dis"),
        *("donne", "donner", "du", "elle", "elles", "en", "envoye", "envoyees", "envoyes", "est", "et", "ete"),
        *("eu", "fait", "faite", "faites", "faits", "fini", "finie", "finies", "il", "je", "l", "la", "le"),
        *("les", "leur", "leurs", "merci", "moi", "monde", "montre", "montrer", "nombre", "nous", "on", "ont"),
        *("ou", "par", "pays", "peux", "pour", "projet", "projets", "qu", "que", "quel", "quelle", "quelles"),
        *("quels", "qui", "realise", "realisee", "realisees", "realises", "recu", "recues", "recus", "s"),
        *("salut", "savoir", "se", "sont", "statistique", "statistiques", "stats", "stp", "sur", "svp", "t"),
        *("terminee", "terminees", "total", "tout", "toute", "tu", "un", "une", "veux", "voudrais", "vous", "y"),
    )
)
_CHANNELS = {"whatsapp": "whatsapp", "telegram": "telegram", "watsapp": "whatsapp", "whatsap": "whatsapp"}
_SHORT = {"auj": "aujourdhui", "ajd": "aujourdhui", "sem": "semaine", "msg": "message", "msgs": "messages"}
_AMBIGUOUS_CODES = frozenset({"ne", "ci", "ga"})
"""Country codes that are words of every day in small letters."""


@dataclass(frozen=True, slots=True)
class Project:
    """A project that may be meant."""

    id: int
    name: str
    title: str


@dataclass(frozen=True, slots=True)
class Question:
    """`span` None: no period was named. `unknown`: what was not understood, in her words. `which`: names of
    countries between which a name leaves the choice ("Congo")."""

    measures: tuple[Measure, ...] = ()
    span: Span | None = None
    country: str | None = None
    channel: str | None = None
    project: Project | None = None
    unknown: tuple[str, ...] = ()
    which: tuple[str, ...] = ()

    @property
    def understood(self) -> bool:
        """Whether anything was."""
        parts = (self.measures, self.span, self.country, self.channel, self.project)
        return any(part is not None and part != () for part in parts)


def read(text: str, today: date, projects: Sequence[Project] = ()) -> Question:
    """What is asked. `today`: of whoever asks. Never raises."""
    if len(text) > LONGEST:
        return Question(unknown=(text[:40] + "…",))
    rest = spoken_periods.folded(_codes(text))
    rest, typed = _corrected(rest, projects)
    project, rest = _project(rest, projects)
    span = None
    if (found := spoken_periods.find(rest, today)) is not None:
        span, rest = found.span, found.rest
    country, which, rest = _country(rest)
    channel, rest = _channel(rest)
    measures, left = _measures(rest)
    if project is None:
        project, left = _hint(left, projects)
    unknown = tuple(typed.get(word, word) for word in left)
    return Question(measures, span, country, channel, project, unknown, which)


def _codes(text: str) -> str:
    """Codes of countries in capitals as their names, so that "ne" and "ci" stay words."""
    known = {country.code: country.name for country in places.COUNTRIES}
    if text.isupper():  # then capitals tell nothing
        return text
    return re.sub(r"\b[A-Z]{2}\b", lambda found: known.get(found[0], found[0]), text)


# --- projects ---------------------------------------------------------------------------------------


def _project(text: str, projects: Sequence[Project]) -> tuple[Project | None, str]:
    """A whole name or title, the longest first; alone, one that is also a word of the grammar is that word."""
    named = [(name, project) for project in projects for name in _called(project)]
    for name, project in sorted(named, key=lambda each: -len(each[0])):
        lead = "" if name not in _known_words() else r"projets? (?:de |des |du |d |l )?"
        found = re.search(rf"(?<![\w|]){lead}{re.escape(name)}(?![\w|])", text)
        if found is not None:
            return project, _without(text, found)
    return None, text


def _hint(left: list[str], projects: Sequence[Project]) -> tuple[Project | None, list[str]]:
    """A word that stands in the name or title of one project alone."""
    for word in left:
        if len(word) >= 4:
            meant = [p for p in projects if any(word in name.split() for name in _called(p))]
            if len(meant) == 1:
                own = {part for name in _called(meant[0]) for part in name.split()}
                return meant[0], [each for each in left if each not in own]
    return None, left


def _called(project: Project) -> tuple[str, ...]:
    found = (spoken_periods.folded(project.name), spoken_periods.folded(project.title))
    return tuple(name for name in found if name)


# --- the other parts --------------------------------------------------------------------------------


def _country(text: str) -> tuple[str | None, tuple[str, ...], str]:
    """The first country that is named; of several names that begin there the longest."""
    found = _countries().search(text)
    if found is None:
        return None, (), text
    codes = sorted(places.named().get(found[0]) or {found[0].upper()})
    if len(codes) > 1:
        return None, tuple(places.country(code).name for code in codes), _without(text, found)
    return codes[0], (), _without(text, found)


@cache
def _countries() -> re.Pattern[str]:
    codes = {country.code.lower() for country in places.COUNTRIES} - _AMBIGUOUS_CODES
    names = sorted({*places.named(), *codes}, key=len, reverse=True)
    return re.compile(rf"(?<![\w|])(?:{'|'.join(map(re.escape, names))})(?![\w|])")


def _channel(text: str) -> tuple[str | None, str]:
    for name, channel in _CHANNELS.items():
        if (found := re.search(rf"\b{name}\b", text)) is not None:
            return channel, _without(text, found)
    return None, text


def _without(text: str, found: re.Match[str]) -> str:
    return " ".join(f"{text[: found.start()]} | {text[found.end() :]}".split())


def _measures(text: str) -> tuple[tuple[Measure, ...], list[str]]:
    """All that are named, and the words that are left. A phrase never reaches over another part."""
    found: list[Measure] = []
    left: list[str] = []
    phrases = _phrases()
    for piece in text.replace("/h", " heure ").split("|"):
        said = [word for word in piece.replace("/", " ").split() if word not in _AROUND]
        tokens = [_singular(word) for word in said]
        place = 0
        while place < len(tokens):
            size = next((n for n in (3, 2, 1) if " ".join(tokens[place : place + n]) in phrases), 0)
            if size:
                found.append(phrases[" ".join(tokens[place : place + size])])
            else:
                left.append(said[place])
            place += size or 1
    measures = list(dict.fromkeys(found))
    if len(measures) > 1 and "people" in measures and re.search(r"\btravaille(?:nt)?\b", text):
        # "combien de tâches ont-elles travaillé": the verb alone asks for nobody
        others = re.sub(r"\btravaille(?:nt)?\b", " ", text)
        measures = list(_measures(others)[0])
    return tuple(measures), left


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and word not in ("cours", "temps", "mois") else word


@cache
def _phrases() -> dict[str, Measure]:
    return {phrase: measure for measure, phrases in _PHRASES.items() for phrase in phrases}


@cache
def _known_words() -> frozenset[str]:
    """Every word of the grammar, countries too."""
    singles = {word for phrase in _phrases() for word in phrase.split()}
    named = {part for name in places.named() for part in name.split()}
    return frozenset(singles | {f"{word}s" for word in singles} | _AROUND | spoken_periods.WORDS | named | {*_CHANNELS})


def _corrected(text: str, projects: Collection[Project]) -> tuple[str, dict[str, str]]:
    """With slips of the finger taken back where there is no doubt ("tahces" → "taches"), and what was typed for each
    word that was changed."""
    known = _known_words()
    own = {part for project in projects for name in _called(project) for part in name.split()}
    typed = {}
    found = []
    for word in text.split():
        meant = _SHORT.get(word) or _meant(word, known, own)
        if meant != word:
            typed[meant] = word
        found.append(meant)
    return " ".join(found), typed


def _meant(word: str, known: Collection[str], own: Collection[str]) -> str:
    if len(word) < 4 or not word.isalpha() or word in known or word in own or _singular(word) in known:
        return word
    close = words.nearest(word, own) | words.nearest(word, known)
    meant = {places.named().get(each, _singular(each)) for each in close}
    return min(close) if len(meant) == 1 else word
