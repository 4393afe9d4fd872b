"""A hiteuse who joins with her code and works for as long as there is work, as an eager person would:
she does one thing at a time, always with the newest message that she sees, and never twice the same
unless it is shown to her again."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass

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


def tasks(items: list[str]) -> str:
    """DATA of `project`, as CSV."""
    return "id,number\n" + "".join(f"{item},{item}\n" for item in items)


@dataclass(frozen=True, slots=True)
class Noted:
    """How many answers of her day there are, as she was told, and what they are worth."""

    answers: int
    francs: int


class Hiteuse:
    """`choose` gives the id of her answer to an item.

    `noted`: the acknowledgements in order, each once; `answered`: item → her answer that was
    acknowledged; `gains`: what that word said last. `seen`: everything that the bot told her, in order,
    with repetitions.
    """

    def __init__(self, person: Person, code: str, choose: Callable[[str], str]) -> None:
        self.person = person
        self.code = code
        self.answered: dict[str, str] = {}
        self.noted: list[Noted] = []
        self.gains: Noted | None = None
        self.seen: list[ChatMessage] = []
        self.finished = asyncio.Event()
        """Set while she has been told that there is no work for her."""
        self.on_seen: Callable[[ChatMessage], None] | None = None
        self._choose = choose
        self._given: tuple[str, str] | None = None
        self._waits = False
        self._done: int = 0  # the message that she acted on last
        person.on_message = self._sees
        person.on_answer = self._tap_answered

    def begin(self) -> None:
        self.person.write(f"/start {self.code}")
        self._waits = True

    def says(self, text: str) -> None:
        self.finished.clear()
        self.person.write(text)
        self._waits = True

    # --- what she sees --------------------------------------------------------------------------------

    def _sees(self, message: ChatMessage) -> None:
        repeated = bool(self.seen) and same(self.seen[-1], message)
        self.seen.append(message)
        if not repeated:
            self._waits = False
            self._reads(message)
        if self.on_seen is not None:
            self.on_seen(message)
        self._acts()

    def _reads(self, message: ChatMessage) -> None:
        if found := _NOTED.search(message.text):
            assert self._given is not None, f"nothing was given, but: {message.text}"
            item, answer = self._given
            self.answered.setdefault(item, answer)
            self.noted.append(Noted(_number(found[1]), _number(found[2])))
        if found := _GAINS.search(message.text):
            self.gains = Noted(_number(found[2]), _number(found[1]))
        if NO_WORK in message.text:
            self.finished.set()

    def _tap_answered(self, _toast: Toast) -> None:
        self._waits = False
        self._acts()

    # --- what she does --------------------------------------------------------------------------------

    def _acts(self) -> None:
        # not simply the newest: where a platform shows no notice over a tap, it is a message without buttons
        message = next((each for each in reversed(self.seen) if each.buttons), None)
        if self._waits or message is None or message.id == self._done or self.finished.is_set():
            return
        labels = [button.label for button in message.buttons]
        self._done = message.id
        self._waits = True
        if found := _ITEM.search(message.text):
            self._answers(found[1], message)
        elif "Plus tard" in labels:
            self.person.write("Un salon de coiffure, 300 000")
        else:
            wanted = next((label for label in ("J'accepte", "Accepter") if label in labels), labels[0])
            self.person.tap(wanted, message)

    def _answers(self, item: str, message: ChatMessage) -> None:
        answer = self._choose(item)
        if item in self.answered:
            # her answer was acknowledged, and the question comes again: another one must change nothing
            answer = next(other for other in CHOICES if other != answer)
        else:
            self._given = item, answer
        self.person.tap(CHOICES[answer], message)


def _number(shown: str) -> int:
    return int("".join(shown.split()))


def same(one: ChatMessage, other: ChatMessage) -> bool:
    """Whether both are the same thing said: a question's buttons carry its number."""
    return one.text == other.text and one.rows == other.rows
