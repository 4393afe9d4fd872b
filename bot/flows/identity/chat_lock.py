"""An admin's chat that was silent for a while asks for the secret number first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from backend.domain.identity.linking import AskReferee, RefereeAsked
from backend.domain.messaging.message import Choice, Message, tr
from backend.records import Record, field
from bot.flows.engine.kit import Do, Done, Event, Picked, Say, Started, Step, leave, misread, stay
from bot.flows.engine.registry import Flow
from bot.flows.identity.secret_number import FORGOTTEN, LATER, asked_referee, free


class State(Record):
    """`wanted`: the text or tap that is carried out once the number is right (`bot.handlers.identity.chat_lock`)."""

    wanted: Mapping[str, Any] = field(default_factory=dict)


class Facts(Record):
    pass


def prompt(_state: State, _facts: Facts) -> Message:
    """Ask for the secret number."""
    said = tr("🔒 Cette messagerie s'est verrouillée. Écris ton code secret hiteuses, et je continue.")
    return free(said.with_choices(FORGOTTEN, LATER))


def step(state: State, event: Event, _facts: Facts) -> Step[State]:
    """Take "forgotten" or "later". The number itself does not get here: it is checked before (`chat_lock.admit`)."""
    match event:
        case Started(wanted) if isinstance(wanted, Mapping):
            return stay(State(wanted))
        case Picked(FORGOTTEN.id):
            return stay(state, Do(AskReferee()))
        case Picked(LATER.id):
            return leave(Say(tr("D'accord.").with_choices(Choice("/menu", "Menu"))))
        case Done(RefereeAsked(there)):
            return leave(Say(asked_referee(there)))
        case _:
            return misread(state)


FLOW = Flow("chat_lock", 1, State, prompt, step, own_hand=True)
