"""The words of the chat: their names, who may use them, how they are read.

Each area brings its own words (`bot.handlers.engine.dialogue`); together they are a `Vocabulary`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import cached_property

from backend.domain.french.lexicon import ARTICLES
from backend.domain.french.phonetics import sound
from backend.domain.french.spelling import fold, nearest
from backend.domain.messaging.message import Tr
from backend.domain.people.commands import Person
from backend.domain.people.permissions import Action, may
from backend.records import Record, field

MIN_SOUND_LENGTH = 4
"""The least letters in the sound of a word to be recognised by sound alone while an answer is expected."""
MOST_NAMED = 4
"""The most words after a word that takes names; more of them are a sentence."""
MOST_IN_ONE = 5
"""The most words that one word of several has, as they are typed: « je n'ai pas encore ouvert »."""
_PAGE = re.compile(r"(?:page )?\d{1,18}")
_ALONE = re.compile(r"(?:(?:les|le|la|l|mes|nos|des|un|une) )?(.+?)(?: (?:n )?(\d{1,18}))?")
_I_HAVE = re.compile(r"^(?:jai|g)\b")
"""« Jai payé 2000 », « g payé 2000 »."""
_BETWEEN = re.compile(r"\s*[,;+]\s*|\s+(?:et|puis|ensuite)(?: puis| ensuite)?\s+", re.IGNORECASE)
"""What stands between words of the chat that are written together."""
_POLITE = frozenset(("svp", "stp", "s il te plait", "s il vous plait"))
_HERS = frozenset(("mon", "ma", "mes"))
"""Possessives that can stand before a word of the chat: « mon certificat »."""
_YES_NO = frozenset(("oui", "ouais", "non", "nn", "nan", "pas", "plus", "stop", "aucun", "aucune", "jamais", "sans"))
_FOR_HER = frozenset(("moi", "me", "nous"))
"""Words inside one of several words: « mets-moi 10 % de côté » without its hyphen."""


class Context(Record):
    """Where a word was typed: the open `flow`, the time, and the person's time zone."""

    flow: str
    now: datetime
    zone: str


Sentence = Callable[[str, Context], bool]
"""(the text after the word, where it was typed) → whether the whole text is an
answer that only begins with the word."""


def never(_rest: str, _context: Context) -> bool:
    """A text that begins with the word is always the word."""
    return False


def any_rest(_rest: str, _context: Context) -> bool:
    """Any text after the word makes it a sentence; only buttons add a key or a question to this word."""
    return True


def many_words(rest: str, _context: Context) -> bool:
    """More than `MOST_NAMED` words without a digit follow."""
    return len(rest.split()) > MOST_NAMED and not any(sign.isdigit() for sign in rest)


class Word(Record):
    """A word of the chat.

    - `needs`: the action, or one of the actions, that a person must be allowed to do; empty: everybody may use it.
    - `about`: its line in the platform's command list; None: not listed. `rank`: its place there.
    - `listed`: list it only for those who may do this action.
    - `takes`: text may follow it. `pages`: « page 2 » or a number may.
    - `alone`: what else is written without the word, by those for whom it is listed and while no question is open: the
      folded text, which a number may follow → what it stands for after the word.
    - `aliases`: its other names, folded.
    - `before_joining`: it can be used before onboarding is done.
    - `of_pay`: it is also open to people of any role who have earned something.
    - `of_strangers`: it is also open to people without an account.
    - `own_hand`: it is not carried out when the message was forwarded, whoever wrote it.
    - `like`: words that do the like for other roles. Who may not use this word is told the first of them that they may.
    - `is_sentence`: see `Sentence`."""

    name: str
    needs: Action | tuple[Action, ...] = ()
    about: Tr | None = None
    listed: Action | None = None
    rank: int = 0
    takes: bool = False
    pages: bool = False
    alone: Mapping[str, str] = field(default_factory=dict)
    aliases: tuple[str, ...] = ()
    before_joining: bool = False
    of_pay: bool = False
    of_strangers: bool = False
    own_hand: bool = False
    like: tuple[str, ...] = ()
    is_sentence: Sentence = never

    @property
    def actions(self) -> tuple[Action, ...]:
        """The actions of `needs` as a tuple."""
        return (self.needs,) if isinstance(self.needs, str) else self.needs

    def open_to(self, person: Person) -> bool:
        """Whether this person may use the word. The service that it calls checks the permission again."""
        return not self.actions or any(may(person, action) for action in self.actions)

    def listed_for(self, person: Person) -> bool:
        """Whether the word, if it has a line, is in this person's command list."""
        return self.open_to(person) and (self.listed is None or may(person, self.listed))


