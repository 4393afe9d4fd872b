"""Which name stands on a document: asked before the first one, and known from then on."""

from __future__ import annotations

from typing import Any, TypeVar

from backend.domain.certificates.badges import MOST_NAME, read_name
from backend.domain.french.spelling import fold
from backend.domain.messaging.message import Choice, Message, Raw, tr
from backend.records import replace
from bot.flows.engine import answers, leaving, names
from bot.flows.engine.kit import Event, Picked, Say, Step, Typed, in_her_words, misread, stay

S = TypeVar("S", bound=Any)
"""The state of a flow that asks: it has a `name`, and goes on `at` "shown"."""

KNOWN = "known"
"""The choice of the name that is known already."""
WRITE_IT = tr("Écris ton prénom et ton nom.")
NO_NAME = tr(
    "Je ne peux pas écrire ce nom. Écris-le en lettres latines (a, b, c, é…), sans chiffres, "
    "en {most} caractères au plus.",
    most=MOST_NAME,
)


def known(used: str, first_name: str) -> str:
    """The name that is offered: the one on her last certificate, else her first name if it can be written; ""."""
    return used or read_name(first_name) or ""


def ask(asked: Message, offered: str) -> Message:
    """The question, with the name that is offered."""
    return replace(asked.with_choices(*((Choice(KNOWN, Raw(offered)),) if offered else ())), free=True)


def step(state: S, event: Event, offered: str) -> Step[S]:
    """Take the name; a yes accepts the one on the button."""
    match event:
        case Picked(choice) if choice == KNOWN and offered:
            return _named(state, offered)
        case Typed(text) if answers.is_bare(text) or leaving.passes(text):
            yes = offered and fold(text).split()[:1] == ["oui"]
            return _named(state, offered) if yes else misread(state, Say(WRITE_IT))
        case Typed(text):
            return in_her_words(_named(state, text), event)
        case _:
            return misread(state, Say(WRITE_IT))


def _named(state: S, text: str) -> Step[S]:
    said = names.typed(text)
    if said is None:
        return misread(state, Say(WRITE_IT))
    name = read_name(said)
    return stay(replace(state, at="shown", name=name)) if name is not None else misread(state, Say(NO_NAME))
