"""Intents of texts that do not answer the question: where is my money, help, hello, I am tired.

Nothing is guessed from one word. A phrase is only recognised if all of its words are known and belong together
(`data/intents.toml`). So "Elle compte son argent" is read as what it is, the description of a picture.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import Literal, cast

from backend.domain.french.asked_how import asks_how
from backend.domain.french.spelling import fold
from backend.domain.messaging import not_meant
from backend.domain.messaging.intent_vocabulary import Concepts, content, vocabulary
from backend.records import Record

Intent = Literal[
    "leave",
    "privacy",
    "erase",
    "kept",
    "payday",
    "unpaid",
    "received",
    "mistake",
    "errs",
    "flaw",
    "refused",
    "shocked",
    "number",
    "person",
    "quality",
    "waiting",
    "money",
    "price",
    "fees",
    "cash",
    "ways",
    "currency",
    "advance",
    "undo",
    "saving",
    "certificate",
    "learn",
    "remains",
    "data",
    "mail",
    "valued",
    "age",
    "needs",
    "own",
    "contract",
    "language",
    "other",
    "work",
    "lost",
    "rest",
    "trust",
    "none",
    "unsure",
    "solution",
    "skip",
    "name",
    "thanks",
    "evening",
    "greeting",
    "okay",
    "mark",
    "denied",
]
"""What the person wants.

