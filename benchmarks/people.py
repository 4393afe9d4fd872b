"""How the people of a benchmark behave, with our bot as with its rivals, on whatever platform."""

from __future__ import annotations

import re
from collections import Counter

from tests.fakes.chat import ChatMessage
from tests.fakes.crowd import Action, Policy, Says, Taps
from tests.fakes.people import Person

ANSWERS = ("Acceptable", "À retirer")
"""The labels of the benchmark's own project: whoever sees them has a task before her."""

BESIDE = frozenset({"Mes gains", "Menu", "Continuer", "Lire les conditions", "J'habite un autre pays", "Non merci"})
"""Buttons that lead away from the work."""

told: dict[int, int] = {}
"""Chat id → the answers of her day, as the bot told her; the most that it said."""

_TODAY = re.compile(r"Aujourd'hui : (\d[\d\s\u202f\u00a0]*)")


def joins(person: Person, message: ChatMessage) -> Action | None:
    """From the code through practice and offer to her first task, where she rests."""
    listen(person, message)
    if any(button.label in ANSWERS for button in message.buttons):
        return None
    return _first(message)


def works(person: Person, message: ChatMessage) -> Action | None:
    """Answers what is asked; which answer it is follows from who she is and where she is."""
    listen(person, message)
    answers = [place for place, button in enumerate(message.buttons) if button.label in ANSWERS]
    if answers:
        return Taps(answers[(person.id + message.id) % len(answers)], message)
    return _first(message)


def comes_back(answers: int) -> Policy:
    """She answers so many tasks, and then goes with `menu`."""
    given: Counter[int] = Counter()

    def policy(person: Person, message: ChatMessage) -> Action | None:
        if given[person.id] > answers:
            return None
        action = works(person, message)
        if not isinstance(action, Taps) or message.buttons[int(action.what)].label not in ANSWERS:
            return action
        given[person.id] += 1
        return action if given[person.id] <= answers else Says("menu")

    return policy


def _first(message: ChatMessage) -> Action | None:
    for place, button in enumerate(message.buttons):
        if button.label not in BESIDE and button.url is None:
            return Taps(place, message)
    return None


def listen(person: Person, message: ChatMessage) -> None:
    """Note in `told` what the message says of her day."""
    if found := _TODAY.search(message.text):
        count = int(re.sub(r"\D", "", found[1]))
        told[person.id] = max(count, told.get(person.id, 0))
