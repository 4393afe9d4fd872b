"""How the people of a benchmark behave, with our bot and with its rivals, on every platform."""

from __future__ import annotations

import re
from collections import Counter

from tests.fakes.chat import ChatMessage
from tests.fakes.crowd import Action, Policy, Says, Taps
from tests.fakes.people import Person

ANSWERS = ("Acceptable", "À retirer")
"""Labels of the benchmark project's choices: a message with one of them shows a task."""

RATINGS = ("👍 Oui", "😐 Moyen", "👎 Non")
"""Labels below the question about a project, at the end of a session."""
BESIDE = frozenset(
    {"Mes gains", "Menu", "Continuer", "Lire les conditions", "J'habite un autre pays", "Non merci", *RATINGS}
)
"""Labels of buttons that lead away from the work."""

told: dict[int, int] = {}
"""Chat id → the day's answers as the bot told them; the highest number that it told."""

_TODAY = re.compile(r"Aujourd'hui : (\d[\d\s\u202f\u00a0]*)")


def joins(person: Person, message: ChatMessage) -> Action | None:
    """Goes from the code through practice and offer to the first task, and stops there."""
    listen(person, message)
    if any(button.label in ANSWERS for button in message.buttons):
        return None
    return _first(message)


def works(person: Person, message: ChatMessage) -> Action | None:
    """Answers tasks; which answer depends on the person and on the message."""
    listen(person, message)
    answers = [place for place, button in enumerate(message.buttons) if button.label in ANSWERS]
    if answers:
        return Taps(answers[(person.id + message.id) % len(answers)], message)
    return _first(message)


def comes_back(answers: int) -> Policy:
    """The policy of a person who answers `answers` tasks and then leaves with `menu`."""
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
    """Notes in `told` how many answers of the day the message tells."""
    if found := _TODAY.search(message.text):
        count = int(re.sub(r"\D", "", found[1]))
        told[person.id] = max(count, told.get(person.id, 0))
