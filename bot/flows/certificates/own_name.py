"""Which name stands on a document: asked before the first one, and known from then on."""

from __future__ import annotations

import re
from typing import Any, TypeVar

from backend.domain.certificates.badges import MOST_NAME, read_name
from backend.domain.french.spelling import fold
from backend.domain.messaging.message import Choice, Message, Raw, tr
from backend.records import replace
from bot.flows.certificates import below
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
_WRONG = re.compile(
    r"\bc (?:est )?pas (?:ca |le |du tout )*(?:mon )?(?:bon )?nom\b"
    r"|\b(?:mauvais|faux|mal (?:ecri\w*|mis|note)|tromp\w*|erreur|faute|chang\w*|corrig\w*|modifi\w*)\b"
    r"(?: \w+){0,3} nom\b"
    r"|\bnom\b(?: \w+){0,2} (?:faux|mal|pas bon|pas (?:le )?bon|pas ca|mauvais|incomplet)\b"
)
_NAMES_HER = re.compile(
    r"(?i:(?:(?:non|nn|pardon|attends?|oups|mais)\W+)*(?:mon nom|je m['’ ]?appelle)\b.+)"
    r"|(?i:(?:(?:non|nn|pardon|oups)\W+)+(?:c['’ ]?(?:est)?|juste|plut[oô]t|mets)\s*)[A-ZÉ]\w.*"
)
_INSTEAD = re.compile(r"(?i:(?:(?:non|nn|pardon|oups)\W+)+)(?P<name>[A-ZÉ]\w+\s+[A-ZÉ]\w+.*)")
"""« Non Awa KONÉ »: a name in full behind a no."""


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
        case Typed(text) if below.form(text) is not None:  # « un lien »: said to the list of certificates
            return misread(state, Say(WRITE_IT))
        case Typed(text):
            return in_her_words(_named(state, text), event)
        case _:
            return misread(state, Say(WRITE_IT))


def corrects(text: str) -> bool:
    """Whether a text says, where the name is shown, that it is wrong: « j'ai mal écrit mon nom », « non c'est Awa
    Koné », « non Awa KONÉ ». « Pas mon nom » hides it."""
    said = fold(text)
    if _WRONG.search(said) is not None:
        return True
    return _named_anew(text) is not None


def _named_anew(text: str) -> str | None:
    """The name in a text that says that it is hers; None if it does not."""
    instead = _INSTEAD.fullmatch(text.strip())
    if instead is None and _NAMES_HER.match(text.strip()) is None:
        return None
    return names.typed(instead["name"] if instead is not None else text)


def again(state: S, text: str) -> Step[S]:
    """Take the name from the text that corrects it, or ask for it again."""
    said = None if _WRONG.search(fold(text)) is not None else _named_anew(text)
    name = read_name(said) if said is not None else None
    return stay(replace(state, name=name) if name is not None else replace(state, at="name"))


def _named(state: S, text: str) -> Step[S]:
    said = names.typed(text)
    if said is None:
        return misread(state, Say(WRITE_IT))
    name = read_name(said)
    return stay(replace(state, at="shown", name=name)) if name is not None else misread(state, Say(NO_NAME))