class Vocabulary:
    """All words of the chat, those of the command list first and in its order."""

    def __init__(self, words: Iterable[Word]) -> None:
        self.words = tuple(sorted(words, key=lambda word: (word.about is None, word.rank)))
        self.by_name = {word.name: word for word in self.words}
        self._aliases = {alias: word.name for word in self.words for alias in word.aliases}
        self._alone = {text: word for word in self.words for text in word.alone}
        # only words whose own name has several words: « combien de clients avons-nous » is a question
        self._phrases = {
            form: word
            for word in self.words
            if word.takes and " " in word.name
            for form in (word.name, *word.aliases)
            if " " in form
        }

    def read(self, text: str) -> tuple[Word, str] | None:
        """The word that a text is, and the text after it; None if it is no word.

        With or without "/", accents or capitals; Telegram's "/gains@bot" too. A word that takes nothing is only read
        alone, so that a sentence that begins with it stays a sentence; but text after it on a button ("/projet
        changer") is passed on. Punctuation after a word is ignored (French puts a space before it, « STOP ! »), and so
        is the word repeated (« STOP STOP »)."""
        stripped = text.strip().lstrip('«"* \u00a0\u202f')
        said = fold(stripped)
        whole = self.by_name.get(self._aliases.get(said, said)) if " " in said else None
        if whole is not None:
            return whole, ""
        if (phrase := self._phrase(stripped)) is not None:
            return phrase
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
        follows = word.takes or slashed or (word.pages and _PAGE.fullmatch(fold(rest)) is not None)
        return (word, rest) if follows else None

    def alone(self, text: str, person: Person) -> tuple[Word, str] | None:
        """The word that is meant by a text that stands after it (`Word.alone`): « réclamations », « approuver 3 ». None
        if the text is none, or for a word that the person is not listed."""
        found = _ALONE.fullmatch(_unpolite(fold(text)))
        word = self._alone.get(found[1]) if found is not None else None
        if found is None or word is None or not word.listed_for(person):
            return None
        return word, f"{word.alone[found[1]]} {found[2] or ''}".strip()

    def phrase(self, text: str) -> Word | None:
        """The word of several words that a text begins with: « mettre de côté 10 000 »."""
        found = self._phrase(text)
        return found[0] if found is not None else None

    def _phrase(self, text: str) -> tuple[Word, str] | None:
        """A word of several words with text after it or a number in it: « j'ai payé 50 000 », « mets 20 % de côté »."""
        tokens = text.split()
        if fold(" ".join(tokens[:2])) in ("je veux", "je voudrais"):
            tokens = tokens[2:]
        for end in range(1, min(len(tokens), MOST_IN_ONE + 1)):
            if (word := self._phrases.get(_I_HAVE.sub("j ai", fold(" ".join(tokens[:end]))))) is not None:
                return word, " ".join(tokens[end:])
        if not any(sign.isdigit() for sign in "".join(tokens[1:])):
            return None
        said = [fold(token) for token in tokens]
        for form, word in self._phrases.items():
            first, *last = form.split()
            inside = [token for token in tokens[1 : -len(last)] if fold(token) not in _FOR_HER]
            counts = 0 < len(inside) <= MOST_NAMED and any(sign.isdigit() for sign in "".join(inside))
            if counts and said[:1] == [first] and said[-len(last) :] == last:
                return word, " ".join(inside)
        return None

    def several(self, text: str, person: Person) -> Word | None:
        """The first of the person's words, where a text is nothing but several: « paiement et pause 2 jours »."""
        found = [self.read(part) for part in _BETWEEN.split(text.strip())]
        words = [read[0] for read in found if read is not None and read[0].open_to(person)]
        return words[0] if 1 < len(words) == len(found) else None

    def refused(self, text: str, person: Person) -> bool:
        """Whether a text is one of the person's words with nothing but a yes or a no: « rappel non », « pas de
        travail ». It says something to us, though no word stands alone."""
        said = [each for each in fold(text).split() if each not in _POLITE | _HERS | ARTICLES]
        named = [each for each in said if each not in _YES_NO]
        if len(named) != 1 or not len(named) < len(said) <= MOST_NAMED:
            return False
        word = self._forms.get(named[0])
        return word is not None and word.open_to(person)

    def misspelled(self, text: str, person: Person, *, loosely: bool = False) -> Word | None:
        """The word that a single misspelled word stands for: "gainss", "travaille", "rapel". None if there is none,
        or more than one. The caller asks before it acts: "stop" and words that must not be forwarded (a code to
        join) are never returned.

        `loosely`: the text answers nothing, so that slips are forgiven and short words are matched by sound."""
        said = [word for word in fold(text).split() if word not in _POLITE | _HERS]
        if len(said) != 1:
            return None
        (name,) = said
        hers = {form: word for form, word in self._forms.items() if word.open_to(person)}
        hers = {
            form: word for form, word in hers.items() if not word.own_hand or (word.of_pay and word.listed_for(person))
        }
        heard = {word.name for form, word in hers.items() if _alike(name, form, loosely)}
        if (not heard and loosely) or len(heard) > 1:
            heard = {hers[form].name for form in nearest(name, hers)}
        return self.by_name[heard.pop()] if len(heard) == 1 else None

    @cached_property
    def _forms(self) -> dict[str, Word]:
        """The words of the command list except `stop`, and their aliases."""
        listed = {word.name: word for word in self.words if word.about is not None and word.name != "stop"}
        return listed | {form: listed[name] for form, name in self._aliases.items() if name in listed}

    def listed(self, person: Person) -> list[tuple[str, Tr]]:
        """This person's command list in order: (name, description)."""
        return [(word.name, word.about) for word in self.words if word.about is not None and word.listed_for(person)]

    def like(self, word: Word, person: Person) -> str:
        """The word that does for this person what another does for others (`Word.like`); "" if there is none."""
        return next((name for name in word.like if self.is_hers(person, name)), "")

    def is_hers(self, person: Person, name: str) -> bool:
        """Whether there is a word of this name that the person may use."""
        word = self.by_name.get(name)
        return word is not None and word.open_to(person)


def _alike(name: str, form: str, loosely: bool) -> bool:
    if name.rstrip(name[-1]) == form.rstrip(form[-1]) and name[-1] == form[-1]:
        return True  # its last letter is repeated: "gainss"
    short = 2 if loosely else MIN_SOUND_LENGTH
    return len(sound(form)) >= short and len(name) > short and sound(name) == sound(form)


def _adds_nothing(rest: str, name: str) -> bool:
    """Whether the text after a word is only that word again, or polite: « STOP STOP », "menu svp"."""
    said = _unpolite(fold(rest))
    return not rest or (bool(fold(rest)) and set(said.split()) <= {name})


def _unpolite(said: str) -> str:
    """A folded text without the polite words at its end."""
    for polite in _POLITE:
        said = said.removesuffix(polite).rstrip()
    return said


def _is_mere_sign(sign: str, word: Word) -> bool:
    """Whether a character after a word is no text for it. An emoji is text for a word that takes some."""
    if word.takes:
        return sign.isspace() or unicodedata.category(sign).startswith("P")
    return not sign.isalnum()
