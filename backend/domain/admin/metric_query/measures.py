"""What a question wants counted: the words of each measure, and what may not stand beside them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from backend.domain.admin.metric_query.known_words import singular
from backend.domain.admin.metric_query.lexicon import (
    AROUND,
    BECAME,
    DONE,
    MESSAGE,
    NOT_MEANT,
    PAID,
    PHRASES,
    SENT,
    WOMEN,
    WORKED,
)
from backend.domain.admin.metric_query.question import Measure
from backend.domain.admin.metric_query.shapes import HOURLY
from backend.records import Record

_MAX_WORDS = 4
_women = "|".join(f"{word}s?" for word in WOMEN)
_COUNTED_WOMEN = re.compile(rf"\b(?:combien|nombre)(?: total)?(?:(?: de| d)(?: mes| nos)?| des)? (?:{_women})\b")
_TO_WOMEN = re.compile(rf"\b(?:aux|vers les|a nos|a mes) (?:{_women})\b")
_WE = re.compile(r"\b(?:on|nous|elles?|j ai|je|avons)\b")
_LISTED_TOGETHER: frozenset[Measure] = frozenset({"answers", "time", "earned", "pace"})
"""Two of these side by side are two questions. Any other two are one question about something else."""
_SUM = frozenset({"argent", "somme", "montant", "franc", "fcfa", "f cfa", "euro"})
"""Words for money; the other words say of which kind."""
_ACTIVE = frozenset({*WORKED, "active", "actif"})
_OF_ANY: frozenset[Measure] = frozenset({"joined", "first income", "owed", "lessons"})
"""Measures of women whether they work or not."""
_MESSAGES: frozenset[Measure] = frozenset({"messages", "delivered", "read", "failed", "cost"})


class MeasuresFound(Record):
    """The measures of a question. `left`: words that belong to none. `mixed`: measures stand together that are no two
    questions. `by_verb`: people are only mentioned by a verb ("ont travaillé"); `we`: the asker includes themselves
    ("on a travaillé")."""

    measures: tuple[Measure, ...]
    left: tuple[str, ...]
    mixed: bool = False
    by_verb: bool = False
    we: bool = False


def read(text: str) -> MeasuresFound:
    """The measures of a text. `text`: folded, with "|" in place of other parts of the question. A phrase never crosses
    "|" or "et"."""
    found: list[Measure] = []
    left: list[str] = []
    of_messages: list[str] = []
    mixed = by_verb = we = False
    clauses = _BESIDE.split(text)
    for clause, piece in [(whole, piece) for whole in clauses for piece in whole.split("|")]:
        phrases, others = _of_piece(piece)
        measures, fits = _together(piece, phrases)
        mixed = mixed or not fits or _limits(clause.replace("|", " "))
        if phrases and {phrase for phrase, _ in phrases} <= set(WORKED):
            by_verb, we = True, we or _WE.search(piece) is not None
        if measures == ["people"] and len(phrases) > 1:  # "… qui ont fait des tâches"
            others = [word for word in others if word not in DONE]
        found += measures
        left += others
        of_messages += [phrase for phrase, _ in phrases if phrase in BECAME | {"nonlivre"}]
    one = list(dict.fromkeys(_by_the_hour(found, left)))
    if {*one} & {"delivered", "read", "failed"} and _sent_too(text):  # "messages lus et envoyés"
        one = one if "messages" in one else [*one, "messages"]
    elif of_messages and "messages" in one:  # "messages hier non livrés"
        one.remove("messages")
    elif {*of_messages} - {"nonlivre"} and not re.search(rf"\b(?:{'|'.join(MESSAGE)})s?\b", text):
        one = [measure for measure in one if measure not in ("delivered", "read", "failed")]
        left += of_messages  # it belongs to something else
    return MeasuresFound(tuple(one), tuple(left), mixed, by_verb, we)


_PAID_ALREADY = re.compile(r"\bdeja(?: ete)? (?:pay|vers|vir)ee?s?\b")


def paid_too(text: str) -> bool:
    """Whether what was paid is asked for beside something else: « combien on a payé et combien on doit ». In one clause
    such a word may be a misspelt infinitive: « combien on doit payé »."""
    clauses = [_of_piece(clause.replace("|", " ")) for clause in re.split(r"\bet\b", text)]
    apart = any(PAID & {*left} and not phrases for phrases, left in clauses)
    return (apart and any(phrases for phrases, _ in clauses)) or _PAID_ALREADY.search(text) is not None


_SENT = frozenset(map(singular, SENT))
_BESIDE = re.compile(r"\bet\b|\bsur(?= (?:les |des |ceux |le total des |tous les )*(?:messages?|msg|envo))")


def _sent_too(text: str) -> bool:
    """Whether messages that were sent are asked for beside what became of them: « lus et envoyés », « lus sur messages
    envoyés », but not « les messages envoyés qui sont lus »."""
    parts = [[singular(word) for word in part.split()] for part in _BESIDE.split(text)]
    named = any({*part} & {*MESSAGE} for part in parts)
    return named and any({*part} & _SENT and not {*part} & BECAME for part in parts)


def _limits(clause: str) -> bool:
    """Whether one measure of a clause says whose the other is: "les inscrites d'octobre ont travaillé"."""
    phrases, _ = _of_piece(clause)
    said = {measure for _, measure in phrases}
    active = any(measure == "people" and _ACTIVE & {*phrase.split()} for phrase, measure in phrases)
    return (active and bool(said & _OF_ANY)) or ("joined" in said and bool(said - {"joined", "people"}))


def _by_the_hour(found: list[Measure], left: list[str]) -> list[Measure]:
    """Handle "par heure": alone or with earnings it means the pace; with anything else it is unknown."""
    if HOURLY not in left:
        return found
    left.remove(HOURLY)
    paid = [word for word in left if word in PAID]
    if "earned" in found:
        return ["pace" if measure == "earned" else measure for measure in found]
    if paid:  # "payées de l'heure"
        for word in paid:
            left.remove(word)
        return [*found, "pace"]
    left.append("par heure")
    return found


def women(text: str) -> bool:
    """Whether the text is about one woman in general: "combien gagne une hiteuse"."""
    return re.search(rf"\bune (?:{_women})\b", text) is not None


_ONE = re.compile(r"\b(?:d )?(une?) (tache|reponse|message|sms|texto|lecon|microtache)\b")


def of_one(text: str) -> str:
    """The words that ask for the price or length of a single thing: "combien coûte un message"; "" if there are
    none."""
    found = _ONE.search(text)
    return f"{found[1]} {found[2]}" if found is not None else ""


def _together(piece: str, phrases: Sequence[tuple[str, Measure]]) -> tuple[list[Measure], bool]:
    """The measures that these phrases of one piece ask for, and whether they can stand together."""
    said = {measure for _, measure in phrases}
    for_what = said - {"people"}
    if "earned" in said and for_what - {"earned"} - _LISTED_TOGETHER:
        if {phrase for phrase, measure in phrases if measure == "earned"} <= _SUM:
            said.discard("earned")
        for_what = said - {"people"}
    if "first income" in said:  # "combien de temps avant …"
        said.discard("time")
        for_what = said - {"people"}
    if {"spent", "messages"} <= said:
        said = (said - {"spent", "messages"}) | {"cost"}
        for_what = said - {"people"}
    if "people" in said and for_what:
        counted = _COUNTED_WOMEN.search(piece) is not None
        if counted and for_what <= {"answers", "time"}:
            return ["people"], True  # how many people did it
        if counted and for_what - {"joined", "first income"}:
            return [], False
        if for_what & (_MESSAGES | {"spent", "progress"}) and not _TO_WOMEN.search(piece):
            return [], False
        said = for_what
    order = [measure for _, measure in phrases if measure in said]
    order += [measure for measure in said if measure not in order]
    one = list(dict.fromkeys(order))
    if {*one} & {"delivered", "read", "failed"}:
        one = [measure for measure in one if measure != "messages"]
    return one, len(one) < 2 or {*one} <= _LISTED_TOGETHER


def _of_piece(piece: str) -> tuple[list[tuple[str, Measure]], list[str]]:
    phrases = _phrases()
    said = [word for word in piece.split() if word not in AROUND]
    tokens = [singular(word) for word in said]
    found: list[tuple[str, Measure]] = []
    left: list[str] = []
    place = 0
    while place < len(tokens):
        sizes = range(min(_MAX_WORDS, len(tokens) - place), 0, -1)
        size = next((n for n in sizes if " ".join(tokens[place : place + n]) in phrases), 0)
        measure = phrases.get(" ".join(tokens[place : place + size]))
        if measure is not None:
            found.append((" ".join(tokens[place : place + size]), measure))
        else:
            left += said[place : place + max(size, 1)]
        place += size or 1
    return found, left


@cache
def _phrases() -> dict[str, Measure | None]:
    found: dict[str, Measure | None] = dict.fromkeys(NOT_MEANT)
    return found | {phrase: measure for measure, phrases in PHRASES.items() for phrase in phrases}
