"""`mesdonnees`: everything that is kept about the person, as a file; after their secret number, if they have one."""

from __future__ import annotations

from backend.domain.messaging.message import Message, tr
from backend.domain.privacy.commands import MakePersonFile
from backend.records import Record
from bot.flows.engine.kit import Do, Event, Resumed, Say, Started, Step, leave, stay
from bot.flows.engine.registry import Flow
from bot.flows.identity import secret_number

LATER = tr("D'accord. Quand tu veux : écris « mesdonnees ».")


class Facts(Record):
    has_pin: bool


class State(Record):
    """It waits for the secret number."""


def prompt(_state: State, _facts: Facts) -> Message:
    """Ask for the secret number."""
    return secret_number.ask(tr("📦 *Tes données*"))


def step(state: State, event: Event, facts: Facts) -> Step[State]:
    """Take the secret number, if there is one, and let the file be made."""
    match event:
        case Started() if not facts.has_pin:
            return leave(Do(MakePersonFile()))
        case Started() | Resumed():
            return stay(state)
        case _:
            return secret_number.check(state, event, lambda: leave(Do(MakePersonFile())), Say(LATER))


FLOW = Flow(
    "my_data", 1, State, prompt, step, refused_by_no=True, own_hand=True, serves="everybody", lapses=lambda _: True
)
