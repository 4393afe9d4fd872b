"""A text with gaps. They are filled one after the other, or all in one message, separated by line breaks or ";".
`given` holds what is filled so far; () is nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from backend.domain.messaging.message import Choice, Markdown, Message, Raw, tr
from backend.domain.training import questions, typed
from backend.domain.training.questions import Gap, Gaps, Number
from backend.records import replace
from bot.flows.engine import answers, several_answers
from bot.flows.engine.answers import PICK
from bot.flows.engine.kit import Event, Picked, Typed
from bot.flows.training import in_words
from bot.flows.training.matching_and_ordering import place_of

_PLACE = re.compile(r"\{\{|\}\}|\{(\d+)\}")
_BETWEEN = re.compile(r"[;\n]+")

Given = tuple[Any, ...]


def prompt(text: str, kind: Gaps, given: Given) -> Message:
    """The text with numbered gaps, the filled ones marked, and the question for the next gap."""
    done = sum(each is not None for each in given)

    def gap(found: re.Match[str]) -> str:
        if found.group(1) is None:
            return found.group()[0]
        number = int(found.group(1))
        return f"({number}) {'✓' if number <= done else '……'}"

    message = Message((Markdown(_PLACE.sub(gap, text)),))
    match kind.gaps[done].kind:
        case questions.Choice(options):
            choices = (Choice(f"={place}", Raw(option.text)) for place, option in enumerate(options))
            return (message + tr("Que mets-tu à la place de *({number})* ?", number=done + 1)).with_choices(*choices)
        case Number():
            asked = tr("_Écris le nombre qui va à la place de ({number})._", number=done + 1)
        case _:
            asked = tr("_Écris ce qui va à la place de ({number})._", number=done + 1)
    return replace(message.once() + asked, free=True)


def several(kind: Gaps, given: Given) -> tuple[questions.Option, ...]:
    """The options of the next gap if several of them are right; otherwise none."""
    gap = kind.gaps[sum(each is not None for each in given)].kind
    return gap.options if isinstance(gap, questions.Choice) and gap.several else ()


def step(kind: Gaps, given: Given, event: Event) -> Given | Message:
    """What is filled after this event; a message if it cannot be read."""
    now = [each for each in given if each is not None]
    left = [gap.kind for gap in kind.gaps[len(now) :]]
    match event:
        case Picked(choice) if isinstance(left[0], questions.Choice):
            place = place_of(choice, len(left[0].options))
            if place is None:
                return PICK
            found: list[Any] = [place]
        case Typed(text):
            words = [each.strip() for each in _BETWEEN.split(text) if each.strip()]
            if len(words) != len(left):
                words = [text]
            found = []
            for gap, each in zip(left, words, strict=False):
                read = _read(gap, each)
                if isinstance(read, Message):
                    return read
                found.append(read)
        case _:
            return PICK
    return filled(kind, given, found)


def filled(kind: Gaps, given: Given, found: Sequence[Any]) -> Given:
    """What is filled so far with these values for the next gaps; None for gaps that are still open."""
    now = [*(each for each in given if each is not None), *found]
    return (*now, *(None,) * (len(kind.gaps) - len(now)))


def _read(gap: Gap, text: str) -> Any:
    match gap:
        case questions.Choice(options, many):
            shown = [(Choice(f"={place}", Raw(option.text)), option.text) for place, option in enumerate(options)]
            if many:
                found = several_answers.read(text, shown)
                return [int(each.removeprefix("=")) for each in found] if found else PICK
            one = answers.match(text, shown, free=False)
            return int(one.removeprefix("=")) if one else PICK
        case Number():
            return text if typed.number(text) is not None else tr("Ici, écris juste un nombre.")
        case _:
            return in_words.IN_A_FEW_WORDS if in_words.says_no_words(gap, text) else text