| intent | the person wants |
|---|---|
| leave, erase | no more messages; their data deleted |
| kept | to know or to see what is kept about them |
| payday, unpaid, number | to know when they are paid; the money that has not come; to be paid on another number |
| received | to say that the money has come |
| money, waiting, price | to know what they have earned; when it counts; what something costs or pays |
| fees, cash, advance | to know what a payment costs; pay in cash; pay before it is accepted, or a loan |
| ways, currency | to know by which ways pay can be received; in which currency it comes, and what it is in theirs |
| undo | pay to be undone, or to give back what came too much |
| privacy | to know who sees what they write and earn |
| saving, certificate | the project that they save for; their certificate |
| quality | to know whether they work well |
| mistake | to change their last answer |
| flaw, none | to say that something is wrong with this task; that no choice fits, or that there is nothing |
| refused | to do something about an answer that was refused |
| shocked | not to see such content |
| unsure, solution | to say that they do not know the answer; to be told it |
| skip | the next task instead of this one, or to go on |
| name | to be called otherwise, here or on a certificate |
| lost, person, trust | help; to talk to somebody; to know who we are |
| work, other, learn, rest | something to do; other work than this; to learn; a pause |
| remains | to know how much is left to answer |
| data | to spend less on the network |
| mail, valued | to get a paper by e-mail; to know who recognises a certificate |
| age | to know whether she is too young, or too old |
| needs | to know what it takes to work here: a computer, how many hours |
| own | that somebody else works on their account, or with them |
| contract | to have a contract, an insurance, to know about taxes |
| language | another language than French |
| denied | that something is not done: « ne supprime pas mon compte », « je ne veux pas de pause » |
| greeting, evening, thanks, okay, mark | nothing: a kind word; signs or pictures without a word |
"""

MOST_WORDS = 16
"""Words. A longer text tells something, whatever its words are."""
MOST_LETTERS = 25
"""Letters of a word. A text with a longer word has no intent."""
LEAST_BEFORE_LA = 2
"""The least words of a phrase that « là » adds nothing to."""
STRANGE_OF = 4
"""In a text that is no answer anyway, one word in this many may be unknown."""
_KIND: tuple[Intent, ...] = ("thanks", "evening", "greeting", "okay")
"""Kind words; if a text has several, the first of these counts."""
_AMONG_KIND = frozenset({*_KIND, "well", "warmly", "everybody", "filler"})
_ANYWHERE = frozenset({"filler", "greeting", "evening", "thanks", "okay", "well", "warmly"})
"""Meanings that may occur in any phrase."""


_UNREAD = re.compile(r"(?:\[ ?\? ?\][ .,]*)+")
"""« [?] » stands for a word that cannot be read, as the question of a transcription says; it asks nothing."""


class _Rule(Record):
    """A phrase matches if it has a word for each of `needs`, none of `without`, and no words but these and `about`.
    `asked`: only with a question mark."""

    intent: Intent
    needs: tuple[Concepts, ...]
    about: Concepts
    asked: bool = False
    without: Concepts = frozenset()

    def fits(self, meanings: Sequence[Concepts], strange: int) -> bool:
        """Whether these words match: each need is met, and at most `strange` of them are about something else."""
        if not all(any(need & meaning for meaning in meanings) for need in self.needs):
            return False
        if any(self.without & meaning for meaning in meanings):
            return False
        return sum(not meaning & self.about for meaning in meanings) <= strange


class _Phrases(Record):
    """`whole`: phrases by their key. `asked`: phrases that only count with a question mark. `loosely`: phrases that
    only count if the text is no answer anyway."""

    rules: tuple[_Rule, ...]
    whole: Mapping[tuple[str, ...], Intent]
    asked: Mapping[tuple[str, ...], Intent]
    loosely: Mapping[tuple[str, ...], Intent]


def read(text: str, *, loosely: bool = False) -> Intent | None:
    """The intent of a text. None: the text may be an answer.

    `loosely`: it is no answer anyway, so a word may have a typing error, and one among several may be unknown.
    """
    return _read(text, loosely)


@lru_cache(maxsize=32)  # a turn asks several times about the same text: what it means, and which choice it may be
def _read(text: str, loosely: bool) -> Intent | None:
    words = vocabulary().words(text)
    found = _intent(text, words, loosely)
    if found == "okay" and not_meant.asks_whether_it_is_done(text):
        found = "lost"
    if found == "received" and asks(text):
        found = "unpaid"  # « c'est arrivé ? »
    said = " ".join(map(fold, words))
    if (not_so := _denied(said, found, loosely)) is not None:
        return not_so
    cannot_press = found in ("unpaid", "mistake") and not_meant.cannot_press(said)
    if cannot_press or (found == "learn" and not_meant.of_the_rules(said)):
        return "lost"
    if found == "price" and not_meant.of_pay_had(said):
        return "money"
    if found in (None, "work") and not_meant.of_who_joins(said):
        return "person"
    if found == "person" and not_meant.called_away(said):
        return "rest"
    if found == "rest" and not_meant.not_now(said):
        return "lost" if "pourquoi" in said else "mark"
    if found == "rest" and not_meant.hungry(said):
        return "person"
    if found == "leave" and (missed := not_meant.of_a_message(said)) is not None:
        return _OF_MESSAGES[missed]
    gone = found in ("erase", "leave") and (not_meant.was_done(said) or not_meant.of_another(text))
    is_wrong = found in ("received", "unpaid", "money") and not_meant.came_wrong(said)
    return "person" if gone or is_wrong else found


_OF_MESSAGES: dict[not_meant.OfMessages, Intent | None] = {"unread": "lost", "not had": "person", "not there": None}
"""What the person wants who says this of messages."""
_DENIABLE = frozenset({"erase", "leave", "rest", "number", "person", "name", "certificate", "mistake", "lost"})
"""Wishes that are read as denied; others are asked or complained about with the same words."""


def _denied(said: str, found: Intent | None, loosely: bool) -> Intent | None:
    """What a text that denies a wish means; None if it denies none. `found`: what it would be taken for: « je veux pas
    voir ça » is a wish of its own."""
    if not_meant.of_an_act(said) or not_meant.of_an_event(said):
        return "denied" if found in (None, *_DENIABLE, "unpaid", "money", "trust", "saving", "work") else None
    if not_meant.withholds(said):
        return "denied" if found in (None, "privacy", "number", "person") else None
    if not_meant.of_a_bother(said):
        return "okay" if found in (None, "leave", "rest") else None
    wish, state = not_meant.wished(said), not_meant.state(said)
    if wish is not None:
        meant = _intent(wish, vocabulary().words(wish), loosely)
        if meant is None or found not in (None, meant):
            return None
        if meant == "work":
            return "rest"  # « je veux pas travailler aujourd'hui »
        return "denied" if meant in _DENIABLE and (meant != "person" or not_meant.names_somebody(wish)) else None
    if state is None or found not in (None, "rest"):
        return None
    if _intent(state, vocabulary().words(state), loosely) != "rest":
        return None
    return "person" if not_meant.hungry(said) else "denied"  # « j'ai pas l'argent pour manger »


def _intent(text: str, words: Sequence[str], loosely: bool) -> Intent | None:
    if not words:
        if _UNREAD.fullmatch(text.strip()):
            return None
        return "lost" if "?" in text else "mark" if text.strip() else None
    if len(words) > MOST_WORDS or max(map(len, words)) > MOST_LETTERS:
        return None
    phrases, key = _phrases(), vocabulary().key(words)
    asked = asks(text)
    for each in (key, _without_end(words, key), _without_beginning(words, key)):
        found = phrases.whole.get(each) or (phrases.asked.get(each) if asked else None)
        if found is not None:
            return found
    if asks_how(words):
        return "lost"
    rules = [rule for rule in phrases.rules if asked or not rule.asked]
    meanings = [*vocabulary().meanings(words)]
    found = _by_rule(rules, meanings, 0) or _kind_word(meanings)
    if found is None and loosely:
        found = phrases.loosely.get(key)
    if found is None and loosely:
        meanings = [*vocabulary().meanings(words, loosely=True)]
        found = _by_rule(rules, meanings, len(words) // STRANGE_OF)
    return found


_ENDS = frozenset((("la",), ("meme",), ("mm",), ("du", "tout"), ("dessus",), ("dedans",), ("de",), ("deh",), ("ici",)))
"""Words at the end of a phrase that add nothing: « je vois rien la », « je vois rien mm »."""


def _without_end(words: Sequence[str], key: tuple[str, ...]) -> tuple[str, ...]:
    """The key without words at its end that add nothing."""
    said = tuple(map(fold, words))
    most = next((len(end) for end in _ENDS if said[-len(end) :] == end), 0)
    return key[:-most] if most and len(key) - most >= LEAST_BEFORE_LA and len(key) == len(words) else key


_BEGINNINGS = (
    "c est bon",
    "bon allez",
    "bon ok",
    "bon",
    "ok bon",
    "ok",
    "d accord",
    "bah",
    "ben",
    "voila",
    "allez",
    "ah",
    "euh",
    "eh bien",
    "bref",
)
LEAST_BEHIND = 3
"""The least words of a phrase that such a beginning adds nothing to."""


def _without_beginning(words: Sequence[str], key: tuple[str, ...]) -> tuple[str, ...]:
    """The key without words at its beginning that add nothing: « c'est bon j'ai fini pour aujourd'hui »."""
    said = " ".join(map(fold, words))
    begun = next((len(each.split()) for each in _BEGINNINGS if said.startswith(f"{each} ")), 0)
    return key[begun:] if len(key) == len(said.split()) >= begun + LEAST_BEHIND else key


