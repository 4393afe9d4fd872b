"""People who take the product's own lessons on a fake Telegram and know the answers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from backend.domain.messaging.message import Markdown
from backend.domain.training import questions
from backend.domain.training.marking import solution
from backend.domain.training.questions import Matching, Order, Question, TrueFalse
from backend.records import Struct
from backend.services.training import module_files
from bot.i18n.render import plain
from tests.fakes.chat import ChatMessage
from tests.fakes.crowd import Action, Says, Taps
from tests.fakes.people import Person

TEST = ("🎓 Passer le test", "🔄 Repasser le test", "▶️ Continuer le test", "▶️ Commencer le test")
"""Labels of the buttons that lead to a final test and into it."""
ON = ("Suite", "❓ Les questions", *TEST, "▶️ Continuer", "▶️ Commencer", "J'accepte")
"""Labels of the buttons that lead on; the first one that is shown is tapped."""
UNKNOWN = "Je ne sais pas"
"""The label of the button for "I don't know"."""

_HEAD = re.compile(r"(?:Test final : question|Question|On revoit ensemble|Révision)[^\n]*\n\n")
_LINE = re.compile(r"^(\w)\. (.+)$", re.MULTILINE)


class Platform(Struct):
    """The address of the fake platform in this process, as the bot needs it."""

    url: str
    token: str


class Learner:
    """Answers questions of the modules in a folder; "I don't know" is the answer to every `wrong`-th question."""

    def __init__(self, folder: Path, *, wrong: int = 5) -> None:
        self._known: dict[str, Question] = {}
        for source in module_files.read(folder):
            module = source.draft.module
            for asked in (*(lesson.questions for lesson in module.lessons), module.pool):
                self._known |= {_spaces(plain(Markdown(q.text), "fr")): q for q in asked}
        self._wrong = wrong

    def next(self, message: ChatMessage, number: int) -> Action | None:
        """The person's reaction to a message, which is the `number`-th of theirs; None when nothing leads on."""
        if UNKNOWN in message.labels:
            if number % self._wrong == 0:
                return Taps(UNKNOWN, message)
            return Says(self.answer(message))
        label = next((each for each in ON if each in message.labels), None)
        return Taps(label, message) if label is not None else None

    def policy(self, person: Person, message: ChatMessage) -> Action | None:
        """As `next`, for a crowd. At the end of all modules, the person begins a module again."""
        return self.next(message, person.id + message.id) or (
            Taps(0, message) if message.buttons else Says("formation")
        )

    def answer(self, message: ChatMessage) -> str:
        """The right answer to the question in a message, in words."""
        question = self.question(message)
        return _words(question, solution(question.kind), message)

    def question(self, message: ChatMessage) -> Question:
        """The question in a message. Raises `LookupError` for an unknown one."""
        asked = _spaces(_HEAD.split(message.text)[-1])
        for text, question in self._known.items():
            if asked.startswith(text):
                return question
        raise LookupError(f"nobody has written this question: {asked[:200]}")


def _words(question: Question, given: Any, message: ChatMessage) -> str:
    """The answer as a person types it."""
    match question.kind:
        case questions.Choice(options, True):
            buttons = {_spaces(label.removeprefix("☑ ")): str(n) for n, label in enumerate(message.labels, 1)}
            # Numbered lines, where a platform has no room for buttons.
            numbers = buttons | _shown(message, str.isdigit)
            texts = [_spaces(options[place].text) for place in given]
            if not set(texts) <= set(numbers):  # Labels that begin with a number have none of their own.
                return ", ".join(texts)
            return " ".join(numbers[text] for text in texts)
        case questions.Choice(options):
            return str(options[given].text)
        case TrueFalse():
            return "vrai" if given else "faux"
        case Matching() as kind:
            letters = _shown(message, str.isalpha)
            return " ".join(f"{n}{letters[_spaces(kind.rights[right])]}" for n, right in enumerate(given, 1))
        case Order(items):
            numbers = _shown(message, str.isdigit)
            return " ".join(numbers[_spaces(items[place])] for place in given)
        case _:
            return str(given)


def _shown(message: ChatMessage, sign: Any) -> dict[str, str]:
    """Maps the text of each line that begins with a letter or number to that letter or number."""
    question = _HEAD.split(message.text)[-1]
    return {_spaces(text): mark for mark, text in _LINE.findall(question) if sign(mark)}


def _spaces(text: str) -> str:
    return " ".join(text.split())


def weight(messages: Sequence[ChatMessage]) -> tuple[int, int]:
    """Bytes that a phone loads: (texts with their buttons' labels and data, pictures)."""
    texts = sum(
        len(m.text.encode()) + sum(len(b.label.encode()) + len((b.data or "").encode()) for b in m.buttons)
        for m in messages
    )
    return texts, sum(len(m.data or b"") for m in messages)
