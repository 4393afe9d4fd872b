"""The words of the chat: what they are called, who may use them, how they are read.

Each area brings its own (`bot.handlers.engine.dialogue`); all of them together are a `Vocabulary`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from backend.domain.french.phonetics import sound
from backend.domain.french.spelling import fold, nearest
from backend.domain.messaging.message import Tr
from backend.domain.people.commands import Person
from backend.domain.people.permissions import Action, may

MIN_SOUND_LENGTH = 4
"""Signs of a word's sound from which on it is taken for nothing else, where an answer is asked for."""
MOST_NAMED = 4
"""So many words behind one that takes names are still names."""
_POLITE = frozenset(("svp", "stp", "s il te plait", "s il vous plait"))
_HERS = frozenset(("mon", "ma", "mes"))
"""What may stand before a word of the chat: « mon certificat »."""


@dataclass(frozen=True, slots=True)
class Context:
    """Where a word was typed: the `flow` that is open, the moment, and the person's time zone."""

    flow: str
    now: datetime
    zone: str


Sentence = Callable[[str, Context], bool]
"""(what follows the word, where) → whether the text is an answer that only begins like the word."""


def never(_rest: str, _context: Context) -> bool:
    """What begins with the word is the word."""
    return False


def any_rest(_rest: str, _context: Context) -> bool:
    """Whatever follows the word makes it a sentence: with a key or a question it stands on buttons."""
    return True


def many_words(rest: str, _context: Context) -> bool:
    """More than a few names or a number follow."""
    return len(rest.split()) > MOST_NAMED and not any(sign.isdigit() for sign in rest)


@dataclass(frozen=True, slots=True)
class Word:
    """`needs`: who may do this, or one of these, may use it (none: everybody). `about`: its line in the platform's
    command list (None: not listed), at place `rank` of it; `listed`: of the list of those alone who may do that.
    `takes`: something may follow it. `aliases`: what else it is called, folded. `before_joining`: it may be used
    before onboarding is done. `own_hand`: it is not carried out when the message was only passed on, whoever may do it.
    `is_sentence`: see `Sentence`."""

    name: str
    needs: Action | tuple[Action, ...] = ()
    about: Tr | None = None
    listed: Action | None = None
    rank: int = 0
    takes: bool = False
    aliases: tuple[str, ...] = ()
    before_joining: bool = False
    own_hand: bool = False
    is_sentence: Sentence = never

    @property
    def actions(self) -> tuple[Action, ...]:
        return (self.needs,) if isinstance(self.needs, str) else self.needs

    def open_to(self, person: Person) -> bool:
        """Whether this person may use it. What is done with it is asked again where it is done."""
        return not self.actions or any(may(person, action) for action in self.actions)

    def listed_for(self, person: Person) -> bool:
        """Whether it stands in this person's command list, if it stands in any."""
        return self.open_to(person) and (self.listed is None or may(person, self.listed))


class Vocabulary:
    """All words of the chat, those of the command list first and in its order."""

    def __init__(self, words: Iterable[Word]) -> None:
        self.words = tuple(sorted(words, key=lambda word: (word.about is None, word.rank)))
        self.by_name = {word.name: word for word in self.words}
        self._aliases = {alias: word.name for word in self.words for alias in word.aliases}

    def read(self, text: str) -> tuple[Word, str] | None:
        """The word that a text is, and what follows it; None when it is none.

        With or without "/", accents or capitals; Telegram's "/gains@bot" too. A word that takes nothing
        is only read alone, so that a sentence that begins with one stays a sentence; what follows it on
        a button ("/projet changer") is handed over all the same. Signs behind a word say nothing: French
        sets a space before them, « STOP ! »; the word once more says nothing either, « STOP STOP ».
        """
        stripped = text.strip().lstrip('«"* \u00a0\u202f')
        said = fold(stripped)
        whole = self.by_name.get(self._aliases.get(said, said)) if " " in said else None
        if whole is not None:
            return whole, ""
        slashed = stripped.startswith("/")
        first, rest = (*stripped.removeprefix("/").split(maxsplit=1), "", "")[:2]
        if slashed:
            first = first.partition("@")[0]
        name = fold(first)
        word = self.by_name.get(self._aliases.get(name, name))
        if word is None:
            return None
        if all(_is_mere_sign(sign, word) for sign in rest) or _adds_nothing(rest, name):
            return word, ""
        return (word, rest) if word.takes or slashed else None

    def misspelled(self, text: str, person: Person, *, loosely: bool = False) -> Word | None:
        """The word of this person's list that a single word is meant to be: "gainss", "travaille", "rapel". None: none,
        or more than one. It is to be asked for or answered, never taken at its word: neither "stop" is among
        them nor what only her own hand may do (a code to join).

        `loosely`: it is no answer to anything, so that a slip is forgiven, and a short word heard.
        """
        said = [word for word in fold(text).split() if word not in _POLITE | _HERS]
        if len(said) != 1:
            return None
        (name,) = said
        hers = {form: word for form, word in self._forms.items() if word.open_to(person) and not word.own_hand}
        heard = {word.name for form, word in hers.items() if _alike(name, form, loosely)}
        if not heard and loosely:
            heard = {hers[form].name for form in nearest(name, hers)}
        return self.by_name[heard.pop()] if len(heard) == 1 else None

    @cached_property
    def _forms(self) -> dict[str, Word]:
        """Words of the command list but `stop`, and what they are called besides."""
        listed = {word.name: word for word in self.words if word.about is not None and word.name != "stop"}
        return listed | {form: listed[name] for form, name in self._aliases.items() if name in listed}

    def listed(self, person: Person) -> list[tuple[str, Tr]]:
        """This person's command list, in order: name and what it is for."""
        return [(word.name, word.about) for word in self.words if word.about is not None and word.listed_for(person)]

    def is_hers(self, person: Person, name: str) -> bool:
        """Whether there is such a word for this person."""
        word = self.by_name.get(name)
        return word is not None and word.open_to(person)


def _alike(name: str, form: str, loosely: bool) -> bool:
    if name.rstrip(name[-1]) == form.rstrip(form[-1]) and name[-1] == form[-1]:
        return True  # its last letter is held: "gainss"
    short = 2 if loosely else MIN_SOUND_LENGTH
    return len(sound(form)) >= short and len(name) > short and sound(name) == sound(form)


def _adds_nothing(rest: str, name: str) -> bool:
    """Whether what follows a word is that word again, or only polite: « STOP STOP », "menu svp"."""
    said = fold(rest)
    for polite in _POLITE:
        said = said.removesuffix(polite).rstrip()
    return not rest or (bool(fold(rest)) and set(said.split()) <= {name})


def _is_mere_sign(sign: str, word: Word) -> bool:
    """Whether a sign behind a word is none of what may follow it; a heart is something to say to somebody."""
    if word.takes:
        return sign.isspace() or unicodedata.category(sign).startswith("P")
    return not sign.isalnum()