_QUESTION = re.compile(
    r"(?:est ce qu|es qu|kes qu[ie]\b|pourquoi|comment|combien|quand|quel(?:le)?s?\b"
    r"|c est (?:quoi|qui|quand|combien|ou)\b"
    r"|qui est ce|qu est ce)|.* (?:ou quoi|ou bien|ou non)$|.*\b(?:fait|dire|signifie|sert a) quoi\b"
)


def asks(text: str) -> bool:
    """Whether the text is a question, with or without a mark: « est-ce que… », « … ou quoi »."""
    return "?" in _UNREAD.sub(" ", text) or _QUESTION.match(" ".join(map(fold, vocabulary().words(text)))) is not None


def _by_rule(rules: Sequence[_Rule], meanings: Sequence[Concepts], strange: int) -> Intent | None:
    """The intent of the first rule that matches. `strange`: how many words may be foreign to the rule."""
    if sum(not meaning for meaning in meanings) > strange:
        return None
    return next((rule.intent for rule in rules if rule.fits(meanings, strange)), None)


def _kind_word(meanings: Sequence[Concepts]) -> Intent | None:
    if not all(meaning & _AMONG_KIND for meaning in meanings):
        return None
    said = frozenset[str]().union(*meanings)
    kind = next((kind for kind in _KIND if kind in said), None)
    return "greeting" if "well" in said and kind in (None, "okay") else kind


@cache
def _phrases() -> _Phrases:
    rules: list[_Rule] = []
    whole: dict[tuple[str, ...], Intent] = {}
    asked: dict[tuple[str, ...], Intent] = {}
    loosely: dict[tuple[str, ...], Intent] = {}
    for name, of in content()["intents"].items():
        intent = cast(Intent, name)
        for line, asked_ in [
            *((r, False) for r in of.get("rules", ())),
            *((r, True) for r in of.get("asked_rules", ())),
        ]:
            needs = tuple(frozenset(need.split("|")) for need in line.split() if not need.startswith("-"))
            without = frozenset(need.removeprefix("-") for need in line.split() if need.startswith("-"))
            about = frozenset(of["about"].split()) | _ANYWHERE | frozenset().union(*needs)
            rules.append(_Rule(intent, needs, about, asked_, without))
        for what, known in (("whole", whole), ("asked", asked), ("loosely", loosely)):
            for phrase in of.get(what, ()):
                known.setdefault(vocabulary().key(vocabulary().words(phrase)), intent)
    return _Phrases(tuple(rules), whole, asked, loosely)
