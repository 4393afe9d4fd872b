"""A hiteuse who joins with her code and works for as long as there is work, as an eager person would:
she does one thing at a time, always with the newest message that she sees, and never twice the same
unless it is shown to her again."""

from __future__ import annotations

import asyncio
import re
from collections import defaultdict
from collections.abc import Callable
from functools import partial

from backend.records import Record
from tests.fakes.chat import ChatMessage, Toast
from tests.fakes.people import Person

CHOICES = {"vrai": "C'est vrai", "faux": "C'est faux"}
"""Of `project`: id → label."""

NO_WORK = "Il n'y a pas de travail pour toi"

_ITEM = re.compile(r"Phrase n° (\w+)\.")
_NOTED = re.compile(r"Noté\. Aujourd'hui : (\d[\d\s]*) tâches?, (\d[\d\s]*)\sF\sCFA\.")

_GAINS = re.compile(r"Aujourd'hui : (\d[\d\s]*)\sF\sCFA \(en attente [^)]*\) · (\d[\d\s]*) tâches?,")


def project(name: str, answers: int) -> str:
    """A project whose tasks want so many answers, as YAML."""
    choices = "".join(f'  - {{id: {id_}, label: "{label}"}}\n' for id_, label in CHOICES.items())
    return f"""
name: {name}
title: Vrai ou faux
kind: choice
question: "Cette phrase est-elle vraie ?"
show: {{text: "Phrase n° {{number}}."}}
choices:
{choices}pay: {{amount: "0.05", currency: EUR}}
answers: {{min: {answers}, max: {answers}}}
minutes: 0.25
"""


BESIDE = "beside"
PLENTY = f"""
name: {BESIDE}
title: Bien plus de travail
kind: choice
question: "Cette phrase est-elle vraie ?"
show: {{text: "{{number}}"}}
choices: [{{id: vrai, label: Vrai}}, {{id: faux, label: Faux}}]
pay: {{amount: "5.00", currency: EUR}}
answers: {{min: 1, max: 1}}
minutes: 60
needs: [nobody-has-this]
"""
"""A project with an hour's work each, which nobody is offered and which stays as it is. With four tasks for each person
there is a day of work for everybody, so that the rest is not shared out."""


def tasks(items: list[str], known: int = 0) -> str:
    """DATA of `project`, as CSV; so many control tasks with it, whose right answer is the first choice."""
    right = next(iter(CHOICES))
    rows = [f"{item},{item},\n" for item in items] + [f"k{n},k{n},{right}\n" for n in range(known)]
    return "id,number,gold\n" + "".join(rows)


class Noted(Record):
    """How many answers of her day there are, as she was told, and what they are worth."""

    answers: int
    francs: int


class Hiteuse:
    """`choose` gives the id of her answer to an item.

    `phones`: where she reads, the first her own. `noted`: the acknowledgements as they came, each once,
    with where they did (the phone's number); `answered`: item → her answer that was acknowledged; `gains`:
    what that word said last. `seen`: everything that the bot told her, in order, with repetitions.
    """

    def __init__(self, person: Person, code: str, choose: Callable[[str], str]) -> None:
        self.person = person
        self.phones: list[Person] = []
        self.code = code
        self.answered: dict[str, str] = {}
        self.tapped: dict[str, set[str]] = defaultdict(set)
        """Item → the ids of all that she ever tapped there."""
        self.noted: list[tuple[int, Noted]] = []
        self.gains: Noted | None = None
        self.seen: list[ChatMessage] = []
        self.finished = asyncio.Event()
        """Set while she has been told that there is no work for her."""
        self.on_seen: Callable[[ChatMessage], None] | None = None
        self._choose = choose
        self._given: dict[int, tuple[str, str]] = {}  # phone → the item and what she tapped there last
        self._waits = False
        self._done = (0, 0)  # the message that she acted on last
        self.reads_on(person)

    def reads_on(self, phone: Person) -> None:
        """From now on she reads there too."""
        self.phones.append(phone)
        phone.on_message = self._sees
        phone.on_answer = partial(self._tap_answered, phone)

    def begin(self) -> None:
        self.person.write(f"/start {self.code}")
        self._waits = True

    def says(self, text: str) -> None:
        self.finished.clear()
        self.person.write(text)
        self._waits = True

    def on_phone(self, message: ChatMessage) -> Person:
        """Where a message came."""
        return next(phone for phone in self.phones if phone.id == message.chat_id)

    # --- what she sees --------------------------------------------------------------------------------

    def _sees(self, message: ChatMessage) -> None:
        before = next((each for each in reversed(self.seen) if each.chat_id == message.chat_id), None)
        self.seen.append(message)
        if before is None or not same(before, message):
            self._waits = False
            self._reads(message)
        elif self._expects(message):
            self._waits = False
        if self.on_seen is not None:
            self.on_seen(message)
        self._acts()

    def _reads(self, message: ChatMessage) -> None:
        if found := _NOTED.search(message.text):
            assert message.chat_id in self._given, f"nothing was given, but: {message.text}"
            item, answer = self._given[message.chat_id]
            self.answered.setdefault(item, answer)
            self.noted.append((message.chat_id, Noted(_number(found[1]), _number(found[2]))))
        if found := _GAINS.search(message.text):
            self.gains = Noted(_number(found[2]), _number(found[1]))
        if NO_WORK in message.text:
            self.finished.set()

    def _tap_answered(self, _phone: Person, _toast: Toast) -> None:
        self._waits = False
        self._acts()

    # --- what she does --------------------------------------------------------------------------------

    def _acts(self) -> None:
        # not simply the newest: where a platform shows no notice over a tap, it is a message without buttons
        message = next((each for each in reversed(self.seen) if self._asks(each)), None)
        if self._waits or message is None or self.finished.is_set():
            return
        key = (message.chat_id, message.id)
        if key != self._done:
            self._done = key
            self._waits = True
            self._acts_on(message)

    def _expects(self, message: ChatMessage) -> bool:
        """Whether what says the same as the one before it is what she asked for, and no repetition."""
        return False

    def _asks(self, message: ChatMessage) -> bool:
        """Whether there is something to do about it."""
        return bool(message.buttons)

    def _acts_on(self, message: ChatMessage) -> None:
        phone, labels = self.on_phone(message), message.labels
        if (item := item_of(message)) is not None:
            self._answers(item, message)
        elif "Plus tard" in labels:
            phone.write("Un salon de coiffure, 300 000")
        else:
            wanted = next((label for label in ("J'accepte", "Accepter") if label in labels), labels[0])
            phone.tap(wanted, message)

    def _answers(self, item: str, message: ChatMessage) -> None:
        answer = self._choose(item)
        if item in self.answered:
            # her answer was acknowledged, and the question comes again: another one must change nothing
            answer = another(answer)
        else:
            self._given[message.chat_id] = item, answer
        self.tapped[item].add(answer)
        self.on_phone(message).tap(CHOICES[answer], message)


def item_of(message: ChatMessage) -> str | None:
    """The item that a message asks about."""
    found = _ITEM.search(message.text)
    return found[1] if found else None


def another(answer: str) -> str:
    return next(other for other in CHOICES if other != answer)


def _number(shown: str) -> int:
    return int("".join(shown.split()))


def same(one: ChatMessage, other: ChatMessage) -> bool:
    """Whether both are the same thing said: a question's buttons carry its number."""
    return one.text == other.text and one.rows == other.rows
