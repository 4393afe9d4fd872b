"""The confirmation before others' data or money is changed: who, what, before → after, "Oui" or "Non".

What will be done is called a deed (`bot.handlers.engine.confirmations`), and has a name and JSON-safe
arguments. The present state is read again at every step, so that a late "Oui" does nothing if things have
changed since: it asks again."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any

from backend.domain.french.spelling import fold
from backend.domain.messaging import intents
from backend.domain.messaging.message import Choice, Message, Raw, Tr, dump, tr
from backend.records import Record, field, replace
from bot.flows.engine import yes_no
from bot.flows.engine.answers import PICK
from bot.flows.engine.kit import (
    Do,
    Done,
    Event,
    Picked,
    Resumed,
    Say,
    SecondThought,
    Started,
    Step,
    Typed,
    asked_anew,
    leave,
    misread,
    stay,
)
from bot.flows.engine.registry import Flow

YES = Choice("yes", "Oui", says="sure")
NO = Choice(
    "no",
    "Non",
    says="no",
    also=(
        *("pas encore", "non pas encore", "non pas maintenant", "non plus tard", "non attends", "attends non"),
        *("non laisse", "non laisse tomber", "non finalement", "finalement non", "en fait non", "surtout pas"),
        *("attends pas encore", "pas encore attends", "attends pas maintenant", "attends pas tout de suite"),
    ),
)


class Proposal(Record):
    """What a deed would change as things stand now. `said`: what and whose, as a text without the question. `before`,
    `after`: the old and the new value as text, if a value is changed. `which`: the numbers of what it is about, where
    the text does not tell other ones apart; not shown."""

    said: Message
    before: Tr | Raw | None = None
    after: Tr | Raw | None = None
    which: tuple[int, ...] = ()

    @property
    def message(self) -> Message:
        """The proposal as a message, without the question."""
        if self.before is None or self.after is None:
            return self.said
        return self.said + tr("{before} → *{after}*", before=self.before, after=self.after)

    @property
    def seen(self) -> str:
        """A short hash of what is shown and of `which`, which differs if any of it has changed."""
        shown = json.dumps([dump(self.message), self.which], ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(shown.encode()).hexdigest()[:16]


class Facts(Record):
    """`proposal` is None if the deed cannot be done (any more); `why` says why not, where that is known."""

    proposal: Proposal | None = None
    why: Message | None = None

    @property
    def refusal(self) -> Message:
        """What is said where the deed cannot be done: what another has done in the meantime, if that is known."""
        return self.why or GONE.with_choices(MENU)


class State(Record):
    """`seen`: `Proposal.seen` of the proposal that was shown. `unread`: words written there that were not understood: a
    yes after them may mean these."""

    deed: str = ""
    arguments: Mapping[str, Any] = field(default_factory=dict)
    seen: str = ""
    unread: str = ""


class Ask(Record):
    """The argument that opens the flow."""

    deed: str
    arguments: Mapping[str, Any]


class Look(Record):
    """Preview the deed; the outcome is `Looked`."""

    deed: str
    arguments: Mapping[str, Any]


class Looked(Record):
    """`seen` is "" if the deed cannot be done; `why` says why not, where that is known."""

    seen: str
    why: Message | None = None


class CarryOut(Record):
    """Carry out the deed after a yes; the outcome is `CarriedOut`."""

    deed: str
    arguments: Mapping[str, Any]


class CarriedOut(Record):
    """`said`: the message about what was done."""

    said: Message


MOST_QUOTED = 40
"""Characters of words that were not understood, as they are quoted."""
GONE = tr("Ce n'est plus possible : entre-temps, ça a changé.")
CHANGED = tr("⚠️ Entre-temps, ça a changé. Je n'ai rien fait. Regarde bien :")
NOTHING = tr("D'accord, rien ne change.")
DONE = tr("C'est déjà fait, un « non » n'y change plus rien.")
MENU = Choice("/menu", "Menu")


def prompt(_state: State, facts: Facts) -> Message:
    """Ask whether to do it."""
    if facts.proposal is None:
        return facts.refusal
    return (facts.proposal.message + tr("Tu confirmes ?")).with_choices(YES, NO, columns=2)


def step(state: State, event: Event, facts: Facts) -> Step[State]:
    """Take a yes or a no. A yes only counts if the proposal is still the one that was shown."""
    match event:
        case Started(Ask(deed, arguments)):
            return stay(State(deed, arguments), Do(Look(deed, arguments)))
        case Done(Looked(seen, why)):
            return stay(replace(state, seen=seen)) if seen else leave(Say(why or GONE.with_choices(MENU)))
        case Done(CarriedOut(said)):
            return leave(Say(said))
        case Picked(NO.id):
            return leave(Say(NOTHING.with_choices(MENU)))
        case _ if facts.proposal is None:
            return leave(Say(facts.refusal))
        case Picked(YES.id) if state.unread:
            said = tr("✋ « {filter} » n'est pas pris en compte.", filter=Raw(state.unread))
            return misread(replace(state, unread=""), Say(said))
        case Picked(YES.id) if facts.proposal.seen == state.seen:
            return stay(state, Do(CarryOut(state.deed, state.arguments)))
        case Picked(YES.id):
            return asked_anew(replace(state, seen=facts.proposal.seen), Say(CHANGED))
        case Started() | Resumed():
            return stay(replace(state, seen=facts.proposal.seen))
        case Typed(text) if denies(text):
            return leave(Say(NOTHING.with_choices(MENU)))
        case Typed(text) if len(text.split()) > 1 and not intents.asks(text):
            return misread(replace(state, unread=text.strip()[:MOST_QUOTED]), Say(PICK))
        case _:
            return misread(state, Say(PICK))


_NO_AND_MORE = re.compile(r"(?:(?:ah|oh|mais|attends?|euh) )*(?:non|nan|nn|nope)\b.*")


def denies(text: str) -> bool:
    """Whether a text says no first, and something else behind it: « non non lance-le », « non c'est Fatim »."""
    return "?" not in text and not yes_no.says_fine(text) and _NO_AND_MORE.fullmatch(fold(text)) is not None


def rethink(was: State, thought: SecondThought, facts: Facts) -> Step[State] | None:
    """After a no, the person is asked again. What was done after a yes stays done."""
    if thought.instead == YES.id:
        return leave(Say(DONE.with_choices(MENU)))
    if facts.proposal is None:
        return leave(Say(facts.refusal))
    return stay(replace(was, seen=facts.proposal.seen))


FLOW = Flow("confirm", 1, State, prompt, step, rethink=rethink, own_hand=True, lapses=lambda _: True)
