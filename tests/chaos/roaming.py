"""A hiteuse with two phones, one on each platform."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable

from tests.fakes.chat import ChatMessage, Toast
from tests.fakes.people import Person
from tests.hiteuse import CHOICES, Hiteuse, another, item_of

_LINE = re.compile(r"^lier [0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){3}$", re.MULTILINE)
_JOINED = "C'est relié"
_TOLD = "est maintenant relié à ton compte"
"""Said on her first phone, with a button for whoever did not do it herself."""

MOVES = 0.2
"""Share of questions that she answers on her other phone instead."""
BOTH = 0.2
"""… and of those that she answers on both phones at the same second, differently."""


class Roaming(Hiteuse):
    """The first thing that she does is to join `other` to her account with `lier`, for an account that has earned
    nothing joins at once, and from then on she goes to and fro."""

    def __init__(
        self, person: Person, other: Person, code: str, choose: Callable[[str], str], chance: random.Random
    ) -> None:
        super().__init__(person, code, choose)
        self.reads_on(other)
        self.joined = False
        self._other = other
        self._chance = chance
        self._asked = False
        self._line: str | None = None
        self._owed: Counter[int] = Counter()
        """Phone → how much that she did there has not brought anything yet."""

    def begin(self) -> None:
        super().begin()
        self._owed[self.person.id] += 1

    def _writes(self, phone: Person, text: str) -> None:
        phone.write(text)
        self._owed[phone.id] += 1

    def _reads(self, message: ChatMessage) -> None:
        self._comes(message.chat_id)
        super()._reads(message)
        if not self.joined and (found := _LINE.search(message.text)):
            self._line = found[0]
        if _JOINED in message.text:
            self.joined = True

    def _tap_answered(self, phone: Person, toast: Toast) -> None:
        if toast.text:  # without words a message comes as well
            self._comes(phone.id)
        super()._tap_answered(phone, toast)

    def _comes(self, phone: int) -> None:
        self._owed[phone] = max(0, self._owed[phone] - 1)

    def _expects(self, message: ChatMessage) -> bool:
        """A question stays the same where it is only shown once more."""
        expected = self._owed[message.chat_id] > 0 and item_of(message) is not None
        self._comes(message.chat_id)
        return expected

    def _acts(self) -> None:
        if self._line is None or self._waits:
            super()._acts()
            return
        line, self._line = self._line, None
        self._waits = True
        self._writes(self._other, line)

    def _asks(self, message: ChatMessage) -> bool:
        return super()._asks(message) and _TOLD not in message.text

    def _acts_on(self, message: ChatMessage) -> None:
        item, there = item_of(message), self._elsewhere(message)
        if not self._asked:
            self._asked = True
            self._writes(self.person, "lier")
        elif item is None or not self.joined:
            self._acts_there(message)
        elif (drawn := self._chance.random()) < MOVES:
            self._writes(there, "travail")
        else:
            self._acts_there(message)
            if drawn < MOVES + BOTH:
                self._answers_there_too(there)

    def _acts_there(self, message: ChatMessage) -> None:
        super()._acts_on(message)
        self._owed[message.chat_id] += 1

    def _elsewhere(self, message: ChatMessage) -> Person:
        return next(phone for phone in self.phones if phone.id != message.chat_id)

    def _answers_there_too(self, phone: Person) -> None:
        """The newest question that stands there, which may be the same one or an old one; unless something is
        still to come: then nobody could tell which of two answers is acknowledged."""
        if self._owed[phone.id]:
            return
        shown = next((m for m in reversed(phone.chat) if not m.mine and m.buttons), None)
        item = None if shown is None else item_of(shown)
        if shown is None or item is None:
            return
        answer = another(self._choose(item))
        if item not in self.answered:
            self._given[phone.id] = item, answer
        self.tapped[item].add(answer)
        phone.tap(CHOICES[answer], shown)
        self._owed[phone.id] += 1
